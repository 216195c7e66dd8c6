package llm

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What Read fails with. Readings that were had before stand beside the error.
var (
	ErrBudget  = errors.New("llm: the day's allowance is used up")
	ErrAway    = errors.New("llm: the model cannot be reached now")
	ErrRefused = errors.New("llm: the endpoint refuses")
)

// Unreadable is the Note of a reading that judges nothing, because no answer on the post held. It
// is kept so that the same post is not paid for again and again.
const Unreadable = "unreadable"

// Key names a text that may have been read before.
type Key struct {
	Hash   string // of the masked text, hex
	Brand  voc.BrandID
	Model  string
	Prompt string
}

// Parts are what a Reader works with. Transport and Mask must be given.
type Parts struct {
	Transport http.RoundTripper                                            // the guarded way out
	Mask      func(string) string                                          // takes persons out of a text
	Brand     func(voc.BrandID) string                                     // what people call a brand; nil: its id
	Aspects   func(*voc.Mention) []AspectName                              // what this text may judge; nil: no aspects are asked for
	Ledger    func(voc.Call)                                               // hears of every request, from several goroutines; nil: nobody
	Lookup    func(context.Context, Key) (r voc.Reading, ok bool, e error) // readings kept elsewhere; nil: none
	Spent     Spent                                                        // today, before this Reader was made
	Letters   Spent                                                        // of Spent, on letters
	Location  *time.Location                                               // whose midnight begins a day; nil: UTC
	Now       func() time.Time                                             // nil: time.Now
	Sleep     func(context.Context, time.Duration) error                   // nil: a timer
	Random    io.Reader                                                    // nil: crypto/rand
	Log       *slog.Logger                                                 // nil: silent
}

// Reader asks one model on one endpoint. Several goroutines may use it.
type Reader struct {
	options Options
	parts   Parts
	budget  *budget
	purse   *budget // of the budget, what letters may take
	breaker breaker
	cache   *cache[verdict]
	letters *cache[[]Sentence]
	format  atomic.Int32  // the way of asking for JSON that worked last
	slots   chan struct{} // requests at one time

	mu    sync.Mutex
	drops Drops
}

