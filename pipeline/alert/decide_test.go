package alert

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestDecide(t *testing.T) {
	noon := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	rule := DefaultRule()
	fired := voc.Spike{At: noon, Score: 1.4, Fired: true, Hour: 60, Usual: 9, Authors: 40, Sigma: 5}
	calm := voc.Spike{At: noon, Score: 0, Hour: 8, Usual: 9, Authors: 8, Sigma: -0.1}
	loud := voc.Spike{At: noon, Score: 0.6, Hour: 30, Usual: 9, Authors: 20, Sigma: 2.5}
	with := func(s voc.Spike, change func(*voc.Spike)) voc.Spike { change(&s); return s }
	open := func(opened, last time.Duration, change func(*voc.Alert)) *voc.Alert {
		a := New(rule, "qingheng", with(fired, func(s *voc.Spike) { s.At = noon.Add(-opened) }), noon.Add(-opened))
		a.LastAt = noon.Add(-last)
		a.Level, a.Points = Grade(Facts{Score: 1.4, Negative: 60, All: 80})
		if change != nil {
			change(&a)
		}
		return &a
	}
	resolved := func(a *voc.Alert) { a.State = voc.AlertResolved }
	for _, c := range []struct {
		why    string
		last   *voc.Alert
		spike  voc.Spike
		now    time.Duration // after noon
		rule   func(*Rule)
		want   Verdict
		reason Reason
	}{
		{"nothing stands out and nothing is open", nil, calm, 0, nil, Quiet, BecauseUsual},
		{"the first burst of a brand", nil, fired, 0, nil, Opened, BecauseFired},
		{"a burst of another day, the last incident being over", open(30*time.Hour, 20*time.Hour, resolved), fired, 0, nil, Opened, BecauseFired},
		{"a second burst within the quiet day", open(20*time.Hour, 10*time.Hour, resolved), fired, 0, nil, Quiet, BecauseQuiet},
		{"a burst that dwarfs the one that began the quiet day", open(20*time.Hour, 10*time.Hour, resolved), with(fired, func(s *voc.Spike) { s.Score, s.Hour = 2.5, 180 }), 0, nil, Opened, BecauseFired},
		{"the bucket that opened the alert, judged again after it ended", open(0, 0, resolved), fired, 0, nil, Quiet, BecauseSeen},
		{"a burst counted from too few people once they were counted exactly", nil, with(fired, func(s *voc.Spike) { s.Authors = 2 }), 0, nil, Quiet, BecauseAuthors},
		{"a burst under a rule that is switched off", nil, fired, 0, func(r *Rule) { r.Disabled = true }, Quiet, BecauseDisabled},
		{"collection was incomplete", nil, with(fired, func(s *voc.Spike) { s.Unknown = true }), 0, nil, Quiet, BecauseUnknown},
		{"collection was incomplete while an incident runs: it neither lasts nor ends", open(20*time.Hour, 9*time.Hour, nil), with(calm, func(s *voc.Spike) { s.Unknown = true }), 0, nil, Quiet, BecauseUnknown},
		{"an open incident absorbs a repeat", open(time.Hour, 10*time.Minute, nil), fired, 0, nil, Quiet, BecauseAbsorbed},
		{"an open incident is written down every half hour", open(time.Hour, 30*time.Minute, nil), fired, 0, nil, Continued, BecauseLasting},
		{"it lasts while the hour is well above the week, though no longer a new high", open(5*time.Hour, 3*time.Hour, nil), loud, 0, nil, Continued, BecauseLasting},
		{"a clearly higher peak is written down at once", open(time.Hour, 5*time.Minute, nil), with(fired, func(s *voc.Spike) { s.Hour = 80 }), 0, nil, Continued, BecauseHigher},
		{"the score has doubled and lifts the level", open(time.Hour, 5*time.Minute, nil), with(fired, func(s *voc.Spike) { s.Score = 4.2 }), 0, nil, Grew, BecauseGraver},
		{"a bucket that was judged before", open(time.Hour, 0, nil), fired, 0, nil, Quiet, BecauseSeen},
		{"calm, but not yet for six hours", open(9*time.Hour, 5*time.Hour, nil), calm, 0, nil, Quiet, BecauseCalming},
		{"calm for six hours", open(9*time.Hour, 6*time.Hour, nil), calm, 0, nil, Resolved, BecauseCalm},
		{"a rule switched off still ends what it opened", open(9*time.Hour, 6*time.Hour, nil), calm, 0, func(r *Rule) { r.Disabled = true }, Resolved, BecauseCalm},
		{"two odd posts where nothing is usual do not keep an incident alive", open(9*time.Hour, 6*time.Hour, nil), with(calm, func(s *voc.Spike) { s.Hour, s.Sigma = 2, 9 }), 0, nil, Resolved, BecauseCalm},
	} {
		r := rule
		if c.rule != nil {
			c.rule(&r)
		}
		got := Decide(c.last, c.spike, noon.Add(c.now), r)
		if got.Verdict != c.want || got.Reason != c.reason {
			t.Errorf("%s: %s because %s, want %s because %s", c.why, got.Verdict, got.Reason, c.want, c.reason)
		}
	}
}

