package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	// watchHistory is how far a rule that is new here looks back: the past it would have spoken in
	// is shown as history.
	watchHistory = 90 * 24 * time.Hour
	// mostBuckets bounds what is asked of the store at once: a rule that looks by the minute sees
	// two months of its past.
	mostBuckets = 90_000
	// watchLearn is the past a detector must see again after a restart: it remembers two weeks of
	// highs and its slowest average has a half life of one.
	watchLearn = 28 * 24 * time.Hour
	// watchLate is how long after its hour a post may arrive and still be judged: the detector is
	// kept as it was so long ago and run again from there.
	watchLate = 3 * time.Hour
	// watchDown is how much of a downtime is judged afterwards.
	watchDown = 48 * time.Hour
)

// Watch evaluates the rules: it brings counts to the pure detector and decision, and writes what
// they say into the journal. Alert, work order and messages of one episode are one insert, so
// either somebody has the matter in hand or nobody was told.
type Watch struct {
	store   *store.Store
	journal *Journal
	rules   []alert.Rule
	names   names
	log     *slog.Logger

	how    atomic.Pointer[Watching] // nil: the usual way
	office *office                  // opens work orders; nil: they are opened as they always were

	mu     sync.Mutex // one evaluation at a time
	series map[string]*series
}

// settings are how incidents are judged and told now.
func (w *Watch) settings() Watching {
	if how := w.how.Load(); how != nil {
		return *how
	}
	return Watching{}
}

// series is one rule on one brand, with the detector as it was watchLate ago.
type series struct {
	rule     alert.Rule
	brand    voc.BrandID
	detector *alert.Detector
	next     time.Time // start of the first bucket the detector has not seen
	judged   time.Time // observations up to here need no verdict any more
}

func (s *series) key() string {
	return s.rule.Name + "/" + s.rule.Revision() + "/" + string(s.brand)
}

// markReplayed is the type of the event that a series' past has been looked through.
const markReplayed = "replayed"

// Evaluate judges every bucket of every series that has closed by now. A series that fails does
// not keep the others from being judged.
func (w *Watch) Evaluate(ctx context.Context, now time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var errs []error
	for _, rule := range w.rules {
		for _, brand := range w.brandsOf(rule) {
			if err := w.evaluate(ctx, rule, brand, now); err != nil {
				errs = append(errs, fmt.Errorf("rule %s for %s: %w", rule.Name, brand, err))
			}
		}
	}
	return errors.Join(errs...)
}

// heard tells whether anything at all is known of a series' past: before the first visit of the
// sources there is nothing to look through yet.
func heard(rule alert.Rule, counts []voc.Count) bool {
	return slices.ContainsFunc(counts, func(c voc.Count) bool { return c.Coverage >= rule.MinCoverage })
}

func (w *Watch) brandsOf(rule alert.Rule) []voc.BrandID {
	if len(rule.Brands) > 0 {
		return rule.Brands
	}
	var own []voc.BrandID
	for _, b := range w.names.brands {
		if b.Own {
			own = append(own, b.ID)
		}
	}
	return own
}

func (w *Watch) evaluate(ctx context.Context, rule alert.Rule, brand voc.BrandID, now time.Time) error {
	s, first := w.open(rule, brand, now)
	to := now.Truncate(rule.Step)
	counts, err := w.store.Counts(ctx, store.CountQuery{
		Brand: brand, Topic: rule.Topic, Sentiment: rule.Sentiment, From: s.next, To: to, Step: rule.Step,
	})
	if err != nil {
		return err
	}
	spikes := s.run(counts, to)
	run := &judgement{watch: w, series: s, counts: counts, now: now}
	if err := run.judge(ctx, spikes); err != nil {
		return err
	}
	if err := run.write(ctx, first && heard(rule, counts)); err != nil {
		return err
	}
	w.series[s.key()] = s // only now: a failed evaluation is done again in full
	return nil
}

// open finds the series or makes it, and tells whether its past was never looked through.
func (w *Watch) open(rule alert.Rule, brand voc.BrandID, now time.Time) (s *series, first bool) {
	s = &series{rule: rule, brand: brand}
	if known := w.series[s.key()]; known != nil {
		copied := *known
		copied.detector = known.detector.Clone()
		return &copied, false
	}
	s.detector = alert.NewDetector(rule)
	if _, replayed := w.journal.View().Marks[s.key()]; replayed {
		s.next, s.judged = now.Add(-watchLearn).Truncate(rule.Step), now.Add(-watchDown)
		return s, false
	}
	s.next = now.Add(-min(watchHistory, mostBuckets*rule.Step)).Truncate(rule.Step)
	return s, true
}

