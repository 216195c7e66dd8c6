package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	// robotsLife is how long a robots.txt is believed: RFC 9309 §2.4 says at most 24 hours.
	robotsLife = 24 * time.Hour
	// robotsRetry is when one that could not be read is asked for again.
	robotsRetry = 10 * time.Minute
	// robotsHops is how many redirects it is looked for behind (RFC 9309 §2.3.1.2).
	robotsHops = 5
)

// mayFetch asks the host's robots.txt about a URL, reading it first when it is not known or too old.
func (s *Session) mayFetch(ctx context.Context, h *host, u *url.URL) error {
	now := s.t.o.Now()
	if h.learnt.IsZero() || !now.Before(h.recheck) {
		learnt, err := s.learn(ctx, h, u)
		if err != nil {
			return err
		}
		h.robots, h.learnt, h.recheck = learnt, now, now.Add(robotsLife)
		if learnt.reason != "" {
			h.recheck = now.Add(robotsRetry)
		}
		if err := h.open(now); err != nil {
			return err // asking for robots.txt alone was too much
		}
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	if h.robots.allowed(path) {
		return nil
	}
	if h.robots.reason != "" {
		return fmt.Errorf("%w anything on %s: %s", ErrRobots, u.Host, h.robots.reason)
	}
	return fmt.Errorf("%w %s on %s", ErrRobots, u.EscapedPath(), u.Host)
}

// learn reads the robots.txt of u's host. No such file allows everything; one that the server fails
// to deliver forbids everything until it can be read (RFC 9309 §2.3.1.4).
func (s *Session) learn(ctx context.Context, h *host, u *url.URL) (rules, error) {
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range robotsHops + 1 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
		if err != nil {
			return rules{}, fmt.Errorf("robots.txt of %s: %w", u.Host, err)
		}
		resp, err := s.deliver(h, req)
		switch {
		case ctx.Err() != nil:
			return rules{}, ctx.Err()
		case errors.Is(err, ErrAddress):
			return rules{}, err
		case errors.Is(err, ErrTooLarge):
			return rules{all: denyAll, reason: "its robots.txt is larger than any page may be"}, nil
		case err != nil:
			return rules{}, fmt.Errorf("robots.txt of %s: %w", at.Host, err)
		}
		next, found, done := s.robotsAnswer(resp, at)
		if done {
			return found, nil
		}
		if err := checkURL(next); err != nil {
			return rules{}, err
		}
		at = next
	}
	return rules{all: allowAll}, nil // behind too many redirects is nowhere
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
