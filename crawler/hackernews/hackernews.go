// Package hackernews reads stories and comments of Hacker News: those a search of Algolia's public
// index finds, newest first, or the newest of a list of the site's own public API.
package hackernews

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The two public services: the search, and the site's own items.
const (
	Search = "https://hn.algolia.com"
	Items  = "https://hacker-news.firebaseio.com"
)

// Options say what is listened for.
type Options struct {
	Query   string `yaml:"query"`   // words to find; several must all be there, "quoted words" as they stand
	Tags    string `yaml:"tags"`    // "story", "comment", or "(story,comment)" (default); in the search's own notation
	Threads bool   `yaml:"threads"` // read all comments of the stories found, not only those with the words
	List    string `yaml:"list"`    // instead of a search: newstories, topstories, beststories, askstories, showstories, jobstories
}

// Default finds stories and comments.
func Default() Options { return Options{Tags: "(story,comment)"} }

var lists = []string{"newstories", "topstories", "beststories", "askstories", "showstories", "jobstories"}

func (o Options) validate() error {
	switch {
	case o.List == "" && strings.TrimSpace(o.Query) == "":
		return fmt.Errorf("hackernews: write query (words to find) or list (one of %s)", strings.Join(lists, ", "))
	case o.List != "" && o.Query != "":
		return fmt.Errorf("hackernews: query and list are two ways to choose; write one")
	case o.List != "" && !strings.Contains(" "+strings.Join(lists, " ")+" ", " "+o.List+" "):
		return fmt.Errorf("hackernews: list %q is none of %s", o.List, strings.Join(lists, ", "))
	case len(o.Query) > 500:
		return fmt.Errorf("hackernews: query is longer than 500 bytes; write several sources")
	case strings.ContainsAny(o.Tags, " &?#"):
		return fmt.Errorf("hackernews: tags %q: write story, comment or (story,comment)", o.Tags)
	}
	return nil
}

// Reader reads pages of both services. It may be used concurrently.
type Reader struct {
	o    Options
	base string
}

// New checks the options. base replaces the address of the service that is asked; "" means the
// public one.
func New(base string, o Options) (*Reader, error) {
	if o.Tags == "" {
		o.Tags = Default().Tags
	}
	switch {
	case base != "":
	case o.List != "":
		base = Items
	default:
		base = Search
	}
	return &Reader{o: o, base: strings.TrimRight(base, "/")}, o.validate()
}

// Start is the address of the first page.
func (r *Reader) Start() string {
	if r.o.List != "" {
		return r.base + "/v0/" + r.o.List + ".json"
	}
	return r.base + "/api/v1/search_by_date?query=" + url.QueryEscape(r.o.Query) + "&tags=" + url.QueryEscape(r.o.Tags) + "&hitsPerPage=100&page=0"
}

// Parse reads a page of a search, a thread, a list of ids, or an item.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("hackernews: %w", err)
	}
	doc := plain.DocOf(v)
	switch {
	case strings.Contains(page.URL.Path, "/api/v1/items/") && doc.List("children") == nil:
		return sheet, fmt.Errorf("hackernews: %w", plain.Foreign(v, "children"))
	case doc.List("hits") != nil:
		r.found(&sheet, doc, page)
	case doc.List("children") != nil:
		thread(&sheet, doc, page)
	case doc.ID("id") != "" && doc.Has("type"), doc.True("deleted"):
		add(&sheet, item(doc, page))
	case v == nil: // an item that was never published
	case doc.List("items") != nil:
		err = r.list(&sheet, doc.List("items"))
	default:
		ids, ok := v.([]any)
		if !ok {
			return sheet, fmt.Errorf("hackernews: %w", plain.Foreign(v, "hits, children or an item"))
		}
		err = r.list(&sheet, ids)
	}
	for i := range sheet.Posts {
		sheet.Posts[i].Keyword = strings.TrimSpace(r.o.Query)
	}
	return sheet, err
}

// list gives the ways to the items of a list of ids.
func (r *Reader) list(sheet *plain.Sheet, ids []any) error {
	for _, id := range ids {
		id := plain.Doc{"id": id}.ID("id")
		if !number(id) {
			return fmt.Errorf("hackernews: %w: a list of something that is no id: %.40q", plain.ErrLayout, id)
		}
		sheet.Links = append(sheet.Links, plain.Link{Key: "item " + id, URL: r.base + "/v0/item/" + id + ".json"})
	}
	return nil
}

func number(id string) bool {
	return id != "" && len(id) < 16 && strings.Trim(id, "0123456789") == ""
}

// add keeps a post if it says anything.
func add(sheet *plain.Sheet, post voc.Post) {
	if post.ExternalID == "" {
		return
	}
	if !plain.Said(&post) {
		sheet.Odd = append(sheet.Odd, "an item without text, author and time")
		return
	}
	sheet.Posts = append(sheet.Posts, post)
}

// itemURL is where people read an item.
func itemURL(id string) string { return "https://news.ycombinator.com/item?id=" + url.QueryEscape(id) }
