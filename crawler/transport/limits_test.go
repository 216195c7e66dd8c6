package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Patterns as sites write them, after RFC 9309 and what the large search engines document.
func TestRobotsPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern string
		matches []string
		not     []string
	}{
		{"/", []string{"/", "/a", "/?x", "/%E8%8C%B6"}, nil},
		{"/fish", []string{"/fish", "/fish.html", "/fish/salmon", "/fishheads", "/fish.php?id=1"}, []string{"/Fish", "/catfish", "/?id=fish", "/desert/fish"}},
		{"/fish*", []string{"/fish", "/fishheads/yum", "/fish.php?id=1"}, []string{"/Fish.asp", "/catfish"}},
		{"/fish/", []string{"/fish/", "/fish/?id=1", "/fish/salmon"}, []string{"/fish", "/fish.html", "/animals/fish/"}},
		{"/*.php", []string{"/a.php", "/a/b.php?x", "/a.php/", "/.php"}, []string{"/", "/a.PHP"}},
		{"/*.php$", []string{"/a.php", "/a/b.php"}, []string{"/a.php?x", "/a.php5", "/a.php/"}},
		{"/fish*.php", []string{"/fish.php", "/fishheads/cat.php?x"}, []string{"/Fish.php", "/fish.html"}},
		{"/$", []string{"/"}, []string{"/a", "/?a"}},
		{"/*?", []string{"/?", "/a?b", "/a/b?"}, []string{"/a", "/%3F"}},
		{"/a$b", []string{"/a$b", "/a$b/c"}, []string{"/a", "/ab"}},
		{"/a%24", []string{"/a%24", "/a%24b"}, []string{"/b"}},
		{"*/x", []string{"/x", "/a/x", "/a/xy"}, []string{"/ax"}},
		{"/a**b", []string{"/ab", "/axxb"}, []string{"/ba"}},
		{"/*/*/c$", []string{"/a/b/c", "/a/b/x/c", "//" + "/c"}, []string{"/a/c", "/a/b/c/d"}},
		{"/*ab$", []string{"/ab", "/xabab", "/abxab"}, []string{"/aba", "/"}},
		{"/%7Ejoe/", []string{"/~joe/x", "/%7ejoe/", "/%7Ejoe/"}, []string{"/joe/"}},
		{"/~joe/", []string{"/%7Ejoe/", "/~joe/"}, nil},
		{"/a%3Cd", []string{"/a%3cd", "/a%3Cd.html"}, []string{"/a<"}},
		{"/奶茶/*评", []string{"/%E5%A5%B6%E8%8C%B6/1/%E8%AF%84", "/%e5%a5%b6%e8%8c%b6/%e8%af%84"}, []string{"/%E5%A5%B6/%E8%AF%84"}},
		{"/a%", []string{"/a%", "/a%x"}, []string{"/a"}},
		{"/a%2", []string{"/a%2"}, []string{"/a2"}},
		{"/a%zz", []string{"/a%zz"}, []string{"/a"}},
		{"/a b", []string{"/a%20b"}, []string{"/a", "/a+b"}},
	} {
		r := parseRobots([]byte("User-agent: *\nDisallow: "+c.pattern), "tingfeng")
		for _, path := range c.matches {
			if r.allowed(path) {
				t.Errorf("%q does not match %q", c.pattern, path)
			}
		}
		for _, path := range c.not {
			if !r.allowed(path) {
				t.Errorf("%q matches %q", c.pattern, path)
			}
		}
	}
}

func TestRobotsPrecedence(t *testing.T) {
	for _, c := range []struct {
		rules, path string
		allowed     bool
	}{
		{"Allow: /p\nDisallow: /", "/page", true},
		{"Allow: /folder\nDisallow: /folder", "/folder/page", true},
		{"Allow: /page\nDisallow: /*.htm", "/page.htm", false},
		{"Allow: /page\nDisallow: /*.ph", "/page.php5", true},
		{"Allow: /$\nDisallow: /", "/", true},
		{"Allow: /$\nDisallow: /", "/page.htm", false},
		{"Disallow: /a/*/c\nAllow: /a/b", "/a/b/c", false},
		{"Disallow: *", "/a", false},
		{"Allow: *\nDisallow: /", "/a", true},
		{"Disallow: a", "/a", true},
		{"Disallow: https://x.org/a", "/a", true},
		{"disALLOW:/a", "/a", false},
		{"Disallow /a", "/a", true},
		{"Disallow:\u00a0/a", "/a", false},
		{"Noindex: /\nDisallow: /b", "/a", true},
	} {
		if r := parseRobots([]byte("User-agent: *\n"+c.rules), "tingfeng"); r.allowed(c.path) != c.allowed {
			t.Errorf("%q: allowed(%q) is %v", c.rules, c.path, !c.allowed)
		}
	}
}