// New checks options and parts. Without a mask there is no Reader: no text leaves unmasked.
func New(o Options, p Parts) (*Reader, error) {
	if !o.Enabled {
		return nil, errors.New("llm: not enabled: write enabled: true under llm to have posts read by a model")
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if p.Mask == nil {
		return nil, errors.New("llm: no mask: texts must not leave with what identifies a person")
	}
	if p.Transport == nil {
		return nil, errors.New("llm: no transport: requests go out through the guarded one alone")
	}
	p = p.filled()
	p.Random = &lockedReader{in: p.Random}
	return &Reader{
		options: o, parts: p, budget: newBudget(o, p.Location, p.Now(), p.Spent), purse: letterPurse(o, p), cache: newCache[verdict](cacheSize), letters: newCache[[]Sentence](letterKept),
		slots: make(chan struct{}, o.MaxConcurrent), drops: Drops{},
	}, nil
}

// filled puts defaults where nothing was given.
func (p Parts) filled() Parts {
	if p.Location == nil {
		p.Location = time.UTC
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Sleep == nil {
		p.Sleep = sleep
	}
	if p.Random == nil {
		p.Random = rand.Reader
	}
	if p.Ledger == nil {
		p.Ledger = func(voc.Call) {}
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	return p
}

// Model is the name under which readings are kept.
func (r *Reader) Model() string { return r.options.Model }

// Today is what was spent since midnight.
func (r *Reader) Today() Spent { return r.budget.today(r.parts.Now()) }

// Drops is what was dropped from answers so far, by reason.
func (r *Reader) Drops() Drops {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.drops.clone()
}

func (r *Reader) drop(d Drops) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.drops.addAll(d)
}

// Read asks about every mention, wanted or not, and returns a reading for each that was answered,
// in their order. A post that says nothing, or no answer on which held, gets a reading that judges
// nothing, with the note Unreadable. When the allowance is used up, the endpoint away or ctx done, the rest is missing and
// the error says why; they may be asked about later.
func (r *Reader) Read(ctx context.Context, mentions []voc.Mention) ([]voc.Reading, error) {
	results := &results{of: map[*item]*verdict{}}
	items := r.items(mentions)
	batches := r.batches(ctx, items, results)
	err := r.work(ctx, batches, results)
	readings := make([]*voc.Reading, len(mentions))
	drops := Drops{}
	for _, it := range items {
		v, answered := results.of[it]
		if !answered {
			continue
		}
		for _, at := range it.of {
			readings[at] = r.reading(&mentions[at], it, v, drops)
		}
	}
	r.drop(drops)
	var list []voc.Reading
	for _, reading := range readings {
		if reading != nil {
			list = append(list, *reading)
		}
	}
	return list, err
}

// items are the different texts of the mentions.
func (r *Reader) items(mentions []voc.Mention) []*item {
	byKey := map[string]*item{}
	var items []*item
	for i := range mentions {
		it := r.newItem(&mentions[i])
		if same, ok := byKey[it.key]; ok {
			same.of = append(same.of, i)
			continue
		}
		it.of = []int{i}
		byKey[it.key] = it
		items = append(items, it)
	}
	return items
}

// results collects verdicts of several goroutines; nil for a text nobody could read.
type results struct {
	mu sync.Mutex
	of map[*item]*verdict
}

func (s *results) set(it *item, v *verdict) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.of[it] = v
}

// batches takes what is known already and cuts the rest into requests. Texts that may judge
// different aspects are not asked about together.
func (r *Reader) batches(ctx context.Context, items []*item, results *results) [][]*item {
	var batches [][]*item
	open := map[string]int{} // index of the batch that has room, by its aspects
	for _, it := range items {
		if it.text == "" {
			results.set(it, nil)
			continue
		}
		if v, ok := r.known(ctx, it); ok {
			results.set(it, &v)
			continue
		}
		kind := strings.Join(names(it.aspects), "\x00")
		at, ok := open[kind]
		if !ok || len(batches[at]) == r.options.Batch {
			at = len(batches)
			open[kind] = at
			batches = append(batches, nil)
		}
		batches[at] = append(batches[at], it)
	}
	return batches
}

// work asks about all batches, a few at a time, and returns when nothing is under way any more. A
// failure that would meet the next batch as well ends the work.
func (r *Reader) work(ctx context.Context, batches [][]*item, results *results) error {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		next  int
		first error
	)
	take := func() []*item {
		mu.Lock()
		defer mu.Unlock()
		if first != nil || next == len(batches) {
			return nil
		}
		next++
		return batches[next-1]
	}
	for range min(r.options.MaxConcurrent, len(batches)) {
		wg.Go(func() {
			for batch := take(); batch != nil; batch = take() {
				if err := r.ask(ctx, batch, 1, results); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first
}

// reading writes a verdict down as what was said of one mention.
func (r *Reader) reading(m *voc.Mention, it *item, v *verdict, drops Drops) *voc.Reading {
	reading := &voc.Reading{
		PostID: m.Post.ID, Brand: m.Brand, Reader: voc.ReaderLLM, Name: r.options.Model, Prompt: PromptVersion,
		At: r.parts.Now(), Hash: it.hash, Local: m.Analysis.Version, Severity: -1,
	}
	if v == nil {
		reading.Note = Unreadable
		return reading
	}
	norm := m.Analysis.Norm
	if norm == "" {
		norm = normalized(it.text)
	}
	reading.Sentiment, reading.Emotion, reading.Intent, reading.Severity = v.sentiment, v.emotion, v.intent, v.severity
	reading.Complaint, reading.Irony, reading.Implicit = copied(v.complaint), copied(v.irony), copied(v.implicit)
	reading.Aspects, reading.Evidence, reading.Confidence = v.spans(norm, drops), slices.Clone(v.evidence), v.confidence
	return reading
}

// copied keeps readings of one text from sharing what one of them might change.
func copied(b *bool) *bool {
	if b == nil {
		return nil
	}
	value := *b
	return &value
}

// lockedReader lets several goroutines draw from one source.
type lockedReader struct {
	mu sync.Mutex
	in io.Reader
}

// Read implements io.Reader.
func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return io.ReadFull(l.in, p)
}

// sleep waits for d or for the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("llm: %w", ctx.Err())
	}
}
