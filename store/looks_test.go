package store_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// A rule that watches some platforms, provinces or words counts those mentions and no others.
func TestCountsOfSomePlatformsRegionsAndWords(t *testing.T) {
	s := storetest.Open(t)
	on := func(platform, region string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Platform, m.Post.Region = platform, region }
	}
	save(t, s, 5,
		mention("1", "等了一个小时", on("xhs", "上海")),
		mention("2", "杯子漏了", on("xhs", "浙江")),
		mention("3", "APP 闪退", on("weibo", "上海"), func(m *voc.Mention) { m.Analysis.Norm = "app 闪退" }),
		mention("4", "等太久，杯子还漏", on("weibo", "")),
		mention("5", "好喝", on("appstore", "广东")),
	)
	for _, c := range []struct {
		why  string
		ask  store.CountQuery
		want int
	}{
		{"two platforms", store.CountQuery{Platforms: []string{"xhs", "appstore"}}, 3},
		{"two provinces; where none is known it is neither", store.CountQuery{Regions: []string{"上海", "广东"}}, 3},
		{"any of two words", store.CountQuery{AnyWord: []string{"等", "漏"}}, 3},
		{"a word in the case somebody typed", store.CountQuery{AnyWord: []string{"App"}}, 1},
		{"all at once", store.CountQuery{Platforms: []string{"xhs"}, Regions: []string{"上海"}, AnyWord: []string{"小时"}}, 1},
		{"nothing fits", store.CountQuery{Platforms: []string{"xhs"}, AnyWord: []string{"闪退"}}, 0},
	} {
		c.ask.From, c.ask.To, c.ask.Step = noon, noon.Add(time.Hour), time.Hour
		got, err := s.Counts(t.Context(), c.ask)
		if err != nil || got[0].N != c.want {
			t.Errorf("%s: %+v (%v), want %d", c.why, got, err, c.want)
		}
		f := voc.Filter{From: c.ask.From, To: c.ask.To, Platforms: c.ask.Platforms, Regions: c.ask.Regions, AnyWord: c.ask.AnyWord}
		if n, err := s.Count(t.Context(), f); err != nil || n != c.want {
			t.Errorf("%s: a filter counts %d (%v), want %d", c.why, n, err, c.want)
		}
	}
}

func TestTopicCounts(t *testing.T) {
	s := storetest.Open(t)
	author := func(hash string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Author.Hash = hash }
	}
	save(t, s, 6,
		mention("1", "差", topics("等待", "卫生"), author("zhang")),
		mention("2", "差", topics("等待"), author("zhang")),
		mention("3", "差", topics("等待"), author("")),
		mention("4", "差", topics("卫生"), at(noon.Add(7*time.Minute))),
		mention("5", "差", topics("卫生"), noise(voc.NoiseAdvert)),
		mention("6", "差", topics("卫生"), at(noon.Add(8*time.Minute)), func(m *voc.Mention) { m.Post.Precision = voc.PrecisionDay }),
	)
	got, err := s.TopicCounts(t.Context(), store.CountQuery{Brand: "qingheng", From: noon, To: noon.Add(time.Hour), Step: 5 * time.Minute})
	want := []store.TopicBucket{{Bucket: 0, Topic: "卫生", N: 1, Authors: 1}, {Bucket: 0, Topic: "等待", N: 3, Authors: 2}, {Bucket: 1, Topic: "卫生", N: 1, Authors: 1}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v: an author once in a bucket, no noise, nothing of which only the day is known", got, err, want)
	}
}

