package store

import (
	"context"
	"reflect"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// settledQuestion says which tallies answer a filter, beside a breakdown by a dimension of its own
// ("" none, "brand" one all of them know). A filter on what tallies do not know is answered mention by mention.
func settledQuestion(f voc.Filter, by string) (dimension string, elements []string, ok bool) {
	if by == "brand" {
		by = ""
	}
	rest := f
	rest.Brands, rest.Raw, rest.Compare, rest.Timezone = nil, false, "", ""
	rest.From, rest.To = time.Time{}, time.Time{}
	rest.Scope.Brands, rest.Without = nil, nil
	dimension, elements = by, []string{}
	narrow := func(to string, names []string) {
		if len(names) > 0 {
			dimension, elements = to, names
		}
	}
	// One restriction the tallies know by a dimension; with two, or beside a breakdown by another, they
	// cannot tell.
	if by == "" || by == "source" {
		narrow("source", texts(f.Sources))
		rest.Sources = nil
	}
	if len(elements) == 0 && (by == "" || by == "platform") {
		narrow("platform", f.Platforms)
		rest.Platforms = nil
	}
	if len(elements) == 0 && (by == "" || by == "store") && f.Store != "" {
		narrow("store", []string{string(f.Store)})
		rest.Store = ""
	}
	if len(elements) == 0 && (by == "" || by == "region") && f.Region != "" {
		narrow("region", []string{f.Region})
		rest.Region = ""
	}
	if len(elements) == 0 && by == "" && f.MinSeverity > 0 && f.MinSeverity <= gravest {
		var grave []string
		for severity := f.MinSeverity; severity <= gravest; severity++ {
			grave = append(grave, strconv.Itoa(severity))
		}
		narrow("severity", grave)
		rest.MinSeverity = 0
	}
	return dimension, elements, empty(reflect.ValueOf(rest))
}

// countedBy gives the filter without what a column of the tallies stands for, and the column: of a
// polarity, or of complaints, but not of both together.
func countedBy(f voc.Filter) (plain voc.Filter, column string) {
	switch {
	case f.Complaint && f.Sentiment == "":
		f.Complaint = false
		return f, "complaints"
	case !f.Complaint && (f.Sentiment == voc.Negative || f.Sentiment == voc.Neutral || f.Sentiment == voc.Positive):
		column, f.Sentiment = string(f.Sentiment), ""
		return f, column
	}
	return f, ""
}

// gravest is the highest severity there is.
const gravest = 4

// empty tells whether nothing is set, an empty list counting as nothing.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Struct:
		for i := range v.NumField() {
			if !empty(v.Field(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}

// settledParams completes the parameters of a question that tallies can answer; ok is false when they
// cannot. moments are further ones, beside from and to, at which the question cuts time.
func (s *Store) settledParams(ctx context.Context, f voc.Filter, by string, p params, moments ...string) (ok bool, err error) {
	dimension, elements, ok := settledQuestion(f, by)
	if !ok {
		return false, nil
	}
	cuts := []int64{p["from"].(int64), p["to"].(int64)}
	for _, name := range moments {
		if ms, set := p[name].(int64); set {
			cuts = append(cuts, ms)
		}
	}
	cuts = append(cuts, p["without_from"].([]int64)...)
	cuts = append(cuts, p["without_to"].([]int64)...)
	hours, ok, err := s.loose(ctx, cuts, p["from"].(int64), p["to"].(int64))
	if err != nil || !ok {
		return false, err
	}
	p["by"], p["dimension"], p["elements"], p["loose"] = by, dimension, elements, hours
	return true, nil
}

// treeQuery names the query that answers a question about all elements of several dimensions: the one
// that reads tallies, when the filter is of brands and time alone and they hold, else the plain one.
func (s *Store) treeQuery(ctx context.Context, plain string, f voc.Filter, p params) (string, error) {
	settled, err := s.settledParams(ctx, f, "tree", p, "start", "gap_from", "gap_to")
	if err != nil || !settled {
		return plain, err
	}
	return plain + ".settled", nil
}

// wholeHours tells whether clocks of a zone differ from UTC by whole hours between two moments, so that
// hours of the tallies are hours of the zone.
func wholeHours(zone *time.Location, from, to time.Time) bool {
	for at := from; ; at = at.Add(12 * time.Hour) {
		if at.After(to) {
			at = to
		}
		if _, offset := at.In(zone).Zone(); offset%int(hourSeconds) != 0 {
			return false
		}
		if !at.Before(to) {
			return true
		}
	}
}
