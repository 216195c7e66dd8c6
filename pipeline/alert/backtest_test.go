package alert

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// tangled is a series with everything that happens to one: rhythm, incidents, gaps, half heard
// hours, buckets left out.
func tangled(seed uint64, days int) []voc.Count {
	r := rand.New(rand.NewPCG(seed, 71))
	counts := made(seed, days, 1+60*r.Float64())
	for range days / 3 {
		at := r.IntN(len(counts) - 60)
		switch r.IntN(4) {
		case 0, 1:
			burst(counts, at, 2+r.IntN(50), 1+r.IntN(60))
		case 2:
			for i := at; i < at+60; i++ {
				counts[i] = voc.Count{At: counts[i].At, Coverage: float64(r.IntN(2)) * 0.4}
			}
		case 3:
			counts = append(counts[:at], counts[at+1+r.IntN(50):]...)
		}
	}
	return counts
}

// alive evaluates a series the way the pipeline does: the detector is kept as it was three hours
// ago, at each turn a copy runs ahead over all that has arrived since, late posts among it, and
// every decision goes through the journal as bytes.
func alive(t *testing.T, rule Rule, counts []voc.Count, plans []Plan) []voc.Alert {
	t.Helper()
	settled := NewDetector(rule, plans...)
	var journal []voc.Event
	var alerts []voc.Alert
	judged, from := time.Time{}, 0
	for now := range counts {
		if now%7 > 0 && now != len(counts)-1 { // a turn every so many buckets
			continue
		}
		for ; from < now-36; from++ {
			settled.Step(counts[from])
		}
		ahead := settled.Clone()
		for i, c := range counts[from : now+1] {
			spike := ahead.Step(c)
			if !spike.At.After(judged) {
				continue
			}
			judged = spike.At
			var last *voc.Alert
			if len(alerts) > 0 {
				last = &alerts[len(alerts)-1]
			}
			d := Decide(last, spike, spike.At, rule)
			change := Change{Reason: string(d.Reason), Spike: &spike, Level: d.Level, Points: d.Points}
			switch d.Verdict {
			case Quiet:
				continue
			case Opened:
				sight := Sight{Spike: spike, Topic: rule.Topic}
				a := NewOf(rule, "b", sight, BeganOf(rule, counts[:from+i+1], sight))
				a.Level, a.Points = Grade(Facts{Score: spike.Score, Hour: spike.Hour})
				a.History = true
				alerts = append(alerts, voc.Alert{})
				journal = append(journal, OpenedEvent(a, spike.At))
			case Resolved:
				journal = append(journal, ResolvedEvent(last.ID, change, spike.At))
			default:
				journal = append(journal, GrewEvent(last.ID, change, spike.At))
			}
			a, err := Fold(alerts[len(alerts)-1], journal[len(journal)-1])
			if err != nil {
				t.Fatal(err)
			}
			alerts[len(alerts)-1] = a
		}
	}
	return alerts
}

func TestBacktestEqualsLiveByteForByte(t *testing.T) {
	told := 0
	for seed := range uint64(24) {
		r := rand.New(rand.NewPCG(seed, 72))
		rule := with(func(r *Rule) { r.Sensitivity = []float64{Sensitive, Balanced, Calm, Still}[seed%4] })
		if seed%6 == 5 {
			rule.Kind, rule.MinPosts = CountKind, 40
		}
		var plans []Plan
		if seed%2 == 0 {
			plans = []Plan{campaign(r.IntN(20*288), 288, float64(r.IntN(3)))}
		}
		counts := tangled(seed, 24)
		back := Backtest(rule, "b", counts, plans...)
		want, _ := json.Marshal(back)
		got, _ := json.Marshal(alive(t, rule, counts, plans))
		if !bytes.Equal(got, want) {
			t.Fatalf("seed %d:\nlive     %s\nbacktest %s", seed, got, want)
		}
		told += len(back)
	}
	if told < 24 {
		t.Errorf("%d alerts in 24 series: too few to compare anything", told)
	}
}

