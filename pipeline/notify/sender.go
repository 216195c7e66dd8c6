package notify

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Deliver hands one message to a receiver. When it returns an error, retry tells whether another
// attempt may help, and retryAfter how long the receiver asked to be left alone (0: it did not).
// Errors must not hold secrets: they are shown to people and kept in the journal.
type Deliver func(ctx context.Context, m voc.Message) (retry bool, retryAfter time.Duration, err error)

// SenderOptions are what a Sender works with. All but Log and Timeout are needed.
type SenderOptions struct {
	Channels map[string]Deliver
	Due      func(now time.Time) []voc.Message            // what may go now: Outbox.Due under its owner's lock
	Expired  func(now time.Time) []voc.Message            // what is to be given up: Outbox.Expired likewise
	Record   func(ctx context.Context, e voc.Event) error // writes an event into the journal and folds it; called from several goroutines
	Now      func() time.Time
	Random   func() float64 // in [0, 1)
	Timeout  time.Duration  // for one delivery; 0: 15 s
	Log      *slog.Logger   // nil: none
}

const (
	defaultTimeout = 15 * time.Second
	recordTimeout  = 10 * time.Second
)

// Sender delivers what is due. One round at a time: a message in flight must not become due again.
type Sender struct {
	o     SenderOptions
	round sync.Mutex
}

// NewSender refuses options a round could not work with.
func NewSender(o SenderOptions) (*Sender, error) {
	if o.Due == nil || o.Expired == nil || o.Record == nil || o.Now == nil || o.Random == nil {
		return nil, fmt.Errorf("notify: sender needs Due, Expired, Record, Now and Random")
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Sender{o: o}, nil
}

// Round sends everything that is due once and writes down what came of it. Channels work beside
// each other, so that a slow one does not hold up the rest; within one channel messages go in
// order. The error is the journal's: a receiver that refuses is an outcome, not an error.
func (s *Sender) Round(ctx context.Context) (sent, failed int, err error) {
	s.round.Lock()
	defer s.round.Unlock()
	for _, m := range s.o.Expired(s.o.Now()) {
		if err := s.record(ctx, DeadEvent(m, s.o.Now())); err != nil {
			return 0, 0, err
		}
	}
	byChannel := map[string][]voc.Message{}
	for _, m := range s.o.Due(s.o.Now()) {
		byChannel[m.Channel] = append(byChannel[m.Channel], m)
	}
	var (
		wg    sync.WaitGroup
		total sync.Mutex
	)
	for name, messages := range byChannel {
		wg.Go(func() {
			ok, bad, e := s.channel(ctx, name, messages)
			total.Lock()
			defer total.Unlock()
			sent, failed = sent+ok, failed+bad
			if err == nil {
				err = e
			}
		})
	}
	wg.Wait()
	return sent, failed, err
}

// channel sends one channel's messages in order. After a failure that asks for time it leaves the
// rest for the next round: the receiver is down or has had enough.
func (s *Sender) channel(ctx context.Context, name string, messages []voc.Message) (sent, failed int, err error) {
	for _, m := range messages {
		if ctx.Err() != nil {
			return sent, failed, nil // stopping: what was not tried is still due
		}
		retry, after, problem := s.deliver(ctx, name, m)
		if problem != nil && ctx.Err() != nil {
			return sent, failed, nil // cut short by ourselves: no fault of the receiver
		}
		if err := s.record(ctx, Outcome(m, s.o.Now(), retry, after, problem, s.o.Random())); err != nil {
			return sent, failed, err
		}
		if problem == nil {
			sent++
			continue
		}
		failed++
		s.o.Log.Warn("message not delivered", "message", m.ID, "channel", name, "tries", m.Tries+1, "retry", retry, "error", problem)
		if retry {
			return sent, failed, nil
		}
	}
	return sent, failed, nil
}

func (s *Sender) deliver(ctx context.Context, name string, m voc.Message) (bool, time.Duration, error) {
	deliver, ok := s.o.Channels[name]
	if !ok {
		// Kept alive for the day that messages live: the channel may return with the next configuration.
		return true, 0, fmt.Errorf("channel %q is not configured: configure it, or drop the message", name)
	}
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	return deliver(ctx, m)
}

// record writes an event even while we are being stopped: a message that went out and is not
// written down goes out twice.
func (s *Sender) record(ctx context.Context, e voc.Event) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	if err := s.o.Record(ctx, e); err != nil {
		return fmt.Errorf("write down what came of message %s (%s): %w", e.ID, e.Type, err)
	}
	return nil
}
