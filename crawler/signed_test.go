package crawler

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// signing is a kind whose site wants a key in the query. It builds its next page from the address of
// the page it has, as kinds do.
type signing struct{ begin string }

func (s signing) Start() string { return s.begin }

func (s signing) Parse(page *plain.Page) (plain.Sheet, error) {
	sheet := plain.NewSheet()
	n := page.URL.Query().Get("page")
	sheet.Posts = []voc.Post{{ExternalID: "p" + n, Text: "第" + n + "页", URL: page.URL.String(), Kind: voc.PostPost, Engagement: voc.NoEngagement()}}
	if n != "3" {
		sheet.Next = plain.Advance(page.URL, "page", 1, 1)
	}
	return sheet, nil
}

func (s signing) Sign(address string) string { return address + "&key=geheim" }

func TestAKeyInTheQueryIsKeptNowhere(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		if r.URL.Query().Get("key") != "geheim" {
			rw.WriteHeader(http.StatusForbidden)
		}
		fmt.Fprint(rw, "茶")
	}, func(o *Options) {
		o.MaxPages = 2 // the third is left open, and its address in the cursor
		o.kinds = func(src SourceOptions) (site, error) { return kindSite{signing{src.Address}}, nil }
	})
	src, r := w.source(voc.KindJSON, "/list?page=1"), &reader{}
	v := w.mustVisit(r, src, voc.VisitPartial)
	if len(r.posts) != 2 || len(w.asked()) != 2 {
		t.Fatalf("%v, %+v", r.ids(), v)
	}
	for what, text := range map[string]string{"the cursor": string(r.cursor), "the visit": v.Missing, "a post": r.posts[1].URL} {
		if strings.Contains(text, "geheim") {
			t.Errorf("%s holds the key: %s", what, text)
		}
	}
	if v = w.mustVisit(r, src, voc.VisitOK); len(r.posts) != 1 || r.posts[0].ExternalID != "p3" {
		t.Errorf("the walk goes on: %v, %+v", r.ids(), v)
	}
}
