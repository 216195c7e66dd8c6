package html

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// say writes what matters of a post on one line.
func say(p voc.Post) string {
	at := "-"
	if p.Precision != voc.PrecisionNone {
		at = p.PublishedAt.In(time.FixedZone("CST", 8*3600)).Format("2006-01-02 15:04:05")
	}
	return fmt.Sprint(p.ExternalID, "|", p.URL, "|", p.Title, "|", p.Text, "|", p.Author.Hash, "|", p.Author.Name, "|", at, "|", p.Rating, "|", p.Engagement.Likes, "|", p.Engagement.Replies)
}

// Each row: a site as its configuration describes it, a page in its shape, what comes of it.
func TestShapesOfSites(t *testing.T) {
	for _, c := range []struct {
		why, text string
		o         Options
		want      []string
	}{
		{
			why: "Douban: stars in a class, the time in a title, a template that looks like a comment",
			text: `<script type="text/x-handlebars"><div class="comment-item" data-cid="{{id}}"><span class="short">{{text}}</span></div></script>
				<div class="comment-item" data-cid="31"><a class="vote"><span class="vote-count">1204</span></a><span class="comment-info"><a href="https://www.d.example/people/tea77/">茶友</a> <span>看过</span> <span class="allstar40 rating" title="推荐"></span>
				<span class="comment-time" title="2026-01-09 23:45:13">2026-01-09</span></span><p><span class="short">结尾 &lt;好&gt;</span></p></div>
				<div class="comment-item" data-cid="32"><span class="comment-info"><a href="/people/9/">甲</a> <span class="comment-time" title="2026-01-09 00:00:00"></span></span><span class="short">没打分</span></div>`,
			o:    Options{Item: ".comment-item", Fields: plain.Fields{ID: "@data-cid", Text: ".short", Author: ".comment-info > a", AuthorID: `.comment-info > a@href /people\/([^\/]+)/`, Time: ".comment-time@title", Rating: "[class*=allstar]@class", Likes: ".vote-count"}},
			want: []string{"31|||结尾 <好>|tea77|茶友|2026-01-09 23:45:13|4|1204|-1", "32|||没打分|9|甲|2026-01-09 00:00:00|0|-1|-1"},
		},
		{
			why: "Tieba: JSON in an attribute, ids no float holds, the time among other small print",
			text: `<div class="l_post" data-field='{"author":{"user_id":7},"content":{"post_id":149000000000000123,"post_no":2}}'><a class="p_author_name">甲</a><div class="d_post_content">楼<br>下<img class="BDE_Smilie" alt="滑稽" src="smile.png"></div>
				<div class="post-tail-wrap"><span class="tail-info">来自Android客户端</span><span class="tail-info">2楼</span><span class="tail-info">2026-01-09 16:56</span></div></div>`,
			o:    Options{Item: ".l_post", Fields: plain.Fields{ID: `@data-field /"post_id":(\d+)/`, Text: ".d_post_content", Author: ".p_author_name", AuthorID: `@data-field /"user_id":(\d+)/`, Time: `.post-tail-wrap /\d{4}-\d\d-\d\d \d\d:\d\d/`}},
			want: []string{"149000000000000123|||楼\n下[滑稽]|7|甲|2026-01-09 16:56:00|0|-1|-1"},
		},
		{
			why: "weibo.cn: counts in brackets, a time with its device behind it",
			text: `<div class="c" id="M_Ab1"><div><span class="ctt">难喝 <a href="/n/x">@店</a></span></div><div><a href="#">赞[523801]</a> <a href="/comment/Ab1">评论[1.2万]</a><span class="ct">01月09日 18:12&nbsp;来自iPhone</span></div></div>
				<div class="c" id="M_Ab2"><span class="ctt">好</span><span class="ct">昨天 22:14</span></div><div class="c">设置:<a>皮肤</a></div>`,
			o:    Options{Item: "div.c[id]", Fields: plain.Fields{ID: `@id /M_(\w+)/`, Text: ".ctt", Time: ".ct", Likes: `a:contains("赞")`, Replies: `a:contains("评论")`}},
			want: []string{"Ab1|||难喝 @店|||2026-01-09 18:12:00|0|523801|12000", "Ab2|||好|||2026-01-09 22:14:00|0|-1|-1"},
		},
		{
			why:  "Discuz!: half an hour ago, a quotation before the text",
			text: `<table id="pid55"><tr><td><em id="authorposton55">发表于 <span title="2026-1-9 14:58:01">半小时前</span></em></td></tr><tr><td class="t_f"><div class="quote"><blockquote>原话</blockquote></div>回一句</td></tr></table>`,
			o:    Options{Item: "table[id^=pid]", Fields: plain.Fields{ID: `@id /\d+/`, Text: ".t_f", Time: "em span@title || em"}},
			want: []string{"55|||原话\n回一句|||2026-01-09 14:58:01|0|-1|-1"},
		},
		{
			why:  "stars by their width, the best is ten, the fallback where there are none",
			text: `<li><i style="width:70%"></i><p>a</p></li><li><b>9.0</b><p>b</p></li>`,
			o:    Options{Item: "li", RatingMax: 10, Fields: plain.Fields{Text: "p", Rating: "i@style || b"}},
			want: []string{"*|||a|||-|3.5|-1|-1", "*|||b|||-|4.5|-1|-1"},
		},
		{
			why:  "markup that is broken in every way",
			text: `<ul><li data-id=1><p>一<li data-id=2><p>二<b>粗</p></i><li data-id='3'><p>三&#0;&nosuch;</ul><li data-id=4>`,
			o:    Options{Item: "li", Fields: plain.Fields{ID: "@data-id", Text: "p"}},
			want: []string{"1|||一|||-|0|-1|-1", "2|||二粗|||-|0|-1|-1", "3|||三\uFFFD&nosuch;|||-|0|-1|-1"},
		},
	} {
		t.Run(c.why, func(t *testing.T) {
			r, err := reader(t, c.o).Parse(page(t, "https://s.example/list", c.text))
			if err != nil || len(r.Odd) != 0 || len(r.Posts) != len(c.want) {
				t.Fatalf("%+v, %v", r, err)
			}
			for i, want := range c.want {
				got := say(r.Posts[i])
				if strings.HasPrefix(want, "*") {
					_, got, _ = strings.Cut(got, "|")
					want = want[2:]
				}
				if got != want {
					t.Errorf("post %d is\n%s\nwant\n%s", i, got, want)
				}
			}
		})
	}
}

