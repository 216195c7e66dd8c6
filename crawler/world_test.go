package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// world is a site on loopback, a clock that only sleeping moves, and a crawler that may go there.
type world struct {
	*httptest.Server
	t        *testing.T
	crawler  *Crawler
	mu       sync.Mutex
	at       time.Time
	slept    time.Duration
	requests []string // paths with queries, robots.txt left out
}

func newWorld(t *testing.T, handler http.HandlerFunc, change func(*Options)) *world {
	t.Helper()
	w := &world{t: t, at: time.Date(2026, 1, 10, 8, 0, 0, 0, time.UTC)}
	w.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Date", w.now().Format(http.TimeFormat))
		if r.URL.Path != "/robots.txt" {
			w.mu.Lock()
			w.requests = append(w.requests, r.URL.RequestURI())
			w.mu.Unlock()
		}
		handler(rw, r)
	}))
	t.Cleanup(w.Close)
	o := Default()
	o.Now, o.Transport.Rand = w.now, func() float64 { return 0 }
	o.Transport.Sleep = func(ctx context.Context, d time.Duration) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.at, w.slept = w.at.Add(d), w.slept+d
		return ctx.Err()
	}
	if change != nil {
		change(&o)
	}
	var err error
	if w.crawler, err = New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.crawler.Close)
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// asked returns the requests since the last call.
func (w *world) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.requests
	w.requests = nil
	return all
}

// source is a source of a kind on this site.
func (w *world) source(kind voc.SourceKind, path string) SourceOptions {
	return SourceOptions{
		Source:       voc.Source{ID: "test", Kind: kind, Platform: "site", Address: w.URL + path, Brand: "tea"},
		AllowPrivate: true,
	}
}

// reader is the pipeline as a test needs it: it keeps posts and the cursor.
type reader struct {
	cursor voc.Cursor
	posts  []voc.Post
	seen   []voc.Observation
	emits  int
}

func (r *reader) keep(caught Catch, cur voc.Cursor) error {
	r.posts, r.seen, r.cursor = append(r.posts, caught.Posts...), append(r.seen, caught.Observations...), cur
	r.emits++
	return nil
}

func (r *reader) ids() []string {
	var ids []string
	for _, p := range r.posts {
		ids = append(ids, p.ExternalID)
	}
	return ids
}

// visit fetches once and forgets the posts of the visit before.
func (w *world) visit(r *reader, src SourceOptions) (voc.Visit, error) {
	w.t.Helper()
	r.posts, r.seen, r.emits = nil, nil, 0
	v, err := w.crawler.Fetch(w.t.Context(), src, r.cursor, r.keep)
	if v.Source != src.ID || v.Outcome == "" || v.StartedAt.IsZero() || v.EndedAt.IsZero() {
		w.t.Errorf("a visit is incomplete: %+v", v)
	}
	return v, err
}

// mustVisit is visit with an outcome that must be.
func (w *world) mustVisit(r *reader, src SourceOptions, want voc.VisitOutcome) voc.Visit {
	w.t.Helper()
	v, err := w.visit(r, src)
	if v.Outcome != want || (err != nil) != (want == voc.VisitFailed || want == voc.VisitBlocked) {
		w.t.Fatalf("visit ended %q, %v (missing: %s), want %q", v.Outcome, err, v.Missing, want)
	}
	return v
}

// board is a list of reviews, newest first, shown in pages.
type board struct {
	mu   sync.Mutex
	size int
	all  []string // ids, newest last
}

func (b *board) add(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range n {
		b.all = append(b.all, fmt.Sprintf("r%d", len(b.all)+1))
	}
}

func (b *board) page(n int) (ids []string, more bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	newest := slices.Clone(b.all)
	slices.Reverse(newest)
	from, to := min((n-1)*b.size, len(newest)), min(n*b.size, len(newest))
	return newest[from:to], to < len(newest)
}

// html shows a page of the board, with a link to the next.
func (b *board) html(w http.ResponseWriter, r *http.Request) {
	n := 1
	fmt.Sscan(r.URL.Query().Get("page"), &n)
	ids, more := b.page(n)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<html><title>评价</title><ul>")
	for _, id := range ids {
		fmt.Fprintf(w, `<li class="review" data-id="%s"><b>客%s</b><p>味道不错 %s</p></li>`, id, id, id)
	}
	fmt.Fprint(w, "</ul>")
	if more {
		fmt.Fprintf(w, `<a class="next" href="/list?page=%d">下一页</a>`, n+1)
	}
}

