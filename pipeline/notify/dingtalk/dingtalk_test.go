package dingtalk

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/notifytest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func robot(t *testing.T, theirs *clock, ours func() time.Time, secret string) (*Channel, *notifytest.DingTalk) {
	t.Helper()
	fake := notifytest.NewDingTalk("SECdemo", theirs.now)
	srv := httptest.NewServer(fake)
	t.Cleanup(srv.Close)
	c, err := New(Options{URL: srv.URL + "/robot/send?access_token=T0KEN", Secret: secret, Person: func(name string) voc.Person {
		return map[string]voc.Person{"林店长": {Mobile: "13800000000"}, "坏人": {Mobile: "all"}}[name]
	}}, http.DefaultTransport, ours)
	if err != nil {
		t.Fatal(err)
	}
	return c, fake
}

var alarm = voc.Message{
	ID: "AL-1", Kind: "alert.opened", Level: voc.Orange, Title: "山外青茶·橙色预警：近一小时负面 42 条",
	Body:  "平时约 9 条。\n\n> 杯子里有虫\n> 店员还笑\n\n- 饮品异物 67%\n- 其他 33%\n",
	Links: []voc.MessageLink{{Title: "认领", URL: "https://voc.example.com/orders/WO-1?do=claim"}, {Title: "误报", URL: "https://voc.example.com/alerts/AL-1?do=false_alarm"}},
}

// Computed with Python's hmac from the operator's page: key = secret, message = time + "\n" + secret.
func TestSignature(t *testing.T) {
	for _, c := range []struct {
		secret string
		at     int64
		want   string
	}{
		{"SECdemo", 1577262236757, "sLRlUUvzoOXn5DR/+o+s6tOqX+bWe3JGaZ7JQ7844l8="},
		{"SEC听风", 1700000000123, "AB0oRiTsgHFdDXV5hj5vJM3X8Pc70spDFT3zOk//ZqA="},
	} {
		if got := sign(c.secret, c.at); got != c.want {
			t.Errorf("signature of %q at %d is %s, want %s", c.secret, c.at, got, c.want)
		}
	}
}

func TestAMessageIsACardWithButtons(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, at.now, "SECdemo")
	if retry, _, err := c.Deliver(t.Context(), alarm); err != nil || retry {
		t.Fatalf("retry %v, %v", retry, err)
	}
	got := fake.Got()[0]
	for _, want := range []string{"### 山外青茶·橙色预警", "> 杯子里有虫", "- 饮品异物 67%", "认领 https://voc.example.com/orders/WO-1?do=claim", "误报 https://"} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("%q is missing in:\n%s", want, got.Text)
		}
	}
	if !strings.Contains(string(got.Body), `"msgtype":"actionCard"`) || len(got.Mentions) != 0 {
		t.Errorf("sent %s", got.Body)
	}
}

// Cards call nobody: a message for somebody is Markdown, and its links are in the text.
func TestAMessageForSomebodyCallsThemByMobile(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, at.now, "SECdemo")
	m := alarm
	m.To = []string{"林店长", "坏人", "没有手机的人"}
	if _, _, err := c.Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := fake.Got()[0]
	if fmt.Sprint(got.Mentions) != "[13800000000]" || !strings.Contains(got.Text, "@13800000000") || !strings.Contains(got.Text, "[认领](https://voc.example.com/orders/WO-1?do=claim)") {
		t.Errorf("called %v:\n%s", got.Mentions, got.Text)
	}
}

func TestClocksAndSecretsThatDoNotAgree(t *testing.T) {
	for _, c := range []struct {
		why    string
		skew   time.Duration
		secret string
		ok     bool
	}{
		{"59 minutes slow", -59 * time.Minute, "SECdemo", true},
		{"61 minutes slow", -61 * time.Minute, "SECdemo", false},
		{"61 minutes fast", 61 * time.Minute, "SECdemo", false},
		{"another secret", 0, "SECother", false},
		{"no secret where one is wanted", 0, "", false},
	} {
		at := &clock{noon}
		channel, _ := robot(t, at, func() time.Time { return noon.Add(c.skew) }, c.secret)
		retry, _, err := channel.Deliver(t.Context(), alarm)
		if (err == nil) != c.ok || err != nil && (!retry || !strings.Contains(err.Error(), "310000")) {
			t.Errorf("%s: retry %v, %v", c.why, retry, err)
		}
	}
}

