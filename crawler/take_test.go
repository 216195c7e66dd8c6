package crawler

import (
	"fmt"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestPlatformOfAPost(t *testing.T) {
	for _, c := range []struct{ source, post, want string }{
		{"", "", "feed"}, {"", "rsshub:v2ex", "rsshub:v2ex"}, {"news", "rsshub:v2ex", "news"},
	} {
		j := &job{plan: &plan{src: SourceOptions{Source: voc.Source{ID: "a", Kind: voc.KindFeed, Platform: c.source}}}}
		if got := j.stamp(voc.Post{Platform: c.post}, origin); got.Platform != c.want {
			t.Errorf("source %q, post %q: %q, want %q", c.source, c.post, got.Platform, c.want)
		}
	}
}

func TestWhatBecomesOfAPost(t *testing.T) {
	counts := func(likes, views int64) voc.Engagement {
		return voc.Engagement{Likes: likes, Replies: voc.Unknown, Shares: voc.Unknown, Views: views}
	}
	unknown := voc.NoEngagement()
	type now struct{ posts, seen, fresh, changed int }
	for _, c := range []struct {
		why           string
		before, after voc.Post
		want          now
	}{
		{"nothing changed", voc.Post{Text: "甜", Engagement: counts(3, 9)}, voc.Post{Text: "甜", Engagement: counts(3, 9)}, now{}},
		{"it was liked", voc.Post{Text: "甜", Engagement: counts(3, 9)}, voc.Post{Text: "甜", Engagement: counts(4, 9)}, now{seen: 1}},
		{"a like was taken back", voc.Post{Text: "甜", Engagement: counts(3, 9)}, voc.Post{Text: "甜", Engagement: counts(2, 9)}, now{seen: 1}},
		{"it was edited", voc.Post{Text: "甜", Engagement: counts(3, 9)}, voc.Post{Text: "太甜", Engagement: counts(3, 9)}, now{posts: 1, changed: 1}},
		{"it was edited and liked: the post has the likes", voc.Post{Text: "甜", Engagement: counts(3, 9)}, voc.Post{Text: "太甜", Engagement: counts(4, 9)}, now{posts: 1, changed: 1}},
		{"the rating was changed", voc.Post{Text: "甜", RatingRaw: "5"}, voc.Post{Text: "甜", RatingRaw: "1"}, now{posts: 1, changed: 1}},
		{"the site tells no counts any more", voc.Post{Text: "甜", Engagement: counts(3, 9)}, voc.Post{Text: "甜", Engagement: unknown}, now{}},
		{"the site tells counts for the first time: there is nothing to compare", voc.Post{Text: "甜", Engagement: unknown}, voc.Post{Text: "甜", Engagement: counts(3, 9)}, now{}},
		{"nought likes are known to be none", voc.Post{Text: "甜", Engagement: counts(0, 0)}, voc.Post{Text: "甜", Engagement: counts(1, 0)}, now{seen: 1}},
	} {
		s, _ := openState("", "a")
		j := &job{plan: &plan{src: SourceOptions{Source: voc.Source{ID: "a"}}}, c: &Crawler{o: Options{Now: func() time.Time { return origin }, Remember: 100}}, visit: &voc.Visit{}, state: s, odd: tally{}}
		c.before.ExternalID, c.after.ExternalID = "1", "1"
		j.take(batch{posts: []voc.Post{c.before}, claimed: -1}, 1, true)
		*j.visit = voc.Visit{}
		j.state = reopen(t, s)
		caught := j.take(batch{posts: []voc.Post{c.after}, claimed: -1}, 2, true)
		got := now{len(caught.Posts), len(caught.Observations), j.visit.Fresh, j.visit.Changed}
		if got != c.want || j.visit.Observed != c.want.seen {
			t.Errorf("%s: %+v, want %+v", c.why, got, c.want)
		}
		for _, o := range caught.Observations {
			if o.Engagement != c.after.Engagement || o.Post != voc.NewPostID("a", "1") || !o.At.Equal(origin) {
				t.Errorf("%s: observed %+v", c.why, o)
			}
		}
		again := j.take(batch{posts: []voc.Post{c.after}, claimed: -1}, 3, true)
		if len(again.Posts)+len(again.Observations) != 0 {
			t.Errorf("%s: it came twice: %+v", c.why, again)
		}
	}
}

func TestClaimedIsTakenFromTheStartPageAlone(t *testing.T) {
	n := func(n int) *int { return &n }
	g := grove{"/": {Posts: []string{"1"}, Claimed: n(7), Next: "/2", Links: []string{"/t#1"}}, "/2": {Posts: []string{"2"}, Claimed: n(900)}, "/t": {Posts: []string{"3"}, Claimed: n(5000)}}
	w := newWorld(t, g.serve(t), nil)
	v, err := w.visitTree(&reader{}, nil)
	if err != nil || v.Claimed != 7 || v.Found != 3 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestMissingOfAPageMakesAVisitPartial(t *testing.T) {
	g := grove{"/": {Posts: []string{"1"}, Missing: []string{"three comments are folded"}, Trouble: voc.TroubleRefused}}
	w := newWorld(t, g.serve(t), nil)
	if v, err := w.visitTree(&reader{}, nil); err != nil || v.Outcome != voc.VisitPartial || v.Trouble != voc.TroubleRefused {
		t.Errorf("the kind says what it means: %+v, %v", v, err)
	}
	g["/"] = leaf{Posts: []string{"1"}, Missing: []string{"three comments are folded"}}
	r := &reader{}
	v, err := w.visitTree(r, nil)
	if err != nil || v.Outcome != voc.VisitPartial || v.Trouble != voc.TroubleNetwork || v.Missing != "three comments are folded" || len(r.posts) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestCountsAreMarked(t *testing.T) {
	seen := map[countMark]string{}
	for likes := int64(-1); likes < 30; likes++ {
		for views := int64(-1); views < 30; views++ {
			for _, approx := range []bool{false, true} {
				e := voc.Engagement{Likes: likes, Replies: voc.Unknown, Shares: voc.Unknown, Views: views, Approx: approx}
				m, name := markCounts(e), fmt.Sprint(likes, views, approx)
				if (m == countMark{}) != (likes < 0 && views < 0) {
					t.Fatalf("%s is marked %x", name, m)
				}
				if other, ok := seen[m]; ok && m != (countMark{}) {
					t.Logf("%s and %s share a mark", name, other)
				}
				seen[m] = name
			}
		}
	}
	if len(seen) < 1900 {
		t.Errorf("%d marks of 1922 counts", len(seen))
	}
}
