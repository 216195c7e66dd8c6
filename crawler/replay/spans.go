package replay

import (
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// spans asks a visitor who has everything for a stretch in the middle once more, in one go, killed at
// every page, and a few pages at a time.
func spans(t *testing.T, s *Script) {
	if s.Untimed {
		t.Skip("a site that tells no times has no stretches of time")
	}
	site := newSite(s)
	posts := site.Posts()
	newest, oldest := posts[len(posts)/4], posts[len(posts)/2]
	span := voc.Span{From: oldest.At, To: newest.At.Add(time.Minute)}
	var want []string
	for _, p := range posts {
		if !p.At.Before(span.From) && p.At.Before(span.To) {
			want = append(want, s.id(p))
		}
	}
	slices.Sort(want)
	for kill := range 6 {
		v := play(t, s, func(o *crawler.Options) {
			if kill == 5 {
				o.MaxPages = 3
			}
		})
		var cursor voc.Cursor
		got := map[string]bool{}
		fetch := func(kill int) (voc.Visit, error) {
			v.posts = nil
			visit, err := v.crawler.FetchSpan(t.Context(), v.source, span, cursor, v.keep(kill, &cursor))
			for _, p := range v.posts {
				if p.Precision == voc.PrecisionDay && !slices.Contains(want, p.ExternalID) {
					continue // it may have been said within the span
				}
				got[p.ExternalID] = true
			}
			return visit, err
		}
		visit, err := fetch(kill % 5)
		for n := 0; err != nil || visit.Trouble == voc.TroubleCap; n++ {
			if n > 100 {
				t.Fatalf("the walk never ends: %+v, %v", visit, err)
			}
			visit, err = fetch(0)
		}
		var ids []string
		for id := range got {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		if !slices.Equal(ids, want) {
			t.Errorf("of %s to %s came %v, want %v (killed at %d)", span.From, span.To, ids, want, kill)
		}
		if !visit.Outcome.Heard() || !visit.Since.Equal(span.From) || !visit.Until.Equal(span.To) || !visit.HeardTo.IsZero() || !visit.LostFrom.IsZero() {
			t.Errorf("the visit that ended the walk (killed at %d): %+v", kill, visit)
		}
	}
	v := play(t, s, nil)
	long := voc.Span{From: Began.Add(-10 * 365 * 24 * time.Hour), To: Began}
	var cursor voc.Cursor
	visit, err := v.crawler.FetchSpan(t.Context(), v.source, long, "", v.keep(0, &cursor))
	if all := visit.Claimed >= 0 && visit.Found >= visit.Claimed; err != nil || visit.Outcome.Heard() != all || visit.LostFrom.IsZero() != all {
		t.Errorf("the site shows nothing from ten years ago: %+v, %v", visit, err)
	}
	v.complete(t)
}

// overflows lets more be said between two visits than the site shows.
func overflows(t *testing.T, s *Script) {
	if s.Window == 0 {
		t.Skip("this site shows everything")
	}
	v := play(t, s, nil)
	v.whole(t, 1)
	for range s.Window / 2 {
		v.speak()
	}
	v.site.Later(time.Hour)
	visit := v.whole(t, 1)
	if !visit.LostFrom.IsZero() {
		t.Errorf("half a window is no loss: %+v", visit)
	}
	heard := visit.StartedAt
	for range s.Window + 7 {
		v.speak()
	}
	v.site.Later(time.Hour)
	visit = v.whole(t, 1)
	posts := v.site.Posts()
	oldest := posts[len(posts)-1].At
	if s.Untimed {
		oldest = visit.StartedAt
	}
	if !visit.LostFrom.Equal(heard) || visit.LostTo.Before(oldest) || visit.LostTo.After(oldest.Add(24*time.Hour)) || visit.Fresh != len(posts) {
		t.Errorf("seven posts were never shown between %s and %s: %+v", heard, oldest, visit)
	}
	v.site.Later(time.Hour)
	if visit := v.whole(t, 1); !visit.LostFrom.IsZero() {
		t.Errorf("a loss is told once: %+v", visit)
	}
}
