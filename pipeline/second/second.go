// Package second has doubtful mentions read a second time, by a language model, after they are
// stored. It stands beside the way of a post, never in it: whoever hands mentions over does not
// wait, what does not fit is left away, and what was left away, or came while the model was out of
// reach, is found again by asking the store.
package second

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Sizes and distances.
const (
	queueSize  = 512                // mentions that wait in memory; more are found again later
	roundSize  = 64                 // mentions handed to the reader at one time
	sweepEvery = 5 * time.Minute    // how often the store is asked for what was left
	lookBack   = 7 * 24 * time.Hour // older mentions are not read a second time any more
	ledgerSize = 10_000             // calls kept while the store is away
	lastWrites = 10 * time.Second   // for what is in hand when the process ends
)

// Options are what a Worker works with. All but Tick and Log must be given.
type Options struct {
	Read         func(context.Context, []voc.Mention) ([]voc.Reading, error)
	Wanted       func(*voc.Mention) bool
	Unread       func(ctx context.Context, since time.Time, limit int) ([]voc.Mention, error) // stored, wanted, without a reading
	SaveReadings func(context.Context, []voc.Reading) error
	SaveCalls    func(context.Context, []voc.Call) error
	Now          func() time.Time
	Tick         <-chan time.Time // when the store is asked for what was left; nil: every few minutes
	Log          *slog.Logger     // nil: silent
}

func (o Options) validate() error {
	if o.Read == nil || o.Wanted == nil || o.Unread == nil || o.SaveReadings == nil || o.SaveCalls == nil || o.Now == nil {
		return errors.New("second: Read, Wanted, Unread, SaveReadings, SaveCalls and Now must be given")
	}
	return nil
}

// Worker reads mentions in the background. Offer and Ledger may be called from any goroutine; Run
// once.
type Worker struct {
	o       Options
	wake    chan struct{}
	lines   chan struct{} // a line of the ledger waits
	writing sync.Mutex    // held while the ledger is stored

	mu      sync.Mutex
	queue   []voc.Mention
	ledger  []voc.Call
	status  Status
	news    string // the last failure that was logged
	resting bool   // the last round failed: what is offered is left to the sweeps until one goes well
}

// Status is what a Worker knows of itself.
type Status struct {
	Waiting int    `json:"waiting"` // mentions in memory
	Skipped int64  `json:"skipped"` // left to the next sweep because the queue was full
	Read    int64  `json:"read"`    // readings stored since the start
	Failing string `json:"failing"` // why nothing is read now; "" all is well
}

// New checks the options. Nothing runs yet.
func New(o Options) (*Worker, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Worker{o: o, wake: make(chan struct{}, 1), lines: make(chan struct{}, 1)}, nil
}

// Offer takes those of the mentions that are wanted and fit. It returns at once, whatever the model
// and the store do.
func (w *Worker) Offer(mentions []voc.Mention) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range mentions {
		if !w.o.Wanted(&mentions[i]) {
			continue
		}
		if len(w.queue) == queueSize || w.resting {
			w.status.Skipped++
			continue
		}
		w.queue = append(w.queue, mentions[i])
	}
	ring(w.wake)
}

// Ledger takes a line of the reader's ledger, to be stored soon.
func (w *Worker) Ledger(c voc.Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.ledger) == ledgerSize {
		w.o.Log.Error("a call to the model is missing in the ledger: the store does not take it", "cost", c.Cost, "at", c.At)
		return
	}
	w.ledger = append(w.ledger, c)
	ring(w.lines)
}

// Status tells what waits and what fails.
func (w *Worker) Status() Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.status
	s.Waiting = len(w.queue)
	return s
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default: // it rings already
	}
}

