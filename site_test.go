package main

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// board is a small site of one feed a path, on this machine.
type board struct {
	*httptest.Server
	mu    sync.Mutex
	items map[string][]string // path → texts, newest first
	asked map[string]int      // requests by path
	hold  chan struct{}       // not nil: an answer waits for it or for the asker to leave
}

func newBoard(t *testing.T) *board {
	t.Helper()
	b := &board{items: map[string][]string{}, asked: map[string]int{}}
	b.Server = httptest.NewServer(http.HandlerFunc(b.answer))
	t.Cleanup(b.Close)
	return b
}

func (b *board) answer(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	b.asked[r.URL.Path]++
	items, hold := b.items[r.URL.Path], b.hold
	b.mu.Unlock()
	if items == nil {
		http.NotFound(w, r)
		return
	}
	if hold != nil {
		select {
		case <-hold:
		case <-r.Context().Done():
			return
		}
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>帖子</title>`)
	for i, text := range items {
		n := len(items) - i
		fmt.Fprintf(w, "<item><guid>%s-%d</guid><title>%s</title><author>u%d@example.org (客人%d)</author><pubDate>%s</pubDate></item>",
			strings.Trim(r.URL.Path, "/"), n, html.EscapeString(text), n, n, time.Date(2026, 1, 30, 8, 0, n, 0, time.UTC).Format(time.RFC1123Z))
	}
	fmt.Fprint(w, "</channel></rss>")
}

// say puts texts in front of what a path shows.
func (b *board) say(path string, texts ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.items[path] = append(append([]string{}, texts...), b.items[path]...)
}

// many are n different texts.
func many(n int, from int) []string {
	texts := make([]string, n)
	for i := range n {
		texts[n-1-i] = fmt.Sprintf("山外青茶第%d次光顾，等了%d分钟", from+i, (from+i)%47)
	}
	return texts
}

func (b *board) requests(path string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked[path]
}

// source is an entry of sources.yaml for one path.
func (b *board) source(id, path, more string) string {
	return fmt.Sprintf("- id: %s\n  title: %s\n  kind: feed\n  platform: board\n  address: %s%s\n  allow_private: true\n  pace: 1ms\n%s", id, id, b.URL, path, more)
}
