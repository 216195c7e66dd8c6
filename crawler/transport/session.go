package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
	"time"
)

// Session is one job's way through the transport: it counts what the job costs and may keep a
// slower pace. Hosts, their lines and their robots.txt are shared with all other sessions.
type Session struct {
	t        *Transport
	every    time.Duration
	requests atomic.Int64
	bytes    atomic.Int64
	budget   budget
	agreed   []string // lines of the hosts that gave us a key; set before the first request
}

// Session begins a job. every is the least distance of its requests to one host; under the
// transport's own it counts only for a host named by a private address, a site of one's own.
func (t *Transport) Session(every time.Duration) *Session {
	return &Session{t: t, every: every}
}

// Requests is how many requests were sent, robots.txt and retries included.
func (s *Session) Requests() int { return int(s.requests.Load()) }

// Bytes is how many bytes of bodies were received on the wire.
func (s *Session) Bytes() int64 { return s.bytes.Load() }

// RoundTrip implements http.RoundTripper.
func (s *Session) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.roundTrip(req)
	if req.Body != nil {
		req.Body.Close() // the contract of RoundTripper, on every path
	}
	return resp, err
}

func (s *Session) roundTrip(req *http.Request) (*http.Response, error) {
	if err := checkURL(req.URL); err != nil {
		return nil, err
	}
	req = stripped(req)
	ctx := req.Context()
	p, err := s.t.enter(ctx, req.URL)
	if err != nil {
		return nil, err
	}
	defer p.leave()
	if err := p.h.open(s.t.o.Now()); err != nil {
		return nil, err
	}
	if s.t.o.Robots {
		if err := s.mayFetch(ctx, p, req.URL); err != nil {
			return nil, err
		}
	}
	return s.deliver(p.h, req, 0)
}

// Agree says that the host of u is asked with a key it gave its holder, under the terms that came with
// the key: what its robots.txt disallows to robots without one is then allowed in this session. A
// robots.txt that cannot be read still forbids, and pace, Crawl-delay, caps and pauses stay. Call it
// before the first request.
func (s *Session) Agree(u *url.URL) {
	if name, err := hostName(u); err == nil {
		s.agreed = append(s.agreed, line(u, name))
	}
}

// agreedWith tells whether the host of u gave us a key.
func (s *Session) agreedWith(u *url.URL) bool {
	name, err := hostName(u)
	return err == nil && slices.Contains(s.agreed, line(u, name))
}

// Hold leaves the host of u alone for d, because an answer of its asked for it in its own way
// (Stack Exchange's "backoff"). It never holds longer than MaxPark.
func (s *Session) Hold(ctx context.Context, u *url.URL, d time.Duration) error {
	p, err := s.t.enter(ctx, u)
	if err != nil {
		return err
	}
	defer p.leave()
	h := p.h
	until := s.t.o.Now().Add(min(d, s.t.o.MaxPark))
	if d <= s.t.o.MaxWait {
		if until.After(h.next) {
			h.next = until
		}
		return nil
	}
	h.park(until, "it asked for a pause")
	return nil
}

// pace is the distance this session keeps on a host.
func (s *Session) pace(u *url.URL) time.Duration {
	if ownHost(u) {
		return s.every
	}
	return max(s.every, s.t.o.Every)
}

// checkURL refuses what could not be meant: other schemes, no host, credentials in the address
// (they would end up in logs and with whoever a redirect names).
func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%w: scheme %q, only http and https", ErrAddress, u.Scheme)
	case u.Hostname() == "":
		return fmt.Errorf("%w: no host in the address", ErrAddress)
	case u.User != nil:
		return fmt.Errorf("%w: user and password in the address of %s; use a header", ErrAddress, u.Hostname())
	}
	_, err := hostName(u)
	return err
}

