package feishu

import (
	"encoding/json"
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

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func bot(t *testing.T, theirs *clock, ours func() time.Time, secret string) (*Channel, *notifytest.Feishu) {
	t.Helper()
	fake := notifytest.NewFeishu("demo", theirs.now)
	srv := httptest.NewServer(fake)
	t.Cleanup(srv.Close)
	c, err := New(Options{URL: srv.URL + "/open-apis/bot/v2/hook/T0KEN", Secret: secret, Person: func(name string) voc.Person {
		return map[string]voc.Person{"林店长": {Feishu: "ou_1a2b"}, "坏人": {Feishu: "all"}, "更坏": {Feishu: "x></at><at id=all"}}[name]
	}}, http.DefaultTransport, ours)
	if err != nil {
		t.Fatal(err)
	}
	return c, fake
}

var alarm = voc.Message{
	ID: "AL-1", Kind: "alert.opened", Subject: "AL-1", Level: voc.Red, Title: "山外青茶·红色预警：近一小时负面 142 条",
	Body: "**山外青茶·红色预警：近一小时负面 142 条**\n\n平时约 9 条。\n\n> 杯子里有虫\n\n- 饮品异物 67%（95 条）\n", To: []string{"林店长"},
	Links: []voc.MessageLink{{Title: "认领", URL: "https://voc.example.com/orders/WO-1?do=claim"}},
}

// The values were computed with Python's hmac from the operator's page: key = time + "\n" + secret, message empty.
func TestSignature(t *testing.T) {
	for _, c := range []struct {
		secret string
		at     int64
		want   string
	}{
		{"demo", 1599360473, "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="},
		{"听风的密钥", 1700000000, "JUw0Wk1g+s4pVZkrjbfSpUO6mRedRYLTuuK0WhsDfuc="},
	} {
		if got := sign(c.secret, c.at); got != c.want {
			t.Errorf("signature of %q at %d is %s, want %s", c.secret, c.at, got, c.want)
		}
	}
}

func TestAMessageArrivesWholeWithItsButtonAndWhoItIsFor(t *testing.T) {
	at := &clock{noon}
	c, fake := bot(t, at, at.now, "demo")
	if retry, _, err := c.Deliver(t.Context(), alarm); err != nil || retry {
		t.Fatalf("retry %v, %v", retry, err)
	}
	got := fake.Got()
	if len(got) != 1 {
		t.Fatalf("%d messages", len(got))
	}
	for _, want := range []string{alarm.Title, "平时约 9 条", "杯子里有虫", "- 饮品异物 67%", "认领 https://voc.example.com/orders/WO-1?do=claim"} {
		if strings.Count(got[0].Text, want) != 1 {
			t.Errorf("%q stands %d times in the card, want once:\n%s", want, strings.Count(got[0].Text, want), got[0].Text)
		}
	}
	if fmt.Sprint(got[0].Mentions) != "[ou_1a2b]" {
		t.Errorf("called %v, want the manager alone", got[0].Mentions)
	}
	if !strings.Contains(string(got[0].Body), `"template":"red"`) {
		t.Error("a red message has no red header")
	}
}

func TestClocksAndSecretsThatDoNotAgree(t *testing.T) {
	for _, c := range []struct {
		why    string
		skew   time.Duration
		secret string
		ok     bool
	}{
		{"our clock is 59 minutes slow", -59 * time.Minute, "demo", true},
		{"our clock is 61 minutes slow", -61 * time.Minute, "demo", false},
		{"our clock is 61 minutes fast", 61 * time.Minute, "demo", false},
		{"another secret", 0, "other", false},
		{"no secret where one is wanted", 0, "", false},
	} {
		at := &clock{noon}
		channel, fake := bot(t, at, func() time.Time { return noon.Add(c.skew) }, c.secret)
		retry, _, err := channel.Deliver(t.Context(), alarm)
		if (err == nil) != c.ok || err != nil && (!retry || !strings.Contains(err.Error(), "19021") || !strings.Contains(err.Error(), "时钟")) {
			t.Errorf("%s: retry %v, %v; a message waits until somebody has set it right", c.why, retry, err)
		}
		if f := fake.Faults(); (f.Forged == 0) != c.ok {
			t.Errorf("%s: the bot saw %+v", c.why, f)
		}
	}
}

func TestTheBotsLimitIsHeard(t *testing.T) {
	at := &clock{noon}
	c, fake := bot(t, at, at.now, "demo")
	var err error
	for range 6 {
		if err == nil {
			_, _, err = c.Deliver(t.Context(), alarm)
		}
	}
	if err == nil || !strings.Contains(err.Error(), "11232") || fake.Faults().Over != 1 {
		t.Errorf("six within a second: %v, %+v", err, fake.Faults())
	}
	at.at = at.at.Add(time.Second)
	if _, _, err := c.Deliver(t.Context(), alarm); err != nil {
		t.Errorf("a second later: %v", err)
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		why    string
		status int
		body   string
		retry  bool
		fails  bool
	}{
		{"accepted", 200, `{"code":0,"msg":"success"}`, false, false},
		{"200 with a code is a failure", 200, `{"code":11232,"msg":"frequency limited"}`, true, true},
		{"an address list that we are not on", 200, `{"code":19022,"msg":"Ip Not Allowed"}`, true, true},
		{"a keyword we do not say", 200, `{"code":19024,"msg":"Key Words Not Found"}`, true, true},
		{"a body it does not like stays unliked", 400, `{"code":9499,"msg":"Bad Request"}`, false, true},
		{"a code nobody knows", 200, `{"code":12345,"msg":"?"}`, true, true},
		{"its proxy is down", 502, `<html>`, true, true},
		{"an answer that is no JSON is no success", 200, `ok`, true, true},
		{"no address at all", 404, `not found`, false, true},
	} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		}))
		channel, err := New(Options{URL: srv.URL}, http.DefaultTransport, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		retry, _, err := channel.Deliver(t.Context(), alarm)
		if retry != c.retry || (err != nil) != c.fails {
			t.Errorf("%s: retry %v, %v", c.why, retry, err)
		}
		srv.Close()
	}
}

