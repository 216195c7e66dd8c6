package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)

func message(id, channel string, level voc.Level, at time.Time) voc.Message {
	return voc.Message{ID: id, Channel: channel, Kind: "alert.opened", Level: level, Title: "青衡·红色预警", Body: "正文", CreatedAt: at}
}

// box is an outbox whose events are kept, so that every test can ask whether a restart knows the same.
type box struct {
	*Outbox
	t      *testing.T
	places []Place
	events []voc.Event
}

func newBox(t *testing.T, places ...Place) *box {
	t.Helper()
	o, err := NewOutbox(Options{Places: places})
	if err != nil {
		t.Fatal(err)
	}
	return &box{Outbox: o, t: t, places: places}
}

func (b *box) add(events ...voc.Event) {
	b.t.Helper()
	for _, e := range events {
		e.Seq = uint64(len(b.events) + 1)
		b.events = append(b.events, e)
		if err := b.Fold(e); err != nil {
			b.t.Fatal(err)
		}
	}
}

// restarted is what a new process folds from the same events.
func (b *box) restarted() *box {
	b.t.Helper()
	again := newBox(b.t, b.places...)
	again.add(b.events...)
	return again
}

func idsOf(ms []voc.Message) string {
	var ids []string
	for _, m := range ms {
		ids = append(ids, m.ID)
	}
	return strings.Join(ids, " ")
}

func TestGravestFirstThenOldest(t *testing.T) {
	b := newBox(t)
	b.add(
		QueuedEvent(message("digest", "pr", "", noon), noon),
		QueuedEvent(message("blue", "pr", voc.Blue, noon), noon),
		QueuedEvent(message("orange2", "pr", voc.Orange, noon.Add(2*time.Second)), noon),
		QueuedEvent(message("orange1", "pr", voc.Orange, noon.Add(time.Second)), noon),
		QueuedEvent(message("red", "pr", voc.Red, noon.Add(3*time.Second)), noon),
	)
	if got, want := idsOf(b.Due(noon)), "red orange1 orange2 blue digest"; got != want {
		t.Errorf("due in order %q, want %q", got, want)
	}
}

func TestQueueingTwiceSendsOnce(t *testing.T) {
	b := newBox(t)
	m := message("a", "pr", voc.Red, noon)
	b.add(QueuedEvent(m, noon), Outcome(m, noon, Result{}, 0), QueuedEvent(m, noon))
	if got := b.Due(noon.Add(time.Hour)); len(got) != 0 {
		t.Errorf("a message sent is due again: %v", got)
	}
	if m, _ := b.Message("a"); m.SentAt != noon || m.Tries != 1 {
		t.Errorf("message is %+v, want sent at noon by one try", m)
	}
}

func TestBackoffUntilItIsGivenUp(t *testing.T) {
	b := newBox(t)
	b.add(QueuedEvent(message("a", "pr", voc.Red, noon), noon))
	var waits []time.Duration
	now := noon
	for {
		due := b.Due(now)
		if len(due) == 0 {
			break
		}
		b.add(Outcome(due[0], now, Result{Retry: true, Err: errors.New("503")}, 0.5))
		m, _ := b.Message("a")
		if early := b.Due(m.NextTryAt.Add(-1)); len(early) != 0 {
			t.Fatal("due before its time")
		}
		waits = append(waits, m.NextTryAt.Sub(now))
		now = m.NextTryAt
	}
	want := []time.Duration{10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 6 * time.Hour, 6 * time.Hour, 6 * time.Hour}
	if !slices.Equal(waits, want) {
		t.Errorf("waited %v, want %v", waits, want)
	}
	old := b.restarted().Plan(now)
	if len(old) != 1 || old[0].Type != TypeDead {
		t.Fatalf("after %s nothing is to be given up: %v", now.Sub(noon), old)
	}
	b.add(old...)
	m, _ := b.Message("a")
	if !m.Dead || !strings.Contains(m.LastError, "503") || m.Tries != len(want) {
		t.Errorf("dead message is %+v, want it to say what went wrong last after %d tries", m, len(want))
	}
	b.add(ResentEvent("a", "王芳", now))
	if got := b.restarted().Due(now); len(got) != 1 || got[0].Tries != 0 || got[0].Dead {
		t.Errorf("a resent message is due as %+v, want a fresh start", got)
	}
	if got := b.Plan(now.Add(23 * time.Hour)); len(got) != 0 {
		t.Error("a resent message was given up before its own day")
	}
}

func TestWaitsAreSpreadAndRespectTheReceiver(t *testing.T) {
	m := message("a", "pr", voc.Red, noon)
	next := func(random float64, after time.Duration) time.Duration {
		var a Attempt
		if err := json.Unmarshal(Outcome(m, noon, Result{Retry: true, After: after, Err: errors.New("x")}, random).Data, &a); err != nil {
			t.Fatal(err)
		}
		return a.NextAt.Sub(noon)
	}
	if low, high := next(0, 0), next(0.999, 0); low != 9*time.Second || high <= 10*time.Second || high > 11*time.Second {
		t.Errorf("first wait is between %s and %s, want 9 s to 11 s", low, high)
	}
	if got := next(0, time.Minute); got != time.Minute {
		t.Errorf("asked to wait a minute, waits %s", got)
	}
}

