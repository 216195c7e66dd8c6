package store

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// FacetNames are what mentions can be told apart by, in the order people look at them.
func FacetNames() []string {
	return []string{"brand", "sentiment", "complaint", "severity", "topic", "aspect", "intent", "emotion", "source", "platform", "region", "city", "store", "tier", "noise"}
}

// FacetValue is how many mentions of a filter have one value.
type FacetValue struct {
	Value    string // "-" a brand that is none
	N        int
	Negative int
}

// Facets counts the mentions of a filter by each value of each facet, most first, at most limit values
// of each. A facet that the filter itself restricts is counted without that restriction, so that the
// counts say what else could be chosen; noise labels are always counted over raw mentions.
func (s *Store) Facets(ctx context.Context, f voc.Filter, limit int) (map[string][]FacetValue, error) {
	all := map[string][]FacetValue{}
	for name, relax := range relaxed(f) {
		wide := f
		if relax != nil {
			relax(&wide)
		}
		found, err := s.facets(ctx, wide, limit, name == "" || !severalOf[name], name == "" || severalOf[name])
		if err != nil {
			return nil, err
		}
		for facet, values := range found {
			if name == facet || name == "" && relaxed(f)[facet] == nil {
				all[facet] = values
			}
		}
	}
	return all, nil
}

// severalOf are the facets a mention may have several values of.
var severalOf = map[string]bool{"topic": true, "aspect": true, "noise": true}

// relaxed tells which facets a filter restricts, and how it is widened for each; "" is the filter itself.
func relaxed(f voc.Filter) map[string]func(*voc.Filter) {
	restricted := map[string]struct {
		is    bool
		relax func(*voc.Filter)
	}{
		"brand":     {len(f.Brands) > 0, func(f *voc.Filter) { f.Brands = nil }},
		"source":    {len(f.Sources) > 0, func(f *voc.Filter) { f.Sources = nil }},
		"platform":  {len(f.Platforms) > 0, func(f *voc.Filter) { f.Platforms = nil }},
		"sentiment": {f.Sentiment != "", func(f *voc.Filter) { f.Sentiment = "" }},
		"topic":     {f.Topic != "", func(f *voc.Filter) { f.Topic = "" }},
		"aspect":    {f.Aspect != "", func(f *voc.Filter) { f.Aspect, f.Judged = "", "" }},
		"intent":    {f.Intent != "", func(f *voc.Filter) { f.Intent = "" }},
		"emotion":   {f.Emotion != "", func(f *voc.Filter) { f.Emotion = "" }},
		"severity":  {f.MinSeverity > 0, func(f *voc.Filter) { f.MinSeverity = 0 }},
		"region":    {f.Region != "" || len(f.Regions) > 0, func(f *voc.Filter) { f.Region, f.Regions = "", nil }},
		"city":      {f.City != "", func(f *voc.Filter) { f.City = "" }},
		"store":     {f.Store != "", func(f *voc.Filter) { f.Store = "" }},
		"tier":      {f.Tier != "", func(f *voc.Filter) { f.Tier = "" }},
		"complaint": {f.Complaint, func(f *voc.Filter) { f.Complaint = false }},
		"noise":     {!f.Raw || f.Noise != "", func(f *voc.Filter) { f.Raw, f.Noise = true, "" }},
	}
	all := map[string]func(*voc.Filter){"": nil}
	for name, r := range restricted {
		if r.is {
			all[name] = r.relax
		}
	}
	return all
}

func (s *Store) facets(ctx context.Context, f voc.Filter, limit int, single, several bool) (map[string][]FacetValue, error) {
	p := filterParams(f)
	p["limit"] = uint32(max(1, limit))
	all := map[string][]FacetValue{}
	for name, wanted := range map[string]bool{"Facets": single, "Facets.many": several} {
		if !wanted {
			continue
		}
		got := map[string][]FacetValue{}
		err := s.read(ctx, name, p, func() { clear(got) }, func(r rows) error {
			var facet, value string
			var n, negative uint64
			err := r.Scan(&facet, &value, &n, &negative)
			got[facet] = append(got[facet], FacetValue{value, int(n), int(negative)})
			return err
		})
		if err != nil {
			return nil, err
		}
		for facet, values := range got {
			all[facet] = values
		}
	}
	return all, nil
}
