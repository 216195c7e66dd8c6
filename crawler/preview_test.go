package crawler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/html"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// forum is a site of threads behind a list.
func forum(t *testing.T, pages map[string]string) (*httptest.Server, func() int) {
	t.Helper()
	var asked atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked.Add(1)
		text, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, text)
	}))
	t.Cleanup(site.Close)
	return site, func() int { return int(asked.Load()) }
}

func previewer(t *testing.T) *Crawler {
	t.Helper()
	o := Default()
	o.Transport.Sleep = nil
	o.Transport.MaxTries = 1
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func listed(base string) SourceOptions {
	return SourceOptions{
		Source: voc.Source{ID: "bbs", Kind: voc.KindHTML, Address: base + "/list"}, AllowPrivate: true,
		HTML: html.Options{Item: ".post", Next: "a.next", List: html.List{Row: ".thread", Link: "a"},
			Fields: plain.Fields{ID: "@id", Text: ".text", Time: "time", Likes: ".likes"}},
	}
}

func TestAPreviewShowsTheFirstPageAndOneBehindIt(t *testing.T) {
	site, asked := forum(t, map[string]string{
		"/list": `<title>茶友</title><div class=thread><a href="/t/1">一</a></div><div class=thread><a href="/t/2">二</a></div><a class=next href="/list2">下一页</a>`,
		"/t/1":  `<div class=post id=p1><p class=text>等了四十分钟</p><time>2026-01-30 12:00</time><i class=likes>三</i></div>`,
	})
	p, err := previewer(t).Preview(t.Context(), listed(site.URL))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.First.Links) != 2 || !strings.HasSuffix(p.First.Next, "/list2") || len(p.First.Posts) != 0 {
		t.Errorf("the list: %+v", p.First)
	}
	if len(p.Behind.Posts) != 1 || !strings.HasSuffix(p.Behind.Address, "/t/1") {
		t.Fatalf("behind it: %+v", p.Behind)
	}
	post := p.Behind.Posts[0]
	if post.Text != "等了四十分钟" || post.ExternalID != "p1" || post.Source != "bbs" || post.ID == "" || post.PublishedAt.Format(time.DateTime) == "" {
		t.Errorf("the post: %+v", post)
	}
	if asked() != 2 || p.Visit.Requests < 2 || p.Visit.Found != 1 || p.Visit.Trouble != voc.TroubleNone {
		t.Errorf("%d pages asked for, visit %+v", asked(), p.Visit)
	}
}

func TestAPreviewTellsWhyNothingIsShown(t *testing.T) {
	site, _ := forum(t, map[string]string{"/list": `<title>改版了</title><div class=topic>新样子</div>`})
	p, err := previewer(t).Preview(t.Context(), listed(site.URL))
	if p.Visit.Trouble != voc.TroubleLayout || p.Visit.Found != 0 || p.Visit.Missing == "" {
		t.Errorf("a page that matches nothing: %+v, %v", p.Visit, err)
	}
	src := listed(site.URL)
	src.Address = site.URL + "/gone"
	if p, err := previewer(t).Preview(t.Context(), src); err == nil || p.First.Error == "" || p.Visit.Trouble != voc.TroubleExpired {
		t.Errorf("a page that is gone: %+v, %v", p, err)
	}
	src = listed(site.URL)
	src.HTML.Item = ""
	if p, err := previewer(t).Preview(t.Context(), src); err == nil || p.Visit.Trouble != voc.TroubleConfig {
		t.Errorf("a source that cannot be: %+v, %v", p.Visit, err)
	}
}
