package alert

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Backtest says what a rule would have told people of a series of counts: see Replay.
func Backtest(rule Rule, brand voc.BrandID, counts []voc.Count, plans ...Plan) []voc.Alert {
	return Replay(rule, brand, countsOnly(counts), plans...)
}

// countsOnly is what a rule sees when nothing but counts is known.
func countsOnly(counts []voc.Count) []Seen {
	seen := make([]Seen, len(counts))
	for i, c := range counts {
		seen[i].Count = c
	}
	return seen
}

// Replay says what a rule would have told people of a past: its alerts, oldest first, some perhaps
// still open. Eye and Decide are those of live evaluation, in the same order; the level rests on the
// score alone, the only fact that counts give.
func Replay(rule Rule, brand voc.BrandID, seen []Seen, plans ...Plan) []voc.Alert {
	eye := NewEye(rule, plans...)
	f := newFollower(rule, brand, seen)
	for i := range seen {
		f.bucket(i, eye.Step(seen[i]))
	}
	return f.alerts
}

// follower makes alerts of what a rule sees.
type follower struct {
	rule   Rule
	brand  voc.BrandID
	counts []voc.Count
	alerts []voc.Alert    // in the order they opened
	newest map[string]int // place in alerts of the newest one about a matter
	open   []string       // matters with an open alert, in the order they opened
}

func newFollower(rule Rule, brand voc.BrandID, seen []Seen) *follower {
	f := &follower{rule: rule, brand: brand, newest: map[string]int{}, counts: make([]voc.Count, len(seen))}
	for i := range seen {
		f.counts[i] = seen[i].Count
	}
	return f
}

// bucket follows the observations of one bucket. What no observation is about is judged by the one
// about the whole series.
func (f *follower) bucket(i int, sights []Sight) {
	met := map[string]bool{}
	for _, s := range sights {
		f.follow(i, s.Key, s)
		met[s.Key] = true
	}
	whole := sights[len(sights)-1]
	for _, key := range slices.Clone(f.open) {
		if !met[key] {
			f.follow(i, key, whole)
		}
	}
}

func (f *follower) follow(i int, key string, s Sight) {
	var last *voc.Alert
	if at, ok := f.newest[key]; ok {
		last = &f.alerts[at]
	}
	d := Decide(last, s.Spike, s.At, f.rule)
	change := Change{Reason: string(d.Reason), Spike: &s.Spike, Level: d.Level, Points: d.Points}
	switch d.Verdict {
	case Opened:
		a := NewOf(f.rule, f.brand, s, BeganOf(f.rule, f.counts[:i+1], s))
		a.Level, a.Points = Grade(Facts{Score: s.Score, Hour: s.Hour, Reach: voc.Unknown})
		a.History = true
		f.newest[key] = len(f.alerts)
		f.alerts, f.open = append(f.alerts, a), append(f.open, key)
	case Grew, Continued:
		f.fold(last, GrewEvent(last.ID, change, s.At))
	case Resolved:
		f.fold(last, ResolvedEvent(last.ID, change, s.At))
		f.open = slices.DeleteFunc(f.open, func(k string) bool { return k == key })
	}
}

func (f *follower) fold(a *voc.Alert, e voc.Event) {
	folded, err := Fold(*a, e)
	if err != nil { // the event was made a line ago, of our own structs
		panic("alert: " + err.Error())
	}
	*a = folded
}

// BeganOf is when what an observation reports began: of a series of counts when its excess did, of a
// new topic with the window, of a silence when the source was heard last, of a grave post with it.
func BeganOf(rule Rule, counts []voc.Count, s Sight) time.Time {
	switch rule.Kind {
	case voc.RuleCritical:
		return s.At.Add(-rule.Step)
	case voc.RuleNewTopic, voc.RuleShare:
		return s.At.Add(-rule.Window)
	case voc.RuleSilence:
		return s.At.Add(-rule.After)
	case voc.RuleRatio:
		perHour := s.Spike
		perHour.Usual *= float64(time.Hour) / float64(rule.Window)
		return Began(counts, perHour, rule.Step)
	}
	return Began(counts, s.Spike, rule.Step)
}
