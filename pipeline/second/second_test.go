package second

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp/llm"
	"github.com/tingfeng-voc/tingfeng/nlp/llm/llmtest"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var noon = time.Date(2026, 1, 31, 4, 0, 0, 0, time.UTC)

func mention(n int, probability float64) voc.Mention {
	text := fmt.Sprintf("第%d次来，出餐还是慢", n)
	return voc.Mention{
		Post: voc.Post{
			ID: voc.NewPostID("t", text), Source: "t", Platform: "t", ExternalID: fmt.Sprint(n), Kind: voc.PostReview, Text: text,
			PublishedAt: noon.Add(-time.Hour), Precision: voc.PrecisionSecond, FetchedAt: noon.Add(-time.Hour), Engagement: voc.NoEngagement(),
			Author: voc.Author{Followers: voc.Unknown},
		},
		Brand: "mountain-tea",
		Analysis: voc.Analysis{
			Norm: text, Sentiment: voc.Neutral, Probability: probability, Emotion: voc.Calm, Intent: voc.IntentOther, Language: "zh-Hans", Version: "local-1",
		},
	}
}

func doubtful(from, to int) []voc.Mention {
	var list []voc.Mention
	for n := from; n <= to; n++ {
		list = append(list, mention(n, 0.5))
	}
	return list
}

// desk is a worker with the real reader and the real store behind it, and what a test may break.
type desk struct {
	*Worker
	db     *store.Store
	server *llmtest.Server
	reader *llm.Reader
	tick   chan time.Time
	log    strings.Builder

	mu    sync.Mutex
	away  error // of the store
	saved chan int
}

func (d *desk) broken() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.away
}

