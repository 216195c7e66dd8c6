package dingtalk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wire"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options say which robot it is.
type Options struct {
	URL    string // https://oapi.dingtalk.com/robot/send?access_token=…
	Secret string // "SEC…", of the signature; "" the robot is guarded by keywords or addresses instead

	Person func(name string) voc.Person // to call people by name; nil: nobody is
}

// Channel is one robot.
type Channel struct {
	line *wire.Line
	o    Options
	now  func() time.Time
}

// New gives a robot that is called through the given transport.
func New(o Options, out http.RoundTripper, now func() time.Time) (*Channel, error) {
	line, err := wire.Open("钉钉", o.URL, out, now)
	if err != nil {
		return nil, err
	}
	return &Channel{line: line, o: o, now: now}, nil
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
	a, err := c.line.Post(ctx, c.signature(), nil, body)
	if err != nil {
		return true, a.After, err
	}
	if retry, after, err := c.line.Code(a, "errcode", "errmsg", meanings); err != nil {
		return retry, after, err
	}
	return false, 0, wire.After(part, len(bodies))
}

// signature is what the address carries beside the token.
func (c *Channel) signature() url.Values {
	if c.o.Secret == "" {
		return nil
	}
	at := c.now().UnixMilli()
	return url.Values{"timestamp": {strconv.FormatInt(at, 10)}, "sign": {sign(c.o.Secret, at)}}
}

// sign is DingTalk's own way: the secret is the key, time and secret are the message.
func sign(secret string, at int64) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d\n%s", at, secret)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// silence is how long a robot that was sent too much says nothing.
const silence = 10 * time.Minute

// meanings say of the robot's codes what is wrong and what to do.
var meanings = map[int]wire.Meaning{
	130101: {Retry: true, After: silence, Words: "发得太快（每分钟超过 20 条），机器人被停用十分钟"},
	90030:  {Retry: true, After: silence, Words: "调用次数超过上限"},
	300001: {Retry: true, Words: "access_token 不对，或机器人已被移出群：请重新添加并更新 url"},
	310000: {Retry: true, Words: "安全校验没有通过：检查 secret、关键词或 IP 段，并校准本机时钟"},
	400101: {Retry: true, Words: "access_token 不存在：请更新 url"},
	400102: {Retry: true, Words: "机器人已停用：请在群里启用"},
	400013: {Retry: true, Words: "群已解散，或机器人已被移出"},
	400105: {Words: "消息类型不被接受"},
	40035:  {Words: "消息格式不被接受"},
	460101: {Words: "消息太长"},
}