func TestWhatIsFoundLateIsHistory(t *testing.T) {
	spike := voc.Spike{At: monday, Score: 1.4, Fired: true, Hour: 60, Authors: 40}
	if d := Decide(nil, spike, monday.Add(2*time.Hour), DefaultRule()); d.Verdict != Opened || d.History {
		t.Errorf("two hours late: %+v, want news", d)
	}
	if d := Decide(nil, spike, monday.Add(48*time.Hour), DefaultRule()); d.Verdict != Opened || !d.History {
		t.Errorf("two days late: %+v, want history that nobody is woken for", d)
	}
}

func TestGrewCarriesTheNewLevelAndKeepsOtherPoints(t *testing.T) {
	a := New(DefaultRule(), "b", voc.Spike{At: monday, Score: 1.2, Hour: 40}, monday)
	a.Level, a.Points = Grade(Facts{Score: 1.2, Crisis: []string{"受伤"}})
	d := Decide(&a, voc.Spike{At: monday.Add(5 * time.Minute), Score: 2.5, Fired: true, Hour: 41, Authors: 30}, monday, DefaultRule())
	want := []voc.LevelPoint{{Reason: "达到阈值的两倍", Points: 2}, {Reason: "提到受伤", Points: 3}}
	if d.Verdict != Grew || d.Level != voc.Orange || !reflect.DeepEqual(d.Points, want) {
		t.Errorf("decision is %+v, want orange with points %+v", d, want)
	}
}

func TestGrade(t *testing.T) {
	for _, c := range []struct {
		why   string
		facts Facts
		level voc.Level
		sum   int
	}{
		{"just over the threshold and nothing else known", Facts{Score: 1}, voc.Blue, 1},
		{"twice the threshold, most of it negative", Facts{Score: 2.1, Negative: 45, All: 100}, voc.Yellow, 3},
		{"a share of eight posts says nothing", Facts{Score: 2.1, Negative: 8, All: 8}, voc.Blue, 2},
		{"doubling within the hour", Facts{Score: 2, Hour: 20, HourBefore: 10}, voc.Yellow, 3},
		{"from nothing is no doubling", Facts{Score: 2, Hour: 20}, voc.Blue, 2},
		{"somebody may be hurt", Facts{Score: 1.2, Negative: 30, All: 50, Crisis: []string{"食物中毒"}}, voc.Orange, 5},
		{"everything at once", Facts{Score: 5, Negative: 90, All: 100, Hour: 90, HourBefore: 20, Reach: 12_000_000,
			Official: []string{"市监局"}, Platforms: []string{"a", "b", "c"}, Crisis: []string{"受伤", "召回"}}, voc.Red, 14},
		{"a reach nobody told", Facts{Score: 1, Reach: voc.Unknown}, voc.Blue, 1},
		{"a million readers", Facts{Score: 2, Reach: 1_000_000}, voc.Yellow, 3},
	} {
		level, points := Grade(c.facts)
		sum := 0
		for _, p := range points {
			sum += p.Points
			if p.Reason == "" {
				t.Errorf("%s: a point without its reason: %+v", c.why, points)
			}
		}
		if level != c.level || sum != c.sum {
			t.Errorf("%s: %s with %d points, want %s with %d: %+v", c.why, level, sum, c.level, c.sum, points)
		}
	}
}

