package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// plant is everything a pipeline needs, on the real clock, with no source yet.
func plant(t *testing.T, change func(*Options)) Options {
	t.Helper()
	dir := t.TempDir()
	o := Options{
		Crawler: fetcher(t, time.Now), Analyzer: analyzer(t), Spool: spoolIn(t, filepath.Join(dir, "spool"), nil), Masker: masker(t),
		Brands: []voc.Brand{{ID: "tea", Name: "山外青茶", Own: true}, {ID: "rival", Name: "半亩茶田"}},
		Dir:    dir, Location: time.UTC, Now: time.Now, Watch: 200 * time.Millisecond,
	}
	if change != nil {
		change(&o)
	}
	if o.Store == nil {
		o.Store = storetest.Open(t)
	}
	return o
}

func built(t *testing.T, o Options) *Pipeline {
	t.Helper()
	p, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// running runs a pipeline until the returned function is called, which gives what Run returned.
func running(t *testing.T, p *Pipeline) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	var err error
	stopped := false
	stop = func() error {
		if !stopped {
			stopped = true
			cancel()
			err = <-ended
		}
		return err
	}
	t.Cleanup(func() { _ = stop() }) // the test has looked at the error, or failed before
	return stop
}

// left lists the goroutines that still run code of a pipeline.
func left() []string {
	buffer := make([]byte, 4<<20)
	var found []string
	for _, g := range strings.Split(string(buffer[:runtime.Stack(buffer, true)]), "\n\n") {
		for _, part := range []string{"pipeline.(*Pipeline)", "pipeline.(*Drain)", "pipeline.(*Ingest)", "pipeline/schedule.", "pipeline/notify.", "robfig/cron"} {
			if strings.Contains(g, part) && !strings.Contains(g, "testing.tRunner") {
				found = append(found, g)
				break
			}
		}
	}
	return found
}

func TestNewSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	whole := plant(t, nil)
	f := func(name string, spoil func(*Options)) {
		t.Helper()
		o := whole
		spoil(&o)
		if _, err := New(t.Context(), o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: got %v", name, err)
		}
	}
	f("Store", func(o *Options) { o.Store = nil })
	f("Crawler", func(o *Options) { o.Crawler = nil })
	f("Analyzer", func(o *Options) { o.Analyzer = nil })
	f("Spool", func(o *Options) { o.Spool = nil })
	f("Masker", func(o *Options) { o.Masker = nil })
	f("Dir", func(o *Options) { o.Dir = "" })
	f("Location", func(o *Options) { o.Location = nil })
	f("Now", func(o *Options) { o.Now = nil })
	f("sensitivity", func(o *Options) { r := alert.DefaultRule(); r.Sensitivity = 0; o.Rules = []alert.Rule{r} })
	f("letter", func(o *Options) { o.Letter.At = "whenever" })
	f("source news", func(o *Options) { o.Sources = scheduled("news", "now and then") })
	f("cursors", func(o *Options) { o.Dir = "/dev/null" })
	f("rate", func(o *Options) { o.Limits.Places = []notify.Place{{Name: "desk", Rates: []notify.Rate{{}}}} })
	built(t, whole)
}

func scheduled(id voc.SourceID, spec string) []crawler.SourceOptions {
	return []crawler.SourceOptions{{Source: voc.Source{ID: id, Kind: voc.KindFeed, Address: "http://127.0.0.1:1/", Schedule: spec}, AllowPrivate: true}}
}

