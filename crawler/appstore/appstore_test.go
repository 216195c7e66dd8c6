package appstore

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var options = Options{App: "1600000001", Country: "cn"}

func page(text string) *plain.Page {
	u, _ := url.Parse(options.Address("", 1, "json"))
	return &plain.Page{URL: u, Text: text, At: time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC), Zone: time.UTC}
}

const (
	app    = `{"im:name":{"label":"点单"},"im:image":[{"label":"x"}],"id":{"label":"https://apps.apple.com/1"},"title":{"label":"点单"}}`
	review = `{"author":{"uri":{"label":"https://itunes.apple.com/cn/reviews/id524855897"},"name":{"label":"小明"},"label":""},"updated":{"label":"2026-01-09T05:06:45-07:00"},"im:rating":{"label":"1"},"im:version":{"label":"2.1"},"id":{"label":"9571111689"},"title":{"label":"闪退 <3"},"content":{"label":"第一行\n第二行 a<b","attributes":{"type":"text"}},"im:voteSum":{"label":"3"},"im:voteCount":{"label":"4"}}`
	xmlDoc = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom"><link rel="last" href="https://itunes.apple.com/cn/rss/customerreviews/page=7/id=1/xml"/>
<entry><updated>2026-01-09T05:06:45-07:00</updated><id>9571111689</id><title>闪退 &lt;3</title><content type="text">第一行
第二行 a&lt;b</content><im:contentType term="Application"/><im:voteSum>3</im:voteSum><im:rating>1</im:rating><im:version>2.1</im:version>
<author><name>小明</name><uri>https://itunes.apple.com/cn/reviews/id524855897</uri></author><content type="html">&lt;table&gt;…</content></entry></feed>`
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		why, text  string
		posts, end int
		undated    bool
	}{
		{"several reviews behind the app itself", `{"feed":{"entry":[` + app + `,` + review + `,` + strings.Replace(review, "9571111689", "2", 1) + `],"link":[{"attributes":{"rel":"last","href":"https://itunes.apple.com/cn/rss/customerreviews/page=7/id=1/xml"}}]}}`, 2, 7, false},
		{"one review without brackets", `{"feed":{"entry":` + review + `}}`, 1, 0, false},
		{"no entry at all", `{"feed":{"link":[]}}`, 0, 0, false},
		{"only the app", `{"feed":{"entry":` + app + `}}`, 0, 0, false},
		{"reviews of a year without dates", `{"feed":{"entry":[` + strings.Replace(review, `"updated"`, `"was"`, 1) + `]}}`, 1, 0, true},
		{"XML", xmlDoc, 1, 7, false},
		{"XML without reviews", `<feed xmlns="http://www.w3.org/2005/Atom"><link rel="last" href=""/></feed>`, 0, 0, false},
	} {
		t.Run(c.why, func(t *testing.T) {
			r, err := Parse(page(c.text), options)
			if err != nil || len(r.Posts) != c.posts || r.Last != c.end || r.Undated != c.undated {
				t.Fatalf("%+v, %v", r, err)
			}
			if c.posts == 0 {
				return
			}
			p := r.Posts[0]
			if p.ExternalID != "9571111689" || p.Title != "闪退 <3" || p.Text != "第一行\n第二行 a<b" || p.Rating != 1 || p.RatingRaw != "1" || p.Kind != voc.PostReview ||
				p.Author.Name != "小明" || p.Author.Hash != "524855897" || p.Version != "2.1" || p.Engagement.Likes != 3 || p.Engagement.Replies != voc.Unknown {
				t.Errorf("%+v", p)
			}
			if !c.undated && !p.PublishedAt.Equal(time.Date(2026, 1, 9, 12, 6, 45, 0, time.UTC)) {
				t.Errorf("published %v", p.PublishedAt)
			}
		})
	}
}

func TestParseFailure(t *testing.T) {
	for why, text := range map[string]string{
		"nothing": "", "a web page": "<html><body>x</body></html>", "other JSON": `{"a":1}`, "cut off": `{"feed":{"entry":[`,
		"a review without id": `{"feed":{"entry":{"im:rating":{"label":"1"},"content":{"label":"x"}}}}`,
	} {
		if r, err := Parse(page(text), options); err == nil {
			t.Errorf("%s: %+v", why, r)
		}
	}
}

func TestDate(t *testing.T) {
	day := time.Date(2026, 1, 9, 0, 0, 0, 0, time.UTC)
	undated := []voc.Post{{ExternalID: "1", Precision: voc.PrecisionNone}, {ExternalID: "2", Precision: voc.PrecisionNone}}
	if err := Date(undated, []voc.Post{{ExternalID: "2", PublishedAt: day, Precision: voc.PrecisionSecond}}); err != nil || !undated[1].PublishedAt.Equal(day) || !undated[0].PublishedAt.IsZero() {
		t.Errorf("%v, %+v", err, undated)
	}
	if err := Date(undated[:1], []voc.Post{{ExternalID: "3", PublishedAt: day, Precision: voc.PrecisionSecond}}); err == nil {
		t.Error("dates of other reviews were accepted")
	}
}

func TestValidate(t *testing.T) {
	for _, o := range []Options{{}, {App: "id1600000001", Country: "cn"}, {App: "1600000001", Country: "CN"}, {App: "1600000001/../x", Country: "cn"}} {
		if o.Validate() == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	if err := options.Validate(); err != nil {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"feed":{"entry":[` + app + `,` + review + `]}}`)
	f.Add(xmlDoc)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(page(text), options)
		for _, p := range r.Posts {
			if p.ExternalID == "" || err != nil {
				t.Errorf("%+v, %v", p, err)
			}
		}
	})
}
