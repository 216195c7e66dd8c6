package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// judgement is one evaluation of all rules on one brand. The rules go through time together, so that
// what happened months ago is put together as it would have been on the day.
type judgement struct {
	watch   *Watch
	brand   voc.BrandID
	now     time.Time
	how     Watching
	weights alert.Weights
	rules   []alert.Rule // all there are, of any brand
	plans   []alert.Plan
	state   State
	tracks  []*track
	streams map[string]*stream
	all     []*episode // the brand's incidents, oldest first
}

// track is one rule in a judgement.
type track struct {
	rule   alert.Rule
	main   *stream
	judged time.Time  // observations up to here need no verdict any more
	first  bool       // its past was never looked through
	mine   []*episode // incidents it opened or is part of, oldest first
}

// stream is what a rule sees of the brand, perhaps without some topics.
type stream struct {
	look   *look
	key    string
	upTo   time.Time
	at     map[int64][]alert.Sight // by end of bucket
	order  []time.Time             // ends of the buckets
	counts []voc.Count
	heard  bool // something is known of what was looked at
}

// episode is an incident with what happened to it during this evaluation.
type episode struct {
	first   voc.Alert // as this evaluation found or opened it
	alert   voc.Alert // as it is after the changes
	opened  bool      // by this evaluation
	changes []change
	joined  []voc.Alert // incidents that became part of it
	track   *track
	sight   alert.Sight // that opened it
	loudest voc.Spike   // the highest hour seen in this evaluation
	counts  []voc.Count // of its series
}

type change struct {
	verdict alert.Verdict
	change  alert.Change
}

func (w *Watch) newJudgement(rules []alert.Rule, brand voc.BrandID, now time.Time) *judgement {
	j := &judgement{
		watch: w, rules: rules, brand: brand, now: now, how: w.settings(), state: w.journal.View(), streams: map[string]*stream{},
	}
	j.weights = j.how.weights()
	j.plans = w.planned(j.state, brand, now)
	for _, a := range j.state.Alerts {
		if scopeOf(a) == brand {
			j.all = append(j.all, &episode{first: a, alert: a})
		}
	}
	slices.SortFunc(j.all, func(a, b *episode) int {
		return cmp.Or(a.alert.OpenedAt.Compare(b.alert.OpenedAt), cmp.Compare(a.alert.ID, b.alert.ID))
	})
	return j
}

// look lets a rule see what is new.
func (j *judgement) look(ctx context.Context, rule alert.Rule) error {
	t := &track{rule: rule}
	key := markKey(rule, j.brand)
	from := j.now.Add(-min(watchHistory, mostBuckets*rule.Step))
	_, replayed := j.state.Marks[key]
	open := slices.ContainsFunc(j.all, func(e *episode) bool { return e.alert.Rule == rule.Name && e.alert.State == voc.AlertOpen })
	judged, running := j.watch.judged[key]
	switch {
	case running:
		t.judged, from = judged, j.now.Add(-memoryOf(rule))
	case replayed, rule.Disabled && open: // a stand-in has no past of its own to tell of
		t.judged, from = j.now.Add(-watchDown), j.now.Add(-memoryOf(rule))
	default:
		t.first = true
	}
	t.main = j.open(rule, from)
	if err := t.main.extend(ctx, j, j.now); err != nil {
		return err
	}
	if known := j.watch.looks[t.main.key]; known != nil {
		t.judged = time.Time{} // it goes on where it stopped
	}
	for _, e := range j.all {
		if e.alert.Rule == rule.Name || slices.ContainsFunc(e.alert.Rules, func(p voc.AbsorbedRule) bool { return p.Rule == rule.Name }) {
			t.mine = append(t.mine, e)
		}
		if e.alert.Rule == rule.Name {
			e.track = t
		}
	}
	j.tracks = append(j.tracks, t)
	return nil
}

// open finds what a rule saw last, or begins to look from a moment on. A look made under other plans
// is no use: what a plan expects is learned differently.
func (j *judgement) open(rule alert.Rule, from time.Time, without ...string) *stream {
	without = slices.Sorted(slices.Values(without))
	plans := fnv.New64a()
	for _, p := range j.plans {
		fmt.Fprintf(plans, "%s\x00%d\x00%d\x00%v\x00", p.Title, p.From.Unix(), p.To.Unix(), p.Raise)
	}
	key := fmt.Sprintf("%s/%x/%s", markKey(rule, j.brand), plans.Sum64(), strings.Join(without, "\x00"))
	if s := j.streams[key]; s != nil {
		return s
	}
	s := &stream{key: key, at: map[int64][]alert.Sight{}}
	if known := j.watch.looks[key]; known != nil {
		s.look = known.clone()
	} else {
		s.look = newLook(rule, j.brand, j.plans, from, without...)
		s.look.sources, s.look.awake = j.watch.names.sources, j.watch.awake
	}
	j.streams[key] = s
	return s
}

// extend lets the stream see on to a moment.
func (s *stream) extend(ctx context.Context, j *judgement, to time.Time) error {
	if !to.After(s.upTo) {
		return nil
	}
	seen, err := s.look.observe(ctx, j.watch.store, to)
	if err != nil {
		return err
	}
	s.take(seen)
	s.upTo = to
	return nil
}

// take takes in what was seen; buckets seen before are seen anew.
func (s *stream) take(seen seen) {
	for i := range seen.sights {
		at := seen.sights[i].At.UnixNano()
		if n := len(s.order); n == 0 || seen.sights[i].At.After(s.order[n-1]) {
			s.order = append(s.order, seen.sights[i].At)
		}
		if i == 0 || !seen.sights[i-1].At.Equal(seen.sights[i].At) {
			s.at[at] = nil
		}
		s.at[at] = append(s.at[at], seen.sights[i])
	}
	if len(seen.counts) > 0 {
		first := seen.counts[0].At
		keep, _ := slices.BinarySearchFunc(s.counts, first, func(c voc.Count, at time.Time) int { return c.At.Compare(at) })
		s.counts = append(s.counts[:keep:keep], seen.counts...)
	}
	s.heard = s.heard || seen.heard
}

// whole is the observation about the whole series at the end of a bucket.
func (s *stream) whole(at time.Time) (alert.Sight, bool) {
	sights := s.at[at.UnixNano()]
	if len(sights) == 0 {
		return alert.Sight{}, false
	}
	return sights[len(sights)-1], true
}

// until are the counts of the buckets that ended by a moment.
func (s *stream) until(at time.Time) []voc.Count {
	n, _ := slices.BinarySearchFunc(s.counts, at, func(c voc.Count, at time.Time) int { return c.At.Compare(at) })
	return s.counts[:n]
}
