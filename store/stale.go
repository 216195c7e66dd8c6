package store

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Stale lists posts published in [from, to) that were understood by another version than the one
// named, each once, oldest first. Saving what is understood anew takes a post off the list; next is
// where to go on, "" at the end.
func (s *Store) Stale(ctx context.Context, version string, from, to time.Time, page Page) (posts []voc.Post, next string, err error) {
	begin, end := span(from, to)
	at, id, _, err := parseCursor(page.After)
	if err != nil {
		return nil, "", err
	}
	limit := page.Limit
	if limit <= 0 {
		limit = 5000
	}
	p := params{"version": version, "from": begin, "to": end, "after_at": at, "after_id": id, "limit": uint32(limit)}
	mentions, err := list(ctx, s, "Stale", p, scanMention)
	if err != nil {
		return nil, "", err
	}
	for i := range mentions {
		posts = append(posts, mentions[i].Post)
	}
	if len(mentions) == limit {
		next = cursorOf(mentions[limit-1])
	}
	return posts, next, nil
}

// CountStale counts the posts Stale would list.
func (s *Store) CountStale(ctx context.Context, version string, from, to time.Time) (int, error) {
	begin, end := span(from, to)
	return s.count(ctx, "CountStale", params{"version": version, "from": begin, "to": end})
}
