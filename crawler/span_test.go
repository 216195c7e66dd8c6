package crawler

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// pagesBack is a site of one post every ten minutes before origin, five a page.
func pagesBack(pages int) grove {
	g := grove{}
	for n := range pages {
		l := leaf{}
		for k := range 5 {
			i := n*5 + k
			l.Posts = append(l.Posts, fmt.Sprintf("p%d@%d", i, i*10))
		}
		if n+1 < pages {
			l.Next = fmt.Sprintf("/?p=%d", n+1)
		}
		address := "/"
		if n > 0 {
			address = fmt.Sprintf("/?p=%d", n)
		}
		g[address] = l
	}
	return g
}

func ago(minutes int) time.Time { return origin.Add(-time.Duration(minutes) * time.Minute) }

func (w *world) visitSpan(r *reader, span voc.Span, change func(*SourceOptions)) (voc.Visit, error) {
	w.t.Helper()
	r.posts, r.seen = nil, nil
	src := w.source("tree", "/")
	if change != nil {
		change(&src)
	}
	w.crawler.o.kinds = func(SourceOptions) (site, error) { return kindSite{tree{w.URL + "/"}}, nil }
	return w.crawler.FetchSpan(w.t.Context(), src, span, r.cursor, r.keep)
}

func TestSpanEndsWhereItsBeginningIsPassed(t *testing.T) {
	w := newWorld(t, pagesBack(20).serve(t), nil)
	r := &reader{}
	v, err := w.visitSpan(r, voc.Span{From: ago(200), To: ago(150)}, nil)
	if want := []string{"p16", "p17", "p18", "p19", "p20"}; err != nil || !v.Outcome.Heard() || !slices.Equal(r.ids(), want) {
		t.Errorf("%v came, want %v: %+v, %v", r.ids(), want, v, err)
	}
	if asked := w.asked(); len(asked) != 5 { // p20 is the first of the fifth page, the last of which lie before the span
		t.Errorf("asked for %v", asked)
	}
	if v, err := w.visitSpan(r, voc.Span{From: ago(35)}, nil); err != nil || len(r.posts) != 3 || !v.Until.Equal(v.StartedAt) || !v.Outcome.Heard() {
		t.Errorf("up to now: %v came, %+v, %v", r.ids(), v, err)
	}
	if v, err := w.visitSpan(r, voc.Span{To: ago(900)}, nil); err != nil || len(r.posts) != 9 || !v.Outcome.Heard() || !v.Since.IsZero() {
		t.Errorf("as far back as the site shows: %v came, %+v, %v", r.ids(), v, err)
	}
}

func TestSpanTheSiteNoLongerShows(t *testing.T) {
	w := newWorld(t, pagesBack(3).serve(t), nil)
	span := voc.Span{From: ago(500), To: ago(100)}
	v, err := w.visitSpan(&reader{}, span, nil)
	if err != nil || v.Outcome != voc.VisitPartial || v.Trouble != voc.TroubleNone || !v.LostFrom.Equal(span.From) || !v.LostTo.Equal(ago(140)) || !strings.Contains(v.Missing, "nothing older") {
		t.Errorf("%+v, %v", v, err)
	}
	all := 15
	g := pagesBack(3)
	first := g["/"]
	first.Claimed = &all
	g["/"] = first
	w = newWorld(t, g.serve(t), nil)
	if v, err := w.visitSpan(&reader{}, span, nil); err != nil || !v.Outcome.Heard() || !v.LostFrom.IsZero() {
		t.Errorf("the site says that this is all there is: %+v, %v", v, err)
	}
	w = newWorld(t, grove{"/": {Posts: []string{"a", "b"}}}.serve(t), nil)
	if v, err := w.visitSpan(&reader{}, span, nil); err != nil || v.Outcome.Heard() || !strings.Contains(v.Missing, "no times") {
		t.Errorf("posts without times: %+v, %v", v, err)
	}
}

