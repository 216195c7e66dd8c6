package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/crawler"
	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/digest"
	"github.com/tingfeng-voc/tingfeng/pipeline/mask"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Options is everything the pipeline works with. All but Channels, Limits, Letter and Log is
// needed.
type Options struct {
	Store    *store.Store
	Crawler  *crawler.Crawler
	Analyzer *nlp.Analyzer
	Spool    *spool.Spool
	Masker   *mask.Masker

	Sources  []crawler.SourceOptions
	Rules    []alert.Rule
	Brands   []voc.Brand
	Stores   []voc.Store
	Titles   map[string]string         // aspect and topic names as people say them
	Channels map[string]notify.Deliver // where messages go, by name
	Limits   notify.Options            // what each channel can take
	Address  string                    // by which people reach the dashboard: "https://voc.example.com"; "" messages hold no links
	Letter   Letter
	Writer   digest.Writer // says letters in a few sentences of its own; nil: nobody
	Patience time.Duration // how long a letter waits for the writer; 0: as long as usual
	Watching Watching      // how incidents are judged and told, beside the rules
	Desk     Desk          // whose work orders become, how much time there is, who hears of them

	Retention time.Duration // how long posts are kept after they were fetched; 0: for ever

	Dir      string // for cursors, rejects and the opt-out list
	Location *time.Location
	Now      func() time.Time
	Watch    time.Duration       // how often rules are evaluated; 0: a minute
	Saved    func([]voc.Mention) // hears of mentions once they are stored, and must not wait; nil: nobody
	Build    Build               // nil: discoveries are shown, and none can be accepted
	Log      *slog.Logger
}

// Letter says to whom letters go, when and where.
type Letter struct {
	At        string         // cron expression in Options.Location, of the one letter of a house without audiences; "" never by itself
	Channels  []string       // none: it is written down and shown on its page only
	Audiences []voc.Audience // none: one letter, by At and Channels
	Off       []string       // dates that are public holidays: "2026-10-01"
}

// off tells whether a date is a public holiday.
func (l Letter) off(date string) bool { return slices.Contains(l.Off, date) }

