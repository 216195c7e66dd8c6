package replay_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// street is one host of a city: many feeds, and what was rude about how they were asked for.
type street struct {
	at       string // http://127.0.0.7:40123
	mu       sync.Mutex
	last     time.Time
	inflight int
	requests int
	asked    bool
	rude     []string
}

// city is many hosts on loopback, each with an address of its own.
type city struct {
	streets []*street
	pace    time.Duration
	now     func() time.Time
}

func newCity(t *testing.T, hosts int, pace time.Duration, now func() time.Time) *city {
	t.Helper()
	c := &city{pace: pace, now: now}
	for n := range hosts {
		s := &street{}
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", n+1))
		if err != nil {
			t.Skipf("this machine has one loopback address only, and a city needs many: %v", err)
		}
		server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { c.serve(s, w, r) })}}
		server.Start()
		t.Cleanup(server.Close)
		s.at = "http://" + listener.Addr().String()
		c.streets = append(c.streets, s)
	}
	return c
}

func (c *city) serve(s *street, w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	now := c.now()
	if since := now.Sub(s.last); !s.last.IsZero() && since < c.pace-time.Millisecond {
		s.rude = append(s.rude, fmt.Sprintf("%s came %s after the one before", r.URL, since))
	}
	if s.inflight++; s.inflight > 1 {
		s.rude = append(s.rude, fmt.Sprintf("%s came while another was under way", r.URL))
	}
	s.last, s.asked = now, s.asked || r.URL.Path == "/robots.txt"
	if s.requests++; !s.asked {
		s.rude = append(s.rude, fmt.Sprintf("%s came before robots.txt", r.URL))
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inflight--
	}()
	if r.URL.Path == "/robots.txt" {
		http.NotFound(w, r)
		return
	}
	if w.Header().Set("ETag", `"1"`); r.Header.Get("If-None-Match") == `"1"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprint(w, `<rss version="2.0"><channel><title>街坊</title>`)
	for n := range feedItems {
		fmt.Fprintf(w, `<item><guid>%s-%d</guid><title>第%d条</title><pubDate>Mon, 02 Mar 2026 09:%02d:00 +0800</pubDate></item>`, r.URL.Path, n, n, n)
	}
	fmt.Fprint(w, `</channel></rss>`)
}

const feedItems = 5

// listener is somebody who listens to every feed of a city with a few hands at a time.
type listener struct {
	city    *city
	crawler *crawler.Crawler
	sources []crawler.SourceOptions

	mu      sync.Mutex
	cursors map[voc.SourceID]voc.Cursor
	posts   map[string]int // by source and id: how often it came
}

func newListener(t *testing.T, c *city, sources int, o crawler.Options) *listener {
	t.Helper()
	l := &listener{city: c, cursors: map[voc.SourceID]voc.Cursor{}, posts: map[string]int{}}
	var err error
	if l.crawler, err = crawler.New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.crawler.Close)
	for n := range sources {
		src := crawler.SourceOptions{AllowPrivate: true, Pace: c.pace}
		src.ID, src.Kind = voc.SourceID(fmt.Sprintf("feed-%d", n)), voc.KindFeed
		src.Address = fmt.Sprintf("%s/feed/%d", c.streets[n%len(c.streets)].at, n)
		l.sources = append(l.sources, src)
	}
	return l
}

// round visits every source once and counts the visits that heard it.
func (l *listener) round(ctx context.Context, hands int, visited func()) (heard int) {
	work := make(chan crawler.SourceOptions)
	var wait sync.WaitGroup
	for range hands {
		wait.Go(func() {
			for src := range work {
				l.mu.Lock()
				cursor := l.cursors[src.ID]
				l.mu.Unlock()
				visit, _ := l.crawler.Fetch(ctx, src, cursor, func(caught crawler.Catch, next voc.Cursor) error {
					l.mu.Lock()
					defer l.mu.Unlock()
					for _, p := range caught.Posts {
						l.posts[string(p.Source)+" "+p.ExternalID]++
					}
					l.cursors[src.ID] = next
					return nil
				})
				l.mu.Lock()
				if visit.Outcome.Heard() {
					heard++
				}
				l.mu.Unlock()
				if visited != nil {
					visited()
				}
			}
		})
	}
	for _, src := range l.sources {
		if ctx.Err() != nil {
			break
		}
		work <- src
	}
	close(work)
	wait.Wait()
	return heard
}

// check wants every post once, and nobody treated rudely.
func (l *listener) check(t *testing.T) {
	t.Helper()
	if want := len(l.sources) * feedItems; len(l.posts) != want {
		t.Errorf("%d posts came of %d", len(l.posts), want)
	}
	for id, n := range l.posts {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
			break
		}
	}
	for _, s := range l.city.streets {
		for _, what := range s.rude[:min(len(s.rude), 3)] {
			t.Errorf("impolite to %s: %s", s.at, what)
		}
	}
}

// heap is what is in use after a collection.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// soak listens to a city: it is cut off in the middle, goes on, and then makes rounds in which nothing
// is new.
func soak(t *testing.T, l *listener, hands, rounds int) {
	ctx, cancel := context.WithCancel(t.Context())
	visits := 0
	var mu sync.Mutex
	var cut time.Time
	l.round(ctx, hands, func() {
		mu.Lock()
		defer mu.Unlock()
		if visits++; visits == len(l.sources)/3 {
			cut = time.Now()
			cancel()
		}
	})
	cancel()
	if took := time.Since(cut); took > 5*time.Second {
		t.Errorf("the shutdown took %s", took)
	} else {
		t.Logf("the shutdown took %s", took.Round(time.Millisecond))
	}
	began := time.Now()
	if heard := l.round(t.Context(), hands, nil); heard != len(l.sources) {
		t.Errorf("%d of %d sources were heard", heard, len(l.sources))
	}
	t.Logf("a round over %d sources on %d hosts took %s", len(l.sources), len(l.city.streets), time.Since(began).Round(time.Millisecond))
	l.check(t)
	before := heap()
	for range rounds {
		if heard := l.round(t.Context(), hands, nil); heard != len(l.sources) {
			t.Errorf("%d of %d sources were heard again", heard, len(l.sources))
		}
	}
	l.check(t)
	grown := heap() - before
	t.Logf("after %d more rounds the heap has grown by %d KiB on %d MiB", rounds, grown>>10, before>>20)
	if grown > 4<<20+int64(len(l.sources))*256 {
		t.Errorf("the heap grew by %d bytes in %d rounds of nothing new", grown, rounds)
	}
}

func TestManySourcesOnManyHosts(t *testing.T) {
	var mu sync.Mutex
	at := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return at
	}
	o := crawler.Default()
	o.Now = now
	o.Transport.Sleep = func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		at = at.Add(d)
		mu.Unlock()
		runtime.Gosched()
		return ctx.Err()
	}
	soak(t, newListener(t, newCity(t, 20, 2*time.Second, now), 500, o), 32, 2)
}

// TestTenThousandSources is the same at the size of a large installation and on the real clock. It
// takes minutes: TINGFENG_SOAK=1 go test ./crawler/replay -run TenThousand -v -timeout 30m
func TestTenThousandSources(t *testing.T) {
	if os.Getenv("TINGFENG_SOAK") == "" {
		t.Skip("TINGFENG_SOAK is not set: ten thousand sources take minutes")
	}
	soak(t, newListener(t, newCity(t, 200, 250*time.Millisecond, time.Now), 10_000, crawler.Default()), 256, 3)
}
