package wecom

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/notifytest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func robot(t *testing.T, at *clock, key string) (*Channel, *notifytest.WeCom) {
	t.Helper()
	fake := notifytest.NewWeCom("K3Y", at.now)
	srv := httptest.NewServer(fake)
	t.Cleanup(srv.Close)
	c, err := New(Options{URL: srv.URL + "/cgi-bin/webhook/send?key=" + key, Person: func(name string) voc.Person {
		return map[string]voc.Person{"林店长": {Mobile: "13800000000"}, "坏人": {Mobile: "@all"}}[name]
	}}, http.DefaultTransport, at.now)
	if err != nil {
		t.Fatal(err)
	}
	return c, fake
}

// whole delivers a message part by part, a part every four seconds.
func whole(t *testing.T, c *Channel, at *clock, m voc.Message) {
	t.Helper()
	for range 50 {
		_, _, err := c.Deliver(t.Context(), m)
		var more interface{ Progress() (int, int) }
		switch {
		case err == nil:
			return
		case errors.As(err, &more):
			m.Done, m.Parts = more.Progress()
		default:
			t.Fatal(err)
		}
		at.at = at.at.Add(4 * time.Second)
	}
	t.Fatal("a message never ends")
}

var alarm = voc.Message{
	ID: "AL-1", Level: voc.Yellow, Title: "山外青茶·黄色预警", Body: "平时约 9 条。\n\n> 杯子里有虫\n",
	Links: []voc.MessageLink{{Title: "认领", URL: "https://voc.example.com/orders/WO-1?do=claim"}},
}

func TestAMessageAndACallForWhoItIsFor(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, "K3Y")
	m := alarm
	m.To = []string{"林店长", "坏人"}
	whole(t, c, at, m)
	got := fake.Got()
	if len(got) != 2 || fmt.Sprint(got[0].Mentions, got[1].Mentions) != "[] [13800000000]" {
		t.Fatalf("got %+v; want the message, and behind it a text that calls the manager alone", got)
	}
	for _, want := range []string{"**山外青茶·黄色预警**", "> 杯子里有虫", "[认领](https://voc.example.com/orders/WO-1?do=claim)"} {
		if !strings.Contains(got[0].Text, want) {
			t.Errorf("%q is missing in:\n%s", want, got[0].Text)
		}
	}
}

func TestAnotherKeyAndTheLimit(t *testing.T) {
	at := &clock{noon}
	stranger, _ := robot(t, at, "0THER")
	if retry, _, err := stranger.Deliver(t.Context(), alarm); err == nil || !retry || !strings.Contains(err.Error(), "93000") || strings.Contains(err.Error(), "0THER") {
		t.Errorf("another key: retry %v, %v", retry, err)
	}
	c, fake := robot(t, at, "K3Y")
	for range 20 {
		if _, _, err := c.Deliver(t.Context(), alarm); err != nil {
			t.Fatal(err)
		}
	}
	if retry, after, err := c.Deliver(t.Context(), alarm); err == nil || !retry || after != time.Minute || fake.Faults().Over != 1 {
		t.Errorf("the 21st: retry %v after %s, %v", retry, after, err)
	}
}

// The limit is 4,096 bytes, not characters: random texts of Chinese, emoji, accents and markup never
// pass it, break no character, and arrive whole.
func TestPartsNeverPassTheLimitAndLoseNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	pieces := []string{"等了四十分钟", "。", "，", "👨‍👩‍👧‍👦", "é", "abc ", "！", "\n", "\n\n", "> ", "- ", `\*`, "😡😡", "𠮷野家", "**重**", "[链接](https://a.example/b)", "第7条"}
	for n := range 150 {
		var body strings.Builder
		for range random.IntN(2500) {
			body.WriteString(pieces[random.IntN(len(pieces))])
		}
		at := &clock{noon}
		c, fake := robot(t, at, "K3Y")
		m := alarm
		m.Body = body.String()
		whole(t, c, at, m)
		if f := fake.Faults(); f != (notifytest.Faults{}) {
			t.Fatalf("text %d: %+v", n, f)
		}
		all := ""
		for _, g := range fake.Got() {
			all += g.Text
		}
		_, blocks := markup.Compose(m)
		if want := essence(markup.Text(blocks)); !utf8.ValidString(all) || !within(want, essence(all)) && !strings.Contains(all, markup.Notice) {
			t.Fatalf("text %d lost something in %d parts", n, len(fake.Got()))
		}
	}
}

// essence is the Chinese of a text, which no dialect changes.
func essence(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x4e00 && r <= 0x9fff || r > 0x1f000 {
			return r
		}
		return -1
	}, s)
}

// within tells whether all characters of a stand in b in their order.
func within(a, b string) bool {
	for _, r := range a {
		i := strings.IndexRune(b, r)
		if i < 0 {
			return false
		}
		b = b[i+utf8.RuneLen(r):]
	}
	return true
}

func TestAPostCannotCallAnybody(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, "K3Y")
	m := alarm
	m.Title = "<@all> @所有人"
	m.Body = `<@all> <@zhangsan> @all` + "\n\n> <@all> <font color=\"warning\">x</font>\n\n- <@all>\n"
	whole(t, c, at, m)
	if got := fake.Got()[0]; len(got.Mentions) != 0 || strings.ContainsAny(got.Text, "<@") {
		t.Errorf("called %v:\n%s", got.Mentions, got.Text)
	}
}

func TestWhatIsTooLongForSixPartsSaysSo(t *testing.T) {
	at := &clock{noon}
	c, fake := robot(t, at, "K3Y")
	m := alarm
	m.Body = strings.Repeat("这一句话没有完也不会完", 4000)
	whole(t, c, at, m)
	got := fake.Got()
	last := got[len(got)-1].Text
	if len(got) != markup.MostParts || !strings.Contains(last, markup.Notice) || !strings.Contains(last, "do=claim") {
		t.Errorf("%d parts, the last ends %q", len(got), last[max(0, len(last)-120):])
	}
}