// deliver sends a request until it is answered, refused for good, or has had its tries. Of a body no
// more than the first clip bytes are read; 0: all of it, or an error when it is too large.
func (s *Session) deliver(h *host, req *http.Request, clip int64) (*http.Response, error) {
	o := &s.t.o
	tries := h.tries(o.MaxTries)
	for try := 1; ; try++ {
		if err := s.t.wait(req.Context(), h); err != nil {
			return nil, err
		}
		if err := s.spend(h); err != nil {
			return nil, err
		}
		resp, err := s.attempt(req, try, clip)
		s.t.sent(h, s.pace(req.URL))
		fate := judge(req, resp, err)
		if fate == final {
			h.settle(resp, err, o)
			return resp, err
		}
		now := o.Now()
		delay, told := o.backoff(try), false
		if resp != nil {
			if d, ok := RetryAfter(resp, now); ok {
				delay, told = d, true
			}
		}
		if told && delay > o.MaxWait || try >= tries || !again(req) {
			h.giveUp(resp, told, delay, now, o)
			return resp, err
		}
		o.Log.Debug("trying again", "host", h.name, "path", req.URL.Path, "try", try, "wait", delay, "status", status(resp), "error", err)
		if err := o.Sleep(req.Context(), delay); err != nil {
			return nil, err
		}
	}
}

// fate is what an attempt means for the request.
type fate int

const (
	final fate = iota // an answer, or an error no repetition mends
	retry
)

// judge tells an answer from an accident. 403 with Retry-After, or with a quota that is used up, is
// how some sites say 429.
func judge(req *http.Request, resp *http.Response, err error) fate {
	if err != nil {
		if req.Context().Err() != nil || errors.Is(err, ErrAddress) || errors.Is(err, ErrTooLarge) || errors.Is(err, errors.ErrUnsupported) ||
			errors.Is(err, ErrNotRecorded) || errors.Is(err, errRecord) {
			return final
		}
		return retry
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusRequestTimeout, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusGatewayTimeout:
		return retry
	case http.StatusForbidden:
		if _, spent := quotaReset(resp); spent || resp.Header.Get("Retry-After") != "" {
			return retry
		}
	}
	return final
}

// again tells whether sending the same request twice is harmless and possible. Of a POST only the
// caller knows: one that merely asks carries an X-Idempotency-Key, which with no value is net/http's
// sign for "may be repeated" and is not sent.
func again(req *http.Request) bool {
	_, key := req.Header["Idempotency-Key"]
	_, xKey := req.Header["X-Idempotency-Key"]
	switch req.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions:
	default:
		if !key && !xKey {
			return false
		}
	}
	return req.Body == nil || req.GetBody != nil
}

// settle notes a final answer. One that a rate limit is used up parks the host even though this
// request was served.
func (h *host) settle(resp *http.Response, err error, o *Options) {
	if err != nil {
		return // our refusal or the caller's end: says nothing about the host
	}
	h.failures = 0
	if until, ok := quotaReset(resp); ok {
		h.park(capped(until, o), "its rate limit is used up")
	}
}

// giveUp notes a request that will not be tried again now.
func (h *host) giveUp(resp *http.Response, told bool, delay time.Duration, now time.Time, o *Options) {
	switch {
	case told:
		h.park(now.Add(min(delay, o.MaxPark)), fmt.Sprintf("it answered %d and asked to wait %s", resp.StatusCode, delay.Round(time.Second)))
	case resp != nil && resp.StatusCode == http.StatusTooManyRequests:
		h.park(now.Add(min(10*time.Minute, o.MaxPark)), "it answered 429 again and again")
	default:
		h.failed(now, o.MaxPark)
	}
}

func capped(until time.Time, o *Options) time.Time {
	if latest := o.Now().Add(o.MaxPark); until.After(latest) {
		return latest
	}
	return until
}

// backoff is exponential with full jitter: a random part of 1 s, 2 s, 4 s … at most 30 s.
func (o *Options) backoff(try int) time.Duration {
	return time.Duration(float64(min(time.Second<<min(try-1, 6), 30*time.Second)) * o.Rand())
}

func status(resp *http.Response) int {
	if resp == nil {
		return 0
	}
	return resp.StatusCode
}
