package notify

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// post is a journal with an outbox, as the pipeline holds them.
type post struct {
	mu  sync.Mutex
	box *box
	now time.Time
	err error
}

func (p *post) options(channels map[string]Deliver) SenderOptions {
	return SenderOptions{
		Channels: channels,
		Due:      func(now time.Time) []voc.Message { p.mu.Lock(); defer p.mu.Unlock(); return p.box.Due(now) },
		Plan: func(context.Context) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.box.add(p.box.Plan(p.now)...)
			return nil
		},
		Record: func(ctx context.Context, e voc.Event) error {
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.err != nil {
				return p.err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			p.box.add(e)
			return nil
		},
		Now:    func() time.Time { return p.now },
		Random: func() float64 { return 0.5 },
	}
}

func newSender(t *testing.T, o SenderOptions) *Sender {
	t.Helper()
	s, err := NewSender(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRoundSendsAndWritesDown(t *testing.T) {
	p := &post{box: newBox(t), now: noon}
	var order []string
	s := newSender(t, p.options(map[string]Deliver{
		"ok": func(_ context.Context, m voc.Message) (bool, time.Duration, error) {
			order = append(order, m.ID)
			return false, 0, nil
		},
		"down": func(context.Context, voc.Message) (bool, time.Duration, error) {
			return true, time.Hour, errors.New("answered 503")
		},
	}))
	for _, m := range []voc.Message{
		message("a", "ok", voc.Blue, noon), message("b", "ok", voc.Red, noon),
		message("c", "down", voc.Red, noon), message("d", "down", voc.Red, noon), message("e", "nowhere", voc.Red, noon),
	} {
		p.box.add(QueuedEvent(m, noon))
	}
	sent, failed, err := s.Round(t.Context())
	if err != nil || sent != 2 || failed != 2 {
		t.Fatalf("sent %d, failed %d, error %v; want 2 and 2: a receiver that is down is tried once a round", sent, failed, err)
	}
	if got := strings.Join(order, " "); got != "b a" {
		t.Errorf("sent in order %q, want the red one first", got)
	}
	if m, _ := p.box.Message("c"); m.Tries != 1 || !m.NextTryAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("failed message is %+v, want another try in the hour it was asked to wait", m)
	}
	if m, _ := p.box.Message("d"); m.Tries != 0 {
		t.Errorf("the second message for a receiver that is down was tried as well: %+v", m)
	}
	if m, _ := p.box.Message("e"); !strings.Contains(m.LastError, "nowhere") {
		t.Errorf("message for a channel nobody configured: %+v", m)
	}
	if sent, failed, err = s.Round(t.Context()); sent != 0 || failed != 0 || err != nil {
		t.Errorf("second round at the same time: sent %d, failed %d, error %v; want the receivers that are down left alone, whatever else waits for them", sent, failed, err)
	}
}

func TestStoppingNeitherLosesNorBlames(t *testing.T) {
	p := &post{box: newBox(t), now: noon}
	ctx, stop := context.WithCancel(t.Context())
	s := newSender(t, p.options(map[string]Deliver{
		"sends-then-stops": func(context.Context, voc.Message) (bool, time.Duration, error) { stop(); return false, 0, nil },
		"hangs": func(ctx context.Context, _ voc.Message) (bool, time.Duration, error) {
			<-ctx.Done()
			return true, 0, ctx.Err()
		},
	}))
	for _, m := range []voc.Message{message("a", "sends-then-stops", voc.Red, noon), message("b", "sends-then-stops", voc.Red, noon), message("c", "hangs", voc.Red, noon)} {
		p.box.add(QueuedEvent(m, noon))
	}
	if _, _, err := s.Round(ctx); err != nil {
		t.Fatal(err)
	}
	if m, _ := p.box.Message("a"); m.SentAt.IsZero() {
		t.Error("a message that went out while we were told to stop was not written down: it would go out twice")
	}
	for _, id := range []string{"b", "c"} {
		if m, _ := p.box.Message(id); m.Tries != 0 || m.LastError != "" {
			t.Errorf("message %s was not the receiver's fault: %+v", id, m)
		}
	}
}

func TestAHangingReceiverIsCutOff(t *testing.T) {
	p := &post{box: newBox(t), now: noon}
	o := p.options(map[string]Deliver{"hangs": func(ctx context.Context, _ voc.Message) (bool, time.Duration, error) {
		<-ctx.Done()
		return true, 0, errors.New("no answer")
	}})
	o.Timeout = time.Millisecond
	p.box.add(QueuedEvent(message("a", "hangs", voc.Red, noon), noon))
	if _, failed, err := newSender(t, o).Round(t.Context()); failed != 1 || err != nil {
		t.Errorf("failed %d, error %v", failed, err)
	}
}

func TestWhatIsTooOldIsGivenUpAndJournalErrorsAreTold(t *testing.T) {
	p := &post{box: newBox(t), now: noon.Add(25 * time.Hour)}
	s := newSender(t, p.options(nil))
	p.box.add(QueuedEvent(message("a", "ok", voc.Red, noon), noon))
	if _, _, err := s.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	if m, _ := p.box.Message("a"); !m.Dead || m.Tries != 0 {
		t.Errorf("message of yesterday is %+v, want given up without another try", m)
	}
	p.box.add(QueuedEvent(message("b", "nowhere", voc.Red, p.now), p.now))
	p.err = errors.New("disk full")
	if _, _, err := s.Round(t.Context()); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("journal refuses, round says %v", err)
	}
}

func TestSenderNeedsItsParts(t *testing.T) {
	if _, err := NewSender(SenderOptions{}); err == nil {
		t.Error("a sender without journal and clock was made")
	}
}