// The 21st message within a minute silences the robot for ten minutes: it must be left alone for all of them.
func TestASilencedRobotIsLeftAloneForTenMinutes(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, at.now, "SECdemo")
	for range 20 {
		if _, _, err := c.Deliver(t.Context(), alarm); err != nil {
			t.Fatal(err)
		}
	}
	retry, after, err := c.Deliver(t.Context(), alarm)
	if err == nil || !retry || after != 10*time.Minute || !strings.Contains(err.Error(), "130101") || fake.Faults().Blocked != 1 {
		t.Errorf("retry %v after %s, %v", retry, after, err)
	}
	at.at = at.at.Add(9 * time.Minute)
	if _, _, err := c.Deliver(t.Context(), alarm); err == nil {
		t.Error("the fake robot speaks again before its time: it checks nothing")
	}
	at.at = at.at.Add(time.Minute)
	if _, _, err := c.Deliver(t.Context(), alarm); err != nil {
		t.Errorf("ten minutes later: %v", err)
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		why    string
		status int
		body   string
		retry  bool
		after  time.Duration
		fails  bool
	}{
		{"accepted", 200, `{"errcode":0,"errmsg":"ok"}`, false, 0, false},
		{"over the limit, in its other word", 200, `{"errcode":90030,"errmsg":"webhook over limit"}`, true, 10 * time.Minute, true},
		{"a token that is gone may come back with the next configuration", 200, `{"errcode":300001,"errmsg":"token is not exist"}`, true, 0, true},
		{"a body it does not like", 200, `{"errcode":40035,"errmsg":"x"}`, false, 0, true},
		{"a code nobody knows", 200, `{"errcode":-1,"errmsg":"系统繁忙"}`, true, 0, true},
		{"its proxy is down", 503, ``, true, 0, true},
		{"no JSON is no success", 200, ``, true, 0, true},
	} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}))
		channel, err := New(Options{URL: srv.URL}, http.DefaultTransport, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		retry, after, err := channel.Deliver(t.Context(), alarm)
		if retry != c.retry || after != c.after || (err != nil) != c.fails {
			t.Errorf("%s: retry %v after %s, %v", c.why, retry, after, err)
		}
		srv.Close()
	}
}

func TestALongMessageComesInPartsAndNothingIsLost(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, at.now, "SECdemo")
	m := alarm
	var body strings.Builder
	for i := range 700 {
		fmt.Fprintf(&body, "> 第%d位顾客说等了很久，店员没有道歉。\n\n", i)
	}
	m.Body = body.String()
	for done := false; !done; {
		_, _, err := c.Deliver(t.Context(), m)
		var more interface{ Progress() (int, int) }
		switch {
		case err == nil:
			done = true
		case errors.As(err, &more):
			m.Done, m.Parts = more.Progress()
		default:
			t.Fatal(err)
		}
	}
	all, buttons := "", 0
	for _, g := range fake.Got() {
		all += g.Text
		buttons += strings.Count(g.Text, "do=claim")
	}
	for i := range 700 {
		if !strings.Contains(all, fmt.Sprintf("第%d位顾客", i)) {
			t.Fatalf("customer %d is lost", i)
		}
	}
	if n := len(fake.Got()); n < 2 || buttons != 1 {
		t.Errorf("%d parts with %d buttons to claim, want several parts and the button in the last", n, buttons)
	}
}

func TestAPostCannotCallAnybody(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, at.now, "SECdemo")
	evil := "@所有人 @all @13800000000 ![图](http://evil.example/x.png) # 大字"
	m := alarm
	m.Body = "> " + strings.NewReplacer("[", `\[`, "]", `\]`, "#", `\#`).Replace(evil)
	if _, _, err := c.Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := fake.Got()[0]
	if len(got.Mentions) != 0 || strings.Contains(got.Text, "@") || strings.Contains(got.Text, "](http://evil") {
		t.Errorf("called %v:\n%s", got.Mentions, got.Text)
	}
}

type leaky struct{}

func (leaky) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("dial " + r.URL.String() + ": refused")
}

func TestErrorsHoldNoSecrets(t *testing.T) {
	at := &clock{noon}
	c, err := New(Options{URL: "https://oapi.dingtalk.example/robot/send?access_token=T0KEN", Secret: "SECHUSH"}, leaky{}, at.now)
	if err != nil {
		t.Fatal(err)
	}
	retry, _, err := c.Deliver(t.Context(), alarm)
	signature := sign("SECHUSH", noon.UnixMilli())
	if !retry || err == nil || !strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), "T0KEN") || strings.Contains(err.Error(), signature[:20]) {
		t.Errorf("retry %v, error %v; want the cause, and neither token nor signature", retry, err)
	}
}
