package api

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// StoreRank is one shop among those of its brand.
type StoreRank struct {
	Key        string      `json:"key" doc:"What to filter by"`
	Title      string      `json:"title"`
	Brand      voc.BrandID `json:"brand"`
	Region     string      `json:"region"`
	City       string      `json:"city"`
	Manager    string      `json:"manager"`
	N          int         `json:"n"`
	Negative   int         `json:"negative"`
	Complaints int         `json:"complaints"`
	Raw        *float64    `json:"raw" doc:"negative/n as counted; null of nothing"`
	Rate       float64     `json:"rate" doc:"The shrunken rate: what is to be believed knowing all shops of the brand"`
	Low        float64     `json:"low" doc:"Lower end of the 90 % interval of rate"`
	High       float64     `json:"high" doc:"Upper end of it"`
	Weight     float64     `json:"weight" doc:"0…1: part of rate that rests on the shop's own mentions"`
	Above      float64     `json:"above" doc:"Probability that the shop is worse than the mean of its brand's"`
	Worst      float64     `json:"worst" doc:"Probability that it is the worst of its brand"`
	Best       float64     `json:"best" doc:"Probability that it is the best of its brand"`
	Rank       float64     `json:"rank" doc:"Expected rank among its brand's shops, 1 the worst"`
	Small      bool        `json:"small" doc:"Too few mentions to be judged"`
	Before     int         `json:"before" doc:"Mentions in the window it is compared with"`
	BeforeRaw  *float64    `json:"before_raw" doc:"Negative share then"`
	Moved      string      `json:"moved" enum:"up,down,same" doc:"Whether the negative share differs from then by more than chance (90 % interval of the difference)"`
	Trend      []RankPiece `json:"trend" doc:"Equal pieces of the window"`
	OpenOrders int         `json:"open_orders" doc:"Work orders of this shop that are not closed"`
}

// RankPiece is a shop's part of one piece of the window.
type RankPiece struct {
	N        int `json:"n"`
	Negative int `json:"negative"`
}

// StorePool is what the shops of one brand have in common.
type StorePool struct {
	Brand    voc.BrandID `json:"brand"`
	Title    string      `json:"title"`
	Mean     float64     `json:"mean" doc:"Negative share that shops lie around"`
	Strength float64     `json:"strength" doc:"So many mentions of its own a shop needs to count for as much as what all have in common"`
	Stores   int         `json:"stores"`
	N        int         `json:"n"`
}

// StoreRanks are the shops, worst first.
type StoreRanks struct {
	Compared
	Items []StoreRank `json:"items" doc:"Brand by brand, the worst shrunken rate first"`
	Pools []StorePool `json:"pools"`
	Few   int         `json:"few"`
	Says  Says        `json:"says"`
}

type storeRanksIn struct{ FilterQuery }

// rankPieces is into how many pieces the small curve of a shop is cut.
const rankPieces = 8

func (a *door) storeRanks(ctx context.Context, in *storeRanksIn) (*answer[StoreRanks], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	runs, err := a.Store.StoreRuns(ctx, f, rankPieces)
	if err != nil {
		return nil, a.fail(ctx, "store ranks", err)
	}
	windows, err := a.compared(ctx, f)
	if err != nil {
		return nil, err
	}
	out := StoreRanks{Compared: windows, Items: []StoreRank{}, Pools: []StorePool{}, Few: few}
	shops := a.rankedShops(f, runs)
	for _, b := range a.Brands {
		out.add(b, slices.DeleteFunc(slices.Clone(shops), func(s StoreRank) bool { return s.Brand != b.ID }))
	}
	for i := range out.Items {
		for _, o := range a.ordersOf(ctx) {
			if o.State.Open() && string(o.Store) == out.Items[i].Key && f.Scope.Sees(o.Brand, out.Items[i].Region, o.Store) {
				out.Items[i].OpenOrders++
			}
		}
	}
	out.Says = ranksSay(out)
	return &answer[StoreRanks]{Body: out}, nil
}

