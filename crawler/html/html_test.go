package html

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func page(t testing.TB, address, text string) *plain.Page {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return &plain.Page{URL: u, Text: text, At: time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC), Zone: time.FixedZone("CST", 8*3600)}
}

func reader(t testing.TB, o Options) *Reader {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var shop = Options{
	Item: "li.review", Next: `a:contains("下一页")`, RatingMax: 10,
	Fields: plain.Fields{
		ID: "@data-id", URL: "a.more@href", Title: "h3", Text: ".content", Author: ".user", AuthorID: `.user@href /u\/(\d+)/`, Time: "time@datetime || .when",
		Rating: `.stars@class /s(\d+)/`, Likes: ".up", Replies: ".re", Views: ".nothing", Region: ".ip", Store: ".shop", Product: ".sku",
	},
}

const shopPage = `<html><head><base href="https://shop.example.org/app/"><title>评价 - 店</title></head><body><ul>
<li class="review" data-id="91"><h3>不错</h3><a class="user" href="/u/77">茶**友</a><span class="stars s8"></span>
 <div class="content">第一行<br>第二行 &lt;3 <img alt="[偷笑]"></div><time datetime="2026-01-09T10:00:00+08:00">昨天</time>
 <b class="up">2.3万</b><b class="re">回复(4)</b><i class="ip">IP属地：上海</i><em class="shop">静安店</em><a class="more" href="r/91#c">详情</a></li>
<li class="review" data-id="92"><div class="content">难喝</div><span class="when">3小时前</span><b class="up">赞</b></li>
<li class="review ad"></li>
</ul><a href="?p=1">上一页</a><a href="?p=3">下一页</a></body></html>`

func TestParse(t *testing.T) {
	r, err := reader(t, shop).Parse(page(t, "https://shop.example.org/reviews?p=2", shopPage))
	if err != nil || len(r.Posts) != 2 || len(r.Odd) != 0 || r.Title != "评价 - 店" {
		t.Fatalf("%+v, %v", r, err)
	}
	if r.Next != "https://shop.example.org/app/?p=3" {
		t.Errorf("next %q does not follow <base>", r.Next)
	}
	p := r.Posts[0]
	want := voc.Post{
		ExternalID: "91", URL: "https://shop.example.org/app/r/91", Title: "不错", Text: "第一行\n第二行 <3 [偷笑]", Rating: 4, RatingRaw: "8", Kind: voc.PostReview,
		Author: voc.Author{Hash: "77", Name: "茶**友", Followers: voc.Unknown}, PublishedAt: time.Date(2026, 1, 9, 2, 0, 0, 0, time.UTC), Precision: voc.PrecisionSecond,
		Engagement: voc.Engagement{Likes: 23000, Replies: 4, Shares: voc.Unknown, Views: voc.Unknown, Approx: true}, Region: "上海", StoreName: "静安店",
	}
	if p != want {
		t.Errorf("got  %+v\nwant %+v", p, want)
	}
	if p := r.Posts[1]; !p.PublishedAt.Equal(time.Date(2026, 1, 10, 5, 0, 0, 0, time.UTC)) || p.Precision != voc.PrecisionDay || p.Rating != 0 || p.Engagement.Likes != 0 {
		t.Errorf("second: %+v", p)
	}
}

func TestOddValuesAreReported(t *testing.T) {
	text := strings.Replace(strings.Replace(shopPage, "3小时前", "不久以前", 1), "2.3万", "很多", 1)
	r, err := reader(t, shop).Parse(page(t, "https://shop.example.org/reviews", text))
	if err != nil || len(r.Odd) != 2 || r.Posts[1].Precision != voc.PrecisionNone || r.Posts[0].Engagement.Likes != voc.Unknown {
		t.Errorf("%v, %v", r.Odd, err)
	}
}

func TestIdentityWithoutID(t *testing.T) {
	o := Options{Item: "li", Fields: plain.Fields{Text: "p", Author: "b", Time: "i"}}
	one := `<li><b>甲</b><p>好喝</p><i>%s</i></li><li><b>乙</b><p>好喝</p><i>%s</i></li>`
	ids := func(when string) (a, b string) {
		r, err := reader(t, o).Parse(page(t, "https://x.org/", strings.ReplaceAll(one, "%s", when)))
		if err != nil || len(r.Posts) != 2 {
			t.Fatal(r, err)
		}
		return r.Posts[0].ExternalID, r.Posts[1].ExternalID
	}
	a1, b1 := ids("5分钟前")
	a2, _ := ids("6分钟前")
	a3, _ := ids("2026-01-09 10:00")
	a4, _ := ids("2026-01-09 10:01")
	if a1 == b1 || a1 != a2 || a3 == a4 || a1 == a3 {
		t.Errorf("ids %s %s %s %s %s: who and what make a post, and when only if it is not relative", a1, b1, a2, a3, a4)
	}
}

func TestPages(t *testing.T) {
	items := "<li>a</li>"
	o := Options{Item: "li", Fields: plain.Fields{Text: "/.+/"}, PageParam: "pn", Step: 50} // no selector: the item itself
	for _, c := range []struct{ why, address, text, next string }{
		{"the first page has no number", "https://x.org/f?kw=%E8%8C%B6", items, "https://x.org/f?kw=%E8%8C%B6&pn=50"},
		{"the second", "https://x.org/f?pn=50&kw=a", items, "https://x.org/f?pn=100&kw=a"},
		{"an empty page is the last", "https://x.org/f?pn=50", "<p>没有了", ""},
	} {
		r, err := reader(t, o).Parse(page(t, c.address, c.text))
		if err != nil || r.Next != c.next {
			t.Errorf("%s: next %q, %v; want %q", c.why, r.Next, err, c.next)
		}
	}
	o.PageParam, o.Step, o.Next = "", 0, "a.n"
	for _, c := range []struct{ why, text, next string }{
		{"a link", items + `<a class=n href="/f?p=2">`, "https://x.org/f?p=2"},
		{"a link to the page itself", items + `<a class=n href="/f?p=1#top">`, ""},
		{"a script", items + `<a class=n href="javascript:next()">`, ""},
		{"no link", items, ""},
	} {
		r, err := reader(t, o).Parse(page(t, "https://x.org/f?p=1", c.text))
		if err != nil || r.Next != c.next {
			t.Errorf("%s: next %q, %v; want %q", c.why, r.Next, err, c.next)
		}
	}
}

func TestListsAndUncomment(t *testing.T) {
	r := reader(t, Options{
		Uncomment: true, List: List{Row: "li.t", Link: "a", Changed: "i", Next: "a.n"},
		Item: "div.p", Fields: plain.Fields{ID: `@data-field /"post_id":(\d+)/`, Text: ".c"},
	})
	got, err := r.Parse(page(t, "https://x.org/f", `<code><!--<li class="t"><i>3</i><a href="/p/1">帖</a></li><li class="t"><a>坏</a></li>--></code>`))
	if err != nil || len(got.Links) != 1 || got.Links[0] != (plain.Link{URL: "https://x.org/p/1", Key: "https://x.org/p/1 3"}) || len(got.Posts) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	got, err = r.ParseBehind(page(t, "https://x.org/p/1", `<div class="p" data-field='{"content":{"post_id":144115188075855872}}'><div class="c">楼</div></div><a class="n" href="?pn=2">2</a>`))
	if err != nil || len(got.Posts) != 1 || got.Posts[0].ExternalID != "144115188075855872" || got.Next != "https://x.org/p/1?pn=2" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestNewRefuses(t *testing.T) {
	text := plain.Fields{Text: "p"}
	for says, o := range map[string]Options{
		"item is missing":       {Fields: text},
		"not a CSS selector":    {Item: "li[", Fields: text},
		"text or title":         {Item: "li"},
		"fields: time":          {Item: "li", Fields: plain.Fields{Text: "p", Time: "::"}},
		"fields: rating":        {Item: "li", Fields: plain.Fields{Text: "p", Rating: "b /(/"}},
		"two ways":              {Item: "li", Fields: text, Next: "a", PageParam: "p"},
		"list: link is missing": {Item: "li", Fields: text, List: List{Row: "tr"}},
		"list: row is missing":  {Item: "li", Fields: text, List: List{Link: "a"}},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("New = %v, want %q", err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(shopPage, "https://shop.example.org/reviews?p=2")
	r := reader(f, shop)
	list := reader(f, Options{Uncomment: true, List: List{Row: "li", Link: "a"}, Item: "li", Fields: plain.Fields{Text: "/.+/"}})
	f.Fuzz(func(t *testing.T, text, address string) {
		u, err := url.Parse(address)
		if err != nil {
			return
		}
		p := page(t, "https://x.org/", text)
		p.URL = u
		for _, reader := range []*Reader{r, list} {
			got, err := reader.Parse(p)
			for _, post := range got.Posts {
				if post.ExternalID == "" || err != nil {
					t.Errorf("%+v, %v", post, err)
				}
			}
			reader.ParseBehind(p)
		}
	})
}
