package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// channel puts items into a feed with the namespaces feeds use.
func channel(items string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>t</title><link>https://news.example.org/</link>` + items + `</channel></rss>`
}

func atom(entries string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>t</title><id>urn:x</id><updated>2026-01-09T00:00:00Z</updated>` + entries + `</feed>`
}

func jsonFeed(items string) string {
	return `{"version":"https://jsonfeed.org/version/1","title":"t","items":[` + items + `]}`
}

// say writes what matters of a post on one line.
func say(p voc.Post) string {
	at := "-"
	if p.Precision != voc.PrecisionNone {
		at = p.PublishedAt.UTC().Format("2006-01-02T15:04")
	}
	return strings.Join([]string{p.ExternalID, p.URL, p.Title, p.Text, p.Author.Name, at}, "|")
}

func TestShapesOfItems(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"RSS, everything", channel(`<item><guid>g</guid><link>https://a.example/1</link><title>题</title><description>文</description><author>x@a.example (甲)</author><pubDate>Fri, 09 Jan 2026 08:00:00 +0800</pubDate></item>`),
			"g|https://a.example/1|题|文|甲|2026-01-09T00:00"},
		{"dc:creator before author", channel(`<item><guid>g</guid><title>题</title><dc:creator>乙</dc:creator><author>甲</author></item>`), "g||题||乙|-"},
		{"dc:date where there is no pubDate", channel(`<item><guid>g</guid><title>题</title><dc:date>2026-01-09T08:00:00+08:00</dc:date></item>`), "g||题|||2026-01-09T00:00"},
		{"content before description", channel(`<item><guid>g</guid><description>短</description><content:encoded><![CDATA[<p>长</p>]]></content:encoded></item>`), "g|||长||-"},
		{"markup escaped instead of CDATA", channel(`<item><guid>g</guid><description>&lt;p&gt;一&lt;br&gt;二 &amp;amp; 三&lt;/p&gt;</description></item>`), "g|||一\n二 & 三||-"},
		{"markup in the title", channel(`<item><guid>g</guid><title><![CDATA[<b>题</b> &amp; 目]]></title></item>`), "g||题 & 目|||-"},
		{"a permalink for an address", channel(`<item><guid isPermaLink="true">https://a.example/7</guid><title>题</title></item>`), "https://a.example/7|https://a.example/7|题|||-"},
		{"an address from the site's root", channel(`<item><guid>g</guid><link>/n/7?a=1#top</link><title>题</title></item>`), "g|https://news.example.org/n/7?a=1|题|||-"},
		{"an address that is a script", channel(`<item><guid>g</guid><link>javascript:alert(1)</link><title>题</title></item>`), "g||题|||-"},
		{"neither guid nor link: what it says", channel(`<item><title>题</title><description>文</description></item>`), "x*||题|文||-"},
		{"a time without zone is the site's", channel(`<item><guid>g</guid><title>题</title><pubDate>2026-01-09 08:00:00</pubDate></item>`), "g||题|||2026-01-09T00:00"},
		{"a wrong weekday", channel(`<item><guid>g</guid><title>题</title><pubDate>Mon, 09 Jan 2026 08:00:00 +0800</pubDate></item>`), "g||题|||2026-01-09T00:00"},
		{"a two-digit year", channel(`<item><guid>g</guid><title>题</title><pubDate>Fri, 09 Jan 26 08:00:00 +0800</pubDate></item>`), "g||题|||2026-01-09T00:00"},
		{"UTC by its short name", channel(`<item><guid>g</guid><title>题</title><pubDate>Fri, 09 Jan 2026 00:00:00 UT</pubDate></item>`), "g||题|||2026-01-09T00:00"},
		{"a time in Chinese", channel(`<item><guid>g</guid><title>题</title><pubDate>2026年1月9日 08:00</pubDate></item>`), "g||题|||2026-01-09T00:00"},
		{"blanks around everything", channel("<item><guid>\n g \n</guid><title>\n 题\n </title><pubDate>\n Fri, 09 Jan 2026 08:00:00 +0800 \n</pubDate></item>"), "g||题|||2026-01-09T00:00"},
		{"Atom", atom(`<entry><id>i</id><link href="https://a.example/1"/><title>题</title><content type="html">&lt;p&gt;文&lt;/p&gt;</content><author><name>甲</name></author><published>2026-01-09T08:00:00+08:00</published></entry>`),
			"i|https://a.example/1|题|文|甲|2026-01-09T00:00"},
		{"Atom with markup inside", atom(`<entry><id>i</id><title>题</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>一</p><p>二</p></div></content><updated>2026-01-09T00:00:00Z</updated></entry>`),
			"i||题|一\n二||2026-01-09T00:00"},
		{"Atom, a summary alone", atom(`<entry><id>i</id><title>题</title><summary>摘要</summary></entry>`), "i||题|摘要||-"},
		{"Atom, the link for readers", atom(`<entry><id>i</id><title>题</title><link rel="self" href="https://a.example/self"/><link rel="alternate" href="https://a.example/1"/></entry>`), "i|https://a.example/1|题|||-"},
		{"JSON Feed, plain text", jsonFeed(`{"id":"7","content_text":"a < b & c","date_published":"2026-01-09T00:00:00Z","author":{"name":"甲"}}`), "7|||a < b & c|甲|2026-01-09T00:00"},
		{"JSON Feed, an address outside", jsonFeed(`{"id":"7","external_url":"https://a.example/x","title":"题"}`), "7|https://a.example/x|题|||-"},
		{"RSS 1.0", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>t</title></channel><item rdf:about="https://a.example/1"><title>题</title><link>https://a.example/1</link><dc:date>2026-01-09T00:00:00Z</dc:date></item></rdf:RDF>`,
			"https://a.example/1|https://a.example/1|题|||2026-01-09T00:00"},
		{"RSS 0.91", `<rss version="0.91"><channel><title>t</title><item><title>题</title><link>https://a.example/1</link></item></channel></rss>`, "https://a.example/1|https://a.example/1|题|||-"},
		{"an entity of HTML in XML", channel(`<item><guid>g</guid><title>题&nbsp;目&hellip;</title></item>`), "g||题 目…|||-"},
		{"a bare ampersand", channel(`<item><guid>g</guid><link>https://a.example/?a=1&b=2</link><title>茶 & 咖啡</title></item>`), "g|https://a.example/?a=1&b=2|茶 & 咖啡|||-"},
		{"controls XML forbids", channel("<item><guid>g</guid><title>题\x0b\x00目</title></item>"), "g||题目|||-"},
		{"marks that turn the text around", channel("<item><guid>g</guid><title>题\u202e目\u2069</title></item>"), "g||题目|||-"},
		{"emoji by number", channel(`<item><guid>g</guid><title>题&#128545;&#x1F621;</title></item>`), "g||题😡😡|||-"},
		{"a script in the text", channel(`<item><guid>g</guid><description><![CDATA[好<script>坏()</script><iframe src="x">坏</iframe>]]></description></item>`), "g|||好||-"},
		{"a picture alone", channel(`<item><guid>g</guid><description><![CDATA[<img src="a.jpg" alt="photo">]]></description><pubDate>Fri, 09 Jan 2026 08:00:00 +0800</pubDate></item>`), "g|||||2026-01-09T00:00"},
		{"the same element twice", channel(`<item><guid>g</guid><title>一</title><title>二</title></item>`), "g||*|||-"},
	} {
		t.Run(c.why, func(t *testing.T) {
			r, err := Parse(page(c.text), Default())
			if err != nil || len(r.Posts) != 1 || len(r.Odd) != 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			got := say(r.Posts[0])
			if i := strings.IndexByte(c.want, '*'); i >= 0 {
				if !strings.HasPrefix(got, c.want[:i]) || !strings.HasSuffix(got, c.want[i+1:]) {
					t.Errorf("got %q, want %q", got, c.want)
				}
			} else if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestOddTimesAreTold(t *testing.T) {
	r, err := Parse(page(channel(`<item><guid>g</guid><title>题</title><pubDate>改天</pubDate></item><item><guid>h</guid><title>题</title></item>`)), Default())
	if err != nil || len(r.Posts) != 2 || len(r.Odd) != 1 || !strings.Contains(r.Odd[0], "改天") || r.Posts[0].Precision != voc.PrecisionNone {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestEditsAreNotPublications(t *testing.T) {
	r, err := Parse(page(atom(`<entry><id>1</id><title>a</title><published>2026-01-08T00:00:00Z</published><updated>2026-01-09T00:00:00Z</updated></entry>`+
		`<entry><id>2</id><title>b</title><published>2026-01-08T00:00:00Z</published><updated>2026-01-07T00:00:00Z</updated></entry>`+
		`<entry><id>3</id><title>c</title><updated>2026-01-09T00:00:00Z</updated></entry>`)), Default())
	if err != nil || len(r.Posts) != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, want := range []string{"8 9", "8 -", "9 -"} {
		p, edited := r.Posts[i], "-"
		if !p.EditedAt.IsZero() {
			edited = fmt.Sprint(p.EditedAt.Day())
		}
		if got := fmt.Sprint(p.PublishedAt.Day(), " ", edited); got != want {
			t.Errorf("entry %d: published and edited %s, want %s", i+1, got, want)
		}
	}
}

// An id may not change because the feed was reached at another address, nor with its order.
func TestIdsStayTheSame(t *testing.T) {
	const a, b = `<item><link>/n/1</link><title>一</title></item>`, `<item><title>二</title><description>没有编号</description></item>`
	one, err := Parse(page(channel(a+b)), Default())
	if err != nil {
		t.Fatal(err)
	}
	moved := page(channel(b + a))
	moved.URL.Host, moved.URL.Path = "mirror.example.org", "/other/feed"
	two, err := Parse(moved, Default())
	if err != nil || len(one.Posts) != 2 || len(two.Posts) != 2 || one.Posts[0].ExternalID != two.Posts[1].ExternalID || one.Posts[1].ExternalID != two.Posts[0].ExternalID {
		t.Errorf("%+v\n%+v, %v", one.Posts, two.Posts, err)
	}
}

func TestHowLongFeedsWantToBeLeftAlone(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"<ttl>60</ttl>": time.Hour, "<ttl> 5 </ttl>": 5 * time.Minute, "<ttl>0</ttl>": 0, "<ttl>-5</ttl>": 0, "<ttl>soon</ttl>": 0, "<ttl>99999999999</ttl>": 7 * 24 * time.Hour,
		"<ttl>99999999999999999999</ttl>":                                                      0,
		"<sy:updatePeriod>hourly</sy:updatePeriod>":                                            time.Hour,
		"<sy:updatePeriod> Daily </sy:updatePeriod>":                                           24 * time.Hour,
		"<sy:updatePeriod>never</sy:updatePeriod>":                                             0,
		"<sy:updateFrequency>9</sy:updateFrequency>":                                           0,
		"<ttl>7</ttl><sy:updatePeriod>daily</sy:updatePeriod>":                                 7 * time.Minute,
		"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>-2</sy:updateFrequency>": time.Hour,
	} {
		text := strings.Replace(channel(in+`<item><guid>g</guid><title>题</title></item>`), "<rss ", `<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" `, 1)
		if r, err := Parse(page(text), Default()); err != nil || r.TTL != want {
			t.Errorf("%s: %s, %v; want %s", in, r.TTL, err, want)
		}
	}
}

func TestWhatIsNoFeed(t *testing.T) {
	for why, text := range map[string]string{
		"blanks": " \n", "a word": "ok", "a web page that names a feed": `<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body></body></html>`,
		"a sitemap": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>`,
		"cut off":   strings.TrimSuffix(channel("<item><title>题"), "</channel></rss>"), "JSON cut off": jsonFeed(`{"id":"7"`)[:60], "JSON that is a list": `[{"id":1}]`, "JSON that is nested without end": strings.Repeat(`{"items":`, 50_000),
		"lists in lists": `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 200_000),
		"deep elements":  channel("<item><description>" + strings.Repeat("<b>", 50_000)), "deep elements behind quotes": channel("<item>" + strings.Repeat(`<b a="/>">`, 50_000)),
		"an error's answer": `{"code":429,"message":"slow down"}`, "items that are words": `{"version":"1","items":["a"]}`,
	} {
		start := time.Now()
		if r, err := Parse(page(text), Default()); err == nil {
			t.Errorf("%s: %+v", why, r)
		} else if len(err.Error()) > 1000 {
			t.Errorf("%s: an error of %d bytes", why, len(err.Error()))
		}
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %s", why, took)
		}
	}
}

// An entity that is made of entities is not unfolded.
func TestEntitiesDoNotGrow(t *testing.T) {
	doc := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">`
	for i := range 9 {
		name, made := string(rune('b'+i)), "&"+string(rune('a'+i))+";"
		doc += `<!ENTITY ` + name + ` "` + strings.Repeat(made, 10) + `">`
	}
	doc += `<!ENTITY f SYSTEM "file:///etc/passwd">]>` + channel(`<item><guid>g</guid><title>&j;&f;</title></item>`)[len(`<?xml version="1.0" encoding="UTF-8"?>`):]
	r, err := Parse(page(doc), Default())
	if err == nil && (len(r.Posts) != 1 || len(r.Posts[0].Title) > 100 || strings.Contains(r.Posts[0].Title, "root:")) {
		t.Errorf("%d posts, title of %d bytes", len(r.Posts), len(r.Posts[0].Title))
	}
}

func TestManyItems(t *testing.T) {
	var items strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&items, `<item><guid>%d</guid><title>题 %d</title><pubDate>Fri, 09 Jan 2026 08:00:00 +0800</pubDate></item>`, i, i)
	}
	r, err := Parse(page(channel(items.String())), Default())
	if err != nil || len(r.Posts) != 3000 || r.Posts[0].ExternalID != "0" || r.Posts[2999].ExternalID != "2999" {
		t.Errorf("%d posts, %v", len(r.Posts), err)
	}
}

func TestKinds(t *testing.T) {
	for kind, want := range map[voc.PostKind]voc.PostKind{"": voc.PostArticle, voc.PostComment: voc.PostComment, voc.PostReview: voc.PostReview, voc.PostComplaint: voc.PostComplaint, voc.PostAnswer: voc.PostAnswer} {
		o := Options{Kind: kind}
		r, err := Parse(page(channel(`<item><title>题</title></item>`)), o)
		if err != nil || o.Validate() != nil || len(r.Posts) != 1 || r.Posts[0].Kind != want {
			t.Errorf("%q: %+v, %v", kind, r, err)
		}
	}
}

// FuzzItem holds that what an item says stays inside the item.
func FuzzItem(f *testing.F) {
	f.Add("题", "<p>文</p>", "Fri, 09 Jan 2026 08:00:00 +0800")
	f.Add("]]></title></item><item><guid>2</guid>", "<![CDATA[", "0")
	f.Add("&#0;&j;", "</script>", "\u202e")
	f.Fuzz(func(t *testing.T, title, text, when string) {
		quote := func(s string) string { return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s) }
		r, err := Parse(page(channel(`<item><guid>77</guid><title>`+quote(title)+`</title><description>`+quote(text)+`</description><pubDate>`+quote(when)+`</pubDate></item>`)), Default())
		if err != nil {
			return // not every string is XML
		}
		for _, p := range r.Posts {
			if p.ExternalID != "77" || !utf8.ValidString(p.Title+p.Text) || (p.Precision == voc.PrecisionNone) != p.PublishedAt.IsZero() {
				t.Errorf("%q, %q, %q: %+v", title, text, when, p)
			}
		}
		if len(r.Posts) > 1 {
			t.Errorf("one item became %d", len(r.Posts))
		}
	})
}
