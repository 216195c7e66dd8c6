package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Deliver hands one message to a receiver. When it returns an error, retry tells whether another
// attempt may help, and retryAfter how long the receiver asked to be left alone (0: it did not).
// Errors must not hold secrets: they are shown to people and kept in the journal. What else an error
// may say is in outcome.go: gone for good, accepted in part, addresses that do not exist.
type Deliver func(ctx context.Context, m voc.Message) (retry bool, retryAfter time.Duration, err error)

// SenderOptions are what a Sender works with. All but Plan, Log and Timeout are needed.
type SenderOptions struct {
	Channels map[string]Deliver
	Due      func(now time.Time) []voc.Message            // what may go now: Outbox.Due under its owner's lock
	Plan     func(ctx context.Context) error              // writes and folds what Outbox.Plan says
	Record   func(ctx context.Context, e voc.Event) error // writes an event into the journal and folds it; called from several goroutines
	Now      func() time.Time
	Random   func() float64 // in [0, 1)
	Timeout  time.Duration  // for one delivery; 0: 15 s
	Log      *slog.Logger   // nil: none
}

const (
	defaultTimeout = 15 * time.Second
	recordTimeout  = 10 * time.Second
	// longestTurn is how long one channel may go on within a round: the others wait for its end.
	longestTurn = 5 * time.Second
)

// Sender delivers what is due. One round at a time: a message in flight must not become due again.
type Sender struct {
	o     SenderOptions
	round sync.Mutex
}

// NewSender refuses options a round could not work with.
func NewSender(o SenderOptions) (*Sender, error) {
	if o.Due == nil || o.Record == nil || o.Now == nil || o.Random == nil {
		return nil, fmt.Errorf("notify: sender needs Due, Record, Now and Random")
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
	if s.o.Plan != nil {
		if err := s.o.Plan(ctx); err != nil {
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
	began := s.o.Now()
	for _, m := range messages {
		if ctx.Err() != nil || s.o.Now().Sub(began) > longestTurn {
			return sent, failed, nil // what was not tried is still due
		}
		r := s.deliver(ctx, name, m)
		if r.Err != nil && ctx.Err() != nil {
			return sent, failed, nil // cut short by ourselves: no fault of the receiver
		}
		e := Outcome(m, s.o.Now(), r, s.o.Random())
		if err := s.record(ctx, e); err != nil {
			return sent, failed, err
		}
		problem := failure(e)
		if problem == "" {
			sent++
			continue
		}
		failed++
		s.o.Log.Warn("message not delivered", "message", m.ID, "channel", name, "tries", m.Tries+1, "retry", r.Retry, "error", problem)
		if r.Retry {
			return sent, failed, nil
		}
	}
	return sent, failed, nil
}

// failure is what went wrong in an attempt, "" nothing: the message, or a part of it, was accepted.
func failure(e voc.Event) string {
	var a Attempt
	if json.Unmarshal(e.Data, &a) != nil || e.Type == TypeSent {
		return ""
	}
	return a.Error
}

// Send delivers one message that is not queued yet, at once, and writes both down: it is what a
// person's test of a channel does. What the receiver refuses is not tried again.
func (s *Sender) Send(ctx context.Context, m voc.Message) (voc.Attempt, error) {
	s.round.Lock()
	defer s.round.Unlock()
	if err := s.record(ctx, QueuedEvent(m, s.o.Now())); err != nil {
		return voc.Attempt{}, err
	}
	r := s.deliver(ctx, m.Channel, m)
	r.Retry = false
	e := Outcome(m, s.o.Now(), r, 0)
	if err := s.record(ctx, e); err != nil {
		return voc.Attempt{}, err
	}
	return voc.Attempt{At: e.At, Error: failure(e), Took: r.Took}, nil
}

func (s *Sender) deliver(ctx context.Context, name string, m voc.Message) Result {
	deliver, ok := s.o.Channels[name]
	if !ok {
		// Kept alive for the day that messages live: the channel may return with the next configuration.
		return Result{Retry: true, Err: fmt.Errorf("channel %q is not configured: configure it, or drop the message", name)}
	}
	ctx, cancel := context.WithTimeout(ctx, s.o.Timeout)
	defer cancel()
	began := s.o.Now()
	retry, after, err := deliver(ctx, m)
	return Result{Retry: retry, After: after, Err: err, Took: s.o.Now().Sub(began)}
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
