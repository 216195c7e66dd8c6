package demosite

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	reviewsPerPage = 60
	threadsPerPage = 50
)

// home links to everything.
func (s *Site) home(w http.ResponseWriter, _ *http.Request) {
	now := s.now()
	pg := newPage("街坊：附近的人在说什么", "")
	pg.raw(`<p class="hint">听风的演示站点。有点评页、一个 GBK 编码的论坛、<a href="/feed/news.xml">资讯 RSS</a>、<a href="/cn/rss/customerreviews/page=1/id=` + appID +
		`/sortby=mostrecent/json">应用商店评价</a>和<a href="/api/timeline?count=20">短文接口</a>，都会随时间继续更新。</p>`)
	for _, b := range s.planner.brands {
		pg.raw(`<h3><a href="/reviews/` + string(b.id) + `">`)
		pg.text(b.name)
		pg.raw(`</a></h3><ul class="shops">`)
		for _, st := range b.stores {
			list := s.published("/shop/"+string(st.id), now)
			pg.raw(`<li><a href="/shop/` + string(st.id) + `">`)
			pg.text(st.city + " · " + st.name)
			pg.printf(`</a><br><small>%d 条评价，%.1f 分</small></li>`, len(list), mean(list))
		}
		pg.raw("</ul>")
	}
	pg.send(w)
}

func mean(list []*post) float64 {
	sum := 0
	for _, x := range list {
		sum += x.rating
	}
	return float64(sum) / float64(max(1, len(list)))
}

// robots forbids one folder and every sorted view, and asks for no delay.
func (s *Site) robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprintf(w, "User-agent: *\nDisallow: /private/\nDisallow: /*?sort=\nAllow: /\n\nSitemap: http://%s/sitemap.xml\n", r.Host)
}

// private is what robots.txt forbids; going there is counted.
func (s *Site) private(w http.ResponseWriter, _ *http.Request) {
	s.trespasses.Add(1)
	pg := newPage("请勿抓取", "")
	pg.raw(`<p>robots.txt 不允许抓取这里。</p>`)
	pg.send(w)
}

// sitemap names the lists with the time of their newest post.
func (s *Site) sitemap(w http.ResponseWriter, r *http.Request) {
	type entry struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod,omitempty"`
	}
	now := s.now()
	var entries []entry
	add := func(path, list string) {
		e := entry{Loc: "http://" + r.Host + path}
		if posts := s.published(list, now); len(posts) > 0 {
			e.LastMod = posts[len(posts)-1].at.In(s.opts.Location).Format(time.RFC3339)
		}
		entries = append(entries, e)
	}
	for _, b := range s.planner.brands {
		add("/reviews/"+string(b.id), "/reviews/"+string(b.id))
		for _, st := range b.stores {
			add("/shop/"+string(st.id), "/shop/"+string(st.id))
		}
	}
	add("/bbs/forum-1.html", string(Forum))
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []entry  `xml:"url"`
	}{URLs: entries})
}