func TestGraves(t *testing.T) {
	s := storetest.Open(t)
	grave := func(severity int, reasons ...string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Analysis.Severity, m.Analysis.SeverityReasons = severity, reasons }
	}
	followers := func(n int64) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Post.Author.Followers = n }
	}
	save(t, s, 8,
		mention("1", "喝完进了医院", grave(4, "就医"), topics("卫生-异物"), feeling(voc.Negative)),
		mention("2", "有点慢", grave(1)),
		mention("3", "听说要召回", grave(0)),
		mention("4", "烫伤了手", grave(2, "受伤")),
		mention("5", "难喝", feeling(voc.Negative), followers(2_000_000)),
		mention("6", "好喝", feeling(voc.Positive), followers(2_000_000)),
		mention("7", "喝完进了医院", grave(4, "就医"), noise(voc.NoiseCopy)),
		mention("8", "昨天喝完进了医院", grave(4, "就医"), func(m *voc.Mention) { m.Post.Precision = voc.PrecisionDay }),
	)
	ask := func(q store.GraveQuery) (ids []string) {
		t.Helper()
		q.Brands, q.From, q.To = []voc.BrandID{"qingheng"}, noon, noon.Add(time.Hour)
		found, err := s.Graves(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range found {
			for n := range 9 {
				if g.ID == voc.NewPostID("forum", fmt.Sprint(n)) {
					ids = append(ids, fmt.Sprint(n))
				}
			}
		}
		slices.Sort(ids)
		return ids
	}
	for _, c := range []struct {
		why  string
		ask  store.GraveQuery
		want []string
	}{
		{"severity: not the copy, not the one of some time today", store.GraveQuery{Severity: 4}, []string{"1"}},
		{"a word in the text, and one among the reasons", store.GraveQuery{Words: []string{"召回", "受伤"}}, []string{"3", "4"}},
		{"reach: the negative one alone", store.GraveQuery{Reach: 1_000_000}, []string{"5"}},
		{"any of the three", store.GraveQuery{Severity: 4, Words: []string{"召回"}, Reach: 1_000_000}, []string{"1", "3", "5"}},
		{"no ground at all finds nothing", store.GraveQuery{}, nil},
	} {
		if got := ask(c.ask); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
	found, err := s.Graves(t.Context(), store.GraveQuery{Filter: voc.Filter{Brands: []voc.BrandID{"qingheng"}}, Severity: 4, Words: []string{"医院", "召回"}})
	if err != nil || len(found) != 2 {
		t.Fatalf("%d posts (%v), want two", len(found), err)
	}
	for _, g := range found {
		if g.Severity == 4 && (!slices.Equal(g.Reasons, []string{"就医"}) || !slices.Equal(g.Named, []string{"医院"}) || !slices.Equal(g.Topics, []string{"卫生-异物"}) || g.Sentiment != voc.Negative || g.Fetched.IsZero()) {
			t.Errorf("the post is known as %+v; want its reasons, the word it holds, its topic", g)
		}
	}
}

func TestWindowTopics(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 4,
		mention("1", "差", topics("等待")),
		mention("2", "差", topics("等待", "卫生"), at(noon.Add(time.Hour))),
		mention("3", "差", topics("卫生"), at(noon.Add(90*time.Minute))),
		mention("4", "差", at(noon.Add(2*time.Hour))),
	)
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	got, err := s.WindowTopics(t.Context(), voc.Filter{}, []store.Window{{From: hour(0), To: hour(3)}, {From: hour(1), To: hour(2)}, {From: hour(2), To: hour(3)}, {From: hour(5), To: hour(6)}})
	want := []store.WindowTopic{{0, "卫生", 2}, {0, "等待", 2}, {0, "", 1}, {1, "卫生", 2}, {1, "等待", 1}, {2, "", 1}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v: a mention counts in every window it lies in", got, err, want)
	}
	if got, err := s.WindowTopics(t.Context(), voc.Filter{}, nil); err != nil || got != nil {
		t.Errorf("no windows give %v (%v)", got, err)
	}
}

func TestVisitBuckets(t *testing.T) {
	s := storetest.Open(t)
	visit := func(source voc.SourceID, minute int, outcome voc.VisitOutcome) voc.Visit {
		at := noon.Add(time.Duration(minute) * time.Minute)
		return voc.Visit{Source: source, StartedAt: at, EndedAt: at.Add(30 * time.Second), Outcome: outcome}
	}
	back := visit("forum", 12, voc.VisitOK)
	back.Since, back.Until = noon.Add(-48*time.Hour), noon.Add(-24*time.Hour)
	if err := s.SaveVisits(t.Context(), []voc.Visit{
		visit("forum", -60, voc.VisitOK), visit("forum", 1, voc.VisitOK), visit("forum", 3, voc.VisitFailed),
		visit("app", 2, voc.VisitFailed), visit("app", 6, voc.VisitUnchanged), back,
	}); err != nil {
		t.Fatal(err)
	}
	got, first, err := s.VisitBuckets(t.Context(), noon, noon.Add(20*time.Minute), 5*time.Minute)
	want := []store.VisitBucket{{0, "app", false}, {0, "forum", true}, {1, "app", true}, {2, "forum", false}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want %+v: a visit sent back for a gap hears nothing new", got, err, want)
	}
	if !first["forum"].Equal(noon.Add(-time.Hour)) || !first["app"].Equal(noon.Add(2*time.Minute)) {
		t.Errorf("visited since %v", first)
	}
}

