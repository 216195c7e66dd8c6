package schedule

import (
	"container/heap"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"runtime/debug"
	"time"
)

// clock rings each job at its time until ctx is done or Stop is called.
func (t *Table) clock(ctx context.Context) {
	defer close(t.ended)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.stop:
			return
		case <-t.wake:
		case <-timer.C:
		}
		if next, more := t.ring(); more {
			timer.Reset(next.Sub(t.o.Now()))
		} else {
			timer.Stop()
		}
	}
}

// poke has the clock look again.
func (t *Table) poke() {
	select {
	case t.wake <- struct{}{}:
	default: // it will
	}
}

// ring starts or puts in line what is due, and returns when it is to be called again.
func (t *Table) ring() (next time.Time, more bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.o.Now()
	for len(t.ahead) > 0 && !t.ahead[0].at.After(now) && t.live() {
		e := t.ahead[0]
		if e.timing.ask != nil {
			t.ahead.drop(e) // it is asked again when the run has ended
			e.at = time.Time{}
		} else {
			t.ahead.put(e, t.next(e, now))
		}
		switch {
		case e.status.Running:
			e.status.Skipped++
			t.o.Log.Warn("schedule: still running at its next time", "job", e.job.Name)
		case e.status.Waiting:
			e.status.Skipped++
			t.o.Log.Warn("schedule: still in line at its next time: more is due than the hosts' pace allows", "job", e.job.Name, "lane", e.job.Lane)
		case e.job.Lane == "":
			t.begin(e, nil)
		default:
			e.status.Waiting = true
			t.line.join(e)
		}
	}
	t.fill()
	if len(t.ahead) == 0 {
		return next, false
	}
	return t.ahead[0].at, true
}

// next is when a job rings. It is asked at the start, after each ring and after a wish. t.mu is held.
func (t *Table) next(e *entry, now time.Time) time.Time {
	switch {
	case e.due.IsZero():
		e.due = e.timing.first(e.job.Last, now)
		e.atOnce = !e.due.After(now)
	case !e.at.After(now): // it rang
		e.due = e.timing.following(e.due, now)
		if e.atOnce && e.job.Spread && e.timing.every > 0 {
			e.due = now.Add(e.timing.every/2 + time.Duration(phase(e.job.Name)*float64(e.timing.every)))
		}
		e.atOnce = false
	}
	wished := e.timing.notBefore(e.due, e.notBefore)
	if e.at.After(now) && wished.Equal(e.due) {
		return e.at // asked again in between: the dice were cast
	}
	e.due = wished
	e.at = wished
	if e.job.Jitter > 0 && !(e.atOnce && e.job.Spread) {
		e.at = wished.Add(t.o.Rand(e.job.Jitter))
	}
	return e.at
}

// phase is a name's own place in an interval, in [0, 1).
func phase(name string) float64 {
	sum := sha256.Sum256([]byte(name))
	return float64(binary.LittleEndian.Uint64(sum[:])>>11) / (1 << 53)
}

// fill gives the free places to those in line, the lanes taking turns. t.mu is held.
func (t *Table) fill() {
	for t.places < t.o.Places && t.live() {
		e, l := t.line.take()
		if e == nil {
			return
		}
		e.status.Waiting = false
		t.places++
		t.begin(e, l)
	}
}

// begin starts a job in a goroutine of its own; l is the lane it came from, nil: none. t.mu is held.
func (t *Table) begin(e *entry, l *lane) {
	ctx, cancel := context.WithCancel(t.ctx)
	e.cancel = cancel
	e.status.Running = true
	e.status.Last = t.o.Now()
	run := e.job.Run // Set may put another in its place meanwhile
	t.running.Add(1)
	go func() {
		defer t.running.Done()
		defer cancel()
		err := t.guarded(ctx, e.status.Name, run)
		t.finish(ctx, e, l, err)
	}()
}

func (t *Table) finish(ctx context.Context, e *entry, l *lane, err error) {
	if err != nil && ctx.Err() == nil {
		t.o.Log.Error("schedule: job failed", "job", e.status.Name, "error", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.o.Now()
	e.cancel = nil
	e.status.Running = false
	e.status.Took = now.Sub(e.status.Last)
	e.status.Err = err
	e.status.Runs++
	if e.timing.ask != nil && e.index < 0 && !e.gone && t.live() {
		e.due = e.timing.ask(e.status.Last, now)
		t.ahead.put(e, t.next(e, now))
		t.poke()
	}
	if l != nil {
		t.places--
		t.line.leave(l)
		t.fill()
	}
}

// guarded turns a panic into an error: one bad page must not end the listening to all others.
func (t *Table) guarded(ctx context.Context, name string, run func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			t.o.Log.Error("schedule: job panicked", "job", name, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	return run(ctx)
}

// rings are entries by the time they ring, as container/heap keeps them.
type rings []*entry

// put places an entry at its time, wherever it stood.
func (r *rings) put(e *entry, at time.Time) {
	e.at = at
	if e.index >= 0 {
		heap.Fix(r, e.index)
		return
	}
	heap.Push(r, e)
}

func (r *rings) drop(e *entry) {
	if e.index >= 0 {
		heap.Remove(r, e.index)
	}
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (r rings) Len() int           { return len(r) }
func (r rings) Less(i, j int) bool { return r[i].at.Before(r[j].at) }
func (r rings) Swap(i, j int) {
	r[i], r[j] = r[j], r[i]
	r[i].index, r[j].index = i, j
}

// Push implements heap.Interface.
func (r *rings) Push(x any) {
	e := x.(*entry)
	e.index = len(*r)
	*r = append(*r, e)
}

// Pop implements heap.Interface.
func (r *rings) Pop() any {
	last := len(*r) - 1
	e := (*r)[last]
	(*r)[last] = nil
	*r = (*r)[:last]
	e.index = -1
	return e
}