// htmlSource describes the board.
func (w *world) htmlSource() SourceOptions {
	src := w.source(voc.KindHTML, "/list")
	src.HTML.Item, src.HTML.Next = "li.review", "a.next"
	src.HTML.Fields.ID, src.HTML.Fields.Text, src.HTML.Fields.Author = "@data-id", "p", "b"
	return src
}

func TestHTMLFetchesOnlyWhatIsNew(t *testing.T) {
	b := &board{size: 10}
	b.add(35)
	w := newWorld(t, b.html, nil)
	src, r := w.htmlSource(), &reader{}
	v := w.mustVisit(r, src, voc.VisitOK)
	if len(r.posts) != 35 || v.Found != 35 || v.Fresh != 35 || len(w.asked()) != 4 || r.emits != 5 { // four pages, and the cursor that says all is heard
		t.Fatalf("first visit: %d posts, %d calls of emit, %+v", len(r.posts), r.emits, v)
	}
	if !v.HeardTo.Equal(v.StartedAt) || v.Requests != 5 || v.Bytes == 0 {
		t.Errorf("visit: %+v", v)
	}
	p := r.posts[0]
	if p.ID != voc.NewPostID("test", "r35") || p.Source != "test" || p.Platform != "site" || p.Brand != "tea" || p.Kind != voc.PostReview ||
		p.Text != "味道不错 r35" || p.Author.Name != "客r35" || p.Precision != voc.PrecisionNone || !p.PublishedAt.Equal(p.FetchedAt) || p.Engagement.Likes != voc.Unknown {
		t.Errorf("post: %+v", p)
	}

	w.later(time.Hour)
	v = w.mustVisit(r, src, voc.VisitUnchanged)
	if asked := w.asked(); len(r.posts) != 0 || !slices.Equal(asked, []string{"/list"}) || !v.HeardTo.Equal(v.StartedAt) {
		t.Errorf("second visit: %d posts, asked %v, %+v", len(r.posts), asked, v)
	}

	b.add(12)
	v = w.mustVisit(r, src, voc.VisitOK)
	if len(r.posts) != 12 || v.Fresh != 12 || len(w.asked()) != 2 {
		t.Errorf("twelve new: %d posts, %+v", len(r.posts), v)
	}
}

// TestNothingIsSkipped kills visits at random between pages, lets new posts arrive meanwhile, gives
// each visit too few pages, and wants every post in the end.
func TestNothingIsSkipped(t *testing.T) {
	for seed := range 40 {
		b := &board{size: 5}
		b.add(40 + seed)
		w := newWorld(t, b.html, func(o *Options) { o.MaxPages = 4 + seed%7 })
		src := w.htmlSource()
		got := map[string]int{}
		var cursor voc.Cursor
		random := uint32(seed*7919 + 1)
		next := func(n uint32) uint32 { random = random*1664525 + 1013904223; return random >> 16 % n }
		killed := errors.New("killed")
		visits := 0
		for ; visits < 200; visits++ {
			kill := int(next(6))
			v, err := w.crawler.Fetch(t.Context(), src, cursor, func(caught Catch, cur voc.Cursor) error {
				for _, p := range caught.Posts {
					got[p.ExternalID]++ // they became durable
				}
				if kill--; kill < 0 {
					return killed // and the cursor did not
				}
				cursor = cur
				return nil
			})
			if err != nil && !errors.Is(err, killed) {
				t.Fatal(err)
			}
			if visits < 30 && next(3) > 0 {
				b.add(int(next(20)))
				continue
			}
			if visits >= 30 && v.Outcome == voc.VisitUnchanged {
				break
			}
		}
		if len(got) != len(b.all) {
			for _, id := range b.all {
				if got[id] == 0 {
					t.Errorf("seed %d: %s of %d never came", seed, id, len(b.all))
					break
				}
			}
		}
		if visits == 200 {
			t.Errorf("seed %d: never came to rest", seed)
		}
	}
}

