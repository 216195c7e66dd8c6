// Package transport is the one way out: an http.RoundTripper between us and every address that
// somebody else wrote down. It connects to public addresses only, asks robots.txt first, keeps a
// pace per host, waits when it is told to, tries again within bounds, and hands over no body that
// is larger than it may be, before or after inflating.
//
// The order inside is fixed, and each hop of a redirect walks through all of it, because the
// client above calls RoundTrip again for each: scheme → robots → breaker → place in the host's
// line → pace → connection to a checked address → capped body → retry or answer.
package transport

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Options say how the transport behaves. Durations of zero and sizes of zero mean the default,
// except Every: zero is no pace at all, which is right for an API that has its own limits (a chat
// robot's webhook), and which the crawler refuses for sites.
type Options struct {
	UserAgent    string        `yaml:"user_agent"`    // product/version; the product is the name looked for in robots.txt
	Contact      string        `yaml:"contact"`       // address or URL shown to site owners behind the user agent; "" none
	Robots       bool          `yaml:"robots"`        // ask robots.txt before anything else
	Every        time.Duration `yaml:"every"`         // least distance of two requests to one host
	Jitter       float64       `yaml:"jitter"`        // up to this share of Every is added at random, 0…1
	AllowPrivate bool          `yaml:"allow_private"` // loopback and private networks too: for a site of one's own
	Timeout      time.Duration `yaml:"timeout"`       // one attempt, from dialling to the last byte of the body
	MaxTries     int           `yaml:"max_tries"`     // attempts at one request, the first included
	MaxWait      time.Duration `yaml:"max_wait"`      // longest wait a site may impose within one request; longer ones park the host
	MaxPark      time.Duration `yaml:"max_park"`      // longest time a host is left alone because it said so
	MaxWire      int64         `yaml:"max_wire"`      // bytes of a body as received
	MaxBody      int64         `yaml:"max_body"`      // bytes of a body after inflating
	MaxRatio     int64         `yaml:"max_ratio"`     // inflated size over received size, for bodies over 1 MiB
	Proxy        string        `yaml:"proxy"`         // http://, https:// or socks5:// address all requests go through; "" none. The environment's is never used

	Record    string `yaml:"-"` // folder each exchange is written to; "" none
	Replay    string `yaml:"-"` // folder all answers come from, without network, pace or waiting; "" none
	RecordKey []byte `yaml:"-"` // recordings are sealed under it; empty: they lie open

	Log   *slog.Logger                               `yaml:"-"` // nil: silent
	Now   func() time.Time                           `yaml:"-"` // nil: time.Now
	Sleep func(context.Context, time.Duration) error `yaml:"-"` // nil: a timer that ends with the context
	Rand  func() float64                             `yaml:"-"` // in [0,1); nil: math/rand
}

// Default is a polite crawler: 1 request in 2 seconds to a host, robots.txt obeyed.
func Default() Options {
	return Options{
		UserAgent: "tingfeng/1.0", Robots: true, Every: 2 * time.Second, Jitter: 0.25,
		Timeout: 30 * time.Second, MaxTries: 4, MaxWait: time.Minute, MaxPark: time.Hour,
		MaxWire: 8 << 20, MaxBody: 32 << 20, MaxRatio: 100,
	}
}

// Errors a caller tells apart with errors.Is. What they wrap says which address and why.
var (
	ErrAddress  = errors.New("address not allowed") // scheme or resolved IP the guard refuses
	ErrPrivate  = fmt.Errorf("%w: not on the public internet", ErrAddress)
	ErrRobots   = errors.New("robots.txt does not allow") // or could not be read, which forbids as well
	ErrTooLarge = errors.New("body larger than allowed")  // as received, inflated, or by ratio
	ErrBody     = errors.New("body could not be read")    // cut off, or in an encoding nobody asked for
)

// ParkedError says that a host must be left alone for a while: it asked for it (Retry-After, a used
// up rate limit), or it failed so often that asking again would only add to its troubles.
type ParkedError struct {
	Host    string
	Until   time.Time
	Reason  string
	Failing bool // requests to it failed; false: the site, or a cap of ours, wants the pause
}

// Error implements error.
func (e *ParkedError) Error() string {
	return fmt.Sprintf("%s is left alone until %s: %s", e.Host, e.Until.UTC().Format(time.RFC3339), e.Reason)
}

// Transport is safe for concurrent use. Requests to one host go one after the other, whoever asks.
type Transport struct {
	o     Options
	agent string // the whole User-Agent header
	token string // product token for robots.txt
	base  *http.Transport
	rec   *recorder // nil: nothing is recorded
	play  *replayer // nil: the network answers

	resolve func(context.Context, string) ([]netip.Addr, error) // for what a proxy will resolve again

	mu     sync.Mutex
	hosts  map[string]*host // by line
	weight int              // of all their rules
	swept  time.Time        // when hosts were last forgotten
}

