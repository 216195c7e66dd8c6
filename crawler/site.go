package crawler

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/appstore"
	"github.com/tingfeng-voc/tingfeng/crawler/feed"
	"github.com/tingfeng-voc/tingfeng/crawler/html"
	"github.com/tingfeng-voc/tingfeng/crawler/jsonapi"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// site is a kind of source as the sweep sees it: a first address, and pages that lead on.
type site interface {
	// start is the address of the first page.
	start() string
	// read fetches and reads one page. first is set for the first page of a visit, which is asked for
	// with the validators of the last. A batch that comes with an error holds what was read before it.
	read(ctx context.Context, j *job, address string, first bool) (batch, error)
}

// batch is what one page held.
type batch struct {
	posts   []voc.Post
	links   []plain.Link // pages behind this one; nil: this is no page of links
	next    string       // address of the next page; "" none
	claimed int          // how many posts the site says there are; -1 no word
	missing []string     // what of the page is not there and why
	trouble voc.Trouble  // what that means; "" a broken answer
	odd     []string     // values that could not be read
}

// entries are what tells whether the walk has reached known ground.
func (b *batch) entries() []entry {
	var marks []entry
	if b.links != nil {
		for _, l := range b.links {
			marks = append(marks, markLink(l.Key))
		}
		return marks
	}
	for i := range b.posts {
		marks = append(marks, markPost(&b.posts[i]))
	}
	return marks
}

type feedSite struct {
	address string
	o       feed.Options
}

func (s *feedSite) start() string { return s.address }

func (s *feedSite) read(ctx context.Context, j *job, address string, first bool) (batch, error) {
	page, err := j.get(ctx, address, first)
	if err != nil {
		return batch{}, err
	}
	r, err := feed.Parse(page, s.o)
	if err != nil {
		return batch{}, wallOr(page, "", layout(err))
	}
	j.notBefore(max(r.TTL, maxAge(j.reach.response.Headers.Get("Cache-Control"))))
	return batch{posts: r.Posts, odd: r.Odd, claimed: -1}, nil
}

type appStoreSite struct {
	base string
	o    appstore.Options
}

func (s *appStoreSite) start() string { return s.o.Address(s.base, 1, "json") }

func (s *appStoreSite) read(ctx context.Context, j *job, address string, first bool) (batch, error) {
	n := appstore.PageOf(address)
	page, err := j.get(ctx, address, first)
	if err != nil {
		return batch{}, err
	}
	r, err := appstore.Parse(page, s.o)
	if err != nil {
		return batch{}, wallOr(page, "", layout(err))
	}
	b := batch{posts: r.Posts, claimed: -1}
	switch {
	case len(r.Posts) == 0 && n <= 1:
		b.missing = append(b.missing, "the first page came without reviews: Apple sends that from time to time, it does not mean there are none")
		j.forgetValidators()
	case len(r.Posts) > 0 && n < appstore.Pages && (r.Last == 0 || n < r.Last):
		b.next = s.o.Address(s.base, n+1, "json")
	}
	if r.Undated {
		if err := s.date(ctx, j, n, b.posts); err != nil {
			if fatal(err) {
				return b, err
			}
			b.odd = append(b.odd, "reviews without a date, and the XML that has it did not come: "+err.Error())
		}
	}
	return b, nil
}

// date fills in the times of reviews from the XML of the page their JSON came from.
func (s *appStoreSite) date(ctx context.Context, j *job, n int, posts []voc.Post) error {
	page, err := j.get(ctx, s.o.Address(s.base, max(n, 1), "xml"), false)
	if err != nil {
		return err
	}
	r, err := appstore.Parse(page, s.o)
	if err != nil {
		return err
	}
	return appstore.Date(posts, r.Posts)
}

type htmlSite struct {
	address string
	r       *html.Reader
}

func (s *htmlSite) start() string { return s.address }

