package crawler

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// leaf is a page of the tree kind: what a Sheet holds, as a test writes it.
type leaf struct {
	Posts   []string // ids, with "=text" and "@minutes ago" behind them
	Links   []string // addresses, with "#key" and "@minutes ago" behind them; "#key" alone leads nowhere
	Next    string
	Missing []string
	Trouble voc.Trouble
	Claimed *int
}

// tree is a kind whose pages are leaves.
type tree struct{ begin string }

func (k tree) Start() string { return k.begin }

func (k tree) Parse(page *plain.Page) (plain.Sheet, error) {
	var l leaf
	sheet := plain.NewSheet()
	if err := json.Unmarshal([]byte(page.Text), &l); err != nil {
		return sheet, err
	}
	for _, p := range l.Posts {
		p, ago, dated := strings.Cut(p, "@")
		id, text, _ := strings.Cut(p, "=")
		post := voc.Post{ExternalID: id, Text: "喝过 " + id + text, Precision: voc.PrecisionNone, Engagement: voc.NoEngagement()}
		if dated {
			post.PublishedAt, post.Precision = minutesBack(ago), voc.PrecisionSecond
		}
		sheet.Posts = append(sheet.Posts, post)
	}
	for _, link := range l.Links {
		link, ago, dated := strings.Cut(link, "@")
		address, key, _ := strings.Cut(link, "#")
		if address != "" {
			address = page.Link(address)
		}
		l := plain.Link{URL: address, Key: key + link}
		if dated {
			l.At = minutesBack(ago)
		}
		sheet.Links = append(sheet.Links, l)
	}
	sheet.Next, sheet.Missing, sheet.Trouble = page.Link(l.Next), l.Missing, l.Trouble
	if l.Claimed != nil {
		sheet.Claimed = *l.Claimed
	}
	return sheet, nil
}

func minutesBack(ago string) time.Time {
	minutes, _ := strconv.Atoi(ago)
	return origin.Add(-time.Duration(minutes) * time.Minute)
}

var origin = time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC)

// grove is a site of leaves.
type grove map[string]leaf

func (g grove) serve(t *testing.T) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		l, ok := g[r.URL.RequestURI()]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if err := json.NewEncoder(w).Encode(l); err != nil {
			t.Error(err)
		}
	}
}

func (w *world) visitTree(r *reader, change func(*SourceOptions)) (voc.Visit, error) {
	w.t.Helper()
	return w.visitKind(r, tree{w.URL + "/"}, change)
}

func TestThreadsLeadDeeperAndAreReadOnce(t *testing.T) {
	g := grove{
		"/":  {Links: []string{"/a#1", "/b#1", "#none"}},
		"/a": {Posts: []string{"a"}, Links: []string{"/a/1#x", "/b#1"}, Next: "/a?p=2"},
		"/b": {Posts: []string{"b"}}, "/a?p=2": {Posts: []string{"a2"}},
		"/a/1": {Posts: []string{"a1"}, Links: []string{"/a/1/2#x"}}, "/a/1/2": {Posts: []string{"a12"}, Links: []string{"/a/1/2/3#x"}},
		"/a/1/2/3": {Posts: []string{"a123"}, Links: []string{"/a/1/2/3/4#x"}}, "/a/1/2/3/4": {Posts: []string{"too deep"}},
	}
	w := newWorld(t, g.serve(t), nil)
	r := &reader{}
	v, err := w.visitTree(r, nil)
	if want := []string{"a", "a2", "a1", "a12", "a123", "b"}; err != nil || !v.Outcome.Heard() || !slices.Equal(r.ids(), want) {
		t.Errorf("%v came, want %v: %+v, %v", r.ids(), want, v, err)
	}
	if !strings.Contains(v.Missing, "deeper than three") {
		t.Errorf("links too deep are not told: %q", v.Missing)
	}
	w.asked()
	if v, err := w.visitTree(r, nil); err != nil || len(w.asked()) != 1 || v.Outcome != voc.VisitUnchanged {
		t.Errorf("nothing has changed: %+v, %v", v, err)
	}
	g["/"] = leaf{Links: []string{"/a#1", "/b#2", "#none"}}
	g["/b"] = leaf{Posts: []string{"b", "b2"}}
	if _, err := w.visitTree(r, nil); err != nil || !slices.Equal(r.ids(), []string{"b2"}) || !slices.Equal(w.asked(), []string{"/", "/b"}) {
		t.Errorf("one thread has grown: %v came, %v", r.ids(), err)
	}
}