func TestSmallPrint(t *testing.T) {
	r, err := reader(t, Options{Item: "div.c[id]", Fields: plain.Fields{ID: `@id /M_(\w+)/`, Text: ".ctt", Time: ".ct", Likes: `a:contains("赞")`, Replies: `a:contains("评论")`}}).Parse(page(t, "https://w.example/",
		`<div class="c" id="M_1"><span class="ctt">一</span><a>赞[523801]</a><a>评论[1.2万]</a><span class="ct">01月09日 18:12&nbsp;来自iPhone</span></div>`+
			`<div class="c" id="M_2"><span class="ctt">二</span><a>赞</a><a>评论</a><span class="ct">5分钟前 来自网页</span></div>`+
			`<div class="c" id="M_3"><span class="ctt">三</span><a>赞[很多]</a><span class="ct">某时</span></div>`))
	if err != nil || len(r.Posts) != 3 || len(r.Odd) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	one, two, three := r.Posts[0], r.Posts[1], r.Posts[2]
	if e := one.Engagement; e.Likes != 523801 || e.Replies != 12000 || !e.Approx || !one.PublishedAt.Equal(time.Date(2026, 1, 9, 10, 12, 0, 0, time.UTC)) {
		t.Errorf("%+v", one)
	}
	if e := two.Engagement; e.Likes != 0 || e.Replies != 0 || e.Approx || !two.PublishedAt.Equal(time.Date(2026, 1, 10, 7, 55, 0, 0, time.UTC)) {
		t.Errorf("%+v", two)
	}
	if three.Engagement.Likes != voc.Unknown || three.Precision != voc.PrecisionNone {
		t.Errorf("%+v", three)
	}
}

func TestTheLoginWallIsKnownByItsTitle(t *testing.T) {
	for in, want := range map[string]string{
		"<title>百度安全验证</title>": "百度安全验证", "<title>\n  登录 &amp; 注册 \n</title>": "登录 & 注册", "": "", "<body><h1>x</h1>": "",
	} {
		r, err := reader(t, Options{Item: "li", Fields: plain.Fields{Text: "p"}}).Parse(page(t, "https://s.example/", in))
		if err != nil || r.Title != want {
			t.Errorf("%q: title %q, %v", in, r.Title, err)
		}
	}
}

