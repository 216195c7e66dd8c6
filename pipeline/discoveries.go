package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/pipeline/discover"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// discoverAt is when discoveries are looked for: at night, after yesterday is complete.
	discoverAt = "40 4 * * *"
	// discoverShown is how long a find nobody decided on stays in the list.
	discoverShown = 14 * 24 * time.Hour
	discoverMost  = 500
	// effectPosts is how many mentions an effect is computed on: two seconds.
	effectPosts = 5000
	// effectSpan is how far back it looks.
	effectSpan = 90 * 24 * time.Hour
)

// Build makes an analyzer that knows what people accepted of the discoveries, beside what the
// configuration says.
type Build func(accepted []voc.Discovery) (*nlp.Analyzer, error)

// discoveries is what nobody had defined: looked for, shown, decided on.
type discoveries struct {
	store   *store.Store
	journal *Journal
	drain   *Drain
	brands  []voc.Brand
	now     func() time.Time
	log     *slog.Logger

	deciding sync.Mutex    // one change of the understanding at a time
	changed  chan struct{} // has one when history is to be understood anew
	work     *Jobs

	unfinished string // a file that stands while history is to be understood anew; "": none is kept

	mu       sync.Mutex
	build    Build // nil: nothing can be accepted
	progress Retagging
	asker    string           // who had history understood anew last; "" nobody: it follows from something else
	misfits  map[string]error // accepted, and left out: the configuration does not take them
	stuck    error            // why understanding anew does not go on
}

// Retagging is how far understanding anew has come.
type Retagging struct {
	Version   string // of the understanding at work now
	Running   bool
	Done, All int // posts, of this run or of the last
}

// anew asks for history to be understood anew; one that is under way or waits will see the newest.
// A file remembers it, so that a process that was killed goes on when it starts again.
func (d *discoveries) anew() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.unfinished != "" {
		if err := os.WriteFile(d.unfinished, nil, 0o600); err != nil {
			d.log.Error("cut off now, history would not be understood anew at the next start; run tingfeng retag then", "error", err)
		}
	}
	select {
	case d.changed <- struct{}{}:
	default:
	}
	d.progress.Running = true // from now on, not from when it is taken up: who asks next must not hear that it is done
}

// finished tells that history is understood anew, n posts of it, unless it is asked for again already.
func (d *discoveries) finished(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.progress = Retagging{Running: len(d.changed) > 0, Done: n, All: n}
	if d.unfinished != "" && len(d.changed) == 0 {
		if err := os.Remove(d.unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
			d.log.Warn("the next start looks once more whether history is understood anew", "error", err)
		}
	}
}

// cutOff tells whether an earlier process was to understand history anew and did not come to its end.
func (d *discoveries) cutOff() bool {
	if d.unfinished == "" {
		return false
	}
	_, err := os.Stat(d.unfinished)
	return err == nil
}

func (d *discoveries) retagging() Retagging {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.progress
	p.Version = d.drain.Analyzer().Version()
	return p
}

func (d *discoveries) note(p Retagging) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.progress = p
}

// find looks for discoveries now.
func (d *discoveries) find(ctx context.Context, actor string) (n int, err error) {
	ctx, job := d.work.Start(ctx, voc.Job{Kind: JobDiscover, Title: "寻找没有定义过的新词与新事", Actor: actor, Unit: "项", CanStop: true})
	defer func() {
		job.Progress(int64(n), int64(n))
		job.End(ctx, err)
	}()
	found, err := discover.Find(ctx, discover.Inputs{Store: d.store, Analyzer: d.drain.Analyzer(), Brands: d.brands, Now: d.now()})
	return len(found), err
}