// A pattern of many stars is compared in time that grows with its length and no faster.
func TestRobotsMeantToHurt(t *testing.T) {
	start := time.Now()
	file := "User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 100)+"b$\n", 200) + "Disallow: /" + strings.Repeat("*", 100_000)
	r := parseRobots([]byte(file), "tingfeng")
	r.allowed("/" + strings.Repeat("a", 2000))
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %s", took)
	}
	parseRobots([]byte(strings.Repeat("User-agent: x\n", 100_000)), "tingfeng")
	parseRobots([]byte(strings.Repeat("\r", maxRobots)), "tingfeng")
	parseRobots([]byte(strings.Repeat(":", maxRobots)), "tingfeng")
}

// FuzzMatches compares with the plainest algorithm there is.
func FuzzMatches(f *testing.F) {
	f.Add("/a*b$", "/axb")
	f.Add("*", "")
	f.Add("/*a*a*b", "/aaab")
	f.Add("$", "/")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if len(pattern) > 12 || len(path) > 16 {
			return
		}
		if got, want := matches(pattern, path), slowly(strings.TrimSuffix(pattern, "$"), path, strings.HasSuffix(pattern, "$")); got != want {
			t.Errorf("matches(%q, %q) = %v", pattern, path, got)
		}
	})
}

func slowly(pattern, path string, anchored bool) bool {
	switch {
	case pattern == "":
		return !anchored || path == ""
	case pattern[0] == '*':
		for i := range len(path) + 1 {
			if slowly(pattern[1:], path[i:], anchored) {
				return true
			}
		}
		return false
	}
	return path != "" && path[0] == pattern[0] && slowly(pattern[1:], path[1:], anchored)
}

// FuzzNormalPath holds that the form of a path is final and keeps what it means.
func FuzzNormalPath(f *testing.F) {
	f.Add("/%e8%8c%b6?a=%2F%")
	f.Add("/茶 %41%zz")
	f.Fuzz(func(t *testing.T, s string) {
		got := normalPath(s)
		if again := normalPath(got); again != got {
			t.Errorf("%q → %q → %q", s, got, again)
		}
		a, errA := url.PathUnescape(s)
		b, errB := url.PathUnescape(got)
		if errA == nil && (errB != nil || a != b) {
			t.Errorf("%q means %q, %q means %q, %v", s, a, got, b, errB)
		}
	})
}

// The limits hold at the byte: what is exactly as large passes, one byte more does not.
func TestLimitsAtTheByte(t *testing.T) {
	const limit = 64 << 10
	noise := make([]byte, limit+1)
	for i := range noise {
		noise[i] = byte(rand.Uint32()) // nothing for gzip to save
	}
	small := zipped(make([]byte, limit))
	for _, c := range []struct {
		why        string
		wire, body int64
		answer     []byte
		packed     bool
		ok         bool
	}{
		{"plain, as large as allowed", limit, limit, noise[:limit], false, true},
		{"plain, a byte more on the wire", limit, 1 << 30, noise, false, false},
		{"plain, a byte more in the body", 1 << 30, limit, noise, false, false},
		{"packed, as large as allowed inflated", limit, limit, small, true, true},
		{"packed, a byte more inflated", limit, limit - 1, small, true, false},
		{"packed, as large as allowed on the wire", int64(len(small)), limit, small, true, true},
		{"packed, a byte more on the wire", int64(len(small)) - 1, limit, small, true, false},
		{"nothing at all", 1, 1, nil, false, true},
		{"one byte", 1, 1, []byte("x"), false, true},
	} {
		for _, chunked := range []bool{false, true} {
			tries := 0
			srv, tr, _ := site(t, func(w http.ResponseWriter, _ *http.Request) {
				tries++
				if c.packed {
					w.Header().Set("Content-Encoding", "gzip")
				}
				if chunked {
					w.(http.Flusher).Flush()
				}
				w.Write(c.answer)
			}, func(o *Options) { o.MaxWire, o.MaxBody = c.wire, c.body })
			s := tr.Session(0)
			resp, err := get(t, s, srv.URL)
			if (err == nil) != c.ok || err != nil && (!errors.Is(err, ErrTooLarge) || resp != nil) || tries != 1 {
				t.Errorf("%s, chunked %v: %v after %d tries", c.why, chunked, err, tries)
			}
			if c.ok && s.Bytes() != int64(len(c.answer)) {
				t.Errorf("%s: %d bytes counted of %d", c.why, s.Bytes(), len(c.answer))
			}
		}
	}
}

