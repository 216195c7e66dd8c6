package feishu

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wire"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say which bot it is.
type Options struct {
	URL    string // https://open.feishu.cn/open-apis/bot/v2/hook/…
	Secret string // of the signature check; "" the bot is guarded by keywords or addresses instead

	Person func(name string) voc.Person // to call people by name; nil: nobody is
}

// Channel is one bot.
type Channel struct {
	line *wire.Line
	o    Options
	now  func() time.Time
}

// New gives a bot that is called through the given transport.
func New(o Options, out http.RoundTripper, now func() time.Time) (*Channel, error) {
	line, err := wire.Open("飞书", o.URL, out, now)
	if err != nil {
		return nil, err
	}
	return &Channel{line: line, o: o, now: now}, nil
}

// Host is the bot's host, which may be shown.
func (c *Channel) Host() string { return c.line.Host() }

// Deliver sends the next part of a message.
func (c *Channel) Deliver(ctx context.Context, m voc.Message) (retry bool, after time.Duration, err error) {
	cards := c.cards(m)
	part := min(m.Done, len(cards)-1)
	body, err := json.Marshal(c.signed(cards[part]))
	if err != nil {
		return false, 0, fmt.Errorf("%s：消息无法写成 JSON：%w", c.line.Name(), err)
	}
	a, err := c.line.Post(ctx, nil, nil, body)
	if err != nil {
		return true, a.After, err
	}
	if retry, after, err := c.line.Code(a, "code", "msg", meanings); err != nil {
		return retry, after, err
	}
	return false, 0, wire.After(part, len(cards))
}

// request is the body of a call.
type request struct {
	Timestamp string `json:"timestamp,omitempty"`
	Sign      string `json:"sign,omitempty"`
	Type      string `json:"msg_type"`
	Card      card   `json:"card"`
}

func (c *Channel) signed(content card) request {
	r := request{Type: "interactive", Card: content}
	if c.o.Secret != "" {
		at := c.now().Unix()
		r.Timestamp, r.Sign = strconv.FormatInt(at, 10), sign(c.o.Secret, at)
	}
	return r
}

// sign is Feishu's own way: time and secret are the key, the message is empty.
func sign(secret string, at int64) string {
	mac := hmac.New(sha256.New, fmt.Appendf(nil, "%d\n%s", at, secret))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// meanings say of the bot's codes what is wrong and what to do.
var meanings = map[int]wire.Meaning{
	9499:  {Words: "消息格式不被接受"},
	11232: {Retry: true, Words: "发得太快，被限流"},
	19001: {Retry: true, Words: "机器人地址不存在：可能已被移出群，请重新添加并更新 url"},
	19021: {Retry: true, Words: "签名或时间不对：检查 secret，并校准本机时钟"},
	19022: {Retry: true, Words: "本机地址不在机器人的 IP 白名单里：请加上"},
	19024: {Retry: true, Words: "消息里没有机器人要求的关键词：改用签名校验，或把“听风”设为关键词"},
}