// list merges what was found lately with what was decided: the undecided first, then the latest
// decisions.
func (d *discoveries) list(ctx context.Context) ([]voc.Discovery, error) {
	found, err := d.store.Discoveries(ctx, "", nil, d.now().Add(-discoverShown), discoverMost)
	if err != nil {
		return nil, err
	}
	decided := d.journal.View().Discoveries
	var open, closed []voc.Discovery
	for _, one := range found {
		if was, ok := decided[one.ID]; !ok || was.State == voc.DiscoveryProposed {
			open = append(open, one)
		}
	}
	for _, one := range decided {
		if one.State != voc.DiscoveryProposed {
			closed = append(closed, one)
		}
	}
	slices.SortFunc(closed, func(a, b voc.Discovery) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return append(open, closed...), nil
}

func (d *discoveries) one(ctx context.Context, id string) (voc.Discovery, error) {
	all, err := d.list(ctx)
	if err != nil {
		return voc.Discovery{}, err
	}
	for _, one := range all {
		if one.ID == id {
			return one, nil
		}
	}
	return voc.Discovery{}, fmt.Errorf("discovery %q: %w", id, ErrNone)
}

// accepted are all discoveries people accepted, with one more or changed, in a fixed order.
func (d *discoveries) accepted(changed ...voc.Discovery) []voc.Discovery {
	all := d.journal.View().Discoveries
	for _, one := range changed {
		all[one.ID] = one
	}
	var list []voc.Discovery
	for _, one := range all {
		if one.State == voc.DiscoveryAccepted {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b voc.Discovery) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// rebuild changes what analyzers are made by, and makes one.
func (d *discoveries) rebuild(build Build) error {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	return d.use(build)
}

// use has analyzers made by build from now on, and posts understood by one that knows all accepted
// discoveries the configuration takes.
func (d *discoveries) use(build Build) error {
	a, misfits, err := fit(build, d.accepted())
	if err != nil {
		return err
	}
	d.leaveOut(misfits)
	d.mu.Lock()
	d.build = build
	d.mu.Unlock()
	d.drain.Understand(a)
	return nil
}

func (d *discoveries) builds() Build {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.build
}

// restore has the analyzer know what was accepted before this process began.
func (d *discoveries) restore() error {
	build := d.builds()
	if build == nil || len(d.accepted()) == 0 {
		return nil
	}
	return d.use(build)
}

// effect tells what a decision would change; nothing is changed.
func (d *discoveries) effect(ctx context.Context, id string, decision voc.Decision) (voc.Effect, error) {
	one, err := d.one(ctx, id)
	if err != nil {
		return voc.Effect{}, err
	}
	decision.State = voc.DiscoveryAccepted
	if decision.Actor == "" {
		decision.Actor = "preview"
	}
	if _, err := discover.Decide(one, decision, d.now()); err != nil {
		return voc.Effect{}, err
	}
	would := one
	would.State, would.Topic, would.Weight = voc.DiscoveryAccepted, strings.TrimSpace(decision.Topic), decision.Weight
	after, err := d.builder(would)
	if err != nil {
		return voc.Effect{}, err
	}
	before, cut, err := d.touched(ctx, one)
	if err != nil {
		return voc.Effect{}, err
	}
	effect := discover.Compare(before, seenAgain(after, before), would.Topic)
	effect.Cut = cut
	return effect, nil
}

var errNoBuild = errors.New("this process cannot change what is understood")

func (d *discoveries) builder(changed voc.Discovery) (*nlp.Analyzer, error) {
	build := d.builds()
	if build == nil {
		return nil, errNoBuild
	}
	// What did not fit when this process began must not stand in the way of every other decision.
	others := slices.DeleteFunc(d.accepted(changed), func(one voc.Discovery) bool { return one.ID != changed.ID && !d.fits(one.ID) })
	a, err := build(others)
	if err != nil {
		return nil, fmt.Errorf("%w：%w", discover.ErrInvalid, err)
	}
	return a, nil
}

// touched gives the latest mentions of the discovery's brand that hold its words.
func (d *discoveries) touched(ctx context.Context, one voc.Discovery) ([]voc.Mention, bool, error) {
	words := one.Words
	if len(words) > 2 {
		words = words[:2] // a story is told by two of its words; these are the surest
	}
	filter := voc.Filter{Brands: []voc.BrandID{one.Brand}, From: d.now().Add(-effectSpan), Raw: true, Text: `"` + strings.Join(words, `" "`) + `"`}
	var all []voc.Mention
	page := store.Page{Limit: 1000}
	for len(all) < effectPosts {
		some, next, err := d.store.Mentions(ctx, filter, page)
		if err != nil {
			return nil, false, err
		}
		all = append(all, some...)
		if next == "" {
			return all, false, nil
		}
		page.After = next
	}
	return all, true, nil
}

// seenAgain gives the same mentions as another analyzer sees them.
func seenAgain(a *nlp.Analyzer, mentions []voc.Mention) []voc.Mention {
	again := make([]voc.Mention, len(mentions))
	for i := range mentions {
		again[i] = mentions[i]
		for _, m := range a.Analyze([]voc.Post{mentions[i].Post}) {
			if m.Brand == mentions[i].Brand {
				again[i] = m
			}
		}
	}
	return again
}

// decide writes a decision down and, when it changes the understanding, has what comes in understood
// the new way at once and history after it.
func (d *discoveries) decide(ctx context.Context, id string, decision voc.Decision) (voc.Discovery, error) {
	d.deciding.Lock()
	defer d.deciding.Unlock()
	one, err := d.one(ctx, id)
	if err != nil {
		return voc.Discovery{}, err
	}
	wasAccepted := one.State == voc.DiscoveryAccepted
	would := one
	would.State, would.Topic, would.Weight = decision.State, strings.TrimSpace(decision.Topic), decision.Weight
	var analyzer *nlp.Analyzer
	if wasAccepted || decision.State == voc.DiscoveryAccepted {
		// Built before anything is written: what cannot be built must not be in the journal.
		if analyzer, err = d.builder(would); err != nil {
			return voc.Discovery{}, err
		}
	}
	events, err := d.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		current := one
		if was, ok := s.Discoveries[id]; ok && was.State != voc.DiscoveryProposed {
			current = was
		}
		return discover.Decide(current, decision, now)
	})
	if err != nil {
		return voc.Discovery{}, err
	}
	if len(events) > 0 && analyzer != nil {
		d.settled(id)
		d.drain.Understand(analyzer)
		d.asks(decision.Actor)
		d.anew()
	}
	if was, ok := d.journal.View().Discoveries[id]; ok {
		return was, nil
	}
	return one, nil
}

// run understands history anew each time the understanding has changed, until ctx is done. While the
// database is away it is tried again; what a stop or a crash cuts off is taken up at the next start.
func (d *discoveries) run(ctx context.Context) {
	if d.cutOff() {
		d.anew()
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.changed:
		}
		d.note(Retagging{Running: true})
		working, job := d.work.Start(ctx, voc.Job{Kind: JobRetag, Title: "重新理解历史声音", Actor: d.who(), Unit: "条", CanStop: true, Spec: "{}"})
		job.End(working, d.retagAll(working, job))
		if ctx.Err() != nil {
			return
		}
	}
}

