package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// crowd is n mentions of all sorts over the two weeks around noon, the same for the same seed.
func crowd(n int, seed uint64) []voc.Mention {
	r := rand.New(rand.NewPCG(seed, 7))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	polarity := func() voc.Sentiment { return voc.Sentiment(pick("negative", "negative", "neutral", "positive")) }
	all := make([]voc.Mention, n)
	for i := range all {
		m := mention(fmt.Sprint("crowd-", i), "一句话", feeling(polarity()), at(noon.Add(time.Duration(r.IntN(14*24*60)-7*24*60)*time.Minute)))
		m.Brand = voc.BrandID(pick("qingheng", "qingheng", "luye"))
		m.Post.Source = voc.SourceID(pick("forum", "appstore"))
		m.Post.Precision = voc.Precision(pick("second", "minute", "day", "none"))
		for range r.IntN(4) {
			m.Analysis.Topics = append(m.Analysis.Topics, pick("卫生-异物", "卫生-环境脏", "服务-等太久", "价格-太贵", "别的"))
		}
		for range r.IntN(4) {
			m.Analysis.Keywords = append(m.Analysis.Keywords, pick("封口膜", "吸管", "珍珠"))
			m.Analysis.Aspects = append(m.Analysis.Aspects, voc.Aspect{Name: pick("service.waiting", "service.staff", "dish.taste", "plain"), Sentiment: polarity(), Opinion: pick("", "太久", "不错")})
		}
		if r.IntN(9) == 0 {
			m.Analysis.Noise = []string{voc.NoiseAdvert}
		}
		all[i] = m
	}
	return all
}

// behind counts what is behind a number when it is clicked on.
func behind(t *testing.T, s *store.Store, f voc.Filter) store.Figures {
	t.Helper()
	o, err := s.Overview(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return o.Figures
}

// What is counted of a topic, a pair, a word, an aspect, a judgement or an hour is what one finds behind it.
func TestBehindEveryNumberAreAsManyMentions(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 300, crowd(300, 3)...)
	windows := map[string]voc.Filter{
		"a week":              {From: noon.Add(-3 * 24 * time.Hour), To: noon.Add(4 * 24 * time.Hour)},
		"a brand, with noise": {From: noon.Add(-3 * 24 * time.Hour), To: noon.Add(4 * 24 * time.Hour), Brands: []voc.BrandID{"qingheng"}, Raw: true},
		"a group of topics":   {From: noon.Add(-7 * 24 * time.Hour), To: noon.Add(7 * 24 * time.Hour), Topic: "卫生-"},
		"what a scope shows":  {From: noon, To: noon.Add(4 * 24 * time.Hour), Scope: voc.Scope{Brands: []voc.BrandID{"luye"}}},
		"nobody's scope":      {From: noon, To: noon.Add(4 * 24 * time.Hour), Scope: voc.Scope{None: true}},
	}
	for name, f := range windows {
		t.Run(name, func(t *testing.T) {
			checkTopics(t, s, f)
			checkAspects(t, s, f)
			checkWords(t, s, f)
			checkHeat(t, s, f)
		})
	}
}