func TestLinksOfALists(t *testing.T) {
	o := Options{List: List{Row: "li", Link: "a", Changed: ".n"}, Item: "p", Fields: plain.Fields{Text: "/.+/"}, Next: "a.next"}
	r, err := reader(t, o).Parse(page(t, "https://bbs.example/f?fid=2&page=1", `<base href="/sub/"><li><a href="t/1">一</a><b class="n">3</b></li><li><a href="//other.example/t/2#last">二</a></li><li><a href="mailto:x@y.example">三</a></li>
		<li><a>四</a></li><li><a href="http://[bad">五</a></li><li><a href="t/1">又一</a><b class="n">4</b></li><a class="next" href="?page=2">下一页</a>`))
	want := []plain.Link{{URL: "https://bbs.example/sub/t/1", Key: "https://bbs.example/sub/t/1 3"}, {URL: "https://other.example/t/2", Key: "https://other.example/t/2 "}, {URL: "https://bbs.example/sub/t/1", Key: "https://bbs.example/sub/t/1 4"}}
	if err != nil || !slices.Equal(r.Links, want) || r.Next != "https://bbs.example/sub/?page=2" || len(r.Posts) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A page may lie about where it is; what it links to is still fetched by http or not at all.
func TestBases(t *testing.T) {
	o := Options{Item: "li", Fields: plain.Fields{Text: "p", URL: "a@href"}, Next: "a.next"}
	for base, want := range map[string]string{
		"": "https://s.example/a/x", "/b/": "https://s.example/b/x", "https://cdn.example/": "https://cdn.example/x", "javascript:alert(1)//": "", "data:text/html,x": "", "file:///etc/": "", "http://[bad": "https://s.example/a/x",
	} {
		text := `<base href="` + base + `"><li><p>一</p><a href="x">1</a></li><a class="next" href="x">下</a>`
		if base == "" {
			text = text[len(`<base href="">`):]
		}
		r, err := reader(t, o).Parse(page(t, "https://s.example/a/b", text))
		if err != nil || len(r.Posts) != 1 || r.Posts[0].URL != want || r.Next != want {
			t.Errorf("base %q: %+v, next %q, %v; want %q", base, r.Posts, r.Next, err, want)
		}
	}
}

func TestPagesMeantToHurt(t *testing.T) {
	o := Options{Item: "li", Fields: plain.Fields{Text: "p", Likes: "b", Time: "i"}, Next: "a.next"}
	for why, c := range map[string]struct {
		text  string
		posts int
	}{
		"divs in divs":                 {strings.Repeat("<div>", 400) + "<li><p>一</p></li>", 1},
		"a list of many":               {strings.Repeat("<li><p>一</p></li>", 20_000), 20_000},
		"a tag of a megabyte":          {`<li><p title="` + strings.Repeat("x", 1<<20) + `">一</p></li>`, 1},
		"a text of a megabyte":         {"<li><p>" + strings.Repeat("长", 300_000) + "</p></li>", 1},
		"a count of a million digits":  {"<li><p>一</p><b>" + strings.Repeat("9", 1_000_000) + "</b><i>" + strings.Repeat("9", 1_000_000) + "</i></li>", 1},
		"formatting never closed":      {strings.Repeat("<b><i><a>", 300) + "<li><p>一</p></li>", 1},
		"NUL bytes":                    {"\x00<l\x00i><p>一</p></li>", 0},
		"an end before the beginning":  {"</html></body><li><p>一</p></li>", 1},
		"a frameset":                   {"<frameset><frame src=x></frameset><li><p>一</p>", 0},
		"plaintext swallows the rest":  {"<plaintext><li><p>一</p></li>", 0},
		"a template keeps its content": {"<template><li><p>一</p></li></template>", 0},
	} {
		r, err := reader(t, o).Parse(page(t, "https://s.example/", c.text)) // one that never ends ends the test by its timeout
		if err == nil && len(r.Posts) != c.posts {
			t.Errorf("%s: %d posts, want %d", why, len(r.Posts), c.posts)
		}
	}
}

// Depth that no page has reason for is an error or is read; it never takes the process down.
func TestDepth(t *testing.T) {
	for _, n := range []int{500, 600, 20_000} {
		start := time.Now()
		r, err := reader(t, Options{Item: "li", Fields: plain.Fields{Text: "p"}}).Parse(page(t, "https://s.example/", strings.Repeat("<div>", n)+"<li><p>一</p></li>"))
		if err == nil && len(r.Posts) != 1 {
			t.Errorf("%d deep: %d posts and no error", n, len(r.Posts))
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%d deep took %s", n, took)
		}
	}
}

// FuzzFields holds that any text put onto a page with care is read off it again.
func FuzzFields(f *testing.F) {
	f.Add("好喝 & <b>", "甲", "1")
	f.Add("\u202e]]>", "--><script>", "</li>")
	r := reader(f, Options{Item: "li", Uncomment: true, Fields: plain.Fields{ID: "@data-id", Text: "p", Author: "b"}})
	f.Fuzz(func(t *testing.T, text, author, id string) {
		quote := func(s string) string {
			return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#13;").Replace(strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD"))
		}
		u, _ := url.Parse("https://s.example/")
		got, err := r.Parse(&plain.Page{URL: u, Text: `<li data-id="` + quote(id) + `"><b>` + quote(author) + `</b><p>` + quote(text) + `</p></li>`, At: time.Unix(1767916800, 0), Zone: time.UTC})
		if err != nil || len(got.Posts) > 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		if len(got.Posts) == 0 {
			return
		}
		flat := func(s string) string {
			return strings.Join(strings.Fields(plain.Clean(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", ""))), " ")
		}
		p := got.Posts[0]
		if flat(p.Text) != flat(text) || flat(p.Author.Name) != flat(author) {
			t.Errorf("%q by %q came back as %q by %q", text, author, p.Text, p.Author.Name)
		}
	})
}
