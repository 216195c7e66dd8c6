package api

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"
)

// How often somebody may ask: a person who clicks fast, or a page with forty charts, never meets it; a
// program that loops without end does. Everybody has a bucket of their own: by token, by user, else by the
// address they come from. Where nobody signs in and nobody else can reach the door, nothing is limited.
const (
	burstRequests  = 600 // at once
	requestsSecond = 50  // for as long as one likes
	strangerBurst  = 120 // of an address nobody has signed in from
	strangerSecond = 5
	mostBuckets    = 20_000 // remembered at most; a full bucket is forgotten first
)

// bucket holds what somebody may still ask.
type bucket struct {
	left float64
	at   time.Time
}

// limits holds everybody's bucket.
type limits struct {
	mu      sync.Mutex
	buckets map[string]bucket
}

func newLimits() *limits { return &limits{buckets: map[string]bucket{}} }

// take takes one request out of a bucket: whether there was one, how many are left, and how long until the
// next when there is none.
func (l *limits) take(key string, burst, second float64, now time.Time) (ok bool, left int, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b, known := l.buckets[key]
	if !known {
		if len(l.buckets) >= mostBuckets {
			l.forget(now)
		}
		b = bucket{left: burst, at: now}
	}
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.left, b.at = math.Min(burst, b.left+passed*second), now
	}
	if b.left < 1 {
		l.buckets[key] = b
		return false, 0, time.Duration((1 - b.left) / second * float64(time.Second))
	}
	b.left--
	l.buckets[key] = b
	return true, int(b.left), 0
}

// forget drops every bucket that has had time to fill, and when none has, everything: memory is bounded,
// whoever comes from however many addresses.
func (l *limits) forget(now time.Time) {
	for key, b := range l.buckets {
		if now.Sub(b.at) > burstRequests/strangerSecond*time.Second {
			delete(l.buckets, key)
		}
	}
	if len(l.buckets) >= mostBuckets {
		clear(l.buckets)
	}
}

// limitRate answers 429 to who asks too often, and tells everybody what is left.
func (a *door) limitRate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := viewerOf(r.Context())
		if !strings.HasPrefix(r.URL.Path, "/api/") || v.Name == houseName && !a.closed() {
			next.ServeHTTP(w, r)
			return
		}
		key, burst, second := "user "+v.Name, float64(burstRequests), float64(requestsSecond)
		switch {
		case v.Token != "":
			key = "token " + v.Token
		case v.Name == "":
			key, burst, second = "address "+a.address(r), strangerBurst, strangerSecond
		}
		ok, left, wait := a.limits.take(key, burst, second, a.Now())
		w.Header().Set("RateLimit", fmt.Sprintf(`"default";r=%d`, left))
		w.Header().Set("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=%d`, int(burst), int(burst/second)))
		if ok {
			next.ServeHTTP(w, r)
			return
		}
		seconds := int(math.Ceil(wait.Seconds()))
		w.Header().Set("Retry-After", fmt.Sprint(max(1, seconds)))
		writeProblem(w, problem(http.StatusTooManyRequests, "too_often",
			fmt.Sprintf("Too many requests: at most %d at once and %g a second. Wait as long as Retry-After says.", int(burst), second),
			fmt.Sprintf("请求过于频繁：最多一次性 %d 个，之后每秒 %g 个。请按 Retry-After 等待后再试。", int(burst), second)))
	})
}

// stillIn tells whether who opened a stream may still listen, and still sees the same: it ends with their
// session, and begins anew when their place in the house has changed.
func (a *door) stillIn(ctx context.Context) bool {
	known, ok := ctx.Value(arrivalKey{}).(arrival)
	if !ok {
		return true
	}
	now, _, refused := a.identify(known.request)
	now = a.narrowed(now)
	before := viewerOf(ctx)
	return refused == nil && now.Name == before.Name && now.May(permits["events"]) && reflect.DeepEqual(now.Scope, before.Scope)
}
