package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/optout"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// drainBatch is how many spool entries become one insert. ClickHouse likes few large inserts; a
// batch of 5,000 posts is a few megabytes and understood in well under a second.
const drainBatch = 5000

// drainLinger is how long a first entry may wait for company.
const drainLinger = time.Second

// entryObservation is the kind of a spool entry that holds a list of voc.Observation: counts seen of
// posts that did not change otherwise.
const entryObservation = "observation"

// Drain empties the spool into the store. It is the only reader of the spool and the only writer
// of mentions, so a batch is either cut from the spool or will be done again.
type Drain struct {
	spool   *spool.Spool
	store   *store.Store
	copies  copyist
	rejects string       // file that keeps entries nobody could read
	optout  *optout.List // whose posts that still wait are let go
	now     func() time.Time
	log     *slog.Logger
	saved   func([]voc.Mention) // hears of mentions once they are stored, and must not wait; nil: nobody

	writing sync.Mutex // held from reading what to understand until it is written; guards copies

	mu       sync.Mutex
	analyzer *nlp.Analyzer
	drained  int64  // mentions written since the start
	fresh    int64  // of them not there before
	failing  string // the last error, while it lasts
	since    time.Time
}

// Run drains until ctx is done. While the store cannot be reached the spool holds what comes in,
// and Run tries again with growing distance.
func (d *Drain) Run(ctx context.Context) {
	wait := backoff{first: 200 * time.Millisecond, most: 30 * time.Second}
	for ctx.Err() == nil {
		if err := d.spool.Wait(ctx); err != nil {
			return
		}
		d.linger(ctx)
		// A batch that has begun is finished although ctx ends: the marker of progress is written
		// last, and an insert cut off half way would only be done again at the next start.
		_, err := d.once(context.WithoutCancel(ctx))
		if err == nil {
			wait.reset()
			continue
		}
		if d.fail(err) {
			d.log.Error("the store does not take what was heard; it stays in the spool and is tried again", "error", err)
		}
		if !wait.sleep(ctx) {
			return
		}
	}
}

// linger lets a trickle gather: every insert makes a part on disk that the engine must merge, so
// one insert a second is enough while little comes in. A full batch does not wait.
func (d *Drain) linger(ctx context.Context) {
	if n, _ := d.spool.Depth(); n >= drainBatch {
		return
	}
	t := time.NewTimer(drainLinger)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// All drains until the spool is empty, for commands that end.
func (d *Drain) All(ctx context.Context, progress func(left int)) error {
	for {
		n, err := d.once(ctx)
		if err != nil || n == 0 {
			return err
		}
		if progress != nil {
			left, _ := d.spool.Depth()
			progress(left)
		}
	}
}

// once moves one batch and tells how many entries it had.
func (d *Drain) once(ctx context.Context) (int, error) {
	d.writing.Lock()
	defer d.writing.Unlock()
	entries, mark, err := d.spool.Next(drainBatch)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	b, err := d.decode(entries)
	if err != nil {
		return 0, err
	}
	mentions := d.Analyzer().Analyze(b.posts)
	if err := d.copies.mark(ctx, mentions); err != nil {
		return 0, fmt.Errorf("drain: %w", err)
	}
	fresh, err := d.store.SaveMentions(ctx, mentions)
	if err != nil {
		return 0, fmt.Errorf("drain: %w", err)
	}
	if err := d.store.SaveObservations(ctx, b.observations); err != nil {
		return 0, fmt.Errorf("drain: %w", err)
	}
	// Visits after the mentions: coverage must not claim that an hour was heard before what was
	// heard in it can be counted.
	if err := d.store.SaveVisits(ctx, b.visits); err != nil {
		return 0, fmt.Errorf("drain: %w", err)
	}
	if err := d.spool.Truncate(mark); err != nil { // last
		return 0, fmt.Errorf("drain: %w", err)
	}
	d.done(len(mentions), fresh)
	if d.saved != nil {
		d.saved(mentions)
	}
	return len(entries), nil
}

// batch is what a number of entries hold.
type batch struct {
	posts        []voc.Post
	visits       []voc.Visit
	observations []voc.Observation
}

// decode splits entries. One that cannot be read is kept in the rejects file and counted in the
// log: it must neither vanish nor stop those behind it.
func (d *Drain) decode(entries []spool.Entry) (batch, error) {
	b := batch{posts: make([]voc.Post, 0, len(entries))}
	for _, e := range entries {
		if err := b.add(e); err != nil {
			d.log.Error("an entry of the spool cannot be read; it is kept in the rejects file", "file", d.rejects, "error", err)
			if err := reject(d.rejects, e, err); err != nil {
				return batch{}, err
			}
		}
	}
	// What another process left in the inbox, or what waited here when its author opted out.
	b.posts = slices.DeleteFunc(b.posts, func(p voc.Post) bool { return d.optout.Refuses(&p) })
	return b, nil
}

// add reads one entry; one that cannot be read adds nothing.
func (b *batch) add(e spool.Entry) error {
	switch e.Kind {
	case entryPost:
		var p voc.Post
		if err := json.Unmarshal(e.Data, &p); err != nil {
			return err
		}
		b.posts = append(b.posts, p)
	case entryVisit:
		var v voc.Visit
		if err := json.Unmarshal(e.Data, &v); err != nil {
			return err
		}
		b.visits = append(b.visits, v)
	case entryObservation:
		var seen []voc.Observation
		if err := json.Unmarshal(e.Data, &seen); err != nil {
			return err
		}
		b.observations = append(b.observations, seen...)
	default:
		return fmt.Errorf("unknown kind %q", e.Kind)
	}
	return nil
}

func (d *Drain) done(mentions, fresh int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drained += int64(mentions)
	d.fresh += int64(fresh)
	if d.failing != "" {
		d.log.Info("the store takes posts again", "away", d.now().Sub(d.since).Round(time.Second))
	}
	d.failing = ""
}

// fail notes that draining fails and tells whether that is news: an outage is logged once, not at
// every try.
func (d *Drain) fail(err error) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	news := d.failing == ""
	if news {
		d.since = d.now()
	}
	d.failing = err.Error()
	return news
}

// Failing returns the error that keeps the spool from draining, and since when; "" all is well.
func (d *Drain) Failing() (string, time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failing, d.since
}

// backoff waits longer after each failure.
type backoff struct {
	first, most, next time.Duration
}

func (b *backoff) reset() { b.next = 0 }

// sleep waits and reports false when ctx ended first.
func (b *backoff) sleep(ctx context.Context) bool {
	b.next = min(max(b.next*2, b.first), b.most)
	t := time.NewTimer(b.next)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