func (o *Options) validate() error {
	missing := map[string]bool{
		"Store": o.Store == nil, "Crawler": o.Crawler == nil, "Analyzer": o.Analyzer == nil, "Spool": o.Spool == nil,
		"Masker": o.Masker == nil, "Dir": o.Dir == "", "Location": o.Location == nil, "Now": o.Now == nil,
	}
	for name, is := range missing {
		if is {
			return fmt.Errorf("pipeline: option %s is missing", name)
		}
	}
	for _, r := range o.Rules {
		if err := r.Validate(); err != nil {
			return fmt.Errorf("pipeline: %w", err)
		}
	}
	if o.Watch == 0 {
		o.Watch = time.Minute
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return nil
}

// Pipeline is the control process's work. Only one may run on a store: New must be called by the
// holder of the store's control.
type Pipeline struct {
	*Journal
	options  Options
	ingest   *Ingest
	drain    *Drain
	watch    *Watch
	letters  *letters
	rulebook *Rulebook
	office   *office
	finds    *discoveries
	sender   *notify.Sender
	table    *schedule.Table
	visits   *visiting

	retention *retention
	asked     *asked
	work      *Jobs

	mu     sync.Mutex
	failed map[string]string // the last error of each job that fails now
}

// New builds the parts and reads the journal. Nothing runs yet.
func New(ctx context.Context, o Options) (*Pipeline, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	cursors, err := openCursors(filepath.Join(o.Dir, "cursors"))
	if err != nil {
		return nil, err
	}
	journal, err := openJournal(ctx, o.Store, o.Limits, o.Now)
	if err != nil {
		return nil, err
	}
	journal.resume()
	rejects := filepath.Join(o.Dir, "rejects", "spool.jsonl")
	rhythm, err := openRhythm(filepath.Join(o.Dir, "rhythm"))
	if err != nil {
		return nil, err
	}
	p := &Pipeline{
		Journal: journal,
		options: o,
		ingest:  &Ingest{crawler: o.Crawler, spool: o.Spool, masker: o.Masker, cursors: cursors, inbox: filepath.Join(o.Dir, "inbox"), rejects: rejects, now: o.Now, log: o.Log},
		drain:   &Drain{spool: o.Spool, analyzer: o.Analyzer, store: o.Store, copies: copyist{store: o.Store, now: o.Now}, rejects: rejects, now: o.Now, log: o.Log, saved: o.Saved},
		failed:  map[string]string{},
	}
	p.visits = newVisiting(p.ingest, o.Crawler.Host, rhythm, p.note)
	if err := p.guardPeople(); err != nil {
		return nil, err
	}
	if p.work, err = openJobs(ctx, o.Store, o.Now, o.Log); err != nil {
		return nil, err
	}
	names := names{brands: o.Brands, stores: o.Stores, sources: p.visits.list, titles: o.Titles, location: o.Location}
	p.watch = &Watch{store: o.Store, journal: journal, names: names, log: o.Log, address: o.Address}
	p.SetWatching(o.Watching)
	p.office = newOffice(o, journal, names)
	p.office.attention = func() alert.Attention { return p.watch.settings().Attention }
	journal.follow = p.office.follow
	p.rulebook = &Rulebook{store: o.Store, journal: journal, names: names, planned: p.planned, told: o.knownChannel(), now: o.Now}
	if err := p.rulebook.setFile(o.Rules); err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	p.watch.office, p.watch.rules = p.office, p.rulebook.current
	p.letters = &letters{store: o.Store, journal: journal, names: names, office: p.office, sources: p.visits.list, known: o.knownChannel(), address: o.Address, now: o.Now, log: o.Log,
		writer: newPen(o.Writer, o.Now), patience: o.Patience}
	if err := p.letters.use(o.Letter); err != nil {
		return nil, fmt.Errorf("pipeline: %w", err)
	}
	p.finds = &discoveries{store: o.Store, journal: journal, drain: p.drain, brands: o.Brands, build: o.Build, now: o.Now, log: o.Log, changed: make(chan struct{}, 1), work: p.work, unfinished: filepath.Join(o.Dir, "retag-unfinished")}
	if err := p.finds.restore(); err != nil {
		return nil, err
	}
	p.sender, err = notify.NewSender(notify.SenderOptions{
		Channels: p.office.channels(p.letters.formed(o.Channels, digest.Form)), Due: journal.Due, Plan: journal.plan, Record: journal.Record,
		Now: o.Now, Random: rand.Float64, Log: o.Log,
	})
	if err != nil {
		return nil, err
	}
	if p.table, err = p.jobs(); err != nil {
		return nil, err
	}
	p.visits.table = p.table
	p.asked = &asked{visits: p.visits, gaps: p.gaps, now: o.Now, list: p.work, zone: o.Location, of: map[voc.SourceID]*Asked{}}
	p.resumeJobs()
	last, err := o.Store.LastVisits(ctx)
	if err != nil {
		return nil, err
	}
	rhythm.remember(last)
	return p, p.visits.use(o.Sources)
}

// SetSources makes these the sources from now on: those that are gone are visited no more, new ones
// begin, changed ones are read as they say now. Cursors are kept. An error says that nothing changed.
func (p *Pipeline) SetSources(sources []crawler.SourceOptions) error { return p.visits.use(sources) }

// Sources are those in use, in the order they are configured.
func (p *Pipeline) Sources() []voc.Source { return p.visits.list() }

// jobs is the table of everything else that happens by the clock.
func (p *Pipeline) jobs() (*schedule.Table, error) {
	var jobs []schedule.Job
	jobs = append(jobs, schedule.Job{
		Name: "discover", Spec: discoverAt, Last: p.options.Now(),
		Run: p.noting("发现", func(ctx context.Context) error {
			_, err := p.finds.find(ctx, "")
			return err
		}),
	})
	jobs = append(jobs, p.purging()...)
	return schedule.New(schedule.Options{
		Location: p.options.Location, Now: p.options.Now,
		Rand: func(d time.Duration) time.Duration { return rand.N(max(d, 1)) }, Log: p.options.Log,
	}, jobs...)
}

// noting keeps the last error of a job as long as it fails, for the status page.
func (p *Pipeline) noting(name string, run func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		err := run(ctx)
		p.note(name, err)
		return err
	}
}

// Note keeps the last error of a part that is not the pipeline's own, for the status page; nil: it
// works again.
func (p *Pipeline) Note(part string, err error) { p.note(part, err) }

