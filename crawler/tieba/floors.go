package tieba

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var (
	pager    = regexp.MustCompile(`PageData\.pager\s*=\s*\{[^}]*"total_page"\s*:\s*(\d+)`)
	dateTail = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}`)
	gone     = regexp.MustCompile(`贴子.{0,10}(?:被删除|被隐藏|不存在)|该贴已被`)
)

// thread is what a page says of the thread as a whole.
type thread struct {
	id, title string
	replies   int64
	page      int // which this is
	pages     int
}

// floors reads a page of a thread. Its first page names the others, and every page the comments on
// its floors; each under a key that changes when something was added to it.
func (r *Reader) floors(page *plain.Page, doc *goquery.Document, title string) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	t := r.thread(page, doc)
	if t.id == "" {
		return sheet, fmt.Errorf("no number of a thread in its address: %w", plain.ErrLayout)
	}
	seen := map[string]bool{}
	doc.Find(".l_post[data-field]").Each(func(_ int, s *goquery.Selection) {
		field := fieldOf(s)
		post, comments, odd := r.floor(page, s, field, t)
		if post.ExternalID == "" || seen[post.ExternalID] {
			return // an advertisement has an empty field
		}
		seen[post.ExternalID] = true
		sheet.Posts, sheet.Odd = append(sheet.Posts, post), append(sheet.Odd, odd...)
		shown, odd := r.shown(page, s, t.id, post.ExternalID)
		sheet.Posts, sheet.Odd = append(sheet.Posts, shown...), append(sheet.Odd, odd...)
		if comments > int64(len(shown)) && !r.o.FloorsOnly {
			query := url.Values{"tid": {t.id}, "pid": {post.ExternalID}, "pn": {"1"}}
			sheet.Links = append(sheet.Links, plain.Link{Key: fmt.Sprintf("c%s %d", post.ExternalID, comments), URL: r.base + "/p/comment?" + query.Encode()})
		}
	})
	if len(sheet.Posts) == 0 {
		if gone.MatchString(title + doc.Find("body").Text()) {
			return plain.NewSheet(), nil
		}
		return sheet, fmt.Errorf("no floors on it: %w", plain.ErrLayout)
	}
	for n := 2; t.page == 1 && n <= min(t.pages, 200); n++ {
		link := plain.Link{Key: fmt.Sprintf("%s p%d", t.id, n), URL: fmt.Sprintf("%s/p/%s?pn=%d", r.base, t.id, n)}
		if n == t.pages {
			link.Key += fmt.Sprintf(" r%d", t.replies)
		}
		sheet.Links = append(sheet.Links, link)
	}
	return sheet, nil
}

func (r *Reader) thread(page *plain.Page, doc *goquery.Document) thread {
	t := thread{page: 1, pages: 1, replies: voc.Unknown}
	if m := threadAddress.FindStringSubmatch(page.URL.Path); m != nil {
		t.id = m[1]
	}
	if n, err := strconv.Atoi(page.URL.Query().Get("pn")); err == nil && n > 1 {
		t.page = n
	}
	head := doc.Find(".core_title_txt").First()
	t.title = plain.Clean(head.AttrOr("title", head.Text()))
	if m := pager.FindStringSubmatch(page.Text); m != nil {
		t.pages, _ = strconv.Atoi(m[1])
	} else if n, _, ok := plain.Count(doc.Find(".l_reply_num .red").Eq(1).Text()); ok {
		t.pages = int(min(n, 1000))
	}
	if n, _, ok := plain.Count(doc.Find(".l_reply_num .red").First().Text()); ok {
		t.replies = n
	}
	return t
}

// floor reads one floor, and how many comments there are on it.
func (r *Reader) floor(page *plain.Page, s *goquery.Selection, field plain.Doc, t thread) (post voc.Post, comments int64, odd []string) {
	content, author := field.Doc("content"), field.Doc("author")
	pid := content.ID("post_id")
	if pid == "" {
		pid = s.AttrOr("data-pid", "")
	}
	if pid == "" {
		return post, 0, nil
	}
	markup := content.Text("content") // without what scripts add on the page
	if !content.Has("content") {
		markup, _ = s.Find(".j_d_post_content, .d_post_content").First().Html()
	}
	post = voc.Post{
		ExternalID: pid, RootID: t.id, ParentID: t.id, Kind: voc.PostComment, Text: plain.Text(markup), Engagement: voc.NoEngagement(),
		URL: r.base + "/p/" + t.id + "?pid=" + pid + "#" + pid, Region: plain.Province(region(s)),
		Author: voc.Author{Followers: voc.Unknown},
	}
	if !content.True("is_anonym") {
		post.Author.Name = plain.Clean(s.Find(".p_author_name").First().Text())
		if post.Author.Name == "" {
			post.Author.Name = author.Text("user_nickname", "user_name")
		}
		post.Author.Hash = portrait(author.ID("portrait"), author.ID("user_id"))
	}
	post.PublishedAt, post.Precision, odd = tail(page, s)
	if comments = content.Count("comment_num"); comments >= 0 {
		post.Engagement.Replies = comments
	}
	if content.Text("post_no") == "1" {
		post.Kind, post.Title, post.ParentID, post.Engagement.Replies = voc.PostPost, t.title, "", t.replies
		post.URL = r.base + "/p/" + t.id
	}
	return post, comments, odd
}

// portrait is the id under which floors and comments know an author alike. What stands behind it is
// when the picture was changed.
func portrait(id, otherwise string) string {
	if id, _, _ = strings.Cut(id, "?"); id == "" {
		return otherwise
	}
	return id
}

// region is the "IP属地:广东" of a floor.
func region(s *goquery.Selection) (where string) {
	s.Find(".post-tail-wrap span, .core_reply_tail span").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		if text := strings.TrimSpace(s.Text()); strings.HasPrefix(text, "IP属地") {
			where = text
		}
		return where == ""
	})
	return where
}

// tail finds when a floor was written, among the client it came from and its number.
func tail(page *plain.Page, s *goquery.Selection) (at time.Time, p voc.Precision, odd []string) {
	p = voc.PrecisionNone
	s.Find(".tail-info").EachWithBreak(func(_ int, s *goquery.Selection) bool {
		text := plain.Clean(s.Text())
		if !dateTail.MatchString(text) {
			return true
		}
		var ok bool
		if at, p, ok = page.Time(text); !ok {
			odd = append(odd, fmt.Sprintf("time %.40q", text))
		}
		return false
	})
	return at, p, odd
}
