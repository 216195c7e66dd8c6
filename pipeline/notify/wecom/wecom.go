package wecom

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wire"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Bytes of a message's content.
const (
	mostMarkdown = 4096
	mostText     = 2048
)

// Options say which robot it is.
type Options struct {
	URL string // https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…

	Person func(name string) voc.Person // to call people by name; nil: nobody is
}

// Channel is one robot.
type Channel struct {
	line *wire.Line
	o    Options
}

// New gives a robot that is called through the given transport.
func New(o Options, out http.RoundTripper, now func() time.Time) (*Channel, error) {
	line, err := wire.Open("企业微信", o.URL, out, now)
	if err != nil {
		return nil, err
	}
	return &Channel{line: line, o: o}, nil
}

// Host is the robot's host, which may be shown.
func (c *Channel) Host() string { return c.line.Host() }

// Deliver sends the next part of a message.
func (c *Channel) Deliver(ctx context.Context, m voc.Message) (retry bool, after time.Duration, err error) {
	bodies := c.bodies(m)
	part := min(m.Done, len(bodies)-1)
	body, err := json.Marshal(bodies[part])
	if err != nil {
		return false, 0, fmt.Errorf("%s：消息无法写成 JSON：%w", c.line.Name(), err)
	}
	a, err := c.line.Post(ctx, nil, nil, body)
	if err != nil {
		return true, a.After, err
	}
	if retry, after, err := c.line.Code(a, "errcode", "errmsg", meanings); err != nil {
		return retry, after, err
	}
	return false, 0, wire.After(part, len(bodies))
}

type body struct {
	Type     string   `json:"msgtype"`
	Markdown *content `json:"markdown,omitempty"`
	Text     *content `json:"text,omitempty"`
}

type content struct {
	Content string   `json:"content"`
	Mobiles []string `json:"mentioned_mobile_list,omitempty"`
}

// bodies are what a message becomes: parts of at most 4,096 bytes, and a text that calls those it is for.
func (c *Channel) bodies(m voc.Message) []body {
	title, blocks := markup.Compose(m)
	write := func(part []markup.Block, name string, last bool) string {
		text := "**" + markup.Tame(name) + "**\n\n" + markup.Chat(part, "\n")
		if last {
			text += footer(markup.Links(m), mostMarkdown/4)
		}
		return strings.TrimSpace(text)
	}
	longest := markup.Numbered(title, markup.MostParts, markup.MostParts)
	parts, _ := markup.Split(blocks, mostMarkdown, markup.MostParts, func(part []markup.Block) int { return len(write(part, longest, true)) })
	if len(parts) == 0 {
		parts = [][]markup.Block{nil}
	}
	var list []body
	for i, part := range parts {
		list = append(list, body{Type: "markdown", Markdown: &content{Content: write(part, markup.Numbered(title, i, len(parts)), i == len(parts)-1)}})
	}
	if who := wire.Mobiles(m, c.o.Person); len(who) > 0 {
		list = append(list, body{Type: "text", Text: &content{Content: "请看上一条：" + title, Mobiles: who}})
	}
	return list
}

// footer is a line of links that has room in so many bytes.
func footer(links []voc.MessageLink, room int) string {
	text := ""
	for _, l := range links {
		one := "[" + markup.Tame(l.Title) + "](" + l.URL + ")"
		if text != "" {
			one = " · " + one
		}
		if len(text)+len(one) > room {
			break
		}
		text += one
	}
	if text == "" {
		return ""
	}
	return "\n\n" + text
}

// meanings say of the robot's codes what is wrong and what to do.
var meanings = map[int]wire.Meaning{
	45009: {Retry: true, After: time.Minute, Words: "发得太快（每分钟超过 20 条），被限流"},
	-1:    {Retry: true, Words: "企业微信系统繁忙"},
	93000: {Retry: true, Words: "key 不对，或机器人已被移出群：请重新添加并更新 url"},
	93004: {Retry: true, Words: "机器人已停用"},
	93008: {Retry: true, Words: "机器人不在群里"},
	40008: {Words: "消息类型不被接受"},
	40058: {Words: "消息格式或长度不被接受"},
	44004: {Words: "消息是空的"},
}