// retagAll understands history anew, again and again until that succeeds or ctx is done.
func (d *discoveries) retagAll(ctx context.Context, job *JobHandle) error {
	wait := backoff{first: time.Second, most: time.Minute}
	for {
		n, err := d.drain.Retag(ctx, time.Time{}, time.Time{}, func(done, all int) {
			d.note(Retagging{Running: true, Done: done, All: all})
			job.Progress(int64(done), int64(all))
		})
		switch d.blocked(err); {
		case err == nil:
			job.Progress(int64(n), int64(n))
			d.finished(n)
			d.log.Info("history is understood anew", "posts", n, "version", d.drain.Analyzer().Version())
			return nil
		case errors.Is(context.Cause(ctx), errStopped):
			d.blocked(nil)
			d.finished(n) // for now: what is done stays done, and the rest waits until somebody asks again
			return err
		case ctx.Err() != nil:
			return err
		}
		d.log.Error("history could not be understood anew; it is tried again", "done", n, "error", err)
		if !wait.sleep(ctx) && !errors.Is(context.Cause(ctx), errStopped) {
			return err
		}
	}
}

// asks notes who has history understood anew.
func (d *discoveries) asks(actor string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asker = actor
}

// who asked for history to be understood anew last.
func (d *discoveries) who() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asker
}

// blocked remembers why understanding anew does not go on, nil that it does.
func (d *discoveries) blocked(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stuck = err
}