// The whole walk: a site, a visit by schedule, the spool, the store, an alert, an order, a message.
func TestRunHearsTellsAndStops(t *testing.T) {
	now := time.Now()
	began := now.Add(-50 * time.Minute)
	var posts []voc.Post
	for i := range 40 {
		p := said(fmt.Sprint("hair", i), fmt.Sprintf("山外青茶第%d杯里喝出头发，太恶心了，再也不来了", i), began.Add(time.Duration(i)*time.Minute))
		p.Author.Name = fmt.Sprint("顾客", i)
		posts = append(posts, p)
	}
	site := newNewsroom(t, posts...)
	d := &desk{}
	o := plant(t, func(o *Options) {
		source := site.source("news")
		source.Source.Schedule, source.Source.Every = "@every 1h", time.Second // Every bounds the jitter
		o.Sources = []crawler.SourceOptions{source}
		rule := alert.DefaultRule()
		rule.Channels = []string{"desk"}
		o.Rules, o.Channels = []alert.Rule{rule}, map[string]notify.Deliver{"desk": d.deliver}
	})
	quietPast(t, o.Store, began.Truncate(time.Hour), 4)
	p := built(t, o)
	stop := running(t, p)
	until(t, "somebody is told", func() bool { return len(d.messages()) > 0 })
	next := p.Status().NextAt["news"]
	if !next.After(now.Add(50 * time.Minute)) {
		t.Errorf("the next visit is at %s, want an hour after the first", next)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	alerts, orders := p.Alerts(), p.Orders()
	if len(alerts) != 1 || len(orders) != 1 || alerts[0].Order != orders[0].ID || d.messages()[0].Subject != alerts[0].ID {
		t.Errorf("%d alerts, %d orders, %d messages; want one alert with its order, told", len(alerts), len(orders), len(d.messages()))
	}
	if !p.Status().NextAt["news"].IsZero() {
		t.Error("a stopped pipeline promises another visit")
	}
	// The next process says nothing twice and asks the site nothing before its time.
	told, asked := len(d.messages()), len(site.asked)
	again := built(t, o)
	stop = running(t, again)
	until(t, "the watch has gone round", func() bool { return len(again.watch.seriesNow()) > 0 })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if len(d.messages()) != told || len(again.Alerts()) != 1 || len(again.Orders()) != 1 || len(site.asked) != asked {
		t.Errorf("after a restart: %d messages (%d before), %d alerts, %d orders, %d requests (%d before)", len(d.messages()), told, len(again.Alerts()), len(again.Orders()), len(site.asked), asked)
	}
	until(t, "every goroutine has ended", func() bool { return len(left()) == 0 })
}

func (w *Watch) seriesNow() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var keys []string
	for k := range w.looks {
		keys = append(keys, k)
	}
	return keys
}

