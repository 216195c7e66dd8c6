package digest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// shopCount is what was said of one shop, and what is to be believed of it knowing all others.
type shopCount struct {
	voc.Store
	n, negative, positive int
	before, beforeBad     int
	severe                int
	open                  int // work orders of it that are not closed
	statistics.Shrunken
}

// shopPraise is words worth passing on to a shop.
type shopPraise struct {
	shop     shopCount
	evidence []voc.Evidence
}

const (
	surelyWorse  = 0.95 // probability from which a shop is called worse than the mean
	mostShops    = 3    // shops called out
	mostPraised  = 3
	leastFavour  = 2   // praises for each complaint, below which a shop is not praised
	likelier     = 0.5 // probability of being worse than the mean, above which a shop is not praised
	praiseAsked  = 6   // shops whose praise is read
	praiseRead   = 200 // mentions of each
	leastJudged  = 20  // mentions of a shop before it is judged at all
	shrunkenBand = statistics.Level
)

// askShops counts each shop of the brand in both periods and weighs it against all of them.
func (r *report) askShops(ctx context.Context, in Inputs) error {
	at := map[voc.StoreID]int{}
	for _, s := range in.Stores {
		if (s.Brand == r.brand.ID || s.Brand == "") && in.Audience.Scope.Sees(r.brand.ID, s.Province, s.ID) && r.meant(in.Audience.Filter, s) {
			at[s.ID] = len(r.shops)
			r.shops = append(r.shops, shopCount{Store: s})
		}
	}
	now, was := r.of(in, r.from, r.to), r.of(in, r.was, r.wasTo)
	severe := now
	severe.MinSeverity = max(grave, now.MinSeverity)
	for _, q := range []struct {
		f     voc.Filter
		count func(*shopCount, store.StoreCount)
	}{
		{now, func(s *shopCount, c store.StoreCount) { s.n, s.negative, s.positive = c.N, c.Negative, c.Positive }},
		{was, func(s *shopCount, c store.StoreCount) { s.before, s.beforeBad = c.N, c.Negative }},
		{severe, func(s *shopCount, c store.StoreCount) { s.severe = c.N }},
	} {
		if !q.f.From.Before(q.f.To) {
			continue
		}
		counts, err := in.Store.Stores(ctx, q.f)
		if err != nil {
			return err
		}
		for _, c := range counts {
			if i, known := at[c.Store]; known {
				q.count(&r.shops[i], c)
			}
		}
	}
	r.weigh()
	return nil
}

// meant tells whether an audience's filter is about a shop.
func (r *report) meant(f voc.Filter, s voc.Store) bool {
	return (f.Store == "" || f.Store == s.ID) && (f.Region == "" || f.Region == s.Province) && (f.City == "" || f.City == s.City) &&
		(len(f.Regions) == 0 || slices.Contains(f.Regions, s.Province))
}

// weigh fills in what is to be believed of each shop, as the page of shops does, and orders them, the worst first.
func (r *report) weigh() {
	counts := make([]statistics.Count, len(r.shops))
	for i, s := range r.shops {
		counts[i] = statistics.Count{K: float64(s.negative), N: float64(s.n)}
	}
	shrunken, pool := statistics.Shrink(counts, shrunkenBand)
	r.pool = pool
	for i := range r.shops {
		s := &r.shops[i]
		s.Shrunken = shrunken[i]
		for _, o := range r.orders {
			if o.Store == s.ID && stateAt(o, r.to).Open() {
				s.open++
			}
		}
	}
	slices.SortStableFunc(r.shops, func(a, b shopCount) int {
		return cmp.Or(cmp.Compare(b.Rate, a.Rate), cmp.Compare(b.n, a.n), cmp.Compare(a.ID, b.ID))
	})
}

func shopQuery(id voc.StoreID) string { return "period/shops/" + string(id) }

const queryShops = "period/shops"

// shopLines name the shops that are surely worse than the mean of all, and those that changed.
func (r *report) shopLines() []voc.DigestLine {
	if len(r.shops) < 2 {
		return nil
	}
	all, _ := r.shopSums()
	var lines []voc.DigestLine
	sure := r.surelyWorse()
	for _, s := range sure[:min(len(sure), mostShops)] {
		lines = append(lines, voc.DigestLine{Query: shopQuery(s.ID), N: s.negative, Of: s.n, Text: r.say(
			"%s：%d 条里负面 %d 条（%s），折算后约 %s（90%% 区间 %s～%s）；各店平均 %s。",
			"%s: %d mentions, %d negative (%s); after weighing about %s (90%% interval %s to %s); the shops' mean is %s.",
			s.Name, s.n, s.negative, r.share(s.negative, s.n), r.percent(s.Rate), r.percent(s.Interval.Low), r.percent(s.Interval.High), r.percent(r.pool.Mean))})
	}
	if rest := len(sure) - mostShops; rest > 0 {
		lines = append(lines, voc.DigestLine{Query: queryShops, Text: r.say("另有 %d 家也有把握比平均差，见附表。", "%d more shops are clearly worse than the mean, see the table.", rest)})
	}
	for _, s := range r.changedShops() {
		lines = append(lines, voc.DigestLine{Query: shopQuery(s.ID), N: s.negative, Of: s.n, Text: r.say(
			"%s%s：负面占比 %s（%d 条里 %d 条），%s %s（%d 条里 %d 条）。",
			"%s %s: negative share %[3]s (%[5]d of %[4]d), %[6]s %[7]s (%[9]d of %[8]d).",
			s.Name, r.turned(s), r.share(s.negative, s.n), s.n, s.negative, r.stretch.last(r.tongue), r.share(s.beforeBad, s.before), s.before, s.beforeBad)})
	}
	if len(lines) == 0 && all >= leastDay {
		lines = append(lines, voc.DigestLine{Query: queryShops, Text: r.say(
			"%d 家门店里，看不出哪一家比各店平均（负面 %s）差。", "None of the %d shops is clearly worse than their mean (%s negative).", len(r.shops), r.percent(r.pool.Mean))})
	}
	return lines
}

