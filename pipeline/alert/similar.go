package alert

import (
	"cmp"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Similar lists the past incidents most like one: about the same topics, of the same kind of voice,
// as grave, as steep. Past are incidents of the same brand that ended before it opened; orders give
// what came of them.
func Similar(a voc.Alert, past []voc.Alert, orders map[string]voc.WorkOrder, most int) []voc.SimilarAlert {
	found := []voc.SimilarAlert{}
	for _, p := range past {
		if p.ID == a.ID || p.Brand != a.Brand || p.State != voc.AlertResolved || !p.OpenedAt.Before(a.OpenedAt) {
			continue
		}
		alike := likeness(a, p)
		if alike < leastAlike {
			continue
		}
		order := orders[p.Order]
		found = append(found, voc.SimilarAlert{
			ID: p.ID, Headline: p.Headline, OpenedAt: p.OpenedAt, Lasted: p.ResolvedAt.Sub(p.StartedAt), Peak: p.Peak,
			Verdict: p.Verdict, Order: p.Order, Cause: order.Cause, Alike: alike,
		})
	}
	slices.SortFunc(found, func(a, b voc.SimilarAlert) int {
		return cmp.Or(cmp.Compare(b.Alike, a.Alike), b.OpenedAt.Compare(a.OpenedAt), cmp.Compare(a.ID, b.ID))
	})
	return found[:min(most, len(found))]
}

// leastAlike is from where on a past incident helps to judge a new one; without a common topic
// nothing reaches it.
const leastAlike = 0.35

// likeness is how alike two incidents are, 0…1: two thirds what they are about, one third how they
// look (shop, level, how steep).
func likeness(a, b voc.Alert) float64 {
	x, y := MatterOf(a), MatterOf(b)
	topics := overlap(x.Mass, y.Mass)
	if a.Topic != "" && a.Topic == b.Topic {
		topics = max(topics, 0.8)
	}
	look := 0.0
	if x.Shop != "" && x.Shop == y.Shop {
		look += 0.4
	}
	look += 0.3 * (1 - float64(max(a.Level.Rank(), b.Level.Rank())-min(a.Level.Rank(), b.Level.Rank()))/3)
	if high := max(a.Peak, b.Peak); high > 0 {
		look += 0.3 * float64(min(a.Peak, b.Peak)) / float64(high)
	}
	return min(1, 2*topics/3+look/3)
}
