package transport

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// fakeClock stands still but for the sleeps asked of it, which it remembers.
type fakeClock struct {
	mu     sync.Mutex
	at     time.Time
	sleeps []time.Duration
}

func newClock() *fakeClock { return &fakeClock{at: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *fakeClock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.sleeps = append(c.sleeps, d)
	return ctx.Err()
}

func (c *fakeClock) slept() (sum time.Duration) {
	for _, d := range c.sleeps {
		sum += d
	}
	return sum
}

// site starts a server and a transport that may reach it; robots.txt is not asked unless change says so.
func site(t *testing.T, handler http.HandlerFunc, change func(*Options)) (*httptest.Server, *Transport, *fakeClock) {
	t.Helper()
	srv := httptest.NewServer(handler)
	t.Cleanup(srv.Close)
	clock := newClock()
	o := Default()
	o.Robots, o.AllowPrivate, o.Every, o.Jitter = false, true, 0, 0
	o.Now, o.Sleep, o.Rand = clock.now, clock.sleep, func() float64 { return 0.5 }
	if change != nil {
		change(&o)
	}
	tr, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.Close)
	return srv, tr, clock
}

func get(t *testing.T, rt http.RoundTripper, address string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rt.RoundTrip(req)
}
