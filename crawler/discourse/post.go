package discourse

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Kinds of posts nobody wrote for the public: what a moderator did, told by the forum, and whispers.
const (
	smallAction = "3"
	whisper     = "4"
)

// posts adds the posts of a page that people wrote and that still stand. topic is nil in the stream.
func (r *Reader) posts(sheet *plain.Sheet, posts []plain.Doc, topic plain.Doc, page *plain.Page) {
	ids := map[string]string{} // of topic and number, of the posts on this page
	for _, p := range posts {
		ids[topicOf(p, topic)+"/"+p.Text("post_number")] = p.ID("id")
	}
	if topic != nil && page.URL.Fragment != "" {
		ids[topicOf(nil, topic)+"/1"] = page.URL.Fragment
	}
	for _, p := range posts {
		if kind := p.Text("post_type"); kind == smallAction || kind == whisper || p.Has("deleted_at") || p.True("user_deleted") || p.True("hidden") {
			continue
		}
		post := r.post(p, topic, page)
		if post.ExternalID == "" || post.Title+post.Text == "" && p.Text("cooked", "raw") == "" {
			sheet.Odd = append(sheet.Odd, "a post without id or text")
			continue
		}
		if post.Precision == voc.PrecisionNone && p.Has("created_at") {
			sheet.Odd = append(sheet.Odd, fmt.Sprintf("time %.40q", p.Text("created_at")))
		}
		place(&post, p, topicOf(p, topic), ids)
		sheet.Posts = append(sheet.Posts, post)
	}
}

func topicOf(p, topic plain.Doc) string {
	if id := p.ID("topic_id"); id != "" {
		return id
	}
	return topic.ID("id")
}

// place says what a post answers and which thread it is in. In the stream a post tells the number of
// what it answers within its topic, and not the id: unless that stands on the same page, the topic
// ("t57") and the number in it ("t57/3") are all that is known.
func place(post *voc.Post, p plain.Doc, topic string, ids map[string]string) {
	if topic == "" {
		return
	}
	at := func(number string) string {
		if id := ids[topic+"/"+number]; id != "" {
			return id
		}
		return "t" + topic + "/" + number
	}
	post.RootID = "t" + topic
	if first := ids[topic+"/1"]; first != "" {
		post.RootID = first
	}
	if post.RootID == post.ExternalID {
		post.RootID = ""
	}
	switch to, number := p.ID("reply_to_post_number"), p.Text("post_number"); {
	case number == "1":
		post.Kind = voc.PostPost
	case to != "" && to != number:
		post.ParentID = at(to)
	default:
		post.ParentID = at("1")
	}
}

func (r *Reader) post(p, topic plain.Doc, page *plain.Page) voc.Post {
	id := topicOf(p, topic)
	number := p.Text("post_number")
	post := voc.Post{
		ExternalID: p.ID("id"), Kind: voc.PostComment, Text: text(p),
		Author:     voc.Author{Hash: p.ID("user_id", "username"), Name: plain.Clean(p.Text("username", "name")), Followers: voc.Unknown},
		Engagement: voc.Engagement{Likes: likes(p), Replies: p.Count("reply_count"), Shares: voc.Unknown, Views: p.Count("reads", "readers_count")},
	}
	slug := p.Text("topic_slug")
	if slug == "" {
		slug = topic.Text("slug")
	}
	if post.URL = r.base + "/p/" + url.PathEscape(post.ExternalID); id != "" && number != "" {
		post.URL = r.base + "/t/" + url.PathEscape(slug) + "/" + url.PathEscape(id) + "/" + url.PathEscape(number)
		if slug == "" {
			post.URL = r.base + "/t/" + url.PathEscape(id) + "/" + url.PathEscape(number)
		}
	}
	if number == "1" { // it opens the topic: what is told of the topic is told of it
		post.Title = plain.Text(p.Text("topic_title"))
		if title := topic.Text("title"); title != "" {
			post.Title = plain.Text(title)
		}
		if n := topic.Count("posts_count"); n > 0 {
			post.Engagement.Replies = n - 1
		}
		post.Engagement.Views = max(post.Engagement.Views, topic.Count("views"))
	}
	post.PublishedAt, post.Precision = p.Time(page, "created_at")
	if post.Precision != voc.PrecisionNone {
		post.EditedAt = p.Edited(page, post.PublishedAt, "updated_at")
	}
	return post
}

// likes is the count of the action Discourse calls 2. It leaves actions out that nobody took.
func likes(p plain.Doc) int64 {
	actions := p.List("actions_summary")
	if actions == nil {
		return p.Count("like_count")
	}
	for _, a := range plain.DocsOf(actions) {
		if a.Text("id") == "2" {
			return max(a.Count("count"), 0)
		}
	}
	return 0
}

// text is what the writer wrote: without what is quoted from others, without the preview the forum
// makes of a link, and without the size of a picture. A post that is nothing else is kept whole.
func text(p plain.Doc) string {
	cooked := p.Text("cooked")
	if cooked == "" {
		return plain.Clean(p.Text("raw"))
	}
	if own := plain.TextWithout(cooked, foreign); own != "" {
		return own
	}
	return plain.Text(cooked)
}

func foreign(e plain.Element) bool {
	switch e.Name {
	case "aside":
		return e.Class("quote") || e.Class("onebox")
	case "blockquote":
		return true
	case "div":
		return e.Class("meta") || e.Class("quote-controls")
	}
	return strings.HasPrefix(e.Name, "svg")
}