// forest is a list of n threads of p pages.
func forest(n, p int) grove {
	g := grove{}
	var links []string
	for i := range n {
		links = append(links, fmt.Sprintf("/t%d#1", i))
		for k := range p {
			l := leaf{Posts: []string{fmt.Sprintf("t%d-%d", i, k)}}
			if k+1 < p {
				l.Next = fmt.Sprintf("/t%d?p=%d", i, k+1)
			}
			address := fmt.Sprintf("/t%d", i)
			if k > 0 {
				address += fmt.Sprintf("?p=%d", k)
			}
			g[address] = l
		}
	}
	g["/"] = leaf{Links: links}
	return g
}

func TestPagesBehindLinksCountAndGoOn(t *testing.T) {
	w := newWorld(t, forest(4, 9).serve(t), nil)
	r := &reader{}
	asked := map[string]int{}
	got := 0
	for n := 0; ; n++ {
		v, err := w.visitTree(r, func(src *SourceOptions) { src.MaxPages = 5 })
		if err != nil || n > 20 {
			t.Fatalf("visit %d: %+v, %v", n, v, err)
		}
		requests := w.asked()
		if len(requests) > 5 {
			t.Errorf("visit %d asked for %v", n, requests)
		}
		for _, path := range requests {
			asked[path]++
		}
		got += len(r.posts)
		if v.Outcome.Heard() {
			break
		}
		if v.Trouble != voc.TroubleCap || !strings.Contains(v.Missing, "5 pages") {
			t.Errorf("visit %d: %+v", n, v)
		}
	}
	if got != 36 {
		t.Errorf("%d posts of 36", got)
	}
	for path, n := range asked {
		if n > 1 && path != "/" {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
}

func TestAThreadTooLongForAVisitGoesOnWithTheNext(t *testing.T) {
	w := newWorld(t, forest(2, threadPages+5).serve(t), nil)
	r := &reader{}
	v, err := w.visitTree(r, func(src *SourceOptions) { src.MaxPages = 500 })
	if err != nil || len(r.posts) != 2*threadPages || v.Trouble != voc.TroubleCap {
		t.Fatalf("%d posts: %+v, %v", len(r.posts), v, err)
	}
	if v, err = w.visitTree(r, nil); err != nil || len(r.posts) != 10 || v.Outcome != voc.VisitOK {
		t.Errorf("%d posts: %+v, %v", len(r.posts), v, err)
	}
}

func TestAThreadThatRunsInACircleEnds(t *testing.T) {
	n := 0
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		n++
		switch r.URL.Path {
		case "/":
			fmt.Fprint(rw, `{"Links":["/t#1"]}`)
		case "/t": // the same two pages under ever new addresses
			fmt.Fprintf(rw, `{"Posts":["a%d"],"Next":"/t?n=%d"}`, n%2, n)
		}
	}, nil)
	r := &reader{}
	if v, err := w.visitTree(r, nil); err != nil || !v.Outcome.Heard() || len(r.posts) != 2 || len(w.asked()) > 6 {
		t.Errorf("%v came: %+v, %v", r.ids(), v, err)
	}
}

