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

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func packed(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, text)
	z.Close()
	return b.Bytes()
}

func mapped(w *world) SourceOptions {
	src := w.source(voc.KindHTML, "/")
	src.HTML.Sitemap, src.HTML.Item, src.HTML.Match = "auto", "li", `/r/\d+$`
	src.HTML.Fields = plain.Fields{ID: "@id", Text: "p"}
	return src
}

// robots.txt names two files, one of them packed and without a word of it in the headers.
func TestSitemapsOfRobots(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		switch path := r.URL.Path; {
		case path == "/robots.txt":
			fmt.Fprintf(rw, "Sitemap: http://%[1]s/one.xml\nSitemap: http://%[1]s/two.xml.gz\n", r.Host)
		case path == "/one.xml":
			fmt.Fprint(rw, `<urlset><url><loc>/r/1</loc></url><url><loc>/about</loc></url></urlset>`)
		case path == "/two.xml.gz":
			rw.Header().Set("Content-Type", "application/x-gzip")
			rw.Write(packed(`<urlset><url><loc>/r/2</loc></url></urlset>`))
		case strings.HasPrefix(path, "/r/"):
			fmt.Fprintf(rw, `<li id="p%s"><p>杯盖漏水，第%s回了</p></li>`, path[3:], path[3:])
		default:
			http.NotFound(rw, r)
		}
	}, nil)
	r := &reader{}
	v := w.mustVisit(r, mapped(w), voc.VisitOK)
	if ids := r.ids(); !slices.Equal(ids, []string{"p1", "p2"}) || v.Fresh != 2 {
		t.Errorf("%v, %+v; asked for %v", ids, v, w.asked())
	}
	w.asked()
	w.later(time.Hour)
	w.mustVisit(r, mapped(w), voc.VisitUnchanged)
	if asked := w.asked(); len(asked) != 0 {
		t.Errorf("files that tell no change are looked into once a day, not for %v an hour later", asked)
	}
	w.later(24 * time.Hour)
	w.mustVisit(r, mapped(w), voc.VisitUnchanged)
	if asked := w.asked(); !slices.Equal(asked, []string{"/one.xml", "/two.xml.gz"}) {
		t.Errorf("the day after it was asked for %v", asked)
	}
}

func TestSitemapInTheUsualPlace(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/sitemap.xml":
			fmt.Fprint(rw, `<urlset><url><loc>/r/7</loc></url></urlset>`)
		case "/r/7":
			fmt.Fprint(rw, `<li id="p7"><p>客服一直占线</p></li>`)
		default:
			http.NotFound(rw, r)
		}
	}, nil)
	r := &reader{}
	w.mustVisit(r, mapped(w), voc.VisitOK)
	if !slices.Equal(r.ids(), []string{"p7"}) {
		t.Error(r.ids())
	}
}

func TestSitemapOnAnotherSite(t *testing.T) {
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		fmt.Fprint(rw, "Sitemap: https://maps.example.net/s.xml\n")
	}, nil)
	if _, err := w.visit(&reader{}, mapped(w)); err == nil || !strings.Contains(err.Error(), "name that host in hosts") {
		t.Error(err)
	}
}

func TestUnpacked(t *testing.T) {
	if out, err := unpacked([]byte("<urlset/>")); err != nil || string(out) != "<urlset/>" {
		t.Errorf("%s, %v", out, err)
	}
	if out, err := unpacked(packed("<urlset/>")); err != nil || string(out) != "<urlset/>" {
		t.Errorf("%s, %v", out, err)
	}
	whole := packed(strings.Repeat("茶", 1000))
	if _, err := unpacked(whole[:len(whole)-9]); err == nil {
		t.Error("half a file is a file")
	}
	if _, err := unpacked([]byte{0x1f, 0x8b, 0x08}); !errors.Is(err, plain.ErrLayout) {
		t.Error(err)
	}
	if _, err := unpacked(packed(strings.Repeat(" ", mostUnpacked+1))); !errors.Is(err, transport.ErrTooLarge) {
		t.Errorf("a bomb: %v", err)
	}
}
