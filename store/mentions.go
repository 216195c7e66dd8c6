package store

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErrNotFound says that what was asked for is not stored.
var ErrNotFound = errors.New("store: not found")

// Page says which part of a long list is wanted.
type Page struct {
	After string // what the page before returned as next; "" the first
	Limit int    // rows at most; 0 means 50, more than 1000 is cut to 1000
}

// Mentions lists mentions newest first, with the newest counts anybody saw. next is the cursor of the following page, "" when this was
// the last.
func (s *Store) Mentions(ctx context.Context, f voc.Filter, page Page) (mentions []voc.Mention, next string, err error) {
	page.Limit = min(page.Limit, 1000)
	return s.page(ctx, "Mentions", f, page, nil)
}

// page gives one page of a list of mentions. hours is how many each hour holds, newest first; nil: not known.
func (s *Store) page(ctx context.Context, name string, f voc.Filter, page Page, hours []hourCount) (mentions []voc.Mention, next string, err error) {
	limit := page.Limit
	if limit <= 0 {
		limit = 50
	}
	p := filterParams(f)
	at, id, brand, err := parseCursor(page.After)
	if err != nil {
		return nil, "", err
	}
	p["after_at"], p["after_id"], p["after_brand"] = at, id, brand
	p["limit"] = uint32(limit + 1)
	looks := looksBack(p["from"].(int64), p["to"].(int64), at, !f.To.IsZero())
	if hours != nil {
		looks = hoursBack(hours, p["from"].(int64), at, limit+1)
	}
	for _, from := range looks {
		p["from"] = from
		if mentions, err = list(ctx, s, name, p, scanMention); err != nil {
			return nil, "", err
		}
		if len(mentions) > limit {
			break
		}
	}
	if len(mentions) > limit {
		mentions = mentions[:limit]
		next = cursorOf(mentions[limit-1])
	}
	return mentions, next, s.refresh(ctx, mentions)
}

// Mention gives one mention, ErrNotFound when there is none. An empty brand asks for the mention of
// a post that speaks of no brand.
func (s *Store) Mention(ctx context.Context, id voc.PostID, brand voc.BrandID) (voc.Mention, error) {
	found, err := list(ctx, s, "Mention", params{"id": string(id), "brand": string(brand)}, scanMention)
	if err != nil {
		return voc.Mention{}, err
	}
	if len(found) == 0 {
		return voc.Mention{}, fmt.Errorf("%w: post %s under brand %q", ErrNotFound, id, brand)
	}
	return found[0], s.refresh(ctx, found)
}

// TextsOf gives title and text, a line each, of posts as they are stored under a brand; one that is not is not in the
// answer.
func (s *Store) TextsOf(ctx context.Context, brand voc.BrandID, ids []voc.PostID) (map[voc.PostID]string, error) {
	found := map[voc.PostID]string{}
	for some := range slices.Chunk(ids, lookupAtOnce) {
		err := s.read(ctx, "TextsOf", params{"brand": string(brand), "ids": texts(some)}, nil, func(r rows) error {
			var id voc.PostID
			var title, text string
			err := r.Scan((*string)(&id), &title, &text)
			found[id] = title + "\n" + text
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// CountMentions counts every mention stored, noise included.
func (s *Store) CountMentions(ctx context.Context) (int, error) {
	return s.count(ctx, "CountMentions", nil)
}

// Count counts the mentions a filter means.
func (s *Store) Count(ctx context.Context, f voc.Filter) (int, error) {
	p := filterParams(f)
	plain, column := countedBy(f)
	if settled, err := s.settledParams(ctx, plain, "", p); err != nil {
		return 0, err
	} else if settled {
		p["column"] = column
		return s.count(ctx, "Count.settled", p)
	}
	return s.count(ctx, "Count", p)
}

func (s *Store) count(ctx context.Context, name string, p params) (int, error) {
	n, err := list(ctx, s, name, p, func(r rows) (uint64, error) {
		var n uint64
		err := r.Scan(&n)
		return n, err
	})
	if err != nil || len(n) == 0 {
		return 0, err
	}
	return int(n[0]), nil
}

// cursorOf names a row by its sorting key.
func cursorOf(m voc.Mention) string {
	raw := fmt.Sprintf("%d|%s|%s", m.Post.PublishedAt.UnixMilli(), m.Post.ID, m.Brand)
	return base64.RawURLEncoding.EncodeToString([]byte(raw))
}

func parseCursor(cursor string) (atMS int64, id, brand string, err error) {
	if cursor == "" {
		return 0, "", "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.SplitN(string(raw), "|", 3)
	if err != nil || len(parts) != 3 || parts[1] == "" {
		return 0, "", "", fmt.Errorf("store: page cursor %q was not given by this list: start again without it", cursor)
	}
	atMS, err = strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return 0, "", "", fmt.Errorf("store: page cursor %q was not given by this list: start again without it", cursor)
	}
	return atMS, parts[1], parts[2], nil
}
