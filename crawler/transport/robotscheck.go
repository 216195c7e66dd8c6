package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// robotsLife is how long a robots.txt is believed: RFC 9309 §2.4 says at most 24 hours.
	robotsLife = 24 * time.Hour
	// robotsRetry is when one that could not be read is asked for again, and the least time one that
	// says it is stale at once is believed: asking before each page would double what a site bears.
	robotsRetry = 10 * time.Minute
	// robotsHops is how many redirects it is looked for behind (RFC 9309 §2.3.1.2).
	robotsHops = 5
	// robotsPatience is how long one that cannot be read forbids everything (RFC 9309 §2.3.1.4: "a
	// reasonably long period of time (for example, 30 days)").
	robotsPatience = 30 * 24 * time.Hour
)

// ruling is what is known of one robots.txt.
type ruling struct {
	rules   rules
	recheck time.Time // when it must be read again
	failing time.Time // since when it cannot be read; zero: it can
	last    *rules    // what could be read last; nil: nothing yet
}

// note takes in what reading brought. What cannot be read forbids everything, for thirty days; then
// the rules known last hold again, or, when none ever were, there is no such file.
func (r *ruling) note(found rules, life time.Duration, now time.Time) {
	if found.reason == "" {
		*r = ruling{rules: found, recheck: now.Add(life)}
		return
	}
	if r.failing.IsZero() {
		r.failing = now
		if !r.recheck.IsZero() {
			known := r.rules
			r.last = &known
		}
	}
	r.rules, r.recheck = found, now.Add(robotsRetry)
	if now.Sub(r.failing) < robotsPatience {
		return
	}
	r.rules, r.recheck = rules{all: allowAll}, now.Add(robotsLife)
	if r.last != nil {
		r.rules = *r.last
	}
}

