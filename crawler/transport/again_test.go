package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A POST is sent once, unless whoever sends it says that it merely asks.
func TestPostsThatMerelyAsk(t *testing.T) {
	for _, c := range []struct {
		why  string
		mark func(http.Header)
		want int
	}{
		{"a plain POST", func(http.Header) {}, 1},
		{"the sign of net/http, which is not sent", func(h http.Header) { h["X-Idempotency-Key"] = nil }, 3},
		{"a key of the API's own", func(h http.Header) { h.Set("Idempotency-Key", "42") }, 3},
	} {
		var bodies, keys []string
		srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			bodies = append(bodies, string(b))
			keys = append(keys, r.Header.Get("Idempotency-Key")+strings.Join(r.Header.Values("X-Idempotency-Key"), "?"))
			if len(bodies) < 3 {
				w.WriteHeader(http.StatusBadGateway)
			}
		}, nil)
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL, strings.NewReader("f.req=reviews"))
		if err != nil {
			t.Fatal(err)
		}
		c.mark(req.Header)
		if _, err := tr.RoundTrip(req); err != nil || len(bodies) != c.want {
			t.Errorf("%s: %v, sent %d times", c.why, err, len(bodies))
		}
		for i := range bodies {
			if bodies[i] != "f.req=reviews" || keys[i] != strings.Trim(req.Header.Get("Idempotency-Key"), " ") {
				t.Errorf("%s: try %d brought %q, key %q", c.why, i, bodies[i], keys[i])
			}
		}
	}
}

// How long to stay away, in all the ways sites say it with a refusal.
func TestRefusalsThatSayWhen(t *testing.T) {
	at := newClock().at
	in := func(d time.Duration) string { return fmt.Sprint(at.Add(d).Unix()) }
	for _, c := range []struct {
		why    string
		code   int
		header []string
		want   time.Duration // 0: no word
	}{
		{"429 with a reset and no word of what remains", 429, []string{"X-RateLimit-Reset", in(40 * time.Minute)}, 40 * time.Minute},
		{"503 with the other spelling", 503, []string{"X-Rate-Limit-Reset", in(10 * time.Minute)}, 10 * time.Minute},
		{"403 with a quota used up, as GitHub says it", 403, []string{"X-RateLimit-Remaining", "0", "X-RateLimit-Reset", in(20 * time.Minute)}, 20 * time.Minute},
		{"403 with Retry-After", 403, []string{"Retry-After", "600"}, 10 * time.Minute},
		{"milliseconds", 429, []string{"X-RateLimit-Reset", in(30*time.Minute) + "000"}, 30 * time.Minute},
		{"seconds from now with a fraction, as Reddit says it", 429, []string{"X-Ratelimit-Remaining", "0.0", "X-Ratelimit-Reset", "300", "Date", at.Format(http.TimeFormat)}, 5 * time.Minute},
		{"two hours are one", 429, []string{"Retry-After", "7200"}, time.Hour},
		{"a date two hours off is one", 503, []string{"Retry-After", at.Add(2 * time.Hour).Format(http.TimeFormat), "Date", at.Format(http.TimeFormat)}, time.Hour},
		{"403 with a quota that is not used up is a plain refusal", 403, []string{"X-RateLimit-Remaining", "7", "X-RateLimit-Reset", in(time.Hour)}, 0},
		{"403 with a mute reset too", 403, []string{"X-RateLimit-Reset", in(time.Hour)}, 0},
		{"not a number", 403, []string{"Retry-After", "NaN"}, 0},
	} {
		n := 0
		srv, tr, clock := site(t, func(w http.ResponseWriter, _ *http.Request) {
			n++
			for i := 0; i < len(c.header); i += 2 {
				w.Header().Set(c.header[i], c.header[i+1])
			}
			if w.Header().Get("Date") == "" {
				w.Header()["Date"] = nil
			}
			w.WriteHeader(c.code)
		}, nil)
		resp, err := get(t, tr, srv.URL)
		if err != nil || resp.StatusCode != c.code {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		_, err = get(t, tr, srv.URL)
		var parked *ParkedError
		switch {
		case c.want == 0 && (err != nil || errors.As(err, &parked)):
			t.Errorf("%s: %v", c.why, err)
		case c.want > 0 && (!errors.As(err, &parked) || parked.Failing || n != 1 || parked.Until.Sub(clock.now()).Round(time.Second) != c.want):
			t.Errorf("%s: asked %d times, %v", c.why, n, err)
		}
	}
}

// A host that failed again and again is let one request, not four, when its time is over.
func TestOneProbe(t *testing.T) {
	n, down := 0, true
	srv, tr, clock := site(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; down {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}, nil)
	var parked *ParkedError
	for range tripAfter {
		if _, err := get(t, tr, srv.URL); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) || n != tripAfter*4 || !parked.Failing {
		t.Fatalf("%v after %d", err, n)
	}
	clock.at, n = parked.Until, 0
	if _, err := get(t, tr, srv.URL); err != nil || n != 1 {
		t.Errorf("probed %d times, %v", n, err)
	}
	if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) || n != 1 {
		t.Errorf("and left alone again: %v", err)
	}
	clock.at, n, down = parked.Until, 0, false
	for range 2 {
		if _, err := get(t, tr, srv.URL); err != nil {
			t.Error(err)
		}
	}
	if down = true; n != 2 {
		t.Errorf("it is back: %d", n)
	}
	if _, err := get(t, tr, srv.URL); err != nil || n != 6 {
		t.Errorf("and has its four tries again: %d, %v", n-2, err)
	}
}

func TestHeadersWithoutEnd(t *testing.T) {
	srv, tr, _ := site(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 200 {
			w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 1000))
		}
	}, func(o *Options) { o.MaxTries = 1 })
	if _, err := get(t, tr, srv.URL); err == nil || !strings.Contains(err.Error(), "header") {
		t.Error(err)
	}
}
