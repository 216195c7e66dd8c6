package transport

import (
	"context"
	"net/netip"
	"net/url"
	"time"
)

// tripAfter is how many requests in a row may fail before a host is left alone.
const tripAfter = 5

// host is what we remember of one server. Whoever holds the slot may read and write the rest, so
// requests to a host stand in one line and its state needs no other lock.
type host struct {
	name     string
	slot     chan struct{} // capacity 1
	next     time.Time     // not before: the pace
	failures int           // requests that failed in a row
	parked   ParkedError   // in force while now is before Until
	robots   rules
	learnt   time.Time // when robots was read; zero: never
	recheck  time.Time // when it must be read again
}

// enter waits for the line of the host a URL names.
func (t *Transport) enter(ctx context.Context, u *url.URL) (*host, error) {
	key := u.Scheme + "://" + u.Host
	t.mu.Lock()
	h := t.hosts[key]
	if h == nil {
		h = &host{name: u.Host, slot: make(chan struct{}, 1)}
		t.hosts[key] = h
	}
	t.mu.Unlock()
	select {
	case h.slot <- struct{}{}:
		return h, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (h *host) leave() { <-h.slot }

// open returns an error while the host is parked.
func (h *host) open(now time.Time) error {
	if now.Before(h.parked.Until) {
		p := h.parked
		return &p
	}
	return nil
}

// park leaves the host alone until a time; a longer order already in force stands.
func (h *host) park(until time.Time, reason string) {
	if until.After(h.parked.Until) {
		h.parked = ParkedError{Host: h.name, Until: until, Reason: reason}
	}
}

// failed counts a request that failed for good. From tripAfter on the host is parked, each time
// twice as long; when the time is over one request is let through, and what becomes of it decides.
func (h *host) failed(now time.Time, longest time.Duration) {
	h.failures++
	if h.failures >= tripAfter {
		d := min(time.Minute<<min(h.failures-tripAfter, 10), longest)
		h.park(now.Add(d), "its last requests all failed")
	}
}

// wait keeps the pace: it returns when the next request may be sent.
func (t *Transport) wait(ctx context.Context, h *host) error {
	if d := h.next.Sub(t.o.Now()); d > 0 {
		return t.o.Sleep(ctx, d)
	}
	return ctx.Err()
}

// sent starts the distance to the next request, measured from the end of this one.
func (t *Transport) sent(h *host, every time.Duration) {
	every = max(every, h.robots.delay)
	h.next = t.o.Now().Add(every + time.Duration(float64(every)*t.o.Jitter*t.o.Rand()))
}

// ownHost tells a host that is named by a loopback or private address.
func ownHost(u *url.URL) bool {
	name := u.Hostname()
	if name == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && own(ip)
}