func (r *report) turned(s shopCount) string {
	if shopMoved(s) > 0 {
		return r.say("变差", "got worse")
	}
	return r.say("变好", "got better")
}

func (r *report) shopSums() (all, bad int) {
	for _, s := range r.shops {
		all, bad = all+s.n, bad+s.negative
	}
	return all, bad
}

func (r *report) surelyWorse() []shopCount {
	var sure []shopCount
	for _, s := range r.shops {
		if s.Above > surelyWorse && s.n >= leastJudged {
			sure = append(sure, s)
		}
	}
	return sure
}

// shopMoved tells whether a shop's negative share surely differs from the period before: 1 worse, -1
// better. The level is strict because many shops are looked at.
func shopMoved(s shopCount) int {
	if min(s.n, s.before) < leastJudged {
		return 0
	}
	d := statistics.Difference(float64(s.negative), float64(s.n), float64(s.beforeBad), float64(s.before), 0.99)
	switch {
	case d.Low > 0:
		return 1
	case d.High < 0:
		return -1
	}
	return 0
}

// changedShops are those that surely changed and were not told as bad above, the largest change first.
func (r *report) changedShops() []shopCount {
	told := r.surelyWorse()
	told = told[:min(len(told), mostShops)]
	var changed []shopCount
	for _, s := range r.shops {
		if shopMoved(s) != 0 && !slices.ContainsFunc(told, func(t shopCount) bool { return t.ID == s.ID }) {
			changed = append(changed, s)
		}
	}
	change := func(s shopCount) float64 { return -abs(part(s.negative, s.n) - part(s.beforeBad, s.before)) }
	slices.SortStableFunc(changed, func(a, b shopCount) int { return cmp.Compare(change(a), change(b)) })
	return changed[:min(len(changed), mostShops)]
}

func abs(x float64) float64 { return max(x, -x) }

// askPraise reads what the most praised shops were praised for.
func (r *report) askPraise(ctx context.Context, in Inputs) error {
	shops := slices.Clone(r.shops)
	slices.SortStableFunc(shops, func(a, b shopCount) int { return cmp.Compare(b.positive, a.positive) })
	for _, s := range shops[:min(len(shops), praiseAsked)] {
		if s.positive < leastPraise || s.severe > 0 || leastFavour*s.negative > s.positive || s.open > 0 || s.Above > likelier {
			continue
		}
		f := r.of(in, r.from, r.to)
		f.Store, f.Sentiment = s.ID, voc.Positive
		mentions, _, err := in.Store.Mentions(ctx, f, store.Page{Limit: praiseRead})
		if err != nil {
			return err
		}
		p := shopPraise{shop: s}
		for _, m := range mentions {
			if worthPassingOn(m) {
				p.evidence = append(p.evidence, voc.Evidence{
					PostID: m.Post.ID, Brand: m.Brand, At: m.Post.PublishedAt.In(r.zone), Text: m.Post.Text, URL: m.Post.URL,
					Store: s.Name, Source: m.Post.Source, Why: string(store.Typical),
				})
			}
		}
		if len(p.evidence) > 0 {
			r.praise = append(r.praise, p)
		}
	}
	return nil
}

func (r *report) praiseLines() []voc.DigestLine {
	var lines []voc.DigestLine
	for _, p := range r.praise[:min(len(r.praise), mostPraised)] {
		e := quotes(presentable(p.evidence), 1)
		lines = append(lines, voc.DigestLine{
			Text:  r.say("%s：%d 条好评，%d 条负面。", "%s: %d positive, %d negative.", p.shop.Name, p.shop.positive, p.shop.negative),
			Query: shopQuery(p.shop.ID), Posts: ids(e), Evidence: e,
		})
	}
	return lines
}

func (r *report) shopTable() voc.DigestTable {
	t := voc.DigestTable{
		Name: "shops", Title: r.say("门店", "Shops"), Numbers: []int{2, 3, 4, 5, 6, 7, 8, 9, 11},
		Head: []string{
			r.say("门店", "Shop"), r.say("城市", "City"), r.say("声音", "Mentions"), r.say("负面", "Negative"), r.say("负面占比", "Negative share"),
			r.say("折算后", "Weighed"), r.say("区间下限", "Low"), r.say("区间上限", "High"), r.say("比平均差的把握", "Probability of being worse than the mean"),
			r.say("上期负面占比", "Negative share before"), r.say("变化", "Change"), r.say("未了结工单", "Open orders"),
		},
	}
	for _, s := range r.shops {
		before := "—"
		if s.before > 0 {
			before = tenth(part(s.beforeBad, s.before))
		}
		t.Rows = append(t.Rows, []string{
			s.Name, s.City, fmt.Sprint(s.n), fmt.Sprint(s.negative), tenth(part(s.negative, s.n)), tenth(s.Rate), tenth(s.Interval.Low), tenth(s.Interval.High),
			tenth(s.Above), before, r.shopChange(s), fmt.Sprint(s.open),
		})
	}
	return t
}

func (r *report) shopChange(s shopCount) string {
	switch {
	case min(s.n, s.before) < leastJudged:
		return r.say("太少，不作判断", "too few to tell")
	case shopMoved(s) > 0:
		return r.say("变差", "worse")
	case shopMoved(s) < 0:
		return r.say("变好", "better")
	}
	return r.say("在偶然范围内", "within chance")
}
