package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
)

// kind is what a folder of a kind of source gives: where it begins, and what a page holds. It gets
// pages and never a client. Parse returns an error that wraps plain.ErrLogin for a page that asks for
// a login, plain.ErrLayout for one it no longer understands.
type kind interface {
	Start() string
	Parse(page *plain.Page) (plain.Sheet, error)
}

// asker is a kind that asks for some of its addresses with more than a plain GET. The address stays
// the key of the page: what only the body says, such as the token of the next page, stands in its
// fragment, which is never sent and which Parse finds in Page.URL.
type asker interface {
	// Ask tells how an address is asked for. It must ask, not change: a site may be asked twice. A
	// method of "" is GET; header is sent to the host of the address and to no other.
	Ask(address string) (method string, body []byte, header http.Header)
}

// signer is a kind whose site takes a key only in the query. What is asked for carries it; the address
// without it stays the key of the page everywhere: in cursors, errors, logs and Page.URL.
type signer interface {
	Sign(address string) string
}

// answering is a kind whose site says in the body of some errors what is the matter. Such a body goes
// to Parse as a page would, and is never taken for one to build on.
type answering interface {
	Answers(status int) bool
}

// keyed is a kind whose site gives out a token for a key of the user's own before it answers. The
// token is kept in memory while it holds, goes to the host of the start page alone, and is asked
// for anew once when the site no longer takes it.
type keyed interface {
	// Key tells how the token is asked for: with a POST of body, to an address on the host of the
	// start page or one that Hosts names. An address of "" asks for none.
	Key() (address string, body []byte, header http.Header)
	// Grant reads the site's answer: the header that shows the token, and how long it holds.
	Grant(page *plain.Page) (header http.Header, holds time.Duration, err error)
}

// roaming is a kind whose pages lead to hosts besides that of its start page and its subdomains.
type roaming interface {
	Hosts() []string
}

// dressed is a kind that needs headers on every request to its own host, such as Accept. What the
// configuration says of a header stands.
type dressed interface {
	Headers() http.Header
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
	return batch{
		posts: sheet.Posts, links: sheet.Links, next: j.onward(sheet.Next),
		claimed: sheet.Claimed, missing: sheet.Missing, trouble: sheet.Trouble, odd: sheet.Odd,
	}, nil
}

func (s kindSite) behind(ctx context.Context, j *job, page *plain.Page) (plain.Sheet, error) {
	return s.parse(ctx, j, page)
}

// parse reads a page and obeys the pause it asks for.
func (s kindSite) parse(ctx context.Context, j *job, page *plain.Page) (plain.Sheet, error) {
	sheet, err := s.Parse(page)
	if err != nil && sheet.Backoff > 0 { // the error is that we came too soon
		until := j.c.o.Now().Add(min(sheet.Backoff, 24*time.Hour))
		held := j.session.Hold(ctx, page.URL, sheet.Backoff)
		return sheet, errors.Join(&StatusError{Code: http.StatusTooManyRequests, URL: transport.Redact(page.URL), Until: until}, err, held)
	}
	if err != nil {
		if errors.Is(err, plain.ErrLogin) {
			return sheet, fmt.Errorf("%w: %w", errWall, err)
		}
		return sheet, wallOr(page, sheet.Title, layout(err))
	}
	if sheet.Backoff > 0 {
		err = j.session.Hold(ctx, page.URL, sheet.Backoff)
	}
	return sheet, err
}
