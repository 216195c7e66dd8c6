// Package html reads posts off the pages of a site that a configuration describes with CSS
// selectors: a brand's forum, a review site, the comments under a newspaper's articles.
package html

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options describe a site. A place on a page is written as a CSS selector inside the item, with
// "@attr" behind it for an attribute instead of the text ("time@datetime"), "@attr" alone for one
// of the item itself, "/regexp/" for a part of it, "||" between alternatives (see plain.Pick).
//
// Either the pages hold the posts (Item and Fields alone), or they list pages that do (List names
// the links, and Item and Fields describe the pages behind them).
type Options struct {
	Item      string       `yaml:"item"`       // selector of one post: "li.review"
	Fields    plain.Fields `yaml:"fields"`     // where its facts stand, inside Item
	Next      string       `yaml:"next"`       // link to the next page: "a.next", `a:contains("下一页")`; @href is understood
	PageParam string       `yaml:"page_param"` // instead of Next: the parameter of the query that counts pages or items
	First     int          `yaml:"first"`      // value of PageParam on the first page; default 1
	Step      int          `yaml:"step"`       // what PageParam grows by; default 1
	List      List         `yaml:"list"`       //
	RatingMax float64      `yaml:"rating_max"` // best rating the site gives; default 5
	Kind      voc.PostKind `yaml:"kind"`       // what the items are; default review
	Uncomment bool         `yaml:"uncomment"`  // the site hides its markup in comments (Tieba)

	// Instead of Item and Fields: the entries of these types in the page's linked data (schema.org), such
	// as Review, Comment, DiscussionForumPosting, Question, Answer.
	JSONLD []string `yaml:"jsonld"`

	// Instead of pages that lead on to each other: the pages the site's sitemap names. The last
	// changed come first; Match keeps to those that hold posts.
	Sitemap string `yaml:"sitemap"` // "auto": as robots.txt says, else /sitemap.xml; or its address
	Match   string `yaml:"match"`   // regular expression on the address of a page: "/review/\d+"
	Newest  int    `yaml:"newest"`  // pages of one sitemap file, the last changed; default 1000
}

// List describes pages of links, such as the threads of a forum.
type List struct {
	Row     string `yaml:"row"`     // selector of one entry: "tr.thread"
	Link    string `yaml:"link"`    // inside it, the link to the page with the posts: "a.title"
	Changed string `yaml:"changed"` // inside it, a text that changes when there is something new: ".replies"; "" never
	Next    string `yaml:"next"`    // on the page behind the link, the link to its next page; "" it has one
}

// Result is what one page holds.
type Result struct {
	Posts []voc.Post   // in the page's order
	Links []plain.Link // of a list page
	Next  string       // address of the next page; "" there is none
	Title string       // of the document, to recognise login walls by
	Odd   []string     // values that could not be read
}

// Reader is a site's description made ready for its pages. It may be used concurrently.
type Reader struct {
	o                      Options
	fields                 plain.Picks
	next, more, link, mark plain.Pick
}

// New checks the options and compiles their selectors.
func New(o Options) (*Reader, error) {
	if o.First == 0 && o.PageParam != "" && o.Step <= 1 {
		o.First = 1
	}
	if o.Step == 0 {
		o.Step = 1
	}
	if o.Kind == "" {
		o.Kind = voc.PostReview
	}
	r := &Reader{o: o}
	err := r.describe()
	if err != nil {
		return nil, err
	}
	if o.List != (List{}) {
		if err := checkSelector("list: row", o.List.Row); err != nil {
			return nil, err
		}
		if o.List.Link == "" {
			return nil, fmt.Errorf("html: list: link is missing: say where in a row the link stands")
		}
	}
	for _, p := range []struct {
		name, notation string
		pick           *plain.Pick
	}{{"next", o.Next, &r.next}, {"list: next", o.List.Next, &r.more}, {"list: link", o.List.Link, &r.link}, {"list: changed", o.List.Changed, &r.mark}} {
		if p.notation == "" {
			continue
		}
		if *p.pick, err = plain.NewPick(p.notation, checkPlace); err != nil {
			return nil, fmt.Errorf("html: %s: %w", p.name, err)
		}
	}
	if (o.Match != "" || o.Newest != 0) && o.Sitemap == "" {
		return nil, fmt.Errorf("html: match and newest choose among the pages of a sitemap; write sitemap: auto as well")
	}
	if o.Next != "" && o.PageParam != "" {
		return nil, fmt.Errorf("html: next and page_param are two ways to the next page; write one")
	}
	return r, nil
}

// describe makes ready what says where posts stand on a page.
func (r *Reader) describe() (err error) {
	if len(r.o.JSONLD) > 0 {
		if r.o.Item != "" || r.o.Fields != (plain.Fields{}) {
			return fmt.Errorf("html: jsonld says where posts stand, and so do item and fields; write one")
		}
		for _, name := range r.o.JSONLD {
			if !linkedType.MatchString(name) {
				return fmt.Errorf("html: jsonld: %q is not a type of schema.org such as Review", name)
			}
		}
		return nil
	}
	if err := checkSelector("item", r.o.Item); err != nil {
		return err
	}
	if r.fields, err = plain.NewPicks(r.o.Fields, checkPlace); err != nil {
		return fmt.Errorf("html: %w", err)
	}
	return nil
}

