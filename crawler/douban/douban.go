// Package douban reads the short comments on one work of Douban off its public page: a film, a book,
// a record, a game or a play. Without a login the site shows little more than the first page, and
// this package does not try to get more: where a login or a proof of being human is asked for, it
// says so and the visit ends.
package douban

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options name a work.
type Options struct {
	Type   string `yaml:"type"`   // movie (default; series too), book, music, game, drama
	ID     string `yaml:"id"`     // the number in the work's address: "26895436"
	Sort   string `yaml:"sort"`   // time (default: the newest first) or new_score (the most useful first)
	Status string `yaml:"status"` // P (default) those who have seen or read it, F who mean to, N who are at it
	Pages  int    `yaml:"pages"`  // pages of twenty; default 1, more is rarely shown without a login
}

// Default is the first page of the newest comments on a film.
func Default() Options { return Options{Type: "movie", Sort: "time", Status: "P", Pages: 1} }

// paths are where the comments of a type of work stand, on which host.
var paths = map[string]struct{ host, path string }{
	"movie": {"https://movie.douban.com", "/subject/%s/comments"},
	"book":  {"https://book.douban.com", "/subject/%s/comments/"},
	"music": {"https://music.douban.com", "/subject/%s/comments/"},
	"game":  {"https://www.douban.com", "/game/%s/comments"},
	"drama": {"https://www.douban.com", "/location/drama/%s/comments/"},
}

var number = regexp.MustCompile(`^\d{1,12}$`)

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	_, known := paths[o.Type]
	switch {
	case !known:
		return fmt.Errorf("douban: type %q is none of movie, book, music, game, drama", o.Type)
	case !number.MatchString(o.ID):
		return fmt.Errorf("douban: id %q is not the number in the work's address (movie.douban.com/subject/26895436/: write \"26895436\")", o.ID)
	case o.Sort != "time" && o.Sort != "new_score":
		return fmt.Errorf("douban: sort %q is neither time nor new_score", o.Sort)
	case o.Status != "P" && o.Status != "F" && o.Status != "N":
		return fmt.Errorf("douban: status %q is none of P, F, N", o.Status)
	case o.Pages < 1 || o.Pages > 11:
		return fmt.Errorf("douban: pages %d: the site shows at most 220 comments, eleven pages, and without a login hardly more than one", o.Pages)
	}
	return nil
}

// Reader reads the comments on one work. It may be used concurrently.
type Reader struct {
	base string
	o    Options
}

// New checks the options. base replaces Douban's host for a mirror; "" means Douban.
func New(base string, o Options) (*Reader, error) {
	d := Default()
	for _, f := range []struct {
		value    *string
		standard string
	}{{&o.Type, d.Type}, {&o.Sort, d.Sort}, {&o.Status, d.Status}} {
		if *f.value == "" {
			*f.value = f.standard
		}
	}
	if o.Pages == 0 {
		o.Pages = d.Pages
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if base == "" {
		base = paths[o.Type].host
	}
	return &Reader{base: strings.TrimRight(base, "/"), o: o}, nil
}

// Start is the first page of comments.
func (r *Reader) Start() string {
	return fmt.Sprintf(r.base+paths[r.o.Type].path, r.o.ID) + "?start=0&limit=" + strconv.Itoa(perPage) + "&status=" + r.o.Status + "&sort=" + r.o.Sort
}

const perPage = 20

// container is what holds the comments of a page, also when there are none yet.
const container = "#comments, #hot-comments, .comment-list, #comment-list-wrapper, .mod-bd"

// Parse reads a page of comments, or the page of a work, which shows some of them.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page.Text))
	if err != nil {
		return sheet, fmt.Errorf("douban: %w: %w", plain.ErrLayout, err)
	}
	sheet.Title = plain.Clean(doc.Find("title").First().Text())
	if guard(page.URL, sheet.Title) {
		return sheet, fmt.Errorf("douban: a page titled %.40q at %s: %w", sheet.Title, page.URL.Host, plain.ErrLogin)
	}
	work := plain.Clean(doc.Find(`[property="v:itemreviewed"]`).First().Text())
	if work == "" {
		work = strings.TrimSuffix(plain.Clean(doc.Find("h1").First().Text()), " 短评")
	}
	seen, strange := map[string]bool{}, 0
	doc.Find(".comment-item").Each(func(_ int, s *goquery.Selection) {
		id, _ := s.Attr("data-cid")
		if !number.MatchString(id) {
			if s.Find(".blank-tip").Length() == 0 {
				strange++
			}
			return
		}
		if seen[id] {
			return // a work's page lists the useful and the new ones side by side
		}
		seen[id] = true
		post, odd := comment(page, s, id)
		post.Product = work
		sheet.Posts, sheet.Odd = append(sheet.Posts, post), append(sheet.Odd, odd...)
	})
	if len(sheet.Posts) == 0 && (strange > 0 || doc.Find(container).Length() == 0) {
		return sheet, fmt.Errorf("douban: no comments on a page titled %.40q: %w", sheet.Title, plain.ErrLayout)
	}
	sheet.Claimed = claimed(doc)
	sheet.Next = r.next(page, len(sheet.Posts))
	return sheet, nil
}

