package store

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SampledMentions gives the mentions of the audit samples of the weeks from first to last that a filter
// lets through, as they are understood now.
func (s *Store) SampledMentions(ctx context.Context, f voc.Filter, first, last string) ([]voc.Mention, error) {
	p := filterParams(f)
	p["first"], p["last"] = first, last
	return list(ctx, s, "SampledMentions", p, scanMention)
}

// Strata counts the mentions of a filter by the strata of the audit, "brand/negative/sure".
func (s *Store) Strata(ctx context.Context, f voc.Filter) (map[string]int, error) {
	p := filterParams(f)
	p["doubt"] = Doubt
	name := "Strata"
	settled, err := s.settledParams(ctx, f, "stratum", p)
	if err != nil {
		return nil, err
	}
	if settled {
		name = "Strata.settled"
	}
	var all map[string]int
	err = s.read(ctx, name, p, func() { all = map[string]int{} }, func(r rows) error {
		var name string
		var n uint64
		err := r.Scan(&name, &n)
		all[name] = int(n)
		return err
	})
	return all, err
}

// Flow is what came in during one week, in one way.
type Flow struct {
	Week        int // from the start of the filter
	Sentiment   voc.Sentiment
	Tenth       int     // of the stated probability: 9 is 0.9 to 1
	Length      int     // band of the text's length: 0 below 10 characters, 1 below 30, 2 below 100, 3 below 300, 4 longer
	N           int     //
	Probability float64 // sum over N
	Characters  int     // sum over N
}

// Drift tells what came in week by week from the start of a filter.
func (s *Store) Drift(ctx context.Context, f voc.Filter) ([]Flow, error) {
	return list(ctx, s, "Drift", filterParams(f), func(r rows) (Flow, error) {
		var one Flow
		var week uint32
		var tenth, band uint8
		var n, characters uint64
		err := r.Scan(&week, (*string)(&one.Sentiment), &tenth, &band, &n, &one.Probability, &characters)
		one.Week, one.Tenth, one.Length, one.N, one.Characters = int(week), int(tenth), int(band), int(n), int(characters)
		return one, err
	})
}

// textsOfWeek is how many texts a week's share of strange words is measured on.
const textsOfWeek = 200

// DriftTexts gives some normalised texts of each week from the start of a filter, of total mentions and
// weeks in all.
func (s *Store) DriftTexts(ctx context.Context, f voc.Filter, total, weeks int) (map[int][]string, error) {
	p := filterParams(f)
	p["every"], p["limit"] = uint64(max(1, total/(2*textsOfWeek*max(1, weeks)))), uint32(textsOfWeek)
	var all map[int][]string
	err := s.read(ctx, "DriftTexts", p, func() { all = map[int][]string{} }, func(r rows) error {
		var week uint32
		var text string
		err := r.Scan(&week, &text)
		all[int(week)] = append(all[int(week)], text)
		return err
	})
	return all, err
}
