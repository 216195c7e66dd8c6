package stackexchange

import (
	"fmt"
	"html"
	"net/url"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// items adds what a page lists: questions with their answers, or comments. Where comments came
// without their words, a link leads to those of the page.
func (r *Reader) items(sheet *plain.Sheet, items []plain.Doc, page *plain.Page) error {
	onlyComments := strings.HasSuffix(page.URL.Path, "/comments")
	var wordless []commented
	for _, item := range items {
		switch {
		case item.ID("comment_id") != "":
			post := item.ID("post_id")
			r.comment(sheet, item, questionOf(page, post), post, page)
		case onlyComments:
			return fmt.Errorf("%w: something else where comments should be: %s", plain.ErrLayout, item.Keys())
		case item.ID("answer_id") != "":
			wordless = append(wordless, r.answer(sheet, item, "", page)...)
		default:
			wordless = append(wordless, r.question(sheet, item, page)...)
		}
	}
	var behind []plain.Link
	for len(wordless) > 0 {
		n := min(len(wordless), mostIDs)
		behind = append(behind, r.commentsOf(wordless[:n]))
		wordless = wordless[n:]
	}
	sheet.Links = append(behind, sheet.Links...) // the last ones tell known ground, and these change with any of the page
	return nil
}

// commented is a post below which there are comments whose words the page did not tell.
type commented struct{ post, question, count string }

// mostIDs is how many posts the API takes in one address.
const mostIDs = 100

// commentsOf is the way to the comments of some posts. Its key changes when there are more of them.
// Which question an answer belongs to stands in the fragment: the API will not say it again.
func (r *Reader) commentsOf(some []commented) plain.Link {
	var ids, counts, roots []string
	for _, c := range some {
		ids, counts = append(ids, c.post), append(counts, c.post+":"+c.count)
		if c.post != c.question {
			roots = append(roots, c.post+":"+c.question)
		}
	}
	u := r.base + "/2.3/posts/" + url.PathEscape(strings.Join(ids, ";")) + "/comments?order=desc&sort=creation&pagesize=100&page=1&site=" + url.QueryEscape(r.o.Site) + "&filter=" + withBody
	if len(roots) > 0 {
		u += "#" + url.PathEscape(strings.Join(roots, ","))
	}
	return plain.Link{Key: "comments " + strings.Join(counts, " "), URL: u}
}

// questionOf is the question a commented post belongs to: itself, unless the fragment knows better.
func questionOf(page *plain.Page, post string) string {
	for _, pair := range strings.Split(page.URL.Fragment, ",") {
		if answer, question, ok := strings.Cut(pair, ":"); ok && answer == post {
			return question
		}
	}
	return post
}

// question adds a question, what was commented below it, and its answers. The link marks when
// something happened last: questions are listed by that.
func (r *Reader) question(sheet *plain.Sheet, q plain.Doc, page *plain.Page) (wordless []commented) {
	id := q.ID("question_id")
	post := r.post(sheet, q, page)
	post.ExternalID, post.Kind, post.Title = id, voc.PostPost, plain.Text(q.Text("title"))
	post.Engagement.Replies, post.Engagement.Views = q.Count("answer_count"), q.Count("view_count")
	if post.URL = q.Text("link"); !strings.HasPrefix(post.URL, "http") || page.Link(post.URL) == "" {
		post.URL = "https://" + r.host() + "/q/" + url.PathEscape(id)
	}
	if !r.add(sheet, post) {
		return nil
	}
	at, _ := q.Time(page, "last_activity_date")
	sheet.Links = append(sheet.Links, plain.Link{Key: "question " + id + " " + q.Text("last_activity_date"), At: at})
	wordless = r.comments(sheet, q, id, id, page)
	for _, a := range q.Docs("answers") {
		wordless = append(wordless, r.answer(sheet, a, id, page)...)
	}
	return wordless
}

func (r *Reader) answer(sheet *plain.Sheet, a plain.Doc, question string, page *plain.Page) []commented {
	id := a.ID("answer_id")
	if own := a.ID("question_id"); own != "" {
		question = own
	}
	post := r.post(sheet, a, page)
	post.ExternalID, post.Kind, post.ParentID, post.RootID = id, voc.PostAnswer, question, question
	post.Engagement.Replies = a.Count("comment_count")
	post.URL = "https://" + r.host() + "/a/" + url.PathEscape(id)
	if !r.add(sheet, post) {
		return nil
	}
	return r.comments(sheet, a, question, id, page)
}

// comments adds what was commented below a post, or tells that the words of it are still to be had.
func (r *Reader) comments(sheet *plain.Sheet, d plain.Doc, question, parent string, page *plain.Page) []commented {
	told := d.Docs("comments")
	worded := len(told) > 0
	for _, c := range told {
		worded = worded && (c.Has("body") || c.Has("body_markdown"))
	}
	count := d.Count("comment_count")
	if !worded && (count > 0 || len(told) > 0) && digits(parent) {
		return []commented{{parent, question, fmt.Sprint(max(count, int64(len(told))))}}
	}
	if worded {
		for _, c := range told {
			r.comment(sheet, c, question, parent, page)
		}
	}
	return nil
}

func digits(id string) bool { return id != "" && strings.Trim(id, "0123456789") == "" }

// comment adds a comment. Comments are counted apart from questions and answers, so the id of one
// gets a letter.
func (r *Reader) comment(sheet *plain.Sheet, c plain.Doc, question, parent string, page *plain.Page) {
	id := c.ID("comment_id")
	post := r.post(sheet, c, page)
	post.Kind, post.ParentID, post.RootID = voc.PostComment, parent, question
	if id != "" {
		post.ExternalID = "c" + id
	}
	post.URL = "https://" + r.host() + "/q/" + url.PathEscape(question) + "#comment" + url.PathEscape(id) + "_" + url.PathEscape(parent)
	r.add(sheet, post)
}

func (r *Reader) add(sheet *plain.Sheet, post voc.Post) bool {
	if !plain.Said(&post) {
		sheet.Odd = append(sheet.Odd, "a "+string(post.Kind)+" without id, text and author")
		return false
	}
	if post.Keyword = strings.TrimSpace(r.o.Query); post.Keyword == "" {
		post.Keyword = strings.Join(r.o.Tags, " ")
	}
	sheet.Posts = append(sheet.Posts, post)
	return true
}

// host is where people read the site.
func (r *Reader) host() string {
	switch name := r.o.Site; {
	case strings.HasSuffix(name, ".com") || strings.HasSuffix(name, ".net"):
		return name
	case name == "stackoverflow", name == "serverfault", name == "superuser", name == "askubuntu", name == "stackapps", strings.HasSuffix(name, ".stackoverflow"):
		return name + ".com"
	case name == "mathoverflow":
		return "mathoverflow.net"
	default:
		return name + ".stackexchange.com"
	}
}

// text is the writing without what was quoted, unless there is nothing else. The API gives HTML, or
// Markdown with its signs written as in HTML, or both.
func text(d plain.Doc) string {
	if body := d.Text("body"); body != "" {
		quotes := func(e plain.Element) bool { return e.Name == "blockquote" }
		if own := plain.TextWithout(body, quotes); own != "" {
			return own
		}
		return plain.Text(body)
	}
	source := html.UnescapeString(d.Text("body_markdown"))
	var own []string
	for _, line := range strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n") {
		if !strings.HasPrefix(line, ">") {
			own = append(own, line)
		}
	}
	if said := plain.Clean(strings.Join(own, "\n")); said != "" {
		return said
	}
	return plain.Clean(source)
}
