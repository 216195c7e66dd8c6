package hackernews

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// found reads a page of a search. The index shows at most a thousand hits of a search, however many
// pages it has: behind the last page the search goes on with what is older than the oldest shown.
func (r *Reader) found(sheet *plain.Sheet, doc plain.Doc, page *plain.Page) {
	hits := doc.Docs("hits")
	if total, ok := doc.Int("nbHits"); ok && total >= 0 {
		sheet.Claimed = int(total)
	}
	oldest := int64(0)
	for _, h := range hits {
		post := hit(h, page)
		add(sheet, post)
		if at, ok := h.Int("created_at_i"); ok && at > 0 && (oldest == 0 || at < oldest) {
			oldest = at
		}
		if r.o.Threads || len(sheet.Posts) == 0 {
			sheet.Links = append(sheet.Links, r.thread(post, h))
		}
	}
	if !r.o.Threads && len(sheet.Posts) > 0 {
		sheet.Links = nil // they only told apart pages of nothing but deleted comments
	}
	sheet.Next = onward(doc, page, len(hits), oldest)
}

// thread is the way to all comments of a story. It is gone again when there are more.
func (r *Reader) thread(post voc.Post, h plain.Doc) plain.Link {
	link := plain.Link{Key: fmt.Sprintf("thread %s %d", h.ID("objectID", "id"), post.Engagement.Replies)}
	if r.o.Threads && post.Kind == voc.PostPost && post.Engagement.Replies > 0 && number(post.ExternalID) {
		link.URL = r.base + "/api/v1/items/" + post.ExternalID
	}
	return link
}

// onward is the address of the page after this one.
func onward(doc plain.Doc, page *plain.Page, hits int, oldest int64) string {
	at, ok := doc.Int("page")
	if n, err := strconv.Atoi(page.URL.Query().Get("page")); err == nil && !ok {
		at = int64(n)
	}
	pages, _ := doc.Int("nbPages")
	size, _ := doc.Int("hitsPerPage")
	total, _ := doc.Int("nbHits")
	if hits == 0 || at < 0 || at > 1e6 {
		return ""
	}
	if at+1 < pages {
		return plain.WithQuery(page.URL, "page", strconv.FormatInt(at+1, 10))
	}
	if oldest == 0 || total <= at*max(size, int64(hits))+int64(hits) {
		return "" // all of them were shown
	}
	bound := "created_at_i<=" + strconv.FormatInt(oldest, 10)
	if page.URL.Query().Get("numericFilters") == bound { // a thousand in one second: the rest of them cannot be had
		bound = "created_at_i<" + strconv.FormatInt(oldest, 10)
	}
	older, err := url.Parse(plain.WithQuery(page.URL, "numericFilters", bound))
	if err != nil {
		return ""
	}
	return plain.WithQuery(older, "page", "0")
}

// hit reads a story or comment the search found. A story's title is in title, one that a comment
// belongs to in story_title: the comment did not say that.
func hit(h plain.Doc, page *plain.Page) voc.Post {
	author := plain.Clean(h.Text("author"))
	post := voc.Post{
		ExternalID: h.ID("objectID", "id"), Kind: voc.PostPost, Title: plain.Text(h.Text("title")), Text: text(h.Text("story_text", "comment_text", "text")),
		ParentID: h.ID("parent_id"), Author: voc.Author{Hash: author, Name: author, Followers: voc.Unknown},
		Engagement: voc.Engagement{Likes: h.Count("points"), Replies: h.Count("num_comments"), Shares: voc.Unknown, Views: voc.Unknown},
	}
	post.PublishedAt, post.Precision = h.Time(page, "created_at_i", "created_at")
	post.URL = itemURL(post.ExternalID)
	if post.ParentID != "" || h.Text("comment_text") != "" {
		post.Kind, post.Title, post.RootID = voc.PostComment, "", h.ID("story_id")
		if post.Text == "" {
			return voc.Post{} // taken back
		}
	}
	return post
}

// threadDepth is how deep answers to answers are followed. The site itself shows no more.
const threadDepth = 200

// thread reads all comments of a story from the index's tree. The story itself stood on the page of
// the search, with its counts.
func thread(sheet *plain.Sheet, story plain.Doc, page *plain.Page) {
	root := story.ID("story_id", "id")
	var walk func(node plain.Doc, depth int)
	walk = func(node plain.Doc, depth int) {
		post := hit(node, page)
		post.Kind, post.Title, post.RootID = voc.PostComment, "", root
		if post.Text != "" { // a deleted one has none; its answers stand
			add(sheet, post)
		}
		if depth == threadDepth {
			sheet.Trouble = voc.TroubleCap
			sheet.Missing = append(sheet.Missing, fmt.Sprintf("answers nested over %d deep were left out", threadDepth))
			return
		}
		for _, child := range node.Docs("children") {
			walk(child, depth+1)
		}
	}
	for _, child := range story.Docs("children") {
		walk(child, 1)
	}
}

// item reads an item of the site's own API.
func item(d plain.Doc, page *plain.Page) voc.Post {
	if d.True("deleted") || d.True("dead") {
		return voc.Post{}
	}
	author := plain.Clean(d.Text("by"))
	post := voc.Post{
		ExternalID: d.ID("id"), Kind: voc.PostPost, Title: plain.Text(d.Text("title")), Text: text(d.Text("text")), ParentID: d.ID("parent", "poll"),
		Author:     voc.Author{Hash: author, Name: author, Followers: voc.Unknown},
		Engagement: voc.Engagement{Likes: d.Count("score"), Replies: d.Count("descendants"), Shares: voc.Unknown, Views: voc.Unknown},
	}
	post.PublishedAt, post.Precision = d.Time(page, "time")
	post.URL = itemURL(post.ExternalID)
	if kind := d.Text("type"); kind == "comment" || kind == "pollopt" {
		post.Kind = voc.PostComment
	}
	if post.Kind == voc.PostComment && post.Engagement.Replies == voc.Unknown && d.List("kids") != nil {
		post.Engagement.Replies = int64(len(d.List("kids")))
	}
	return post
}

// text is the writing without the lines its author quoted: people here put ">" before what somebody
// else said. A comment that is nothing else is kept.
func text(markup string) string {
	all := plain.Text(markup)
	var own []string
	for _, line := range strings.Split(all, "\n") {
		if !strings.HasPrefix(line, ">") {
			own = append(own, line)
		}
	}
	if said := plain.Clean(strings.Join(own, "\n")); said != "" {
		return said
	}
	return all
}
