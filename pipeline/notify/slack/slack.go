package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wire"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Characters of a section, and how many sections one message holds.
const (
	mostSection  = 2800
	mostSections = 4
)

// Options say which webhook it is.
type Options struct {
	URL string // https://hooks.slack.com/services/…
}

// Channel is one webhook.
type Channel struct{ line *wire.Line }

// New gives a webhook that is called through the given transport.
func New(o Options, out http.RoundTripper, now func() time.Time) (*Channel, error) {
	line, err := wire.Open("Slack", o.URL, out, now)
	if err != nil {
		return nil, err
	}
	return &Channel{line: line}, nil
}

// Host is the webhook's host, which may be shown.
func (c *Channel) Host() string { return c.line.Host() }

// Deliver sends the next part of a message.
func (c *Channel) Deliver(ctx context.Context, m voc.Message) (retry bool, after time.Duration, err error) {
	bodies := bodies(m)
	part := min(m.Done, len(bodies)-1)
	text, err := json.Marshal(bodies[part])
	if err != nil {
		return false, 0, fmt.Errorf("%s：消息无法写成 JSON：%w", c.line.Name(), err)
	}
	a, err := c.line.Post(ctx, nil, nil, text)
	if err != nil {
		return true, a.After, err
	}
	if retry, err := c.judge(a); err != nil {
		return retry, a.After, err
	}
	return false, 0, wire.After(part, len(bodies))
}

// judge adds to what a status means the word Slack writes: "no_service", "invalid_blocks".
func (c *Channel) judge(a wire.Answer) (retry bool, err error) {
	retry, err = c.line.Judge(a)
	if err == nil {
		return false, nil
	}
	word := c.line.Said(string(a.Body))
	switch word {
	case "no_service", "no_active_hooks", "channel_is_archived", "channel_not_found", "action_prohibited", "invalid_token", "no_team":
		return true, fmt.Errorf("%w（%s）：webhook 已失效或频道已归档，请更新 url", err, word)
	case "":
		return retry, err
	}
	return retry, fmt.Errorf("%w（%s）", err, word)
}

type body struct {
	Text   string  `json:"text"` // of the notification
	Blocks []block `json:"blocks"`
}

type block struct {
	Type string `json:"type"` // "header", "section"
	Text text   `json:"text"`
}

type text struct {
	Type     string `json:"type"` // "plain_text": nothing in it is markup; "mrkdwn"
	Text     string `json:"text"`
	Verbatim bool   `json:"verbatim,omitempty"` // makes no links and mentions of its own
}

// bodies are what a message becomes: one, or several when it is longer than Slack takes at once.
func bodies(m voc.Message) []body {
	title, blocks := markup.Compose(m)
	sections, _ := markup.Split(blocks, mostSection, mostSections*markup.MostParts, func(part []markup.Block) int { return utf8.RuneCountInString(mrkdwn(part)) })
	parts := max(1, (len(sections)+mostSections-1)/mostSections)
	var list []body
	for i := range parts {
		name := markup.Numbered(title, i, parts)
		b := body{Text: markup.Tame(name), Blocks: []block{{"header", text{Type: "plain_text", Text: name}}}}
		for _, s := range sections[min(i*mostSections, len(sections)):min((i+1)*mostSections, len(sections))] {
			b.Blocks = append(b.Blocks, section(mrkdwn(s)))
		}
		if links := footer(markup.Links(m)); i == parts-1 && links != "" {
			b.Blocks = append(b.Blocks, section(links))
		}
		list = append(list, b)
	}
	return list
}

func section(words string) block {
	return block{"section", text{Type: "mrkdwn", Text: words, Verbatim: true}}
}

// mrkdwn writes blocks in Slack's dialect: one star for bold, links in angle brackets.
func mrkdwn(blocks []markup.Block) string {
	var b strings.Builder
	for i, one := range blocks {
		if i > 0 {
			b.WriteString("\n")
			if one.Kind != markup.Item || blocks[i-1].Kind != markup.Item {
				b.WriteString("\n")
			}
		}
		words := spans(one)
		switch one.Kind {
		case markup.Quote:
			words = ">" + strings.ReplaceAll(words, "\n", "\n>")
		case markup.Item:
			mark := "• "
			if one.Mark != "" {
				mark = one.Mark + " "
			}
			words = strings.Repeat("    ", one.Level) + mark + words
		case markup.Rule:
			words = "———"
		}
		b.WriteString(words)
	}
	return b.String()
}

func spans(one markup.Block) string {
	var b strings.Builder
	for _, s := range one.Spans {
		words := markup.Tame(s.Text)
		switch {
		case s.URL != "":
			words = link(s.URL, s.Text)
		case (s.Bold || one.Kind == markup.Heading) && strings.TrimSpace(words) != "" && !strings.Contains(words, "\n"):
			words = "*" + words + "*"
		}
		b.WriteString(words)
	}
	return b.String()
}

func link(url, words string) string {
	return "<" + strings.ReplaceAll(url, "&", "&amp;") + "|" + markup.Tame(strings.ReplaceAll(words, "\n", " ")) + ">"
}

// footer is a line of links that has room in a section.
func footer(links []voc.MessageLink) string {
	line := ""
	for _, l := range links {
		one := link(l.URL, l.Title)
		if line != "" {
			one = "  ·  " + one
		}
		if utf8.RuneCountInString(line+one) > mostSection {
			break
		}
		line += one
	}
	return line
}
