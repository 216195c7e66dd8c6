package store

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// listener is one source whose hearing is measured.
type listener struct {
	source voc.Source
	record record
	weight [hoursOfWeek]float64 // how much an hour of the week counts: what it usually brings
}

// listening is how well a number of sources has been heard.
type listening struct {
	all  []listener
	now  time.Time
	zone *time.Location
}

// leastWeight keeps an hour in which nothing is ever said from counting for nothing at all.
const leastWeight = 1e-6

// listen puts listeners together. A source of which no usual volume is known counts like the mean of
// those of which one is: all alike where none is.
func listen(sources []voc.Source, records map[voc.SourceID]record, known map[voc.SourceID]*Volume, now time.Time, zone *time.Location) listening {
	l := listening{now: now, zone: zone}
	var mean [hoursOfWeek]float64
	n := 0.0
	for _, src := range sources {
		if v := known[src.ID]; v != nil && v.Known {
			n++
			for i, x := range v.Hours {
				mean[i] += float64(x)
			}
		}
	}
	for i := range mean {
		if n > 0 {
			mean[i] /= n
		} else {
			mean[i] = 1
		}
	}
	for _, src := range sources {
		one := listener{source: src, record: records[src.ID], weight: mean}
		if v := known[src.ID]; v != nil && v.Known {
			for i, x := range v.Hours {
				one.weight[i] = float64(x)
			}
		}
		for i := range one.weight {
			one.weight[i] += leastWeight
		}
		l.all = append(l.all, one)
	}
	return l
}

// deaf lists the spans in which a source was not heard, up to now.
func (r *record) deaf(now time.Time) []voc.Span {
	spans := gapSpans(r.lost)
	if r.heard.Before(now) {
		spans = append(spans, voc.Span{From: r.heard, To: now})
	}
	return spans
}

// coverage is, for each bucket of a length, which share of what the sources usually bring in it they
// were heard for. A bucket longer than an hour is judged hour by hour; an hour, or a shorter bucket,
// in which a source was not heard to the end counts nothing of it. What has not passed yet counts
// nowhere, and in the bucket that still runs a source that is not late counts as heard: nobody
// expects it to have been visited this minute. No source at all means 1: nothing is missing of
// nothing.
func (l *listening) coverage(starts []time.Time, step time.Duration) []float64 {
	cover := make([]float64, len(starts))
	if len(l.all) == 0 || len(starts) == 0 {
		for i := range cover {
			cover[i] = 1
		}
		return cover
	}
	g := l.grid(starts, step)
	for i := range l.all {
		g.miss(&l.all[i])
	}
	for i, p := range g.pieces {
		g.all[p.bucket] += g.total[p.slot] * p.hours
		g.missed[p.bucket] += g.lack[i] * p.hours
	}
	for i := range cover {
		if g.all[i] > 0 {
			cover[i] = min(1, max(0, 1-g.missed[i]/g.all[i]))
		}
		if cover[i] > 1-1e-9 {
			cover[i] = 1
		}
	}
	return cover
}

// piece is a part of a bucket, an hour at most, within one hour of the week.
type piece struct {
	from, to time.Time
	bucket   int
	slot     int
	hours    float64
}

// grid is the buckets cut into pieces, and what is missing of each.
type grid struct {
	*listening
	starts      []time.Time
	step        time.Duration
	pieces      []piece
	total       [hoursOfWeek]float64 // weight of all listeners
	lack        []float64            // by piece: weight of those who did not hear it
	all, missed []float64            // by bucket
}

func (l *listening) grid(starts []time.Time, step time.Duration) *grid {
	g := &grid{listening: l, starts: starts, step: step, all: make([]float64, len(starts)), missed: make([]float64, len(starts))}
	for i, start := range starts {
		end := start.Add(step)
		if end.After(l.now) {
			end = l.now
		}
		for at := start; at.Before(end); {
			next := at.Add(time.Hour)
			if next.After(end) {
				next = end
			}
			g.pieces = append(g.pieces, piece{at, next, i, hourOfWeek(at.In(l.zone)), next.Sub(at).Hours()})
			at = next
		}
	}
	g.lack = make([]float64, len(g.pieces))
	for i := range l.all {
		for slot, w := range l.all[i].weight {
			g.total[slot] += w
		}
	}
	return g
}

// miss notes in which pieces a source was not heard.
func (g *grid) miss(one *listener) {
	counted := -1 // the last piece noted: two spans may touch the same one
	for _, s := range g.deaf(one) {
		i, _ := slices.BinarySearchFunc(g.pieces, s.From, func(p piece, at time.Time) int {
			if p.to.After(at) {
				return 1
			}
			return -1
		})
		for i = max(i, counted+1); i < len(g.pieces) && g.pieces[i].from.Before(s.To); i++ {
			g.lack[i] += one.weight[g.pieces[i].slot]
			counted = i
		}
	}
}

// deaf lists the spans in which a source was not heard; a source that is not late is given the
// bucket that still runs.
func (g *grid) deaf(one *listener) []voc.Span {
	spans := one.record.deaf(g.now)
	if behind := len(spans) - 1; behind >= 0 && !one.record.heard.IsZero() && spans[behind].To.Equal(g.now) && !one.record.late(one.source, g.now) {
		running := g.starts[0].Add(g.now.Sub(g.starts[0]).Truncate(g.step))
		spans[behind].To = later(spans[behind].From, running)
	}
	slices.SortFunc(spans, func(a, b voc.Span) int { return a.From.Compare(b.From) })
	return slices.DeleteFunc(spans, func(s voc.Span) bool { return !s.From.Before(s.To) })
}

// listening asks how well the expected sources have been heard, of those among sources and those
// that can speak of one of the brands; empty means all.
func (s *Store) listening(ctx context.Context, sources []voc.SourceID, brands []voc.BrandID) (*listening, error) {
	var chosen []voc.Source
	for _, src := range *s.expected.Load() {
		asked := len(sources) == 0 || slices.Contains(sources, src.ID)
		if asked && (src.Brand == "" || len(brands) == 0 || slices.Contains(brands, src.Brand)) {
			chosen = append(chosen, src)
		}
	}
	if len(chosen) == 0 {
		return &listening{}, nil
	}
	records, err := s.records(ctx, nil)
	if err != nil {
		return nil, err
	}
	now := s.opts.Now()
	known, err := s.volumes(ctx, records, brands, now)
	if err != nil {
		return nil, err
	}
	l := listen(chosen, records, known, now, s.opts.Location)
	return &l, nil
}
