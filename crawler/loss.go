package crawler

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// loss is a stretch of time in which posts may have come and gone while nobody looked.
type loss struct{ from, to time.Time }

// look notes what a page tells about how far a leg has come: how much it has shown, whether it has
// met posts an earlier sweep that left nothing open had seen, and how far back it reaches.
func (j *job) look(l *leg, b batch) {
	l.Shown += max(len(b.posts), len(b.links))
	l.Met = l.Met || j.meets(b)
	for i := range b.posts {
		_, to, dated := extent(&b.posts[i])
		if dated && !j.ground(&b.posts[i]) && (l.Reach.IsZero() || to.Before(l.Reach)) {
			l.Reach = to
		}
	}
	j.recede(b.posts)
}

// extent is the stretch of time in which a post was published, as exactly as its site says.
func extent(p *voc.Post) (from, to time.Time, dated bool) {
	from = p.PublishedAt
	switch p.Precision {
	case voc.PrecisionDay:
		return from, from.Add(24 * time.Hour), true
	case voc.PrecisionMinute:
		return from, from.Add(time.Minute), true
	case voc.PrecisionSecond:
		return from, from.Add(time.Second), true
	}
	return from, from, false
}

// ground tells whether a post was there when the source had last been heard to the end.
func (j *job) ground(p *voc.Post) bool {
	k := j.state.known[markPost(p).id]
	return k != nil && k.sweep <= j.state.Ground
}

// meets tells whether a page joins up with what was heard before: a post of old stands on it, and not
// merely pinned above newer ones.
func (j *job) meets(b batch) bool {
	for _, link := range b.links {
		if k := j.state.known[markLink(link.Key).id]; k != nil && k.sweep <= j.state.Ground {
			return true
		}
	}
	var old, fresh []voc.Post
	after := 0 // fresh posts since the last of old
	for i := range b.posts {
		if j.ground(&b.posts[i]) {
			old, after = append(old, b.posts[i]), 0
		} else {
			fresh, after = append(fresh, b.posts[i]), after+1
		}
	}
	return len(old) > 0 && !pinned(old, fresh, after)
}

// sorted is how many posts must follow each other by time for a page to be taken for sorted: fewer
// may by chance.
const sorted = 6

// pinned tells whether the posts of old on a page merely stand above newer ones, older than all of
// them, on a page that is otherwise sorted by time. after is how many fresh ones follow the last.
func pinned(old, fresh []voc.Post, after int) bool {
	if len(fresh) < sorted || after < sorted {
		return false
	}
	for i := range fresh {
		if fresh[i].Precision == voc.PrecisionNone || i > 0 && fresh[i].PublishedAt.After(fresh[i-1].PublishedAt) {
			return false
		}
	}
	oldest := fresh[len(fresh)-1].PublishedAt
	for i := range old {
		if old[i].Precision == voc.PrecisionNone || !old[i].PublishedAt.Before(oldest) {
			return false
		}
	}
	return true
}

// lookBehind does the same for a page behind a link. Posts of old there mean that the list they hang
// on joins up.
func (j *job) lookBehind(posts []voc.Post) {
	for i := range posts {
		if j.loss != nil && j.ground(&posts[i]) {
			j.loss = nil
		}
		if posts[i].Precision != voc.PrecisionNone && posts[i].PublishedAt.After(j.behind.newest) {
			j.behind.newest = posts[i].PublishedAt
		}
	}
	j.recede(posts)
}

// ended is called at the end of what the site shows. A walk that comes there without having met what
// was heard before, from a site that shows as many posts as ever, may have lost some: those between
// the time up to which all was heard and the oldest post that is shown.
func (j *job) ended(l leg) {
	s := j.state
	full := l.Shown >= max(s.Window, 2)
	s.Window = max(s.Window, l.Shown)
	if j.span != nil || j.src.Unordered || l.Met || !full || s.Heard.IsZero() || !s.grounded() {
		return
	}
	found := loss{from: s.Heard, to: j.visit.StartedAt}
	if !l.Reach.IsZero() && l.Reach.Before(found.to) {
		found.to = l.Reach
	}
	if found.to.After(found.from) {
		j.loss = &found
	}
}

// lost writes a loss into the visit, once everything behind the pages has been read too.
func (j *job) lost() {
	if j.loss != nil {
		j.visit.LostFrom, j.visit.LostTo = j.loss.from, j.loss.to
	}
}

// grounded tells whether anything is remembered of a sweep that left nothing open.
func (s *state) grounded() bool {
	for _, g := range s.Seen {
		if g.Sweep <= s.Ground && len(g.records) > 0 {
			return true
		}
	}
	return false
}
