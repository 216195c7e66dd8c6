// Package appstore reads the customer reviews Apple publishes as a feed for each app and storefront:
// fifty a page, ten pages, newest first.
//
// The feed is old and moody, and this package knows its moods: one review stands as an object where
// several stand as an array; the first entry may be the app itself; JSON of some years has no dates
// while the XML of the same page has; its own links lead to internal hosts. A first page without
// reviews does not say that there are none.
package appstore

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Pages is how many pages Apple gives at most.
const Pages = 10

// Options name an app in a storefront.
type Options struct {
	App     string `yaml:"app"`     // the number in the app's address, e.g. "1404176564"
	Country string `yaml:"country"` // storefront, two letters: "cn" (default), "hk", "us"
}

// Default is the Chinese storefront.
func Default() Options { return Options{Country: "cn"} }

var (
	appNumber = regexp.MustCompile(`^\d{5,12}$`)
	twoLetter = regexp.MustCompile(`^[a-z]{2}$`)
)

// Validate tells what is wrong with the options.
func (o Options) Validate() error {
	if !appNumber.MatchString(o.App) {
		return fmt.Errorf("appstore: app %q is not the number in the app's address (apps.apple.com/cn/app/id1404176564: write \"1404176564\")", o.App)
	}
	if !twoLetter.MatchString(o.Country) {
		return fmt.Errorf("appstore: country %q is not a storefront of two small letters such as cn", o.Country)
	}
	return nil
}

// Address is where page n (from 1) of the reviews is, as json or xml. base replaces Apple's host for
// a mirror; "" means Apple. Links inside the feed are never followed.
func (o Options) Address(base string, n int, format string) string {
	if base == "" {
		base = "https://itunes.apple.com"
	}
	return fmt.Sprintf("%s/%s/rss/customerreviews/page=%d/id=%s/sortby=mostrecent/%s", strings.TrimRight(base, "/"), o.Country, n, url.PathEscape(o.App), format)
}

// PageOf is the number of the page an address made by Address names.
func PageOf(address string) int { return pageNumber(address) }

// Date fills in the times that posts lack from others of the same ids. It is an error when none fits:
// then they were not the same page.
func Date(posts, dated []voc.Post) error {
	at := map[string]voc.Post{}
	for _, p := range dated {
		if p.Precision != voc.PrecisionNone {
			at[p.ExternalID] = p
		}
	}
	found := 0
	for i := range posts {
		if p, ok := at[posts[i].ExternalID]; ok && posts[i].Precision == voc.PrecisionNone {
			posts[i].PublishedAt, posts[i].Precision = p.PublishedAt, p.Precision
			found++
		}
	}
	if found == 0 && len(posts) > 0 {
		return fmt.Errorf("none of its %d dates belongs to these reviews", len(at))
	}
	return nil
}

// Result is what one page holds.
type Result struct {
	Posts   []voc.Post // newest first
	Last    int        // number of the last page as the feed says; 0: no word
	Undated bool       // some reviews carry no date; the XML of the page may
}

// Parse reads a page in either format.
func Parse(page *plain.Page, o Options) (Result, error) {
	text := strings.TrimSpace(strings.TrimPrefix(page.Text, "\ufeff"))
	var feed document
	var err error
	if strings.HasPrefix(text, "<") {
		feed, err = parseXML(text)
	} else {
		feed, err = parseJSON(text)
	}
	if err != nil {
		return Result{}, fmt.Errorf("appstore: %w", err)
	}
	r := Result{Last: feed.last}
	for _, e := range feed.entries {
		if e.Rating == "" { // the app itself
			continue
		}
		if e.ID == "" {
			return Result{}, fmt.Errorf("appstore: a review without id: the feed has changed its shape")
		}
		post, _ := e.Post(page, 5)
		post.Kind = voc.PostReview
		post.URL = fmt.Sprintf("https://apps.apple.com/%s/app/id%s?see-all=reviews", o.Country, o.App)
		post.Product, post.Region = o.App, regions[o.Country]
		r.Undated = r.Undated || post.Precision == voc.PrecisionNone
		r.Posts = append(r.Posts, post)
	}
	return r, nil
}

