package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// hourCount is how many mentions an hour holds.
type hourCount struct {
	at time.Time
	n  int
}

// hourCounts tells how many mentions of a filter each hour holds, newest first; an hour with none is left
// out.
func (s *Store) hourCounts(ctx context.Context, f voc.Filter) ([]hourCount, error) {
	p := filterParams(f)
	plain, column := countedBy(f)
	settled, err := s.settledParams(ctx, plain, "", p)
	if err != nil {
		return nil, err
	}
	query := "HourCounts"
	if settled {
		query, p["column"] = "HourCounts.settled", column
	}
	return listOnce(ctx, s, query, p, func(r rows) (hourCount, error) {
		var hour int64
		var n uint64
		err := r.Scan(&hour, &n)
		return hourCount{time.Unix(hour, 0).UTC(), int(n)}, err
	})
}

// CountedMentions is Mentions with how many there are on all pages. Counting comes first and tells in which
// hours the page lies, so that no other is read for it: where few mentions are meant, or they are searched
// for by their words, the whole window would be read once more.
func (s *Store) CountedMentions(ctx context.Context, f voc.Filter, page Page) (mentions []voc.Mention, next string, total int, err error) {
	page.Limit = min(page.Limit, 1000)
	hours, err := s.hourCounts(ctx, f)
	if err != nil {
		return nil, "", 0, err
	}
	for _, h := range hours {
		total += h.n
	}
	if total == 0 {
		return []voc.Mention{}, "", 0, nil
	}
	mentions, next, err = s.page(ctx, "Mentions", f, page, hours)
	return mentions, next, total, err
}

// hoursBack gives the moments, in milliseconds, from which on a page of n rows is searched for, as looksBack
// does, where it is known how many rows each hour holds (newest first). The page before ended at after; 0
// there was none. Of the hour it ended in nobody knows how many rows are left.
func hoursBack(hours []hourCount, from, after int64, n int) []int64 {
	for _, h := range hours {
		begin := h.at.UnixMilli()
		if after == 0 || begin+hourSeconds*1000 <= after {
			n -= h.n
		}
		if n <= 0 && begin > from {
			return []int64{begin, from}
		}
	}
	if last := len(hours) - 1; last >= 0 {
		from = max(from, hours[last].at.UnixMilli())
	}
	return []int64{from}
}
