// Package schedule runs a table of jobs at their times: no job beside itself, panics caught, what
// was missed while the process was down made up for once. Jobs may come and go while it runs.
//
// Ten thousand jobs may be due in one minute, many of them on one host. Those with a lane stand in
// line for a bounded number of places, the lanes taking turns, so that goroutines and memory stay
// bounded and a host with a thousand sources does not keep the others from being heard.
//
// It is the owner of github.com/robfig/cron, which reads the expressions and says when each is due
// next. Its runner is not used: it starts a goroutine for every job that is due, and sorts the whole
// table at each ring.
package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

// Job is one row of the table.
type Job struct {
	Name string // unique, for people
	Spec string // "30 21 * * *" (minute hour day month weekday), "@hourly", or "@every 10m"

	// Location in which a Spec of clock times is meant; nil: Options.Location.
	Location *time.Location

	// Next says in the place of Spec when the job is due: it is asked at the start, unless the job
	// never ran and is due at once, and after each run, with the time the last run started. It must
	// be quick, and must not call the table.
	Next func(last, now time.Time) time.Time

	// Lane is the line a job stands in when it is due: the host it talks to, say. "": it needs no
	// place and starts at once.
	Lane string

	// Jitter puts each run off by a random part of it, so that neighbours do not start together.
	Jitter time.Duration

	// Spread gives an interval a place of its own on the clock after a first run that was due at
	// once, together with all the others that were: the second run follows after half an interval to
	// one and a half, always the same for one name. The first is not put off: who adds a source wants
	// to see it.
	Spread bool

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

	Places  int // how many jobs with a lane run at once; 0: 128
	PerLane int // how many of one lane; 0: 1, since the requests to one host go one after the other anyway
}

// Status is what is known of one job.
type Status struct {
	Name    string
	Spec    string
	Next    time.Time     // zero before Start and after Stop
	Running bool          //
	Waiting bool          // due, and in line for a place
	Last    time.Time     // start of the last run; of an earlier process, if none yet
	Took    time.Duration // of the last run that ended in this process
	Err     error         // how it ended; nil: well, or none ended yet
	Runs    int           // ended in this process
	Skipped int           // turns passed over because the job was still running
}

// Table holds the jobs. Build it with New; it may be started once.
type Table struct {
	o Options

	mu      sync.Mutex
	ctx     context.Context // of the jobs; nil before Start
	stopped bool
	names   map[string]*entry
	order   []*entry // as they were given
	ahead   rings    // those that will ring, the next first
	line    line     // those that rang and wait for a place
	places  int      // taken

	wake    chan struct{} // capacity 1: the next ring may have changed
	stop    chan struct{} // closed by Stop
	ended   chan struct{} // closed when the clock has ended
	running sync.WaitGroup
}

// entry is a job and where it stands, guarded by Table.mu.
type entry struct {
	job    Job
	timing timing
	index  int // in Table.ahead; -1 not there

	due       time.Time // without jitter; zero before Start
	at        time.Time // with jitter: when it rings
	atOnce    bool      // due is the moment of the start, as it is for many others
	notBefore time.Time // a wish; zero: none
	cancel    context.CancelFunc
	gone      bool // taken off the table
	status    Status
}

// Defaults of Options.
const (
	defaultPlaces  = 128 // a visit mostly waits for its host: this is memory, not work
	defaultPerLane = 1
)

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
	if o.Places == 0 {
		o.Places = defaultPlaces
	}
	if o.PerLane == 0 {
		o.PerLane = defaultPerLane
	}
	t := &Table{
		o: o, names: map[string]*entry{}, line: line{most: o.PerLane, lanes: map[string]*lane{}},
		wake: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{}),
	}
	for _, j := range jobs {
		if t.names[j.Name] != nil {
			return nil, fmt.Errorf("schedule: two jobs are called %q", j.Name)
		}
		if err := t.Set(j); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Set puts a job on the table, or in the place of the one of that name: what is known of earlier runs
// stays, a run under way ends as it began, and a schedule that has not changed keeps its next time.
func (t *Table) Set(j Job) error {
	if j.Location == nil {
		j.Location = t.o.Location
	}
	now := t.o.Now()
	timing, err := parse(j, now)
	if err != nil {
		return fmt.Errorf("schedule: job %q: %w", j.Name, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.names[j.Name]
	if e == nil {
		e = &entry{index: -1, status: Status{Name: j.Name, Last: j.Last}}
		t.names[j.Name] = e
		t.order = append(t.order, e)
	}
	same := e.job.Spec == j.Spec && (e.job.Next == nil) == (j.Next == nil) && e.job.Location == j.Location
	e.job, e.timing, e.status.Spec = j, timing, j.Spec
	if same && !e.due.IsZero() {
		return nil
	}
	e.job.Last, e.due, e.at = e.status.Last, time.Time{}, time.Time{}
	if t.live() {
		t.ahead.put(e, t.next(e, now))
		t.poke()
	}
	return nil
}

// Remove takes a job off the table. A run under way is told to end; nobody waits for it but Stop.
func (t *Table) Remove(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.names[name]
	if e == nil {
		return
	}
	delete(t.names, name)
	t.order = slices.DeleteFunc(t.order, func(other *entry) bool { return other == e })
	t.ahead.drop(e)
	e.gone = true
	if e.cancel != nil {
		e.cancel()
	}
}

// Start lets the jobs run until ctx is done or Stop is called. Jobs get a context that ends with ctx.
func (t *Table) Start(ctx context.Context) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ctx = ctx
	now := t.o.Now()
	for _, e := range t.order {
		t.ahead.put(e, t.next(e, now))
	}
	go t.clock(ctx)
}

// live tells whether jobs are started. t.mu is held.
func (t *Table) live() bool { return t.ctx != nil && !t.stopped && t.ctx.Err() == nil }

// Stop starts no job any more, forgets those in line, and waits for those that run. When ctx ends
// first it returns an error that names them; they go on until their own context ends.
func (t *Table) Stop(ctx context.Context) error {
	t.mu.Lock()
	started, before := t.ctx != nil, t.stopped
	t.stopped = true
	t.mu.Unlock()
	if !before {
		close(t.stop)
	}
	done := make(chan struct{})
	go func() {
		if started {
			<-t.ended
		}
		t.running.Wait()
		close(done)
	}()
	select {
	case <-done:
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
	defer t.mu.Unlock()
	e := t.names[name]
	if e == nil {
		return fmt.Errorf("schedule: no job is called %q", name)
	}
	if !at.After(e.notBefore) {
		return nil
	}
	e.notBefore = at
	if t.live() && e.index >= 0 {
		t.ahead.put(e, t.next(e, t.o.Now()))
		t.poke()
	}
	return nil
}

// Jobs returns what is known of each job, in the table's order.
func (t *Table) Jobs() []Status {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Status, len(t.order))
	for i, e := range t.order {
		all[i] = e.status
		if t.live() {
			all[i].Next = e.at
		}
	}
	return all
}