func TestAPageOfMoreLinksThanCanWait(t *testing.T) {
	w := newWorld(t, forest(mostQueued+30, 1).serve(t), nil)
	r := &reader{}
	v, err := w.visitTree(r, func(src *SourceOptions) { src.MaxPages = 1000 })
	if n := len(w.asked()); err != nil || len(r.posts) != mostQueued+30 || v.Outcome != voc.VisitOK || n != mostQueued+30+2 {
		t.Errorf("%d posts of %d with %d requests: %+v, %v", len(r.posts), mostQueued+30, n, v, err)
	}
}

func TestTooManyLinksDoNotPileUp(t *testing.T) {
	g := grove{}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) { g.serve(t)(rw, r) }, nil)
	r := &reader{}
	told := false
	for n := range 12 {
		var links []string
		for i := range mostQueued {
			links = append(links, fmt.Sprintf("/t%d-%d#1", n, i))
		}
		g["/"] = leaf{Links: links}
		v, err := w.visitTree(r, func(src *SourceOptions) { src.MaxPages = 2 })
		if err != nil {
			t.Fatal(err)
		}
		told = told || strings.Contains(v.Missing, "given up")
	}
	s, note := openState(r.cursor, w.URL+"/")
	if note != "" || len(s.Threads) > mostWaiting || !told {
		t.Errorf("%d links wait, %q, told: %v", len(s.Threads), note, told)
	}
}

func TestAThreadThatFailsIsGivenUpAfterThreeVisits(t *testing.T) {
	for _, c := range []struct {
		why     string
		answer  func(w http.ResponseWriter)
		trouble voc.Trouble
	}{
		{"500", func(w http.ResponseWriter) { w.WriteHeader(500) }, voc.TroubleNetwork},
		{"members only", func(w http.ResponseWriter) { w.WriteHeader(403) }, voc.TroubleRefused},
		{"not understood", func(w http.ResponseWriter) { fmt.Fprint(w, "{") }, voc.TroubleLayout},
		{"a wall", func(w http.ResponseWriter) { fmt.Fprint(w, "<title>安全验证</title>") }, voc.TroubleLogin},
	} {
		g := forest(3, 1)
		w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/t1" {
				c.answer(rw)
				return
			}
			g.serve(t)(rw, r)
		}, func(o *Options) { o.Transport.MaxTries = 1 })
		r := &reader{}
		got := map[string]bool{}
		for n := range 4 {
			v, _ := w.visitTree(r, nil)
			for _, id := range r.ids() {
				got[id] = true
			}
			if heard := n == 3; v.Outcome.Heard() != heard || !heard && v.Trouble != c.trouble {
				t.Errorf("%s: visit %d: %+v", c.why, n, v)
			}
			w.later(2 * time.Hour)
		}
		if len(got) != 2 {
			t.Errorf("%s: %v came of the two others", c.why, got)
		}
	}
}

func TestThreadsRobotsForbidsDoNotBarTheRest(t *testing.T) {
	g := forest(3, 1)
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(rw, "User-agent: *\nDisallow: /t0")
			return
		}
		g.serve(t)(rw, r)
	}, nil)
	r := &reader{}
	if v, err := w.visitTree(r, nil); err != nil || v.Trouble != voc.TroubleRobots || len(r.posts) != 2 || slices.Contains(w.asked(), "/t0") {
		t.Errorf("%+v, %v, %v came", v, err, r.ids())
	}
}

