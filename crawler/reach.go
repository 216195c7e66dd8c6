package crawler

import (
	"bytes"
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

	"github.com/gocolly/colly/v2"

	"github.com/tingfeng-voc/tingfeng/crawler/charset"
	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
)

// maxRedirects is how many redirects one request may follow.
const maxRedirects = 5

var (
	errUnchanged = errors.New("not modified")
	errWall      = errors.New("the site wants a login or a proof of being human")
	errExpired   = errors.New("the key is no longer good")
)

// StatusError is an answer that is no page.
type StatusError struct {
	Code  int
	URL   string    // without secrets
	Until time.Time // when the site said to come back; zero: no word
}

// Error implements error.
func (e *StatusError) Error() string {
	return fmt.Sprintf("%s answered %d %s", e.URL, e.Code, http.StatusText(e.Code))
}

// reach is one job's collector and what it brought last.
type reach struct {
	j         *job
	collector *colly.Collector
	response  *colly.Response
	error     bool // the response is the body of an error
}

// newReach builds a collector for one job. It is made with Init instead of NewCollector, which would
// read settings from the environment. Robots, pace, limits, caching and retries lie below it in the
// session; what colly has of them is switched off, since two of each would fight.
func newReach(ctx context.Context, j *job) *reach {
	c := &colly.Collector{}
	c.Init()
	c.Context = ctx
	c.AllowURLRevisit = true // what was seen is ours to know
	c.IgnoreRobotsTxt = true // asked below, on every hop
	c.MaxBodySize = 0        // cut silently here, refused loudly below
	c.DisableCookies()
	c.SetRequestTimeout(0) // it would count the waiting for the pace
	c.WithTransport(&edge{j})
	r := &reach{j: j, collector: c}
	c.SetRedirectHandler(r.redirect)
	c.OnResponse(func(response *colly.Response) { r.response = response })
	return r
}

// travelling are the headers that may go along to another host: they say what we can read.
var travelling = []string{"Accept", "Accept-Language", "Content-Type", "Referer", "User-Agent", "If-None-Match", "If-Modified-Since"}

// redirect judges one hop. The address itself is judged below; here it is about where a source's
// pages may lead, and that nothing of ours goes along.
func (r *reach) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	first := via[0]
	if wallPath.MatchString(req.URL.Host+req.URL.Path) && !wallPath.MatchString(first.URL.Host+first.URL.Path) {
		return fmt.Errorf("%w: it sends us to %s", errWall, req.URL.Host)
	}
	// The client copies the headers of the first request onto every hop, so it is the first that counts.
	if req.URL.Host != first.URL.Host || first.URL.Scheme == "https" && req.URL.Scheme != "https" {
		for name := range req.Header {
			if !slices.Contains(travelling, name) {
				req.Header.Del(name)
			}
		}
	}
	if _, anywhere := r.j.site.(*feedSite); !anywhere && !r.j.sameSite(req.URL) {
		if transport.Inward(req.URL.Hostname()) {
			return fmt.Errorf("it redirects to %s: %w", req.URL.Host, transport.ErrPrivate)
		}
		return fmt.Errorf("it redirects to another site, %s; %w", req.URL.Host, errElsewhere)
	}
	return nil
}

// edge stands between colly and the session. It turns bytes into UTF-8 and answers that are no page
// into errors, so that colly neither decodes a second time nor takes 304 for an accident.
type edge struct{ j *job }

// RoundTrip implements http.RoundTripper.
func (e *edge) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := e.j.session.RoundTrip(e.signed(req))
	if err != nil {
		return nil, err
	}
	resp.Request = req // not the signed one: its address becomes the page's, and that is kept
	switch code := resp.StatusCode; {
	case code == http.StatusNotModified:
		return nil, errUnchanged
	case code >= 300 && code < 400 && resp.Header.Get("Location") != "":
		return resp, nil // the client's business
	case e.answers(code):
		resp.StatusCode, e.j.reach.error = http.StatusOK, true // colly would keep the body of anything else
	case code < 200 || code >= 300 || code == http.StatusPartialContent:
		refusal := &StatusError{Code: code, URL: transport.Redact(req.URL)}
		now := e.j.c.o.Now()
		if wait, ok := transport.RetryAfter(resp, now); ok {
			refusal.Until = now.Add(min(wait, 24*time.Hour))
		}
		return nil, refusal
	}
	return e.decode(resp)
}

// answers tells whether the body of an answer that is no page says something to the kind.
func (e *edge) answers(code int) bool {
	a, ok := kindOf[answering](e.j.site)
	return ok && code >= 400 && a.Answers(code)
}

// signed puts the key of a kind that needs it there into the query, on the way out and nowhere else.
func (e *edge) signed(req *http.Request) *http.Request {
	s, ok := kindOf[signer](e.j.site)
	if !ok || !e.j.atHome(req.URL) {
		return req
	}
	u, err := url.Parse(s.Sign(req.URL.String()))
	if err != nil || !e.j.atHome(u) {
		return req
	}
	out := req.Clone(req.Context())
	out.URL = u
	return out
}

