package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say where messages go and how they are signed.
type Options struct {
	URL     string   `yaml:"url"`     // https; http only to addresses of one's own network
	Secrets []string `yaml:"secrets"` // "whsec_…"; each signs, so that a receiver can change over
}

// Channel is one receiver.
type Channel struct {
	url  string
	host string
	keys [][]byte
	http *http.Client
	now  func() time.Time
}

// New gives a channel that goes out through the given transport, which is where private addresses
// are refused and sizes are bounded. No error of it ever holds the path or the secrets.
func New(o Options, transport http.RoundTripper, now func() time.Time) (*Channel, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("webhook: url must be complete, like https://example.com/hooks/tingfeng")
	}
	if u.User != nil {
		return nil, fmt.Errorf("webhook %s: url holds a user name: sign with secrets instead", u.Host)
	}
	if len(o.Secrets) == 0 {
		return nil, fmt.Errorf("webhook %s: no secret: receivers could not tell us from anybody else", u.Host)
	}
	c := &Channel{url: o.URL, host: u.Host, now: now, http: &http.Client{
		Transport: transport,
		// A redirect would carry a signed message to whomever the receiver's site names.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	for i, s := range o.Secrets {
		key, err := parseSecret(s)
		if err != nil {
			return nil, fmt.Errorf("webhook %s: secret %d: %w", u.Host, i+1, err)
		}
		c.keys = append(c.keys, key)
	}
	return c, nil
}

// Body is what a receiver gets. Fields may be added under the same Version; none changes meaning.
type Body struct {
	Version   int       `json:"version"`   // 1
	Type      string    `json:"type"`      // kind of the message: "alert.opened", "digest", …
	Timestamp time.Time `json:"timestamp"` // when the message was made
	Data      Data      `json:"data"`
}

// Data is the message itself.
type Data struct {
	ID      string    `json:"id"`      // same as webhook-id: seen before means delivered before
	Subject string    `json:"subject"` // id of the alert or work order
	Level   voc.Level `json:"level"`
	Title   string    `json:"title"`
	Body    string    `json:"body"` // Markdown
}

// Deliver posts one message. 2xx is accepted; 408, 425, 429 and 5xx, and everything that goes wrong
// on the way, may be tried again; 410 switches the channel off (*GoneError); other answers are final.
func (c *Channel) Deliver(ctx context.Context, m voc.Message) (retry bool, retryAfter time.Duration, err error) {
	body, err := json.Marshal(Body{
		Version: 1, Type: m.Kind, Timestamp: m.CreatedAt,
		Data: Data{ID: m.ID, Subject: m.Subject, Level: m.Level, Title: m.Title, Body: m.Body},
	})
	if err != nil {
		return false, 0, fmt.Errorf("webhook %s: write message as JSON: %w", c.host, err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return false, 0, fmt.Errorf("webhook %s: request cannot be made", c.host)
	}
	c.sign(req.Header, m.ID, body)
	res, err := c.http.Do(req)
	if err != nil {
		return true, 0, fmt.Errorf("webhook %s: %w", c.host, c.redacted(err))
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10)) // read out, so that the connection can serve again
	return c.answer(res)
}

func (c *Channel) sign(h http.Header, id string, body []byte) {
	at := c.now()
	signatures := make([]string, len(c.keys))
	for i, key := range c.keys {
		signatures[i] = sign(key, id, at, body)
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set(HeaderID, id)
	h.Set(HeaderTimestamp, strconv.FormatInt(at.Unix(), 10))
	h.Set(HeaderSignature, strings.Join(signatures, " "))
}

func (c *Channel) answer(res *http.Response) (bool, time.Duration, error) {
	code := res.StatusCode
	switch {
	case code >= 200 && code < 300:
		return false, 0, nil
	case code == http.StatusGone:
		return false, 0, &GoneError{Host: c.host}
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		return true, c.retryAfter(res.Header.Get("Retry-After")), fmt.Errorf("webhook %s answered %d", c.host, code)
	case code >= 300 && code < 400:
		return false, 0, fmt.Errorf("webhook %s answered %d, a redirect: configure the final address", c.host, code)
	}
	return false, 0, fmt.Errorf("webhook %s answered %d: it does not accept this message", c.host, code)
}

// retryAfter reads both forms of the header, seconds and a date; 0 when there is none.
func (c *Channel) retryAfter(s string) time.Duration {
	if seconds, err := strconv.Atoi(s); err == nil {
		return time.Duration(max(seconds, 0)) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(at.Sub(c.now()), 0)
	}
	return 0
}

// redacted takes the address out of a transport's error: its path may be the receiver's secret.
func (c *Channel) redacted(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	text := err.Error()
	u, _ := url.Parse(c.url) // parsed before, in New
	for _, secret := range []string{c.url, u.RequestURI(), u.Path, u.RawQuery} {
		if len(secret) > 1 {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return errors.New(text)
}

// GoneError says that the receiver answered 410: it must not be called again until somebody here
// has looked into it.
type GoneError struct{ Host string }

// Error names the receiver and the remedy.
func (e *GoneError) Error() string {
	return "webhook " + e.Host + " answered 410, it has switched this channel off: ask its owner, then resend a message"
}

// Gone tells the outbox to stop.
func (e *GoneError) Gone() bool { return true }
