package jsonapi

import (
	"errors"
	"net/url"
	"slices"
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
	if o.Fields.Text == "" {
		o.Fields.Text = "text"
	}
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPaths(t *testing.T) {
	const doc = `{"a":{"b":[{"c":"1"},{"c":"2"}],"one":{"c":"3"},"im:rating":{"label":5},"k.k":"dot","map":{"y":{"c":"6"},"x":{"c":"7"}},"long":7012345678901234567,"t":[1767945600,5],"yes":true,"none":null,"sp ace":"8"}}`
	for path, want := range map[string]string{
		"a.b[].c": "1|2", "a.b[0].c": "1", "a.b[-1].c": "2", "a.b[9].c": "", "a.one[].c": "3", `a["im:rating"].label`: "5", "a.im:rating.label": "5",
		`a["k.k"]`: "dot", "a.map.*.c": "7|6", "a.long": "7012345678901234567", "a.t[0]": "1767945600", "a.yes": "true", "a.none": "", "a.nope.x": "", "$.a.one.c": "3", "a.sp ace": "8",
		"a.t": "1767945600, 5",
	} {
		p, err := parsePath(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		var got []string
		found, _ := p.find(decode(t, doc), decode(t, doc))
		for _, v := range found {
			got = append(got, text(v))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
	for _, bad := range []string{"a[", "a]b", `a["x`, "a[x]"} {
		if p, err := parsePath(bad); err == nil {
			t.Errorf("%q was understood as %+v", bad, p)
		}
	}
}

func TestParse(t *testing.T) {
	r := reader(t, Options{
		Items: "data.list[]", Total: "data.total", Backoff: "backoff", RatingMax: 10,
		Fields: plain.Fields{ID: "id", Title: "title", Text: "body", Author: "user.name", AuthorID: "user.id", Time: "at", Rating: "score", Likes: "like || up", Parent: "$.data.topic", URL: "link"},
	})
	got, err := r.Parse(page(t, "https://api.x.org/v1/list", `try{cb({"backoff":2.5,"data":{"topic":99,"total":"1,234","list":[
		{"id":7012345678901234567,"title":"难喝","body":"<p>一</p><p>二 &amp; 三</p>","user":{"name":"甲","id":8},"at":"昨天 22:14","score":4,"up":"1.2w","link":"/p/1"},
		null,{"id":2},{"id":3,"body":"x","at":1767945600,"like":0}]}});}catch(e){};`))
	if err != nil || len(got.Posts) != 2 || got.Claimed != 1234 || got.Backoff != 2500*time.Millisecond || got.Next != "" || len(got.Odd) != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := voc.Post{
		ExternalID: "7012345678901234567", URL: "https://api.x.org/p/1", Title: "难喝", Text: "一\n二 & 三", Kind: voc.PostPost, ParentID: "99", Rating: 2, RatingRaw: "4",
		Author: voc.Author{Hash: "8", Name: "甲", Followers: voc.Unknown}, PublishedAt: time.Date(2026, 1, 9, 14, 14, 0, 0, time.UTC), Precision: voc.PrecisionMinute,
		Engagement: voc.Engagement{Likes: 12000, Replies: voc.Unknown, Shares: voc.Unknown, Views: voc.Unknown, Approx: true},
	}
	if got.Posts[0] != want {
		t.Errorf("got  %+v\nwant %+v", got.Posts[0], want)
	}
	if p := got.Posts[1]; p.Engagement.Likes != 0 || p.Precision != voc.PrecisionSecond {
		t.Errorf("%+v", p)
	}
}

func TestPlainText(t *testing.T) {
	for plainText, want := range map[bool]string{true: "a <b>c</b> &amp;", false: "a c &"} {
		r := reader(t, Options{Items: "[]", PlainText: plainText})
		if got, err := r.Parse(page(t, "https://x.org/", `[{"text":"a <b>c</b> &amp;"}]`)); err != nil || got.Posts[0].Text != want {
			t.Errorf("plain_text %v: %q, %v; want %q", plainText, got.Posts[0].Text, err, want)
		}
	}
}

func TestNextPage(t *testing.T) {
	for _, c := range []struct {
		why, address, text, next string
		o                        Options
	}{
		{"a cursor", "https://x.org/a?n=1", `{"l":[{"text":"a"}],"c":"x/+="}`, "https://x.org/a?n=1&c=x%2F%2B%3D", Options{Cursor: "c", CursorParam: "c"}},
		{"the cursor we came with", "https://x.org/a?c=5", `{"l":[{"text":"a"}],"c":5}`, "", Options{Cursor: "c", CursorParam: "c"}},
		{"cursor nought ends", "https://x.org/a", `{"l":[{"text":"a"}],"c":0}`, "", Options{Cursor: "c", CursorParam: "c"}},
		{"no cursor ends", "https://x.org/a", `{"l":[{"text":"a"}],"c":null}`, "", Options{Cursor: "c", CursorParam: "c"}},
		{"more says no", "https://x.org/a", `{"l":[{"text":"a"}],"c":"x","m":false}`, "", Options{Cursor: "c", CursorParam: "c", More: "m"}},
		{"pages from one", "https://x.org/a", `{"l":[{"text":"a"}]}`, "https://x.org/a?p=2", Options{PageParam: "p"}},
		{"offsets", "https://x.org/a?o=20", `{"l":[{"text":"a"}]}`, "https://x.org/a?o=40", Options{PageParam: "o", Step: 20}},
		{"an empty page ends the count", "https://x.org/a?p=9", `{"l":[]}`, "", Options{PageParam: "p"}},
		{"an address", "https://x.org/a", `{"l":[],"n":"/a?p=2"}`, "https://x.org/a?p=2", Options{Next: "n"}},
		{"one page", "https://x.org/a", `{"l":[{"text":"a"}]}`, "", Options{}},
	} {
		c.o.Items = "l[]"
		got, err := reader(t, c.o).Parse(page(t, c.address, c.text))
		if err != nil || got.Next != c.next {
			t.Errorf("%s: next %q, %v; want %q", c.why, got.Next, err, c.next)
		}
	}
}

func TestParseFailure(t *testing.T) {
	o := Options{Items: "data.list[]", Success: "code=0", Blocked: "ok=-100"}
	for _, c := range []struct{ why, text, says string }{
		{"nothing", ``, "not JSON"},
		{"a web page", `<html>`, "it begins"},
		{"an error of the site", `{"code":500,"msg":"系统繁忙"}`, "系统繁忙"},
		{"another shape", `{"code":0,"result":[]}`, "code, result"},
		{"a login wall", `{"ok":-100,"url":"x"}`, "login"},
		{"a string", `"x"`, "string"},
	} {
		if _, err := reader(t, o).Parse(page(t, "https://x.org/", c.text)); err == nil || !strings.Contains(err.Error(), c.says) || errors.Is(err, ErrBlocked) != (c.says == "login") {
			t.Errorf("%s: %v, want %q", c.why, err, c.says)
		}
	}
	for why, text := range map[string]string{"an empty list": `{"code":0,"data":{"list":[]}}`, "a list left out": `{"code":0,"data":{}}`, "null": `{"code":0,"data":{"list":null}}`} {
		if got, err := reader(t, o).Parse(page(t, "https://x.org/", text)); err != nil || len(got.Posts) != 0 {
			t.Errorf("%s: %+v, %v", why, got, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	text := plain.Fields{Text: "t"}
	for says, o := range map[string]Options{
		"items is missing": {Fields: text},
		"items":            {Items: "a[", Fields: text},
		"text or title":    {Items: "a"},
		"fields: likes":    {Items: "a", Fields: plain.Fields{Text: "t", Likes: "x]"}},
		"go together":      {Items: "a", Fields: text, Cursor: "c"},
		"write one":        {Items: "a", Fields: text, Next: "n", PageParam: "p"},
		"path=value":       {Items: "a", Fields: text, Success: "code"},
		"more":             {Items: "a", Fields: text, More: "["},
	} {
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("New = %v, want %q", err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{"data":{"list":[{"id":1,"text":"a"}],"next":"x"}}`)
	f.Add(`cb([1,"x",{"a":[[]]}])`)
	r := reader(f, Options{Items: "data.list[]", Cursor: "data.next", CursorParam: "c", Total: "data.total", Fields: plain.Fields{ID: "id", Text: "text || $.text"}})
	all := reader(f, Options{Items: "*", PageParam: "p", Fields: plain.Fields{Text: "*"}})
	f.Fuzz(func(t *testing.T, text string) {
		for _, reader := range []*Reader{r, all} {
			got, err := reader.Parse(page(t, "https://x.org/a?b=c", text))
			if slices.ContainsFunc(got.Posts, func(p voc.Post) bool { return p.ExternalID == "" }) || err != nil && len(got.Posts) > 0 {
				t.Errorf("%+v, %v", got, err)
			}
		}
	})
}

func FuzzPath(f *testing.F) {
	f.Add(`a.b[]["c.d"][-1].*`)
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := parsePath(s); err == nil {
			p.find(map[string]any{"a": []any{"b"}}, nil)
		}
	})
}
