package crawler

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// minutesAgo writes posts with ids and times the tree kind reads: id@minutes before origin.
func minutesAgo(posts ...string) leaf { return leaf{Posts: posts} }

func TestLostSpans(t *testing.T) {
	// The first visit begins at origin; the second an hour later. Minutes are before origin, so −30 is
	// half an hour after it.
	hour := time.Hour
	for _, c := range []struct {
		why           string
		first, second grove
		change        func(*SourceOptions)
		from, to      time.Duration // of the loss, from origin; both 0: none
	}{
		{"a window that moved on wholly", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": minutesAgo("9@-50", "8@-40", "7@-30")}, nil, 0, 30*time.Minute + time.Second},
		{"one post of old is still there", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": minutesAgo("9@-50", "8@-40", "3@10")}, nil, 0, 0},
		{"fewer posts than it showed before: it is not full", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": minutesAgo("9@-50", "8@-40")}, nil, 0, 0},
		{"the posts shown begin before the last visit", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": minutesAgo("9@-50", "8@-40", "7@5")}, nil, 0, 0},
		{"a post of old that is pinned above does not join up", grove{"/": minutesAgo("1@9000", "4@10", "3@20", "2@30")}, grove{"/": minutesAgo("1@9000", "f@-55", "e@-54", "d@-53", "9@-50", "8@-40", "7@-30")}, nil, 0, 30*time.Minute + time.Second},
		{"in no order, a post of old anywhere joins up", grove{"/": minutesAgo("1@9000", "4@10", "3@20", "2@30")}, grove{"/": minutesAgo("1@9000", "f@-55", "d@-53", "e@-54", "9@-50", "8@-40", "7@-30")}, nil, 0, 0},
		{"posts without times may be lost until now", grove{"/": minutesAgo("3", "2", "1")}, grove{"/": minutesAgo("9", "8", "7")}, nil, 0, hour},
		{"nothing was there to be pushed out", grove{"/": {Posts: []string{}}}, grove{"/": minutesAgo("9@-50", "8@-40", "7@-30")}, nil, 0, 0},
		{"a source in no order tells nothing", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": minutesAgo("9@-50", "8@-40", "7@-30")}, func(s *SourceOptions) { s.Unordered = true }, 0, 0},
		{"the second page joins up", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": {Posts: []string{"9@-50", "8@-40", "7@-30"}, Next: "/2"}, "/2": minutesAgo("6@-20", "3@10")}, nil, 0, 0},
		{"even the second page does not", grove{"/": minutesAgo("3@10", "2@20", "1@30")}, grove{"/": {Posts: []string{"9@-50", "8@-40", "7@-30"}, Next: "/2"}, "/2": minutesAgo("6@-20", "5@-10")}, nil, 0, 10*time.Minute + time.Second},
		{"a list of which a link is known joins up", grove{"/": {Links: []string{"/a#1", "/b#1"}}, "/a": minutesAgo("a@10"), "/b": minutesAgo("b@20")},
			grove{"/": {Links: []string{"/c#1", "/a#1"}}, "/c": minutesAgo("c@-30")}, nil, 0, 0},
		{"a list of new links to threads of old as well", grove{"/": {Links: []string{"/a#1", "/b#1"}}, "/a": minutesAgo("a@10"), "/b": minutesAgo("b@20")},
			grove{"/": {Links: []string{"/c#1", "/a#2"}}, "/c": minutesAgo("c@-30"), "/a": minutesAgo("a@10", "a2@-3")}, nil, 0, 0},
		{"a list of nothing but new threads may have lost some", grove{"/": {Links: []string{"/a#1", "/b#1"}}, "/a": minutesAgo("a@10"), "/b": minutesAgo("b@20")},
			grove{"/": {Links: []string{"/c#1", "/d#1"}}, "/c": minutesAgo("c@-30"), "/d": minutesAgo("d@-20")}, nil, 0, hour},
	} {
		g := c.first
		w := newWorld(t, nil, nil)
		w.Server.Config.Handler = g.serve(t)
		r := &reader{}
		if v, err := w.visitTree(r, c.change); err != nil || !v.LostFrom.IsZero() {
			t.Fatalf("%s: the first visit: %+v, %v", c.why, v, err)
		}
		w.later(hour - w.now().Sub(origin))
		w.Server.Config.Handler = c.second.serve(t)
		v, err := w.visitTree(r, c.change)
		if err != nil || !v.Outcome.Heard() {
			t.Fatalf("%s: %+v, %v", c.why, v, err)
		}
		if c.to == 0 {
			if !v.LostFrom.IsZero() || !v.LostTo.IsZero() {
				t.Errorf("%s: nothing is lost, but the visit says %s to %s", c.why, v.LostFrom, v.LostTo)
			}
			continue
		}
		if !v.LostFrom.Equal(origin.Add(c.from)) || !v.LostTo.Equal(origin.Add(c.to)) {
			t.Errorf("%s: lost %s to %s, want %s to %s", c.why, v.LostFrom, v.LostTo, origin.Add(c.from), origin.Add(c.to))
		}
	}
}

func TestTheLossOfAnEarlierUnfinishedSweepIsFound(t *testing.T) {
	g := grove{"/": minutesAgo("3@10", "2@20", "1@30")}
	w := newWorld(t, nil, nil)
	w.Server.Config.Handler = g.serve(t)
	r := &reader{}
	if _, err := w.visitTree(r, nil); err != nil {
		t.Fatal(err)
	}
	w.later(time.Hour)
	two := func(s *SourceOptions) { s.MaxPages = 1 }
	g["/"], g["/2"] = leaf{Posts: []string{"9@-50", "8@-45"}, Next: "/2"}, minutesAgo("7@-40", "6@-35")
	if v, err := w.visitTree(r, two); err != nil || v.Trouble != voc.TroubleCap || !v.LostFrom.IsZero() {
		t.Fatalf("capped: %+v, %v", v, err)
	}
	w.later(time.Minute)
	v, err := w.visitTree(r, nil)
	if err != nil || !v.LostFrom.Equal(origin) || !v.LostTo.Equal(origin.Add(35*time.Minute+time.Second)) {
		t.Errorf("the walk that went on came to the end: %+v, %v", v, err)
	}
}

// TestNoLossIsInvented visits a site often enough, with a window, pins, edits and times out of order,
// and wants never a word of loss.
func TestNoLossIsInvented(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 5))
		window := 6 + random.IntN(20)
		var all []string // newest first
		g := grove{}
		w := newWorld(t, nil, nil)
		w.Server.Config.Handler = g.serve(t)
		r := &reader{}
		serial, pin := 0, ""
		for visit := range 25 {
			for range random.IntN(window - 2) { // never so many that all are new
				serial++
				all = slices.Insert(all, 0, fmt.Sprintf("p%d@%d", serial, -int(w.now().Sub(origin).Minutes())))
				w.later(time.Minute)
			}
			shown := slices.Clone(all[:min(window, len(all))])
			if pin == "" && len(shown) > 0 {
				pin = shown[0]
			}
			if seed%3 == 0 {
				random.Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
			}
			if seed%4 == 1 && pin != "" && !slices.Contains(shown, pin) {
				shown = slices.Insert(shown, 0, pin)
			}
			g["/"] = leaf{Posts: shown}
			w.later(time.Duration(random.IntN(90)) * time.Minute)
			v, err := w.visitTree(r, nil)
			if err != nil || !v.LostFrom.IsZero() {
				t.Fatalf("seed %d, visit %d: lost %s to %s, %v; shown %v", seed, visit, v.LostFrom, v.LostTo, err, shown)
			}
		}
	}
}
