package transport

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRobotsIsBelievedAsLongAsItSays(t *testing.T) {
	for _, c := range []struct {
		why, control string
		want         time.Duration
	}{
		{"no word: a day", "", robotsLife},
		{"less than a day", "max-age=3600", time.Hour},
		{"among other words, in capitals and quotes", `public, MAX-AGE="7200", must-revalidate`, 2 * time.Hour},
		{"more than the RFC lets", "max-age=31536000", robotsLife},
		{"stale at once: ten minutes, not before each page", "max-age=0", robotsRetry},
		{"not to be kept", "no-store", robotsRetry},
		{"to be asked again each time", "no-cache, max-age=5000", robotsRetry},
		{"not a number", "max-age=soon", robotsLife},
		{"s-maxage is for shared caches", "s-maxage=60", robotsLife},
	} {
		n := 0
		srv, tr, clock := site(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				n++
				if c.control != "" {
					w.Header().Set("Cache-Control", c.control)
				}
			}
		}, func(o *Options) { o.Robots = true })
		for _, step := range []time.Duration{0, c.want - time.Second, 2 * time.Second} {
			clock.at = clock.at.Add(step)
			if _, err := get(t, tr, srv.URL+"/page"); err != nil {
				t.Fatal(err)
			}
		}
		if n != 2 {
			t.Errorf("%s: asked %d times around %s", c.why, n, c.want)
		}
	}
}

// What cannot be read forbids everything for thirty days; then what was known last holds again, and
// where nothing ever was, there is no such file.
func TestRobotsThatCannotBeReadForThirtyDays(t *testing.T) {
	const text = "User-agent: *\nDisallow: /secret"
	for _, c := range []struct {
		why    string
		known  bool // it could be read once
		broken func(http.ResponseWriter)
		late   map[string]bool // path → fetched after thirty days
	}{
		{"503, and rules known", true, func(w http.ResponseWriter) { w.WriteHeader(503) }, map[string]bool{"/page": true, "/secret": false}},
		{"500, never known", false, func(w http.ResponseWriter) { w.WriteHeader(500) }, map[string]bool{"/page": true, "/secret": true}},
		{"no answer at all, and rules known", true, func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, map[string]bool{"/page": true, "/secret": false}},
		{"no answer at all, never known", false, func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, map[string]bool{"/page": true, "/secret": true}},
	} {
		var broken atomic.Bool // a connection that is cut off gives the test nothing to wait for
		broken.Store(!c.known)
		srv, tr, clock := site(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path != "/robots.txt":
			case broken.Load():
				c.broken(w)
			default:
				fmt.Fprint(w, text)
			}
		}, func(o *Options) { o.Robots, o.MaxTries = true, 1 })
		if c.known {
			if _, err := get(t, tr, srv.URL+"/page"); err != nil {
				t.Fatal(err)
			}
		}
		broken.Store(true)
		clock.at = clock.at.Add(25 * time.Hour)
		for day := range 30 {
			if _, err := get(t, tr, srv.URL+"/page"); err == nil {
				t.Fatalf("%s: fetched after %d days", c.why, day)
			}
			clock.at = clock.at.Add(24 * time.Hour)
		}
		for path, want := range c.late {
			clock.at = clock.at.Add(2 * time.Hour) // a probe of a failing host at most every hour
			if _, err := get(t, tr, srv.URL+path); (err == nil) != want || err != nil && !errors.Is(err, ErrRobots) {
				t.Errorf("%s, after thirty days: %s: %v", c.why, path, err)
			}
		}
		if !c.known {
			continue
		}
		broken.Store(false)
		clock.at = clock.at.Add(25 * time.Hour)
		if _, err := get(t, tr, srv.URL+"/secret"); !errors.Is(err, ErrRobots) {
			t.Errorf("%s: read again, %v", c.why, err)
		}
		broken.Store(true)
		clock.at = clock.at.Add(25 * time.Hour)
		if _, err := get(t, tr, srv.URL+"/page"); err == nil {
			t.Errorf("%s: the thirty days begin anew", c.why)
		}
	}
}

// A robots.txt on another host is asked for in that host's line, at its pace, and parks when it says so.
func TestRobotsOnAnotherHost(t *testing.T) {
	var there []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		there = append(there, r.URL.Path)
		fmt.Fprint(w, "User-agent: *\nDisallow: /no\nSitemap: https://example.org/map.xml")
	}))
	defer other.Close()
	srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.Redirect(w, r, other.URL+"/rules", http.StatusMovedPermanently)
		}
	}, func(o *Options) { o.Robots = true })
	if _, err := get(t, tr, srv.URL+"/no"); !errors.Is(err, ErrRobots) {
		t.Errorf("its rules hold: %v", err)
	}
	if _, err := get(t, tr, srv.URL+"/yes"); err != nil || !slices.Equal(there, []string{"/rules"}) {
		t.Errorf("%v, asked there %q", err, there)
	}
	u := mustURL(t, other.URL)
	if err := tr.Session(0).Hold(t.Context(), u, 5*time.Hour); err != nil {
		t.Fatal(err)
	}
	second, tr2 := srv, tr
	tr2.mu.Lock()
	delete(tr2.hosts, strings.TrimPrefix(second.URL, "http://"))
	tr2.mu.Unlock()
	var parked *ParkedError
	if _, err := get(t, tr2, second.URL+"/yes"); !errors.As(err, &parked) || len(there) != 1 {
		t.Errorf("a parked host is not asked for its neighbour's rules: %v, %q", err, there)
	}
}

