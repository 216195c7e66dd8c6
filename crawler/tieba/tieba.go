// Package tieba reads a forum of Baidu Tieba off its public pages: the list of its threads, the floors
// of each thread, and the comments on the floors.
//
// The pages are old and peculiar: the list hides in a comment of the markup, what a floor is stands as
// JSON in an attribute, times are to the minute. Where the site wants a proof of being human it sends
// a page of that title with status 200; that ends the visit.
package tieba

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// Options name a forum, or words to search all forums for.
type Options struct {
	Forum      string `yaml:"forum"`       // name of the forum without 吧 behind it
	Search     string `yaml:"search"`      // instead of Forum: words; the newest page of what is found
	FloorsOnly bool   `yaml:"floors_only"` // leave out the comments on floors: one request less for each floor that has some
}

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	switch {
	case o.Forum == "" && o.Search == "":
		return fmt.Errorf("tieba: forum is missing: write the name of the forum, as in tieba.baidu.com/f?kw=NAME")
	case o.Forum != "" && o.Search != "":
		return fmt.Errorf("tieba: forum and search are two places to read; make two sources of them")
	case len(o.Forum)+len(o.Search) > 200 || strings.ContainsAny(o.Forum, "/?&"):
		return fmt.Errorf("tieba: forum %.60q is not a name: write what stands behind kw= in the forum's address, decoded", o.Forum)
	}
	return nil
}

// Reader reads one forum. It may be used concurrently.
type Reader struct {
	base string
	o    Options
}

// New checks the options. base replaces Tieba's host for a mirror; "" means Tieba.
func New(base string, o Options) (*Reader, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if base == "" {
		base = "https://tieba.baidu.com"
	}
	return &Reader{base: strings.TrimRight(base, "/"), o: o}, nil
}

// Start is the first page of threads, the last answered first.
func (r *Reader) Start() string {
	if r.o.Search != "" {
		return r.base + "/f/search/res?ie=utf-8&qw=" + url.QueryEscape(r.o.Search) + "&sm=1"
	}
	return r.base + "/f?kw=" + url.QueryEscape(r.o.Forum) + "&ie=utf-8&pn=0"
}

const threadsPerPage = 50

// Parse reads a list of threads, a page of a thread, or a page of comments on a floor: which of them,
// the address says.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(uncovered(page.Text)))
	if err != nil {
		return plain.NewSheet(), fmt.Errorf("tieba: %w: %w", plain.ErrLayout, err)
	}
	title := plain.Clean(doc.Find("title").First().Text())
	if strings.Contains(title, "安全验证") || strings.HasPrefix(page.URL.Hostname(), "wappass.") {
		return plain.NewSheet(), fmt.Errorf("tieba: a page titled %.40q: %w", title, plain.ErrLogin)
	}
	var sheet plain.Sheet
	switch path := page.URL.Path; {
	case strings.HasSuffix(path, "/p/comment"):
		sheet, err = r.comments(page, doc)
	case strings.Contains(path, "/p/"):
		sheet, err = r.floors(page, doc, title)
	default:
		sheet, err = r.threads(page, doc)
	}
	sheet.Title = title
	if err != nil {
		err = fmt.Errorf("tieba: a page titled %.40q: %w", title, err)
	}
	return sheet, err
}

// uncovered brings to light what a page hides in comments inside <code> until its script has run.
func uncovered(text string) string {
	if !strings.Contains(text, "<code") {
		return text
	}
	return strings.NewReplacer("<!--", "", "-->", "").Replace(text)
}

var (
	threadAddress = regexp.MustCompile(`/p/(\d{5,19})(?:\D|$)`)
	postsClaimed  = regexp.MustCompile(`贴子数\D{0,80}?(\d+)`)
)

// threads reads a list: of a forum as it was, of a forum in cards as it came in 2026, or of a search.
func (r *Reader) threads(page *plain.Page, doc *goquery.Document) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	sheet.Links = []plain.Link{}
	add := func(tid, state string) {
		sheet.Links = append(sheet.Links, plain.Link{Key: tid + " " + state, URL: r.base + "/p/" + tid})
	}
	rows := doc.Find("li.j_thread_list")
	rows.Each(func(_ int, s *goquery.Selection) {
		field := fieldOf(s)
		tid := field.ID("id")
		if tid == "" {
			tid = s.AttrOr("data-tid", "")
		}
		if m := threadAddress.FindStringSubmatch("/p/" + tid); m != nil {
			add(tid, "r"+field.Text("reply_num"))
		}
	})
	cards := doc.Find(".threadcardclass, .s_post")
	cards.Each(func(_ int, s *goquery.Selection) {
		href, _ := s.Find("a[href*='/p/']").First().Attr("href")
		if m := threadAddress.FindStringSubmatch(href); m != nil {
			add(m[1], "r"+plain.Clean(s.Find(".comment-link-zone").First().Text())+plain.Clean(s.Find(".p_date").First().Text()))
		}
	})
	if len(sheet.Links) == 0 && (rows.Length()+cards.Length() > 0 || doc.Find("#thread_list, #thread_list_bottom, .th_footer_l, .s_post_list, .search_noresult").Length() == 0) {
		return sheet, fmt.Errorf("no threads on it: %w", plain.ErrLayout)
	}
	if m := postsClaimed.FindStringSubmatch(doc.Find(".th_footer_l").Text()); m != nil {
		sheet.Claimed, _ = strconv.Atoi(m[1])
	}
	if doc.Find("#frs_list_pager a.next").Length() > 0 && rows.Length() > 0 {
		sheet.Next = plain.Advance(page.URL, "pn", 0, threadsPerPage)
	}
	return sheet, nil
}

// fieldOf is the JSON a site keeps in an attribute; empty when it is none.
func fieldOf(s *goquery.Selection) plain.Doc {
	v, err := plain.ReadJSON(s.AttrOr("data-field", ""))
	if err != nil {
		return nil
	}
	return plain.DocOf(v)
}
