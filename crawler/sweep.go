package crawler

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// job is one visit on its way.
type job struct {
	*plan
	c       *Crawler
	session *transport.Session
	reach   *reach
	emit    func(Catch, voc.Cursor) error
	visit   *voc.Visit
	state   *state
	span    *voc.Span    // of a walk back through a stretch of time; nil: what is new
	stored  voc.Cursor   // handed over last
	refused error        // emit took no posts once: nothing is handed over any more
	pages   int          // walked in this visit, those behind links included
	missing []string     // what was not fetched and why
	odd     tally        // values that could not be read
	shown   bool         // a token of an earlier visit was sent
	worst   voc.Trouble  // the gravest of what kept the visit from hearing everything
	over    func() error // of the caller's context
	behind  behind
	loss    *loss // the walk came to the end of what the site shows and met nothing it knew

	headDone bool // the first pages were walked without an error
}

func (c *Crawler) newJob(ctx context.Context, src SourceOptions, cur voc.Cursor, emit func(Catch, voc.Cursor) error, visit *voc.Visit) (*job, error) {
	p, err := c.o.plan(src)
	if err != nil {
		return nil, err
	}
	t, err := c.transportFor(src)
	if err != nil {
		return nil, err
	}
	j := &job{plan: p, c: c, session: t.Session(c.o.pace(src)), emit: emit, visit: visit, stored: cur, odd: tally{}, over: ctx.Err}
	j.behind = behind{been: map[string]int{}, failed: map[string]bool{}, seen: map[idMark]bool{}}
	j.reach = newReach(ctx, j)
	var note string
	if j.state, note = openState(cur, p.address.String()); note != "" {
		c.o.Log.Warn(note, "source", src.ID)
	}
	j.limit()
	j.agree()
	return j, nil
}

// pace is the least distance of a source's requests: its own, but never less than its kind needs.
// Only a site of one's own may be asked faster.
func (o Options) pace(src SourceOptions) time.Duration {
	if src.AllowPrivate {
		return src.Pace
	}
	about, _ := AboutOf(src.Kind)
	return max(o.Transport.Every, about.Pace, src.Pace)
}

// limit holds the session to the source's requests a day and hours.
func (j *job) limit() {
	if j.limited() {
		limits := transport.Limits{PerDay: j.src.DailyCap, Hours: j.hours, Zone: j.zone}
		if j.state.Spent != nil {
			limits.Spent = *j.state.Spent
		}
		j.session.Limit(limits)
	}
}

func (j *job) limited() bool { return j.src.DailyCap > 0 || j.src.Hours != "" }

// full tells whether the visit has had its share of pages.
func (j *job) full() bool { return j.pages >= j.maxPages }

// sweep walks the first pages, then what earlier visits left open, newest first.
func (j *job) sweep(ctx context.Context) error {
	s := j.state
	s.Sweep++
	s.merge()
	s.Gaps = append(s.Gaps, leg{At: j.site.start(), Sweep: s.Sweep})
	err := j.walk(ctx, true)
	j.headDone = err == nil
	for err == nil && len(s.Gaps) > 0 && !j.full() {
		err = j.walk(ctx, false)
	}
	if err == nil {
		err = j.drain(ctx, everySweep)
	}
	j.judgeEmpty()
	if err == nil && j.full() && len(s.Gaps)+len(s.Threads) > 0 {
		j.cap()
	}
	if err == nil && len(s.Gaps)+len(s.Threads) == 0 && len(j.missing) == 0 {
		j.lost()
		s.finish(j.visit.StartedAt)
	}
	if emitErr := j.hand(Catch{}); err == nil {
		err = emitErr
	}
	return err
}

// cap notes that only our own share of pages ended the visit.
func (j *job) cap() {
	j.missing = append(j.missing, fmt.Sprintf("stopped after %d pages; what lies deeper comes with the next visit", j.pages))
	j.trouble(voc.TroubleCap)
}

// way is what one walk remembers of the pages it has passed.
type way struct {
	head  bool
	been  map[string]bool // addresses
	seen  map[idMark]bool // entries
	last  []entry         // of the page before
	stale int             // pages in a row that brought nothing the walk had not seen
	again bool            // the page is read once more, for the links there was no room for
}

// walk follows the newest open leg to its end, as far as pages are left. The pages behind a page of
// links come before the page after it.
func (j *job) walk(ctx context.Context, head bool) error {
	w := &way{head: head, been: map[string]bool{}, seen: map[idMark]bool{}}
	for {
		sweep := j.state.Gaps[len(j.state.Gaps)-1].Sweep
		if err := j.drain(ctx, sweep); err != nil || j.full() || j.receded() {
			return err
		}
		j.behind.newest = time.Time{}
		done, err := j.step(ctx, w)
		if err == nil && done {
			err = j.drain(ctx, sweep)
		}
		if done || err != nil {
			return err
		}
	}
}

