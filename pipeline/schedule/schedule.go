// Package schedule runs a table of jobs at their times: no job beside itself, panics caught, what
// was missed while the process was down made up for once. It is the owner of
// github.com/robfig/cron, which reads the expressions and keeps the timers.
package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Job is one row of the table.
type Job struct {
	Name string // unique, for people
	Spec string // "30 21 * * *" (minute hour day month weekday), "@hourly", or "@every 10m"

	// Location in which a Spec of clock times is meant; nil: Options.Location.
	Location *time.Location

	// Jitter puts each run off by a random part of it, so that neighbours do not start together.
	Jitter time.Duration

	// Last is when the job last ran, as far as the caller remembers from before this process. Zero:
	// never; an interval is due at once then, a clock time is not.
	Last time.Time

	// CatchUp says that a run missed since Last is made at once, one for however many were missed.
	CatchUp bool

	// Run does the work. Its context ends with the one given to Start. Its error is kept for Jobs
	// and logged; the job runs again at its next time all the same.
	Run func(context.Context) error
}

// Options is what all jobs share.
type Options struct {
	Location *time.Location                    // nil: UTC
	Now      func() time.Time                  // required; must go with the machine's clock, which keeps the timers
	Rand     func(time.Duration) time.Duration // a random part of a jitter, in [0, d); nil: none is ever added
	Log      *slog.Logger                      // nil: silent
}

// Status is what is known of one job.
type Status struct {
	Name    string
	Spec    string
	Next    time.Time     // zero before Start and after Stop
	Running bool          //
	Last    time.Time     // start of the last run; of an earlier process, if none yet
	Took    time.Duration // of the last run that ended in this process
	Err     error         // how it ended; nil: well, or none ended yet
	Runs    int           // ended in this process
	Skipped int           // turns passed over because the job was still running
}

// Table holds the jobs. Build it with New; it may be started once.
type Table struct {
	now  func() time.Time
	rand func(time.Duration) time.Duration
	log  *slog.Logger
	cron *cron.Cron

	// rows changes the cron's table. It is never taken while mu is held: the cron's goroutine asks
	// for the next time, and so for mu.
	rows sync.Mutex

	mu      sync.Mutex
	ctx     context.Context // of the jobs; nil before Start
	stopped bool
	entries []*entry
}

// entry is a job and where it stands; all but job and timing is guarded by Table.mu.
type entry struct {
	table  *Table
	job    Job
	timing timing
	id     cron.EntryID

	due       time.Time // without jitter; zero before Start
	at        time.Time // with jitter: when the timer rings
	notBefore time.Time // a wish; zero: none
	status    Status
}

