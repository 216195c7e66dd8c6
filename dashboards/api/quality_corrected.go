package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Corrected is the shares of the sentiments as the analysis counts them, and as they probably are.
type Corrected struct {
	From      time.Time          `json:"from"`
	To        time.Time          `json:"to"`
	Total     int                `json:"total" doc:"Mentions of the brands that were audited"`
	Negative  CorrectedShare     `json:"negative"`
	Neutral   CorrectedShare     `json:"neutral"`
	Positive  CorrectedShare     `json:"positive"`
	Weeks     []string           `json:"weeks" doc:"Weeks whose audit the error is known from"`
	Unaudited []voc.BrandID      `json:"unaudited" doc:"Brands left out on both sides, because nothing of them was read"`
	Strata    []CorrectedStratum `json:"strata"`
}

// CorrectedShare is one share, raw and corrected.
type CorrectedShare struct {
	Raw       *float64             `json:"raw" doc:"As the analysis counts; null of nothing"`
	Corrected *statistics.Estimate `json:"corrected,omitempty" doc:"As it probably is, with an interval of 90 %; left out: nothing was read"`
}

// CorrectedStratum is what was read of one stratum.
type CorrectedStratum struct {
	Stratum  string  `json:"stratum" doc:"Brand, sentiment by the analysis, and whether it is sure: qingheng/negative/sure"`
	Share    float64 `json:"share" doc:"Of the mentions asked for"`
	Read     int     `json:"read"`
	Negative float64 `json:"negative" doc:"Truly negative, weighted share of those read"`
}

type correctedIn struct{ FilterQuery }

// auditWeeks is how long a reading tells of the analysis: the weeks before the end of what is asked for.
const auditWeeks = 8

func (a *door) corrected(ctx context.Context, in *correctedIn) (*answer[Corrected], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	if err := r.done(); err != nil {
		return nil, err
	}
	end := f.To
	if now := a.Now(); end.After(now) {
		end = now
	}
	weeks, err := lastWeeks(end, auditWeeks, a.Location)
	if err != nil {
		return nil, a.fail(ctx, "weeks", err)
	}
	known, err := a.auditOf(ctx, voc.Filter{Brands: f.Brands, From: weeks.from, To: weeks.to, Scope: f.Scope}, weeks)
	if err != nil {
		return nil, a.fail(ctx, "audit", err)
	}
	counts, err := a.Store.Strata(ctx, f)
	if err != nil {
		return nil, a.fail(ctx, "strata", err)
	}
	out := correct(counts, known.read)
	out.From, out.To, out.Weeks = f.From, f.To, readWeeks(known.read)
	return &answer[Corrected]{Body: out}, nil
}

// readWeeks are the weeks that were read, the oldest first.
func readWeeks(read []audited) []string {
	weeks := []string{}
	for i := range read {
		if w := read[i].sampled.Week; !slices.Contains(weeks, w) {
			weeks = append(weeks, w)
		}
	}
	slices.Sort(weeks)
	return weeks
}

// correct puts the counts of the strata and what was read of them together. Brands of which nothing was
// read are left out, of the raw share too: two shares of different wholes must not stand side by side.
func correct(counts map[string]int, read []audited) Corrected {
	out := Corrected{Unaudited: []voc.BrandID{}, Strata: []CorrectedStratum{}}
	audited := map[voc.BrandID]bool{}
	for i := range read {
		audited[read[i].mention.Brand] = true
	}
	raw := map[string]int{}
	for name, n := range counts {
		brand, rest, _ := strings.Cut(name, "/")
		if !audited[voc.BrandID(brand)] {
			if !slices.Contains(out.Unaudited, voc.BrandID(brand)) {
				out.Unaudited = append(out.Unaudited, voc.BrandID(brand))
			}
			continue
		}
		said, _, _ := strings.Cut(rest, "/")
		raw[said] += n
		out.Total += n
	}
	slices.Sort(out.Unaudited)
	if out.Total == 0 {
		return out
	}
	shares := map[string]float64{}
	for name, n := range counts {
		if brand, _, _ := strings.Cut(name, "/"); audited[voc.BrandID(brand)] {
			shares[name] = float64(n) / float64(out.Total)
		}
	}
	for sentiment, into := range map[voc.Sentiment]*CorrectedShare{voc.Negative: &out.Negative, voc.Neutral: &out.Neutral, voc.Positive: &out.Positive} {
		share := float64(raw[string(sentiment)]) / float64(out.Total)
		found := make([]statistics.Read, len(read))
		for i := range read {
			found[i] = statistics.Read{Stratum: stratum(&read[i].mention), Weight: read[i].weight, Yes: read[i].reading.Sentiment == sentiment}
		}
		estimate := statistics.Corrected(shares, found, statistics.Level)
		into.Raw, into.Corrected = &share, &estimate
		if sentiment == voc.Negative {
			out.Strata = strataOf(shares, found)
		}
	}
	return out
}

// strataOf tells what was read of each stratum, the largest first.
func strataOf(shares map[string]float64, read []statistics.Read) []CorrectedStratum {
	list := []CorrectedStratum{}
	for name, share := range shares {
		one := CorrectedStratum{Stratum: name, Share: share}
		all, yes := 0.0, 0.0
		for _, r := range read {
			if r.Stratum != name {
				continue
			}
			one.Read++
			all += r.Weight
			if r.Yes {
				yes += r.Weight
			}
		}
		if all > 0 {
			one.Negative = yes / all
		}
		list = append(list, one)
	}
	slices.SortFunc(list, func(x, y CorrectedStratum) int { return strings.Compare(x.Stratum, y.Stratum) })
	return list
}
