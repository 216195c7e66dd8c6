package feed

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func page(text string) *plain.Page {
	u, _ := url.Parse("https://news.example.org/feed.xml")
	return &plain.Page{URL: u, Text: text, At: time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC), Zone: time.FixedZone("CST", 8*3600)}
}

const rssPage = `<?xml version="1.0" encoding="gb2312"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>茶饮早报</title><language>zh-CN</language><ttl>15</ttl>
<item><guid isPermaLink="false">n-1</guid><link>/n/1</link><title>门店排队 &amp; 缺货</title><dc:creator>记者甲</dc:creator>
 <description>短</description><content:encoded><![CDATA[<p>第一段</p><p>第二段&nbsp;<img alt="[笑]" src="x"></p><script>x()</script>]]></content:encoded>
 <pubDate>Fri, 09 Jan 2026 08:00:00 +0800</pubDate><slash:comments>12</slash:comments></item>
<item><link>https://news.example.org/n/2</link><title>没有编号的一条</title><description>说明</description><pubDate>2026-01-09 07:30</pubDate></item>
<item><guid>n-3</guid><title>没有时间</title></item>
<item><guid>n-4</guid></item>
</channel></rss>`

const atomPage = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>视频</title>
<entry><id>yt:video:1</id><link rel="alternate" href="https://v.example.org/1"/><title>开箱</title><author><name>阿茶</name></author>
<published>2026-01-08T01:00:00+00:00</published><updated>2026-01-09T01:00:00+00:00</updated>
<media:group><media:description>简介一行</media:description><media:community><media:starRating count="7" average="5"/><media:statistics views="1234"/></media:community></media:group></entry></feed>`

const jsonPage = `{"version":"https://jsonfeed.org/version/1.1","title":"博客","items":[{"id":"7","url":"https://b.example.org/7","title":"新品","content_html":"<p>好喝</p>","date_published":"2026-01-09T00:00:00+08:00","authors":[{"name":"甲"}]}]}`

func TestRSS(t *testing.T) {
	r, err := Parse(page(rssPage), Default())
	if err != nil || len(r.Posts) != 3 || r.TTL != 15*time.Minute || len(r.Odd) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	p := r.Posts[0]
	if p.ExternalID != "n-1" || p.URL != "https://news.example.org/n/1" || p.Title != "门店排队 & 缺货" || p.Text != "第一段\n第二段 [笑]" || p.Author.Name != "记者甲" ||
		p.Kind != voc.PostArticle || p.Language != "zh-CN" || p.Engagement.Replies != 12 || p.Engagement.Likes != voc.Unknown ||
		!p.PublishedAt.Equal(time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("first item: %+v", p)
	}
	if p := r.Posts[1]; p.ExternalID != "https://news.example.org/n/2" || p.Precision != voc.PrecisionMinute || !p.PublishedAt.Equal(time.Date(2026, 1, 8, 23, 30, 0, 0, time.UTC)) {
		t.Errorf("a time without a zone is Shanghai's: %+v", p)
	}
	if p := r.Posts[2]; p.Precision != voc.PrecisionNone || !p.PublishedAt.IsZero() {
		t.Errorf("no time is no time: %+v", p)
	}
}

func TestAtom(t *testing.T) {
	r, err := Parse(page(atomPage), Options{Kind: voc.PostPost})
	if err != nil || len(r.Posts) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if p := r.Posts[0]; p.ExternalID != "yt:video:1" || p.Text != "简介一行" || p.Engagement.Views != 1234 || p.Engagement.Likes != 7 || p.Kind != voc.PostPost ||
		p.EditedAt.IsZero() || p.Author.Name != "阿茶" {
		t.Errorf("%+v", p)
	}
}

func TestJSONFeed(t *testing.T) {
	r, err := Parse(page(jsonPage), Default())
	if err != nil || len(r.Posts) != 1 || r.Posts[0].Text != "好喝" || r.Posts[0].ExternalID != "7" || r.Posts[0].Author.Name != "甲" {
		t.Fatalf("%+v, %v", r, err)
	}
}

func TestJSONFeedSaysWhatIsMarkup(t *testing.T) {
	r, err := Parse(page(`{"version":"https://jsonfeed.org/version/1","title":"博客","authors":[{"name":"站长"}],"items":[{"id":7,"content_text":"标签 <b> 怎么写 & 价格 <3","date_published":"2026-01-09T00:00:00+08:00"},
		{"id":"8","content_html":"<p>粗<b>体</b>","authors":[{"name":"客"}]}]}`), Default())
	if err != nil || len(r.Posts) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if p := r.Posts[0]; p.Text != "标签 <b> 怎么写 & 价格 <3" || p.Author.Name != "站长" || p.ExternalID != "7" {
		t.Errorf("plain text stays as it is, and the feed's author is the item's: %+v", p)
	}
	if p := r.Posts[1]; p.Text != "粗体" || p.Author.Name != "客" {
		t.Errorf("%+v", p)
	}
}

func TestRoutesOfRSSHub(t *testing.T) {
	at := func(address, generator, description string) string {
		p := page(`<rss version="2.0"><channel><title>t</title><description>` + description + `</description>` + generator + `<item><guid>1</guid><title>热搜</title></item></channel></rss>`)
		p.URL, _ = url.Parse(address)
		r, err := Parse(p, Default())
		if err != nil || len(r.Posts) != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		return r.Posts[0].Platform
	}
	for _, c := range []struct{ why, address, generator, description, want string }{
		{"a route is a platform of its own", "https://hub.example/bilibili/user/video/2", "<generator>RSSHub</generator>", "", "rsshub:bilibili/user/video/2"},
		{"also without a generator", "https://hub.example/zhihu/hot?limit=3", "", "知乎热榜 - Powered by RSSHub", "rsshub:zhihu/hot"},
		{"another program's feed is not", "https://a.example/feed", "<generator>WordPress</generator>", "", ""},
		{"no route, no name", "https://hub.example/", "<generator>RSSHub</generator>", "", "rsshub"},
	} {
		if got := at(c.address, c.generator, c.description); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestCountsOfExtensions(t *testing.T) {
	parse := func(inside string) voc.Engagement {
		r, err := Parse(page(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:yt="http://gdata.youtube.com/schemas/2007" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>t</title><entry><id>1</id><title>开箱</title>`+inside+`</entry></feed>`), Default())
		if err != nil || len(r.Posts) != 1 || len(r.Odd) > 0 || r.Posts[0].Rating != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		return r.Posts[0].Engagement
	}
	unknown := voc.NoEngagement()
	for _, c := range []struct {
		why, inside           string
		likes, replies, views int64
	}{
		{"Media RSS without a group", `<media:community><media:starRating count="3" average="4.5"/><media:statistics views="9"/></media:community>`, 3, unknown.Replies, 9},
		{"YouTube's own, of old", `<yt:statistics favoriteCount="5" viewCount="70"/>`, 5, unknown.Replies, 70},
		{"answers", `<thr:total>4</thr:total>`, unknown.Likes, 4, unknown.Views},
		{"nobody rated it yet", `<media:group><media:community><media:starRating count="0" average="0.00"/></media:community></media:group>`, 0, unknown.Replies, unknown.Views},
	} {
		if e := parse(c.inside); e.Likes != c.likes || e.Replies != c.replies || e.Views != c.views {
			t.Errorf("%s: %+v", c.why, e)
		}
	}
}