func (p *Pipeline) note(name string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil || errors.Is(err, context.Canceled) {
		delete(p.failed, name)
		return
	}
	p.failed[name] = err.Error()
}

// stopWithin is how long a shutdown waits for visits that are under way; the spool has what they
// have handed over by then.
const stopWithin = 20 * time.Second

// Run works until ctx is done: visits by schedule, drain, watch, outbox, letters. It returns when
// every part has ended, in the reverse order of their start, so that what the first parts hand
// over the last ones still take.
func (p *Pipeline) Run(ctx context.Context) error {
	// Each part has a context of its own, ended one after the other below.
	base := context.WithoutCancel(ctx)
	stopDrain := p.start(base, p.drain.Run)
	stopSender := p.start(base, func(ctx context.Context) { p.every(ctx, time.Second, "通知", p.send) })
	stopWatch := p.start(base, func(ctx context.Context) { p.every(ctx, p.options.Watch, "预警", p.evaluate) })
	stopDesk := p.start(base, func(ctx context.Context) { p.every(ctx, turnEvery, "工单", p.office.turn) })
	stopVerify := p.start(base, func(ctx context.Context) { p.every(ctx, verifyEvery, "验证", p.office.verify) })
	stopLetters := p.start(base, func(ctx context.Context) { p.every(ctx, lettersEvery, "日报", p.letters.turn) })
	stopInbox := p.start(base, func(ctx context.Context) { p.every(ctx, time.Second, "导入", p.ingest.empty) })
	stopAnew := p.start(base, p.finds.run)
	stopSettling := p.start(base, func(ctx context.Context) { p.every(ctx, settleEvery, "计数", p.settle) })
	stopJobs := p.start(base, func(ctx context.Context) { p.every(ctx, jobsKept, "任务", p.work.keep) })
	visits, endVisits := context.WithCancel(base)
	p.table.Start(visits)
	p.asked.open(visits)

	<-ctx.Done()

	endVisits()
	grace, cancel := context.WithTimeout(base, stopWithin)
	defer cancel()
	err := p.table.Stop(grace)
	p.asked.running.Wait()
	stopAnew()
	stopJobs()
	stopSettling()
	stopInbox()
	stopLetters()
	stopVerify()
	stopDesk()
	stopWatch()
	stopSender()
	stopDrain()
	return err
}

// start runs a part in a goroutine and returns what ends it and waits for its end.
func (p *Pipeline) start(ctx context.Context, run func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	return func() {
		cancel()
		<-done
	}
}

