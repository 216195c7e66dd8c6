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

// Purge removes what was said, fetched and taken in before a moment: of each mention the latest of the
// three counts, so that an old post imported yesterday stays as long as one written yesterday. Readings
// and observations go with their posts, discoveries by their own day. Alerts, orders and letters stay:
// they are ours. Cut off, it goes on with the next call.
func (s *Store) Purge(ctx context.Context, before time.Time) (Purged, error) {
	var done Purged
	p := params{"before": before.UnixMilli(), "taken": uint64(max(0, before.UnixNano()))} // a revision is the time of its save
	type month struct{ number, rows, old int }
	s.saving.Lock() // what comes in while we look must not go with a month that was old throughout
	defer s.saving.Unlock()
	months, err := list(ctx, s, "Purge.months", p, func(r rows) (month, error) {
		var number uint32
		var rows, old uint64
		err := r.Scan(&number, &rows, &old)
		return month{int(number), int(rows), int(old)}, err
	})
	if err != nil {
		return done, err
	}
	for _, m := range months {
		p["month"] = uint32(m.number)
		statement := "border"
		if m.old == m.rows {
			statement = "month"
			done.Months++
		}
		hours, err := s.knownHours(ctx, m.number)
		if err != nil {
			return done, err
		}
		written, err := s.unsettle(ctx, hours)
		if err != nil {
			return done, err
		}
		err = s.mutate(ctx, statement, p)
		written()
		if err != nil {
			return done, fmt.Errorf("%w; it is tried again the next night", err)
		}
		done.Rows += m.old
	}
	if done.Others, err = s.count(ctx, "Purge.stale", p); err != nil || done.Others == 0 {
		return done, err
	}
	return done, s.mutate(ctx, "stale", p)
}