func TestParseFailure(t *testing.T) {
	for why, text := range map[string]string{
		"nothing":           "",
		"a web page":        "<html><body>404",
		"JSON of something": `{"a":1}`,
		"nested too deep":   "<rss><channel>" + strings.Repeat("<x>", 5000),
	} {
		if r, err := Parse(page(text), Default()); err == nil {
			t.Errorf("%s: %+v", why, r)
		}
	}
	if err := (Options{Kind: "poem"}).Validate(); err == nil {
		t.Error("kind poem was accepted")
	}
}

func TestTTL(t *testing.T) {
	text := `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>t</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><item><title>a</title></item></channel></rss>`
	if r, err := Parse(page(text), Default()); err != nil || r.TTL != 6*time.Hour {
		t.Errorf("%s, %v", r.TTL, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(rssPage)
	f.Add(atomPage)
	f.Add(jsonPage)
	f.Add(`<feed><title>t</title><entry><id>0000</id><updated>0</updated></entry></feed>`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(page(text), Default())
		for _, p := range r.Posts {
			if !plain.Said(&p) || err != nil || !p.PublishedAt.IsZero() && (p.PublishedAt.Year() < 1970 || p.PublishedAt.Year() >= 3000) {
				t.Errorf("%+v, %v", p, err)
			}
		}
	})
}