// New checks the jobs and builds the table. An error names the job and what to write instead.
func New(o Options, jobs ...Job) (*Table, error) {
	if o.Now == nil {
		return nil, errors.New("schedule: Options.Now is missing")
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Rand == nil {
		o.Rand = func(time.Duration) time.Duration { return 0 }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	t := &Table{
		now: o.Now, rand: o.Rand, log: o.Log,
		cron: cron.New(cron.WithLocation(o.Location), cron.WithLogger(cron.DiscardLogger)),
	}
	seen := map[string]bool{}
	for _, j := range jobs {
		if j.Location == nil {
			j.Location = o.Location
		}
		timing, err := parse(j, o.Now())
		if err != nil {
			return nil, fmt.Errorf("schedule: job %q: %w", j.Name, err)
		}
		if seen[j.Name] {
			return nil, fmt.Errorf("schedule: two jobs are called %q", j.Name)
		}
		seen[j.Name] = true
		e := &entry{table: t, job: j, timing: timing, status: Status{Name: j.Name, Spec: j.Spec, Last: j.Last}}
		t.entries = append(t.entries, e)
	}
	return t, nil
}

// Due returns the latest moment, up to now, at which a schedule of clock times was due: what a run
// at now is the run of, however late it is. It is now itself for an interval, for a schedule that
// cannot be read, and when nothing was due for a year.
func Due(spec string, zone *time.Location, now time.Time) time.Time {
	clock, err := cron.ParseStandard(spec)
	if err != nil || strings.HasPrefix(strings.TrimSpace(spec), "@every") {
		return now
	}
	const day = 24 * time.Hour
	for _, back := range []time.Duration{day, 8 * day, 32 * day, 367 * day} { // near first: a schedule may ring each minute
		due := clock.Next(now.Add(-back).In(zone))
		if due.IsZero() || due.After(now) {
			continue
		}
		for next := clock.Next(due); !next.IsZero() && !next.After(now); next = clock.Next(due) {
			due = next
		}
		return due
	}
	return now
}

func parse(j Job, now time.Time) (timing, error) {
	switch {
	case j.Name == "":
		return timing{}, errors.New("has no name")
	case j.Run == nil:
		return timing{}, errors.New("has nothing to run")
	case j.Jitter < 0:
		return timing{}, fmt.Errorf("jitter is %s: must not be negative", j.Jitter)
	}
	if word, ok := strings.CutPrefix(strings.TrimSpace(j.Spec), "@every "); ok {
		every, err := time.ParseDuration(strings.TrimSpace(word))
		if err != nil || every < time.Second {
			return timing{}, fmt.Errorf("schedule %q: write an interval of a second or more, such as \"@every 10m\"", j.Spec)
		}
		if j.Jitter >= every {
			return timing{}, fmt.Errorf("jitter %s: must be shorter than the interval %s", j.Jitter, every)
		}
		return timing{every: every, catchUp: j.CatchUp}, nil
	}
	spec, err := cron.ParseStandard(j.Spec)
	if err != nil {
		return timing{}, fmt.Errorf("schedule %q: write minute hour day month weekday, such as \"30 21 * * *\", or \"@every 10m\": %w", j.Spec, err)
	}
	clock := func(after time.Time) time.Time { return spec.Next(after.In(j.Location)) }
	if clock(now).IsZero() {
		return timing{}, fmt.Errorf("schedule %q: this day never comes", j.Spec)
	}
	return timing{clock: clock, catchUp: j.CatchUp}, nil
}

// Start lets the jobs run until ctx is done or Stop is called. Jobs get a context that ends with ctx.
func (t *Table) Start(ctx context.Context) {
	t.mu.Lock()
	t.ctx = ctx
	t.mu.Unlock()
	t.rows.Lock()
	defer t.rows.Unlock()
	for _, e := range t.entries {
		e.id = t.cron.Schedule(e, cron.FuncJob(e.run))
	}
	t.cron.Start()
}

// Stop starts no job any more and waits for those that run. When ctx ends first it returns an error
// that names them; they go on until their own context ends.
func (t *Table) Stop(ctx context.Context) error {
	t.rows.Lock()
	ended := t.cron.Stop()
	t.rows.Unlock()
	t.mu.Lock()
	t.stopped = true
	t.mu.Unlock()
	select {
	case <-ended.Done():
		return nil
	case <-ctx.Done():
	}
	var running []string
	for _, s := range t.Jobs() {
		if s.Running {
			running = append(running, s.Name)
		}
	}
	return fmt.Errorf("schedule: still running: %s: %w", strings.Join(running, ", "), ctx.Err())
}

// Postpone makes the next run of a job come no earlier than at: the wish of a site, say. An
// interval is counted from there on; a clock time is the first one at or after it. An at before the
// next run changes nothing.
func (t *Table) Postpone(name string, at time.Time) error {
	t.mu.Lock()
	var e *entry
	for _, candidate := range t.entries {
		if candidate.job.Name == name {
			e = candidate
		}
	}
	if e == nil {
		t.mu.Unlock()
		return fmt.Errorf("schedule: no job is called %q", name)
	}
	later := at.After(e.notBefore)
	if later {
		e.notBefore = at
	}
	live := t.ctx != nil && !t.stopped
	t.mu.Unlock()
	if !later || !live {
		return nil
	}
	t.rows.Lock()
	defer t.rows.Unlock()
	t.cron.Remove(e.id)
	e.id = t.cron.Schedule(e, cron.FuncJob(e.run))
	return nil
}

// Jobs returns what is known of each job, in the table's order.
func (t *Table) Jobs() []Status {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Status, len(t.entries))
	for i, e := range t.entries {
		all[i] = e.status
		if t.ctx != nil && !t.stopped && t.ctx.Err() == nil {
			all[i].Next = e.at
		}
	}
	return all
}

// Next tells the cron when to wake. It is asked at the start, after each waking and after Postpone.
func (e *entry) Next(now time.Time) time.Time {
	e.table.mu.Lock()
	defer e.table.mu.Unlock()
	switch {
	case e.due.IsZero():
		e.due = e.timing.first(e.job.Last, now)
	case !e.at.After(now): // it rang
		e.due = e.timing.following(e.due, now)
	}
	wished := e.timing.notBefore(e.due, e.notBefore)
	if e.at.After(now) && wished.Equal(e.due) {
		return e.at // asked again in between: the dice were cast
	}
	e.due = wished
	e.at = wished
	if e.job.Jitter > 0 {
		e.at = wished.Add(e.table.rand(e.job.Jitter))
	}
	return e.at
}

// run is what the cron calls, in a goroutine of its own.
func (e *entry) run() {
	t := e.table
	t.mu.Lock()
	ctx := t.ctx
	switch {
	case ctx.Err() != nil:
		t.mu.Unlock()
		return
	case e.status.Running:
		e.status.Skipped++
		t.mu.Unlock()
		t.log.Warn("schedule: still running at its next time", "job", e.job.Name)
		return
	}
	e.status.Running = true
	e.status.Last = t.now()
	t.mu.Unlock()

	err := e.guarded(ctx)

	t.mu.Lock()
	e.status.Running = false
	e.status.Took = t.now().Sub(e.status.Last)
	e.status.Err = err
	e.status.Runs++
	t.mu.Unlock()
	if err != nil && ctx.Err() == nil {
		t.log.Error("schedule: job failed", "job", e.job.Name, "error", err)
	}
}

// guarded turns a panic into an error: one bad page must not end the listening to all others.
func (e *entry) guarded(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
			e.table.log.Error("schedule: job panicked", "job", e.job.Name, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	return e.job.Run(ctx)
}
