package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// thinHours bounds a question judged by hours; a longer one is judged by days. Either way the list of
// what is left out stays short enough to be asked about with every mention.
const thinHours = 100 * 24

// Thin lists the stretches of a filter's window, and of the one it is compared with, that were collected
// less than least, 0…1: whole hours, or whole days of 24 hours where the window is longer than a hundred
// of them. Coverage is as in Counts. Stretches that touch are one.
func (s *Store) Thin(ctx context.Context, f voc.Filter, least float64) ([]voc.Span, error) {
	heard, err := s.listening(ctx, f.Sources, f.Brands)
	if err != nil {
		return nil, err
	}
	windows := []voc.Filter{f}
	if before, ok := windowBefore(f); ok {
		windows = []voc.Filter{before, f}
	}
	var all []voc.Span
	for _, w := range windows {
		step := time.Hour
		if w.To.Sub(w.From) > thinHours*time.Hour {
			step = 24 * time.Hour
		}
		starts, err := bucketStarts(w.From.Truncate(time.Hour), w.To, step)
		if err != nil {
			return nil, err
		}
		all = append(all, thin(starts, step, heard.coverage(starts, step), least)...)
	}
	return all, nil
}

// thin joins the buckets whose coverage is below least.
func thin(starts []time.Time, step time.Duration, coverage []float64, least float64) []voc.Span {
	var all []voc.Span
	for i, at := range starts {
		if coverage[i] >= least {
			continue
		}
		if n := len(all); n > 0 && all[n-1].To.Equal(at) {
			all[n-1].To = at.Add(step)
			continue
		}
		all = append(all, voc.Span{From: at, To: at.Add(step)})
	}
	return all
}

// spansAsked gives stretches of time as the server is told them.
func spansAsked(spans []voc.Span) (from, to []int64) {
	from, to = make([]int64, len(spans)), make([]int64, len(spans))
	for i, s := range spans {
		from[i], to[i] = millis(s.From), millis(s.To)
	}
	return from, to
}
