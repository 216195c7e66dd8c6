package notifytest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Webhook is a receiver after Standard Webhooks that drops what it has seen, as the standard asks.
type Webhook struct {
	Robot
	key   []byte
	seen  map[string]bool
	again int
}

// NewWebhook gives a receiver that knows the key and takes five messages a second.
func NewWebhook(key []byte, now func() time.Time) *Webhook {
	return &Webhook{Robot: Robot{now: now, limits: []window{{count: 6, per: time.Second}}}, key: key, seen: map[string]bool{}}
}

// Again is how many messages came once more and were dropped.
func (h *Webhook) Again() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.again
}

// ServeHTTP implements http.Handler.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	body, ok := h.open(w, q)
	if !ok {
		return
	}
	id, timestamp := q.Header.Get("webhook-id"), q.Header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(id + "." + timestamp + "." + string(body)))
	if err != nil || h.now().Sub(time.Unix(seconds, 0)).Abs() > 5*time.Minute || q.Header.Get("webhook-signature") != "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
		h.forged++
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if !h.within(h.now()) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	var call struct{ Data struct{ Title, Body string } }
	if json.Unmarshal(body, &call) != nil {
		h.broken++
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if h.seen[id] {
		h.again++
		return
	}
	h.seen[id] = true
	h.accept(bytes.Clone(body), call.Data.Title+"\n"+call.Data.Body, nil)
}
