package notifytest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Slack is an incoming webhook of Slack. It takes one message a second and a burst of none: the real
// one is more patient.
type Slack struct{ Robot }

// NewSlack gives a webhook with the operator's limits.
func NewSlack(now func() time.Time) *Slack {
	return &Slack{Robot: Robot{now: now, limits: []window{{count: 1, per: time.Second}}}}
}

var slackAt = regexp.MustCompile(`<([!@#][^>]*)>`)

// ServeHTTP implements http.Handler.
func (s *Slack) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, ok := s.open(w, q)
	if !ok {
		return
	}
	if !s.within(s.now()) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	var call struct {
		Text   string
		Blocks []struct {
			Type string
			Text struct{ Type, Text string }
		}
	}
	bad := json.Unmarshal(body, &call) != nil || len(call.Blocks) == 0 || len(call.Blocks) > 50 || call.Text == ""
	all := 0
	var text, mentions []string
	for _, b := range call.Blocks {
		n := utf8.RuneCountInString(b.Text.Text)
		all += n
		bad = bad || n == 0 || b.Type == "header" && (n > 150 || b.Text.Type != "plain_text") || b.Type == "section" && n > 3000
		text = append(text, b.Text.Text)
		if b.Text.Type == "mrkdwn" {
			for _, m := range slackAt.FindAllStringSubmatch(b.Text.Text, -1) {
				mentions = append(mentions, m[1])
			}
		}
	}
	if bad || all > 13_000 {
		s.broken++
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("invalid_blocks"))
		return
	}
	for _, m := range slackAt.FindAllStringSubmatch(call.Text, -1) {
		mentions = append(mentions, m[1])
	}
	s.accept(bytes.Clone(body), strings.Join(text, "\n"), mentions)
	_, _ = w.Write([]byte("ok"))
}
