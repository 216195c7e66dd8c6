// Package discourse reads a public Discourse forum through the JSON every page of it has: all new
// posts in one stream, or the topics of the forum, a category or a tag with everything in them.
package discourse

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
)

// Options say what of a forum is listened to.
type Options struct {
	List     string `yaml:"list"`     // "posts": one stream of all new posts, one request for fifty (default without category and tag); "topics": topic by topic, with titles, views and who answers whom
	Category string `yaml:"category"` // the end of a category's address: forum.example/c/support/6 is "support/6"
	Tag      string `yaml:"tag"`      // topics with this tag
}

// Default is the stream of all posts.
func Default() Options { return Options{List: "posts"} }

var (
	categoryPath = regexp.MustCompile(`^[^\s?#/]+(/[^\s?#/]+){0,3}$`)
	tagName      = regexp.MustCompile(`^[^\s?#/]+$`)
)

func (o Options) validate() error {
	switch {
	case o.List != "" && o.List != "posts" && o.List != "topics":
		return fmt.Errorf("discourse: list %q: write posts or topics", o.List)
	case o.Category != "" && o.Tag != "":
		return fmt.Errorf("discourse: category and tag are two ways to choose topics; write one, and another source for the other")
	case o.List == "posts" && o.Category+o.Tag != "":
		return fmt.Errorf("discourse: list posts is the stream of the whole forum; leave list out to read the topics of a category or tag")
	case o.Category != "" && !categoryPath.MatchString(o.Category):
		return fmt.Errorf("discourse: category %q is not the end of a category's address (forum.example/c/support/6: write support/6)", o.Category)
	case o.Tag != "" && !tagName.MatchString(o.Tag):
		return fmt.Errorf("discourse: tag %q is not a tag", o.Tag)
	}
	return nil
}

// Reader reads pages of one forum. It may be used concurrently.
type Reader struct {
	o    Options
	base string
}

// New checks the options. base is the forum's address; there is no public default.
func New(base string, o Options) (*Reader, error) {
	if base == "" {
		return nil, fmt.Errorf("discourse: address is missing: write the forum's, e.g. https://meta.discourse.org")
	}
	o.Category = strings.Trim(strings.TrimPrefix(strings.Trim(o.Category, "/"), "c/"), "/")
	return &Reader{o: o, base: strings.TrimRight(base, "/")}, o.validate()
}

// Start is the address of the newest posts or topics.
func (r *Reader) Start() string {
	switch {
	case r.o.Category != "":
		return r.base + "/c/" + escaped(r.o.Category) + ".json"
	case r.o.Tag != "":
		return r.base + "/tag/" + url.PathEscape(r.o.Tag) + ".json"
	case r.o.List == "topics":
		return r.base + "/latest.json"
	}
	return r.base + "/posts.json"
}

func escaped(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// Parse reads the stream of posts, a list of topics, a topic, or some posts of one.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("discourse: %w", err)
	}
	doc := plain.DocOf(v)
	stream := doc.Doc("post_stream")
	behind := strings.HasPrefix(page.URL.String(), r.base+"/t/")
	switch {
	case behind && stream.List("posts") == nil:
		return sheet, fmt.Errorf("discourse: %w", refused(v))
	case doc.List("latest_posts") != nil:
		r.stream(&sheet, doc.Docs("latest_posts"), page)
	case doc.Doc("topic_list").List("topics") != nil:
		r.topics(&sheet, doc.Doc("topic_list"), page)
	case stream.List("posts") != nil:
		r.topic(&sheet, doc, page)
	case doc.ID("id") != "" && (doc.Has("cooked") || doc.Has("raw")):
		r.posts(&sheet, []plain.Doc{doc}, nil, page)
	default:
		return sheet, fmt.Errorf("discourse: %w", refused(v))
	}
	return sheet, nil
}

// refused tells a forum for members only from a shape we do not know.
func refused(v any) error {
	doc := plain.DocOf(v)
	said := doc.Text("message", "error")
	for _, e := range doc.List("errors") {
		if s, ok := e.(string); ok && said == "" {
			said = s
		}
	}
	if kind := doc.Text("error_type"); kind == "not_logged_in" || kind == "invalid_access" {
		return fmt.Errorf("%w: %.120q", plain.ErrLogin, plain.Clean(said))
	}
	if said != "" {
		return fmt.Errorf("%w: the forum says %.120q", plain.ErrLayout, plain.Clean(said))
	}
	return plain.Foreign(v, "posts or topics")
}