// The ratio counts above a mebibyte only.
func TestRatioAtItsBorder(t *testing.T) {
	for size, ok := range map[int]bool{freeInflation: true, freeInflation + 1<<16: false} {
		srv, tr, _ := site(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped(make([]byte, size)))
		}, func(o *Options) { o.MaxRatio = 10 })
		if _, err := get(t, tr, srv.URL); (err == nil) != ok || err != nil && !errors.Is(err, ErrTooLarge) {
			t.Errorf("%d bytes of nought: %v", size, err)
		}
	}
}

// The pace is never shorter than Every nor longer than Every and its jitter.
func TestJitterStaysInItsBounds(t *testing.T) {
	for _, chance := range []float64{0, 0.25, 0.999999} {
		srv, tr, clock := site(t, func(http.ResponseWriter, *http.Request) {}, func(o *Options) {
			o.Jitter, o.Rand = 0.25, func() float64 { return chance }
		})
		s := tr.Session(2 * time.Second)
		for range 4 {
			if _, err := get(t, s, srv.URL); err != nil {
				t.Fatal(err)
			}
		}
		if len(clock.sleeps) != 3 {
			t.Fatalf("%d waits between 4 requests", len(clock.sleeps))
		}
		for _, d := range clock.sleeps {
			if d < 2*time.Second || d > 2500*time.Millisecond {
				t.Errorf("by chance %v the pace was %s", chance, d)
			}
		}
	}
}

// Time that passes anyway is not waited for again.
func TestPaceCountsFromTheLastAnswer(t *testing.T) {
	srv, tr, clock := site(t, func(http.ResponseWriter, *http.Request) {}, nil)
	s := tr.Session(10 * time.Second)
	for i, passed := range []time.Duration{0, 4 * time.Second, 10 * time.Second, time.Hour} {
		clock.at = clock.at.Add(passed)
		before := clock.slept()
		if _, err := get(t, s, srv.URL); err != nil {
			t.Fatal(err)
		}
		want := max(0, 10*time.Second-passed)
		if i == 0 {
			want = 0
		}
		if got := clock.slept() - before; got != want {
			t.Errorf("%s after the last request: waited %s, want %s", passed, got, want)
		}
	}
}

func TestBackoffGrowsAndStaysBounded(t *testing.T) {
	o := Default()
	for try, most := range []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 30 * time.Second, 30 * time.Second, 30 * time.Second} {
		if try == 0 {
			continue
		}
		for _, chance := range []float64{0, 0.5, 0.9999999} {
			o.Rand = func() float64 { return chance }
			if d := o.backoff(try); d < 0 || d > most || chance > 0.9 && d < most*99/100 {
				t.Errorf("try %d by chance %v: %s, at most %s", try, chance, d, most)
			}
		}
	}
}

// Hosts do not wait for one another, while each has one request at a time.
func TestHostsAreIndependent(t *testing.T) {
	const hosts, each = 6, 5
	var busy [hosts]atomic.Int32
	var together sync.WaitGroup // all hosts must be inside a request at once for the first round to end
	together.Add(hosts)
	var first [hosts]sync.Once
	_, tr, _ := site(t, nil, nil)
	var all sync.WaitGroup
	for i := range hosts {
		srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if busy[i].Add(1) != 1 {
				t.Errorf("host %d has two requests at once", i)
			}
			first[i].Do(func() {
				together.Done()
				done := make(chan struct{})
				go func() { together.Wait(); close(done) }()
				select {
				case <-done:
				case <-r.Context().Done():
				}
			})
			busy[i].Add(-1)
		}))
		t.Cleanup(srv.Close)
		for range each {
			all.Go(func() {
				if _, err := get(t, tr, srv.URL); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
}

// Whoever gives up waiting in a host's line leaves it, and the line goes on.
func TestLeavingTheLine(t *testing.T) {
	inside, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	srv, tr, _ := site(t, func(http.ResponseWriter, *http.Request) {
		once.Do(func() { close(inside); <-release })
	}, nil)
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := get(t, tr, srv.URL); err != nil {
			t.Error(err)
		}
	})
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, _ := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL, nil)
	if _, err := tr.RoundTrip(req); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting in line: %v", err)
	}
	close(release)
	all.Wait()
	if _, err := get(t, tr, srv.URL); err != nil {
		t.Errorf("the line is stuck: %v", err)
	}
}

