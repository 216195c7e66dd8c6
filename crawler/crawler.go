// Package crawler fetches what people wrote from the places we listen to. Fetch makes one visit to
// one source: it asks only for what is new since the cursor, hands posts over page by page, and
// says afterwards what it heard and what it did not.
//
// It is the only importer of colly, which follows pages and redirects. Everything that touches the
// network lies below colly, in package transport; everything that knows a site's shape lies in a
// folder of its kind, which gets pages and never a client. The rules for going on, stopping and
// resuming are here, once, for all kinds.
package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// leastPace is the shortest distance of two requests to a public host anybody may configure.
const leastPace = 500 * time.Millisecond

// Options hold for all sources.
type Options struct {
	Transport transport.Options `yaml:"transport"` // identity, pace and limits
	MaxPages  int               `yaml:"max_pages"` // pages fetched in one visit of a source; what lies deeper comes with the next
	Remember  int               `yaml:"remember"`  // posts remembered per source, so as not to hand them over again
	Location  *time.Location    `yaml:"-"`         // zone of times written without one; nil: Asia/Shanghai
	Log       *slog.Logger      `yaml:"-"`         // nil: silent
	Now       func() time.Time  `yaml:"-"`         // nil: time.Now

	kinds func(SourceOptions) (site, error) // nil: newSite; tests bring kinds of their own
}

// Default is a polite crawler of fifty pages a visit.
func Default() Options {
	return Options{Transport: transport.Default(), MaxPages: 50, Remember: 5000}
}

// location is the zone of times written without one. Shanghai has kept no summer time since 1991.
func (o Options) location() *time.Location {
	if o.Location == nil {
		return time.FixedZone("CST", 8*3600)
	}
	return o.Location
}

func (o Options) validate() error {
	switch {
	case !o.Transport.Robots:
		return fmt.Errorf("crawler: robots.txt is asked of every site; transport: robots cannot be false here")
	case o.Transport.Every < leastPace && !o.Transport.AllowPrivate:
		return fmt.Errorf("crawler: transport: every is %s; public sites get at most one request in %s", o.Transport.Every, leastPace)
	case o.MaxPages < 1 || o.MaxPages > 100_000:
		return fmt.Errorf("crawler: max_pages %d is not between 1 and 100000", o.MaxPages)
	case o.Remember < 100 || o.Remember > 1_000_000:
		return fmt.Errorf("crawler: remember %d is not between 100 and 1000000", o.Remember)
	}
	return nil
}

// Crawler is safe for concurrent use: sources on different hosts are fetched side by side, those on
// one host take turns.
type Crawler struct {
	o       Options
	public  *transport.Transport
	tokens  tokens
	mu      sync.Mutex
	private *transport.Transport // for sources that allow private addresses; nil until one does
}

// New checks the options.
func New(o Options) (*Crawler, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport.Now == nil {
		o.Transport.Now = o.Now
	}
	if o.Transport.Log == nil {
		o.Transport.Log = o.Log
	}
	t, err := transport.New(o.Transport)
	if err != nil {
		return nil, fmt.Errorf("crawler: %w", err)
	}
	return &Crawler{o: o, public: t}, nil
}

// Close ends idle connections.
func (c *Crawler) Close() {
	c.public.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.private != nil {
		c.private.Close()
	}
}

// Check tells what is wrong with a source before anything is fetched.
func Check(o Options, src SourceOptions) error {
	_, err := o.plan(src)
	return err
}

// Fetch makes one visit. cur is what the previous visit left, "" for the first.
//
// emit gets what one page at a time brought, possibly nothing, with the cursor that goes with it:
// once that is durable, the cursor may be stored. A crash between the two fetches a page twice and
// never skips one. When emit fails, the visit ends with its error.
//
// The visit is always filled in and belongs into the record. The error is nil when the source was
// heard, and when a visit stopped only because it had its share of pages; otherwise it says why.
func (c *Crawler) Fetch(ctx context.Context, src SourceOptions, cur voc.Cursor, emit func(Catch, voc.Cursor) error) (voc.Visit, error) {
	return c.visit(ctx, src, cur, nil, emit, voc.Visit{Source: src.ID, StartedAt: c.o.Now(), Claimed: -1})
}

// visit makes a visit for what is new, or back through a span.
func (c *Crawler) visit(ctx context.Context, src SourceOptions, cur voc.Cursor, span *voc.Span, emit func(Catch, voc.Cursor) error, visit voc.Visit) (voc.Visit, error) {
	j, err := c.newJob(ctx, src, cur, emit, &visit)
	switch {
	case err != nil:
		visit.Outcome, visit.Missing, visit.Trouble = voc.VisitFailed, err.Error(), voc.TroubleConfig
	case span != nil:
		j.span = span
		err = j.back(ctx)
		j.account(err)
	default:
		err = j.sweep(ctx)
		j.account(err)
	}
	visit.EndedAt = c.o.Now()
	if err != nil {
		return visit, fmt.Errorf("crawler: source %s: %w", src.ID, err)
	}
	return visit, nil
}

// transportFor is the way out a source may use.
func (c *Crawler) transportFor(src SourceOptions) (*transport.Transport, error) {
	if !src.AllowPrivate || c.o.Transport.AllowPrivate {
		return c.public, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.private == nil {
		o := c.o.Transport
		o.AllowPrivate = true
		t, err := transport.New(o)
		if err != nil {
			return nil, err
		}
		c.private = t
	}
	return c.private, nil
}

// account turns how the sweep ended into the outcome of the visit.
func (j *job) account(err error) {
	v := j.visit
	v.Requests, v.Bytes = j.session.Requests(), j.session.Bytes()
	var parked *transport.ParkedError
	var status *StatusError
	if errors.As(err, &parked) {
		if parked.Until.After(v.NextAt) { // the site may have named a later time itself
			v.NextAt = parked.Until
		}
	} else if errors.As(err, &status) && status.Until.After(v.NextAt) {
		v.NextAt = status.Until
	}
	switch {
	case err == nil && len(j.missing) == 0 && v.Fresh+v.Changed == 0:
		v.Outcome = voc.VisitUnchanged
	case err == nil && len(j.missing) == 0:
		v.Outcome = voc.VisitOK
	case blocked(err):
		v.Outcome = voc.VisitBlocked
	case err == nil || v.Found > 0 || j.headDone:
		v.Outcome = voc.VisitPartial
	default:
		v.Outcome = voc.VisitFailed
	}
	if err != nil {
		j.missing = append(j.missing, err.Error())
		j.trouble(j.troubleOf(err))
	}
	v.Trouble = j.worst
	v.Missing = joinSome(append(j.missing, j.odd.list()...), 8)
	if j.span == nil {
		v.HeardTo = j.state.Heard
	}
}
