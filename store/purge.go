package store

import (
	"context"
	"fmt"
	"time"
)

// Purged says what a purge removed.
type Purged struct {
	Months int // of mentions, dropped as a whole
	Rows   int // of mentions, older versions included
	Others int // readings, looks at counts, discoveries
}

// Purge removes what was said and fetched before a moment: of each mention the later of the two
// counts, so that an old post imported yesterday stays as long as one written yesterday. Readings,
// observations and discoveries go by their own day. Alerts, orders and letters stay: they are ours.
// Cut off, it goes on with the next call.
func (s *Store) Purge(ctx context.Context, before time.Time) (Purged, error) {
	var done Purged
	p := params{"before": before.UnixMilli()}
	type month struct{ number, rows, old int }
	months, err := list(ctx, s, "Purge.months", p, func(r rows) (month, error) {
		var number uint32
		var rows, old uint64
		err := r.Scan(&number, &rows, &old)
		return month{int(number), int(rows), int(old)}, err
	})
	if err != nil {
		return done, err
	}
	s.saving.Lock()
	defer s.saving.Unlock()
	for _, m := range months {
		p["month"] = uint32(m.number)
		whole := m.old == m.rows
		if whole {
			// What came in since the question was asked is newer; nothing saves while we hold the lock.
			n, err := s.count(ctx, "Purge.rest", p)
			if err != nil {
				return done, err
			}
			whole = n == 0
		}
		statement := "border"
		if whole {
			statement = "month"
			done.Months++
		}
		if err := s.mutate(ctx, statement, p); err != nil {
			return done, fmt.Errorf("%w; it is tried again the next night", err)
		}
		done.Rows += m.old
	}
	if done.Others, err = s.count(ctx, "Purge.stale", p); err != nil || done.Others == 0 {
		return done, err
	}
	return done, s.mutate(ctx, "stale", p)
}
