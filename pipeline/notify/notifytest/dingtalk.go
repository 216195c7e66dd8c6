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

// DingTalk is a custom robot of a DingTalk group that checks signatures and falls silent for ten
// minutes when it is called a 21st time within one.
type DingTalk struct {
	Robot
	secret string
	silent time.Time // until then
}

// NewDingTalk gives a robot with the operator's limits.
func NewDingTalk(secret string, now func() time.Time) *DingTalk {
	return &DingTalk{Robot: Robot{now: now, limits: []window{{count: 20, per: time.Minute}}}, secret: secret}
}

// ServeHTTP implements http.Handler.
func (d *DingTalk) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	body, ok := d.open(w, q)
	if !ok {
		return
	}
	say := func(code int, msg string) { answer(w, map[string]any{"errcode": code, "errmsg": msg}) }
	if d.now().Before(d.silent) {
		d.over++
		say(130101, "send too fast, exceed 20 times per minute")
		return
	}
	if !d.believes(q.URL.Query().Get("timestamp"), q.URL.Query().Get("sign")) {
		d.forged++
		say(310000, "sign not match")
		return
	}
	if !d.within(d.now()) {
		d.blocked++
		d.silent = d.now().Add(10 * time.Minute)
		say(130101, "send too fast, exceed 20 times per minute")
		return
	}
	var call struct {
		Type     string `json:"msgtype"`
		Markdown struct{ Title, Text string }
		Card     struct {
			Title, Text string
			Buttons     []struct {
				Title string
				URL   string `json:"actionURL"`
			} `json:"btns"`
		} `json:"actionCard"`
		At struct {
			Mobiles []string `json:"atMobiles"`
			All     bool     `json:"isAtAll"`
		}
	}
	err := json.Unmarshal(body, &call)
	text := call.Markdown.Text + call.Card.Text
	if err != nil || len(body) > 20_000 || text == "" || call.Markdown.Title+call.Card.Title == "" || call.Type != "markdown" && call.Type != "actionCard" {
		d.broken++
		say(40035, "不合法的参数")
		return
	}
	for _, b := range call.Card.Buttons {
		text += "\n" + b.Title + " " + b.URL
	}
	if call.At.All {
		call.At.Mobiles = append(call.At.Mobiles, "all")
	}
	d.accept(bytes.Clone(body), text, call.At.Mobiles)
	say(0, "ok")
}

// believes computes the signature from the operator's page: the secret is the key, time and secret
// the message.
func (d *DingTalk) believes(timestamp, sign string) bool {
	millis, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || d.now().Sub(time.UnixMilli(millis)).Abs() > time.Hour {
		return false
	}
	mac := hmac.New(sha256.New, []byte(d.secret))
	mac.Write([]byte(timestamp + "\n" + d.secret))
	return sign == base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
