// Package v2ex reads topics and replies of V2EX through its first public API: the latest topics,
// the hot ones, those of one node or one member, and all replies of each.
//
// The site allows an address 120 requests an hour. Replies are asked for only when a topic has more
// of them than last time.
package v2ex

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Public is where V2EX is.
const Public = "https://www.v2ex.com"

// Options say which topics are listened to.
type Options struct {
	List       string `yaml:"list"`        // "latest" (default) or "hot"; not with node or member
	Node       string `yaml:"node"`        // the name in a node's address: v2ex.com/go/apple is "apple"
	Member     string `yaml:"member"`      // topics of one member
	TopicsOnly bool   `yaml:"topics_only"` // do not read replies
}

// Default is the latest topics of the whole site.
func Default() Options { return Options{List: "latest"} }

var name = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,60}$`)

func (o Options) validate() error {
	ways := 0
	for _, way := range []string{o.List, o.Node, o.Member} {
		if way != "" {
			ways++
		}
	}
	switch {
	case ways > 1:
		return fmt.Errorf("v2ex: list, node and member are three ways to choose topics; write one, and another source for the next")
	case o.List != "" && o.List != "latest" && o.List != "hot":
		return fmt.Errorf("v2ex: list %q: write latest or hot", o.List)
	case o.Node != "" && !name.MatchString(o.Node):
		return fmt.Errorf("v2ex: node %q is not the name in a node's address (v2ex.com/go/apple: write apple)", o.Node)
	case o.Member != "" && !name.MatchString(o.Member):
		return fmt.Errorf("v2ex: member %q is not the name in a member's address (v2ex.com/member/Livid: write Livid)", o.Member)
	}
	return nil
}

// Reader reads lists of topics and the replies behind them. It may be used concurrently.
type Reader struct {
	o    Options
	base string
}

// New checks the options. base replaces the site's address; "" means V2EX.
func New(base string, o Options) (*Reader, error) {
	if base == "" {
		base = Public
	}
	return &Reader{o: o, base: strings.TrimRight(base, "/")}, o.validate()
}

// Start is the address of the list of topics. It has one page.
func (r *Reader) Start() string {
	switch {
	case r.o.Node != "":
		return r.base + "/api/topics/show.json?node_name=" + url.QueryEscape(r.o.Node)
	case r.o.Member != "":
		return r.base + "/api/topics/show.json?username=" + url.QueryEscape(r.o.Member)
	case r.o.List == "hot":
		return r.base + "/api/topics/hot.json"
	}
	return r.base + "/api/topics/latest.json"
}

// Parse reads a list of topics, or the replies of one.
func (r *Reader) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	v, err := plain.ReadJSON(page.Text)
	if err != nil {
		return sheet, fmt.Errorf("v2ex: %w", err)
	}
	items, ok := v.([]any)
	if doc := plain.DocOf(v); doc != nil {
		items, ok = doc.List("result"), doc.List("result") != nil // the second version of the API has an envelope
		if doc.Has("id") && (doc.Has("title") || doc.Has("content")) {
			items, ok = []any{v}, true
		}
	}
	if !ok {
		return sheet, fmt.Errorf("v2ex: %w", refused(v))
	}
	topic := page.URL.Query().Get("topic_id")
	if len(items) == 0 && topic == "" && r.o.Node == "" && r.o.Member == "" {
		sheet.Missing = append(sheet.Missing, "the list of topics came empty: the site always has some")
	}
	for _, item := range items {
		doc := plain.DocOf(item)
		if topic != "" && doc.Has("title") {
			return plain.NewSheet(), fmt.Errorf("v2ex: %w: topics where the replies of %s should be", plain.ErrLayout, topic)
		}
		if topic != "" || doc.Has("topic_id") {
			r.reply(&sheet, doc, topic, page)
		} else {
			r.topic(&sheet, doc, page)
		}
	}
	return sheet, nil
}

// refused tells the site's own refusals from a shape we do not know.
func refused(v any) error {
	doc := plain.DocOf(v)
	if said := strings.ToLower(doc.Text("message")); strings.Contains(said, "login") || strings.Contains(said, "token") {
		return fmt.Errorf("%w: %.120q", plain.ErrLogin, doc.Text("message"))
	}
	return plain.Foreign(v, "topics or replies")
}

// topic adds a topic, and the way to its replies. The way's key holds how many there are: it is gone
// again only when there are more.
func (r *Reader) topic(sheet *plain.Sheet, topic plain.Doc, page *plain.Page) {
	id := topic.ID("id")
	post := r.post(sheet, topic, page)
	post.ExternalID, post.Kind = id, voc.PostPost
	post.Title = plain.Text(topic.Text("title"))
	post.Engagement.Replies = topic.Count("replies")
	if post.URL = page.Link(topic.Text("url")); post.URL == "" {
		post.URL = Public + "/t/" + url.PathEscape(id)
	}
	if id == "" || !plain.Said(&post) {
		sheet.Odd = append(sheet.Odd, "a topic without id")
		return
	}
	if topic.True("deleted") {
		return
	}
	sheet.Posts = append(sheet.Posts, post)
	if r.o.TopicsOnly {
		return
	}
	link := plain.Link{Key: "replies of " + id + " " + topic.Text("replies")}
	if post.Engagement.Replies != 0 {
		link.URL = r.base + "/api/replies/show.json?topic_id=" + url.QueryEscape(id)
	}
	sheet.Links = append(sheet.Links, link)
}

// reply adds a reply. Topics and replies are counted apart, so the id of a reply gets a letter.
func (r *Reader) reply(sheet *plain.Sheet, reply plain.Doc, topic string, page *plain.Page) {
	if topic == "" {
		topic = reply.ID("topic_id")
	}
	post := r.post(sheet, reply, page)
	id := reply.ID("id")
	if id == "" || topic == "" {
		sheet.Odd = append(sheet.Odd, "a reply without id")
		return
	}
	post.ExternalID, post.Kind, post.ParentID, post.RootID = "r"+id, voc.PostComment, topic, topic
	post.Engagement.Likes = reply.Count("thanks")
	post.URL = Public + "/t/" + url.PathEscape(topic) + "#r_" + url.PathEscape(id)
	sheet.Posts = append(sheet.Posts, post)
}

// post reads what topics and replies have in common.
func (r *Reader) post(sheet *plain.Sheet, doc plain.Doc, page *plain.Page) voc.Post {
	member := doc.Doc("member")
	post := voc.Post{
		Text: text(doc), Engagement: voc.NoEngagement(),
		Author: voc.Author{Hash: member.ID("id", "username"), Name: plain.Clean(member.Text("username")), Followers: voc.Unknown},
	}
	post.PublishedAt, post.Precision = doc.Time(page, "created")
	if post.Precision == voc.PrecisionNone {
		if doc.Has("created") {
			sheet.Odd = append(sheet.Odd, fmt.Sprintf("time %.40q", doc.Text("created")))
		}
		return post
	}
	post.EditedAt = doc.Edited(page, post.PublishedAt, "last_modified")
	return post
}

// text prefers what the site made of the writing: in the source, "<" is a sign and not a tag.
func text(doc plain.Doc) string {
	if rendered := doc.Text("content_rendered"); rendered != "" {
		quotes := func(e plain.Element) bool { return e.Name == "blockquote" }
		if own := plain.TextWithout(rendered, quotes); own != "" {
			return own
		}
		return plain.Text(rendered)
	}
	return plain.Clean(doc.Text("content"))
}