func TestEmptyThreads(t *testing.T) {
	bodies := map[string]string{
		"/forum": `<div class="t"><a href="/1">一</a></div><div class="t"><a href="/2">二</a></div>`,
		"/1":     `<title>提示信息</title><p>帖子已被删除`, "/2": `<div class="p" id="7">好喝</div>`,
	}
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(rw, bodies[r.URL.Path])
	}, nil)
	src := w.source(voc.KindHTML, "/forum")
	src.HTML.List.Row, src.HTML.List.Link, src.HTML.Item, src.HTML.Fields.ID, src.HTML.Fields.Text = "div.t", "a", "div.p", "@id", "@id"
	if v := w.mustVisit(&reader{}, src, voc.VisitOK); v.Fresh != 1 || v.Trouble != voc.TroubleNone {
		t.Errorf("one of two was deleted: %+v", v)
	}
	bodies["/2"] = `<div class="post-new">好喝</div>`
	r := &reader{}
	for range mostTries {
		if v := w.mustVisit(r, src, voc.VisitPartial); v.Trouble != voc.TroubleLayout || !strings.Contains(v.Missing, "none of 2 pages") {
			t.Errorf("all are empty: %+v", v)
		}
	}
	w.mustVisit(r, src, voc.VisitUnchanged)
}

func TestLinksThatSayWhenSomethingHappenedBehindThem(t *testing.T) {
	g := grove{
		"/":   {Links: []string{"/p#1@9000", "/a#1@10", "/b#1@70"}, Next: "/?2"},
		"/?2": {Links: []string{"/c#1@130", "/d#1@190"}, Next: "/?3"},
		"/?3": {Links: []string{"/e#1@250"}},
		"/p":  {Posts: []string{"p@9000"}}, "/a": {Posts: []string{"a@10"}}, "/b": {Posts: []string{"b@70"}},
		"/c": {Posts: []string{"c@130"}}, "/d": {Posts: []string{"d@190"}}, "/e": {Posts: []string{"e@250"}},
	}
	w := newWorld(t, g.serve(t), nil)
	old := func(src *SourceOptions) { src.MaxAge = 150 * time.Minute }
	r := &reader{}
	v, err := w.visitTree(r, old)
	if asked := w.asked(); err != nil || !v.Outcome.Heard() || !slices.Equal(asked, []string{"/", "/a", "/b", "/?2", "/c"}) {
		t.Errorf("max_age: asked for %v: %+v, %v", asked, v, err)
	}
	if v, err := w.visitTree(r, old); err != nil || v.Outcome != voc.VisitUnchanged || len(w.asked()) > 2 {
		t.Errorf("a second visit: %+v, %v", v, err)
	}
	v, err = w.visitSpan(&reader{}, voc.Span{From: ago(100), To: ago(60)}, nil)
	if asked := w.asked(); err != nil || !v.Outcome.Heard() || v.Fresh != 1 || !slices.Equal(asked, []string{"/", "/a", "/b", "/?2"}) {
		t.Errorf("a walk back: asked for %v: %+v, %v", asked, v, err)
	}
}

// TestKilledAmongThreads kills visits at every call of emit in turn, with too few pages each, and wants
// every post in the end.
func TestKilledAmongThreads(t *testing.T) {
	g := forest(7, 3)
	g["/"] = leaf{Links: g["/"].Links[:3], Next: "/?p=2"}
	g["/?p=2"] = leaf{Links: forest(7, 3)["/"].Links[3:]}
	for most := 2; most < 9; most++ {
		w := newWorld(t, g.serve(t), nil)
		r := &reader{}
		got := map[string]bool{}
		kill, heard := 0, false
		for n := 0; n < 200 && !heard; n++ {
			kill++
			at := kill % (most + 2)
			w.crawler.o.kinds = func(SourceOptions) (site, error) { return kindSite{tree{w.URL + "/"}}, nil }
			src := w.source("tree", "/")
			src.MaxPages = most
			v, _ := w.crawler.Fetch(t.Context(), src, r.cursor, func(caught Catch, cur voc.Cursor) error {
				for _, p := range caught.Posts {
					got[p.ExternalID] = true
				}
				if at--; at == 0 {
					return errors.New("killed")
				}
				r.cursor = cur
				return nil
			})
			heard = v.Outcome.Heard()
		}
		if len(got) != 21 || !heard {
			t.Errorf("visits of %d pages: %d posts of 21, heard: %v", most, len(got), heard)
		}
	}
}