// After its time one request is let through; what becomes of it decides, up to the longest ban.
func TestBreakerOpensLongerAndCloses(t *testing.T) {
	up := false
	srv, tr, clock := site(t, func(w http.ResponseWriter, _ *http.Request) {
		if !up {
			w.WriteHeader(502)
		}
	}, func(o *Options) { o.MaxTries, o.MaxPark = 1, 10*time.Minute })
	for range tripAfter {
		if _, err := get(t, tr, srv.URL); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []time.Duration{1, 2, 4, 8, 10, 10} {
		var parked *ParkedError
		if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) || parked.Until.Sub(clock.at) != want*time.Minute {
			t.Fatalf("%v; want %d minutes", err, want)
		}
		clock.at = parked.Until.Add(-time.Nanosecond)
		if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) {
			t.Fatalf("let through before its time: %v", err)
		}
		clock.at = parked.Until
		if resp, err := get(t, tr, srv.URL); err != nil || resp.StatusCode != 502 {
			t.Fatalf("not let through after its time: %v", err)
		}
	}
	clock.at, up = clock.at.Add(10*time.Minute), true
	if resp, err := get(t, tr, srv.URL); err != nil || resp.StatusCode != 200 {
		t.Fatalf("%v, %v", resp, err)
	}
	up = false
	for range tripAfter - 1 { // one good answer, and the count begins anew
		if _, err := get(t, tr, srv.URL); err != nil {
			t.Fatal(err)
		}
	}
	if resp, err := get(t, tr, srv.URL); err != nil || resp.StatusCode != 502 {
		t.Errorf("parked too early: %v", err)
	}
}

// A host that is parked does not park its neighbours.
func TestParkingIsByHost(t *testing.T) {
	srv, tr, _ := site(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(503)
	}, nil)
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer other.Close()
	if _, err := get(t, tr, srv.URL); err != nil {
		t.Fatal(err)
	}
	var parked *ParkedError
	if _, err := get(t, tr, srv.URL); !errors.As(err, &parked) || parked.Host != strings.TrimPrefix(srv.URL, "http://") {
		t.Errorf("not parked: %v", err)
	}
	if _, err := get(t, tr, other.URL); err != nil {
		t.Errorf("the neighbour is parked: %v", err)
	}
}

func TestRetryAfterOnEveryStatusThatMeansIt(t *testing.T) {
	for _, c := range []struct {
		status int
		header string
		tries  int
		waited time.Duration
		parked bool
	}{
		{403, "", 1, 0, false}, {403, "5", 2, 5 * time.Second, false}, {403, "600", 1, 0, true}, {429, "5", 2, 5 * time.Second, false}, {503, "5", 2, 5 * time.Second, false},
		{503, "0", 2, 0, false}, {503, "60", 2, time.Minute, false}, {503, "61", 1, 0, true}, {429, "1e30", 1, 0, true}, {503, "-1", 2, 500 * time.Millisecond, false}, {503, "NaN", 2, 500 * time.Millisecond, false},
		{404, "5", 1, 0, false}, {200, "5", 1, 0, false}, {301, "5", 1, 0, false}, {401, "5", 1, 0, false}, {412, "5", 1, 0, false}, {500, "5", 2, 5 * time.Second, false},
	} {
		n := 0
		srv, tr, clock := site(t, func(w http.ResponseWriter, _ *http.Request) {
			if n++; n == 1 {
				if c.header != "" {
					w.Header().Set("Retry-After", c.header)
				}
				w.WriteHeader(c.status)
			}
		}, nil)
		if _, err := get(t, tr, srv.URL); err != nil || n != c.tries || clock.slept() != c.waited {
			t.Errorf("%d, Retry-After %q: %v after %d tries and %s; want %d and %s", c.status, c.header, err, n, clock.slept(), c.tries, c.waited)
		}
		_, err := get(t, tr, srv.URL)
		var parked *ParkedError
		if errors.As(err, &parked) != c.parked || parked != nil && parked.Until.Sub(clock.at) > time.Hour {
			t.Errorf("%d, Retry-After %q: the next request: %v", c.status, c.header, err)
		}
	}
}