func TestRunStopsInTheMiddleOfAVisit(t *testing.T) {
	site := newNewsroom(t, said("1", "山外青茶", time.Now()))
	site.become(func(n *newsroom) { n.hold = make(chan struct{}) })
	o := plant(t, func(o *Options) {
		source := site.source("news")
		source.Source.Schedule = "@every 1h"
		o.Sources = []crawler.SourceOptions{source}
	})
	p := built(t, o)
	stop := running(t, p)
	<-site.asked
	if err := p.Push(t.Context(), many(3, noon)); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	until(t, "every goroutine has ended", func() bool { return len(left()) == 0 })
	// What the visit left, and what was pushed, is in the store or still in the spool.
	if err := p.DrainAll(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	visits, err := o.Store.LastVisits(t.Context())
	if n, _ := o.Store.CountMentions(t.Context()); err != nil || visits["news"].Outcome.Heard() || visits["news"].StartedAt.IsZero() || n != 3 {
		t.Errorf("visits %v (%v), %d mentions; want the visit that heard nothing, and the three posts", visits, err, n)
	}
}

func TestRunEmptiesTheInbox(t *testing.T) {
	t.Parallel()
	o := plant(t, nil)
	if err := Deliver(o.Dir, o.Masker, many(4, noon), noon); err != nil {
		t.Fatal(err)
	}
	p := built(t, o)
	stop := running(t, p)
	until(t, "what another process left is stored", func() bool { n, _ := o.Store.CountMentions(t.Context()); return n == 4 })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestCrawlOfASourceThatIsNotThere(t *testing.T) {
	t.Parallel()
	p := built(t, plant(t, nil))
	if _, err := p.Crawl(t.Context(), "nowhere", nil); !errors.Is(err, ErrNone) || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("got %v, want ErrNone that names the source", err)
	}
}

func TestCrawlByHandObeysTheSite(t *testing.T) {
	t.Parallel()
	site := newNewsroom(t)
	site.become(func(n *newsroom) { n.status = http.StatusTooManyRequests })
	p := built(t, plant(t, func(o *Options) {
		source := site.source("news")
		source.Source.Disabled = true // by hand it may be visited all the same
		o.Sources = []crawler.SourceOptions{source}
	}))
	visit, err := p.Crawl(t.Context(), "news", nil)
	if err == nil || visit.Outcome.Heard() {
		t.Errorf("got %+v, %v; want a visit that heard nothing", visit, err)
	}
}

func TestPushWhenTheSpoolIsFull(t *testing.T) {
	t.Parallel()
	o := plant(t, nil)
	o.Spool = spoolIn(t, filepath.Join(o.Dir, "small"), func(s *spool.Options) { s.MaxBytes, s.Reserve = 3000, 1000 })
	p := built(t, o)
	var err error
	taken := 0
	for n := 0; n < 100 && err == nil; n++ {
		if err = p.Push(t.Context(), []voc.Post{said(fmt.Sprint(n), "山外青茶", noon)}); err == nil {
			taken++
		}
	}
	if !errors.Is(err, spool.ErrFull) || taken == 0 {
		t.Fatalf("after %d posts: %v, want ErrFull after some", taken, err)
	}
	if s := p.Status(); !s.Full || s.Entries != taken || s.Bytes == 0 {
		t.Errorf("the status is %+v, want full with %d entries", s, taken)
	}
	if err := p.Import(t.Context(), []voc.Post{said("file", "山外青茶", noon)}); !errors.Is(err, spool.ErrFull) {
		t.Errorf("an import into a full spool: %v, want ErrFull", err)
	}
	if err := p.DrainAll(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n, err := o.Store.CountMentions(t.Context()); err != nil || n != taken {
		t.Errorf("%d mentions (%v), want the %d that were acknowledged and no other", n, err, taken)
	}
	if err := p.Push(t.Context(), []voc.Post{said("later", "山外青茶", noon)}); err != nil {
		t.Errorf("after the spool was emptied: %v", err)
	}
}

func TestStatusNamesWhatFailsWhileItFails(t *testing.T) {
	t.Parallel()
	var way *line
	s := storetest.Open(t, func(o *store.Options) { o.MaxConns = 2; through(t, &way)(o) })
	site := newNewsroom(t)
	site.become(func(n *newsroom) { n.status = http.StatusInternalServerError })
	o := plant(t, func(o *Options) {
		o.Store, o.Rules = s, []alert.Rule{alert.DefaultRule()}
		source := site.source("news")
		source.Source.Schedule = "@every 1h"
		o.Sources = []crawler.SourceOptions{source}
	})
	p := built(t, o)
	if errs := p.Status().Errors; len(errs) != 0 {
		t.Errorf("before anything ran: %v", errs)
	}
	says := func(words string) func() bool {
		return func() bool { return strings.Contains(strings.Join(p.Status().Errors, "\n"), words) }
	}
	stop := running(t, p)
	way.set(true)
	until(t, "the failing source is named", says("信源 news"))
	until(t, "the failing watch is named", says("预警"))
	until(t, "the failing drain is named", says("数据库自"))
	for range 20 {
		if a, b := fmt.Sprint(p.Status().Errors), fmt.Sprint(p.Status().Errors); a != b {
			t.Fatalf("the same errors in another order each time:\n%s\n%s", a, b)
		}
	}
	if err := p.SetSources(nil); err != nil {
		t.Fatal(err)
	}
	if says("信源 news")() {
		t.Errorf("a source that was taken out is still told to fail: %v", p.Status().Errors)
	}
	way.set(false)
	until(t, "the watch recovers", func() bool { return !says("预警")() })
	until(t, "the drain recovers", func() bool { return !says("数据库自")() })
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryTellsAnErrorWhenItIsNew(t *testing.T) {
	t.Parallel()
	book := &diary{}
	o := plant(t, func(o *Options) { o.Log = book.log() })
	p := built(t, o)
	script := []string{"a", "a", "", "a", "b", "b"}
	ctx, stop := context.WithCancel(t.Context())
	turn := 0
	p.every(ctx, time.Millisecond, "part", func(context.Context) error {
		if turn++; turn > len(script) {
			stop()
			return nil
		}
		if script[turn-1] == "" {
			return nil
		}
		return errors.New("trouble " + script[turn-1])
	})
	if n, m := book.times("trouble a"), book.times("trouble b"); n != 2 || m != 1 {
		t.Errorf("trouble a told %d times, b %d times; want 2 (it came back) and 1:\n%s", n, m, &book.text)
	}
}

func TestCatchUpVisitsStoresAndJudges(t *testing.T) {
	one, two := newNewsroom(t, many(5, noon)...), newNewsroom(t, said("x", "半亩茶田排队", noon))
	broken := newNewsroom(t)
	broken.become(func(n *newsroom) { n.status = http.StatusInternalServerError })
	off := newNewsroom(t, said("off", "x", noon))
	o := plant(t, func(o *Options) {
		disabled := off.source("off")
		disabled.Source.Disabled = true
		brought := crawler.SourceOptions{Source: voc.Source{ID: "care", Kind: voc.KindPush}}
		files := crawler.SourceOptions{Source: voc.Source{ID: "files", Kind: voc.KindImport}}
		o.Sources = []crawler.SourceOptions{one.source("one"), two.source("two"), broken.source("broken"), disabled, brought, files}
	})
	p := built(t, o)
	most := 0
	visits, err := p.CatchUp(t.Context(), func(posts, waiting int) { most = max(most, posts) })
	if err == nil || !strings.Contains(err.Error(), "source broken") || strings.Contains(err.Error(), "care") || strings.Contains(err.Error(), "files") {
		t.Errorf("got %v, want the broken source and nothing else", err)
	}
	if len(visits) != 3 || most != 6 || len(off.asked) != 0 {
		t.Errorf("%d visits, progress up to %d, %d requests to the source that is off; want 3, 6 and none", len(visits), most, len(off.asked))
	}
	if n, err := o.Store.CountMentions(t.Context()); err != nil || n != 6 {
		t.Errorf("%d mentions (%v), want 6", n, err)
	}
	if n, _ := o.Spool.Depth(); n != 0 {
		t.Errorf("%d entries still wait", n)
	}
	if last, err := o.Store.LastVisits(t.Context()); err != nil || len(last) != 3 {
		t.Errorf("%d visits are stored (%v), want the failed one too", len(last), err)
	}
	// Once more: everything is known.
	broken.become(func(n *newsroom) { n.status = 0 })
	if _, err := p.CatchUp(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if n, _ := o.Store.CountMentions(t.Context()); n != 6 {
		t.Errorf("%d mentions after the second time, want 6 still", n)
	}
	if err := p.Send(t.Context()); err != nil {
		t.Error(err)
	}
	until(t, "every goroutine has ended", func() bool { return len(left()) == 0 })
}

func TestCatchUpThatIsInterruptedKeepsWhatItHas(t *testing.T) {
	t.Parallel()
	quick, slow := newNewsroom(t, many(5, noon)...), newNewsroom(t)
	slow.become(func(n *newsroom) { n.hold = make(chan struct{}) })
	o := plant(t, func(o *Options) { o.Sources = []crawler.SourceOptions{quick.source("quick"), slow.source("slow")} })
	p := built(t, o)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	var once sync.Once
	go func() {
		_, err := p.CatchUp(ctx, func(posts, _ int) {
			if posts == 5 {
				once.Do(func() { <-slow.asked; stop() })
			}
		})
		ended <- err
	}()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	again := built(t, o)
	if err := again.DrainAll(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.Store.CountMentions(t.Context()); n != 5 {
		t.Errorf("%d mentions, want the five that were taken before", n)
	}
}
