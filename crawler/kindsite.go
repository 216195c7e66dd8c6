package crawler

import (
	"context"
	"errors"
	"fmt"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// kind is what a folder of a kind of source gives: where it begins, and what a page holds. It gets
// pages and never a client. Parse returns an error that wraps plain.ErrLogin for a page that asks for
// a login, plain.ErrLayout for one it no longer understands.
type kind interface {
	Start() string
	Parse(page *plain.Page) (plain.Sheet, error)
}

// kindSite sweeps any kind: its start pages, and the pages behind them.
type kindSite struct{ kind }

func (s kindSite) start() string { return s.Start() }

func (s kindSite) read(ctx context.Context, j *job, address string, first bool) (batch, error) {
	page, err := j.get(ctx, address, first)
	if err != nil {
		return batch{}, err
	}
	sheet, err := s.parse(ctx, j, page)
	if err != nil {
		return batch{}, err
	}
	j.notBefore(max(sheet.Fresh, maxAge(j.reach.response.Headers.Get("Cache-Control"))))
	b := batch{posts: sheet.Posts, next: j.onward(sheet.Next), read: true, claimed: sheet.Claimed, missing: sheet.Missing, odd: sheet.Odd}
	if sheet.Links == nil {
		return b, nil
	}
	return j.behind(ctx, b, sheet.Links, s.parse)
}

// parse reads a page and obeys the pause it asks for.
func (s kindSite) parse(ctx context.Context, j *job, page *plain.Page) (plain.Sheet, error) {
	sheet, err := s.Parse(page)
	if err != nil {
		if errors.Is(err, plain.ErrLogin) {
			return sheet, fmt.Errorf("%w: %w", errWall, err)
		}
		return sheet, wallOr(page, sheet.Title, err)
	}
	if sheet.Backoff > 0 {
		err = j.session.Hold(ctx, page.URL, sheet.Backoff)
	}
	return sheet, err
}
