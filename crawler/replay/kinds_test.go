package replay_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var shanghai = time.FixedZone("CST", 8*3600)

func TestFeed(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "feed", Type: "application/rss+xml", Window: 20, Posts: 20,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindFeed, base+"/rss"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/rss" {
				return ""
			}
			var b strings.Builder
			b.WriteString(`<rss version="2.0"><channel><title>街坊说茶</title>`)
			for _, p := range site.Posts() {
				fmt.Fprintf(&b, `<item><guid>%s</guid><title>%s</title><description>%s</description><pubDate>%s</pubDate></item>`, p.ID, p.Title, p.Text, p.At.In(shanghai).Format(time.RFC1123Z))
			}
			return b.String() + `</channel></rss>`
		},
		Unliked: true,
	})
}

func TestHTML(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "html", Type: "text/html",
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindHTML, base+"/reviews"
			src.HTML.Item, src.HTML.Next = "li.review", "a.next"
			f := &src.HTML.Fields
			f.ID, f.Title, f.Text, f.Time, f.Rating, f.Likes = "@data-id", "h3", "p", "time", ".stars@data-n", ".up"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/reviews" {
				return ""
			}
			n, _ := strconv.Atoi(r.URL.Query().Get("page"))
			posts, more := site.Page(n, 6)
			var b strings.Builder
			b.WriteString(`<title>用户评价</title><a href="/forbidden">后台</a><ul>`)
			for _, p := range posts {
				fmt.Fprintf(&b, `<li class="review" data-id="%s"><h3>%s</h3><b class="stars" data-n="%d"></b><time>%s</time><p>%s</p><i class="up">%d</i></li>`,
					p.ID, p.Title, p.Rating, p.At.In(shanghai).Format("2006-01-02 15:04"), html.EscapeString(p.Text), p.Likes)
			}
			b.WriteString("</ul>")
			if more {
				fmt.Fprintf(&b, `<a class="next" href="?page=%d">下一页</a>`, max(n, 1)+1)
			}
			return b.String()
		},
		Rating: func(p replay.Post) float64 { return float64(p.Rating) },
	})
}

func TestHTMLForum(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "html forum", Type: "text/html; charset=utf-8", Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindHTML, base+"/forum"
			h := &src.HTML
			h.List.Row, h.List.Link, h.List.Changed, h.List.Next, h.Next = "tr.topic", "a", "i", "a.more", "a.next"
			h.Item, h.Kind = "div.post", voc.PostPost
			h.Fields.ID, h.Fields.Title, h.Fields.Text, h.Fields.Time, h.Fields.Likes, h.Fields.Parent = "@id", "h2", "p", "time", ".up", "@data-to"
			return src
		},
		Answer: forum,
		Parent: func(p replay.Post) string { return p.Root },
	})
}

// forum shows topics three a page, and what was said under one two posts a page.
func forum(site *replay.Site, r *http.Request) string {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	var b strings.Builder
	switch id, isTopic := strings.CutPrefix(r.URL.Path, "/t/"); {
	case r.URL.Path == "/forum":
		topics, more := site.TopicPage(n, 3)
		b.WriteString("<title>论坛</title><table>")
		for _, p := range topics {
			fmt.Fprintf(&b, `<tr class="topic"><td><a href="/t/%s">%s</a><i>%d</i></td></tr>`, p.ID, p.Title, p.Replies)
		}
		b.WriteString("</table>")
		if more {
			fmt.Fprintf(&b, `<a class="next" href="?page=%d">下一页</a>`, max(n, 1)+1)
		}
	case isTopic:
		topic, ok := site.Post(id)
		if !ok {
			return ""
		}
		posts, more := replay.Slice(append([]replay.Post{topic}, site.Replies(id)...), n, 2)
		b.WriteString("<title>帖子</title>")
		for _, p := range posts {
			fmt.Fprintf(&b, `<div class="post" id="%s" data-to="%s"><h2>%s</h2><time>%s</time><p>%s</p><i class="up">%d</i></div>`,
				p.ID, p.Root, p.Title, p.At.In(shanghai).Format("2006-1-2 15:04"), p.Text, p.Likes)
		}
		if more {
			fmt.Fprintf(&b, `<a class="more" href="?page=%d">下一页</a>`, max(n, 1)+1)
		}
	}
	return b.String()
}

func TestJSON(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "json",
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindJSON, base+"/api"
			j := &src.JSON
			j.Items, j.Cursor, j.CursorParam, j.Total, j.PlainText = "data.list[]", "data.next", "after", "data.total", true
			f := &j.Fields
			f.ID, f.Title, f.Text, f.Time, f.Likes, f.Rating = "id", "title", "text", "at", "likes", "stars"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/api" {
				return ""
			}
			after, _ := strconv.Atoi(r.URL.Query().Get("after"))
			posts, more := site.Page(after+1, 7)
			var rows []map[string]any
			for _, p := range posts {
				rows = append(rows, map[string]any{"id": p.ID, "title": p.Title, "text": p.Text, "at": p.At.Unix(), "likes": p.Likes, "stars": p.Rating})
			}
			data := map[string]any{"list": rows, "total": len(site.Posts())}
			if more {
				data["next"] = after + 1
			}
			b, _ := json.Marshal(map[string]any{"data": data})
			return string(b)
		},
		Rating: func(p replay.Post) float64 { return float64(p.Rating) },
		Claims: func(site *replay.Site) int { return len(site.Posts()) },
	})
}

func TestAppStore(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "appstore", Type: "text/javascript; charset=utf-8", UTF8: true, Window: 500, Posts: 120,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.AppStore.App = voc.KindAppStore, base, "1404176564"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			_, rest, ok := strings.Cut(r.URL.Path, "/page=")
			if !ok || !strings.HasSuffix(rest, "/json") {
				return ""
			}
			number, _, _ := strings.Cut(rest, "/")
			n, _ := strconv.Atoi(number)
			posts, _ := site.Page(n, 50)
			label := func(s string) map[string]any { return map[string]any{"label": s} }
			var entries []any
			for _, p := range posts {
				entries = append(entries, map[string]any{
					"author": map[string]any{"name": label(p.Author), "uri": label("https://itunes.apple.com/cn/reviews/id1" + p.ID)}, "updated": label(p.At.Format(time.RFC3339)),
					"im:rating": label(fmt.Sprint(p.Rating)), "im:version": label("3.1"), "id": label(p.ID), "title": label(p.Title), "content": label(p.Text), "im:voteSum": label(fmt.Sprint(p.Likes)),
				})
			}
			page := map[string]any{"link": []any{}}
			switch len(entries) { // one is no array, and none is no key
			case 0:
			case 1:
				page["entry"] = entries[0]
			default:
				page["entry"] = entries
			}
			b, _ := json.Marshal(map[string]any{"feed": page})
			return string(b)
		},
		Rating: func(p replay.Post) float64 { return float64(p.Rating) },
	})
}
