// Package wire calls the address of a robot or a receiver: one POST through the guarded transport, an
// answer of bounded size, and errors that hold neither the address nor anything of its secrets.
package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler/transport"
)

// mostAnswer is how much of an answer is read: robots say a line of JSON.
const mostAnswer = 64 << 10

// Line is the way to one receiver.
type Line struct {
	kind   string
	url    *url.URL
	secret []string // parts of the address that nobody may read
	http   *http.Client
	now    func() time.Time
}

// Open checks an address and gives the way there. The transport is where private addresses are
// refused and sizes are bounded.
func Open(kind, address string, out http.RoundTripper, now func() time.Time) (*Line, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, fmt.Errorf("%s：url 要写完整，例如 https://example.com/hooks/tingfeng", kind)
	}
	if u.User != nil {
		return nil, fmt.Errorf("%s %s：url 里不能带用户名和密码", kind, u.Host)
	}
	l := &Line{kind: kind, url: u, now: now, http: &http.Client{
		Transport: out,
		// A redirect would carry a signed message to whomever the receiver's site names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	l.secret = append(l.secret, address, u.RequestURI(), u.Path, u.EscapedPath(), u.RawQuery)
	for _, values := range u.Query() {
		l.secret = append(l.secret, values...)
	}
	if i := strings.LastIndexByte(u.Path, '/'); i >= 0 {
		l.secret = append(l.secret, u.Path[i+1:])
	}
	return l, nil
}

// Host is the receiver's host, which may be shown.
func (l *Line) Host() string { return l.url.Host }

// Name is how errors call the receiver: its kind and host.
func (l *Line) Name() string { return l.kind + " " + l.url.Host }

// Answer is what a receiver said.
type Answer struct {
	Status int
	Body   []byte
	After  time.Duration // how long it asked to be left alone; 0: it did not
}

// Post sends one body. query is added to the address. The error says that no answer came; it can be
// tried again, after as long as the answer says.
func (l *Line) Post(ctx context.Context, query url.Values, header http.Header, body []byte) (Answer, error) {
	address := *l.url
	if len(query) > 0 {
		if address.RawQuery != "" {
			address.RawQuery += "&"
		}
		address.RawQuery += query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), bytes.NewReader(body))
	if err != nil {
		return Answer{}, fmt.Errorf("%s：请求无法构造", l.Name())
	}
	for name, values := range header {
		req.Header[name] = values
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	res, err := l.http.Do(req)
	if err != nil {
		var parked *transport.ParkedError
		after := time.Duration(0)
		if errors.As(err, &parked) {
			after = max(parked.Until.Sub(l.now()), 0)
		}
		return Answer{After: after}, fmt.Errorf("%s：%w", l.Name(), l.redacted(err, address.RequestURI(), address.RawQuery, query))
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return Answer{}, fmt.Errorf("%s：回答没有读完", l.Name())
	}
	return Answer{Status: res.StatusCode, Body: text, After: l.retryAfter(res.Header.Get("Retry-After"))}, nil
}

// Judge says what a status means: 2xx is accepted; 408, 425, 429 and 5xx may be tried again; other
// answers are final.
func (l *Line) Judge(a Answer) (retry bool, err error) {
	switch code := a.Status; {
	case code >= 200 && code < 300:
		return false, nil
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		return true, fmt.Errorf("%s 回了 %d", l.Name(), code)
	case code >= 300 && code < 400:
		return false, fmt.Errorf("%s 回了 %d，要求转到别处：请直接填最终地址", l.Name(), code)
	default:
		return false, fmt.Errorf("%s 回了 %d：它不收这条消息", l.Name(), code)
	}
}

// retryAfter reads both forms of the header, seconds and a date; 0 when there is none.
func (l *Line) retryAfter(s string) time.Duration {
	if seconds, err := strconv.Atoi(s); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(at.Sub(l.now()), 0)
	}
	return 0
}

// redacted takes the address out of a transport's error: its path or its query is the secret.
func (l *Line) redacted(err error, uri, query string, added url.Values) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	text := err.Error()
	hide := append([]string{uri, query}, l.secret...)
	for _, values := range added {
		for _, v := range values {
			hide = append(hide, v, url.QueryEscape(v))
		}
	}
	for _, secret := range hide {
		if len(secret) > 2 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return errors.New(text)
}

// Said is what a receiver wrote, cut to a line that an error can quote, without the address's secrets.
func (l *Line) Said(text string) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	for _, secret := range l.secret {
		if len(secret) > 2 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	if runes := []rune(text); len(runes) > 120 {
		text = string(runes[:120]) + "…"
	}
	return text
}

// Unfinished is no failure: so many parts of a message are accepted, the next may go later.
type Unfinished struct{ Done, Parts int }

// Error says how far it is.
func (e *Unfinished) Error() string {
	return fmt.Sprintf("已送达第 %d 部分，共 %d 部分", e.Done, e.Parts)
}

// Progress tells the outbox how far it is.
func (e *Unfinished) Progress() (done, parts int) { return e.Done, e.Parts }

// After is the outcome of having delivered one more part, of a message of so many.
func After(done, parts int) error {
	if done+1 < parts {
		return &Unfinished{Done: done + 1, Parts: parts}
	}
	return nil
}
