// Package jsonapi reads posts out of the answers of a JSON API that a configuration describes with
// paths: Discourse, V2EX, Mastodon, Steam, or a shop's own comment service.
package jsonapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options describe an API. A place is a path such as "data.list[].user.name" (see the package's
// tests for every form), relative to the item for Fields and from the document for the rest, with
// "/regexp/" behind it for a part of the value and "||" between alternatives (see plain.Pick).
//
// The way to the next page is one of Next, Cursor with CursorParam, PageParam, or LinkHeader; with
// none of them the API has one page.
type Options struct {
	Items  string       `yaml:"items"`  // path of the posts: "data.list[]"
	Fields plain.Fields `yaml:"fields"` // where their facts stand, inside an item; "$.…" from the document

	Next        string `yaml:"next"`         // path of the next page's address
	Cursor      string `yaml:"cursor"`       // path of the token for the next page …
	CursorParam string `yaml:"cursor_param"` // … and the parameter of the query that takes it
	PageParam   string `yaml:"page_param"`   // parameter of the query that counts pages or items
	First       int    `yaml:"first"`        // its value on the first page; default 1, or 0 when Step is over 1
	Step        int    `yaml:"step"`         // what it grows by; default 1
	LinkHeader  bool   `yaml:"link_header"`  // the next page stands in the Link header (Mastodon, GitHub)
	More        string `yaml:"more"`         // path of a flag that is false on the last page

	Total   string `yaml:"total"`   // path of how many posts the site says there are
	Backoff string `yaml:"backoff"` // path of the seconds the site asks to wait
	Success string `yaml:"success"` // "code=0": the document is an answer only when this holds
	Blocked string `yaml:"blocked"` // "ok=-100": the site wants a login; stop and say so

	PlainText bool         `yaml:"plain_text"` // texts are plain, not HTML: "<b" is what somebody typed
	RatingMax float64      `yaml:"rating_max"` // best rating the API gives; default 5
	Kind      voc.PostKind `yaml:"kind"`       // what the items are; default post
}

// ErrBlocked says that the answer is the one Blocked describes.
var ErrBlocked = errors.New("the site asks for a login")

// Result is what one answer holds.
type Result struct {
	Posts   []voc.Post    // in the answer's order
	Next    string        // address of the next page; "" there is none
	Claimed int           // how many posts the site says there are; −1: no word
	Backoff time.Duration // how long the site asks to be left alone
	Odd     []string      // values that could not be read
}

// Reader is an API's description made ready for its answers. It may be used concurrently.
type Reader struct {
	o                                  Options
	items                              path
	fields                             plain.Picks
	paths                              map[string]path // of every WHERE in fields
	next, cursor, more, total, backoff path
	success, blocked                   condition
}

// condition is "path=value".
type condition struct {
	at    path
	value string
}

// New checks the options and parses their paths.
func New(o Options) (*Reader, error) {
	if o.Step == 0 {
		o.Step = 1
	}
	if o.First == 0 && o.Step == 1 {
		o.First = 1
	}
	if o.Kind == "" {
		o.Kind = voc.PostPost
	}
	if o.Items == "" {
		return nil, fmt.Errorf("jsonapi: items is missing: write the path of the posts, e.g. data.list[]")
	}
	if (o.Cursor == "") != (o.CursorParam == "") {
		return nil, fmt.Errorf("jsonapi: cursor and cursor_param go together")
	}
	if n := ways(o); n > 1 {
		return nil, fmt.Errorf("jsonapi: next, cursor, page_param and link_header are ways to the next page; write one, not %d", n)
	}
	r := &Reader{o: o, paths: map[string]path{}}
	var err error
	if r.fields, err = plain.NewPicks(o.Fields, func(where string) error {
		p, err := parsePath(where)
		r.paths[where] = p
		return err
	}); err != nil {
		return nil, fmt.Errorf("jsonapi: %w", err)
	}
	return r, r.parsePaths()
}

func ways(o Options) (n int) {
	for _, used := range []bool{o.Next != "", o.Cursor != "", o.PageParam != "", o.LinkHeader} {
		if used {
			n++
		}
	}
	return n
}

func (r *Reader) parsePaths() error {
	for _, p := range []struct {
		name, text string
		to         *path
	}{
		{"items", r.o.Items, &r.items}, {"next", r.o.Next, &r.next}, {"cursor", r.o.Cursor, &r.cursor}, {"more", r.o.More, &r.more},
		{"total", r.o.Total, &r.total}, {"backoff", r.o.Backoff, &r.backoff},
	} {
		var err error
		if *p.to, err = parsePath(p.text); err != nil {
			return fmt.Errorf("jsonapi: %s: %w", p.name, err)
		}
	}
	for _, c := range []struct {
		name, text string
		to         *condition
	}{{"success", r.o.Success, &r.success}, {"blocked", r.o.Blocked, &r.blocked}} {
		if c.text == "" {
			continue
		}
		where, value, ok := strings.Cut(c.text, "=")
		at, err := parsePath(where)
		if !ok || err != nil {
			return fmt.Errorf("jsonapi: %s: %q is not path=value, e.g. code=0", c.name, c.text)
		}
		*c.to = condition{at, strings.TrimSpace(value)}
	}
	return nil
}

// Parse reads one answer, with or without the JSONP around it.
func (r *Reader) Parse(page *plain.Page) (Result, error) {
	decoder := json.NewDecoder(strings.NewReader(string(plain.JSON([]byte(page.Text)))))
	decoder.UseNumber() // ids have 19 digits, a float64 keeps 15
	var document any
	if err := decoder.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return Result{}, fmt.Errorf("jsonapi: the answer is not JSON (it begins %.60q): %w", page.Text, err)
	}
	if err := r.verdict(document); err != nil {
		return Result{}, err
	}
	result := Result{Claimed: r.claimed(document)}
	items, reached := r.items.find(document, document)
	if reached == 0 && len(r.items.steps) > 0 && result.Claimed != 0 && !emptyArray(document) {
		return Result{}, fmt.Errorf("jsonapi: nothing at %s: %s", r.o.Items, describe(document))
	}
	for _, item := range items {
		if item != nil {
			r.read(&result, item, document, page)
		}
	}
	if _, alone := document.(map[string]any); alone && len(r.items.steps) == 1 && len(items) == 1 && len(result.Posts) == 0 {
		return Result{}, fmt.Errorf("jsonapi: no list at %s, and the object there has nothing that fields names: %s: %w", r.o.Items, describe(document), plain.ErrLayout)
	}
	result.Backoff = seconds(r.one(r.backoff, document))
	result.Next = r.nextPage(document, page, len(items))
	return result, nil
}