// reviews is the list of a brand or of one of its stores, ?page=N, newest first.
func (s *Site) reviews(w http.ResponseWriter, r *http.Request) {
	title, ok := s.listTitle(r.PathValue("brand"), r.PathValue("store"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	n, _ := strconv.Atoi(r.FormValue("page"))
	n = max(n, 1)
	list := s.published(r.URL.Path, s.now())
	posts, pages := newest(list, n, reviewsPerPage)
	pg := newPage(title, "")
	pg.printf(`<p class="hint">共 <b class="total">%d</b> 条评价</p><ul class="list">`, len(list))
	for _, x := range posts {
		s.review(pg, x)
	}
	pg.raw("</ul>")
	pg.pager(n, pages, func(i int) string { return r.URL.Path + "?page=" + strconv.Itoa(i) })
	pg.send(w)
}

func (s *Site) listTitle(brandID, storeID string) (string, bool) {
	for _, b := range s.planner.brands {
		if string(b.id) == brandID {
			return b.name + " 全部门店评价", true
		}
		for _, st := range b.stores {
			if string(st.id) == storeID {
				return b.name + "（" + st.city + st.name + "）评价", true
			}
		}
	}
	return "", false
}

func (s *Site) review(pg *page, x *post) {
	b, st := x.brands[0], x.store
	pg.printf(`<li class="review" data-id="%d"><div class="meta"><a class="author" href="/u/%d">`, x.id, x.author.id)
	pg.text(x.author.name)
	pg.printf(`</a><span class="stars" data-score="%d" title="%d星">%s</span>`, x.rating, x.rating, strings.Repeat("★", x.rating)+strings.Repeat("☆", 5-x.rating))
	pg.raw(`<span class="time">` + x.at.In(s.opts.Location).Format("2006-01-02 15:04") + `</span><a class="shop" data-shop="` + string(st.id) + `" href="/shop/` + string(st.id) + `">`)
	pg.text(b.name + "（" + st.city + st.name + "）")
	pg.raw(`</a></div><p class="text">`)
	pg.text(x.text)
	pg.printf(`</p><div class="act"><a class="link" href="%s">详情</a> 赞(<span class="likes">%s</span>) 回应(<span class="replies">%s</span>)</div>`, x.path(), crowd(x.likes), crowd(x.replies))
	if x.reply != "" {
		pg.raw(`<blockquote class="reply">商家回复：`)
		pg.text(x.reply)
		pg.raw(`</blockquote>`)
	}
	pg.raw("</li>\n")
}

// one shows a single post.
func (s *Site) one(w http.ResponseWriter, r *http.Request) {
	now := s.now()
	s.mu.RLock()
	x := s.byPath[r.URL.Path]
	s.mu.RUnlock()
	if x == nil || x.at.After(now) {
		http.NotFound(w, r)
		return
	}
	title := x.title
	if title == "" {
		title = x.author.name + " 说"
	}
	pg := newPage(title, "")
	if x.channel == Reviews {
		pg.raw(`<ul class="list">`)
		s.review(pg, x)
		pg.raw(`</ul>`)
	} else {
		pg.raw(`<article class="card"><div class="meta"><span class="author">`)
		pg.text(x.author.name)
		pg.raw(`</span><span class="time">` + x.at.In(s.opts.Location).Format("2006-01-02 15:04:05") + `</span></div><p class="text">`)
		pg.text(x.text)
		pg.raw(`</p></article>`)
	}
	pg.send(w)
}

// forum serves the part of the site that never left GBK: /bbs/forum-N.html lists opening posts in
// full, /bbs/thread-ID.html is one of them.
func (s *Site) forum(w http.ResponseWriter, r *http.Request) {
	now := s.now()
	name, isPage := strings.CutSuffix(r.PathValue("file"), ".html")
	kind, number, _ := strings.Cut(name, "-")
	n, err := strconv.Atoi(number)
	if !isPage || err != nil {
		http.NotFound(w, r)
		return
	}
	var posts []*post
	pages := 1
	switch kind {
	case "forum":
		posts, pages = newest(s.published(string(Forum), now), n, threadsPerPage)
	case "thread":
		s.mu.RLock()
		x := s.byPath[r.URL.Path]
		s.mu.RUnlock()
		if x != nil && !x.at.After(now) {
			posts = []*post{x}
		}
	}
	if len(posts) == 0 {
		http.NotFound(w, r)
		return
	}
	pg := newPage("闲茶论坛 · 奶茶版", "gbk")
	pg.raw(`<div id="threadlist">`)
	for _, x := range posts {
		s.thread(pg, x, now)
	}
	pg.raw(`</div>`)
	if kind == "forum" {
		pg.pager(n, pages, func(i int) string { return "/bbs/forum-" + strconv.Itoa(i) + ".html" })
	}
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write(gbk(pg.done()))
}

func (s *Site) thread(pg *page, x *post, now time.Time) {
	pg.printf(`<div class="thread" id="thread_%d"><h3><a class="subject" href="%s">`, x.id, x.path())
	pg.text(x.title)
	pg.printf(`</a></h3><div class="meta"><a class="author" href="/bbs/space-%d.html">`, x.author.id)
	pg.text(x.author.name)
	pg.raw(`</a><em class="dateline">` + ago(x.at, now, s.opts.Location) + `</em><span>查看 <b class="views">` + crowd(x.likes*61+17) +
		`</b></span><span>回复 <b class="replies">` + crowd(x.replies) + `</b></span><span>支持 <b class="ups">` + crowd(x.likes) + `</b></span></div><div class="text">`)
	pg.text(x.text)
	pg.raw("</div></div>\n")
}