func TestOutlooks(t *testing.T) {
	counts := made(81, 60, 20)
	for i := range 6 {
		burst(counts, (10+8*i)*288, 12, 3+6*i) // from hardly visible to tenfold and more
	}
	all := Outlooks(DefaultRule(), "b", counts)
	if len(all) != 4 {
		t.Fatalf("%d outlooks, want the four sensitivities", len(all))
	}
	for i, o := range all {
		if want := []string{"敏感", "均衡", "平稳", "安静"}[i]; o.Title != want {
			t.Errorf("outlook %d is called %s, want %s", i, o.Title, want)
		}
		if i > 0 && len(o.Alerts) > len(all[i-1].Alerts) {
			t.Errorf("%s would tell %d times, %s %d times", o.Title, len(o.Alerts), all[i-1].Title, len(all[i-1].Alerts))
		}
		if o.Heard != 60*24*time.Hour || o.Warning != "" {
			t.Errorf("%s: heard %s, warning %q", o.Title, o.Heard, o.Warning)
		}
	}
	if len(all[0].Alerts) == len(all[3].Alerts) || len(all[3].Alerts) == 0 {
		t.Errorf("the loudest tells %d times and the stillest %d: no choice to make", len(all[0].Alerts), len(all[3].Alerts))
	}
	own := with(func(r *Rule) { r.Sensitivity = 1.1 })
	if all := Outlooks(own, "b", counts); len(all) != 5 || all[2].Title != "自定" || all[2].Sensitivity != 1.1 {
		t.Errorf("a rule at 1.1 has %d outlooks, want its own third of five", len(all))
	}
	counting := with(func(r *Rule) { r.Kind = CountKind })
	if all := Outlooks(counting, "b", counts); len(all) != 1 || all[0].Title != "" {
		t.Errorf("a count rule has %d outlooks, want one: it knows no sensitivity", len(all))
	}
}

func TestOutlookWarns(t *testing.T) {
	counting := func(n int) Rule {
		return with(func(r *Rule) { r.Kind, r.MinPosts, r.Quiet, r.ResolveAfter = CountKind, n, 0, 10*time.Minute })
	}
	for _, c := range []struct {
		why    string
		rule   Rule
		counts []voc.Count
		want   string
	}{
		{"it would ring every day", counting(25), made(82, 40, 20), "没人会看"},
		{"nothing in forty days", counting(5000), made(82, 40, 20), "40 天里一次也不会提醒"},
		{"nothing in ten days: too short to say that it is deaf", counting(5000), made(82, 10, 20), ""},
		{"three days of data", counting(5000), made(82, 3, 20), "只有 3 天"},
		{"no data at all", counting(5000), nil, "只有 0 天"},
	} {
		got := Outlooks(c.rule, "b", c.counts)[0].Warning
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: warning is %q, want %q", c.why, got, c.want)
		}
	}
}

func TestAgainstWhatPeopleSaid(t *testing.T) {
	at := func(h int) time.Time { return monday.Add(time.Duration(h) * time.Hour) }
	o := Outlook{Alerts: []voc.Alert{
		{StartedAt: at(10), OpenedAt: at(11)}, {StartedAt: at(40), OpenedAt: at(40)}, {StartedAt: at(70), OpenedAt: at(70)}, {StartedAt: at(90), OpenedAt: at(91)},
	}}
	confirmed, dismissed := o.Against([]Outcome{
		{From: at(8), To: at(20), Confirmed: true},
		{From: at(39), To: at(41)},
		{From: at(88), To: at(95)}, {From: at(90), To: at(99), Confirmed: true}, // both: somebody confirmed it
	})
	if confirmed != 2 || dismissed != 1 {
		t.Errorf("%d confirmed and %d dismissed, want 2 and 1, one never judged", confirmed, dismissed)
	}
}

// BenchmarkOutlooks is ninety days of one series at four sensitivities, at the usual step and at
// the finest one that makes sense.
func BenchmarkOutlooks(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 73))
	for _, step := range []time.Duration{5 * time.Minute, time.Minute} {
		rule := with(func(r *Rule) { r.Step = step })
		counts := make([]voc.Count, 90*24*time.Hour/step)
		for i := range counts {
			n := poisson(r, 20*step.Hours())
			counts[i] = voc.Count{At: monday.Add(time.Duration(i) * step), N: n, Authors: n, Coverage: 1}
		}
		b.Run(step.String(), func(b *testing.B) {
			for b.Loop() {
				Outlooks(rule, "b", counts)
			}
		})
	}
}

// BenchmarkTenThousandSeries is one evaluation of ten thousand series as the pipeline does it: a
// copy of each settled detector runs over the three hours within which posts still arrive.
func BenchmarkTenThousandSeries(b *testing.B) {
	counts := tangled(6, 28)
	settled := NewDetector(DefaultRule())
	late := counts[len(counts)-36:]
	for _, c := range counts[:len(counts)-36] {
		settled.Step(c)
	}
	for b.Loop() {
		for range 10_000 {
			ahead := settled.Clone()
			for _, c := range late {
				ahead.Step(c)
			}
		}
	}
}
