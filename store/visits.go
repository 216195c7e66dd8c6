package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SaveVisits stores visits. A visit is known by its source and start; saved again it is one visit.
func (s *Store) SaveVisits(ctx context.Context, visits []voc.Visit) error {
	if len(visits) == 0 {
		return nil
	}
	defer s.visited.Add(1)
	return s.insert(ctx, "SaveVisits", len(visits), func(i int) []any {
		v := visits[i]
		return []any{string(v.Source), toDB(v.StartedAt), toDB(v.EndedAt), string(v.Outcome), small(v.Requests), uint64(max(0, v.Bytes)),
			small(v.Found), small(v.Fresh), int64(v.Claimed), v.Missing, toDB(v.NextAt), toDB(v.HeardTo),
			string(v.Trouble), small(v.Changed), small(v.Observed), toDB(v.Since), toDB(v.Until), toDB(v.LostFrom), toDB(v.LostTo)}
	})
}

// small is a count as a column of 32 bits holds it.
func small(n int) uint32 { return uint32(min(max(0, int64(n)), 1<<32-1)) }

// LastVisits gives the latest visit of every source that was ever visited.
func (s *Store) LastVisits(ctx context.Context) (map[voc.SourceID]voc.Visit, error) {
	all, err := list(ctx, s, "LastVisits", nil, scanVisit)
	if err != nil {
		return nil, err
	}
	last := make(map[voc.SourceID]voc.Visit, len(all))
	for _, v := range all {
		last[v.Source] = v
	}
	return last, nil
}

// Visits lists the visits that started in [from, to), newest first. An empty source means all, a
// zero time no limit.
func (s *Store) Visits(ctx context.Context, source voc.SourceID, from, to time.Time) ([]voc.Visit, error) {
	begin, end := span(from, to)
	return list(ctx, s, "Visits", params{"source": string(source), "from": begin, "to": end}, scanVisit)
}

func scanVisit(r rows) (voc.Visit, error) {
	var v voc.Visit
	var requests, found, fresh, changed, observed uint32
	var bytes uint64
	var claimed int64
	err := r.Scan((*string)(&v.Source), &v.StartedAt, &v.EndedAt, (*string)(&v.Outcome), &requests, &bytes, &found, &fresh, &claimed, &v.Missing, &v.NextAt, &v.HeardTo,
		(*string)(&v.Trouble), &changed, &observed, &v.Since, &v.Until, &v.LostFrom, &v.LostTo)
	v.Requests, v.Found, v.Fresh, v.Bytes, v.Claimed = int(requests), int(found), int(fresh), int64(bytes), int(claimed)
	v.Changed, v.Observed = int(changed), int(observed)
	for _, t := range []*time.Time{&v.StartedAt, &v.EndedAt, &v.NextAt, &v.HeardTo, &v.Since, &v.Until, &v.LostFrom, &v.LostTo} {
		*t = fromDB(*t)
	}
	return v, err
}