var linkedType = regexp.MustCompile(`^[A-Z][A-Za-z]{2,40}$`)

// Lists tells whether the pages at the source's address list other pages.
func (r *Reader) Lists() bool { return r.o.List.Row != "" }

func checkSelector(name, selector string) error {
	if selector == "" {
		return fmt.Errorf("html: %s is missing: write the CSS selector of one entry", name)
	}
	if err := checkPlace(selector); err != nil {
		return fmt.Errorf("html: %s: %w", name, err)
	}
	return nil
}

// attributeOf splits "time@datetime" into selector and attribute.
var attributeOf = regexp.MustCompile(`^(.*?)\s*@([\w:.-]+)$`)

func split(where string) (selector, attr string) {
	if m := attributeOf.FindStringSubmatch(where); m != nil {
		return strings.TrimSpace(m[1]), m[2]
	}
	return where, ""
}

// probe is a page on which every valid selector "…, *" matches something: goquery answers an invalid
// one with no match and no error.
const probe = "<p></p>"

func checkPlace(where string) error {
	selector, _ := split(where)
	if selector == "" {
		return nil // the item itself
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(probe))
	if err != nil || doc.Find(selector+", *").Length() == 0 {
		return fmt.Errorf("%q is not a CSS selector", selector)
	}
	return nil
}

// look reads a place inside s: its attribute, or its text as a reader sees it.
func look(s *goquery.Selection, fallback string) func(where string) string {
	return func(where string) string {
		selector, attr := split(where)
		at := s
		if selector != "" {
			at = s.Find(selector).First()
		}
		if attr == "" {
			attr = fallback
		}
		if attr != "" {
			value, _ := at.Attr(attr)
			return value
		}
		markup, err := at.Html()
		if err != nil {
			return at.Text()
		}
		return plain.Text(markup)
	}
}

// document parses a page and moves its base to where <base> says.
func (r *Reader) document(page *plain.Page) (*goquery.Document, *plain.Page, error) {
	text := page.Text
	if r.o.Uncomment {
		text = strings.NewReplacer("<!--", "", "-->", "").Replace(text)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return nil, nil, fmt.Errorf("html: %w", err)
	}
	doc.Find("template:not([shadowrootmode])").Remove() // nobody sees it: patterns of posts, not posts
	moved := *page
	if href, ok := doc.Find("base[href]").First().Attr("href"); ok {
		if base, err := page.URL.Parse(href); err == nil {
			moved.URL = base
		}
	}
	return doc, &moved, nil
}

// Parse reads a page at the source's address, or one after it: of posts, or of links.
func (r *Reader) Parse(page *plain.Page) (Result, error) {
	doc, page, err := r.document(page)
	if err != nil {
		return Result{}, err
	}
	result := Result{Title: plain.Clean(doc.Find("title").First().Text())}
	if r.Lists() {
		r.links(&result, doc, page)
	} else {
		r.posts(&result, doc, page)
	}
	switch {
	case r.next.Set():
		result.Next = follow(doc, page, r.next)
	case r.o.PageParam != "" && len(result.Posts)+len(result.Links) > 0:
		result.Next = plain.Advance(page.URL, r.o.PageParam, r.o.First, r.o.Step)
	}
	return result, nil
}

// ParseBehind reads a page behind a link of a list.
func (r *Reader) ParseBehind(page *plain.Page) (Result, error) {
	doc, page, err := r.document(page)
	if err != nil {
		return Result{}, err
	}
	result := Result{Title: plain.Clean(doc.Find("title").First().Text())}
	r.posts(&result, doc, page)
	if r.more.Set() {
		result.Next = follow(doc, page, r.more)
	}
	return result, nil
}

func (r *Reader) posts(result *Result, doc *goquery.Document, page *plain.Page) {
	if len(r.o.JSONLD) > 0 {
		r.linked(result, doc, page)
		return
	}
	doc.Find(r.o.Item).Each(func(_ int, s *goquery.Selection) {
		fields := r.fields.Read(look(s, ""))
		if !fields.Said() {
			return
		}
		post, odd := fields.Post(page, r.o.RatingMax)
		post.Kind = r.o.Kind
		result.Posts = append(result.Posts, post)
		result.Odd = append(result.Odd, odd...)
	})
}

func (r *Reader) links(result *Result, doc *goquery.Document, page *plain.Page) {
	doc.Find(r.o.List.Row).Each(func(_ int, s *goquery.Selection) {
		address := page.Link(r.link.Read(look(s, "href")))
		if address == "" {
			return
		}
		link := plain.Link{URL: address, Key: address}
		if r.mark.Set() {
			link.Key += " " + r.mark.Read(look(s, ""))
		}
		result.Links = append(result.Links, link)
	})
}

// follow is the address a next link leads to, "" when there is none or it leads back here, as it
// does on the last page of some sites.
func follow(doc *goquery.Document, page *plain.Page, p plain.Pick) string {
	next := page.Link(p.Read(look(doc.Selection, "href")))
	here := (&url.URL{Scheme: page.URL.Scheme, Host: page.URL.Host, Path: page.URL.Path, RawPath: page.URL.RawPath, RawQuery: page.URL.RawQuery}).String()
	if next == here {
		return ""
	}
	return next
}