// mayFetch asks the host's robots.txt about a URL.
func (s *Session) mayFetch(ctx context.Context, p *turn, u *url.URL) error {
	r, err := s.ruling(ctx, p, u)
	if err != nil {
		return err
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	switch {
	case r.allowed(path):
		return nil
	case r.reason != "":
		return fmt.Errorf("%w anything on %s: %s", ErrRobots, u.Host, r.reason)
	case s.agreedWith(u):
		return nil
	}
	return fmt.Errorf("%w %s on %s", ErrRobots, u.EscapedPath(), u.Host)
}

// Sitemaps returns the addresses that the robots.txt of u's host names as its sitemaps, absolute and
// in its order; none when it names none or there is no such file.
func (s *Session) Sitemaps(ctx context.Context, u *url.URL) ([]string, error) {
	if err := checkURL(u); err != nil {
		return nil, err
	}
	p, err := s.t.enter(ctx, u)
	if err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.h.open(s.t.o.Now()); err != nil {
		return nil, err
	}
	r, err := s.ruling(ctx, p, u)
	if err != nil {
		return nil, err
	}
	if r.reason != "" {
		return nil, fmt.Errorf("%w: the sitemaps of %s are not known: %s", ErrRobots, u.Host, r.reason)
	}
	return slices.Clone(r.sitemaps), nil
}

// ruling is what holds for u, read first when it is not known or too old.
func (s *Session) ruling(ctx context.Context, p *turn, u *url.URL) (*rules, error) {
	now := s.t.o.Now()
	r := p.h.rulings[u.Scheme]
	if r == nil {
		r = &ruling{}
	}
	if !r.recheck.IsZero() && now.Before(r.recheck) {
		return &r.rules, nil
	}
	failures, parked := p.h.failures, p.h.parked
	found, life, err := s.learn(ctx, p, u)
	now = s.t.o.Now()
	var unreachable *unreachableError
	switch {
	case errors.As(err, &unreachable):
		if r.note(rules{all: denyAll, reason: unreachable.Error()}, 0, now); r.rules.reason == "" {
			break // after thirty days
		}
		r.recheck = now // asked again with the next page: the breaker sees to it that it is not too often
		p.h.rulings[u.Scheme] = r
		return nil, err
	case err != nil:
		return nil, err
	default:
		r.note(found, life, now)
	}
	p.h.rulings[u.Scheme] = r
	if !r.failing.IsZero() && r.rules.reason == "" && p.h.parked.Failing {
		p.h.failures, p.h.parked = failures, parked // that it failed is known; the site is not down for it
	}
	return &r.rules, p.h.open(now) // asking for robots.txt alone may have been too much
}

// unreachableError says that a robots.txt did not come at all.
type unreachableError struct {
	host string
	err  error
}

func (e *unreachableError) Error() string { return fmt.Sprintf("robots.txt of %s: %v", e.host, e.err) }
func (e *unreachableError) Unwrap() error { return e.err }

// learn reads the robots.txt of u's host, and how long it may be believed. No such file allows
// everything; one that the server fails to deliver forbids everything until it can be read (RFC 9309
// §2.3.1.4).
func (s *Session) learn(ctx context.Context, p *turn, u *url.URL) (rules, time.Duration, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range robotsHops + 1 {
		resp, err := s.askFor(ctx, p, at)
		switch {
		case ctx.Err() != nil:
			return rules{}, 0, ctx.Err()
		case errors.Is(err, ErrAddress), errors.Is(err, ErrNotRecorded):
			return rules{}, 0, err
		case err != nil:
			return rules{}, 0, &unreachableError{at.Host, err}
		}
		next, found, done := s.robotsAnswer(resp, at)
		if done {
			return found, freshness(resp.Header), nil
		}
		if err := checkURL(next); err != nil {
			return rules{}, 0, err
		}
		at = next
	}
	return rules{all: allowAll}, robotsLife, nil // behind too many redirects is nowhere
}

// askFor gets one address on the way to a robots.txt. One that lies on another host is asked for in
// that host's line.
func (s *Session) askFor(ctx context.Context, p *turn, at *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	name, err := hostName(at)
	if err != nil {
		return nil, err
	}
	if there := s.t.at(line(at, name)); there == p.h {
		return s.deliver(p.h, req, maxRobots)
	}
	p.yield()
	resp, err := s.elsewhere(ctx, req)
	if again := p.again(ctx); again != nil {
		return nil, again
	}
	return resp, err
}

func (s *Session) elsewhere(ctx context.Context, req *http.Request) (*http.Response, error) {
	p, err := s.t.enter(ctx, req.URL)
	if err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.h.open(s.t.o.Now()); err != nil {
		return nil, err
	}
	return s.deliver(p.h, req, maxRobots)
}

// robotsAnswer turns one answer into rules, or into the next address to look at.
func (s *Session) robotsAnswer(resp *http.Response, at *url.URL) (next *url.URL, found rules, done bool) {
	code := resp.StatusCode
	switch {
	case code >= 200 && code < 300:
		body, err := io.ReadAll(resp.Body)
		if err != nil { // it is in memory already
			return nil, rules{all: denyAll, reason: err.Error()}, true
		}
		return nil, parseRobots(body, s.t.token), true
	case code >= 300 && code < 400:
		if to, err := at.Parse(resp.Header.Get("Location")); err == nil && resp.Header.Get("Location") != "" {
			return to, rules{}, false
		}
		return nil, rules{all: allowAll}, true
	case code == http.StatusTooManyRequests || code >= 500:
		return nil, rules{all: denyAll, reason: fmt.Sprintf("its robots.txt answered %d, and what cannot be read forbids", code)}, true
	}
	return nil, rules{all: allowAll}, true // 4xx: there is none
}

var maxAgeDirective = regexp.MustCompile(`(?i)(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})`)

// freshness is how long a robots.txt may be believed after what its headers say: a day at most.
func freshness(h http.Header) time.Duration {
	control := strings.Join(h.Values("Cache-Control"), ",")
	if lower := strings.ToLower(control); strings.Contains(lower, "no-store") || strings.Contains(lower, "no-cache") {
		return robotsRetry
	}
	if m := maxAgeDirective.FindStringSubmatch(control); m != nil {
		if seconds, err := strconv.Atoi(m[1]); err == nil {
			return min(max(time.Duration(seconds)*time.Second, robotsRetry), robotsLife)
		}
	}
	return robotsLife
}
