package crawler

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// FetchSpan sends a visit back to fill a stretch of time: it walks from the start page towards older
// posts and hands over those published in span, whether they were handed over before or not. A zero
// From means as far back as the site shows, a zero To up to now.
//
// cur is the walk's own cursor, "" at its beginning: an ordinary visit neither knows nor needs it.
// While the visit tells TroubleCap the walk has not ended, and another call with the cursor goes on.
// The visit is heard only when the walk really passed the whole span; when the site shows nothing so
// old, LostFrom and LostTo bound what is missing. emit and errors are those of Fetch.
func (c *Crawler) FetchSpan(ctx context.Context, src SourceOptions, span voc.Span, cur voc.Cursor, emit func(Catch, voc.Cursor) error) (voc.Visit, error) {
	visit := voc.Visit{Source: src.ID, StartedAt: c.o.Now(), Claimed: -1, Since: span.From, Until: span.To}
	if span.To.IsZero() {
		visit.Until = visit.StartedAt
	}
	if !span.From.Before(visit.Until) {
		visit.EndedAt, visit.Outcome, visit.Trouble = c.o.Now(), voc.VisitFailed, voc.TroubleConfig
		visit.Missing = fmt.Sprintf("a span from %s to %s holds no time", span.From.Format(time.RFC3339), visit.Until.Format(time.RFC3339))
		return visit, fmt.Errorf("crawler: source %s: %s", src.ID, visit.Missing)
	}
	return c.visit(ctx, src, cur, &span, emit, visit)
}

// Unfinished tells whether a walk with this cursor has pages left to read.
func Unfinished(cur voc.Cursor) bool {
	var s struct {
		Gaps    []json.RawMessage `json:"gaps"`
		Threads []json.RawMessage `json:"threads"`
	}
	return cur != "" && json.Unmarshal([]byte(cur), &s) == nil && len(s.Gaps)+len(s.Threads) > 0
}

// spanKey names a span in its cursor.
func spanKey(span voc.Span) string {
	return span.From.UTC().Format(time.RFC3339Nano) + "/" + span.To.UTC().Format(time.RFC3339Nano)
}

// back walks through a span, from the beginning or from where an earlier visit stopped.
func (j *job) back(ctx context.Context) error {
	s := j.state
	if s.Span != spanKey(*j.span) || len(s.Gaps)+len(s.Threads) == 0 {
		*s = state{Version: stateVersion, Address: s.Address, Span: spanKey(*j.span), known: map[idMark]*record{}}
		s.Gaps = []leg{{At: j.site.start()}}
	}
	var err error
	for err == nil && len(s.Gaps) > 0 && !j.full() {
		err = j.walk(ctx, s.Gaps[0].At == j.site.start())
	}
	if err == nil {
		err = j.drain(ctx, everySweep)
	}
	j.judgeEmpty()
	if err == nil && j.full() && len(s.Gaps)+len(s.Threads) > 0 {
		j.cap()
	}
	if err == nil && len(s.Gaps)+len(s.Threads) == 0 {
		j.covered()
	}
	if emitErr := j.hand(Catch{}); err == nil {
		err = emitErr
	}
	return err
}

// covered tells, at the end of a walk, what of the span the site no longer showed.
func (j *job) covered() {
	from, s := j.span.From, j.state
	switch {
	case s.Passed, from.IsZero(), !s.Reach.IsZero() && !s.Reach.After(from):
		return
	case j.visit.Claimed >= 0 && j.visit.Found >= j.visit.Claimed:
		return // it is all there is
	case s.Reach.IsZero():
		j.missing = append(j.missing, "the site shows no times: what belongs into the span cannot be told")
		j.trouble(voc.TroubleLayout)
		return
	}
	j.missing = append(j.missing, "the site shows nothing older than "+s.Reach.UTC().Format(time.RFC3339))
	j.visit.LostFrom, j.visit.LostTo = from, earlier(s.Reach, j.visit.Until)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// within tells whether a post may have been published in the span.
func (j *job) within(p *voc.Post) bool {
	from, to, dated := extent(p)
	if !dated {
		return false
	}
	if p.Precision == voc.PrecisionSecond {
		to = from.Add(1)
	}
	return to.After(j.span.From) && from.Before(j.visit.Until)
}

// recede notes how far back the posts of a page reach.
func (j *job) recede(posts []voc.Post) {
	if j.span == nil {
		return
	}
	for i := range posts {
		if from, _, dated := extent(&posts[i]); dated && (j.state.Reach.IsZero() || from.Before(j.state.Reach)) {
			j.state.Reach = from
		}
	}
}

// receded tells whether everything behind the last page of links is older than the span: lists stand
// in the order of what was said last. The walk ends there.
func (j *job) receded() bool {
	if j.span == nil || j.src.Unordered || j.behind.newest.IsZero() || !j.behind.newest.Before(j.span.From) {
		return false
	}
	j.state.Passed, j.state.Gaps = true, nil
	return true
}

// before tells whether a page lies wholly before a time: the last of its posts do. One may be pinned
// or re-dated; of a source that is not sorted, and of a page of links, no page tells.
func (j *job) before(b batch, at time.Time) bool {
	if j.src.Unordered || at.IsZero() || b.links != nil || len(b.posts) == 0 {
		return false
	}
	for _, p := range b.posts[max(0, len(b.posts)-tail):] {
		if _, to, dated := extent(&p); !dated || to.After(at) {
			return false
		}
	}
	j.state.Passed = true
	return true
}