func TestFoldTellsTheWholeStory(t *testing.T) {
	rule := DefaultRule()
	at := func(m int) time.Time { return monday.Add(time.Duration(m) * time.Minute) }
	spike := func(m, hour int) *voc.Spike { return &voc.Spike{At: at(m), Hour: hour, Score: 2} }
	opened := New(rule, "qingheng", *spike(0, 40), at(-20))
	opened.Level, opened.Headline = voc.Yellow, "第一次"
	events := []voc.Event{
		OpenedEvent(opened, at(1)),
		OrderedEvent(opened.ID, "WO-20260105-0001", at(1)),
		ContinuedEvent(opened.ID, Change{Spike: spike(30, 70), Total: 90}, at(31)),
		GrewEvent(opened.ID, Change{Spike: spike(40, 60), Level: voc.Red, Headline: "更重了", Reason: string(BecauseGraver)}, at(41)),
		ResolvedEvent(opened.ID, Change{Spike: spike(500, 3), Reason: string(BecauseCalm)}, at(502)),
	}
	var a voc.Alert
	var err error
	for i, e := range events {
		e.Seq = uint64(i + 1)
		if a, err = Fold(a, e); err != nil {
			t.Fatal(err)
		}
	}
	if a.State != voc.AlertResolved || !a.ResolvedAt.Equal(at(500)) || !a.LastAt.Equal(at(40)) || a.Peak != 70 || a.Total != 90 {
		t.Errorf("folded alert is %+v", a)
	}
	if a.Level != voc.Red || a.Headline != "更重了" || a.Order != "WO-20260105-0001" || a.Reason != string(BecauseCalm) {
		t.Errorf("folded alert is %+v", a)
	}
}

func TestFoldRefusesWhatItDoesNotUnderstand(t *testing.T) {
	a := New(DefaultRule(), "b", voc.Spike{At: monday}, monday)
	for _, c := range []struct {
		why  string
		from voc.Alert
		e    voc.Event
	}{
		{"a type of a newer version", a, voc.Event{ID: a.ID, Type: "evaporated", Data: json.RawMessage(`{}`)}},
		{"data that is no JSON", a, voc.Event{ID: a.ID, Type: TypeGrew, Data: json.RawMessage(`{`)}},
		{"a change of an alert that was never opened", voc.Alert{}, GrewEvent("AL-1", Change{}, monday)},
		{"an opening that cannot be read", voc.Alert{}, voc.Event{Type: TypeOpened, Data: json.RawMessage(`[]`)}},
	} {
		if got, err := Fold(c.from, c.e); err == nil || !reflect.DeepEqual(got, c.from) {
			t.Errorf("%s: error %v and alert %+v, want an error and the alert unchanged", c.why, err, got)
		}
	}
}

func TestTheSameBucketOpensTheSameAlert(t *testing.T) {
	rule := DefaultRule()
	id := NewID(rule, "b", monday)
	if again := NewID(rule, "b", monday); again != id {
		t.Errorf("evaluated twice: %s and %s", id, again)
	}
	edited := rule
	edited.MinPosts++
	for _, other := range []string{NewID(rule, "c", monday), NewID(rule, "b", monday.Add(rule.Step)), NewID(edited, "b", monday)} {
		if other == id {
			t.Errorf("another brand, bucket or version of the rule has the same id %s", id)
		}
	}
}

func TestBacktestEqualsLive(t *testing.T) {
	counts := burst(burst(made(31, 20, 60), 12*288, 18, 30), 16*288, 18, 80)
	rule := DefaultRule()
	alerts := Backtest(rule, "b", counts)
	if len(alerts) != 2 {
		t.Fatalf("%d alerts for two bursts four days apart: %+v", len(alerts), alerts)
	}
	if a := alerts[0]; a.State != voc.AlertResolved || !a.History || a.LastAt.Before(a.OpenedAt) || a.ResolvedAt.Sub(a.LastAt) < rule.ResolveAfter {
		t.Errorf("first alert is %+v, want it over and six hours calm", a)
	}
	// The live way: the same spikes, with every decision going through events.
	d, opened := NewDetector(rule), 0
	var last *voc.Alert
	for _, c := range counts {
		spike := d.Step(c)
		switch dec := Decide(last, spike, spike.At, rule); dec.Verdict {
		case Opened:
			a := New(rule, "b", spike, c.At)
			if a.ID != alerts[opened].ID {
				t.Fatalf("live opened %s, the backtest %s", a.ID, alerts[opened].ID)
			}
			a.Level, a.Points = Grade(Facts{Score: spike.Score, Hour: spike.Hour})
			last = &a
			opened++
		case Grew, Continued, Resolved:
			e := GrewEvent(last.ID, Change{Spike: &spike, Level: dec.Level, Points: dec.Points}, spike.At)
			if dec.Verdict == Resolved {
				e = ResolvedEvent(last.ID, Change{Spike: &spike}, spike.At)
			}
			a, err := Fold(*last, e)
			if err != nil {
				t.Fatal(err)
			}
			last = &a
		}
	}
	if opened != len(alerts) {
		t.Errorf("live opened %d alerts, the backtest %d", opened, len(alerts))
	}
}
