package transport

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestAsksRobotsFirst(t *testing.T) {
	for _, c := range []struct {
		why    string
		robots http.HandlerFunc
		want   error
		text   string
	}{
		{"404 allows", http.NotFound, nil, ""},
		{"401 allows", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, nil, ""},
		{"503 forbids", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, ErrRobots, "answered 503"},
		{"429 forbids", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }, nil, "answered 429"},
		{"a rule forbids", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: tingfeng\nDisallow: /page") }, ErrRobots, "/page"},
		{"a redirect to nowhere allows", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, nil, ""},
		{"an unreadable body forbids nothing but this visit", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "User-agent: *")
		}, ErrBody, "robots.txt of"},
	} {
		t.Run(c.why, func(t *testing.T) {
			pages := 0
			srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					c.robots(w, r)
					return
				}
				pages++
			}, func(o *Options) { o.Robots = true })
			_, err := get(t, tr, srv.URL+"/page")
			if refused := c.text != ""; refused != (err != nil) || refused == (pages > 0) {
				t.Fatalf("err = %v, pages fetched %d", err, pages)
			}
			if c.want != nil && !errors.Is(err, c.want) || err != nil && !strings.Contains(err.Error(), c.text) {
				t.Errorf("err = %v, want %v with %q", err, c.want, c.text)
			}
		})
	}
}

func TestRobotsIsRememberedForADay(t *testing.T) {
	asked := 0
	srv, tr, clock := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			asked++
		}
	}, func(o *Options) { o.Robots = true })
	for _, step := range []struct {
		later time.Duration
		want  int
	}{{0, 1}, {time.Hour, 1}, {22 * time.Hour, 1}, {2 * time.Hour, 2}} {
		clock.at = clock.at.Add(step.later)
		if _, err := get(t, tr, srv.URL+"/page"); err != nil {
			t.Fatal(err)
		}
		if asked != step.want {
			t.Errorf("after %s more: asked %d times, want %d", step.later, asked, step.want)
		}
	}
}

func TestPace(t *testing.T) {
	srv, tr, clock := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			fmt.Fprint(w, "User-agent: *\nCrawl-delay: 10")
		}
	}, func(o *Options) { o.Robots, o.Jitter = true, 0.5 })
	s := tr.Session(2 * time.Second)
	for range 3 {
		if _, err := get(t, s, srv.URL+"/page"); err != nil {
			t.Fatal(err)
		}
	}
	// robots.txt itself goes out before its delay is known: 2 s × 1.25, then 10 s × 1.25 twice.
	if got, want := clock.slept(), 2500*time.Millisecond+25*time.Second; got != want {
		t.Errorf("waited %s in all, want %s (%v)", got, want, clock.sleeps)
	}
	if s.Requests() != 4 {
		t.Errorf("%d requests counted, want 4 with robots.txt", s.Requests())
	}
}

func TestPaceHoldsForPublicHosts(t *testing.T) {
	tr, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]time.Duration{"https://example.org/": 2 * time.Second, "http://127.0.0.1:8/": 0, "http://localhost/": 0, "http://10.0.0.9/": 0} {
		u, _ := url.Parse(address)
		if got := tr.Session(0).pace(u); got != want {
			t.Errorf("pace on %s = %s, want %s", address, got, want)
		}
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	srv, tr, _ := site(t, func(http.ResponseWriter, *http.Request) {}, func(o *Options) {
		o.Now, o.Sleep, o.Every = nil, nil, time.Hour // real time: the second request may go out in an hour
	})
	s := tr.Session(time.Hour)
	if _, err := get(t, s, srv.URL); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL, nil)
		_, err := s.RoundTrip(req)
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context canceled", err)
	}
}