// step reads the next page of the newest leg and tells whether the leg ends there.
func (j *job) step(ctx context.Context, w *way) (done bool, err error) {
	s := j.state
	at := len(s.Gaps) - 1
	l := &s.Gaps[at]
	w.been[l.At] = true
	first := w.head && j.pages == 0
	b, err := j.site.read(ctx, j, l.At, first)
	j.pages++
	if err != nil {
		b.claimed = -1
		if first && !errors.Is(err, errUnchanged) {
			j.forgetValidators() // what we could not read must not be called unchanged tomorrow
		}
		if ends, err := j.unread(err, w, first && len(b.posts) == 0); ends {
			s.Gaps = s.Gaps[:at]
			return true, err
		}
	}
	entries := b.entries()
	atEnd := err == nil && (b.next == "" || w.been[b.next] && b.next != l.At || w.repeats(entries))
	end := atEnd && len(entries) > 0
	done = err == nil && (atEnd || j.reached(entries, l.Sweep) || j.past(b))
	if err == nil && !w.again {
		j.look(l, b)
	}
	caught := j.take(b, l.Sweep, first)
	w.again = !j.enqueue(b.links, l.Sweep, 0, len(s.Threads))
	if w.again {
		done, end, atEnd = false, false, false
	}
	if atEnd {
		j.ended(*l)
	}
	switch {
	case err != nil || w.again: // the leg stays where it is; what was read of the page is good all the same
	case end:
		s.Gaps = nil // older legs lie deeper, and it is all walked now
	case done:
		s.Gaps = s.Gaps[:at]
	default:
		l.At = b.next
	}
	if handErr := j.hand(caught); handErr != nil {
		return true, handErr
	}
	return done, err
}

// unread tells whether the leg ends at a page that did not come: because there was nothing new, because
// nothing was taken of it and the next visit begins there anyway, or because it is no more.
func (j *job) unread(err error, w *way, first bool) (ends bool, _ error) {
	switch {
	case errors.Is(err, errUnchanged):
		return true, nil
	case first:
		return j.span == nil, err
	case !w.head && gone(err):
		j.missing = append(j.missing, "the page an earlier visit stopped at is gone: "+err.Error())
		j.trouble(voc.TroubleNetwork)
		return true, nil
	}
	return false, err
}

// mostStale is how many pages in a row may bring nothing that the walk has not seen already. One may
// when as many new posts as fit on a page arrived meanwhile; a site that gives out the same posts
// under ever new addresses goes on for ever.
const mostStale = 2

// repeats tells whether the site shows the same again: the last page once more, or what stood
// further up.
func (w *way) repeats(entries []entry) bool {
	if w.again || len(entries) == 0 {
		return false
	}
	news := false
	for _, e := range entries {
		news = news || !w.seen[e.id]
		w.seen[e.id] = true
	}
	if w.stale++; news {
		w.stale = 0
	}
	same := slices.EqualFunc(entries, w.last, func(a, b entry) bool { return a.id == b.id })
	w.last = entries
	return same || w.stale >= mostStale
}

// tail is how many of the last entries of a page must be known for the walk to end there. More than
// one, because single posts are pinned, bumped or re-dated; few, because the point is to stop.
const tail = 3

// reached tells whether everything behind this page was seen by an earlier sweep.
func (j *job) reached(entries []entry, sweep int) bool {
	if len(entries) == 0 {
		return true
	}
	if j.span != nil {
		return false
	}
	from := max(0, len(entries)-tail)
	if j.src.Unordered {
		from = 0
	}
	before := true
	for _, e := range entries[from:] {
		k := j.state.known[e.id]
		before = before && k != nil && k.sweep < sweep
	}
	return before
}

// horizon is the time before which nothing is looked for; zero: none.
func (j *job) horizon() time.Time {
	switch {
	case j.span != nil:
		return j.span.From
	case j.src.MaxAge > 0:
		return j.visit.StartedAt.Add(-j.src.MaxAge)
	}
	return time.Time{}
}

// linksBefore tells whether a page of links that say when something happened behind them last ends
// before a time. Such lists are in that order; what is pinned stands on top.
func (j *job) linksBefore(b batch, at time.Time) bool {
	if j.src.Unordered || at.IsZero() || len(b.links) == 0 {
		return false
	}
	last := b.links[len(b.links)-1].At
	return !last.IsZero() && last.Before(at)
}

// past tells whether a page of posts ends beyond the time the source is followed to.
func (j *job) past(b batch) bool {
	if j.linksBefore(b, j.horizon()) {
		j.state.Passed = j.span != nil
		return true
	}
	if j.span != nil {
		return j.before(b, j.span.From)
	}
	if j.src.MaxAge == 0 || j.src.Unordered || len(b.posts) == 0 || b.links != nil {
		return false
	}
	last := b.posts[len(b.posts)-1]
	return last.Precision != voc.PrecisionNone && last.PublishedAt.Before(j.visit.StartedAt.Add(-j.src.MaxAge))
}

// stamp completes a post with what its source knows of all of them.
func (j *job) stamp(p voc.Post, now time.Time) voc.Post {
	src := &j.src
	p.ID = voc.NewPostID(src.ID, p.ExternalID)
	p.Source, p.Brand, p.FetchedAt = src.ID, src.Brand, now
	if src.Platform != "" {
		p.Platform = src.Platform
	}
	if p.Platform == "" {
		p.Platform = string(src.Kind)
	}
	if src.Product != "" {
		p.Product = src.Product
	}
	if p.PublishedAt.IsZero() {
		p.PublishedAt, p.Precision = now, voc.PrecisionNone
	}
	return p
}
