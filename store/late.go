package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Late counts the mentions a filter means that were first collected in [from, to), whenever they were
// published: of a window that is over, what a letter written at its end could not know. Before is 0.
func (s *Store) Late(ctx context.Context, f voc.Filter, from, to time.Time) (Tally, error) {
	p := filterParams(f)
	p["fetched_from"], p["fetched_to"] = span(from, to)
	p["revision"] = uint64(max(0, from.UnixNano()))
	found, err := list(ctx, s, "Late", p, func(r rows) (Tally, error) {
		var n, negative, positive uint64
		err := r.Scan(&n, &negative, &positive)
		return Tally{N: int(n), Negative: int(negative), Positive: int(positive)}, err
	})
	if err != nil || len(found) == 0 {
		return Tally{}, err
	}
	return found[0], nil
}
