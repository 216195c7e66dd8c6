package store

import (
	"context"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// MatterQuery names something a brand's customers complain of.
type MatterQuery struct {
	Brand  voc.BrandID   // not empty
	Topics []string      // any of them; empty: whatever it is about
	Store  voc.StoreID   // at this shop; "" at any
	From   time.Time     // start of the first bucket
	To     time.Time     // exclusive; the last bucket holds it or ends at it
	Step   time.Duration // length of a bucket, whole milliseconds
}

// Matter counts a brand's negative mentions by bucket: those of the matter, and all others, which
// are what the matter is compared with. Buckets and coverage are as in Counts, and the same for both.
// A matter without topics and shop is everything, and leaves no others.
func (s *Store) Matter(ctx context.Context, q MatterQuery) (matter, others []voc.Count, err error) {
	starts, err := bucketStarts(q.From, q.To, q.Step)
	if err != nil {
		return nil, nil, err
	}
	if q.Brand == "" {
		return nil, nil, fmt.Errorf("store: a matter of no brand: name one, all brands together complain of nothing in common")
	}
	brands := []voc.BrandID{q.Brand}
	heard, err := s.listening(ctx, nil, brands)
	if err != nil {
		return nil, nil, err
	}
	coverage := heard.coverage(starts, q.Step)
	matter, others = make([]voc.Count, len(starts)), make([]voc.Count, len(starts))
	p := filterParams(voc.Filter{Brands: brands, From: q.From, To: q.To, Sentiment: voc.Negative})
	p["step"], p["topics"], p["shop"] = q.Step.Milliseconds(), texts(q.Topics), string(q.Store)
	err = s.read(ctx, "Matter", p, func() {
		for i, at := range starts {
			matter[i] = voc.Count{At: at, Coverage: coverage[i]}
			others[i] = matter[i]
		}
	}, func(r rows) error {
		var bucket int64
		var n, authors, other, otherAuthors uint64
		if err := r.Scan(&bucket, &n, &authors, &other, &otherAuthors); err != nil {
			return err
		}
		if bucket >= 0 && bucket < int64(len(starts)) {
			matter[bucket].N, matter[bucket].Authors = int(n), int(authors)
			others[bucket].N, others[bucket].Authors = int(other), int(otherAuthors)
		}
		return nil
	})
	return matter, others, err
}