// every repeats work until ctx is done, at once and then after each pause. An error is logged when
// it is new, not at every turn.
func (p *Pipeline) every(ctx context.Context, pause time.Duration, name string, work func(context.Context) error) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	last := ""
	for {
		err := work(ctx)
		p.note(name, err)
		switch {
		case err == nil:
			last = ""
		case ctx.Err() == nil && err.Error() != last:
			last = err.Error()
			p.options.Log.Error("failed; it is tried again", "part", name, "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (p *Pipeline) send(ctx context.Context) error {
	_, _, err := p.sender.Round(ctx)
	return err
}

func (p *Pipeline) evaluate(ctx context.Context) error {
	return p.watch.Evaluate(ctx, p.options.Now())
}

// Crawl visits one source now. progress, if not nil, hears how many posts have come so far. ErrNone,
// ErrNotOurs and ErrBusy say why not.
func (p *Pipeline) Crawl(ctx context.Context, id voc.SourceID, progress func(posts int)) (voc.Visit, error) {
	return p.visits.crawl(ctx, id, progress)
}

// CrawlSpan visits one source now and goes back through a stretch of time: From zero is its beginning,
// To zero now. Cut off, the same call goes on where it stopped.
func (p *Pipeline) CrawlSpan(ctx context.Context, id voc.SourceID, span voc.Span, progress func(posts int)) (voc.Visit, error) {
	return p.visits.crawlSpan(ctx, id, span, progress)
}

// Push takes posts somebody handed over and returns once they are on disk.
func (p *Pipeline) Push(ctx context.Context, posts []voc.Post) error {
	return p.ingest.Take(ctx, posts, spool.Person)
}

// Import takes posts from a file, which can be read again: it leaves the spool's reserve alone.
func (p *Pipeline) Import(ctx context.Context, posts []voc.Post) error {
	return p.ingest.Take(ctx, posts, spool.Refetchable)
}

// DrainAll stores everything that waits and returns when nothing does, for commands that end.
func (p *Pipeline) DrainAll(ctx context.Context, progress func(left int)) error {
	return p.drain.All(ctx, progress)
}

// Retag understands posts published in [from, to) anew that an older version understood; zero times
// do not limit. Cut off, it goes on where it stopped.
func (p *Pipeline) Retag(ctx context.Context, from, to time.Time, progress func(done, all int)) (int, error) {
	ctx, job := p.work.Start(ctx, voc.Job{Kind: JobRetag, Title: "重新理解历史声音", Unit: "条", CanStop: true, Spec: "{}"})
	n, err := p.drain.Retag(ctx, from, to, func(done, all int) {
		job.Progress(int64(done), int64(all))
		if progress != nil {
			progress(done, all)
		}
	})
	job.End(ctx, err)
	return n, err
}

// Understand has what comes in from now on understood by what build makes, together with what was
// accepted of the discoveries. When build fails nothing changes.
func (p *Pipeline) Understand(build Build) error { return p.finds.rebuild(build) }

// RetagSoon has everything an older version understood be understood anew in the background, while
// Run runs, because actor asks for it ("" nobody in particular), and tells how far that has come.
func (p *Pipeline) RetagSoon(actor string) Retagging {
	p.finds.asks(actor)
	p.finds.anew()
	return p.finds.retagging()
}

// Retagging tells how far understanding anew in the background has come.
func (p *Pipeline) Retagging() Retagging { return p.finds.retagging() }

// Discover looks now for words and stories nobody has defined, because actor asks for it, and tells how
// many were found.
func (p *Pipeline) Discover(ctx context.Context, actor string) (int, error) {
	return p.finds.find(ctx, actor)
}

// Discoveries lists what was found lately and what was decided, undecided ones first.
func (p *Pipeline) Discoveries(ctx context.Context) ([]voc.Discovery, error) {
	return p.finds.list(ctx)
}

// Effect tells what accepting a discovery would change. Nothing is changed.
func (p *Pipeline) Effect(ctx context.Context, id string, d voc.Decision) (voc.Effect, error) {
	return p.finds.effect(ctx, id, d)
}

// Reread gives the same mentions as the analysis at work now judges them, and its version. One it no
// longer takes to be about its brand stays as it is. Nothing is stored.
func (p *Pipeline) Reread(mentions []voc.Mention) ([]voc.Mention, string) {
	a := p.drain.Analyzer()
	return seenAgain(a, mentions), a.Version()
}

// Decide accepts or rejects a discovery, or takes a decision back, and returns it as it is
// afterwards. What is accepted is understood from now on, and history is understood anew.
func (p *Pipeline) Decide(ctx context.Context, id string, d voc.Decision) (voc.Discovery, error) {
	return p.finds.decide(ctx, id, d)
}

// Evaluate judges every rule now.
func (p *Pipeline) Evaluate(ctx context.Context) error { return p.evaluate(ctx) }

// Status is what the pipeline knows of itself.
type Status struct {
	Seq     uint64
	Entries int   // in the spool
	Bytes   int64 // of them
	Full    bool  // crawling has stopped because the spool is full
	NextAt  map[voc.SourceID]time.Time
	Errors  []string // of the parts that fail now

	Retention Retention
}

// Status tells what waits, what comes next, and what fails.
func (p *Pipeline) Status() Status {
	s := Status{NextAt: p.visits.next(), Full: p.options.Spool.Full()}
	s.Entries, s.Bytes = p.options.Spool.Depth()
	s.Seq = p.Seq()
	s.Retention = p.retention.status()
	if failing, since := p.drain.Failing(); failing != "" {
		s.Errors = append(s.Errors, fmt.Sprintf("数据库自 %s 起无法写入：%s", since.In(p.options.Location).Format("15:04"), failing))
	}
	s.Errors = append(s.Errors, p.finds.troubles()...)
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(p.failed)) {
		s.Errors = append(s.Errors, name+"："+p.failed[name])
	}
	return s
}
