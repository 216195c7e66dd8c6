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

// FirstOf is when the first mention a filter means was published; zero: there is none. The filter names one
// brand.
func (s *Store) FirstOf(ctx context.Context, f voc.Filter) (time.Time, error) {
	// Which version of a mention is the newest is known only by reading all of them, so it is asked of a
	// stretch of time from the first on that grows until one is found.
	about, err := s.firstOf(ctx, "FirstOf", f)
	if err != nil || about.IsZero() {
		return time.Time{}, err
	}
	for near := firstNear; ; near *= 8 {
		some := f
		some.From = later(f.From, about)
		all := near > firstFar || !f.To.IsZero() && !some.From.Add(near).Before(f.To)
		if !all {
			some.To = some.From.Add(near)
		}
		if first, err := s.firstOf(ctx, "FirstOf.exact", some); err != nil || all || !first.IsZero() {
			return first, err
		}
	}
}

const (
	firstNear = 24 * time.Hour
	firstFar  = 1000 * firstNear
)

func (s *Store) firstOf(ctx context.Context, query string, f voc.Filter) (time.Time, error) {
	first, err := list(ctx, s, query, filterParams(f), func(r rows) (time.Time, error) {
		var at time.Time
		err := r.Scan(&at)
		return fromDB(at), err
	})
	if err != nil || len(first) == 0 {
		return time.Time{}, err
	}
	return first[0], nil
}