func (r *Reader) read(result *Result, item, document any, page *plain.Page) {
	f := r.fields.Read(func(where string) string {
		found, _ := r.paths[where].find(item, document)
		return text(found)
	})
	if !f.Said() {
		return
	}
	if !r.o.PlainText {
		for _, markup := range []*string{&f.Title, &f.Text, &f.Author, &f.Store, &f.Product} {
			*markup = plain.Text(*markup)
		}
	}
	post, odd := f.Post(page, r.o.RatingMax)
	post.Kind = r.o.Kind
	result.Posts = append(result.Posts, post)
	result.Odd = append(result.Odd, odd...)
}

// verdict compares the document with what the configuration says of good and bad answers.
func (r *Reader) verdict(document any) error {
	if r.o.Blocked != "" && r.one(r.blocked.at, document) == r.blocked.value {
		return fmt.Errorf("jsonapi: %s: %w", r.o.Blocked, ErrBlocked)
	}
	if r.o.Success != "" {
		if got := r.one(r.success.at, document); got != r.success.value {
			return fmt.Errorf("jsonapi: not %s but %.60q: %s", r.o.Success, got, describe(document))
		}
	}
	return nil
}

func (r *Reader) claimed(document any) int {
	n, _, known := plain.Count(r.one(r.total, document))
	if !known {
		return -1
	}
	return int(n)
}

// one is the text at a path from the document; "" for a path that was not configured.
func (r *Reader) one(p path, document any) string {
	if len(p.steps) == 0 {
		return ""
	}
	found, _ := p.find(document, document)
	if len(found) == 0 {
		return ""
	}
	return text(found[0])
}

// nextPage is the address of the page after this one. A page without items ends a count of pages; a
// cursor that is empty, nought, or the one we came with ends its walk.
func (r *Reader) nextPage(document any, page *plain.Page, items int) string {
	if r.o.More != "" {
		switch r.one(r.more, document) {
		case "", "false", "0":
			return ""
		}
	}
	switch {
	case r.o.LinkHeader:
		return page.Link(page.Next)
	case r.o.Next != "":
		return page.Link(r.one(r.next, document))
	case r.o.PageParam != "" && items > 0:
		return plain.Advance(page.URL, r.o.PageParam, r.o.First, r.o.Step)
	case r.o.Cursor != "":
		switch cursor := r.one(r.cursor, document); cursor {
		case "", "0", "-1", page.URL.Query().Get(r.o.CursorParam):
		default:
			return plain.WithQuery(page.URL, r.o.CursorParam, cursor)
		}
	}
	return ""
}

func seconds(s string) time.Duration {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0) { // nor NaN, which ParseFloat knows
		return 0
	}
	return time.Duration(min(n, 86400) * float64(time.Second))
}

func emptyArray(document any) bool {
	list, ok := document.([]any)
	return ok && len(list) == 0
}

// describe tells what a document is instead of what was expected: its keys, and what messages it has.
func describe(document any) string {
	object, ok := document.(map[string]any)
	if !ok {
		return fmt.Sprintf("the answer is a %T", document)
	}
	keys := sortedKeys(object)
	for _, key := range []string{"msg", "message", "error", "error_message", "errmsg"} {
		if m := text(object[key]); m != "" {
			return fmt.Sprintf("the answer says %.120q", m)
		}
	}
	return fmt.Sprintf("the answer has %s", strings.Join(keys[:min(len(keys), 12)], ", "))
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