// A source that is visited and heard, and brings a tenth of what it always brought at these hours,
// is faint from the hour on in which that is no chance; what comes later changes no hour before it.
func TestFaints(t *testing.T) {
	source := voc.Source{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m", Every: 10 * time.Minute}
	began, now := noon.Add(-21*24*time.Hour), noon
	s := storetest.Open(t, func(o *store.Options) {
		o.Sources, o.Now, o.Location = []voc.Source{source}, func() time.Time { return now }, time.UTC
	})
	var mentions []voc.Mention
	faintFrom := noon.Add(-12 * time.Hour)
	for h := range int(noon.Sub(began) / time.Hour) {
		hour := began.Add(time.Duration(h) * time.Hour)
		for n := range 6 {
			if hour.Before(faintFrom) || n == 0 && h%4 == 0 {
				mentions = append(mentions, mention(fmt.Sprint(h, "-", n), "等", at(hour.Add(time.Duration(n)*time.Minute))))
			}
		}
	}
	save(t, s, len(mentions), mentions...)
	if err := s.SaveVisits(t.Context(), []voc.Visit{{Source: "forum", StartedAt: began, EndedAt: began, Outcome: voc.VisitOK}, {Source: "forum", StartedAt: noon, EndedAt: noon, HeardTo: noon, Outcome: voc.VisitOK}}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Faints(t.Context(), []voc.Source{source}, noon.Add(-5*24*time.Hour), noon)
	if err != nil || len(got) == 0 {
		t.Fatalf("nothing is faint (%v)", err)
	}
	first := got[0]
	if first.At.Before(faintFrom.Add(2*time.Hour)) || first.At.After(faintFrom.Add(8*time.Hour)) || first.Source != "forum" || first.Expected < 20 || first.Got > 9 {
		t.Errorf("faint first at %s: %+v; want it within eight hours of %s, with what was to be expected", first.At, first, faintFrom)
	}
	if last := got[len(got)-1]; !last.At.Equal(noon) {
		t.Errorf("faint last at %s, want until now", last.At)
	}
	earlier, err := s.Faints(t.Context(), []voc.Source{source}, noon.Add(-5*24*time.Hour), noon.Add(-4*time.Hour))
	var before []store.Faint
	for _, f := range got {
		if !f.At.After(noon.Add(-4 * time.Hour)) {
			before = append(before, f)
		}
	}
	if err != nil || !reflect.DeepEqual(earlier, before) {
		t.Errorf("asked four hours earlier: %+v (%v), want %+v", earlier, err, before)
	}
}

func TestFirstSince(t *testing.T) {
	s := storetest.Open(t)
	if first, err := s.FirstSince(t.Context(), noon.AddDate(-1, 0, 0)); err != nil || !first.IsZero() {
		t.Errorf("an empty store begins at %s (%v)", first, err)
	}
	save(t, s, 3,
		mention("1", "差", at(noon.AddDate(0, 0, -9))),
		mention("2", "差", at(noon.AddDate(0, 0, -3)), brand("rival")),
		mention("3", "差", at(noon.AddDate(0, 0, -4)), func(m *voc.Mention) { m.Post.Precision = voc.PrecisionNone }),
	)
	for days, want := range map[int]int{20: 9, 9: 9, 8: 3} {
		if first, err := s.FirstSince(t.Context(), noon.AddDate(0, 0, -days)); err != nil || !first.Equal(noon.AddDate(0, 0, -want)) {
			t.Errorf("since %d days ago the first is %s (%v), want %d days ago: of any brand, and of a known time", days, first, err, want)
		}
	}
	if first, err := s.FirstSince(t.Context(), noon); err != nil || !first.IsZero() {
		t.Errorf("nothing was published since noon, and the first is %s (%v)", first, err)
	}
}