func TestOneAtATimePerHost(t *testing.T) {
	var now, most atomic.Int32
	var all sync.WaitGroup
	srv, tr, _ := site(t, func(http.ResponseWriter, *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		now.Add(-1)
	}, nil)
	for range 20 {
		all.Go(func() {
			if _, err := get(t, tr, srv.URL); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests at once on one host", most.Load())
	}
}

func TestRetries(t *testing.T) {
	date := time.Date(2030, 5, 5, 5, 5, 5, 0, time.UTC) // the site's clock, years off from ours
	for _, c := range []struct {
		why    string
		method string
		answer func(w http.ResponseWriter, n int) // n: 1, 2, …
		tries  int
		status int
		waited time.Duration
		parked time.Duration // 0: not
	}{
		{"503 once", "GET", func(w http.ResponseWriter, n int) { w.WriteHeader(map[bool]int{true: 503, false: 200}[n == 1]) }, 2, 200, 500 * time.Millisecond, 0},
		{"503 for ever: four tries, full jitter", "GET", func(w http.ResponseWriter, _ int) { w.WriteHeader(503) }, 4, 503, 3500 * time.Millisecond, 0},
		{"404 is an answer", "GET", func(w http.ResponseWriter, _ int) { w.WriteHeader(404) }, 1, 404, 0, 0},
		{"304 is an answer", "GET", func(w http.ResponseWriter, _ int) { w.WriteHeader(304) }, 1, 304, 0, 0},
		{"a POST is not repeated", "POST", func(w http.ResponseWriter, _ int) { w.WriteHeader(503) }, 1, 503, 0, 0},
		{"429 with seconds", "GET", func(w http.ResponseWriter, n int) {
			if n == 1 {
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(429)
			}
		}, 2, 200, 7 * time.Second, 0},
		{"429 with a date, by the site's own clock", "GET", func(w http.ResponseWriter, n int) {
			if n == 1 {
				w.Header().Set("Date", date.Format(http.TimeFormat))
				w.Header().Set("Retry-After", date.Add(9*time.Second).Format(http.TimeFormat))
				w.WriteHeader(429)
			}
		}, 2, 200, 9 * time.Second, 0},
		{"403 with Retry-After is a 429", "GET", func(w http.ResponseWriter, n int) {
			if n == 1 {
				w.Header().Set("Retry-After", "3")
				w.WriteHeader(403)
			}
		}, 2, 200, 3 * time.Second, 0},
		{"a wait too long for one request parks the host", "GET", func(w http.ResponseWriter, _ int) {
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(429)
		}, 1, 429, 0, 10 * time.Minute},
		{"nobody parks us for a year", "GET", func(w http.ResponseWriter, _ int) {
			w.Header().Set("Retry-After", "31536000")
			w.WriteHeader(503)
		}, 1, 503, 0, time.Hour},
		{"a used-up quota parks after the answer", "GET", func(w http.ResponseWriter, _ int) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset", fmt.Sprint(newClock().at.Add(20*time.Minute).Unix()))
		}, 1, 200, 0, 20 * time.Minute},
		{"429 for ever without a word", "GET", func(w http.ResponseWriter, _ int) { w.WriteHeader(429) }, 4, 429, 3500 * time.Millisecond, 10 * time.Minute},
	} {
		t.Run(c.why, func(t *testing.T) {
			n := 0
			srv, tr, clock := site(t, func(w http.ResponseWriter, _ *http.Request) { n++; c.answer(w, n) }, nil)
			req, _ := http.NewRequest(c.method, srv.URL, nil)
			resp, err := tr.RoundTrip(req)
			if err != nil || resp.StatusCode != c.status || n != c.tries || clock.slept() != c.waited {
				t.Fatalf("%v, %v after %d tries and %s; want %d after %d and %s", resp, err, n, clock.slept(), c.status, c.tries, c.waited)
			}
			_, err = get(t, tr, srv.URL)
			var parked *ParkedError
			if got := errors.As(err, &parked); got != (c.parked > 0) {
				t.Fatalf("next request: %v", err)
			}
			if parked != nil && parked.Until.Sub(clock.at) != c.parked {
				t.Errorf("parked for %s, want %s", parked.Until.Sub(clock.at), c.parked)
			}
		})
	}
}

func TestBreaker(t *testing.T) {
	up, n := false, 0
	srv, tr, clock := site(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; !up {
			w.WriteHeader(500)
		}
	}, func(o *Options) { o.MaxTries = 1 })
	for range tripAfter {
		if resp, err := get(t, tr, srv.URL); err != nil || resp.StatusCode != 500 {
			t.Fatal(resp, err)
		}
	}
	var parked *ParkedError
	if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) || n != tripAfter {
		t.Fatalf("after %d failures: %v, %d requests", tripAfter, err, n)
	}
	clock.at = clock.at.Add(time.Minute)
	if _, err := get(t, tr, srv.URL); err != nil || n != tripAfter+1 {
		t.Fatalf("after the minute one request goes through: %v, %d", err, n)
	}
	if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) || parked.Until.Sub(clock.at) != 2*time.Minute {
		t.Fatalf("it failed, so twice as long: %v", err)
	}
	up = true
	clock.at = clock.at.Add(2 * time.Minute)
	for range 2 {
		if resp, err := get(t, tr, srv.URL); err != nil || resp.StatusCode != 200 {
			t.Fatalf("once it answers it is open again: %v, %v", resp, err)
		}
	}
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func TestBodies(t *testing.T) {
	for _, c := range []struct {
		why    string
		answer http.HandlerFunc
		want   string
		err    error
	}{
		{"plain", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "奶茶") }, "奶茶", nil},
		{"gzip is undone", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped([]byte("奶茶")))
		}, "奶茶", nil},
		{"gzip said of no body at all", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Encoding", "gzip") }, "", nil},
		{"more on the wire than allowed", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 200<<10)) }, "", ErrTooLarge},
		{"exactly what is allowed", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, 100<<10)) }, string(make([]byte, 100<<10)), nil},
		{"a gzip bomb, by size", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped(make([]byte, 64<<20)))
		}, "", ErrTooLarge},
		{"a gzip bomb, by ratio", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped(make([]byte, 3<<20)))
		}, "", ErrTooLarge},
		{"an encoding nobody asked for", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, "x")
		}, "", ErrBody},
		{"a body cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "half")
		}, "", ErrBody},
		{"gzip cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped([]byte(strings.Repeat("奶茶", 100)))[:30])
		}, "", ErrBody},
	} {
		t.Run(c.why, func(t *testing.T) {
			srv, tr, _ := site(t, c.answer, func(o *Options) { o.MaxWire, o.MaxBody = 100<<10, 8<<20 })
			resp, err := get(t, tr, srv.URL)
			if c.err != nil {
				if !errors.Is(err, c.err) {
					t.Errorf("err = %v, want %v", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			if string(body) != c.want || resp.Header.Get("Content-Encoding") != "" || !resp.Uncompressed {
				t.Errorf("body %.40q, header %v", body, resp.Header)
			}
		})
	}
}

func TestSlowDripIsCutOff(t *testing.T) {
	srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		for {
			if _, err := fmt.Fprint(w, "."); err != nil || r.Context().Err() != nil {
				return
			}
			w.(http.Flusher).Flush()
		}
	}, func(o *Options) {
		o.Timeout, o.MaxTries, o.MaxWire = 50*time.Millisecond, 1, 1<<40
		o.MaxBody = 1 << 40
	})
	if _, err := get(t, tr, srv.URL); err == nil || !strings.Contains(err.Error(), "no complete answer within 50ms") {
		t.Errorf("err = %v", err)
	}
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"https://u:p@h/a?page=2&xsec_token=abc&sign=1#f": "https://h/a?page=2&xsec_token=***&sign=***",
		"https://h/a?key=1&api_key=2&keyword=茶":          "https://h/a?key=***&api_key=***&keyword=茶",
		"https://h/a": "https://h/a",
	} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := Redact(u); got != want {
			t.Errorf("Redact(%s) = %s, want %s", in, got, want)
		}
	}
	err := Cut(fmt.Errorf("page: %w", &url.Error{Op: "Get", URL: "https://h/?token=abc", Err: io.EOF}))
	if strings.Contains(err.Error(), "abc") || !errors.Is(err, io.EOF) {
		t.Errorf("Cut = %v", err)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		change func(*Options)
		says   string
	}{
		{func(o *Options) { o.UserAgent = "1.0" }, "product name"},
		{func(o *Options) { o.Contact = "a\r\nX: y" }, "one line"},
		{func(o *Options) { o.Jitter = 2 }, "jitter"},
		{func(o *Options) { o.MaxTries = 99 }, "max_tries"},
		{func(o *Options) { o.Every = -1 }, "negative"},
		{func(o *Options) { o.MaxWire = -1 }, "max_wire"},
	} {
		o := Default()
		c.change(&o)
		if _, err := New(o); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("New = %v, want an error about %q", err, c.says)
		}
	}
}
