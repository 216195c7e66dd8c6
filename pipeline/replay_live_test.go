package pipeline

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// lived is a past of some days in which every kind of rule finds something: a rhythm, bursts about
// one matter, grave posts, a topic that is new, a source that is refused for a night.
type lived struct {
	mentions []voc.Mention // by when they were fetched
	visits   []voc.Visit
	sources  []voc.Source
	from, to time.Time
}

func livedThrough(seed uint64, kind voc.RuleKind, days int, late time.Duration) lived {
	r := rand.New(rand.NewPCG(seed, 17))
	l := lived{from: noon.AddDate(0, 0, -days), to: noon}
	l.sources = []voc.Source{
		{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 30m", Every: 30 * time.Minute},
		{ID: "app", Kind: voc.KindFeed, Schedule: "@every 1h", Every: time.Hour},
	}
	take := func(mentions []voc.Mention) {
		for _, m := range mentions {
			m.Post.FetchedAt = m.Post.PublishedAt
			if late > 0 {
				m.Post.FetchedAt = m.Post.FetchedAt.Add(time.Duration(r.Int64N(int64(late))))
			}
			l.mentions = append(l.mentions, m)
		}
	}
	for h := range days * 24 {
		at := l.from.Add(time.Duration(h) * time.Hour)
		n := 4 + r.IntN(4)
		take(mixed(at, 1+r.IntN(3), n, func(m *voc.Mention) { m.Analysis.Severity = r.IntN(4) }))
		if h > 30 && r.IntN(20) == 0 {
			take(complaints(at.Add(7*time.Minute), 15+r.IntN(50), "等待", ""))
		}
		if h > 10 && r.IntN(15) == 0 {
			grave := complaints(at.Add(20*time.Minute), 1, "安全-烫伤", "")
			grave[0].Analysis.Severity = 4
			take(grave)
		}
		if kind == voc.RuleNewTopic && h == days*24-30 { // beside the bursts it would be a matter of its own to rules that count
			take(complaints(at.Add(3*time.Minute), 12, "包装-漏液", ""))
		}
		for m := 0; m < 60; m += 30 {
			v := voc.Visit{Source: "forum", StartedAt: at.Add(time.Duration(m) * time.Minute), EndedAt: at.Add(time.Duration(m) * time.Minute), Outcome: voc.VisitOK}
			l.visits = append(l.visits, v)
			if v.Source = "app"; m == 0 {
				if h%40 >= 20 && h%40 < 32 {
					v.Outcome = voc.VisitFailed
				}
				l.visits = append(l.visits, v)
			}
		}
	}
	slices.SortStableFunc(l.mentions, func(a, b voc.Mention) int { return a.Post.FetchedAt.Compare(b.Post.FetchedAt) })
	return l
}

// live has a Watch live through it, evaluating every so often, with what had come in by then.
func (l lived) live(t *testing.T, s *store.Store, rule voc.Rule, every func() time.Duration) []voc.Alert {
	t.Helper()
	w := bare(t, s, l.from, rule)
	w.names.sources = func() []voc.Source { return l.sources }
	given, visited := 0, 0
	for now := l.from; ; now = now.Add(every()) {
		if now.After(l.to) {
			now = l.to
		}
		next, seen := given, visited
		for next < len(l.mentions) && !l.mentions[next].Post.FetchedAt.After(now) {
			next++
		}
		for seen < len(l.visits) && !l.visits[seen].EndedAt.After(now) {
			seen++
		}
		if err := save(t, s, l.mentions[given:next]); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveVisits(t.Context(), l.visits[visited:seen]); err != nil {
			t.Fatal(err)
		}
		given, visited = next, seen
		if err := w.Evaluate(t.Context(), now); err != nil {
			t.Fatal(err)
		}
		if now.Equal(l.to) {
			return w.journal.Alerts()
		}
	}
}

// counted keeps of alerts what counts decide, oldest first; level, words and evidence are read from
// the mentions.
func counted(t *testing.T, alerts []voc.Alert) []string {
	t.Helper()
	var all []string
	for _, a := range alerts {
		a.Spike.Low, a.Spike.High = 0, 0
		text, err := json.Marshal(voc.Alert{
			ID: a.ID, Rule: a.Rule, RuleVersion: a.RuleVersion, Key: a.Key, Kind: a.Kind, Source: a.Source, State: a.State,
			StartedAt: a.StartedAt.UTC(), OpenedAt: a.OpenedAt.UTC(), LastAt: a.LastAt.UTC(), ResolvedAt: a.ResolvedAt.UTC(), Spike: a.Spike, Peak: a.Peak,
		})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a.OpenedAt.UTC().Format(time.RFC3339)+" "+string(text))
	}
	slices.Sort(all)
	return all
}

