package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Adaptive in the place of a schedule lets the source's own rhythm say when it is visited next.
const Adaptive = "adaptive"

// ErrBusy says that a source is being visited already.
var ErrBusy = errors.New("a visit of this source is under way")

// ErrNotOurs says that a source is not visited by this process: its posts are brought to it.
var ErrNotOurs = errors.New("this source is not visited here")

// visiting is the part of the work that goes source by source and by the clock: the same for the
// process in control and for an agent that crawls elsewhere. Sources may change while it runs.
type visiting struct {
	ingest *Ingest
	table  *schedule.Table // others may have jobs on it
	host   func(crawler.SourceOptions) string
	rhythm *rhythmBook
	note   func(name string, err error)
	now    func() time.Time
	log    *slog.Logger

	mu      sync.RWMutex
	sources map[voc.SourceID]crawler.SourceOptions
	order   []voc.SourceID
	busy    map[voc.SourceID]bool
}

func newVisiting(ingest *Ingest, host func(crawler.SourceOptions) string, rhythm *rhythmBook, note func(string, error)) *visiting {
	return &visiting{
		ingest: ingest, host: host, rhythm: rhythm, note: note, now: ingest.now, log: ingest.log,
		sources: map[voc.SourceID]crawler.SourceOptions{}, busy: map[voc.SourceID]bool{},
	}
}

// list is the sources in the order they are configured.
func (v *visiting) list() []voc.Source {
	v.mu.RLock()
	defer v.mu.RUnlock()
	list := make([]voc.Source, len(v.order))
	for i, id := range v.order {
		list[i] = v.sources[id].Source
	}
	return list
}

// source looks one up that is visited from here.
func (v *visiting) source(id voc.SourceID) (crawler.SourceOptions, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	s, ok := v.sources[id]
	switch {
	case !ok:
		return s, fmt.Errorf("source %q: %w", id, ErrNone)
	case s.Kind == voc.KindImport || s.Kind == voc.KindPush:
		return s, fmt.Errorf("source %q: %w: posts of kind %s are brought to us", id, ErrNotOurs, s.Kind)
	case s.Remote:
		return s, fmt.Errorf("source %q: %w: it is remote, an agent visits it", id, ErrNotOurs)
	}
	return s, nil
}

// use makes these the sources from now on. A visit under way of one that is gone or switched off is
// ended; one that only changed ends as it began. Cursors stay where they are: a source that comes
// back goes on. When a schedule cannot be read nothing changes.
func (v *visiting) use(sources []crawler.SourceOptions) error {
	for _, s := range sources {
		if err := checkSchedule(s.Source, v.now()); err != nil {
			return err
		}
	}
	v.mu.Lock()
	gone := v.order
	v.order, v.sources = nil, map[voc.SourceID]crawler.SourceOptions{}
	for _, s := range sources {
		v.order = append(v.order, s.ID)
		v.sources[s.ID] = s
	}
	v.mu.Unlock()
	for _, id := range gone {
		if s, err := v.source(id); err != nil || !clocked(s.Source) {
			v.table.Remove(visitJob(id))
			v.note(visitNote(id), nil) // what failed there troubles nobody any more
		}
	}
	for _, s := range sources {
		if job, ok := v.job(s); ok {
			if err := v.table.Set(job); err != nil {
				return err
			}
		}
	}
	return nil
}

// clocked tells whether a source is visited by the clock.
func clocked(s voc.Source) bool { return s.Schedule != "" && !s.Disabled }

func checkSchedule(s voc.Source, now time.Time) error {
	if s.Schedule == "" || s.Schedule == Adaptive {
		return nil
	}
	if err := schedule.Check(s.Schedule, time.UTC, now); err != nil {
		return fmt.Errorf("source %s: %w", s.ID, err)
	}
	return nil
}

// mostJitter bounds how far neighbours on the clock are set apart.
const mostJitter = 5 * time.Minute

// job is a source's row in the table; ok is false when it is not visited by the clock from here.
func (v *visiting) job(s crawler.SourceOptions) (j schedule.Job, ok bool) {
	if _, err := v.source(s.ID); err != nil || !clocked(s.Source) {
		return j, false
	}
	id := s.ID
	j = schedule.Job{
		Name: visitJob(id), Spec: s.Schedule, Jitter: min(s.Every/10, mostJitter), Lane: v.host(s),
		Last: v.rhythm.last(id), CatchUp: true, Spread: true,
		Run: func(ctx context.Context) error {
			_, err := v.crawl(ctx, id, nil)
			if errors.Is(err, ErrBusy) {
				return nil // somebody asked for it by hand
			}
			v.note(visitNote(id), err)
			return err
		},
	}
	if s.Schedule == Adaptive {
		j.Spec, j.Jitter = "", 0
		j.Next = func(last, now time.Time) time.Time { return last.Add(v.wish(id, now)) }
	}
	return j, true
}

func visitJob(id voc.SourceID) string { return "visit " + string(id) }

// visitNote names a source's last error on the status page.
func visitNote(id voc.SourceID) string { return "信源 " + string(id) }

