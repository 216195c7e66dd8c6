package transport

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
)

// A host that gave its caller a key made terms of its own for it: what robots.txt disallows to those
// without one is allowed, to this session alone and on this host alone. Unreadable, it forbids as ever.
func TestAKeyHasItsOwnTerms(t *testing.T) {
	broken := false
	srv, tr, clock := site(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/robots.txt":
		case broken:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			fmt.Fprint(w, "User-agent: *\nDisallow: /")
		}
	}, func(o *Options) { o.Robots = true })
	with, without, elsewhere := tr.Session(0), tr.Session(0), tr.Session(0)
	with.Agree(mustURL(t, srv.URL))
	elsewhere.Agree(mustURL(t, "https://api.example.org/"))
	ask := func(s *Session) error {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/api", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.RoundTrip(req)
		return err
	}
	if err := ask(with); err != nil {
		t.Errorf("with a key: %v", err)
	}
	for name, s := range map[string]*Session{"without a key": without, "with another host's key": elsewhere} {
		if err := ask(s); !errors.Is(err, ErrRobots) {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken = true
	clock.at = clock.at.Add(robotsLife + 1)
	if err := ask(with); !errors.Is(err, ErrRobots) {
		t.Errorf("unreadable, with a key: %v", err)
	}
}