func checkTopics(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	tree, err := s.TopicTree(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range tree {
		g := f
		if o.Name != "" && f.Topic == "" {
			g.Topic = o.Name
		} else if o.Name != "" {
			g.Also = o.Name // beside the topic that is filtered by already
		}
		if got := behind(t, s, g); got.Total != o.N || got.Negative != o.Negative || got.Positive != o.Positive {
			t.Errorf("topic %q counts %+v, behind it are %+v", o.Name, o, got)
		}
	}
	pairs, err := s.TopicPairs(t.Context(), f, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(tree) > 3 && len(pairs) == 0 {
		t.Error("no two topics together")
	}
	for _, p := range pairs {
		if f.Topic != "" {
			break // three topics at once cannot be asked for
		}
		g := f
		g.Topic, g.Also = p.A, p.B
		if got := behind(t, s, g); got.Total != p.N || got.Negative != p.Negative || p.A >= p.B {
			t.Errorf("pair %+v, behind it are %+v", p, got)
		}
	}
}

func checkAspects(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	columns := []store.AspectBy{store.AspectsTogether}
	if f.Raw {
		columns = []store.AspectBy{store.AspectsByBrand, store.AspectsBySource} // once is enough: they are many questions
	}
	for _, by := range columns {
		cells, err := s.AspectTree(t.Context(), f, by)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			g := f
			g.Aspect = c.Name
			switch by {
			case store.AspectsByBrand:
				g.Brands = []voc.BrandID{voc.BrandID(c.Column)}
			case store.AspectsBySource:
				g.Sources = []voc.SourceID{voc.SourceID(c.Column)}
			}
			got := behind(t, s, g)
			if c.Name == "" {
				if got.Total != c.N || got.Negative != c.Negative {
					t.Errorf("all of column %q count %+v, behind them are %+v", c.Column, c, got)
				}
				continue
			}
			bad, good := g, g
			bad.Judged, good.Judged = voc.Negative, voc.Positive
			if got.Total != c.N || behind(t, s, bad).Total != c.Negative || behind(t, s, good).Total != c.Positive {
				t.Errorf("aspect %q of %q counts %+v, behind it are %d, %d negative, %d positive", c.Name, c.Column, c, got.Total, behind(t, s, bad).Total, behind(t, s, good).Total)
			}
		}
	}
	for _, aspect := range []string{"", "service.", "dish.taste"} {
		g := f
		g.Aspect = aspect
		words, err := s.AspectWords(t.Context(), g, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range words {
			g := f
			g.Aspect, g.Opinion = x.Aspect, x.Word
			if got := behind(t, s, g); got.Total != x.N || x.Negative+x.Positive > x.N {
				t.Errorf("%q of %q counts %d, behind it are %d", x.Word, x.Aspect, x.N, got.Total)
			}
		}
	}
}

func checkWords(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	words, err := s.Words(t.Context(), f, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range words {
		g := f
		g.Keyword = x.Name
		if got := behind(t, s, g); got.Total != x.N || got.Negative != x.Negative {
			t.Errorf("word %q counts %+v, behind it are %+v", x.Name, x, got)
		}
	}
}

func checkHeat(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	heat, err := s.Heat(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	all, day := heat.Untimed, 0
	for i, c := range heat.Cells {
		all += c.N
		if c.Weekday == 3 {
			day += c.N
		}
		if i%67 != 0 {
			continue // every cell would be a thousand questions
		}
		g := f
		g.Weekday, g.Hours, g.Timezone = c.Weekday, []int{c.Hour}, "Asia/Shanghai"
		if got := behind(t, s, g); got.Total != c.N || got.Negative != c.Negative {
			t.Errorf("weekday %d, %d o'clock counts %+v, behind it are %+v", c.Weekday, c.Hour, c, got)
		}
	}
	if got := behind(t, s, f); got.Total != all {
		t.Errorf("the cells and those without an hour are %d together, of %d", all, got.Total)
	}
	g := f
	g.Weekday, g.Timezone = 3, "Asia/Shanghai"
	if got := behind(t, s, g); got.Total != day {
		t.Errorf("Wednesdays count %d, behind them are %d", day, got.Total)
	}
}

func TestWindowsBefore(t *testing.T) {
	s := storetest.Open(t)
	topic := topics("卫生-异物")
	year := at(noon.AddDate(-1, 0, 0))
	save(t, s, 7,
		mention("1", "差", feeling(voc.Negative), topic), mention("2", "差", feeling(voc.Negative), topic, at(noon.Add(time.Minute))),
		mention("3", "差", feeling(voc.Negative), topic, at(noon.Add(-time.Minute))),
		mention("4", "好", feeling(voc.Positive), topic, year), mention("5", "差", feeling(voc.Negative), topic, year), mention("6", "差", feeling(voc.Negative), topic, year),
		mention("7", "差", feeling(voc.Negative), topic, at(noon.AddDate(0, -6, 0))),
	)
	hour := voc.Filter{From: noon, To: noon.Add(time.Hour)}
	long := voc.Filter{From: noon.AddDate(0, -18, 0), To: noon.Add(time.Hour)}
	for _, c := range []struct {
		why     string
		f       voc.Filter
		compare voc.Compare
		want    store.Outcome
	}{
		{"the hour before", hour, "", store.Outcome{N: 2, Negative: 2, Before: 1, BeforeNegative: 1}},
		{"the hour before, by its name", hour, voc.ComparePrevious, store.Outcome{N: 2, Negative: 2, Before: 1, BeforeNegative: 1}},
		{"the same hour a year ago, nothing of what lies between", hour, voc.CompareYear, store.Outcome{N: 2, Negative: 2, Before: 3, BeforeNegative: 2}},
		{"of more than a year it is the window before", long, voc.CompareYear, store.Outcome{N: 7, Negative: 6, Positive: 1}},
	} {
		c.f.Compare = c.compare
		got, err := s.TopicTree(t.Context(), c.f)
		if err != nil || len(got) != 3 || got[0].Outcome != c.want || got[1].Outcome != c.want {
			t.Errorf("%s: %+v (%v), want %+v of everything", c.why, got, err, c.want)
		}
		o, err := s.Overview(t.Context(), c.f)
		if err != nil || o.Before.Total != c.want.Before {
			t.Errorf("%s: the overview says %d before (%v), want %d", c.why, o.Before.Total, err, c.want.Before)
		}
	}
}

func TestWordsAgainstOtherBrands(t *testing.T) {
	s := storetest.Open(t)
	words := func(list ...string) func(*voc.Mention) {
		return func(m *voc.Mention) { m.Analysis.Keywords = list }
	}
	save(t, s, 5,
		mention("1", "差", words("封口膜")), mention("2", "差", words("封口膜", "吸管")), mention("3", "差", words("吸管"), brand("luye")),
		mention("4", "差", words("吸管"), brand("hidden")), mention("5", "旧", words("吸管"), at(noon.Add(-time.Minute))),
	)
	f := voc.Filter{From: noon, To: noon.Add(time.Hour), Scope: voc.Scope{Brands: []voc.BrandID{"qingheng", "luye"}}}
	got, err := s.Words(t.Context(), f, []voc.BrandID{"qingheng"}, 10)
	want := map[string]store.Outcome{"": {N: 2, Before: 1}, "封口膜": {N: 2}, "吸管": {N: 1, Before: 1}}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%+v (%v), want %+v", got, err, want)
	}
	for _, x := range got {
		if x.Outcome != want[x.Name] {
			t.Errorf("%q: %+v, want %+v: others count in the same window, and only what may be seen", x.Name, x.Outcome, want[x.Name])
		}
	}
}

func TestHeatToldFromHours(t *testing.T) {
	s := storetest.Open(t)
	s.Expect([]voc.Source{{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m"}})
	heard := noon.Add(2 * time.Hour)
	err := s.SaveVisits(t.Context(), []voc.Visit{{Source: "forum", StartedAt: heard, EndedAt: heard.Add(time.Second), Outcome: voc.VisitOK, HeardTo: heard}})
	if err != nil {
		t.Fatal(err)
	}
	save(t, s, 1, mention("1", "差", feeling(voc.Negative)))
	heat, err := s.Heat(t.Context(), voc.Filter{From: noon.Add(30 * time.Minute), To: noon.Add(6 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	var hours, listened float64
	for _, c := range heat.Cells {
		hours, listened = hours+c.Hours, listened+c.Heard
		if c.Heard > c.Hours {
			t.Errorf("%+v heard more than there was", c)
		}
	}
	if hours != 5.5 || listened != 1.5 {
		t.Errorf("%.1f hours of which %.1f heard, want 5.5 and 1.5: half an hour is cut off, and after two hours nobody listened", hours, listened)
	}
	now, before, err := s.Heard(t.Context(), voc.Filter{From: noon, To: noon.Add(4 * time.Hour)})
	if err != nil || now != 0.5 || before != 1 {
		t.Errorf("heard %.2f now and %.2f before (%v), want half and all", now, before, err)
	}
}