func (e *edge) decode(resp *http.Response) (*http.Response, error) {
	body, err := io.ReadAll(resp.Body) // in memory and within its limits already
	if err != nil {
		return nil, err
	}
	if body, err = unpacked(body); err != nil {
		return nil, fmt.Errorf("%s: %w", transport.Redact(resp.Request.URL), err)
	}
	kind := resp.Header.Get("Content-Type")
	for _, binary := range []string{"image/", "audio/", "video/", "font/", "application/pdf", "application/zip"} {
		if strings.HasPrefix(strings.ToLower(kind), binary) {
			return nil, fmt.Errorf("%s is %s, not a page: %w", transport.Redact(resp.Request.URL), kind, plain.ErrLayout)
		}
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, fmt.Errorf("%s sent an empty page", transport.Redact(resp.Request.URL))
	}
	text, _, err := charset.Decode(body, kind, e.j.src.Charset)
	if err != nil {
		return nil, err
	}
	mediaType, _, _ := strings.Cut(kind, ";")
	if mediaType = strings.TrimSpace(mediaType); mediaType == "" {
		mediaType = "text/plain"
	}
	resp.Header.Set("Content-Type", mediaType+"; charset=utf-8")
	resp.Body = io.NopCloser(bytes.NewReader([]byte(text)))
	resp.ContentLength = int64(len(text))
	return resp, nil
}

// question is one request as a kind means it.
type question struct {
	address string
	method  string
	body    []byte
	header  http.Header
}

// get brings one page. first asks for it only if it has changed since the last visit, and keeps its
// validators for the next.
func (j *job) get(ctx context.Context, address string, first bool) (*plain.Page, error) {
	j.shown = false
	q, err := j.ask(ctx, address)
	if err != nil {
		return nil, err
	}
	q.header.Set("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")
	if first && j.span == nil && q.method == http.MethodGet {
		setIf(q.header, "If-None-Match", j.state.Tag)
		setIf(q.header, "If-Modified-Since", j.state.Changed)
	}
	page, err := j.send(ctx, q)
	if j.shown && unauthorised(err) { // the token was taken back before its time
		j.c.tokens.drop(j.src.ID)
		if q, err = j.ask(ctx, address); err == nil {
			page, err = j.send(ctx, q)
		}
	}
	if err == nil && first {
		got := j.reach.response.Headers
		j.state.Tag, j.state.Changed = got.Get("ETag"), got.Get("Last-Modified")
		if j.reach.error {
			j.forgetValidators()
		}
	}
	return page, err
}

// send asks for one page and waits for it.
func (j *job) send(ctx context.Context, q question) (*plain.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var body io.Reader
	if q.body != nil {
		body = bytes.NewReader(q.body)
	}
	if q.method != http.MethodGet {
		q.header["X-Idempotency-Key"] = nil // net/http's own way to say that it only asks; not sent
	}
	r := j.reach
	r.response, r.error = nil, false
	if err := r.collector.Request(q.method, q.address, body, nil, q.header); err != nil {
		return nil, transport.Cut(err)
	}
	if r.response == nil {
		return nil, fmt.Errorf("no answer from %s", j.address.Host)
	}
	got := r.response
	at := j.c.o.Now()
	if date, err := http.ParseTime(got.Headers.Get("Date")); err == nil {
		at = date
	}
	page := &plain.Page{URL: got.Request.URL, Text: string(got.Body), At: at, Zone: j.zone}
	page.Next = nextOf(got.Headers.Values("Link"))
	return page, nil
}

func setIf(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// forgetValidators makes the next visit ask for the first page whatever the site says of it: the
// one we got was not one to build on.
func (j *job) forgetValidators() { j.state.Tag, j.state.Changed = "", "" }

var (
	maxAgeValue = regexp.MustCompile(`(?i)(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})`)
	linkNext    = regexp.MustCompile(`<([^>]*)>[^,<]*;\s*rel="?(?:[^",;]*\s)?next(?:\s[^",;]*)?"?`)

	// wallPath matches where sites send those they want to log in or to prove they are human.
	wallPath = regexp.MustCompile(`(?i)^(passport|login|sso|account|accounts|sec|verify|captcha|wappass)\.|/(login|signin|passport|captcha|verify|antispider|safecheck)(/|\.|$)`)
	// wallTitles are titles of such pages, lower case.
	wallTitles = []string{"安全验证", "人机验证", "访问验证", "滑动验证", "验证码", "请登录", "登录", "登陆", "登入", "log in", "sign in", "just a moment", "attention required", "captcha", "access denied"}
)

func maxAge(cacheControl string) time.Duration {
	m := maxAgeValue.FindStringSubmatch(cacheControl)
	if m == nil || strings.Contains(strings.ToLower(cacheControl), "no-cache") {
		return 0
	}
	seconds, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// nextOf reads rel="next" out of Link headers.
func nextOf(links []string) string {
	for _, link := range links {
		if m := linkNext.FindStringSubmatch(link); m != nil {
			return m[1]
		}
	}
	return ""
}

// blocked tells that a site does not want us, as against that it could not be reached.
func blocked(err error) bool {
	return refusal(err) || errors.Is(err, transport.ErrRobots) || errors.Is(err, errWall)
}

// refusal tells the status codes sites use for those they do not want: 412, 432 and 461 are what
// Chinese sites send to crawlers.
func refusal(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && slices.Contains([]int{401, 403, 412, 432, 451, 461}, status.Code)
}

// unauthorised tells that whoever asked is not known, or no longer.
func unauthorised(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && status.Code == http.StatusUnauthorized
}

// gone tells a page that was there once.
func gone(err error) bool {
	var status *StatusError
	return errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusGone)
}

// fatal tells errors that will meet the next page as well, or end the visit for another reason.
func fatal(err error) bool {
	var parked *transport.ParkedError
	return blocked(err) || errors.As(err, &parked) || errors.Is(err, transport.ErrAddress) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// tally counts oddities by their text.
type tally map[string]int

func (t tally) add(what string) {
	if len(t) < 50 || t[what] > 0 {
		t[what]++
	}
}

func (t tally) list() []string {
	var out []string
	for _, what := range sortedKeys(t) {
		if n := t[what]; n > 1 {
			what = fmt.Sprintf("%s (%d times)", what, n)
		}
		out = append(out, "not understood: "+what)
	}
	return out
}