func TestRatesHoldForEveryStretchAndOverRestarts(t *testing.T) {
	rates := []Rate{{Count: 18, Per: time.Minute}, {Count: 4, Per: time.Second}}
	b := newBox(t, Place{Name: "bot", Rates: rates})
	for i := range 200 {
		b.add(QueuedEvent(message(fmt.Sprintf("%03d", i), "bot", voc.Blue, noon), noon))
	}
	b.add(QueuedEvent(message("other", "mail", voc.Blue, noon), noon))
	var sent []time.Time
	now := noon
	for round := 0; len(sent) < 201; round++ {
		if round > 100_000 {
			t.Fatalf("only %d messages went out", len(sent))
		}
		if round%7 == 0 {
			b = b.restarted()
		}
		for _, m := range b.Due(now) {
			b.add(Outcome(m, now, Result{}, 0))
			if m.Channel == "bot" {
				sent = append(sent, now)
			} else if round > 0 {
				t.Error("a channel without limit had to wait for one with a limit")
			}
		}
		if len(sent) == 200 {
			break
		}
		now = now.Add(250 * time.Millisecond)
	}
	for _, r := range rates {
		for i := range sent {
			n := 0
			for _, t := range sent[i:] {
				if t.Sub(sent[i]) < r.Per {
					n++
				}
			}
			if n > r.Count {
				t.Fatalf("%d messages within %s from %s, the limit is %d", n, r.Per, sent[i], r.Count)
			}
		}
	}
	if took := sent[199].Sub(noon); took > 17*time.Minute {
		t.Errorf("200 mild messages took %s; two thirds of the limit, the rest is kept for red ones, allow them in about 16 minutes", took)
	}
}

func TestRedOvertakesAFullQueue(t *testing.T) {
	b := newBox(t, Place{Name: "bot", Rates: []Rate{{Count: 2, Per: time.Minute}}})
	for i := range 50 {
		b.add(QueuedEvent(message(fmt.Sprint(i), "bot", voc.Blue, noon), noon))
	}
	b.add(QueuedEvent(message("red", "bot", voc.Red, noon.Add(time.Second)), noon))
	if due := b.Due(noon.Add(time.Second)); len(due) != 2 || due[0].ID != "red" {
		t.Errorf("due is %q, want red first and one more", idsOf(due))
	}
}

type goneError struct{}

func (goneError) Error() string { return "answered 410" }
func (goneError) Gone() bool    { return true }

func TestAGoneReceiverIsLeftAloneUntilSomebodyResends(t *testing.T) {
	b := newBox(t)
	first, second := message("a", "pr", voc.Red, noon), message("b", "pr", voc.Red, noon)
	b.add(QueuedEvent(first, noon), QueuedEvent(second, noon))
	b.add(Outcome(first, noon, Result{Err: fmt.Errorf("deliver: %w", goneError{})}, 0))
	if due := b.restarted().Due(noon.Add(time.Hour)); len(due) != 0 {
		t.Errorf("a receiver that is gone would be sent %q", idsOf(due))
	}
	if why := b.Gone()["pr"]; !strings.Contains(why, "410") {
		t.Errorf("channels gone: %v", b.Gone())
	}
	b.add(ResentEvent("a", "王芳", noon.Add(time.Hour)))
	if due := b.restarted().Due(noon.Add(time.Hour)); len(due) != 2 {
		t.Errorf("after a resend due is %q, want both", idsOf(due))
	}
}

// TestAGoneReceiverThatTakesATestIsBack: whoever presses the test button and sees it arrive must not find
// the channel still given up.
func TestAGoneReceiverThatTakesATestIsBack(t *testing.T) {
	b := newBox(t)
	first := message("a", "pr", voc.Red, noon)
	b.add(QueuedEvent(first, noon), Outcome(first, noon, Result{Err: fmt.Errorf("deliver: %w", goneError{})}, 0))
	b.add(QueuedEvent(message("b", "pr", voc.Red, noon), noon))
	test := message("test", "pr", "", noon.Add(time.Hour))
	test.Kind = KindTest
	b.add(QueuedEvent(test, test.CreatedAt), Outcome(test, test.CreatedAt, Result{Err: fmt.Errorf("deliver: %w", goneError{})}, 0))
	if due := b.Due(noon.Add(2 * time.Hour)); len(due) != 0 {
		t.Errorf("after a test that failed due is %q", idsOf(due))
	}
	test.ID = "test.2"
	b.add(QueuedEvent(test, test.CreatedAt), Outcome(test, test.CreatedAt, Result{}, 0))
	if due := b.restarted().Due(noon.Add(2 * time.Hour)); len(due) != 1 || due[0].ID != "b" || len(b.Gone()) != 0 {
		t.Errorf("after a test that arrived due is %q, gone %v", idsOf(due), b.Gone())
	}
}

func TestFoldRefusesWhatItDoesNotUnderstand(t *testing.T) {
	b := newBox(t)
	b.add(QueuedEvent(message("a", "pr", voc.Red, noon), noon))
	for _, e := range []voc.Event{
		{ID: "a", Type: "beamed-up", Data: json.RawMessage(`{}`)},
		{ID: "a", Type: TypeFolded, Data: json.RawMessage(`{`)},
		{ID: "b", Type: TypeSent, Data: json.RawMessage(`{}`)},
		{ID: "a", Type: TypeTried, Data: json.RawMessage(`{`)},
		{ID: "c", Type: TypeQueued, Data: json.RawMessage(`7`)},
	} {
		if err := b.Fold(e); err == nil {
			t.Errorf("event %s of %s with %s was folded", e.Type, e.ID, e.Data)
		}
	}
	if _, err := NewOutbox(Options{Places: []Place{{Name: "x", Rates: []Rate{{Count: 0, Per: time.Second}}}}}); err == nil {
		t.Error("a rate of nothing was accepted")
	}
}
