package notifytest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Feishu is a custom bot of a Feishu group that checks signatures.
type Feishu struct {
	Robot
	secret string
}

// NewFeishu gives a bot with the operator's limits.
func NewFeishu(secret string, now func() time.Time) *Feishu {
	return &Feishu{Robot: Robot{now: now, limits: []window{{count: 100, per: time.Minute}, {count: 5, per: time.Second}}}, secret: secret}
}

var feishuAt = regexp.MustCompile(`<at id=([^>]+)>`)

// ServeHTTP implements http.Handler.
func (f *Feishu) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	body, ok := f.open(w, q)
	if !ok {
		return
	}
	say := func(code int, msg string) {
		answer(w, map[string]any{"code": code, "msg": msg, "data": map[string]any{}})
	}
	var call struct {
		Timestamp string `json:"timestamp"`
		Sign      string `json:"sign"`
		Type      string `json:"msg_type"`
		Card      struct {
			Header struct {
				Title struct{ Tag, Content string }
			}
			Elements []json.RawMessage
		}
	}
	if err := json.Unmarshal(body, &call); err != nil || call.Type != "interactive" || len(body) > 20<<10 || len(call.Card.Elements) == 0 || call.Card.Header.Title.Content == "" {
		f.broken++
		w.WriteHeader(http.StatusBadRequest)
		say(9499, "Bad Request")
		return
	}
	if !f.believes(call.Timestamp, call.Sign) {
		f.forged++
		say(19021, "sign match fail or timestamp is not within one hour from current time")
		return
	}
	if !f.within(f.now()) {
		say(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]")
		return
	}
	text := []string{call.Card.Header.Title.Content}
	var mentions []string
	for _, e := range call.Card.Elements {
		var one struct {
			Tag, Content string
			Elements     []struct{ Tag, Content string }
			Actions      []struct {
				Text struct{ Content string }
				URL  string
			}
		}
		if json.Unmarshal(e, &one) != nil {
			continue
		}
		text = append(text, one.Content)
		if one.Tag == "markdown" { // plain_text is never parsed
			for _, m := range feishuAt.FindAllStringSubmatch(one.Content, -1) {
				mentions = append(mentions, m[1])
			}
		}
		for _, part := range one.Elements {
			text = append(text, part.Content)
			if part.Tag == "lark_md" {
				for _, m := range feishuAt.FindAllStringSubmatch(part.Content, -1) {
					mentions = append(mentions, m[1])
				}
			}
		}
		for _, b := range one.Actions {
			text = append(text, b.Text.Content+" "+b.URL)
		}
	}
	f.accept(bytes.Clone(body), strings.Join(text, "\n"), mentions)
	say(0, "success")
}

// believes computes the signature from the operator's page: the key is time and secret, the message empty.
func (f *Feishu) believes(timestamp, sign string) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || f.now().Sub(time.Unix(seconds, 0)).Abs() > time.Hour {
		return false
	}
	mac := hmac.New(sha256.New, []byte(timestamp+"\n"+f.secret))
	return sign == base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
