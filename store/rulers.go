package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Ruler is a moment from which on mentions are measured differently: by another model, dictionary or
// taxonomy. A step of a curve there may be the ruler's, not the customers'.
type Ruler struct {
	At     time.Time `json:"at"`     // start of the first bucket most of which was measured so
	Before string    `json:"before"` // voc.Analysis.Version until then
	After  string    `json:"after"`  // and from then on
}

// Rulers finds the changes of the analysis within [from, to), both of which must be given, in buckets
// of a step. Of a bucket measured by several, the version of most mentions counts. After history has been
// understood anew under one version there are none.
func (s *Store) Rulers(ctx context.Context, from, to time.Time, step time.Duration) ([]Ruler, error) {
	if _, err := bucketStarts(from, to, step); err != nil {
		return nil, err
	}
	var seen []measured
	everybody := voc.Filter{From: from, To: to, Raw: true}
	p, name := filterParams(everybody), "Rulers"
	p["step"] = step.Milliseconds()
	if step%time.Hour == 0 && from.Equal(from.Truncate(time.Hour)) {
		var err error
		if name, err = s.treeQuery(ctx, name, everybody, p); err != nil {
			return nil, err
		}
	}
	err := s.read(ctx, name, p, func() { seen = nil }, func(r rows) error {
		var m measured
		var n uint64
		if err := r.Scan(&m.bucket, &m.version, &n); err != nil {
			return err
		}
		seen = append(seen, m)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rulers(seen, from, step), nil
}

// measured is a version met in a bucket.
type measured struct {
	bucket  int64
	version string
}

// rulers tells where the version changes. Of each bucket the first version is that of most mentions.
func rulers(seen []measured, from time.Time, step time.Duration) []Ruler {
	all := []Ruler{}
	last := measured{bucket: -1}
	for _, m := range seen {
		if m.bucket == last.bucket {
			continue
		}
		if last.bucket >= 0 && m.version != last.version {
			all = append(all, Ruler{At: from.Add(time.Duration(m.bucket) * step), Before: last.version, After: m.version})
		}
		last = m
	}
	return all
}