func (d *desk) breakStore(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.away = err
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{db: storetest.Open(t), server: llmtest.New(t), tick: make(chan time.Time), saved: make(chan int, 100)}
	o := llm.Default()
	o.Enabled, o.BaseURL, o.Model, o.Key, o.AllowPrivate = true, d.server.BaseURL(), "test-model", llm.NewSecret(llmtest.Key), true
	var err error
	d.reader, err = llm.New(o, llm.Parts{
		Transport: http.DefaultTransport, Mask: func(s string) string { return s }, Now: func() time.Time { return noon },
		Ledger: func(c voc.Call) { d.Ledger(c) }, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Worker, err = New(Options{
		Read:   d.reader.Read,
		Wanted: func(m *voc.Mention) bool { ok, _ := llm.Wanted(m, o); return ok },
		Unread: func(ctx context.Context, since time.Time, limit int) ([]voc.Mention, error) {
			if err := d.broken(); err != nil {
				return nil, err
			}
			return d.db.Unread(ctx, since, "test-model", llm.PromptVersion, o.Doubt, o.Reach, limit)
		},
		SaveReadings: func(ctx context.Context, r []voc.Reading) error {
			if err := d.broken(); err != nil {
				return err
			}
			defer func() { d.saved <- len(r) }()
			return d.db.SaveReadings(ctx, r)
		},
		SaveCalls: func(ctx context.Context, c []voc.Call) error {
			if err := d.broken(); err != nil {
				return err
			}
			return d.db.SaveCalls(ctx, c)
		},
		Now: func() time.Time { return noon }, Tick: d.tick, Log: slog.New(slog.NewTextHandler(&d.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// run works until the returned function is called, which waits for the end.
func (d *desk) run(t *testing.T) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(ctx)
	}()
	return func() { cancel(); <-done }
}

// await collects saved readings until there are n.
func (d *desk) await(t *testing.T, n int) {
	t.Helper()
	for got := 0; got < n; {
		select {
		case more := <-d.saved:
			got += more
		case <-time.After(30 * time.Second):
			t.Fatalf("%d readings were saved, waited for %d; %+v", got, n, d.Status())
		}
	}
}

func (d *desk) stored(t *testing.T) []voc.Reading {
	t.Helper()
	list, err := d.db.Readings(t.Context(), store.ReadingFilter{Reader: voc.ReaderLLM})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (d *desk) save(t *testing.T, mentions []voc.Mention) {
	t.Helper()
	if _, err := d.db.SaveMentions(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
}

func TestOfferedMentionsAreRead(t *testing.T) {
	d := newDesk(t)
	stop := d.run(t)
	sure := mention(99, 0.99)
	d.Offer(append(doubtful(1, 5), sure))
	d.await(t, 5)
	stop()
	list := d.stored(t)
	if len(list) != 5 || slices.ContainsFunc(list, func(r voc.Reading) bool { return r.PostID == sure.Post.ID || r.Sentiment != voc.Negative }) {
		t.Fatalf("stored %+v", list)
	}
	cost, tokens, err := d.db.Spent(t.Context(), noon.Add(-time.Hour))
	if err != nil || tokens != d.reader.Today().Tokens || tokens == 0 || cost != 0 {
		t.Errorf("the ledger has %d tokens for %v, %v; the reader %+v", tokens, cost, err, d.reader.Today())
	}
	if s := d.Status(); s.Read != 5 || s.Waiting != 0 || s.Failing != "" || s.Skipped != 0 {
		t.Errorf("status %+v", s)
	}
}

// What an earlier process left, and what did not fit, is found by asking the store.
func TestWhatWasLeftIsFoundAgain(t *testing.T) {
	d := newDesk(t)
	d.save(t, append(doubtful(1, 70), mention(99, 0.99)))
	stop := d.run(t)
	d.await(t, 70)
	d.save(t, doubtful(71, 75)) // nobody offers these
	d.tick <- noon
	d.await(t, 5)
	d.tick <- noon
	stop()
	if n := len(d.stored(t)); n != 75 {
		t.Errorf("%d readings", n)
	}
	asked := 0
	for _, q := range d.server.Requests() {
		asked += len(q.Posts)
	}
	if asked != 75 {
		t.Errorf("asked about %d posts, want each once", asked)
	}
}

func TestOfferingNeverWaits(t *testing.T) {
	d := newDesk(t)
	d.server.Always(llmtest.Slow)
	stop := d.run(t)
	for range 10 { // nobody is read, and still all of them return
		d.Offer(doubtful(1, 200))
	}
	s := d.Status()
	if s.Waiting > queueSize || s.Skipped < 2000-queueSize-roundSize {
		t.Errorf("status %+v", s)
	}
	stop()
}

func TestAModelThatIsAwayLosesNothing(t *testing.T) {
	d := newDesk(t)
	d.server.Always(llmtest.Status(503, "", ""))
	d.save(t, doubtful(1, 5))
	stop := d.run(t)
	for range 3 {
		d.tick <- noon // taken when the sweep before has ended
	}
	if s := d.Status(); !strings.Contains(s.Failing, "cannot be reached") || s.Read != 0 {
		t.Errorf("status %+v", s)
	}
	d.Offer(doubtful(6, 7))
	if s := d.Status(); s.Waiting != 0 || s.Skipped != 2 {
		t.Errorf("offered to a model that is away: %+v", s)
	}
	d.server.Always(nil)
	d.save(t, doubtful(6, 7))
	d.tick <- noon
	d.await(t, 7)
	d.tick <- noon
	stop()
	if s := d.Status(); s.Failing != "" || s.Read != 7 {
		t.Errorf("status %+v", s)
	}
	if n := strings.Count(d.log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings of one outage:\n%s", n, d.log.String())
	}
}

func TestAStoreThatIsAwayCostsNothingTwice(t *testing.T) {
	d := newDesk(t)
	d.save(t, doubtful(1, 5))
	stop := d.run(t)
	d.await(t, 5)
	d.breakStore(errors.New("connection refused"))
	d.Offer(doubtful(6, 10))
	d.tick <- noon
	d.tick <- noon
	if s := d.Status(); !strings.Contains(s.Failing, "connection refused") {
		t.Errorf("status %+v", s)
	}
	d.breakStore(nil)
	d.save(t, doubtful(6, 10))
	d.tick <- noon
	d.await(t, 5)
	stop()
	_, tokens, err := d.db.Spent(t.Context(), noon.Add(-time.Hour))
	if err != nil || tokens != d.reader.Today().Tokens {
		t.Errorf("the ledger has %d of %d tokens, %v", tokens, d.reader.Today().Tokens, err)
	}
	asked := 0
	for _, q := range d.server.Requests() {
		asked += len(q.Posts)
	}
	if asked != 10 || len(d.stored(t)) != 10 {
		t.Errorf("asked about %d posts for %d readings", asked, len(d.stored(t)))
	}
}

// A post nobody can read is paid for once, not at every sweep.
func TestUnreadablePostsAreNotAskedForEver(t *testing.T) {
	d := newDesk(t)
	d.server.Always(llmtest.Prose)
	d.save(t, doubtful(1, 2))
	stop := d.run(t)
	d.await(t, 2)
	asked := len(d.server.Requests())
	d.tick <- noon
	d.tick <- noon
	stop()
	if n := len(d.server.Requests()); n != asked {
		t.Errorf("%d more requests", n-asked)
	}
	for _, r := range d.stored(t) {
		if r.Note != llm.Unreadable || r.Sentiment != "" || r.Severity != -1 {
			t.Errorf("stored %+v", r)
		}
	}
}

// What is paid for when the process ends is stored.
func TestTheEndStoresWhatWasRead(t *testing.T) {
	d := newDesk(t)
	arrived := make(chan struct{})
	d.server.Next(func(http.ResponseWriter, *http.Request, llmtest.Request) bool { return false })
	d.server.Always(func(w http.ResponseWriter, r *http.Request, q llmtest.Request) bool {
		select {
		case arrived <- struct{}{}:
		case <-r.Context().Done():
		}
		return llmtest.Slow(w, r, q)
	})
	stop := d.run(t)
	d.Offer(doubtful(1, 24)) // three batches, of which the first to come is answered
	<-arrived
	<-arrived
	stop()
	if n := len(d.stored(t)); n != 8 {
		t.Errorf("%d readings, want those of one batch", n)
	}
	if _, tokens, err := d.db.Spent(t.Context(), noon.Add(-time.Hour)); err != nil || tokens != d.reader.Today().Tokens {
		t.Errorf("the ledger has %d of %d tokens, %v", tokens, d.reader.Today().Tokens, err)
	}
}

// A call is in the ledger before the round it belongs to has ended: a killed process forgets little.
func TestACallIsStoredAtOnce(t *testing.T) {
	d := newDesk(t)
	release := make(chan struct{})
	d.server.Next(func(http.ResponseWriter, *http.Request, llmtest.Request) bool { return false })
	d.server.Always(func(http.ResponseWriter, *http.Request, llmtest.Request) bool {
		<-release
		return false
	})
	stop := d.run(t)
	d.Offer(doubtful(1, 24))
	poll := time.NewTicker(10 * time.Millisecond)
	defer poll.Stop()
	for deadline := time.Now().Add(30 * time.Second); ; <-poll.C {
		if _, tokens, err := d.db.Spent(t.Context(), noon.Add(-time.Hour)); err == nil && tokens > 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the first call is not in the ledger while the others are under way")
		}
	}
	if n := len(d.stored(t)); n != 0 {
		t.Errorf("%d readings are stored already: the test shows nothing", n)
	}
	close(release)
	d.await(t, 24)
	stop()
}

func TestTheLedgerIsBounded(t *testing.T) {
	d := newDesk(t)
	for range ledgerSize + 1 {
		d.Ledger(voc.Call{Cost: 1})
	}
	if len(d.ledger) != ledgerSize || !strings.Contains(d.log.String(), "missing in the ledger") {
		t.Errorf("%d lines kept, log %q", len(d.ledger), d.log.String())
	}
	if _, err := New(Options{}); err == nil {
		t.Error("a worker of nothing was made")
	}
}