func (s *htmlSite) read(ctx context.Context, j *job, address string, first bool) (batch, error) {
	page, err := j.get(ctx, address, first)
	if err != nil {
		return batch{}, err
	}
	r, err := s.r.Parse(page)
	if err != nil {
		return batch{}, wallOr(page, "", layout(err))
	}
	if len(r.Posts)+len(r.Links) == 0 {
		if err := wallOr(page, r.Title, nil); err != nil {
			return batch{}, err
		}
		if first {
			j.forgetValidators()
			return batch{claimed: -1, trouble: voc.TroubleLayout, missing: []string{fmt.Sprintf("nothing on the first page (title %.40q) matches the selectors: the site has changed, or shows us something else", r.Title)}}, nil
		}
		if j.src.HTML.Next != "" { // a link promised it; pages that are counted end with an empty one
			return batch{}, fmt.Errorf("nothing on %s (title %.40q) matches the selectors: %w", transport.Redact(page.URL), r.Title, plain.ErrLayout)
		}
	}
	b := batch{posts: r.Posts, next: j.onward(r.Next), odd: r.Odd, claimed: -1}
	if s.r.Lists() {
		b.links = append([]plain.Link{}, r.Links...)
	}
	return b, nil
}

// behind reads a page behind a link of a list. One without posts may be a wall.
func (s *htmlSite) behind(_ context.Context, _ *job, page *plain.Page) (plain.Sheet, error) {
	r, err := s.r.ParseBehind(page)
	if err != nil {
		return plain.Sheet{}, layout(err)
	}
	sheet := plain.Sheet{Posts: r.Posts, Odd: r.Odd, Next: r.Next, Title: r.Title, Claimed: -1}
	if len(r.Posts) == 0 {
		return sheet, wallOr(page, r.Title, errEmpty)
	}
	return sheet, nil
}

type jsonSite struct {
	address string
	r       *jsonapi.Reader
}

func (s *jsonSite) start() string { return s.address }

func (s *jsonSite) read(ctx context.Context, j *job, address string, first bool) (batch, error) {
	page, err := j.get(ctx, address, first)
	if err != nil {
		return batch{}, err
	}
	r, err := s.r.Parse(page)
	if err != nil {
		if errors.Is(err, jsonapi.ErrBlocked) {
			return batch{}, fmt.Errorf("%w: %w", errWall, err)
		}
		return batch{}, wallOr(page, "", layout(err))
	}
	if r.Backoff > 0 {
		if err := j.session.Hold(ctx, page.URL, r.Backoff); err != nil {
			return batch{}, err
		}
	}
	return batch{posts: r.Posts, next: j.onward(r.Next), claimed: r.Claimed, odd: r.Odd}, nil
}

// onward is a link that may be followed: on the source's own site.
func (j *job) onward(address string) string {
	if address == "" {
		return ""
	}
	u, err := j.address.Parse(address)
	if err != nil || !j.sameSite(u) {
		j.odd.add("a link leads to another site")
		return ""
	}
	return address
}

// notBefore notes how long the site wants not to be asked again, at most a day.
func (j *job) notBefore(d time.Duration) {
	if d <= 0 {
		return
	}
	if at := j.visit.StartedAt.Add(min(d, 24*time.Hour)); at.After(j.visit.NextAt) {
		j.visit.NextAt = at
	}
}

// layout marks the error of a kind that did not understand a page.
func layout(err error) error {
	if err == nil || errors.Is(err, plain.ErrLayout) {
		return err
	}
	return fmt.Errorf("%w: %w", plain.ErrLayout, err)
}

// wallOr recognises the page a site shows instead of what was asked for; without one it is err.
func wallOr(page *plain.Page, title string, err error) error {
	if title == "" {
		if _, rest, ok := strings.Cut(page.Text[:min(len(page.Text), 8<<10)], "<title>"); ok {
			title, _, _ = strings.Cut(rest, "</title>")
		}
	}
	for _, sign := range wallTitles {
		if strings.Contains(strings.ToLower(title), sign) {
			return fmt.Errorf("%w: a page titled %.40q", errWall, plain.Text(title))
		}
	}
	return err
}
