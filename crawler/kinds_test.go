package crawler

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func rss(items ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>茶</title><ttl>30</ttl>`)
	for _, id := range items {
		id, note, _ := strings.Cut(id, "=")
		fmt.Fprintf(&b, `<item><guid>%s</guid><link>/n/%s</link><title>新品 %s%s</title><pubDate>Fri, 09 Jan 2026 08:00:00 +0800</pubDate></item>`, id, id, id, note)
	}
	return b.String() + `</channel></rss>`
}

func TestFeed(t *testing.T) {
	items, tag := []string{"a", "b", "c"}, `W/"x=1"`
	const modified = "Fri, 09 Jan 2026 00:00:01 GMT"
	var sent http.Header
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		sent = r.Header.Clone()
		if r.Header.Get("If-None-Match") == tag && tag != "" {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Header().Set("ETag", tag)
		rw.Header().Set("Last-Modified", modified)
		rw.Header().Set("Cache-Control", "public, max-age=60")
		fmt.Fprint(rw, rss(items...))
	}, nil)
	src, r := w.source(voc.KindFeed, "/feed"), &reader{}
	v := w.mustVisit(r, src, voc.VisitOK)
	if v.Fresh != 3 || !v.NextAt.Equal(v.StartedAt.Add(30*time.Minute)) || r.posts[0].Kind != voc.PostArticle || r.posts[0].URL != w.URL+"/n/a" {
		t.Fatalf("%+v %+v", v, r.posts)
	}
	if sent.Get("If-None-Match") != "" || sent.Get("User-Agent") != "tingfeng/1.0" {
		t.Errorf("first request: %v", sent)
	}
	w.later(time.Hour)
	v = w.mustVisit(r, src, voc.VisitUnchanged)
	if sent.Get("If-None-Match") != tag || sent.Get("If-Modified-Since") != modified || len(r.posts) != 0 || !v.HeardTo.Equal(v.StartedAt) {
		t.Errorf("validators %v, %+v", sent, v)
	}
	w.later(time.Hour)
	if w.mustVisit(r, src, voc.VisitUnchanged); sent.Get("If-None-Match") != tag || sent.Get("If-Modified-Since") != modified {
		t.Errorf("after a 304 the validators are still good: %v", sent)
	}
	tag, items = `"2"`, []string{"c", "d", "a=（更新）", "b"}
	v = w.mustVisit(r, src, voc.VisitOK)
	if v.Fresh != 1 || !slices.Equal(r.ids(), []string{"d", "a"}) {
		t.Errorf("one new, one edited, all reordered: fresh %d, %v", v.Fresh, r.ids())
	}
	tag = "" // a server that forgot its validators
	if v = w.mustVisit(r, src, voc.VisitUnchanged); len(r.posts) != 0 {
		t.Errorf("nothing new: %v", r.ids())
	}
}

func TestUnreadablePageIsNotRemembered(t *testing.T) {
	body := "<html><p>维护中"
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Header().Set("ETag", `"1"`)
		fmt.Fprint(rw, body)
	}, nil)
	src, r := w.source(voc.KindFeed, "/feed"), &reader{}
	w.mustVisit(r, src, voc.VisitFailed)
	body = rss("a")
	w.mustVisit(r, src, voc.VisitOK)
}

// reviews writes an App Store page. As Apple does, one review is no array and none is no key.
func reviews(dated bool, ids ...string) string {
	var entries []string
	for _, id := range ids {
		updated := ""
		if dated {
			updated = `"updated":{"label":"2026-01-09T05:06:45-07:00"},`
		}
		entries = append(entries, fmt.Sprintf(`{"author":{"uri":{"label":"https://itunes.apple.com/cn/reviews/id77%s"},"name":{"label":"客"}},%s"im:rating":{"label":"2"},"im:version":{"label":"3.1"},"id":{"label":"%s"},"title":{"label":"闪退"},"content":{"label":"点单就闪退 <3 %s"},"im:voteSum":{"label":"4"}}`, id, updated, id, id))
	}
	switch len(entries) {
	case 0:
		return `{"feed":{"link":[]}}`
	case 1:
		return `{"feed":{"entry":` + entries[0] + `}}`
	}
	return `{"feed":{"entry":[` + strings.Join(entries, ",") + `],"link":[{"attributes":{"rel":"last","href":"https://x.apple.com/cn/rss/customerreviews/page=2/id=1/xml"}}]}}`
}

func TestAppStore(t *testing.T) {
	pages := map[string]string{"1": reviews(true, "9", "8", "7"), "2": reviews(true, "6")}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if _, rest, ok := strings.Cut(r.URL.Path, "/page="); ok {
			n, _, _ := strings.Cut(rest, "/")
			rw.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			page, ok := pages[n]
			if !ok {
				page = reviews(true)
			}
			fmt.Fprint(rw, page)
		}
	}, nil)
	src, r := w.source(voc.KindAppStore, ""), &reader{}
	src.AppStore.App = "1404176564"
	w.mustVisit(r, src, voc.VisitOK)
	if asked := w.asked(); !slices.Equal(r.ids(), []string{"9", "8", "7", "6"}) || len(asked) != 3 || asked[0] != "/cn/rss/customerreviews/page=1/id=1404176564/sortby=mostrecent/json" {
		t.Fatalf("%v, asked %v", r.ids(), asked)
	}
	p := r.posts[0]
	if p.Rating != 2 || p.Author.Hash != "779" || p.Version != "3.1" || p.Engagement.Likes != 4 || p.Text != "点单就闪退 <3 9" || p.Product != "1404176564" ||
		!p.PublishedAt.Equal(time.Date(2026, 1, 9, 12, 6, 45, 0, time.UTC)) || p.URL != "https://apps.apple.com/cn/app/id1404176564?see-all=reviews" {
		t.Errorf("%+v", p)
	}
	pages["1"] = reviews(true, "10", "9", "8", "7")
	if v := w.mustVisit(r, src, voc.VisitOK); v.Fresh != 1 || len(w.asked()) != 1 {
		t.Errorf("one new review: %+v", v)
	}
	heard := w.mustVisit(r, src, voc.VisitUnchanged).HeardTo
	pages["1"] = reviews(true)
	w.later(time.Hour)
	v, err := w.visit(r, src)
	if err != nil || v.Outcome != voc.VisitPartial || !strings.Contains(v.Missing, "does not mean there are none") || !v.HeardTo.Equal(heard) {
		t.Errorf("an empty first page must be unknown: %v, %+v", err, v)
	}
}

func TestAppStoreTakesDatesFromXML(t *testing.T) {
	xmlStatus := 200
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/xml"):
			rw.WriteHeader(xmlStatus)
			fmt.Fprint(rw, `<?xml version="1.0" encoding="utf-8"?><feed xmlns:im="http://itunes.apple.com/rss" xmlns="http://www.w3.org/2005/Atom"><entry><updated>2026-01-09T05:06:45-07:00</updated><id>9</id><im:rating>2</im:rating><content type="text">x</content></entry></feed>`)
		case strings.HasSuffix(r.URL.Path, "/json"):
			fmt.Fprint(rw, reviews(false, "9"))
		}
	}, nil)
	src, r := w.source(voc.KindAppStore, ""), &reader{}
	src.AppStore.App, src.MaxPages = "1404176564", 1
	if w.visit(r, src); len(r.posts) != 1 || r.posts[0].Precision != voc.PrecisionSecond || r.posts[0].Text != "点单就闪退 <3 9" {
		t.Errorf("%+v", r.posts)
	}
	xmlStatus = 502
	r = &reader{}
	if v, err := w.visit(r, src); err != nil || len(r.posts) != 1 || r.posts[0].Precision != voc.PrecisionNone || !strings.Contains(v.Missing, "without a date") {
		t.Errorf("%v, %+v, %+v", err, v, r.posts)
	}
}

func TestJSON(t *testing.T) {
	var answer func(r *http.Request) string
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprint(rw, answer(r))
	}, nil)
	row := func(id int) string {
		return fmt.Sprintf(`{"id":7012345678901234%03d,"text":"好喝<br>第%d杯","user":{"name":"茶","uid":9007199254740993},"likes":"2.3万","time":1767945600000}`, id, id)
	}
	src := w.source(voc.KindJSON, "/api?kw=%E8%8C%B6&count=2")
	src.JSON.Items, src.JSON.Cursor, src.JSON.CursorParam, src.JSON.Total, src.JSON.Blocked, src.JSON.Backoff = "data.list[]", "data.next", "cursor", "data.total", "ok=-100", "backoff"
	f := &src.JSON.Fields
	f.ID, f.Text, f.Author, f.AuthorID, f.Likes, f.Time = "id", "text", "user.name", "user.uid", "likes", "time"

	answer = func(r *http.Request) string {
		switch r.URL.Query().Get("cursor") {
		case "":
			return `{"ok":1,"data":{"list":[` + row(4) + `,` + row(3) + `],"next":"c+/=2","total":4}}`
		case "c+/=2":
			return `{"ok":1,"backoff":10,"data":{"list":[` + row(2) + `],"next":"c3","total":4}}`
		}
		return `{"ok":1,"data":{"list":[` + row(1) + `],"next":"c3","total":4}}` // for ever
	}
	r := &reader{}
	v := w.mustVisit(r, src, voc.VisitOK)
	asked := w.asked()
	if len(r.posts) != 4 || v.Claimed != 4 || len(asked) != 3 || asked[1] != "/api?kw=%E8%8C%B6&count=2&cursor=c%2B%2F%3D2" || w.slept != 10*time.Second {
		t.Fatalf("%d posts, %+v, asked %v, waited %s", len(r.posts), v, asked, w.slept)
	}
	p := r.posts[0]
	if p.ExternalID != "7012345678901234004" || p.Author.Hash != "9007199254740993" || p.Text != "好喝\n第4杯" || p.Engagement.Likes != 23000 || !p.Engagement.Approx ||
		!p.PublishedAt.Equal(time.Date(2026, 1, 9, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", p)
	}
	w.mustVisit(r, src, voc.VisitUnchanged)
	if len(w.asked()) != 1 {
		t.Error("a second run must ask for the first page only")
	}
	answer = func(*http.Request) string { return `{"ok":-100,"url":"https://passport.example.org"}` }
	w.mustVisit(r, src, voc.VisitBlocked)
	answer = func(*http.Request) string { return `{"code":500,"msg":"系统繁忙"}` }
	if v := w.mustVisit(r, src, voc.VisitFailed); !strings.Contains(v.Missing, "系统繁忙") {
		t.Errorf("missing: %q", v.Missing)
	}
}

func TestPageParamEndsWhenTheLastPageRepeats(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		n := 1
		fmt.Sscan(r.URL.Query().Get("p"), &n)
		n = min(n, 3) // the site shows its last page for any number over it
		fmt.Fprintf(rw, `[{"id":%d,"text":"a"},{"id":%d,"text":"b"}]`, n*2, n*2+1)
	}, nil)
	src, r := w.source(voc.KindJSON, "/api"), &reader{}
	src.JSON.Items, src.JSON.PageParam, src.JSON.Fields.ID, src.JSON.Fields.Text = "[]", "p", "id", "text"
	w.mustVisit(r, src, voc.VisitOK)
	if asked := w.asked(); len(r.posts) != 6 || len(asked) != 4 || asked[1] != "/api?p=2" {
		t.Errorf("%d posts, asked %v", len(r.posts), asked)
	}
}

func TestLinkHeader(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("max_id") == "" {
			rw.Header().Set("Link", `<`+"/api?max_id=5"+`>; rel="next", </api?min_id=9>; rel="prev"`)
		}
		fmt.Fprintf(rw, `[{"id":"x%s","text":"a"}]`, r.URL.Query().Get("max_id"))
	}, nil)
	src, r := w.source(voc.KindJSON, "/api"), &reader{}
	src.JSON.Items, src.JSON.LinkHeader, src.JSON.Fields.ID, src.JSON.Fields.Text = "[]", true, "id", "text"
	w.mustVisit(r, src, voc.VisitOK)
	if !slices.Equal(r.ids(), []string{"x", "x5"}) {
		t.Errorf("%v", r.ids())
	}
}

func TestThreads(t *testing.T) {
	replies := map[string]int{"1": 3, "2": 1, "3": 12}
	gone, closed := "2", "9"
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=gb2312")
		out := func(s string) {
			b, _ := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
			rw.Write(b)
		}
		if r.URL.Path == "/forum" {
			for _, id := range []string{"3", "2", "1"} {
				out(fmt.Sprintf(`<div class="t"><a href="thread?tid=%s">帖</a><i>%d</i></div>`, id, replies[id]))
			}
			return
		}
		tid, page := r.URL.Query().Get("tid"), r.URL.Query().Get("p")
		switch {
		case r.URL.Path != "/thread":
			return
		case tid == gone:
			rw.WriteHeader(404)
			return
		case tid == closed:
			rw.WriteHeader(403)
			return
		}
		from, to := 0, min(replies[tid], 10)
		if page == "2" {
			from, to = 10, replies[tid]
		}
		for n := from; n < to; n++ {
			out(fmt.Sprintf(`<div class="p" id="%s-%d"><em>2026-1-9 1%d:00</em><p>楼层 差评 %d</p></div>`, tid, n, n%10, n))
		}
		if page == "" && replies[tid] > 10 {
			out(fmt.Sprintf(`<a rel="next" href="?tid=%s&p=2">2</a>`, tid))
		}
	}, nil)
	src, r := w.source(voc.KindHTML, "/forum"), &reader{}
	h := &src.HTML
	h.List.Row, h.List.Link, h.List.Changed, h.List.Next = "div.t", "a", "i", `a[rel="next"]`
	h.Item, h.Fields.ID, h.Fields.Text, h.Fields.Time, h.Kind = "div.p", "@id", "p", "em", voc.PostComment
	v := w.mustVisit(r, src, voc.VisitOK)
	if len(r.posts) != 15 || v.Fresh != 15 || len(w.asked()) != 5 {
		t.Fatalf("%d posts, %+v", len(r.posts), v)
	}
	if p := r.posts[0]; p.Text != "楼层 差评 0" || !p.PublishedAt.Equal(time.Date(2026, 1, 9, 2, 0, 0, 0, time.UTC)) || p.Precision != voc.PrecisionMinute {
		t.Errorf("%+v", p)
	}
	w.mustVisit(r, src, voc.VisitUnchanged)
	if asked := w.asked(); len(asked) != 1 {
		t.Errorf("nothing changed, but asked %v", asked)
	}
	replies["1"] = 4
	v = w.mustVisit(r, src, voc.VisitOK)
	if asked := w.asked(); v.Fresh != 1 || len(asked) != 2 || asked[1] != "/thread?tid=1" {
		t.Errorf("one reply more: %+v, asked %v", v, asked)
	}
}

func TestRefusals(t *testing.T) {
	page := rss("a")
	for _, c := range []struct {
		why    string
		answer http.HandlerFunc
		want   voc.VisitOutcome
		says   string
	}{
		{"robots.txt forbids", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /") }, voc.VisitBlocked, "robots.txt"},
		{"robots.txt answers 503", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(503)
			}
		}, voc.VisitBlocked, "robots.txt answered 503"},
		{"a redirect to a login", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				http.Redirect(w, r, "/passport/login?back=x", http.StatusFound)
			}
		}, voc.VisitBlocked, "login"},
		{"a page that asks whether we are human", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<html><head><title>百度安全验证</title></head></html>")
		}, voc.VisitBlocked, "百度安全验证"},
		{"a page to log in at", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<html><head><title>用户登录 - 某论坛</title></head></html>")
		}, voc.VisitBlocked, "用户登录"},
		{"412", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				w.WriteHeader(412)
			}
		}, voc.VisitBlocked, "412"},
		{"404", http.NotFound, voc.VisitFailed, "404"},
		{"a body cut off", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				w.Header().Set("Content-Length", "99999")
				fmt.Fprint(w, page)
			}
		}, voc.VisitFailed, "unexpected EOF"},
		{"a gzip bomb", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				var z bytes.Buffer
				g := gzip.NewWriter(&z)
				g.Write(make([]byte, 40<<20))
				g.Close()
				w.Header().Set("Content-Encoding", "gzip")
				w.Write(z.Bytes())
			}
		}, voc.VisitFailed, "larger than allowed"},
		{"a picture", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Type", "image/png") }, voc.VisitFailed, "not a page"},
		{"XML nested beyond reason", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/feed" {
				fmt.Fprint(w, "<rss>"+strings.Repeat("<a>", 100_000))
			}
		}, voc.VisitFailed, "nest"},
	} {
		t.Run(c.why, func(t *testing.T) {
			w := newWorld(t, c.answer, nil)
			src := w.source(voc.KindFeed, "/feed")
			src.Address += "?access_token=verysecret"
			v, err := w.visit(&reader{}, src)
			if v.Outcome != c.want || err == nil || !strings.Contains(v.Missing, c.says) || !v.HeardTo.IsZero() {
				t.Errorf("%+v, %v; want %s about %q", v, err, c.want, c.says)
			}
			if strings.Contains(fmt.Sprint(err, v.Missing), "verysecret") {
				t.Errorf("a secret is told: %v", err)
			}
		})
	}
}

func TestSiteAsksToComeBackLater(t *testing.T) {
	for _, c := range []struct{ why, header string }{{"seconds", "1800"}, {"date", "Sat, 10 Jan 2026 08:30:00 GMT"}} {
		t.Run(c.why, func(t *testing.T) {
			w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/feed" {
					rw.Header().Set("Retry-After", c.header)
					rw.WriteHeader(429)
				}
			}, nil)
			src, r := w.source(voc.KindFeed, "/feed"), &reader{}
			v, _ := w.visit(r, src)
			if v.Outcome != voc.VisitFailed || !v.NextAt.Equal(w.now().Add(30*time.Minute)) || w.slept != 0 {
				t.Errorf("%+v", v)
			}
			w.asked()
			v, err := w.visit(r, src)
			var parked *transport.ParkedError
			if !errors.As(err, &parked) || len(w.asked()) != 0 || !v.NextAt.Equal(parked.Until) {
				t.Errorf("before the time is over nothing is asked: %v, %+v", err, v)
			}
			w.later(30 * time.Minute)
			if w.visit(r, src); len(w.asked()) == 0 {
				t.Error("afterwards it is asked again")
			}
		})
	}
}

func TestHeadersStayAtHome(t *testing.T) {
	var there http.Header
	other := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			there = r.Header.Clone()
			fmt.Fprint(rw, rss("a"))
		}
	}, nil)
	var here http.Header
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			here = r.Header.Clone()
			http.Redirect(rw, r, other.URL+"/feed", http.StatusFound)
		}
	}, nil)
	src := w.source(voc.KindFeed, "/feed")
	src.Headers = map[string]string{"x-api-key": "k1", "Authorization": "Bearer k2"}
	w.mustVisit(&reader{}, src, voc.VisitOK)
	if here.Get("X-Api-Key") != "k1" || here.Get("Authorization") != "Bearer k2" {
		t.Errorf("the source's own host got %v", here)
	}
	if there.Get("X-Api-Key") != "" || there.Get("Authorization") != "" {
		t.Errorf("another host got %v", there)
	}
}

func TestCheck(t *testing.T) {
	good := SourceOptions{Source: voc.Source{ID: "a", Kind: voc.KindFeed, Address: "https://example.org/feed"}}
	for _, c := range []struct {
		change func(*SourceOptions)
		says   string
	}{
		{func(*SourceOptions) {}, ""},
		{func(s *SourceOptions) { s.ID = "" }, "without id"},
		{func(s *SourceOptions) { s.Kind = "rss" }, `"rss"`},
		{func(s *SourceOptions) { s.Kind = voc.KindPush }, "not fetched"},
		{func(s *SourceOptions) { s.Address = "" }, "not an address"},
		{func(s *SourceOptions) { s.Address = "ftp://x/y" }, "http"},
		{func(s *SourceOptions) { s.Timezone = "Shanghai" }, "Asia/Shanghai"},
		{func(s *SourceOptions) { s.Charset = "gbq" }, "gbq"},
		{func(s *SourceOptions) { s.Headers = map[string]string{"user-agent": "x"} }, "User-Agent"},
		{func(s *SourceOptions) { s.Pace = -1 }, "negative"},
		{func(s *SourceOptions) { s.Kind, s.AppStore.App = voc.KindAppStore, "x" }, "appstore: app"},
		{func(s *SourceOptions) { s.Kind = voc.KindHTML }, "html: item"},
		{func(s *SourceOptions) { s.Kind, s.HTML.Item, s.HTML.Fields.Text = voc.KindHTML, "li[", "p" }, "CSS selector"},
		{func(s *SourceOptions) { s.Kind, s.HTML.Item, s.HTML.Fields.Text = voc.KindHTML, "li", "p /(/" }, "text"},
		{func(s *SourceOptions) { s.Kind, s.JSON.Items, s.JSON.Fields.Text = voc.KindJSON, "a[", "b" }, "items"},
	} {
		src := good
		c.change(&src)
		err := Check(Default(), src)
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("Check = %v, want %q", err, c.says)
		}
	}
}

func TestOptionsRefuseImpoliteness(t *testing.T) {
	for _, change := range []func(*Options){
		func(o *Options) { o.Transport.Robots = false },
		func(o *Options) { o.Transport.Every = 0 },
		func(o *Options) { o.MaxPages = 0 },
		func(o *Options) { o.Remember = 1 },
	} {
		o := Default()
		change(&o)
		if _, err := New(o); err == nil {
			t.Errorf("New accepted %+v", o)
		}
	}
}
