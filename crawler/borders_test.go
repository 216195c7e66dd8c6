package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestLinksStayOnTheSite(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		fmt.Fprint(rw, `<li class="review" data-id="1"><p>a</p></li><a class="next" href="https://tracker.example.net/next">`)
	}, nil)
	r := &reader{}
	v := w.mustVisit(r, w.htmlSource(), voc.VisitOK)
	if len(r.posts) != 1 || !strings.Contains(v.Missing, "another site") {
		t.Errorf("%+v", v)
	}
}

func TestRedirectToAnotherSite(t *testing.T) {
	b := &board{size: 5}
	b.add(3)
	other := newWorld(t, b.html, nil)
	elsewhere := strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/list" {
			http.Redirect(rw, r, elsewhere+"/list", http.StatusFound)
		}
	}, nil)
	src := w.htmlSource()
	if v := w.mustVisit(&reader{}, src, voc.VisitFailed); !strings.Contains(v.Missing, "hosts") {
		t.Errorf("%+v", v)
	}
	src.Hosts = []string{"localhost"}
	if v := w.mustVisit(&reader{}, src, voc.VisitOK); v.Fresh != 3 {
		t.Errorf("%+v", v)
	}
}

func TestSameSite(t *testing.T) {
	src := SourceOptions{Source: voc.Source{ID: "a", Kind: voc.KindFeed, Address: "https://www.shop.example.org/feed"}, Hosts: []string{"CDN.example.net"}}
	p, err := Default().plan(src)
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"https://www.shop.example.org/x": true, "http://WWW.shop.example.org:8080/": true, "https://shop.example.org/": true, "https://m.www.shop.example.org/": true,
		"https://cdn.example.net/": true, "https://evil-shop.example.org/": false, "https://org/": false, "https://www.shop.example.org.evil.net/": false,
	} {
		if got := p.sameSite(parse(t, address)); got != want {
			t.Errorf("sameSite(%s) = %v", address, got)
		}
	}
}

func TestMaxAgeEndsTheWalk(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		n := 0
		fmt.Sscan(r.URL.Query().Get("p"), &n)
		fmt.Fprintf(rw, `[{"id":%d,"text":"a","at":"%s"}]`, n, time.Date(2026, 1, 10-n, 0, 0, 0, 0, time.UTC).Format(time.RFC3339))
	}, nil)
	src, r := w.source(voc.KindJSON, "/api"), &reader{}
	src.MaxAge = 5 * 24 * time.Hour
	src.JSON.Items, src.JSON.PageParam, src.JSON.First, src.JSON.Fields.ID, src.JSON.Fields.Text, src.JSON.Fields.Time = "[]", "p", 1, "id", "text", "at"
	w.mustVisit(r, src, voc.VisitOK)
	if len(r.posts) > 7 || len(r.posts) < 5 {
		t.Errorf("%d posts of one a day", len(r.posts))
	}
}

func TestUnorderedPagesAreReadUntilOneIsKnownThroughout(t *testing.T) {
	order := []string{"1", "2", "3", "4"}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		n := 1
		fmt.Sscan(r.URL.Query().Get("p"), &n)
		var rows []string
		for i := (n - 1) * 4; i < min(n*4, len(order)); i++ {
			rows = append(rows, fmt.Sprintf(`{"id":"%s","text":"a"}`, order[i]))
		}
		fmt.Fprintf(rw, "[%s]", strings.Join(rows, ","))
	}, nil)
	src, r := w.source(voc.KindJSON, "/api"), &reader{}
	src.Unordered = true
	src.JSON.Items, src.JSON.PageParam, src.JSON.Fields.ID, src.JSON.Fields.Text = "[]", "p", "id", "text"
	w.mustVisit(r, src, voc.VisitOK)
	order = []string{"9", "2", "3", "4", "8", "1", "7", "6"} // by popularity, say
	if v := w.mustVisit(r, src, voc.VisitOK); v.Fresh != 4 {
		t.Errorf("%v", r.ids())
	}
}

func TestTheSelectorsMatchNothing(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") != "" {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(rw, `<title>全新改版</title><div>…</div>`)
	}, nil)
	r := &reader{}
	for range 2 { // the second time as well: a page we could not read is never called unchanged
		v := w.mustVisit(r, w.htmlSource(), voc.VisitPartial)
		if !strings.Contains(v.Missing, "全新改版") || !v.HeardTo.IsZero() {
			t.Errorf("%+v", v)
		}
	}
}

func TestThePageOfAGapIsGone(t *testing.T) {
	b := &board{size: 5}
	b.add(40)
	gone := false
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if gone && r.URL.Query().Get("page") != "" {
			http.NotFound(rw, r)
			return
		}
		b.html(rw, r)
	}, func(o *Options) { o.MaxPages = 3 })
	r := &reader{}
	w.mustVisit(r, w.htmlSource(), voc.VisitPartial)
	gone = true
	if v := w.mustVisit(r, w.htmlSource(), voc.VisitPartial); !strings.Contains(v.Missing, "is gone") {
		t.Errorf("%+v", v)
	}
	w.mustVisit(r, w.htmlSource(), voc.VisitUnchanged)
}