// Run works until ctx is done: it begins with what the last process left, then takes what is
// offered. When it returns, what was paid for is stored, or was told to the log.
func (w *Worker) Run(ctx context.Context) {
	tick := w.o.Tick
	if tick == nil {
		t := time.NewTicker(sweepEvery)
		defer t.Stop()
		tick = t.C
	}
	scribe := make(chan struct{})
	go func() {
		defer close(scribe)
		w.scribe(ctx)
	}()
	w.sweep(ctx)
	for {
		for w.queued(ctx) {
		}
		select {
		case <-ctx.Done():
			<-scribe
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrites)
			defer cancel()
			w.writeLedger(last)
			return
		case <-w.wake:
		case <-tick:
			w.sweep(ctx)
		}
	}
}

// queued reads one round of what was offered, and tells whether there may be more to do.
func (w *Worker) queued(ctx context.Context) bool {
	w.mu.Lock()
	n := min(len(w.queue), roundSize)
	round := append([]voc.Mention(nil), w.queue[:n]...)
	w.queue = w.queue[n:]
	w.mu.Unlock()
	return n > 0 && ctx.Err() == nil && w.round(ctx, round)
}

// sweep reads what the store says was left. It ends when nothing is left, or when what was left
// does not become less.
func (w *Worker) sweep(ctx context.Context) {
	for ctx.Err() == nil {
		left, err := w.o.Unread(ctx, w.o.Now().Add(-lookBack), roundSize)
		if err != nil {
			w.failed(ctx, fmt.Errorf("the store does not say what is unread: %w", err))
			return
		}
		if len(left) == 0 {
			w.well(ctx)
			return
		}
		if !w.round(ctx, left) || len(left) < roundSize {
			return
		}
	}
}

// round has mentions read, stores what came of it, and tells whether it went well.
func (w *Worker) round(ctx context.Context, mentions []voc.Mention) bool {
	readings, err := w.o.Read(ctx, mentions)
	// What is paid for is stored although the process ends.
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrites)
	defer cancel()
	var saved error
	if len(readings) > 0 {
		saved = w.o.SaveReadings(saving, readings)
	}
	w.writeLedger(saving)
	switch {
	case saved != nil:
		w.failed(ctx, fmt.Errorf("readings are not stored: %w", saved))
	case err != nil:
		w.count(len(readings))
		w.failed(ctx, err)
	default:
		w.count(len(readings))
		w.well(ctx)
	}
	return saved == nil && err == nil && len(readings) == len(mentions)
}

func (w *Worker) count(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.status.Read += int64(n)
}

// scribe stores each call as soon as it was made: a process that is killed must forget as little of
// what it spent as can be.
func (w *Worker) scribe(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.lines:
			w.writeLedger(ctx)
		}
	}
}

// writeLedger stores the calls made so far; those the store does not take stay for the next time.
func (w *Worker) writeLedger(ctx context.Context) {
	w.writing.Lock()
	defer w.writing.Unlock()
	w.mu.Lock()
	calls := append([]voc.Call(nil), w.ledger...)
	w.mu.Unlock()
	if len(calls) == 0 {
		return
	}
	if err := w.o.SaveCalls(ctx, calls); err != nil {
		if ctx.Err() != nil {
			return // the end writes them once more
		}
		w.o.Log.Warn("the ledger of the model is not stored; it is tried again", "calls", len(calls), "error", err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ledger = w.ledger[len(calls):] // nobody else has stored any: these are still the first
}

// failed forgets the queue, which the next sweep finds again, and asks nothing until then. A
// failure is logged when it is new: one that lasts would fill the log.
func (w *Worker) failed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return // we end: nothing failed
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.resting = true
	w.status.Skipped += int64(len(w.queue))
	w.queue = nil
	w.status.Failing = err.Error()
	if kind := kindOf(err); kind != w.news {
		w.news = kind
		w.o.Log.Warn("mentions are not read a second time for now; they are found again later", "error", err)
	}
}

// kindOf is what makes an error news: the numbers in its text change from time to time.
func kindOf(err error) string {
	for _, kind := range []error{llm.ErrBudget, llm.ErrAway, llm.ErrRefused} {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return err.Error()
}

func (w *Worker) well(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.news != "" && ctx.Err() == nil {
		w.o.Log.Info("mentions are read a second time again")
	}
	w.resting, w.status.Failing, w.news = false, "", ""
}
