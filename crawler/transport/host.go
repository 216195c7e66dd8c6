package transport

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"time"
)

// tripAfter is how many requests in a row may fail before a host is left alone.
const tripAfter = 5

// reasonFailed is the breaker's.
const reasonFailed = "its last requests all failed"

// Bounds of what is remembered of hosts nobody asks for at the moment. 4096 hosts are more than most
// configurations name; 32 MiB of rules is what some sixty of the largest robots.txt leave behind.
const (
	maxHosts  = 4096
	maxWeight = 32 << 20
)

// host is what we remember of one server. Whoever holds the slot may read and write the rest, so
// requests to a host stand in one line and its state needs no other lock.
type host struct {
	name     string
	slot     chan struct{}      // capacity 1
	next     time.Time          // not before: the pace
	failures int                // requests that failed in a row
	parked   ParkedError        // in force while now is before Until
	rulings  map[string]*ruling // robots.txt, by scheme

	// Guarded by the transport's lock.
	users  int       // in line or at the counter
	used   time.Time // when the last one left
	weight int       // bytes of rules
}

// turn is a place in a host's line.
type turn struct {
	t    *Transport
	h    *host
	held bool
}

// enter waits for the line of the host a URL names.
func (t *Transport) enter(ctx context.Context, u *url.URL) (*turn, error) {
	name, err := hostName(u)
	if err != nil {
		return nil, err
	}
	key := line(u, name)
	t.mu.Lock()
	h := t.hosts[key]
	if h == nil {
		h = &host{name: u.Host, slot: make(chan struct{}, 1), rulings: map[string]*ruling{}}
		t.hosts[key] = h
	}
	h.users++
	t.mu.Unlock()
	p := &turn{t: t, h: h}
	if err := p.again(ctx); err != nil {
		p.leave()
		return nil, err
	}
	return p, nil
}

// at is the host of a line, nil when it is not known.
func (t *Transport) at(key string) *host {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hosts[key]
}

// again waits for the counter.
func (p *turn) again(ctx context.Context) error {
	select {
	case p.h.slot <- struct{}{}:
		p.held = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// yield lets the next in line go first; the place is kept, again takes it up. Nobody waits in one
// line while holding up another, or two of them would wait for each other.
func (p *turn) yield() {
	if p.held {
		p.held = false
		<-p.h.slot
	}
}

// leave gives the place up, and lets hosts be forgotten that nobody has asked for in a long time.
func (p *turn) leave() {
	t, h := p.t, p.h
	weight := -1
	if p.held {
		weight = h.weigh()
	}
	p.yield()
	now := t.o.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	h.users--
	h.used = now
	if weight >= 0 {
		t.weight += weight - h.weight
		h.weight = weight
	}
	if (len(t.hosts) > maxHosts || t.weight > maxWeight) && now.Sub(t.swept).Abs() >= time.Second {
		t.swept = now
		t.forget(now)
	}
}

// weigh adds up what the rules of a host take.
func (h *host) weigh() int {
	sum := 0
	for _, r := range h.rulings {
		sum += r.rules.weight()
		if r.last != nil {
			sum += r.last.weight()
		}
	}
	return sum
}

// forget removes the hosts that were used longest ago until a quarter of the room is free. One that
// somebody waits for, whose pace is not over, which is parked or failed lately stays: forgetting it
// would be a way around the rules.
func (t *Transport) forget(now time.Time) {
	var idle []string
	for key, h := range t.hosts {
		if h.users == 0 && !now.Before(h.next) && !now.Before(h.parked.Until) && (h.failures == 0 || now.Sub(h.used) > t.o.MaxPark) {
			idle = append(idle, key)
		}
	}
	slices.SortFunc(idle, func(a, b string) int { return t.hosts[a].used.Compare(t.hosts[b].used) })
	for _, key := range idle {
		if len(t.hosts) <= maxHosts*3/4 && t.weight <= maxWeight*3/4 {
			return
		}
		t.weight -= t.hosts[key].weight
		delete(t.hosts, key)
	}
}

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
		if h.park(now.Add(d), reasonFailed); h.parked.Reason == reasonFailed {
			h.parked.Failing = true
		}
	}
}

// tries is how often one request may be sent: a host that failed again and again is probed once.
func (h *host) tries(most int) int {
	if h.failures >= tripAfter {
		return 1
	}
	return most
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
	for _, r := range h.rulings {
		every = max(every, r.rules.delay)
	}
	h.next = t.o.Now().Add(every + time.Duration(float64(every)*t.o.Jitter*t.o.Rand()))
}

// ownHost tells a host that is named by a loopback or private address.
func ownHost(u *url.URL) bool {
	name, err := hostName(u)
	if err != nil {
		return false
	}
	if name == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && own(ip)
}
