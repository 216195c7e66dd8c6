package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Order is a visit somebody asks for. Without anything it looks for what is new; with Since or Until it
// goes back through that time; with Gaps through all that is known to be missing.
type Order struct {
	Since, Until time.Time
	Gaps         bool
	Actor        string // who asks; "" nobody in particular
}

// Asked is a visit somebody asked for, and how far it is.
type Asked struct {
	Source    voc.SourceID
	StartedAt time.Time
	EndedAt   time.Time // zero: under way
	Posts     int       // handed over so far
	Left      []voc.Span
	Visits    []voc.Visit
	Error     string
}

// asked keeps the visits people asked for, one of each source, until the next of it.
type asked struct {
	visits  *visiting
	gaps    func(context.Context, voc.SourceID) ([]voc.Span, error)
	now     func() time.Time
	list    *Jobs
	zone    *time.Location // of days in titles of jobs
	running sync.WaitGroup

	mu  sync.Mutex
	ctx context.Context // of the visits; nil: not open
	of  map[voc.SourceID]*Asked
}

// ErrNoGaps says that nothing is known to be missing.
var ErrNoGaps = errors.New("nothing is known to be missing")

// open lets visits begin; they end with ctx.
func (a *asked) open(ctx context.Context) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ctx = ctx
}

// VisitSoon begins a visit in the background while Run runs and tells of it. ErrNone, ErrNotOurs,
// ErrBusy and ErrNoGaps say why not.
func (p *Pipeline) VisitSoon(ctx context.Context, id voc.SourceID, o Order) (Asked, error) {
	return p.asked.begin(ctx, id, o)
}

// Visiting tells of the visit of a source somebody asked for last; false: nobody did.
func (p *Pipeline) Visiting(id voc.SourceID) (Asked, bool) { return p.asked.look(id) }

// CrawlOrder makes a visit now, as VisitSoon does, and returns when it has ended. The visits made are
// returned with the first error.
func (p *Pipeline) CrawlOrder(ctx context.Context, id voc.SourceID, o Order, progress func(posts int)) ([]voc.Visit, error) {
	spans, err := p.asked.spans(ctx, id, o)
	if err != nil {
		return nil, err
	}
	return p.asked.work(ctx, id, spans, progress, func(voc.Visit) {})
}

// gaps is what of a source an ordinary visit does not bring back.
func (p *Pipeline) gaps(ctx context.Context, id voc.SourceID) ([]voc.Span, error) {
	source, err := p.visits.source(id)
	if err != nil {
		return nil, err
	}
	gaps, err := p.options.Store.Gaps(ctx, source.Source, time.Time{}, p.options.Now())
	var spans []voc.Span
	for _, g := range gaps {
		if g.Lost || !g.Open {
			spans = append(spans, g.Span)
		}
	}
	return spans, err
}

// spans is what an order goes back through; none: it asks for what is new.
func (a *asked) spans(ctx context.Context, id voc.SourceID, o Order) ([]voc.Span, error) {
	if _, err := a.visits.source(id); err != nil {
		return nil, err
	}
	switch {
	case o.Gaps:
		spans, err := a.gaps(ctx, id)
		if err == nil && len(spans) == 0 {
			err = fmt.Errorf("source %q: %w", id, ErrNoGaps)
		}
		return spans, err
	case o.Since.IsZero() && o.Until.IsZero():
		return nil, nil
	}
	return []voc.Span{{From: o.Since, To: o.Until}}, nil
}

func (a *asked) begin(ctx context.Context, id voc.SourceID, o Order) (Asked, error) {
	spans, err := a.spans(ctx, id, o)
	if err != nil {
		return Asked{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if before := a.of[id]; before != nil && before.EndedAt.IsZero() {
		return Asked{}, fmt.Errorf("source %q: %w", id, ErrBusy)
	}
	if a.ctx == nil || a.ctx.Err() != nil {
		return Asked{}, errors.New("nothing is visited at the moment: tingfeng is starting or stopping")
	}
	one := &Asked{Source: id, StartedAt: a.now(), Left: spans}
	a.of[id] = one
	a.running.Add(1)
	go func(ctx context.Context) {
		defer a.running.Done()
		ctx, job := a.list.Start(ctx, a.plan(id, o, spans))
		before := 0
		_, err := a.work(ctx, id, spans, func(posts int) {
			a.note(func() { one.Posts = before + posts })
			job.Progress(int64(before+posts), 0)
		}, func(v voc.Visit) {
			a.note(func() {
				one.Visits, before = append(one.Visits, v), one.Posts
				one.Left = one.Left[min(1, len(one.Left)):]
			})
		})
		job.End(ctx, err)
		a.note(func() {
			one.EndedAt = a.now()
			if err != nil {
				one.Error = err.Error()
			}
		})
	}(a.ctx)
	return *one, nil
}

func (a *asked) note(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
}

// work makes the visits of an order, one after the other; one that fails ends it. Those of one stretch of
// time are returned as one.
func (a *asked) work(ctx context.Context, id voc.SourceID, spans []voc.Span, progress func(posts int), made func(voc.Visit)) ([]voc.Visit, error) {
	var visits []voc.Visit
	keep := func(v voc.Visit, err error) error {
		if v.Source != "" {
			visits = append(visits, v)
			made(v)
		}
		return err
	}
	if len(spans) == 0 {
		err := keep(a.visits.crawl(ctx, id, progress))
		return visits, err
	}
	for _, span := range spans {
		if err := keep(a.visits.walkSpan(ctx, id, span, progress)); err != nil {
			return visits, err
		}
	}
	return visits, nil
}

func (a *asked) look(id voc.SourceID) (Asked, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	one, ok := a.of[id]
	if !ok {
		return Asked{}, false
	}
	copied := *one
	copied.Visits, copied.Left = slices.Clone(one.Visits), slices.Clone(one.Left)
	return copied, true
}