// run steps a copy of the detector to the end, and the series' own one as far as nothing can
// change any more: not within watchLate, because posts still arrive, and not past a bucket nobody
// has heard yet, because a later visit may heal that gap. A gap older than the detector's memory
// stays one.
func (s *series) run(counts []voc.Count, to time.Time) []voc.Spike {
	settled, forgotten := to.Add(-watchLate), to.Add(-watchLearn)
	var ahead *alert.Detector
	var spikes []voc.Spike
	for _, c := range counts {
		end := c.At.Add(s.rule.Step)
		known := c.Coverage >= s.rule.MinCoverage || end.Before(forgotten)
		if ahead == nil && known && !end.After(settled) {
			spikes = append(spikes, s.detector.Step(c))
			s.next = end
			continue
		}
		if ahead == nil {
			ahead = s.detector.Clone()
		}
		spikes = append(spikes, ahead.Step(c))
	}
	return spikes
}

// judgement is one evaluation of one series: the verdicts in order of time.
type judgement struct {
	watch    *Watch
	series   *series
	counts   []voc.Count
	now      time.Time
	episodes []*episode
}

// episode is an alert with what happened to it during this evaluation.
type episode struct {
	first   voc.Alert // as this evaluation found or opened it
	alert   voc.Alert // as it is after the changes
	opened  bool      // by this evaluation
	changes []change
}

type change struct {
	verdict alert.Verdict
	change  alert.Change
}

func (j *judgement) judge(ctx context.Context, spikes []voc.Spike) error {
	last := j.watch.newest(j.series)
	var known voc.Spike // the newest of which anything is known
	for _, spike := range spikes {
		if !spike.Unknown {
			known = spike
		}
		if !spike.At.After(j.series.judged) || ended(last, spike) {
			continue
		}
		decision := alert.Decide(last, spike, j.now, j.series.rule)
		if decision.Verdict == alert.Quiet {
			continue
		}
		if decision.Verdict == alert.Opened {
			opened, err := j.watch.describe(ctx, j.series, spike, j.counts)
			if err != nil {
				return err
			}
			opened.History = decision.History
			j.episodes = append(j.episodes, &episode{first: opened, alert: opened, opened: true})
			last = &opened
			continue
		}
		next, err := j.change(ctx, last, spike, decision)
		if err != nil {
			return err
		}
		last = &next
	}
	return j.lay(ctx, known, spikes)
}

// lay lays to rest what was found in an old gap that has been filled, when nothing is known of the
// time after it: whether it went on nobody can say, so it is history and woke nobody. If it still
// burns when the source is heard again, that opens an alert of its own.
func (j *judgement) lay(ctx context.Context, known voc.Spike, spikes []voc.Spike) error {
	if len(j.episodes) == 0 || !spikes[len(spikes)-1].Unknown {
		return nil
	}
	e := j.episodes[len(j.episodes)-1]
	if !e.opened || !e.first.History || e.alert.State != voc.AlertOpen || j.now.Sub(e.alert.LastAt) <= watchLate {
		return nil
	}
	_, err := j.change(ctx, &e.alert, known, alert.Decision{Verdict: alert.Resolved, Reason: alert.BecauseUnknown})
	return err
}

// ended tells whether an observation lies within an incident that is over. The last hours are
// judged again at every turn, because posts arrive late; what was absorbed while the incident was
// open must not open another one.
func ended(last *voc.Alert, spike voc.Spike) bool {
	return last != nil && last.State == voc.AlertResolved && !spike.At.After(last.ResolvedAt)
}