// guard tells the pages Douban puts before its own.
func guard(u *url.URL, title string) bool {
	host := strings.ToLower(u.Hostname())
	return strings.HasPrefix(host, "sec.") || strings.HasPrefix(host, "accounts.") || strings.Contains(title, "登录") || title == "禁止访问" ||
		strings.Contains(title, "异常请求")
}

// next is the page after this one as far as the options allow to go.
func (r *Reader) next(page *plain.Page, got int) string {
	start, _ := strconv.Atoi(page.URL.Query().Get("start"))
	if got == 0 || start < 0 || start/perPage+1 >= r.o.Pages {
		return ""
	}
	return plain.Advance(page.URL, "start", 0, perPage)
}

// claims are what stands around the number of comments: "全部 2403 条" on a work's page, "看过(2403)" on
// that of its comments.
var claims = []struct {
	where  string
	number *regexp.Regexp
}{
	{`.is-active span, .is-active`, regexp.MustCompile(`[(（]\s*(\d+)\s*[)）]`)},
	{`a[href*="comments"]`, regexp.MustCompile(`全部\s*(\d+)\s*条`)},
}

func claimed(doc *goquery.Document) int {
	n := -1
	for _, c := range claims {
		doc.Find(c.where).EachWithBreak(func(_ int, s *goquery.Selection) bool {
			m := c.number.FindStringSubmatch(s.Text())
			if m == nil {
				return true
			}
			n, _ = strconv.Atoi(m[1])
			return false
		})
		if n >= 0 {
			return n
		}
	}
	return -1
}

var (
	person = regexp.MustCompile(`/people/([^/?#]+)`)
	stars  = regexp.MustCompile(`allstar\d\d`)
)

// comment reads one short comment. A text that is folded stands in full beside its beginning.
func comment(page *plain.Page, s *goquery.Selection, id string) (voc.Post, []string) {
	first := func(selector string) string {
		markup, _ := s.Find(selector).First().Html()
		return plain.Text(markup)
	}
	author := s.Find(".comment-info a[href*='/people/'], .user-info a[href*='/people/'], a[href*='/people/']").First()
	when := s.Find(".comment-time, .pubtime").First()
	address, _ := s.Find("[data-url*='comment_id=']").AddBackFiltered("[data-url*='comment_id=']").First().Attr("data-url")
	f := plain.Fields{
		ID: id, Text: or(first(".full, .hide-item.full"), first(".short")), Author: plain.Clean(author.Text()),
		Time: or(when.AttrOr("title", ""), plain.Clean(when.Text())), Likes: first(".vote-count, .votes, .digg > span"),
		Region: first(".comment-location"), URL: address,
	}
	if m := person.FindStringSubmatch(author.AttrOr("href", "")); m != nil {
		f.AuthorID = m[1]
	}
	mark := s.Find("[class*='allstar']").First()
	f.Rating = stars.FindString(mark.AttrOr("class", ""))
	post, odd := f.Post(page, 5)
	post.Kind = voc.PostReview
	if word := plain.Clean(mark.AttrOr("title", "")); word != "" {
		post.RatingRaw = word
	}
	if post.URL == "" {
		u := *page.URL
		u.Path, u.RawQuery, u.Fragment = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), "comments"), "comment_id="+id, ""
		post.URL = u.String()
	}
	return post, odd
}

func or(s, standard string) string {
	if s == "" {
		return standard
	}
	return s
}