// A client above walks each hop through the transport: to a host of its own without what was meant
// for the first, and never inside.
func TestRedirectsAcrossHosts(t *testing.T) {
	var seen []http.Header
	last := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		seen = append(seen, r.Header.Clone())
		fmt.Fprint(w, "there")
	}))
	defer last.Close()
	other := strings.Replace(last.URL, "127.0.0.1", "localhost", 1) // another host to every client
	target := ""
	srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /forbidden")
		case "/from":
			http.Redirect(w, r, target, http.StatusFound)
		default:
			seen = append(seen, r.Header.Clone())
		}
	}, func(o *Options) { o.Robots = true })
	client := &http.Client{Transport: tr.Session(0)}
	for _, c := range []struct {
		why, to string
		err     error
		keeps   bool // credentials
	}{
		{"the same host", "/to", nil, true},
		{"another host", other + "/to", nil, false},
		{"what robots.txt forbids", "/forbidden/x", ErrRobots, false},
		{"the metadata of a cloud", "http://169.254.169.254/latest", ErrAddress, false},
		{"the same behind IPv6", "http://[::ffff:169.254.169.254]/latest", ErrAddress, false},
		{"another scheme", "ftp://x.example/", nil, false},
		{"credentials in the address", "http://u:p@" + strings.TrimPrefix(other, "http://") + "/to", ErrAddress, false},
	} {
		seen, target = nil, c.to
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/from", nil)
		req.Header.Set("Authorization", "Bearer mine")
		req.Header.Set("Cookie", "a=b")
		resp, err := client.Do(req)
		if resp != nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		if c.err != nil || c.why == "another scheme" {
			if err == nil || c.err != nil && !errors.Is(err, c.err) || len(seen) != 0 {
				t.Errorf("%s: %v, %d requests arrived", c.why, err, len(seen))
			}
			continue
		}
		if err != nil || len(seen) != 1 {
			t.Errorf("%s: %v, %d requests arrived", c.why, err, len(seen))
			continue
		}
		if got := seen[0].Get("Authorization") != "" && seen[0].Get("Cookie") != ""; got != c.keeps || !c.keeps && (seen[0].Get("Authorization") != "" || seen[0].Get("Cookie") != "") {
			t.Errorf("%s: arrived with %v", c.why, seen[0])
		}
		if !strings.HasPrefix(seen[0].Get("User-Agent"), "tingfeng/") || seen[0].Get("Accept-Encoding") != "gzip" {
			t.Errorf("%s: %v", c.why, seen[0])
		}
	}
}

// Validators go out and come back byte for byte; a 304 is an answer with no body.
func TestValidatorsPassUntouched(t *testing.T) {
	const tag = `W/"a+b/=; 茶"`
	srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag && r.Header.Get("If-Modified-Since") == "Fri, 09 Jan 2026 00:00:00 GMT" {
			w.WriteHeader(304)
		}
	}, nil)
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL, nil)
	req.Header.Set("If-None-Match", tag)
	req.Header.Set("If-Modified-Since", "Fri, 09 Jan 2026 00:00:00 GMT")
	resp, err := tr.RoundTrip(req)
	if err != nil || resp.StatusCode != 304 || resp.Header.Get("ETag") != tag {
		t.Fatalf("%+v, %v", resp, err)
	}
	if body, err := io.ReadAll(resp.Body); err != nil || len(body) != 0 {
		t.Errorf("%q, %v", body, err)
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", "", "")
	f.Add("Fri, 09 Jan 2026 00:00:00 GMT", "Fri, 09 Jan 2026 00:00:00 GMT", "")
	f.Add("", "0", "1767916800")
	f.Add("NaN", "Inf", "1e308")
	f.Fuzz(func(t *testing.T, after, date, reset string) {
		resp := &http.Response{Header: http.Header{"Retry-After": {after}, "Date": {date}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {reset}}}
		if d, ok := RetryAfter(resp, newClock().at); d < 0 || !ok && d != 0 {
			t.Errorf("Retry-After %q, reset %q: %s, %v", after, reset, d, ok)
		}
	})
}

func FuzzRedact(f *testing.F) {
	f.Add("https://u:p@h/a?token=x&q=%zz#f")
	f.Add("https://h/?a=1;access_key=2&&=")
	f.Fuzz(func(t *testing.T, address string) {
		u, err := url.Parse(address)
		if err != nil {
			return
		}
		u.User = url.UserPassword("somebody", "s3cr3t-pass")
		u.RawQuery += "&xsec_token=s3cr3t-token&API_KEY=s3cr3t-key"
		if got := Redact(u); strings.Contains(got, "s3cr3t") || strings.Contains(got, "somebody") && !strings.Contains(address, "somebody") {
			t.Errorf("Redact(%q) = %q", u, got)
		}
	})
}