// document is a page in either format.
type document struct {
	entries []plain.Fields
	last    int
}

var (
	lastPage = regexp.MustCompile(`/page=(\d{1,3})/`)
	reviewer = regexp.MustCompile(`id(\d+)/?$`)
)

func pageNumber(link string) int {
	m := lastPage.FindStringSubmatch(link)
	if m == nil {
		return 0
	}
	n := 0
	fmt.Sscanf(m[1], "%d", &n) // three digits at most
	return n
}

func reviewerID(uri string) string {
	if m := reviewer.FindStringSubmatch(uri); m != nil {
		return m[1]
	}
	return uri
}

// label is how the JSON writes every scalar.
type label struct {
	Label string `json:"label"`
}

// several is an array of T, or one T without its brackets.
type several[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (s *several[T]) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]T)(s))
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*s = several[T]{one}
	return nil
}

type jsonFeed struct {
	Feed *struct {
		Entry several[struct {
			Author struct {
				Name label `json:"name"`
				URI  label `json:"uri"`
			} `json:"author"`
			Updated label `json:"updated"`
			ID      label `json:"id"`
			Title   label `json:"title"`
			Content label `json:"content"`
			Rating  label `json:"im:rating"`
			Version label `json:"im:version"`
			Votes   label `json:"im:voteSum"`
		}] `json:"entry"`
		Link several[struct {
			Attributes struct {
				Rel  string `json:"rel"`
				Href string `json:"href"`
			} `json:"attributes"`
		}] `json:"link"`
	} `json:"feed"`
}

func parseJSON(text string) (document, error) {
	var f jsonFeed
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) { // its own words name our types, at length
			err = fmt.Errorf("%s is a JSON %s", kind.Field, kind.Value)
		}
		return document{}, fmt.Errorf("not the JSON of a review feed: %w", err)
	}
	if f.Feed == nil {
		return document{}, fmt.Errorf("JSON without a feed in it")
	}
	var d document
	for _, l := range f.Feed.Link {
		if l.Attributes.Rel == "last" {
			d.last = pageNumber(l.Attributes.Href)
		}
	}
	for _, e := range f.Feed.Entry {
		d.entries = append(d.entries, plain.Fields{
			ID: e.ID.Label, Title: e.Title.Label, Text: e.Content.Label, Author: e.Author.Name.Label, AuthorID: reviewerID(e.Author.URI.Label),
			Time: e.Updated.Label, Rating: e.Rating.Label, Likes: e.Votes.Label, Version: e.Version.Label,
		})
	}
	return d, nil
}

type xmlFeed struct {
	XMLName xml.Name `xml:"feed"`
	Link    []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entry []struct {
		Updated string `xml:"updated"`
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Content []struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
		Rating  string `xml:"http://itunes.apple.com/rss rating"`
		Version string `xml:"http://itunes.apple.com/rss version"`
		Votes   string `xml:"http://itunes.apple.com/rss voteSum"`
		Author  struct {
			Name string `xml:"name"`
			URI  string `xml:"uri"`
		} `xml:"author"`
	} `xml:"entry"`
}

func parseXML(text string) (document, error) {
	text, err := plain.XML(text)
	if err != nil {
		return document{}, err
	}
	var f xmlFeed
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.Strict = false // Apple writes bare ampersands into the links of empty feeds
	if err := decoder.Decode(&f); err != nil {
		return document{}, fmt.Errorf("not the XML of a review feed: %w", err)
	}
	var d document
	for _, l := range f.Link {
		if l.Rel == "last" {
			d.last = pageNumber(l.Href)
		}
	}
	for _, e := range f.Entry {
		fields := plain.Fields{
			ID: e.ID, Title: e.Title, Author: e.Author.Name, AuthorID: reviewerID(e.Author.URI),
			Time: e.Updated, Rating: e.Rating, Likes: e.Votes, Version: e.Version,
		}
		for _, c := range e.Content {
			if c.Type == "text" { // the other one is the same again, in a table
				fields.Text = c.Text
			}
		}
		d.entries = append(d.entries, fields)
	}
	return d, nil
}