func TestSpanWithoutTimeIsRefused(t *testing.T) {
	w := newWorld(t, pagesBack(3).serve(t), nil)
	for _, span := range []voc.Span{{From: ago(100), To: ago(200)}, {From: ago(100), To: ago(100)}, {From: ago(-100)}} {
		if v, err := w.visitSpan(&reader{}, span, nil); err == nil || v.Trouble != voc.TroubleConfig || v.Outcome != voc.VisitFailed || len(w.asked()) != 0 {
			t.Errorf("%s to %s: %+v, %v", span.From, span.To, v, err)
		}
	}
}

func TestSpanResumesWhereItWasCut(t *testing.T) {
	for most := 1; most < 8; most++ {
		w := newWorld(t, pagesBack(30).serve(t), nil)
		r := &reader{}
		var got []string
		span := voc.Span{From: ago(1000), To: ago(300)}
		visits := 0
		for {
			v, err := w.visitSpan(r, span, func(src *SourceOptions) { src.MaxPages = most })
			got = append(got, r.ids()...)
			if visits++; err != nil || visits > 40 {
				t.Fatalf("%d pages a visit: %+v, %v", most, v, err)
			}
			if v.Trouble != voc.TroubleCap {
				if !v.Outcome.Heard() {
					t.Errorf("%d pages a visit: ended %+v", most, v)
				}
				break
			}
		}
		if len(got) != 70 || got[0] != "p31" || got[69] != "p100" {
			t.Errorf("%d pages a visit: %d posts, %v", most, len(got), got)
		}
		if asked := len(w.asked()); asked != 21 {
			t.Errorf("%d pages a visit: %d requests, want no page twice", most, asked)
		}
	}
}

func TestACursorOfAnotherSpanBeginsAnew(t *testing.T) {
	w := newWorld(t, pagesBack(30).serve(t), nil)
	r := &reader{}
	if _, err := w.visitSpan(r, voc.Span{From: ago(1000), To: ago(900)}, func(src *SourceOptions) { src.MaxPages = 10 }); err != nil {
		t.Fatal(err)
	}
	if v, err := w.visitSpan(r, voc.Span{From: ago(100), To: ago(50)}, nil); err != nil || len(r.posts) != 5 || !v.Outcome.Heard() {
		t.Errorf("%v came: %+v, %v", r.ids(), v, err)
	}
	// A walk that has ended and is asked for again begins anew too.
	if v, err := w.visitSpan(r, voc.Span{From: ago(100), To: ago(50)}, nil); err != nil || len(r.posts) != 5 || !v.Outcome.Heard() {
		t.Errorf("once more: %v came: %+v, %v", r.ids(), v, err)
	}
}

func TestSpanBehindLinks(t *testing.T) {
	g := grove{}
	for n := range 6 { // a list of two topics a page, in the order of the last word
		l := leaf{}
		for k := range 2 {
			i := n*2 + k
			l.Links = append(l.Links, fmt.Sprintf("/t%d#1", i))
			g[fmt.Sprintf("/t%d", i)] = leaf{Posts: []string{fmt.Sprintf("t%d@%d", i, i*60+30), fmt.Sprintf("t%d-1@%d", i, i*60)}}
		}
		address := "/"
		if n > 0 {
			address = fmt.Sprintf("/?p=%d", n)
		}
		if n < 5 {
			l.Next = fmt.Sprintf("/?p=%d", n+1)
		}
		g[address] = l
	}
	w := newWorld(t, g.serve(t), nil)
	r := &reader{}
	v, err := w.visitSpan(r, voc.Span{From: ago(200), To: ago(110)}, nil)
	if want := []string{"t2", "t2-1", "t3-1"}; err != nil || !v.Outcome.Heard() || !slices.Equal(r.ids(), want) {
		t.Errorf("%v came, want %v: %+v, %v", r.ids(), want, v, err)
	}
	if asked := w.asked(); len(asked) != 9 { // two pages of the list and their four topics, and the third, on which all is older
		t.Errorf("asked for %v", asked)
	}
}

