package crawler

import (
	"cmp"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Catch is what one page brought.
type Catch struct {
	Posts        []voc.Post        // new, or with a text that has changed since they were handed over last
	Observations []voc.Observation // of posts handed over before of which only the counts have changed
}

// take keeps of a page what is new or has changed, completes it, and remembers it. Only the start
// page, first, tells how many posts the site says there are.
func (j *job) take(b batch, sweep int, first bool) Catch {
	if first {
		j.visit.Claimed = max(j.visit.Claimed, b.claimed)
	}
	j.lack(b)
	for _, o := range b.odd {
		j.odd.add(o)
	}
	var caught Catch
	var marks []entry
	texts := map[idMark]textMark{}
	now := j.c.o.Now()
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
		if j.sort(&caught, p, e, now) {
			marks = append(marks, e)
		}
	}
	j.state.add(sweep, marks)
	j.state.forget(j.c.o.Remember)
	return caught
}

// lack notes what of a page is not there.
func (j *job) lack(b batch) {
	if len(b.missing) > 0 {
		j.missing = append(j.missing, b.missing...)
		j.trouble(cmp.Or(b.trouble, voc.TroubleNetwork))
	}
}

// sort puts a post where it belongs and tells whether there is something to remember: it is new, its
// text has changed, or only its counts have.
func (j *job) sort(caught *Catch, p voc.Post, e entry, now time.Time) bool {
	old := j.state.known[e.id]
	switch {
	case old != nil && old.text == e.text && (old.count == e.count || e.count == countMark{}):
		return false
	case old != nil && old.text == e.text:
		if j.span == nil && old.count != (countMark{}) {
			j.visit.Observed++
			caught.Observations = append(caught.Observations, voc.Observation{Post: voc.NewPostID(j.src.ID, p.ExternalID), Source: j.src.ID, At: now, Engagement: p.Engagement})
		}
		return true
	case j.span != nil && !j.within(&p):
		return true
	case old != nil:
		j.visit.Changed++
	default:
		j.visit.Fresh++
	}
	caught.Posts = append(caught.Posts, j.stamp(p, now))
	return true
}

// hand gives what was caught and the cursor that goes with it to the caller; nothing when nothing
// changed.
func (j *job) hand(caught Catch) error {
	if j.refused != nil {
		// The state holds the refused posts as seen: a cursor of it, stored now, would lose them.
		return j.refused
	}
	if j.limited() {
		spent := j.session.Spent()
		j.state.Spent = &spent
	}
	cur, err := j.state.cursor()
	if err != nil {
		return err
	}
	if len(caught.Posts)+len(caught.Observations) == 0 && cur == j.stored {
		return nil
	}
	if err := j.emit(caught, cur); err != nil {
		j.refused = fmt.Errorf("handing over %d posts: %w", len(caught.Posts), err)
		return j.refused
	}
	j.stored = cur
	return nil
}