// Two hosts that send each other for their robots.txt do not wait for each other.
func TestTwoHostsThatPointAtEachOther(t *testing.T) {
	var a, b *httptest.Server
	handler := func(other **httptest.Server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				http.Redirect(w, r, (*other).URL+"/robots.txt", http.StatusFound)
			}
		}
	}
	a = httptest.NewServer(handler(&b))
	b = httptest.NewServer(handler(&a))
	defer a.Close()
	defer b.Close()
	_, tr, _ := site(t, func(http.ResponseWriter, *http.Request) {}, func(o *Options) { o.Robots = true })
	errs := make(chan error)
	for _, address := range []string{a.URL, b.URL, a.URL, b.URL} {
		go func() {
			_, err := get(t, tr, address+"/page")
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestSitemaps(t *testing.T) {
	const text = "Sitemap: https://example.org/a.xml\nUser-agent: other\nDisallow: /\nsitemap : http://example.org/b.xml.gz # the archive\n" +
		"Sitemap: /relative.xml\nSitemap: ftp://example.org/c.xml\nSitemap: https://example.org/a.xml\nSitemap: http://2130706433/x.xml\nSitemap:\n"
	code := 200
	srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(code)
		fmt.Fprint(w, text)
	}, func(o *Options) { o.Robots, o.MaxTries = true, 1 })
	s := tr.Session(0)
	got, err := s.Sitemaps(t.Context(), mustURL(t, srv.URL+"/deep/page"))
	if err != nil || !slices.Equal(got, []string{"https://example.org/a.xml", "http://example.org/b.xml.gz"}) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := s.Sitemaps(t.Context(), mustURL(t, srv.URL)); err != nil || s.Requests() != 1 {
		t.Errorf("asked %d times, %v", s.Requests(), err)
	}
	for _, c := range []struct {
		code int
		want error
	}{{404, nil}, {503, ErrRobots}} {
		code = c.code
		_, fresh, _ := site(t, nil, func(o *Options) { o.Robots, o.MaxTries = true, 1 })
		if got, err := fresh.Session(0).Sitemaps(t.Context(), mustURL(t, srv.URL)); len(got) != 0 || !errors.Is(err, c.want) {
			t.Errorf("%d: %q, %v", c.code, got, err)
		}
	}
	if _, err := s.Sitemaps(t.Context(), &url.URL{Scheme: "ftp", Host: "example.org"}); !errors.Is(err, ErrAddress) {
		t.Error(err)
	}
}

func TestSitemapsAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, "Sitemap: https://example.org/%d.xml\n", i)
	}
	r := parseRobots([]byte(b.String()+"Sitemap: https://example.org/"+strings.Repeat("x", 3000)), "tingfeng")
	if len(r.sitemaps) != maxSitemaps {
		t.Errorf("%d kept", len(r.sitemaps))
	}
}

// The first half megabyte of a larger file counts, and its last line not by half.
func TestRobotsLargerThanAPage(t *testing.T) {
	body := "User-agent: *\nDisallow: /first\n" + strings.Repeat("# remark\n", maxRobots/9) + "Disallow: /\n"
	cut := "User-agent: *\n" + strings.Repeat("#\n", (maxRobots-14-13)/2) + "Disallow: /abcdefghijk\n"
	for why, c := range map[string]struct {
		body, path string
		want       bool
	}{
		"rules before the border":     {body, "/first", false},
		"rules behind it":             {body, "/other", true},
		"half a line at the border":   {cut, "/abx", true},
		"larger than any page may be": {body + strings.Repeat("# remark\n", 1<<20), "/first", false},
	} {
		srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				fmt.Fprint(w, c.body)
			}
		}, func(o *Options) { o.Robots = true })
		if _, err := get(t, tr, srv.URL+c.path); (err == nil) != c.want {
			t.Errorf("%s: %v", why, err)
		}
	}
}

func TestRobotsDollarsAndStarsInPaths(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		forbidden     bool
	}{
		{"/a%2Ab", "/a*b", true}, {"/a%2ab", "/a*b", true}, {"/a%2Ab", "/axb", false}, {"/a*b", "/a*b", true},
		{"/cost%24", "/cost$", true}, {"/cost%24", "/costs", false}, {"/a$b", "/a$b", true}, {"/a$b", "/a", false}, {"/a%24$", "/a$", true}, {"/a$", "/a$", false},
	} {
		r := parseRobots([]byte("User-agent: *\nDisallow: "+c.pattern), "tingfeng")
		if got := !r.allowed(c.path); got != c.forbidden {
			t.Errorf("%s forbids %s: %v", c.pattern, c.path, got)
		}
	}
}
