package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wire"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say where messages go and how they are signed.
type Options struct {
	URL     string   `yaml:"url"`     // https; http only to addresses of one's own network
	Secrets []string `yaml:"secrets"` // "whsec_…"; each signs, so that a receiver can change over
}

// Channel is one receiver.
type Channel struct {
	line *wire.Line
	keys [][]byte
	now  func() time.Time
}

// New gives a channel that goes out through the given transport, which is where private addresses
// are refused and sizes are bounded. No error of it ever holds the path or the secrets.
func New(o Options, transport http.RoundTripper, now func() time.Time) (*Channel, error) {
	line, err := wire.Open("webhook", o.URL, transport, now)
	if err != nil {
		return nil, err
	}
	if len(o.Secrets) == 0 {
		return nil, fmt.Errorf("%s：没有 secrets：接收方分不清是不是我们发的", line.Name())
	}
	c := &Channel{line: line, now: now}
	for i, s := range o.Secrets {
		key, err := parseSecret(s)
		if err != nil {
			return nil, fmt.Errorf("%s：第 %d 个密钥：%w", line.Name(), i+1, err)
		}
		c.keys = append(c.keys, key)
	}
	return c, nil
}

// Host is the receiver's host, which may be shown.
func (c *Channel) Host() string { return c.line.Host() }

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

	To     []string          `json:"to,omitempty"`    // names of the people it is for
	Links  []voc.MessageLink `json:"links,omitempty"` // what can be done about it
	Thread string            `json:"thread,omitempty"`
	Order  json.RawMessage   `json:"order,omitempty"` // a work order whole, for systems that keep it too
}

// Deliver posts one message. 2xx is accepted; 408, 425, 429 and 5xx, and everything that goes wrong
// on the way, may be tried again; 410 switches the channel off (*GoneError); other answers are final.
func (c *Channel) Deliver(ctx context.Context, m voc.Message) (retry bool, retryAfter time.Duration, err error) {
	body, err := json.Marshal(Body{
		Version: 1, Type: m.Kind, Timestamp: m.CreatedAt,
		Data: Data{
			ID: m.ID, Subject: m.Subject, Level: m.Level, Title: m.Title, Body: m.Body,
			To: m.To, Links: m.Links, Thread: m.Thread, Order: m.Data,
		},
	})
	if err != nil {
		return false, 0, fmt.Errorf("%s：消息无法写成 JSON：%w", c.line.Name(), err)
	}
	h := http.Header{}
	c.sign(h, m.ID, body)
	a, err := c.line.Post(ctx, nil, h, body)
	if err != nil {
		return true, a.After, err
	}
	if a.Status == http.StatusGone {
		return false, 0, &GoneError{Host: c.line.Host()}
	}
	if retry, err = c.line.Judge(a); err == nil || !retry {
		return false, 0, err
	}
	return true, a.After, err
}

func (c *Channel) sign(h http.Header, id string, body []byte) {
	at := c.now()
	signatures := make([]string, len(c.keys))
	for i, key := range c.keys {
		signatures[i] = sign(key, id, at, body)
	}
	h.Set(HeaderID, id)
	h.Set(HeaderTimestamp, strconv.FormatInt(at.Unix(), 10))
	h.Set(HeaderSignature, strings.Join(signatures, " "))
}

// GoneError says that the receiver answered 410: it must not be called again until somebody here
// has looked into it.
type GoneError struct{ Host string }

// Error names the receiver and the remedy.
func (e *GoneError) Error() string {
	return "webhook " + e.Host + " 回了 410，表示不再接收：请联系接收方，之后重发任意一条即恢复"
}

// Gone tells the outbox to stop.
func (e *GoneError) Gone() bool { return true }