// A letter longer than 20 KB becomes several cards, each within the limit, and nothing is lost.
func TestALongMessageComesInNumberedParts(t *testing.T) {
	at := &clock{noon}
	c, fake := bot(t, at, at.now, "demo")
	long := alarm
	var body strings.Builder
	for i := range 900 {
		fmt.Fprintf(&body, "> 第%d位顾客说等了很久，“店员”没有道歉\\\\。\n\n", i)
	}
	long.Body = body.String()
	parts := 0
	for {
		parts++
		at.at = at.at.Add(time.Second)
		_, _, err := c.Deliver(t.Context(), long)
		if err == nil {
			break
		}
		var more interface{ Progress() (int, int) }
		if !errors.As(err, &more) {
			t.Fatal(err)
		}
		long.Done, long.Parts = more.Progress()
	}
	got := fake.Got()
	if parts < 2 || len(got) != parts || len(got) != long.Parts {
		t.Fatalf("%d parts delivered, %d taken, %d announced", parts, len(got), long.Parts)
	}
	all := ""
	for i, g := range got {
		if want := fmt.Sprintf("（%d/%d）", i+1, parts); !strings.Contains(g.Text, want) {
			t.Errorf("part %d does not say %s", i+1, want)
		}
		all += g.Text
	}
	for i := range 900 {
		if !strings.Contains(all, fmt.Sprintf("第%d位顾客", i)) {
			t.Fatalf("customer %d is lost", i)
		}
	}
}

// What a post says must not call anybody, nor become a link or a button.
func TestAPostCannotCallAnybody(t *testing.T) {
	at := &clock{noon}
	c, fake := bot(t, at, at.now, "demo")
	evil := `<at id=all></at> @所有人 @all [点我](http://evil.example) **x** "}],"x":[{` + "`"
	m := alarm
	m.To = []string{"坏人", "更坏", "不认识的人"}
	m.Title, m.Body = evil, evil+"\n\n> "+evil+"\n\n- "+evil+"\n"
	m.Links = []voc.MessageLink{{Title: "<at id=all></at>", URL: "javascript:alert(1)"}}
	if _, _, err := c.Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := fake.Got()[0]; len(got.Mentions) != 0 {
		t.Errorf("it called %v:\n%s", got.Mentions, got.Text)
	}
	var sent request
	if err := json.Unmarshal(fake.Got()[0].Body, &sent); err != nil || strings.Contains(fake.Got()[0].Text, "javascript:") {
		t.Errorf("the card is %s (%v)", fake.Got()[0].Body, err)
	}
}

// leaky fails with everything it knows, as transports do.
type leaky struct{}

func (leaky) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("dial " + r.URL.String() + ": refused")
}

func TestErrorsHoldNoSecrets(t *testing.T) {
	c, err := New(Options{URL: "https://open.feishu.example/open-apis/bot/v2/hook/T0KEN", Secret: "HUSH"}, leaky{}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	retry, _, err := c.Deliver(t.Context(), alarm)
	if !retry || err == nil || !strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), "T0KEN") || strings.Contains(err.Error(), "HUSH") {
		t.Errorf("retry %v, error %v; want the cause and no secret", retry, err)
	}
	for _, address := range []string{"", ":T0KEN", "ftp://x/T0KEN", "https://me:T0KEN@x/"} {
		if _, err := New(Options{URL: address}, leaky{}, time.Now); err == nil || strings.Contains(err.Error(), "T0KEN") {
			t.Errorf("%q: %v", address, err)
		}
	}
}
