package douban_test

import (
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

func TestPlayed(t *testing.T) {
	replay.Suite(t, replay.Script{
		Name: "douban", Type: "text/html; charset=utf-8", Window: 60, Posts: 30,
		Source: func(base string) (src replay.Source) {
			src.Kind, src.Address, src.Douban.ID, src.Douban.Pages = voc.KindDouban, base, "7", 3
			return src
		},
		Answer: func(site *replay.Site, r *http.Request) string {
			if r.URL.Path != "/subject/7/comments" || r.URL.Query().Get("sort") != "time" {
				return ""
			}
			start, _ := strconv.Atoi(r.URL.Query().Get("start"))
			posts, _ := site.Page(start/20+1, 20)
			var b strings.Builder
			fmt.Fprintf(&b, `<title>夜行列车 短评</title><h1>夜行列车 短评</h1><li class="is-active"><span>看过(%d)</span></li><div class="mod-bd" id="comments">`, len(site.Posts()))
			for _, p := range posts {
				fmt.Fprintf(&b, `<div class="comment-item" data-cid="%s"><span class="votes vote-count">%d</span><span class="comment-info"><a href="https://www.douban.com/people/7/">%s</a>
<span class="allstar%d0 rating"></span><span class="comment-time" title="%s"></span></span><p><span class="short">%s</span></p></div>`,
					p.ID, p.Likes, p.Author, p.Rating, p.At.In(shanghai).Format("2006-01-02 15:04:05"), html.EscapeString(p.Title+"。"+p.Text))
			}
			return b.String() + `</div>`
		},
		Rating: func(p replay.Post) float64 { return float64(p.Rating) },
		Claims: func(site *replay.Site) int { return len(site.Posts()) },
	})
}
