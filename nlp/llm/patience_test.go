package llm

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/llm/llmtest"
)

func TestRetryAfterIsHeeded(t *testing.T) {
	f := func(why, header string, least, most time.Duration) {
		t.Helper()
		b := newBench(t, nil)
		b.server.Next(llmtest.Busy(header))
		if _, err := b.Read(t.Context(), mentions("出餐慢")); err != nil {
			t.Fatalf("%s: %v", why, err)
		}
		if len(b.waits) != 1 || b.waits[0] < least || b.waits[0] > most {
			t.Errorf("%s: waited %v, want %s to %s", why, b.waits, least, most)
		}
		if b.calls[0].Attempts != 2 {
			t.Errorf("%s: %d attempts in the ledger", why, b.calls[0].Attempts)
		}
	}
	f("seconds", "7", 7*time.Second, 7*time.Second)
	f("a date, by the server's clock", time.Now().Add(20*time.Second).UTC().Format(http.TimeFormat), 15*time.Second, 21*time.Second)
	f("a date that is over", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat), time.Second/2, time.Second)
	f("none", "", time.Second/2, time.Second)
	f("no time at all", "soon", time.Second/2, time.Second)

	b := newBench(t, nil)
	b.server.Next(llmtest.Busy("600"))
	if _, err := b.Read(t.Context(), mentions("出餐慢")); !errors.Is(err, ErrAway) || len(b.waits) > 0 {
		t.Errorf("a long pause: %v after waiting %v", err, b.waits)
	}
	b.pass(9 * time.Minute)
	if _, err := b.Read(t.Context(), mentions("出餐慢")); !errors.Is(err, ErrAway) || len(b.server.Requests()) != 1 {
		t.Errorf("within the pause: %v, %d requests", err, len(b.server.Requests()))
	}
	b.pass(2 * time.Minute)
	if _, err := b.Read(t.Context(), mentions("出餐慢")); err != nil {
		t.Errorf("after the pause: %v", err)
	}
}

func TestASlowAnswerIsGivenUpAndItsQuestionBooked(t *testing.T) {
	b := newBench(t, nil)
	b.Reader.options.Timeout = 30 * time.Millisecond // real time: the connection's
	b.server.Always(llmtest.Slow)
	if _, err := b.Read(t.Context(), mentions("出餐慢")); !errors.Is(err, ErrAway) {
		t.Fatal(err)
	}
	c := b.calls[0]
	if c.Outcome != "timeout" || c.Attempts != maxTries || c.TokensIn == 0 || c.TokensOut != 0 || c.Cost == 0 {
		t.Errorf("the ledger says %+v", c)
	}
	if spent := b.Today(); spent.Tokens != int64(c.TokensIn) {
		t.Errorf("booked %+v", spent)
	}
}

// counting counts the bytes of answers that are read.
type counting struct{ n *atomic.Int64 }

func (c counting) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := http.DefaultTransport.RoundTrip(req)
	if err == nil {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.TeeReader(res.Body, c), res.Body}
	}
	return res, err
}

func (c counting) Write(p []byte) (int, error) { c.n.Add(int64(len(p))); return len(p), nil }

func TestAHugeAnswerIsNotReadToItsEnd(t *testing.T) {
	var n atomic.Int64
	b := newBench(t, func(_ *Options, p *Parts) { p.Transport = counting{&n} })
	b.server.Always(llmtest.Huge)
	if _, err := b.Read(t.Context(), mentions("出餐慢")); !errors.Is(err, ErrAway) || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("got %v", err)
	}
	if n.Load() > maxTries*(maxAnswer+64<<10) {
		t.Errorf("%d bytes were read", n.Load())
	}
}

func TestTheWayOfAskingIsRemembered(t *testing.T) {
	b := newBench(t, nil)
	b.server.Always(llmtest.Knows(""))
	for i := range 2 {
		if _, err := b.Read(t.Context(), many(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	var formats []string
	for _, q := range b.server.Requests() {
		formats = append(formats, q.Format)
	}
	if !slices.Equal(formats, []string{"json_schema", "json_object", "", ""}) {
		t.Errorf("asked as %q", formats)
	}
	b = newBench(t, nil) // refused for another reason: nothing is learnt from it
	b.server.Always(llmtest.Status(400, "x", "x"))
	if _, err := b.Read(t.Context(), many(1)); !errors.Is(err, ErrRefused) || b.format.Load() != int32(formatSchema) {
		t.Errorf("%v, format %d", err, b.format.Load())
	}
}

func TestTheBreaker(t *testing.T) {
	b := newBench(t, nil)
	b.server.Always(llmtest.Status(500, "", ""))
	ask := func() error { _, err := b.Read(t.Context(), mentions("出餐慢")); return err }
	for range tripAfter {
		if err := ask(); !errors.Is(err, ErrAway) {
			t.Fatal(err)
		}
	}
	asked := len(b.server.Requests())
	if err := ask(); !errors.Is(err, ErrAway) || len(b.server.Requests()) != asked || b.calls[len(b.calls)-1].Outcome != "breaker open" {
		t.Fatalf("open: %v, %d requests, %v", err, len(b.server.Requests())-asked, b.outcomes())
	}
	b.pass(firstPause)
	if err := ask(); !errors.Is(err, ErrAway) || len(b.server.Requests()) != asked+maxTries {
		t.Fatalf("probe: %v", err)
	}
	b.pass(firstPause) // the second pause is twice as long
	if err := ask(); len(b.server.Requests()) != asked+maxTries {
		t.Fatalf("asked within the second pause: %v", err)
	}
	b.pass(firstPause)
	b.server.Always(nil)
	if err := ask(); err != nil {
		t.Fatalf("back: %v", err)
	}
	var br breaker
	for range tripAfter {
		br.report(endedFailed, noon)
	}
	if ok, _ := br.allow(noon.Add(firstPause)); !ok {
		t.Error("no probe after the pause")
	}
	if ok, _ := br.allow(noon.Add(firstPause)); ok {
		t.Error("two probes at one time")
	}
	br.give()
	if ok, _ := br.allow(noon.Add(firstPause)); !ok {
		t.Error("a probe that was never sent blocks the next")
	}
}

// A model that never says anything useful is not paid for ever; a few posts that make it talk
// nonsense do not keep the others from being read.
func TestAUselessModelIsLeftAlone(t *testing.T) {
	b := newBench(t, nil)
	b.server.Always(llmtest.Prose)
	if _, err := b.Read(t.Context(), many(40)); !errors.Is(err, ErrAway) || len(b.server.Requests()) != uselessAfter {
		t.Errorf("%d requests, %v", len(b.server.Requests()), err)
	}
	b = newBench(t, nil)
	b.server.Always(llmtest.Say(func(q llmtest.Request, honest string) string {
		if strings.Contains(q.User, llmtest.Command) {
			return "好的"
		}
		return honest
	}))
	asked := many(40)
	for i := 8; i < 13; i++ {
		asked[i].Post.Text += llmtest.Command
	}
	readings, err := b.Read(t.Context(), asked)
	if err != nil || len(readings) != 40 {
		t.Fatalf("%d readings, %v", len(readings), err)
	}
	for i, r := range readings {
		if wicked := i >= 8 && i < 13; wicked != (r.Note == Unreadable) {
			t.Errorf("post %d: %+v", i, r)
		}
	}
}
