package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// CountQuery names a series of counts.
type CountQuery struct {
	Brand     voc.BrandID   // "" all brands
	Topic     string        // "" all topics
	Sentiment voc.Sentiment // "" all
	NotTopics []string      // mentions of any of these do not count
	Platforms []string      // on any of these; empty: all
	Regions   []string      // from any of these provinces; empty: all
	AnyWord   []string      // that hold at least one of these; empty: all
	From      time.Time     // start of the first bucket
	To        time.Time     // exclusive; the last bucket holds it or ends at it
	Step      time.Duration // length of a bucket, whole milliseconds
}

func (q CountQuery) filter() voc.Filter {
	f := voc.Filter{
		From: q.From, To: q.To, Topic: q.Topic, Sentiment: q.Sentiment, NotTopics: q.NotTopics,
		Platforms: q.Platforms, Regions: q.Regions, AnyWord: q.AnyWord,
	}
	if q.Brand != "" {
		f.Brands = []voc.BrandID{q.Brand}
	}
	return f
}

// maxBuckets bounds an answer: 5-minute buckets over ten months.
const maxBuckets = 100_000

// Counts counts cleaned mentions by bucket, every bucket present, an empty one as zero with the
// coverage that says whether the zero is a fact. A post whose site told only the day is counted in
// buckets of a day or longer alone, one without any time in none: piled up at midnight, or at the
// moment of an import, they would look like a burst.
//
// Coverage of a bucket is which share of what the expected sources usually bring in it they were
// heard for. Expected is every source given to Expect that has a schedule, is not disabled, and is
// about this brand or about any (files and pushes have no expectation). A source is heard up to the
// latest HeardTo of its visits that went to the end (where a visit says no HeardTo, up to its start):
// a later visit catches up on what an outage missed. What the site no longer showed stays a gap until
// a visit that was sent back for it is heard. See VolumeOf for what is usual; a source that is too
// new for it counts like the others. Of the bucket that still runs only what has passed counts. No
// expected source at all means coverage 1: nothing is missing of nothing.
func (s *Store) Counts(ctx context.Context, q CountQuery) ([]voc.Count, error) {
	starts, err := bucketStarts(q.From, q.To, q.Step)
	if err != nil {
		return nil, err
	}
	var brands []voc.BrandID
	if q.Brand != "" {
		brands = []voc.BrandID{q.Brand}
	}
	heard, err := s.listening(ctx, nil, brands)
	if err != nil {
		return nil, err
	}
	coverage := heard.coverage(starts, q.Step)
	counts := make([]voc.Count, len(starts))
	p := filterParams(q.filter())
	p["step"] = q.Step.Milliseconds()
	err = s.read(ctx, "Counts", p, func() {
		for i, at := range starts {
			counts[i] = voc.Count{At: at, Coverage: coverage[i]}
		}
	}, func(r rows) error {
		var bucket int64
		var n, authors uint64
		if err := r.Scan(&bucket, &n, &authors); err != nil {
			return err
		}
		if bucket >= 0 && bucket < int64(len(counts)) {
			counts[bucket].N, counts[bucket].Authors = int(n), int(authors)
		}
		return nil
	})
	return counts, err
}

func bucketStarts(from, to time.Time, step time.Duration) ([]time.Time, error) {
	if step < time.Millisecond || step%time.Millisecond != 0 {
		return nil, fmt.Errorf("store: a bucket of %s: use whole milliseconds", step)
	}
	if from.IsZero() || !from.Before(to) {
		return nil, fmt.Errorf("store: counts from %s to %s: the beginning must lie before the end", from, to)
	}
	n := int64((to.Sub(from) + step - 1) / step)
	if n > maxBuckets {
		return nil, fmt.Errorf("store: %d buckets of %s between %s and %s: %d at most; use longer buckets", n, step, from, to, maxBuckets)
	}
	starts := make([]time.Time, n)
	for i := range starts {
		starts[i] = from.Add(time.Duration(i) * step)
	}
	return starts, nil
}
