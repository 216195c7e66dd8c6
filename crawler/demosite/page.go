package demosite

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"time"
)

// page writes one HTML page by hand: a crawl asks for hundreds in a few seconds, and a template
// engine would spend more time on reflection than on text. text escapes; raw is for literals of
// this package only.
type page struct{ b bytes.Buffer }

// newPage begins a page. An empty charset is UTF-8.
func newPage(title, charset string) *page {
	if charset == "" {
		charset = "utf-8"
	}
	pg := &page{}
	pg.b.Grow(48 << 10)
	pg.raw(`<!DOCTYPE html><html lang="zh-CN"><head><meta charset="` + charset + `"><meta name="viewport" content="width=device-width,initial-scale=1"><title>`)
	pg.text(title)
	pg.raw(` - 街坊</title><link rel="stylesheet" href="/style.css"></head><body><header><a class="logo" href="/">街坊</a><nav>` +
		`<a href="/reviews/qingheng">点评</a><a href="/bbs/forum-1.html">论坛</a><a href="/feed/news.xml">资讯</a><a href="/hooks">消息</a></nav></header><main><h1>`)
	pg.text(title)
	pg.raw("</h1>\n")
	return pg
}

func (pg *page) raw(s string)                   { pg.b.WriteString(s) }
func (pg *page) text(s string)                  { pg.b.WriteString(html.EscapeString(s)) }
func (pg *page) printf(format string, a ...any) { fmt.Fprintf(&pg.b, format, a...) } // numbers only

// done ends the page.
func (pg *page) done() []byte {
	pg.raw("</main><footer>演示站点：品牌、门店评价与人物均为虚构，由程序按种子生成。</footer></body></html>\n")
	return pg.b.Bytes()
}

func (pg *page) send(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html") // the charset is in the page, as on many real sites
	_, _ = w.Write(pg.done())
}

// pager links to the pages before and after.
func (pg *page) pager(n, last int, link func(int) string) {
	pg.raw(`<div class="pager">`)
	if n > 1 {
		pg.raw(`<a class="prev" rel="prev" href="` + link(n-1) + `">上一页</a>`)
	}
	pg.raw("<span>" + strconv.Itoa(n) + " / " + strconv.Itoa(max(last, 1)) + "</span>")
	if n < last {
		pg.raw(`<a class="next" rel="next" href="` + link(n+1) + `">下一页</a>`)
	}
	pg.raw("</div>")
}

// ago writes a time as Chinese sites do for people who read today.
func ago(at, now time.Time, zone *time.Location) string {
	at, now = at.In(zone), now.In(zone)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	switch d := now.Sub(at); {
	case d < time.Minute:
		return "刚刚"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + "分钟前"
	case !at.Before(midnight):
		return strconv.Itoa(int(d/time.Hour)) + "小时前"
	case !at.Before(midnight.AddDate(0, 0, -1)):
		return "昨天 " + at.Format("15:04")
	case at.Year() == now.Year():
		return at.Format("01月02日 15:04")
	}
	return at.Format("2006-01-02 15:04")
}

const styleSheet = `:root{--ink:#23302b;--soft:#6b7a73;--line:#e3e8e5;--leaf:#2f7d5b;--star:#e8a33d}
*{box-sizing:border-box}body{margin:0;font:16px/1.7 -apple-system,"PingFang SC","Noto Sans SC","Microsoft YaHei",sans-serif;color:var(--ink);background:#f6f8f7}
header{background:#fff;border-bottom:1px solid var(--line);display:flex;gap:24px;align-items:baseline;padding:12px max(16px,calc(50% - 400px))}
.logo{font-size:22px;font-weight:700;color:var(--leaf);text-decoration:none;letter-spacing:2px}nav{display:flex;gap:16px;flex-wrap:wrap}a{color:var(--leaf)}nav a{text-decoration:none}
main{max-width:800px;margin:24px auto;padding:0 16px}h1{font-size:24px;margin:0 0 16px}h3{margin:0 0 8px;font-size:17px}
.list{list-style:none;margin:0;padding:0}.card,.review,.thread{background:#fff;border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:0 0 12px}
.meta{color:var(--soft);font-size:14px;display:flex;gap:12px;flex-wrap:wrap;align-items:center}.author{color:var(--ink);font-weight:600;text-decoration:none}
.stars{color:var(--star);letter-spacing:1px}.text{margin:8px 0;white-space:pre-line;overflow-wrap:anywhere}.act{color:var(--soft);font-size:13px}
.reply{margin:8px 0 0;padding:8px 12px;background:#f1f5f3;border-radius:8px;color:var(--soft);font-size:14px}
.pager{display:flex;gap:16px;justify-content:center;padding:12px}.hint,footer{color:var(--soft);font-size:14px}footer{text-align:center;padding:24px}
.shops{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:10px;padding:0;list-style:none}.shops li{background:#fff;border:1px solid var(--line);border-radius:10px;padding:10px 14px}
pre{overflow:auto;background:#f1f5f3;padding:12px;border-radius:8px;font-size:13px}small{color:var(--soft);font-weight:400}
@media(prefers-color-scheme:dark){:root{--ink:#e6ece9;--soft:#93a39b;--line:#2c3833;--leaf:#6fc79c}body{background:#121816}header,.card,.review,.thread,.shops li{background:#1a221f}.reply,pre{background:#222c28}}
`