// New checks the options and fills in defaults.
func New(o Options) (*Transport, error) {
	o = o.filled()
	if err := o.validate(); err != nil {
		return nil, err
	}
	t := &Transport{o: o, agent: o.UserAgent, hosts: map[string]*host{}, resolve: resolve}
	t.token = productToken.FindString(o.UserAgent)
	if o.Contact != "" {
		t.agent += " (+" + o.Contact + ")"
	}
	if err := t.connect(); err != nil {
		return nil, err
	}
	return t, t.tape()
}

// connect prepares the way to the network.
func (t *Transport) connect() error {
	control := guard(t.o.AllowPrivate)
	var through func(*http.Request) (*url.URL, error) // a proxy from the environment would see what the guard cannot check
	if t.o.Proxy != "" {
		proxy, err := proxyURL(t.o.Proxy)
		if err != nil {
			return err
		}
		through, control = http.ProxyURL(proxy), nil // the only address dialled is the administrator's
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: control}
	t.base = &http.Transport{
		Proxy:                  through,
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // inflated here, where both sides are counted
		MaxConnsPerHost:        1,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
	return nil
}

// tape opens the recording that is written or played.
func (t *Transport) tape() (err error) {
	o := &t.o
	switch {
	case o.Record != "" && o.Replay != "":
		return fmt.Errorf("transport: a replay cannot be recorded; choose one")
	case o.Record != "":
		t.rec, err = newRecorder(o.Record, o.RecordKey, o.Now())
	case o.Replay != "":
		t.play, err = newReplayer(o.Replay, o.RecordKey)
		o.Every = 0
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
	return err
}

// send puts a request on the wire, or in front of the recording.
func (t *Transport) send(req *http.Request) (*http.Response, error) {
	if t.play != nil {
		return t.play.RoundTrip(req)
	}
	if t.o.Proxy != "" {
		if err := t.screen(req.Context(), req.URL); err != nil {
			return nil, err
		}
	}
	if t.rec != nil { // a recording holds whole pages, not the news that they have not changed
		req.Header.Del("If-None-Match")
		req.Header.Del("If-Modified-Since")
	}
	return t.base.RoundTrip(req)
}

// keep writes an exchange into the recording, if there is one.
func (t *Transport) keep(req *http.Request, resp *http.Response, body []byte) error {
	if t.rec == nil {
		return nil
	}
	return t.rec.keep(req, resp, body, t.o.Now())
}

// productToken is the part of a user agent robots.txt speaks of.
var productToken = regexp.MustCompile(`^[A-Za-z_-]+`)

func (o Options) filled() Options {
	d := Default()
	if o.UserAgent == "" {
		o.UserAgent = d.UserAgent
	}
	fill(&o.Timeout, d.Timeout)
	fill(&o.MaxTries, d.MaxTries)
	fill(&o.MaxWait, d.MaxWait)
	fill(&o.MaxPark, d.MaxPark)
	fill(&o.MaxWire, d.MaxWire)
	fill(&o.MaxBody, d.MaxBody)
	fill(&o.MaxRatio, d.MaxRatio)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	return o
}

func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

func (o Options) validate() error {
	switch {
	case !productToken.MatchString(o.UserAgent):
		return fmt.Errorf("transport: user_agent %q does not begin with a product name of letters; write e.g. %q", o.UserAgent, Default().UserAgent)
	case strings.ContainsAny(o.UserAgent+o.Contact, "\r\n"):
		return fmt.Errorf("transport: user_agent and contact must be one line each")
	case o.Every < 0 || o.Timeout < 0 || o.MaxWait < 0 || o.MaxPark < 0:
		return fmt.Errorf("transport: every, timeout, max_wait and max_park cannot be negative")
	case o.Jitter < 0 || o.Jitter > 1:
		return fmt.Errorf("transport: jitter %v is not between 0 and 1", o.Jitter)
	case o.MaxTries < 1 || o.MaxTries > 10:
		return fmt.Errorf("transport: max_tries %d is not between 1 and 10", o.MaxTries)
	case o.MaxWire < 0 || o.MaxBody < 0 || o.MaxRatio < 0:
		return fmt.Errorf("transport: max_wire, max_body and max_ratio cannot be negative")
	}
	return nil
}

// RoundTrip implements http.RoundTripper with the pace of the options. The body of the response is
// already in memory and within its limits; Content-Encoding is undone.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	return t.Session(t.o.Every).RoundTrip(req)
}

// Close ends idle connections.
func (t *Transport) Close() { t.base.CloseIdleConnections() }

// sleep waits for d or for the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
