package html_test

import (
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/replay"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var shanghai = time.FixedZone("CST", 8*3600)

// A site without lists: its sitemap names two files, and these the topics.
func TestPlayedSitemap(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "html sitemap", Type: "text/html; charset=utf-8", Threads: true,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address = voc.KindHTML, base
			h := &src.HTML
			h.Sitemap, h.Match, h.Item, h.Kind = base+"/sitemap.xml", `/t/\d+$`, "div.post", voc.PostPost
			h.Fields.ID, h.Fields.Title, h.Fields.Text, h.Fields.Time, h.Fields.Likes, h.Fields.Parent = "@id", "h2", "p", "time", ".up", "@data-to"
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			switch path := r.URL.Path; {
			case path == "/sitemap.xml":
				return index(site)
			case strings.HasPrefix(path, "/map"):
				return file(site, path[len("/map"):len("/map")+1])
			case strings.HasPrefix(path, "/t/"):
				return topic(site, strings.TrimPrefix(path, "/t/"))
			}
			return ""
		},
		Parent: func(p replay.Post) string { return p.Root },
	})
}

func stamp(at time.Time) string { return "<lastmod>" + at.Format(time.RFC3339) + "</lastmod>" }

// half is in which of the two files a topic stands.
func half(p replay.Post) string { return fmt.Sprint(int(p.ID[len(p.ID)-1]) % 2) }

func index(site *replay.Site) string {
	changed := map[string]time.Time{}
	for _, p := range site.Topics() {
		if at := site.Bumped(p.ID); at.After(changed[half(p)]) {
			changed[half(p)] = at
		}
	}
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	for _, n := range []string{"0", "1"} {
		if at, ok := changed[n]; ok {
			fmt.Fprintf(&b, "<sitemap><loc>/map%s.xml</loc>%s</sitemap>", n, stamp(at))
		}
	}
	return b.String() + "</sitemapindex>"
}

func file(site *replay.Site, n string) string {
	var b strings.Builder
	b.WriteString(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/about</loc></url><url><loc>/forbidden</loc></url>`)
	for _, p := range site.Topics() {
		if half(p) == n {
			fmt.Fprintf(&b, "<url><loc>/t/%s</loc>%s</url>", p.ID, stamp(site.Bumped(p.ID)))
		}
	}
	return b.String() + "</urlset>"
}

func topic(site *replay.Site, id string) string {
	p, ok := site.Post(id)
	if !ok {
		return ""
	}
	var b strings.Builder
	b.WriteString("<title>帖子</title>")
	for _, p := range append([]replay.Post{p}, site.Replies(id)...) {
		fmt.Fprintf(&b, `<div class="post" id="%s" data-to="%s"><h2>%s</h2><time>%s</time><p>%s</p><i class="up">%d</i></div>`,
			p.ID, p.Root, p.Title, p.At.In(shanghai).Format("2006-1-2 15:04"), html.EscapeString(p.Text), p.Likes)
	}
	return b.String()
}
