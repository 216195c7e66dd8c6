package store_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// scattered is a crowd from somewhere, by somebody.
func scattered(n int, seed uint64) []voc.Mention {
	r := rand.New(rand.NewPCG(seed, 3))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	all := crowd(n, seed)
	for i := range all {
		m := &all[i]
		m.Post.Region = pick("浙江", "上海", "四川", "")
		m.Analysis.City = pick("杭州", "成都", "")
		m.Post.Store = voc.StoreID(pick("hz-hubin", "sh-jingan", ""))
		m.Post.Author = voc.Author{Hash: pick("a1", "a2", "a3", fmt.Sprint("x", i), ""), Followers: int64(r.IntN(3)) * 5000}
		m.Analysis.Complaint = r.IntN(4) == 0
		if r.IntN(8) == 0 {
			m.Analysis.Noise = append(m.Analysis.Noise, voc.NoiseBot)
		}
	}
	return all
}

func TestBehindEveryPlaceShopAndAuthorAreAsManyMentions(t *testing.T) {
	s := storetest.Open(t)
	save(t, s, 300, scattered(300, 5)...)
	week := voc.Filter{From: noon.Add(-3 * 24 * time.Hour), To: noon.Add(4 * 24 * time.Hour)}
	narrow := week
	narrow.Brands, narrow.Raw = []voc.BrandID{"qingheng"}, true
	scoped := week
	scoped.Scope = voc.Scope{Regions: []string{"浙江"}}
	nobody := week
	nobody.Scope = voc.Scope{None: true}
	for name, f := range map[string]voc.Filter{"a week": week, "a brand, with noise": narrow, "what a scope shows": scoped, "nobody's scope": nobody} {
		t.Run(name, func(t *testing.T) {
			checkPlaces(t, s, f)
			checkShops(t, s, f)
			checkAuthors(t, s, f)
			checkTiers(t, s, f)
			checkVoice(t, s, f)
		})
	}
}

