package demosite

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// HookSecret signs the messages of the demonstration. It protects nothing: it is printed here so
// that the receiver can show how a signature is checked.
const HookSecret = "whsec_dGluZ2ZlbmctZGVtby1yZWNlaXZlci1rZXktMDAwMQ=="

// A receiver keeps the latest messages only, and none larger than this.
const (
	hooksKept   = 200
	hookMaxBody = 256 << 10
	hookSkew    = 5 * time.Minute // Standard Webhooks' tolerance against replay
)

// Hook is a message that arrived at /hooks/tingfeng and whose signature was right.
type Hook struct {
	ID      string    // webhook-id; the same for every attempt to deliver one message
	At      time.Time // when it came first
	Times   int       // how often it came
	Payload []byte
}

type receiver struct {
	key []byte
	now func() time.Time

	mu      sync.Mutex
	hooks   []Hook // oldest first
	refused int
}

func newReceiver(secret string, now func() time.Time) (*receiver, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) == 0 {
		return nil, errors.New("demosite: Options.Secret must be whsec_ and base64")
	}
	return &receiver{key: key, now: now}, nil
}

// receive takes a message after Standard Webhooks: 204 when signature and time are right, else 401.
func (rc *receiver) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, hookMaxBody))
	if err != nil {
		http.Error(w, "body: "+err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	id := r.Header.Get("Webhook-Id")
	if err := rc.verify(id, r.Header.Get("Webhook-Timestamp"), r.Header.Get("Webhook-Signature"), body); err != nil {
		rc.mu.Lock()
		rc.refused++
		rc.mu.Unlock()
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	rc.keep(Hook{ID: id, At: rc.now(), Times: 1, Payload: body})
	w.WriteHeader(http.StatusNoContent)
}

func (rc *receiver) verify(id, stamp, signatures string, body []byte) error {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || id == "" {
		return fmt.Errorf("webhook-id and webhook-timestamp are needed, got %q and %q", id, stamp)
	}
	if off := rc.now().Sub(time.Unix(seconds, 0)).Abs(); off > hookSkew {
		return fmt.Errorf("webhook-timestamp is %s off, at most %s is taken", off.Round(time.Second), hookSkew)
	}
	mac := hmac.New(sha256.New, rc.key)
	fmt.Fprintf(mac, "%s.%s.", id, stamp)
	mac.Write(body)
	want := mac.Sum(nil)
	for _, s := range strings.Fields(signatures) {
		got, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s, "v1,"))
		if err == nil && hmac.Equal(got, want) {
			return nil
		}
	}
	return errors.New("webhook-signature does not fit id, timestamp and body")
}

func (rc *receiver) keep(h Hook) {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	for i := range rc.hooks {
		if rc.hooks[i].ID == h.ID {
			rc.hooks[i].Times++
			return
		}
	}
	if rc.hooks = append(rc.hooks, h); len(rc.hooks) > hooksKept {
		rc.hooks = rc.hooks[1:]
	}
}

// list gives the messages received, oldest first, and how many requests were refused.
func (rc *receiver) list() (hooks []Hook, refused int) {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	return append([]Hook(nil), rc.hooks...), rc.refused
}

// show lists the messages for a person.
func (rc *receiver) show(zone *time.Location) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		hooks, refused := rc.list()
		pg := newPage("收到的消息", "")
		pg.raw("<p class=hint>这里是演示用的接收端：听风把预警与工单消息签名后推送到 <code>/hooks/tingfeng</code>，验签通过的列在下面。</p>")
		pg.printf("<p class=hint>已收 %d 条，拒收 %d 条。</p>", len(hooks), refused)
		for i := len(hooks) - 1; i >= 0; i-- {
			h := hooks[i]
			var pretty bytes.Buffer
			if json.Indent(&pretty, h.Payload, "", "  ") != nil {
				pretty.Reset()
				pretty.Write(h.Payload)
			}
			pg.raw("<article class=card><h3>")
			pg.text(h.At.In(zone).Format("01-02 15:04:05"))
			pg.raw(" <small>")
			pg.text(h.ID)
			pg.printf(" · 验签通过 · %d 次</small></h3><pre>", h.Times)
			pg.text(pretty.String())
			pg.raw("</pre></article>")
		}
		pg.send(w)
	}
}