func TestAWalkWithAPageThatFailedIsUnfinished(t *testing.T) {
	g := forest(3, 1)
	for n := range 3 {
		g[fmt.Sprintf("/t%d", n)] = leaf{Posts: []string{fmt.Sprintf("t%d@%d", n, 100+n)}}
	}
	fails := true
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/t1" && fails {
			rw.WriteHeader(http.StatusInternalServerError)
			return
		}
		g.serve(t)(rw, r)
	}, func(o *Options) { o.Transport.MaxTries = 1 })
	r, span := &reader{}, voc.Span{To: ago(50)}
	v, err := w.visitSpan(r, span, nil)
	if err != nil || v.Outcome.Heard() || !Unfinished(r.cursor) || len(r.posts) != 2 {
		t.Fatalf("%+v, %v, %v came", v, err, r.ids())
	}
	fails = false
	w.later(time.Hour)
	if v, err := w.visitSpan(r, span, nil); err != nil || !v.Outcome.Heard() || Unfinished(r.cursor) || !slices.Equal(r.ids(), []string{"t1"}) {
		t.Errorf("%+v, %v, %v came", v, err, r.ids())
	}
	for _, cur := range []voc.Cursor{"", "nonsense", "{}", `{"gaps":[]}`} {
		if Unfinished(cur) {
			t.Errorf("%q is unfinished", cur)
		}
	}
}

func TestAWalkBackNeverAsksWhetherThePageHasChanged(t *testing.T) {
	g := forest(mostQueued+30, 1)
	for n := range mostQueued + 30 {
		g[fmt.Sprintf("/t%d", n)] = leaf{Posts: []string{fmt.Sprintf("t%d@%d", n, 100+n)}}
	}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != "" {
			rw.WriteHeader(http.StatusNotModified) // the list, which is read once more for the links there was no room for
			return
		}
		rw.Header().Set("ETag", `"1"`)
		g.serve(t)(rw, r)
	}, nil)
	r, got := &reader{}, 0
	for n := 0; n < 50; n++ {
		v, err := w.visitSpan(r, voc.Span{To: ago(50)}, func(src *SourceOptions) { src.MaxPages = (mostQueued + 1) / 3 }) // the third visit ends with the last link that waited
		if err != nil {
			t.Fatal(err)
		}
		if got += len(r.posts); v.Trouble != voc.TroubleCap {
			break
		}
	}
	if got != mostQueued+30 {
		t.Errorf("%d posts of %d", got, mostQueued+30)
	}
}

func TestSpanTakesADayWhole(t *testing.T) {
	span := voc.Span{From: origin.Add(-3 * time.Hour), To: origin}
	j := &job{span: &span, visit: &voc.Visit{Until: span.To}}
	day := origin.Truncate(24 * time.Hour)
	for _, c := range []struct {
		why  string
		at   time.Time
		how  voc.Precision
		want bool
	}{
		{"in it", origin.Add(-time.Hour), voc.PrecisionSecond, true},
		{"its first second", span.From, voc.PrecisionSecond, true},
		{"the second before", span.From.Add(-time.Second), voc.PrecisionSecond, false},
		{"its end is not in it", span.To, voc.PrecisionSecond, false},
		{"a minute that reaches into it", span.From.Add(-30 * time.Second), voc.PrecisionMinute, true},
		{"a day that may hold it", day, voc.PrecisionDay, true},
		{"another day", day.Add(-24 * time.Hour), voc.PrecisionDay, false},
		{"no time", origin.Add(-time.Hour), voc.PrecisionNone, false},
	} {
		if got := j.within(&voc.Post{PublishedAt: c.at, Precision: c.how}); got != c.want {
			t.Errorf("%s: %v", c.why, got)
		}
	}
}
