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
	emit    func([]voc.Post, voc.Cursor) error
	visit   *voc.Visit
	state   *state
	stored  voc.Cursor // handed over last
	refused error      // emit took no posts once: nothing is handed over any more
	pages   int        // walked in this visit
	changed bool       // a post we had came with another text
	missing []string   // what was not fetched and why
	odd     tally      // values that could not be read
	shown   bool       // a token of an earlier visit was sent

	headDone bool // the first pages were walked without an error
}

func (c *Crawler) newJob(ctx context.Context, src SourceOptions, cur voc.Cursor, emit func([]voc.Post, voc.Cursor) error, visit *voc.Visit) (*job, error) {
	p, err := c.o.plan(src)
	if err != nil {
		return nil, err
	}
	t, err := c.transportFor(src)
	if err != nil {
		return nil, err
	}
	pace := c.o.Transport.Every
	if src.Pace > 0 || src.AllowPrivate {
		pace = src.Pace
	}
	j := &job{plan: p, c: c, session: t.Session(pace), emit: emit, visit: visit, stored: cur, odd: tally{}}
	j.reach = newReach(ctx, j)
	var note string
	if j.state, note = openState(cur, p.address.String()); note != "" {
		c.o.Log.Warn(note, "source", src.ID)
	}
	return j, nil
}

// sweep walks the first pages, then what earlier visits left open, newest first.
func (j *job) sweep(ctx context.Context) error {
	s := j.state
	s.Sweep++
	s.merge()
	earlier := len(s.Gaps)
	s.Gaps = append(s.Gaps, leg{At: j.site.start(), Sweep: s.Sweep})
	err := j.walk(ctx, true)
	j.headDone = err == nil
	if err != nil && j.visit.Found == 0 {
		s.Gaps = s.Gaps[:earlier] // nothing was taken: the next visit begins here anyway
	}
	for err == nil && len(s.Gaps) > 0 && j.pages < j.maxPages {
		err = j.walk(ctx, false)
	}
	if err == nil && len(s.Gaps) > 0 {
		j.missing = append(j.missing, fmt.Sprintf("stopped after %d pages; what lies deeper comes with the next visit", j.pages))
	}
	if err == nil && len(s.Gaps) == 0 && len(j.missing) == 0 {
		s.finish(j.visit.StartedAt)
	}
	if emitErr := j.hand(nil); err == nil {
		err = emitErr
	}
	return err
}

// walk follows the newest open leg to its end, as far as pages are left.
func (j *job) walk(ctx context.Context, head bool) error {
	s := j.state
	at := len(s.Gaps) - 1
	sweep := s.Gaps[at].Sweep
	been := map[string]bool{}
	var last []entry
	for j.pages < j.maxPages {
		address := s.Gaps[at].At
		been[address] = true
		first := head && j.pages == 0
		b, err := j.site.read(ctx, j, address, first)
		j.pages++
		if errors.Is(err, errUnchanged) {
			s.Gaps = s.Gaps[:at]
			return nil
		}
		if err != nil && first {
			j.forgetValidators() // what we could not read must not be called unchanged tomorrow
		}
		if !head && gone(err) {
			s.Gaps = s.Gaps[:at]
			j.missing = append(j.missing, "the page an earlier visit stopped at is gone: "+err.Error())
			return nil
		}
		entries := b.entries()
		end := err == nil && len(entries) > 0 && (b.next == "" || been[b.next] || slices.Equal(entries, last))
		done := end || err == nil && (b.next == "" || j.reached(entries, sweep) || j.tooOld(b))
		last = entries
		posts := j.take(b, sweep)
		switch {
		case err != nil: // the leg stays where it is; what was read of the page is good all the same
		case end:
			s.Gaps = nil // older legs lie deeper, and it is all walked now
		case done:
			s.Gaps = s.Gaps[:at]
		default:
			s.Gaps[at].At = b.next
		}
		if handErr := j.hand(posts); handErr != nil {
			return handErr
		}
		if err != nil || done {
			return err
		}
	}
	return nil
}

// tail is how many of the last entries of a page must be known for the walk to end there. More than
// one, because single posts are pinned, bumped or re-dated; few, because the point is to stop.
const tail = 3

// reached tells whether everything behind this page was seen by an earlier sweep.
func (j *job) reached(entries []entry, sweep int) bool {
	if len(entries) == 0 {
		return true
	}
	from := max(0, len(entries)-tail)
	if j.src.Unordered {
		from = 0
	}
	before := true
	for _, e := range entries[from:] {
		k, ok := j.state.known[e.id]
		before = before && ok && k.sweep < sweep
	}
	return before
}

// tooOld tells whether a page of posts ends beyond the age the source is followed to.
func (j *job) tooOld(b batch) bool {
	if j.src.MaxAge == 0 || j.src.Unordered || len(b.posts) == 0 || b.listed != nil {
		return false
	}
	last := b.posts[len(b.posts)-1]
	return last.Precision != voc.PrecisionNone && last.PublishedAt.Before(j.visit.StartedAt.Add(-j.src.MaxAge))
}

// take keeps of a page what is new or has changed, completes it, and remembers it.
func (j *job) take(b batch, sweep int) []voc.Post {
	now := j.c.o.Now()
	if b.claimed >= 0 && b.read {
		j.visit.Claimed = max(j.visit.Claimed, b.claimed)
	}
	j.missing = append(j.missing, b.missing...)
	for _, o := range b.odd {
		j.odd.add(o)
	}
	var fresh []voc.Post
	var marks []entry
	texts := map[idMark]textMark{}
	for _, p := range b.posts {
		e := markPost(&p)
		if text, twice := texts[e.id]; twice {
			if text != e.text {
				j.odd.add(fmt.Sprintf("two posts on one page with id %.40q", p.ExternalID))
			}
			continue
		}
		texts[e.id] = e.text
		j.visit.Found++
		old, ok := j.state.known[e.id]
		if ok && old.text == e.text {
			continue
		}
		if ok {
			j.changed = true
		} else {
			j.visit.Fresh++
		}
		fresh = append(fresh, j.stamp(p, now))
		marks = append(marks, e)
	}
	j.state.add(sweep, append(marks, b.links...))
	j.state.forget(j.c.o.Remember)
	return fresh
}

// stamp completes a post with what its source knows of all of them.
func (j *job) stamp(p voc.Post, now time.Time) voc.Post {
	src := &j.src
	p.ID = voc.NewPostID(src.ID, p.ExternalID)
	p.Source, p.Platform, p.Brand, p.FetchedAt = src.ID, src.Platform, src.Brand, now
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

// hand gives posts and the cursor that goes with them to the caller; nothing when nothing changed.
func (j *job) hand(posts []voc.Post) error {
	if j.refused != nil {
		// The state holds the refused posts as seen: a cursor of it, stored now, would lose them.
		return j.refused
	}
	cur, err := j.state.cursor()
	if err != nil {
		return err
	}
	if len(posts) == 0 && cur == j.stored {
		return nil
	}
	if err := j.emit(posts, cur); err != nil {
		j.refused = fmt.Errorf("handing over %d posts: %w", len(posts), err)
		return j.refused
	}
	j.stored = cur
	return nil
}