// stream reads a page of all posts, newest first. The next page is asked for with the oldest id of
// this one: some versions show that very post again, none skips one.
func (r *Reader) stream(sheet *plain.Sheet, posts []plain.Doc, page *plain.Page) {
	r.posts(sheet, posts, nil, page)
	oldest := int64(0)
	for _, p := range posts {
		if id, ok := p.Int("id"); ok && id > 0 && (oldest == 0 || id < oldest) {
			oldest = id
		}
		if len(sheet.Posts) == 0 { // a page of nothing but deleted posts is no end
			sheet.Links = append(sheet.Links, plain.Link{Key: "post " + p.ID("id")})
		}
	}
	if before := fmt.Sprint(oldest); oldest > 1 && before != page.URL.Query().Get("before") {
		sheet.Next = plain.WithQuery(page.URL, "before", before)
	}
}

// topics reads a list of topics, those with the newest posts first, pinned ones before them. The key
// of a topic holds what changes when somebody writes there.
func (r *Reader) topics(sheet *plain.Sheet, list plain.Doc, page *plain.Page) {
	topics := list.Docs("topics")
	sheet.Links = []plain.Link{}
	for _, t := range topics {
		id := t.ID("id")
		if id == "" || t.Text("archetype") == "private_message" {
			continue
		}
		key := "topic " + id + " " + t.Text("highest_post_number") + " " + t.Text("posts_count") + " " + t.Text("bumped_at", "last_posted_at")
		at, _ := t.Time(page, "bumped_at", "last_posted_at")
		sheet.Links = append(sheet.Links, plain.Link{Key: key, URL: r.base + "/t/" + url.PathEscape(id) + ".json", At: at})
	}
	if list.Text("more_topics_url") != "" && len(topics) > 0 { // its value leads to HTML in most versions
		sheet.Next = plain.Advance(page.URL, "page", 0, 1)
	}
}

// perBatch is how many posts of a topic are asked for at once: as many as the forum shows of it.
const perBatch = 20

// topic reads a topic, or some posts of one. A long topic shows its first posts and the ids of all:
// the rest is asked for in batches. A batch that is full stays as it is, so that a topic that grew
// costs one of them.
func (r *Reader) topic(sheet *plain.Sheet, topic plain.Doc, page *plain.Page) {
	stream := topic.Doc("post_stream")
	posts := stream.Docs("posts")
	r.posts(sheet, posts, topic, page)
	id := topic.ID("id")
	if id == "" || topic.Text("title") == "" || page.URL.Query().Has("post_ids[]") { // a batch
		return
	}
	shown := map[string]bool{}
	first := ""
	for _, p := range posts {
		shown[p.ID("id")] = true
		if p.Text("post_number") == "1" {
			first = p.ID("id")
		}
	}
	all := stream.List("stream")
	for from := len(posts); from < len(all) && len(posts) > 0; from += perBatch {
		if link, ok := r.batch(id, first, all[from:min(from+perBatch, len(all))], shown); ok {
			sheet.Links = append(sheet.Links, link)
		}
	}
}

// batch is the way to some posts of a topic. The id of its first post stands in the fragment.
func (r *Reader) batch(topic, first string, stream []any, shown map[string]bool) (plain.Link, bool) {
	var ids []string
	for _, v := range stream {
		if id := (plain.Doc{"id": v}).ID("id"); id != "" && !shown[id] {
			ids = append(ids, "post_ids%5B%5D="+url.QueryEscape(id))
		}
	}
	if len(ids) == 0 {
		return plain.Link{}, false
	}
	address := r.base + "/t/" + url.PathEscape(topic) + "/posts.json?" + strings.Join(ids, "&")
	if first != "" {
		address += "#" + url.PathEscape(first)
	}
	return plain.Link{Key: "posts of " + topic + " " + strings.Join(ids, " "), URL: address}, true
}