// rankedShops lists the configured shops that the filter means, with what is said of them by their
// own brand's mentions; those nobody speaks of too.
func (a *door) rankedShops(f voc.Filter, runs []store.StoreRun) []StoreRank {
	var shops []StoreRank
	at := map[string]int{}
	for _, s := range a.Stores {
		meant := ofBrands(f.Brands, s.Brand) && (f.Region == "" || f.Region == s.Province) && (f.City == "" || f.City == s.City) && (f.Store == "" || f.Store == s.ID)
		if meant && f.Scope.Sees(s.Brand, s.Province, s.ID) {
			at[string(s.ID)] = len(shops)
			shops = append(shops, StoreRank{
				Key: string(s.ID), Title: cmp.Or(s.Name, string(s.ID)), Brand: s.Brand, Region: s.Province, City: s.City, Manager: s.Manager,
				Trend: make([]RankPiece, rankPieces), Moved: "same",
			})
		}
	}
	was := map[int]int{}
	for _, run := range runs {
		i, ok := at[string(run.Store)]
		if !ok || shops[i].Brand != run.Brand {
			continue
		}
		s := &shops[i]
		if run.Piece < 0 {
			s.Before += run.N
			was[i] += run.Negative
			continue
		}
		s.N, s.Negative, s.Complaints = s.N+run.N, s.Negative+run.Negative, s.Complaints+run.Complaints
		s.Trend[run.Piece] = RankPiece{run.N, run.Negative}
	}
	for i := range shops {
		s := &shops[i]
		s.Raw, s.BeforeRaw = negativeShare(s.Negative, s.N).Value, negativeShare(was[i], s.Before).Value
		s.Small = s.N < few
		if s.N > 0 && s.Before > 0 {
			s.Moved = direction(statistics.Difference(float64(s.Negative), float64(s.N), float64(was[i]), float64(s.Before), statistics.Level))
		}
	}
	return shops
}

// direction puts an interval of a difference in a word.
func direction(i statistics.Interval) string {
	switch {
	case i.Low > 0:
		return "up"
	case i.High < 0:
		return "down"
	}
	return "same"
}

// add ranks the shops of one brand among each other. Brands are not mixed: what is usual of one says
// nothing about the shops of another.
func (out *StoreRanks) add(b voc.Brand, shops []StoreRank) {
	if len(shops) == 0 {
		return
	}
	counts := make([]statistics.Count, len(shops))
	pool := StorePool{Brand: b.ID, Title: cmp.Or(b.Name, string(b.ID)), Stores: len(shops)}
	for i, s := range shops {
		counts[i] = statistics.Count{K: float64(s.Negative), N: float64(s.N)}
		pool.N += s.N
	}
	shrunken, common := statistics.Shrink(counts, statistics.Level)
	for i, x := range shrunken {
		s := &shops[i]
		s.Rate, s.Low, s.High, s.Weight = x.Rate, x.Interval.Low, x.Interval.High, x.Weight
		s.Above, s.Worst, s.Best, s.Rank = x.Above, x.Worst, x.Best, x.Rank
	}
	pool.Mean, pool.Strength = common.Mean, common.Strength
	slices.SortStableFunc(shops, func(x, y StoreRank) int {
		return cmp.Or(cmp.Compare(y.Rate, x.Rate), cmp.Compare(y.N, x.N), cmp.Compare(x.Key, y.Key))
	})
	out.Items, out.Pools = append(out.Items, shops...), append(out.Pools, pool)
}

// ranksSay names the shops that are most likely worst and best, of the brand with most to say.
func ranksSay(out StoreRanks) Says {
	var pool *StorePool
	for i := range out.Pools {
		if pool == nil || out.Pools[i].N > pool.N {
			pool = &out.Pools[i]
		}
	}
	if pool == nil || pool.N == 0 {
		return Says{"这段时间里没有提到门店的声音。", "Nothing in this window names a shop."}
	}
	var worst, best StoreRank
	surely := 0
	for _, s := range out.Items {
		if s.Brand != pool.Brand {
			continue
		}
		if s.Worst > worst.Worst || worst.Key == "" {
			worst = s
		}
		if s.Best > best.Best || best.Key == "" {
			best = s
		}
		if s.Above > 0.95 && !s.Small {
			surely++
		}
	}
	return Says{
		fmt.Sprintf("%s %d 家门店里，%s最可能是最差的一家（把握 %.0f%%，负面占比约 %.0f%%），%s最可能是最好的（把握 %.0f%%）；%d 家有把握比平均差。",
			pool.Title, pool.Stores, worst.Title, 100*worst.Worst, 100*worst.Rate, best.Title, 100*best.Best, surely),
		fmt.Sprintf("Of the %d shops of %s, %s is most likely the worst (probability %.0f%%, negative share about %.0f%%), %s the best (%.0f%%); surely worse than the mean: %d.",
			pool.Stores, pool.Title, worst.Title, 100*worst.Worst, 100*worst.Rate, best.Title, 100*best.Best, surely),
	}
}
