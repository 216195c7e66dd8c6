package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// closer notes that a request's body was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestBodiesOfRequestsAreClosedOnEveryPath(t *testing.T) {
	got := ""
	srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = string(b)
	}, nil)
	for _, address := range []string{srv.URL, "ftp://x/", "http://169.254.169.254/"} {
		body := &closer{Reader: strings.NewReader(`{"a":1}`)}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, body)
		if err != nil {
			t.Fatal(err)
		}
		_, err = tr.RoundTrip(req)
		if (err == nil) != (address == srv.URL) || !body.closed {
			t.Errorf("%s: %v, closed %v", address, err, body.closed)
		}
	}
	if got != `{"a":1}` {
		t.Errorf("the server got %q", got)
	}
}

func TestHold(t *testing.T) {
	srv, tr, clock := site(t, func(http.ResponseWriter, *http.Request) {}, nil)
	u, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := tr.Session(0)
	if err := s.Hold(t.Context(), u, 20*time.Second); err != nil {
		t.Fatal(err)
	}
	if _, err := get(t, s, srv.URL); err != nil || clock.slept() != 20*time.Second {
		t.Errorf("a short pause is waited for: %v, %s", err, clock.slept())
	}
	if err := s.Hold(t.Context(), u, 5*time.Hour); err != nil {
		t.Fatal(err)
	}
	var parked *ParkedError
	if _, err := get(t, s, srv.URL); !errors.As(err, &parked) || parked.Until.Sub(clock.now()) != time.Hour {
		t.Errorf("a long one parks the host, for an hour at most: %v", err)
	}
}

func TestRobotsBehindRedirects(t *testing.T) {
	for _, c := range []struct {
		why     string
		to      func(n int) string
		want    error
		fetched bool
	}{
		{"five redirects are followed to the rules", func(n int) string {
			if n < 5 {
				return fmt.Sprintf("/robots-%d", n+1)
			}
			return ""
		}, ErrRobots, false},
		{"behind six there are none", func(n int) string { return fmt.Sprintf("/robots-%d", n+1) }, nil, true},
		{"they do not lead inside", func(int) string { return "http://169.254.169.254/" }, ErrAddress, false},
		{"nor to another scheme", func(int) string { return "file:///etc/passwd" }, ErrAddress, false},
	} {
		fetched := false
		srv, tr, _ := site(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/page" {
				fetched = true
				return
			}
			n := 0
			fmt.Sscanf(r.URL.Path, "/robots-%d", &n)
			if to := c.to(n); to != "" {
				http.Redirect(w, r, to, http.StatusFound)
				return
			}
			fmt.Fprint(w, "User-agent: *\nDisallow: /page")
		}, func(o *Options) { o.Robots = true })
		_, err := get(t, tr, srv.URL+"/page")
		if !errors.Is(err, c.want) || fetched != c.fetched {
			t.Errorf("%s: %v, fetched %v", c.why, err, fetched)
		}
	}
}

func TestAResponseThatIsCutOffIsAskedForAgain(t *testing.T) {
	n := 0
	srv, tr, _ := site(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			w.Header().Set("Content-Length", "100")
		}
		fmt.Fprint(w, "whole")
	}, nil)
	resp, err := get(t, tr, srv.URL)
	if err != nil || n != 2 {
		t.Fatalf("%v after %d tries", err, n)
	}
	if body, _ := io.ReadAll(resp.Body); string(body) != "whole" {
		t.Errorf("body %q", body)
	}
}

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		why    string
		header map[string]string
		want   time.Duration
		told   bool
	}{
		{"seconds", map[string]string{"Retry-After": "120"}, 2 * time.Minute, true},
		{"a fraction of them", map[string]string{"Retry-After": "0.5"}, 500 * time.Millisecond, true},
		{"a date", map[string]string{"Retry-After": now.Add(time.Minute).Format(http.TimeFormat)}, time.Minute, true},
		{"a date that is past", map[string]string{"Retry-After": now.Add(-time.Minute).Format(http.TimeFormat)}, 0, true},
		{"nonsense", map[string]string{"Retry-After": "soon"}, 0, false},
		{"negative", map[string]string{"Retry-After": "-5"}, 0, false},
		{"nothing", nil, 0, false},
		{"a quota's reset", map[string]string{"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": fmt.Sprint(now.Add(time.Hour).Unix())}, time.Hour, true},
		{"a reset as Mastodon writes it", map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": now.Add(time.Hour).Format(time.RFC3339)}, time.Hour, true},
		{"a reset in seconds from now", map[string]string{"RateLimit-Remaining": "0", "RateLimit-Reset": "30", "Date": now.Format(http.TimeFormat)}, 30 * time.Second, true},
		{"a quota that is not used up", map[string]string{"X-RateLimit-Remaining": "7", "X-RateLimit-Reset": fmt.Sprint(now.Add(time.Hour).Unix())}, 0, false},
	} {
		resp := &http.Response{Header: http.Header{}}
		for k, v := range c.header {
			resp.Header.Set(k, v)
		}
		if got, told := RetryAfter(resp, now); got != c.want || told != c.told {
			t.Errorf("%s: %s, %v; want %s, %v", c.why, got, told, c.want, c.told)
		}
	}
}
