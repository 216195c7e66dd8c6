package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// slice is how many mentions one question of a long reading asks for at about; an hour with more is read page by page.
const slice = 8000

// EachMention hands every mention of a filter to do, in the order of the list and in pieces of a few
// thousand, which do must not keep. Memory is bounded by a piece of time, whatever the filter means.
func (s *Store) EachMention(ctx context.Context, f voc.Filter, do func([]voc.Mention) error) error {
	windows, err := s.windows(ctx, f)
	if err != nil {
		return err
	}
	for _, w := range windows {
		part := f
		part.From, part.To = w.from, w.to
		page := Page{Limit: slice / 2}
		for {
			mentions, next, err := s.page(ctx, "Mentions", part, page, nil)
			if err != nil {
				return err
			}
			if len(mentions) > 0 {
				if err := do(mentions); err != nil {
					return err
				}
			}
			if page.After = next; next == "" {
				break
			}
		}
	}
	return nil
}

// window is a piece of time, from inclusive.
type window struct{ from, to time.Time }

// windows cuts the time of a filter into pieces of about as many mentions, newest first.
func (s *Store) windows(ctx context.Context, f voc.Filter) ([]window, error) {
	hours, err := s.hourCounts(ctx, f)
	return cutHours(hours, f.From, f.To), err
}

// cutHours joins neighbouring hours, newest first, to windows of at most slice mentions or one hour; the
// ends keep to what the filter says.
func cutHours(hours []hourCount, from, to time.Time) []window {
	var all []window
	n := 0
	for _, h := range hours {
		w := window{h.at, h.at.Add(time.Hour)}
		if !from.IsZero() && w.from.Before(from) {
			w.from = from
		}
		if !to.IsZero() && w.to.After(to) {
			w.to = to
		}
		if last := len(all) - 1; last >= 0 && n+h.n <= slice {
			all[last].from = w.from
			n += h.n
			continue
		}
		all, n = append(all, w), h.n
	}
	return all
}