// wish is how long after its last visit a source that follows its own rhythm is visited next.
func (v *visiting) wish(id voc.SourceID, now time.Time) time.Duration {
	p := v.rhythm.pulse(id, now)
	if cursor, err := v.ingest.cursors.get(id); err == nil {
		p.Window = crawler.Shown(cursor)
	}
	return crawler.Wish(p)
}

// crawlSpan goes back through a stretch of time. It may run beside an ordinary visit: each has its own
// cursor, and the host's pace holds for both.
func (v *visiting) crawlSpan(ctx context.Context, id voc.SourceID, span voc.Span, progress func(posts int)) (voc.Visit, error) {
	source, err := v.source(id)
	if err != nil {
		return voc.Visit{}, err
	}
	return v.ingest.RoundSpan(ctx, source, span, progress)
}

// walkSpan goes back through a stretch of time to its end: while only our own cap of pages ended a visit
// and the walk has moved, another goes on. The hosts' pace and their caps of a day hold all along. What
// the visits did is told as one; each is kept as it was.
func (v *visiting) walkSpan(ctx context.Context, id voc.SourceID, span voc.Span, progress func(posts int)) (voc.Visit, error) {
	var whole voc.Visit
	for handed := 0; ; {
		before, err := v.ingest.cursors.getSpan(id, span)
		if err != nil {
			return whole, err
		}
		now := 0
		visit, err := v.crawlSpan(ctx, id, span, func(posts int) {
			if now = posts; progress != nil {
				progress(handed + posts)
			}
		})
		handed += now
		whole = joined(whole, visit)
		if err != nil || visit.Trouble != voc.TroubleCap {
			return whole, err
		}
		// A walk that has ended has no cursor; its cap was the site's depth.
		if after, err := v.ingest.cursors.getSpan(id, span); err != nil || after == "" || after == before {
			return whole, err
		}
	}
}

// joined is a visit that went on with the one before it.
func joined(before, next voc.Visit) voc.Visit {
	switch {
	case before.Source == "":
		return next
	case next.Source == "": // it did not begin
		return before
	}
	next.StartedAt = before.StartedAt
	next.Requests += before.Requests
	next.Bytes += before.Bytes
	next.Found += before.Found
	next.Fresh += before.Fresh
	next.Changed += before.Changed
	next.Observed += before.Observed
	return next
}

// crawl makes one ordinary visit. No two of one source run beside each other: they share a cursor.
func (v *visiting) crawl(ctx context.Context, id voc.SourceID, progress func(posts int)) (voc.Visit, error) {
	source, err := v.source(id)
	if err != nil {
		return voc.Visit{}, err
	}
	if !v.enter(id) {
		return voc.Visit{}, fmt.Errorf("source %q: %w", id, ErrBusy)
	}
	defer v.leave(id)
	visit, err := v.ingest.Round(ctx, source, progress)
	if visit.Source != "" {
		if kept := v.rhythm.add(visit); kept != nil {
			v.log.Warn("the rhythm of a source is not remembered", "source", id, "error", kept)
		}
	}
	if !visit.NextAt.IsZero() && clocked(source.Source) {
		// The site asked to be left alone until then. A postponement that comes too late to matter
		// is no error.
		if perr := v.table.Postpone(visitJob(id), visit.NextAt); perr != nil {
			v.log.Warn("visit not postponed", "source", id, "until", visit.NextAt, "error", perr)
		}
	}
	return visit, err
}

func (v *visiting) enter(id voc.SourceID) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.busy[id] {
		return false
	}
	v.busy[id] = true
	return true
}

func (v *visiting) leave(id voc.SourceID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.busy, id)
}

// next tells when each source is visited next, as far as that is known.
func (v *visiting) next() map[voc.SourceID]time.Time {
	at := map[string]time.Time{}
	for _, job := range v.table.Jobs() {
		if !job.Next.IsZero() {
			at[job.Name] = job.Next
		}
	}
	next := map[voc.SourceID]time.Time{}
	for _, s := range v.list() {
		if when, ok := at[visitJob(s.ID)]; ok {
			next[s.ID] = when
		}
	}
	return next
}

// all visits every source that is visited from here once, as many at a time as the table's places,
// and returns what became of each.
func (v *visiting) all(ctx context.Context, only voc.SourceID, heard func(voc.Visit, error)) error {
	var jobs []schedule.Job
	done := make(chan struct{})
	ids := v.order
	if only != "" {
		ids = []voc.SourceID{only}
	}
	var left sync.WaitGroup
	for _, id := range slices.Clone(ids) {
		s, err := v.source(id)
		if err != nil || s.Disabled && only == "" {
			if only != "" {
				return err
			}
			continue
		}
		left.Add(1)
		jobs = append(jobs, schedule.Job{Name: visitJob(id), Lane: v.host(s), Run: func(ctx context.Context) error {
			defer left.Done()
			heard(v.crawl(ctx, id, nil))
			return nil
		}, Next: func(time.Time, time.Time) time.Time { return v.now().Add(365 * 24 * time.Hour) }})
	}
	table, err := schedule.New(schedule.Options{Now: v.now, Log: v.log}, jobs...)
	if err != nil {
		return err
	}
	table.Start(ctx)
	go func() { left.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
	return errors.Join(ctx.Err(), table.Stop(context.WithoutCancel(ctx)))
}
