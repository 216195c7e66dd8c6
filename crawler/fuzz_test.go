package crawler

import (
	"encoding/json"

	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// FuzzSheets lets a kind return whatever bytes make of it, visits it a few times with few pages, and
// wants what a visit always promises.
func FuzzSheets(f *testing.F) {
	f.Add([]byte(`{"Posts":["1@5","2@9"],"Links":["/1#k","#k","//x/#y"],"Next":"/2"}`), uint8(3))
	f.Add([]byte(`{"Posts":["1","1=a"],"Next":"/","Missing":["a"],"Claimed":-7}`), uint8(1))
	f.Add([]byte(`{"Links":["/1#","/1#","/2#2"]}`), uint8(9))
	f.Add([]byte("<title>安全验证</title>"), uint8(2))
	f.Add([]byte(" "), uint8(2))
	f.Fuzz(func(t *testing.T, page []byte, most uint8) {
		requests := 0
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.NotFound(rw, r)
				return
			}
			requests++
			rw.Write(page)
		}, func(o *Options) { o.Transport.MaxTries = 1 })
		r := &reader{}
		handed := map[string]string{}
		pages := int(most%12) + 1
		for range 4 {
			before := requests
			v, err := w.visitTree(r, func(src *SourceOptions) { src.MaxPages = pages })
			if v.Outcome == "" || v.Claimed < -1 && v.Claimed != -7 || v.Outcome.Heard() != (v.Trouble == voc.TroubleNone) || v.Outcome.Heard() && err != nil {
				t.Fatalf("%+v, %v", v, err)
			}
			if requests-before > pages {
				t.Fatalf("%d pages asked for, at most %d are allowed", requests-before, pages)
			}
			for _, p := range r.posts {
				if was, ok := handed[p.ExternalID]; ok && was == p.Text && v.Changed == 0 {
					t.Fatalf("%q came twice as %q", p.ExternalID, p.Text)
				}
				handed[p.ExternalID] = p.Text
				if p.ID != voc.NewPostID("test", p.ExternalID) || p.PublishedAt.IsZero() {
					t.Fatalf("incomplete: %+v", p)
				}
			}
			if !v.LostFrom.IsZero() && !v.LostFrom.Before(v.LostTo) {
				t.Fatalf("a loss of no time: %+v", v)
			}
			if _, note := openState(r.cursor, w.URL+"/"); note != "" {
				t.Fatalf("%s: %s", note, r.cursor)
			}
			w.later(time.Hour)
		}
	})
}

// FuzzCursor hands a damaged cursor to a visit: whatever it holds, every post there is comes.
func FuzzCursor(f *testing.F) {
	g := forest(2, 2)
	g["/"] = leaf{Posts: []string{"p1@10", "p2@20"}, Links: g["/"].Links, Next: "/2"}
	g["/2"] = leaf{Posts: []string{"p3@30"}}
	f.Add(`{"v":2,"address":"x","sweep":3,"gaps":[{"at":"/2","sweep":1}],"threads":[{"at":"/t0","sweep":1,"tries":2}],"window":5,"ground":2,"heard":"2026-01-01T00:00:00Z"}`)
	f.Add(`{"v":1,"address":"x","sweep":9,"seen":[{"sweep":1,"marks":"AAAAAAAAAAAAAAAA"}],"etag":"a\nb"}`)
	f.Add(`{"v":2,"gaps":[{},{},{},{},{}],"threads":[{},{"at":"http://169.254.169.254/"},{"at":"ftp://x"}],"spent":{"day":"x","requests":-4}}`)
	f.Fuzz(func(t *testing.T, cur string) {
		w := newWorld(t, g.serve(t), func(o *Options) { o.Transport.MaxTries = 1 })
		// Wherever it came from, it is this site's now.
		var s map[string]any
		if json.Unmarshal([]byte(cur), &s) == nil && s != nil {
			s["address"] = addressMark(w.URL + "/")
			if b, err := json.Marshal(s); err == nil {
				cur = string(b)
			}
		}
		r := &reader{cursor: voc.Cursor(cur)}
		known, _ := openState(r.cursor, w.URL+"/")
		if len(known.known) > 0 {
			t.Skip("it may know posts already")
		}
		var got []string
		heard := false
		for n := 0; n < 6 && !heard; n++ {
			v, _ := w.visitTree(r, func(src *SourceOptions) { src.MaxPages = 60 })
			got, heard = append(got, r.ids()...), v.Outcome.Heard()
			w.later(25 * time.Hour)
		}
		slices.Sort(got)
		if want := []string{"p1", "p2", "p3", "t0-0", "t0-1", "t1-0", "t1-1"}; !slices.Equal(got, want) {
			t.Fatalf("%v came of %v (heard: %v) with cursor %s", got, want, heard, cur)
		}
	})
}

// FuzzOnward keeps what a page says of its links on the source's own site.
func FuzzOnward(f *testing.F) {
	f.Add("https://shop.example.org/a")
	f.Add("//evil.example.net")
	f.Add("http://shop.example.org@evil.example.net/")
	f.Add("\x00%zz")
	src := SourceOptions{Source: voc.Source{ID: "a", Kind: voc.KindFeed, Address: "https://shop.example.org/feed"}}
	p, err := Default().plan(src)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		j := &job{plan: p, odd: tally{}}
		onward := j.onward((&plain.Page{URL: p.address}).Link(address))
		if onward == "" {
			return
		}
		if host := parse(t, onward).Hostname(); strings.ToLower(host) != "shop.example.org" && !strings.HasSuffix(strings.ToLower(host), ".shop.example.org") && strings.ToLower(host) != "example.org" {
			t.Errorf("%q leads to %q", address, onward)
		}
	})
}