// change notes what a later observation alters in the alert that is open.
func (j *judgement) change(ctx context.Context, open *voc.Alert, spike voc.Spike, d alert.Decision) (voc.Alert, error) {
	if len(j.episodes) == 0 || j.episodes[len(j.episodes)-1].alert.ID != open.ID {
		j.episodes = append(j.episodes, &episode{first: *open, alert: *open})
	}
	e := j.episodes[len(j.episodes)-1]
	c := alert.Change{Reason: string(d.Reason), Level: d.Level, Points: d.Points, Spike: &spike, Total: j.total(open.StartedAt, open.Total, spike.At)}
	telling := j.watch.names.telling(*open, j.series.rule)
	if d.Verdict != alert.Resolved {
		if err := j.watch.anew(ctx, j.series, *open, spike, j.counts, &d, &c); err != nil {
			return *open, err
		}
	}
	var event voc.Event
	switch d.Verdict {
	case alert.Grew:
		event = alert.GrewEvent(open.ID, c, j.now)
	case alert.Resolved:
		c.Headline = alert.ResolvedHeadline(*open, spike, telling)
		event = alert.ResolvedEvent(open.ID, c, j.now)
	default:
		event = alert.ContinuedEvent(open.ID, c, j.now)
	}
	folded, err := alert.Fold(*open, event)
	if err != nil {
		return folded, err
	}
	e.alert = folded
	e.changes = append(e.changes, change{d.Verdict, c})
	return folded, nil
}

// total counts the matching mentions since the episode began, as far back as counts are at hand;
// an older episode keeps what it had when that was more.
func (j *judgement) total(began time.Time, had int, until time.Time) int {
	n := 0
	for _, c := range j.counts {
		if !c.At.Before(began) && c.At.Before(until) {
			n += c.N
		}
	}
	return max(n, had)
}

// newest is the latest alert of a series, nil when there never was one.
func (w *Watch) newest(s *series) *voc.Alert {
	for _, a := range w.journal.Alerts() { // newest first
		if a.Rule == s.rule.Name && a.Brand == s.brand {
			return &a
		}
	}
	return nil
}

// write puts every episode into the journal. What opened by looking back is history and told to
// nobody, unless it is still going on: then it is news, only late.
func (j *judgement) write(ctx context.Context, mark bool) error {
	for _, e := range j.episodes {
		if e.opened && e.alert.State == voc.AlertOpen {
			e.first.History, e.alert.History = false, false
		}
		if _, err := j.watch.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
			return j.watch.events(s, j.series.rule, e, now)
		}); err != nil {
			return err
		}
		if e.opened && !e.alert.History {
			j.watch.log.Info("alert", "id", e.alert.ID, "headline", e.alert.Headline)
		}
	}
	if !mark {
		return nil
	}
	_, err := j.watch.journal.Do(ctx, func(State, time.Time) ([]voc.Event, error) {
		return []voc.Event{{Subject: voc.SubjectRule, ID: j.series.key(), Type: markReplayed, Actor: "tingfeng"}}, nil
	})
	return err
}

// brand names, topic titles and stores, as people say them.
type names struct {
	brands   []voc.Brand
	stores   []voc.Store
	sources  func() []voc.Source // of now; nil: none
	titles   map[string]string
	location *time.Location
}

func (n names) brand(id voc.BrandID) string {
	if i := slices.IndexFunc(n.brands, func(b voc.Brand) bool { return b.ID == id }); i >= 0 {
		return n.brands[i].Name
	}
	return string(id)
}

func (n names) source(id voc.SourceID) voc.Source {
	if n.sources != nil {
		all := n.sources()
		if i := slices.IndexFunc(all, func(s voc.Source) bool { return s.ID == id }); i >= 0 {
			return all[i]
		}
	}
	return voc.Source{}
}

func (n names) store(id voc.StoreID) voc.Store {
	if i := slices.IndexFunc(n.stores, func(s voc.Store) bool { return s.ID == id }); i >= 0 {
		return n.stores[i]
	}
	return voc.Store{}
}

func (n names) title(name string) string {
	if t := n.titles[name]; t != "" {
		return t
	}
	return name
}

// telling is what a headline about an alert is made of.
func (n names) telling(a voc.Alert, rule alert.Rule) alert.Telling {
	t := alert.Telling{Brand: n.brand(a.Brand), Location: n.location}
	if a.Topic != "" {
		t.Topic = n.title(a.Topic)
	}
	if id, ok := concentrated(a.Shares); ok {
		t.Store = n.store(id).Name
	}
	if rule.Sentiment != voc.Negative {
		t.What = "声量"
	}
	return t
}

// concentrated names the shop that brought at least half of an increase.
func concentrated(shares []voc.Share) (voc.StoreID, bool) {
	for _, s := range shares {
		if s.Dimension == "store" && s.Element != "" && s.Part >= 0.5 {
			return voc.StoreID(s.Element), true
		}
	}
	return "", false
}