func checkPlaces(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	list, err := s.Places(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	sum, provinces, towns := store.Outcome{}, map[string]store.Outcome{}, map[[2]string]store.Outcome{}
	for _, p := range list {
		sum = sum.Plus(p.Outcome)
		provinces[p.Region] = provinces[p.Region].Plus(p.Outcome)
		towns[[2]string{p.Region, p.City}] = towns[[2]string{p.Region, p.City}].Plus(p.Outcome)
	}
	same := func(what string, g voc.Filter, o store.Outcome) {
		t.Helper()
		if got := behind(t, s, g); got.Total != o.N || got.Negative != o.Negative || got.Positive != o.Positive {
			t.Errorf("%s counts %+v, behind it are %+v", what, o, got)
		}
	}
	same("everywhere", f, sum)
	for region, o := range provinces {
		g := f
		if g.Region = region; region != "" {
			same(region, g, o)
		}
	}
	for town, o := range towns {
		g := f
		if g.Region, g.City = town[0], town[1]; town[0] != "" && town[1] != "" {
			same(fmt.Sprint(town), g, o)
		}
	}
}

func checkShops(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	runs, err := s.StoreRuns(t.Context(), f, 7)
	if err != nil {
		t.Fatal(err)
	}
	type shop struct {
		brand voc.BrandID
		store voc.StoreID
	}
	sums, before := map[shop][2]int{}, map[shop]int{}
	for _, r := range runs {
		key := shop{r.Brand, r.Store}
		if r.Piece < 0 {
			before[key] += r.N
			continue
		}
		sums[key] = [2]int{sums[key][0] + r.N, sums[key][1] + r.Negative}
		width := f.To.Sub(f.From) / 7
		g := f
		g.Brands, g.Store, g.From = []voc.BrandID{r.Brand}, r.Store, f.From.Add(time.Duration(r.Piece)*width)
		g.To = g.From.Add(width)
		if got := behind(t, s, g); got.Total != r.N || got.Negative != r.Negative || got.Complaints != r.Complaints {
			t.Errorf("%+v: behind the piece are %+v", r, got)
		}
	}
	for key, n := range sums {
		g := f
		g.Brands, g.Store = []voc.BrandID{key.brand}, key.store
		o, err := s.Overview(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		if o.Figures.Total != n[0] || o.Figures.Negative != n[1] || o.Before.Total != before[key] {
			t.Errorf("%v counts %v and %d before, behind it are %+v", key, n, before[key], o)
		}
	}
}

func checkAuthors(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	list, err := s.Authors(t.Context(), f, store.AuthorsByComplaints, 50)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range list {
		g := f
		g.Author, g.Tier = a.Author, a.Tier
		if got := behind(t, s, g); got.Total != a.N || got.Negative != a.Negative || got.Complaints != a.Complaints {
			t.Errorf("%+v: behind it are %+v", a, got)
		}
		if i > 0 && list[i-1].Complaints < a.Complaints {
			t.Errorf("%d complaints stand after %d", a.Complaints, list[i-1].Complaints)
		}
	}
	whole := behind(t, s, f)
	habits, err := s.Habits(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	authors, mentions := 0, 0
	for _, h := range habits {
		authors, mentions = authors+h.Authors, mentions+h.Mentions
	}
	if authors != whole.Authors || mentions != whole.Total {
		t.Errorf("habits: %d authors with %d mentions, behind them are %+v", authors, mentions, whole)
	}
}

func checkTiers(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	tiers, err := s.Tiers(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, tier := range tiers {
		g := f
		g.Tier = tier.Tier
		if got := behind(t, s, g); got.Total != tier.N || got.Authors != tier.Authors || got.Negative != tier.Negative || got.Complaints != tier.Complaints {
			t.Errorf("%+v: behind it are %+v", tier, got)
		}
	}
	raw := f
	raw.Raw = true
	choruses, err := s.Coordinated(t.Context(), raw, 1000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range choruses {
		n += c.N
	}
	raw.Noise = voc.NoiseBot
	if got := behind(t, s, raw); got.Total != n {
		t.Errorf("%d posts look made by machines, behind the label are %d", n, got.Total)
	}
}

func checkVoice(t *testing.T, s *store.Store, f voc.Filter) {
	t.Helper()
	runs, err := s.SharesOfVoice(t.Context(), f, 7)
	if err != nil {
		t.Fatal(err)
	}
	pieces, whole := map[voc.BrandID]int{}, map[voc.BrandID]int{}
	people := 0.0
	for _, r := range runs {
		if r.Piece >= 0 {
			pieces[r.Brand] += r.N
			continue
		}
		whole[r.Brand] = r.N
		people += r.PartOfPeople
		g := f
		g.Brands = []voc.BrandID{r.Brand}
		if got := behind(t, s, g); got.Total != r.N || got.Negative != r.Negative {
			t.Errorf("%+v: behind it are %+v", r, got)
		}
	}
	for b, n := range whole {
		if pieces[b] != n {
			t.Errorf("%s: the pieces hold %d, the window %d", b, pieces[b], n)
		}
	}
	if got := behind(t, s, f); math.Abs(people-float64(got.Authors)) > 1e-6 {
		t.Errorf("%.3f people, the overview counts %d", people, got.Authors)
	}
}

// Sums of squares are worked out by hand: one author writes 3 of one brand and 1 of the other, one
// writes 2 of the other.
func TestSquaresRunOverAuthors(t *testing.T) {
	s := storetest.Open(t)
	var all []voc.Mention
	for i, x := range []struct{ author, brand string }{{"a", "qingheng"}, {"a", "qingheng"}, {"a", "qingheng"}, {"a", "luye"}, {"b", "luye"}, {"b", "luye"}} {
		m := mention(fmt.Sprint("sq-", i), "一句话", at(noon))
		m.Brand, m.Post.Author.Hash = voc.BrandID(x.brand), x.author
		all = append(all, m)
	}
	save(t, s, 6, all...)
	runs, err := s.SharesOfVoice(t.Context(), voc.Filter{From: noon.Add(-time.Hour), To: noon.Add(time.Hour)}, 1)
	if err != nil {
		t.Fatal(err)
	}
	squares, people := 0.0, 0.0
	for _, r := range runs {
		if r.Piece != -1 {
			continue
		}
		squares, people = squares+r.PartOfAllSquares, people+r.PartOfPeople
		want := map[voc.BrandID][3]float64{"qingheng": {3, 9, 12}, "luye": {3, 1 + 4, 4 + 4}}[r.Brand]
		if got := [3]float64{float64(r.N), r.OwnSquares, r.Cross}; got != want {
			t.Errorf("%s: count, squares, cross %v, want %v", r.Brand, got, want)
		}
	}
	if squares != 16+4 || people != 2 {
		t.Errorf("over all: squares %g, people %g; want 20 and 2", squares, people)
	}
}
