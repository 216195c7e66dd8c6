package slack

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

func hook(t *testing.T, at *clock) (*Channel, *notifytest.Slack) {
	t.Helper()
	fake := notifytest.NewSlack(at.now)
	srv := httptest.NewServer(fake)
	t.Cleanup(srv.Close)
	c, err := New(Options{URL: srv.URL + "/services/T0/B0/T0KEN"}, http.DefaultTransport, at.now)
	if err != nil {
		t.Fatal(err)
	}
	return c, fake
}

var alarm = voc.Message{
	ID: "AL-1", Level: voc.Red, Title: "山外青茶·红色预警", Body: "**平时**约 9 条。\n\n> 杯子里有虫\n> 店员还笑\n\n- 饮品异物 67%\n",
	Links: []voc.MessageLink{{Title: "认领", URL: "https://voc.example.com/orders/WO-1?do=claim&from=slack"}},
}

func TestAMessageInSlacksDialect(t *testing.T) {
	at := &clock{noon}
	c, fake := hook(t, at)
	if retry, _, err := c.Deliver(t.Context(), alarm); err != nil || retry {
		t.Fatalf("retry %v, %v", retry, err)
	}
	for _, want := range []string{"山外青茶·红色预警", "*平时*约 9 条", ">杯子里有虫\n>店员还笑", "• 饮品异物 67%", "<https://voc.example.com/orders/WO-1?do=claim&amp;from=slack|认领>"} {
		if !strings.Contains(fake.Got()[0].Text, want) {
			t.Errorf("%q is missing in:\n%s", want, fake.Got()[0].Text)
		}
	}
}

func TestTheLimitIsHeard(t *testing.T) {
	at := &clock{noon}
	c, _ := hook(t, at)
	if _, _, err := c.Deliver(t.Context(), alarm); err != nil {
		t.Fatal(err)
	}
	if retry, after, err := c.Deliver(t.Context(), alarm); err == nil || !retry || after != time.Second {
		t.Errorf("two within a second: retry %v after %s, %v", retry, after, err)
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
		{"accepted", 200, "ok", false, false},
		{"a webhook somebody removed may be replaced", 404, "no_service", true, true},
		{"an archived channel too", 410, "channel_is_archived", true, true},
		{"blocks it does not like stay unliked", 400, "invalid_blocks", false, true},
		{"down", 500, "", true, true},
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
		if retry != c.retry || (err != nil) != c.fails || err != nil && !strings.Contains(err.Error(), c.body) {
			t.Errorf("%s: retry %v, %v", c.why, retry, err)
		}
		srv.Close()
	}
}

func TestALongMessageComesInPartsAndNothingIsLost(t *testing.T) {
	at := &clock{noon}
	c, fake := hook(t, at)
	m := alarm
	var body strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&body, "> 第%d位顾客说等了很久，店员没有道歉。\n\n", i)
	}
	m.Body = body.String()
	for done := false; !done; at.at = at.at.Add(time.Second) {
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
	all := ""
	for _, g := range fake.Got() {
		all += g.Text
	}
	for i := range 1200 {
		if !strings.Contains(all, fmt.Sprintf("第%d位顾客", i)) {
			t.Fatalf("customer %d is lost", i)
		}
	}
	if len(fake.Got()) < 2 || fake.Faults() != (notifytest.Faults{}) {
		t.Errorf("%d parts, %+v", len(fake.Got()), fake.Faults())
	}
}

func TestAPostCannotCallAnybody(t *testing.T) {
	at := &clock{noon}
	c, fake := hook(t, at)
	evil := "<!channel> <!here> <@U123> <https://evil.example|银行> &lt;!everyone&gt; @channel"
	m := alarm
	m.Title, m.Body = "<!channel>", evil+"\n\n> "+evil+"\n\n- "+evil+"\n"
	if _, _, err := c.Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := fake.Got()[0]; len(got.Mentions) != 0 || strings.Contains(got.Text, "|银行>") {
		t.Errorf("called %v:\n%s", got.Mentions, got.Text)
	}
}

type leaky struct{}

func (leaky) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("dial " + r.URL.String() + ": refused")
}

func TestErrorsHoldNoSecrets(t *testing.T) {
	c, err := New(Options{URL: "https://hooks.slack.example/services/T0/B0/T0KEN"}, leaky{}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if retry, _, err := c.Deliver(t.Context(), alarm); !retry || err == nil || strings.Contains(err.Error(), "T0KEN") {
		t.Errorf("retry %v, %v", retry, err)
	}
}