func livedRule(kind voc.RuleKind) voc.Rule {
	r := voc.DefaultRuleOf(kind)
	r.Channels, r.OpenOrderFrom = nil, ""
	switch kind {
	case voc.RuleBurst:
		r.MinHistory = 24 * time.Hour
	case voc.RuleCount:
		r.MinPosts = 12
	case voc.RuleShare:
		r.Window, r.AtLeast = 2*time.Hour, 0.6
	case voc.RuleRatio:
		r.Base, r.MinHistory = 24*time.Hour, 12*time.Hour
	case voc.RuleCritical:
		r.ResolveAfter = 3 * time.Hour
	case voc.RuleNewTopic:
		r.Base, r.MinHistory, r.Window = 48*time.Hour, 24*time.Hour, 6*time.Hour
	}
	return r
}

// A rule that watched all the while opened what its backtest says it would have, byte for byte: the
// same incidents, begun, peaked and ended at the same moments, for the same numbers.
func TestABacktestIsWhatAWatchLivedThrough(t *testing.T) {
	t.Parallel()
	for _, kind := range voc.RuleKinds() {
		if testing.Short() && kind != voc.RuleBurst && kind != voc.RuleNewTopic {
			continue // each lives through four days
		}
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(9, uint64(len(kind))))
			l, rule := livedThrough(3, kind, 4, 0), livedRule(kind)
			s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return noon } })
			got := counted(t, l.live(t, s, rule, func() time.Duration {
				if r.IntN(6) == 0 {
					return rule.Step // bucket by bucket …
				}
				return time.Duration(1+r.IntN(150)) * rule.Step // … and again after a while
			}))
			want := counted(t, l.replayed(t, s, rule))
			if !slices.Equal(got, want) {
				t.Errorf("lived\n%s\nbacktest\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if len(want) == 0 {
				t.Error("nothing was opened: nothing was compared")
			}
		})
	}
}

// replayed is the backtest that has seen as much of the past as a watch that began with it.
func (l lived) replayed(t *testing.T, s *store.Store, rule voc.Rule) []voc.Alert {
	t.Helper()
	b := bookOn(t, s, l.to)
	b.names.sources = func() []voc.Source { return l.sources }
	past := l.to.Sub(l.from.Add(-watchHistory)) - memoryOf(rule) // a new watch looks so far back
	replay, err := b.Replay(t.Context(), rule, "", int(past/(24*time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	own := slices.IndexFunc(replay.Outlooks, func(o voc.Outlook) bool { return o.Sensitivity == rule.Sensitivity })
	return replay.Outlooks[own].Alerts
}

// Posts come up to two and a half hours late: what is opened is still what the backtest opens, only
// that what was told meanwhile on half of the posts stays told.
func TestLateDataOpensWhatTheBacktestOpens(t *testing.T) {
	t.Parallel()
	for _, kind := range []voc.RuleKind{voc.RuleBurst, voc.RuleCritical} {
		r := rand.New(rand.NewPCG(4, 4))
		l, rule := livedThrough(11, kind, 3, 150*time.Minute), livedRule(kind)
		s := storetest.Open(t, func(o *store.Options) { o.Now = func() time.Time { return noon } })
		got := l.live(t, s, rule, func() time.Duration { return time.Duration(5*(1+r.IntN(24))) * time.Minute })
		want := l.replayed(t, s, rule)
		settled := noon.Add(-watchLate)
		for _, w := range want {
			if w.OpenedAt.After(settled) {
				continue
			}
			if !slices.ContainsFunc(got, func(a voc.Alert) bool {
				return a.Key == w.Key && a.OpenedAt.Sub(w.OpenedAt).Abs() <= watchLate
			}) {
				t.Errorf("%s: the backtest opens %s at %s, the watch did not", kind, w.Key, w.OpenedAt)
			}
		}
		if len(got) > len(want) || len(want) == 0 {
			t.Errorf("%s: the watch opened %d, the backtest %d", kind, len(got), len(want))
		}
	}
}
