package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// filters are questions tallies answer, questions they answer by one dimension, and others.
func filters(r *rand.Rand) []voc.Filter {
	to := noon.Add(-time.Duration(r.IntN(40)) * time.Hour)
	window := voc.Filter{From: to.Add(-time.Duration(1+r.IntN(50)) * time.Hour), To: to}
	odd := voc.Filter{From: window.From.Add(17 * time.Minute), To: to.Add(time.Second), Raw: true}
	with := func(change func(*voc.Filter)) voc.Filter { f := window; change(&f); return f }
	return []voc.Filter{
		window, odd, {}, {Raw: true},
		with(func(f *voc.Filter) { f.Brands = []voc.BrandID{"qingheng"} }),
		with(func(f *voc.Filter) { f.Brands, f.Raw = []voc.BrandID{"qingheng", ""}, true }),
		with(func(f *voc.Filter) { f.Sources = []voc.SourceID{"s1", "s2"} }),
		with(func(f *voc.Filter) { f.Platforms = []string{"weibo"} }),
		with(func(f *voc.Filter) { f.Region = "四川" }),
		with(func(f *voc.Filter) { f.Store = "sh-1" }),
		with(func(f *voc.Filter) { f.Store, f.Sources = "sh-1", []voc.SourceID{"s3"} }),
		with(func(f *voc.Filter) { f.Sentiment = voc.Negative }),
		with(func(f *voc.Filter) { f.Sentiment, f.Sources = voc.Positive, []voc.SourceID{"s4"} }),
		with(func(f *voc.Filter) { f.Complaint = true }),
		with(func(f *voc.Filter) { f.Complaint, f.Sentiment = true, voc.Neutral }),
		with(func(f *voc.Filter) { f.MinSeverity = 2 }),
		with(func(f *voc.Filter) { f.MinSeverity, f.Region = 3, "上海" }),
		with(func(f *voc.Filter) { f.Topic = "等待" }),
		with(func(f *voc.Filter) { f.Scope.Brands = []voc.BrandID{"rival"} }),
		with(func(f *voc.Filter) { f.Scope.Regions = []string{"上海"} }),
		with(func(f *voc.Filter) { f.Scope.None = true }),
		with(func(f *voc.Filter) { f.Compare = voc.CompareYear }),
		with(func(f *voc.Filter) {
			f.Without = []voc.Span{{From: to.Add(-9 * time.Hour), To: to.Add(-6 * time.Hour)}}
		}),
		with(func(f *voc.Filter) {
			f.Sources = []voc.SourceID{"s1", "s5"}
			f.Without = []voc.Span{{From: f.From, To: f.From.Add(20 * time.Minute)}, {From: to.Add(-3 * time.Hour), To: to.Add(-90 * time.Minute)}}
		}),
	}
}

// answers are all questions tallies can answer, about one filter.
func answers(t *testing.T, s *store.Store, f voc.Filter) map[string]any {
	t.Helper()
	ctx := t.Context()
	all := map[string]any{}
	keep := func(name string, answer any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s of %+v: %v", name, f, err)
		}
		all[name] = answer
	}
	overview, err := s.Overview(ctx, f)
	keep("overview", overview, err)
	n, err := s.Count(ctx, f)
	keep("count", n, err)
	for _, page := range []store.Page{{Limit: 7}, {Limit: 7, After: seventh(t, s, f)}, {Limit: 1000}} {
		mentions, next, total, err := s.CountedMentions(ctx, f, page)
		keep(fmt.Sprint("page ", page), []any{keys(mentions), next, total}, err)
	}
	strata, err := s.Strata(ctx, f)
	keep("strata of the audit", strata, err)
	topics, err := s.Topics(ctx, f, 0)
	keep("topics", topics, err)
	aspects, err := s.Aspects(ctx, f, 0)
	keep("aspects", aspects, err)
	sources, err := s.Sources(ctx, f)
	keep("sources", sources, err)
	stores, err := s.Stores(ctx, f)
	keep("stores", stores, err)
	brands, err := s.Brands(ctx, f)
	keep("brands", brands, err)
	keywords, err := s.Keywords(ctx, f, 0)
	keep("keywords", keywords, err)
	tree, err := s.TopicTree(ctx, f)
	keep("tree of topics", tree, err)
	pairs, err := s.TopicPairs(ctx, f, 100)
	keep("topics together", pairs, err)
	for _, by := range []store.AspectBy{store.AspectsTogether, store.AspectsByBrand, store.AspectsBySource} {
		cells, err := s.AspectTree(ctx, f, by)
		keep("tree of aspects "+string(by), cells, err)
	}
	opinions, err := s.AspectWords(ctx, f, 3)
	keep("words of aspects", opinions, err)
	words, err := s.Words(ctx, f, nil, 100)
	keep("words", words, err)
	words, err = s.Words(ctx, f, []voc.BrandID{"qingheng"}, 100)
	keep("words against other brands", words, err)
	if !f.From.IsZero() {
		hours, err := s.Trend(ctx, f, time.Hour)
		keep("trend by hour", hours, err)
		days, err := s.Trend(ctx, f, 24*time.Hour)
		keep("trend by day", days, err)
		heat, err := s.Heat(ctx, f)
		keep("hours of the week", heat, err)
		rulers, err := s.Rulers(ctx, f.From, f.To, time.Hour)
		keep("changes of the analysis", rulers, err)
		if len(f.Brands) > 1 {
			return all // of several brands posts are not tallied
		}
		heard, err := s.HoursHeard(ctx, f.Brands, f.From.Truncate(time.Hour), f.To.Truncate(time.Hour))
		keep("posts by source and hour", heard, err)
	}
	return all
}

// seventh is the cursor behind the seventh mention, found without counting.
func seventh(t *testing.T, s *store.Store, f voc.Filter) string {
	t.Helper()
	_, next, err := s.Mentions(t.Context(), f, store.Page{Limit: 7})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// keys name mentions.
func keys(mentions []voc.Mention) []string {
	all := make([]string, len(mentions))
	for i, m := range mentions {
		all[i] = string(m.Post.ID) + "/" + string(m.Brand)
	}
	return all
}
