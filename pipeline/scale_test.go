package pipeline

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// paced is a host that measures how close its requests come.
type paced struct {
	*httptest.Server
	mu      sync.Mutex
	last    time.Time
	closest time.Duration
	asked   int
}

func newPaced(t *testing.T) *paced {
	h := &paced{closest: time.Hour}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		h.mu.Lock()
		now := time.Now()
		if !h.last.IsZero() {
			h.closest = min(h.closest, now.Sub(h.last))
		}
		h.last = now
		h.asked++
		n := h.asked
		h.mu.Unlock()
		w.Header().Set("Content-Type", "application/rss+xml")
		path := strings.TrimPrefix(r.URL.Path, "/")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>x</title><item><guid>%s-new-%d</guid><title>山外青茶第%d次光顾</title></item><item><guid>%s-1</guid><title>山外青茶的杯子漏了</title></item></channel></rss>`, path, n, n, path)
	}))
	t.Cleanup(h.Close)
	return h
}

// TestTenThousandSourcesAreVisited crawls 10,000 feeds on 200 hosts for five minutes with the real
// crawler and tells pace, memory, goroutines, and how long the end takes. It is left out unless
// TINGFENG_SOAK is set; a scaled-down one runs always.
func TestTenThousandSourcesAreVisited(t *testing.T) {
	sources, hosts, pace, runs, every := 60, 6, 20*time.Millisecond, 3*time.Second, "@every 1s"
	if os.Getenv("TINGFENG_SOAK") != "" {
		sources, hosts, pace, runs, every = 10_000, 200, time.Second, 5*time.Minute, "@every 2m"
	}
	var all []*paced
	var list []crawler.SourceOptions
	for range hosts {
		all = append(all, newPaced(t))
	}
	for i := range sources {
		list = append(list, crawler.SourceOptions{
			Source: voc.Source{ID: voc.SourceID(fmt.Sprintf("s%d", i)), Kind: voc.KindFeed, Address: fmt.Sprintf("%s/f%d", all[i%hosts].URL, i), Schedule: every, Every: 0},
			Pace:   pace, AllowPrivate: true,
		})
	}
	o := crawler.Default()
	o.Transport.AllowPrivate = true
	real, err := crawler.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(real.Close)
	dir := t.TempDir()
	f := &far{}
	agent, err := NewAgent(AgentOptions{
		Crawler: real, Spool: spoolIn(t, filepath.Join(dir, "spool"), nil), Masker: masker(t), Sources: list,
		Send: f.send, Dir: dir, Location: time.UTC, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), runs)
	defer cancel()
	var goroutines, heap atomic.Int64
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		tick := time.NewTicker(runs / 20)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			goroutines.Store(max(goroutines.Load(), int64(runtime.NumGoroutine())))
			heap.Store(max(heap.Load(), int64(m.HeapAlloc)))
			t.Logf("%s: %d goroutines, %d MB in use", time.Now().Format("15:04:05"), runtime.NumGoroutine(), m.HeapAlloc>>20)
		}
	}()
	err = agent.Run(ctx)
	ended := time.Now()
	deadline, _ := ctx.Deadline()
	<-watched
	if err != nil {
		t.Error(err)
	}
	if took := ended.Sub(deadline); took > 5*time.Second {
		t.Errorf("the end took %s", took)
	}
	closest, asked, unheard := time.Hour, 0, 0
	for _, h := range all {
		h.mu.Lock()
		closest, asked = min(closest, h.closest), asked+h.asked
		if most := int(ended.Sub(deadline.Add(-runs))/pace) + 2; h.asked > most {
			t.Errorf("%d requests to one host in %s, the pace allows %d", h.asked, runs, most)
		}
		h.mu.Unlock()
	}
	for i := range list {
		if cursor, err := agent.visits.ingest.cursors.get(list[i].ID); err != nil || cursor == "" {
			unheard++
		}
	}
	if pace >= time.Second && closest < pace*9/10 { // shorter ones are blurred by the machine's own delays
		t.Errorf("two requests to a host came within %s, the pace is %s", closest, pace)
	}
	if unheard > 0 {
		t.Errorf("%d sources were never visited", unheard)
	}
	if most := int64(128*8 + hosts*4 + 200); goroutines.Load() > most {
		t.Errorf("%d goroutines, want at most %d: the servers of this test included", goroutines.Load(), most)
	}
	// Nothing lost: what the hosts gave and a cursor points behind is with the server or in the spool.
	d := agent.Delivery()
	got := map[string]bool{}
	for _, id := range f.got {
		got[id] = true
	}
	posts, _ := waiting(t, agent.courier.spool)
	left := strings.Join(posts, "\n")
	for i := range list {
		first := fmt.Sprintf("f%d-1", i)
		if !got[first] && !strings.Contains(left, `"`+first+`"`) {
			t.Errorf("%s is neither with the server nor in the spool", first)
		}
	}
	t.Logf("%d sources on %d hosts, %s: %d visits asked for a page, closest two of a host %s (pace %s), at most %d goroutines and %d MB in use, the end took %s; %d rows sent, %d wait",
		sources, hosts, runs, asked, closest, pace, goroutines.Load(), heap.Load()>>20, ended.Sub(deadline), d.Sent, d.Waiting)
}
