package html

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Limits of one sitemap file, after the protocol: more is not read.
const (
	mostPlaces   = 50_000
	longestPlace = 2048
	// DefaultNewest is how many pages of one sitemap file are read at all, the last changed first.
	DefaultNewest = 1000
)

// Sitemap is a site's description read by its sitemap: which of its pages are read.
type Sitemap struct {
	match  *regexp.Regexp // nil: all
	newest int
}

// NewSitemap checks what the options say of the sitemap.
func NewSitemap(o Options) (*Sitemap, error) {
	if o.Sitemap != "auto" {
		if u, err := url.Parse(o.Sitemap); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return nil, fmt.Errorf("html: sitemap %q is neither auto nor an address such as https://example.org/sitemap.xml", o.Sitemap)
		}
	}
	if o.Next != "" || o.PageParam != "" || o.List.Row != "" || o.List.Link != "" {
		return nil, fmt.Errorf("html: a sitemap names the pages itself; leave out next, page_param, list: row and list: link")
	}
	if o.Newest < 0 || o.Newest > 4000 {
		return nil, fmt.Errorf("html: newest %d is not between 1 and 4000 pages", o.Newest)
	}
	s := &Sitemap{newest: o.Newest}
	if s.newest == 0 {
		s.newest = DefaultNewest
	}
	if o.Match != "" {
		var err error
		if s.match, err = regexp.Compile(o.Match); err != nil {
			return nil, fmt.Errorf("html: match: %w", err)
		}
	}
	return s, nil
}

// place is one entry of a sitemap file.
type place struct {
	url     string
	changed string // lastmod as it is written
	at      time.Time
}

var (
	indexRoot = regexp.MustCompile(`<(?:\w+:)?sitemapindex[\s>]`)
	setRoot   = regexp.MustCompile(`<(?:\w+:)?urlset[\s>]`)
)

// IsSitemap tells a sitemap file from a page.
func IsSitemap(page *plain.Page) bool { return IsIndex(page) || setRoot.MatchString(head(page)) }

// IsIndex tells a file that names other sitemap files.
func IsIndex(page *plain.Page) bool { return indexRoot.MatchString(head(page)) }

func head(page *plain.Page) string { return page.Text[:min(len(page.Text), 4096)] }

// Parse reads a sitemap file: of an index the files it names, of a set of pages those that match, the
// last changed first. The key of a link holds the time of its last change where the file tells such
// times; a file that gives one time to everything tells none. A file of which no change is told is
// looked into once a day.
func (s *Sitemap) Parse(page *plain.Page) (links []plain.Link, err error) {
	if !IsSitemap(page) {
		return nil, fmt.Errorf("html: not a sitemap (it begins %.60q): %w", page.Text, plain.ErrLayout)
	}
	places, index, err := places(page)
	if err != nil {
		return nil, err
	}
	told := differ(places)
	if told {
		slices.SortStableFunc(places, func(a, b place) int { return b.at.Compare(a.at) })
	}
	for _, p := range places {
		if !index && s.match != nil && !s.match.MatchString(p.url) {
			continue
		}
		link := plain.Link{Key: p.url, URL: p.url}
		switch {
		case told && p.changed != "":
			link.Key, link.At = p.url+" "+p.changed, p.at
		case index:
			link.Key += " " + page.At.UTC().Format(time.DateOnly)
		}
		if links = append(links, link); len(links) == s.newest {
			break
		}
	}
	return links, nil
}

// Files are the links to the sitemap files a robots.txt names.
func (s *Sitemap) Files(addresses []string, at time.Time) []plain.Link {
	links := make([]plain.Link, 0, len(addresses))
	for _, address := range addresses {
		links = append(links, plain.Link{Key: address + " " + at.UTC().Format(time.DateOnly), URL: address})
	}
	return links
}

// differ tells whether the times of change can be believed: a site that writes today's date to
// everything says nothing by it.
func differ(places []place) bool {
	if len(places) == 1 {
		return !places[0].at.IsZero()
	}
	first := time.Time{}
	for _, p := range places {
		switch {
		case p.at.IsZero():
		case first.IsZero():
			first = p.at
		case !p.at.Equal(first):
			return true
		}
	}
	return false
}

// places reads the entries of a file. One that is cut off in the middle gives those before the cut.
func places(page *plain.Page) (list []place, index bool, err error) {
	text, err := plain.XML(page.Text)
	if err != nil {
		return nil, false, fmt.Errorf("html: sitemap: %w: %w", plain.ErrLayout, err)
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.Strict = false
	var within, current string
	var entry place
	for len(list) < mostPlaces {
		token, err := decoder.Token()
		if err != nil {
			if errors.Is(err, io.EOF) && within == "" || len(list) > 0 {
				return list, index, nil
			}
			return nil, index, fmt.Errorf("html: sitemap: %w: %w", plain.ErrLayout, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch current = t.Name.Local; current {
			case "sitemapindex":
				index = true
			case "url", "sitemap":
				within, entry = current, place{}
			}
		case xml.CharData:
			entry.fill(page, within, current, string(t))
		case xml.EndElement:
			if current = ""; t.Name.Local != within {
				continue
			}
			if within = ""; entry.url != "" {
				list = append(list, entry)
			}
		}
	}
	return list, index, nil
}

func (p *place) fill(page *plain.Page, within, element, text string) {
	text = strings.TrimSpace(text)
	switch {
	case within == "" || text == "" || len(text) > longestPlace:
	case element == "loc" && p.url == "":
		p.url = page.Link(text)
	case element == "lastmod" && p.changed == "":
		at, precision, ok := page.Time(text)
		if !ok {
			return
		}
		if precision == voc.PrecisionDay {
			at = at.Add(24*time.Hour - time.Second) // it may have been in the evening
		}
		p.changed, p.at = text, at
	}
}
