package notifytest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"time"
	"unicode/utf8"
)

// WeCom is a robot of a WeCom group.
type WeCom struct {
	Robot
	key string
}

// NewWeCom gives a robot with the operator's limits; whoever knows its key may call it.
func NewWeCom(key string, now func() time.Time) *WeCom {
	return &WeCom{Robot: Robot{now: now, limits: []window{{count: 20, per: time.Minute}}}, key: key}
}

var wecomAt = regexp.MustCompile(`<@([^>]+)>`)

// ServeHTTP implements http.Handler.
func (c *WeCom) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	body, ok := c.open(w, q)
	if !ok {
		return
	}
	say := func(code int, msg string) { answer(w, map[string]any{"errcode": code, "errmsg": msg}) }
	if q.URL.Query().Get("key") != c.key {
		c.forged++
		say(93000, "invalid webhook url")
		return
	}
	if !c.within(c.now()) {
		say(45009, "api freq out of limit")
		return
	}
	var call struct {
		Type     string `json:"msgtype"`
		Markdown struct{ Content string }
		Text     struct {
			Content string
			Users   []string `json:"mentioned_list"`
			Mobiles []string `json:"mentioned_mobile_list"`
		}
	}
	err := json.Unmarshal(body, &call)
	content, most := call.Markdown.Content, 4096
	if call.Type == "text" {
		content, most = call.Text.Content, 2048
	}
	if err != nil || content == "" || len(content) > most || !utf8.ValidString(content) || call.Type != "markdown" && call.Type != "text" {
		c.broken++
		say(40058, "markdown.content exceed max length 4096. invalid Request Parameter")
		return
	}
	mentions := append(call.Text.Users, call.Text.Mobiles...)
	for _, m := range wecomAt.FindAllStringSubmatch(content, -1) {
		mentions = append(mentions, m[1])
	}
	c.accept(bytes.Clone(body), content, mentions)
	say(0, "ok")
}