func TestDeepPagesComeWithLaterVisits(t *testing.T) {
	b := &board{size: 10}
	b.add(95)
	w := newWorld(t, b.html, func(o *Options) { o.MaxPages = 4 })
	src, r := w.htmlSource(), &reader{}
	total := 0
	for n, want := range []voc.VisitOutcome{voc.VisitPartial, voc.VisitPartial, voc.VisitPartial, voc.VisitOK} {
		v := w.mustVisit(r, src, want)
		total += v.Fresh
		if heard := !v.HeardTo.IsZero(); heard != (want == voc.VisitOK) {
			t.Errorf("visit %d: heard to %v", n+1, v.HeardTo)
		}
		if want == voc.VisitPartial && !strings.Contains(v.Missing, "after 4 pages") {
			t.Errorf("visit %d does not say what is missing: %q", n+1, v.Missing)
		}
		b.add(3)
		total -= 3
	}
	if total+12 != 95+9 { // the last three came after the last visit
		t.Errorf("%d posts came", total+12)
	}
}

func TestPinnedAndEditedPostsDoNotEndTheWalk(t *testing.T) {
	text := map[string]string{}
	b := &board{size: 10}
	b.add(20)
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		n := 1
		fmt.Sscan(r.URL.Query().Get("page"), &n)
		ids, more := b.page(n)
		rw.Header().Set("Content-Type", "text/html")
		for _, id := range append([]string{"r1"}, ids...) { // r1 is pinned on top of every page
			fmt.Fprintf(rw, `<li class="review" data-id="%s"><p>%s %s</p></li>`, id, id, text[id])
		}
		if more {
			fmt.Fprintf(rw, `<a class="next" href="/list?page=%d">`, n+1)
		}
	}, nil)
	src, r := w.htmlSource(), &reader{}
	w.mustVisit(r, src, voc.VisitOK)
	if len(r.posts) != 20 {
		t.Fatalf("%d posts", len(r.posts))
	}
	b.add(15)
	text["r19"] = "（更新）态度太差"
	v := w.mustVisit(r, src, voc.VisitOK)
	if v.Fresh != 15 || len(r.posts) != 16 || !slices.Contains(r.ids(), "r19") {
		t.Errorf("fifteen new and one edited: fresh %d, handed over %v", v.Fresh, r.ids())
	}
	w.mustVisit(r, src, voc.VisitUnchanged)
}

func TestEmitErrorEndsTheVisit(t *testing.T) {
	b := &board{size: 10}
	b.add(30)
	w := newWorld(t, b.html, nil)
	full := errors.New("disk full")
	v, err := w.crawler.Fetch(t.Context(), w.htmlSource(), "", func(Catch, voc.Cursor) error { return full })
	if !errors.Is(err, full) || v.Outcome != voc.VisitPartial || len(w.asked()) != 1 {
		t.Errorf("%v, %+v", err, v)
	}
}

func TestCancelledVisit(t *testing.T) {
	b := &board{size: 10}
	b.add(30)
	ctx, cancel := context.WithCancel(t.Context())
	w := newWorld(t, b.html, nil)
	r := &reader{}
	v, err := w.crawler.Fetch(ctx, w.htmlSource(), "", func(caught Catch, cur voc.Cursor) error {
		cancel()
		return r.keep(caught, cur)
	})
	if !errors.Is(err, context.Canceled) || v.Outcome != voc.VisitPartial || v.Fresh != 10 {
		t.Fatalf("%v, %+v", err, v)
	}
	r.posts = nil
	if v := w.mustVisit(r, w.htmlSource(), voc.VisitOK); v.Fresh != 20 {
		t.Errorf("the next visit brought %d, want the other 20", v.Fresh)
	}
}

func TestGuard(t *testing.T) {
	reached := false
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
		case "/away":
			http.Redirect(rw, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		case "/loop":
			http.Redirect(rw, r, "/loop?n="+r.URL.Query().Get("n")+"1", http.StatusFound)
		default:
			reached = true
		}
	}, nil)
	src := w.source(voc.KindFeed, "/page")
	src.AllowPrivate = false
	if v, err := w.visit(&reader{}, src); !errors.Is(err, transport.ErrAddress) || v.Outcome != voc.VisitFailed || reached {
		t.Errorf("loopback without leave: %v, %+v", err, v)
	}
	if v, err := w.visit(&reader{}, w.source(voc.KindFeed, "/away")); !errors.Is(err, transport.ErrAddress) || v.Outcome != voc.VisitFailed {
		t.Errorf("redirect to a metadata service: %v, %+v", err, v)
	}
	w.asked()
	if _, err := w.visit(&reader{}, w.source(voc.KindFeed, "/loop")); err == nil || !strings.Contains(err.Error(), "5 redirects") || len(w.asked()) != 6 {
		t.Errorf("endless redirects: %v", err)
	}
}

func parse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
