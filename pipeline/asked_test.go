package pipeline

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// desired is what people may ask of a visiting part whose source "news" has the gaps given.
func desired(t *testing.T, site *newsroom, gaps ...voc.Span) *asked {
	t.Helper()
	v := rounds(t)
	far := site.source("far")
	far.Source.Remote = true
	if err := v.use([]crawler.SourceOptions{site.source("news"), far}); err != nil {
		t.Fatal(err)
	}
	return &asked{visits: v, now: time.Now, zone: time.UTC, of: map[voc.SourceID]*Asked{}, gaps: func(context.Context, voc.SourceID) ([]voc.Span, error) { return gaps, nil }}
}

func over(t *testing.T, a *asked, id voc.SourceID) Asked {
	t.Helper()
	a.running.Wait()
	one, ok := a.look(id)
	if !ok || one.EndedAt.IsZero() {
		t.Fatalf("%+v, %t: it has not ended", one, ok)
	}
	return one
}

func TestAVisitSomebodyAskedFor(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝", noon), said("2", "一般", noon.Add(-time.Hour)))
	a := desired(t, site)
	if _, err := a.begin(t.Context(), "news", Order{}); err == nil {
		t.Error("a visit began before anything runs")
	}
	a.open(t.Context())
	for id, want := range map[voc.SourceID]error{"nobody": ErrNone, "far": ErrNotOurs} {
		if _, err := a.begin(t.Context(), id, Order{}); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
	if _, err := a.begin(t.Context(), "news", Order{Gaps: true}); !errors.Is(err, ErrNoGaps) {
		t.Errorf("filling gaps where there are none: %v", err)
	}
	hold := make(chan struct{})
	site.become(func(n *newsroom) { n.hold = hold })
	begun, err := a.begin(t.Context(), "news", Order{})
	if err != nil || begun.Source != "news" || begun.StartedAt.IsZero() || !begun.EndedAt.IsZero() {
		t.Fatalf("%+v, %v", begun, err)
	}
	<-site.asked
	if _, err := a.begin(t.Context(), "news", Order{}); !errors.Is(err, ErrBusy) {
		t.Errorf("a second one beside it: %v, want ErrBusy", err)
	}
	close(hold)
	if one := over(t, a, "news"); one.Posts != 2 || len(one.Visits) != 1 || one.Visits[0].Fresh != 2 || one.Error != "" {
		t.Errorf("ended as %+v", one)
	}
	if _, ok := a.look("far"); ok {
		t.Error("a visit nobody asked for is told of")
	}
}

func TestGapsAreGoneThroughOneAfterTheOther(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶很好喝", noon), said("2", "一般", noon.Add(-time.Hour)), said("3", "太甜", noon.Add(-48*time.Hour)))
	first, second := voc.Span{From: noon.Add(-2 * time.Hour), To: noon.Add(-30 * time.Minute)}, voc.Span{From: noon.Add(-72 * time.Hour), To: noon.Add(-24 * time.Hour)}
	a := desired(t, site, first, second)
	a.open(t.Context())
	if begun, err := a.begin(t.Context(), "news", Order{Gaps: true}); err != nil || len(begun.Left) != 2 {
		t.Fatalf("%+v, %v", begun, err)
	}
	one := over(t, a, "news")
	if len(one.Visits) != 2 || len(one.Left) != 0 || !one.Visits[0].Since.Equal(first.From) || !one.Visits[1].Until.Equal(second.To) {
		t.Errorf("ended as %+v", one)
	}
	if one.Posts != 2 {
		t.Errorf("%d posts were handed over, want the one in each gap", one.Posts)
	}
	site.become(func(n *newsroom) { n.status = 500 })
	if _, err := a.begin(t.Context(), "news", Order{Since: noon.Add(-time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if one := over(t, a, "news"); one.Error == "" || len(one.Visits) != 1 || one.Visits[0].Outcome.Heard() {
		t.Errorf("a site that is broken: %+v", one)
	}
}

// A walk back that needs more pages than one visit may have goes on by itself, is told as one, and each
// of its visits is kept.
func TestAWalkBackGoesOnToItsEnd(t *testing.T) {
	site := newShelf(t, make([]int, 12)...)
	v := rounds(t)
	src := site.source()
	src.MaxPages = 3
	if err := v.use([]crawler.SourceOptions{src}); err != nil {
		t.Fatal(err)
	}
	a := &asked{visits: v, now: time.Now, zone: time.UTC, of: map[voc.SourceID]*Asked{}}
	order := Order{Since: noon.Add(-9*time.Hour - time.Minute), Until: noon.Add(time.Minute)}
	var heard []int
	spans, err := a.spans(t.Context(), "shelf", order)
	if err != nil {
		t.Fatal(err)
	}
	visits, err := a.work(t.Context(), "shelf", spans, func(n int) { heard = append(heard, n) }, func(voc.Visit) {})
	if err != nil || len(visits) != 1 || !visits[0].Outcome.Heard() || visits[0].Trouble != voc.TroubleNone || visits[0].Found < 10 || visits[0].Requests < 11 {
		t.Fatalf("%+v, %v", visits, err)
	}
	if len(heard) == 0 || !slices.IsSorted(heard) || heard[len(heard)-1] != 10 {
		t.Errorf("progress was %v, want it to grow to 10", heard)
	}
	posts, kept := waiting(t, v.ingest.spool)
	if len(posts) != 10 || len(kept) < 4 {
		t.Errorf("the spool holds %d posts and %d visits", len(posts), len(kept))
	}

	ctx, cancel := context.WithCancel(t.Context())
	order.Since = noon.Add(-10*time.Hour - time.Minute)
	spans, _ = a.spans(ctx, "shelf", order)
	visits, err = a.work(ctx, "shelf", spans, func(n int) {
		if n >= 4 {
			cancel()
		}
	}, func(voc.Visit) {})
	if !errors.Is(err, context.Canceled) || len(visits) != 1 || visits[0].Outcome.Heard() {
		t.Errorf("cut off: %+v, %v", visits, err)
	}
}
