package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// sighted is a past with everything any kind of rule looks at: counts with gaps, topics that come
// and go, grave posts, sources that fall silent, go faint or are not visited.
func sighted(seed uint64, days int) []Seen {
	r := rand.New(rand.NewPCG(seed, 81))
	ears := []voc.Source{{ID: "forum", Every: 10 * time.Minute}, {ID: "app", Every: time.Hour}}
	topics := []string{"服务-等待", "卫生-异物", "包装-漏液", "价格-涨价"}
	var seen []Seen
	quiet, deaf := 0, [2]int{}
	for i, c := range tangledWhole(seed, days) {
		s := Seen{Count: c, All: c.N + r.IntN(2*c.N+5), Ears: ears}
		for range min(c.N, 6) {
			name := topics[min(r.IntN(8), 3)*r.IntN(2)]
			if i < days*288/2 && name == "价格-涨价" {
				name = "服务-等待" // begins to be spoken of in the second half
			}
			s.Topics = append(s.Topics, TopicTally{Name: name, N: 1, Authors: 1})
		}
		if r.IntN(400) == 0 {
			s.Graves = append(s.Graves, Grave{
				Post: voc.PostID(fmt.Sprint("p", i)), At: c.At, Fetched: c.At.Add(time.Duration(r.IntN(5)) * time.Hour),
				Sentiment: voc.Negative, Severity: 3 + r.IntN(2), Topics: topics[r.IntN(4):],
			})
		}
		if quiet--; quiet < -600 && r.IntN(300) == 0 {
			quiet = 20 + r.IntN(200) // tingfeng is switched off
		}
		s.Awake = quiet < 0
		for n, src := range ears {
			if deaf[n]--; deaf[n] < -900 && r.IntN(500) == 0 {
				deaf[n] = 50 + r.IntN(300)
			}
			if s.Awake && i%int(src.Every/(5*time.Minute)) == 0 {
				s.Visited = append(s.Visited, src.ID)
				if deaf[n] < 0 {
					s.Heard = append(s.Heard, src.ID)
				}
			}
		}
		if i%12 == 11 && i/12%40 < 6 {
			s.Faint = append(s.Faint, Faint{Source: "forum", Expected: 20, Got: 1})
		}
		seen = append(seen, s)
	}
	return seen
}

// tangledWhole is tangled without buckets left out: what the store gives.
func tangledWhole(seed uint64, days int) []voc.Count {
	counts := made(seed, days, 20)
	r := rand.New(rand.NewPCG(seed, 82))
	for range days / 2 {
		at := r.IntN(len(counts) - 60)
		if r.IntN(3) > 0 {
			burst(counts, at, 2+r.IntN(50), 1+r.IntN(40))
			continue
		}
		for i := at; i < at+60; i++ {
			counts[i] = voc.Count{At: counts[i].At, Coverage: float64(r.IntN(2)) * 0.4}
		}
	}
	return counts
}

// lively are rules of each kind that find something in what sighted makes.
func lively() []Rule {
	var rules []Rule
	for _, kind := range voc.RuleKinds() {
		r := voc.DefaultRuleOf(kind)
		switch kind {
		case voc.RuleCount:
			r.MinPosts = 60
		case voc.RuleShare:
			r.AtLeast, r.Window = 0.48, time.Hour
		case voc.RuleNewTopic:
			r.Base, r.MinHistory, r.Window = 7*24*time.Hour, 3*24*time.Hour, 6*time.Hour
		case voc.RuleSilence:
			r.After = 3 * time.Hour
		}
		rules = append(rules, r)
	}
	return rules
}

// Whoever copies an eye and runs the copy ahead, as live evaluation does with the hours in which
// posts still arrive, sees what an eye sees that only ever goes on.
func TestACopyRunAheadSeesTheSame(t *testing.T) {
	for _, rule := range lively() {
		if err := rule.Validate(); err != nil {
			t.Fatal(err)
		}
		fired := 0
		for seed := range uint64(2) {
			seen := sighted(seed, 10)
			plain, settled := NewEye(rule), NewEye(rule)
			var ahead Eye
			for i, s := range seen {
				want := plain.Step(s)
				if i%36 == 0 {
					for k := max(0, i-72); k < i-36; k++ {
						settled.Step(seen[k])
					}
					ahead = settled.Clone()
					for k := max(0, i-36); k < i; k++ {
						ahead.Step(seen[k])
					}
				}
				got := ahead.Step(s)
				a, _ := json.Marshal(got)
				b, _ := json.Marshal(want)
				if !bytes.Equal(a, b) {
					t.Fatalf("%s, seed %d, bucket %d: a copy sees\n%s\nwant\n%s", rule.Kind, seed, i, a, b)
				}
				if last := want[len(want)-1]; last.Key != "" || !last.At.Equal(s.At.Add(rule.Step)) {
					t.Fatalf("%s, bucket %d: the last observation is %+v; want it about the whole series", rule.Kind, i, last)
				}
				for _, sight := range want {
					if sight.Fired {
						fired++
					}
				}
			}
		}
		if fired == 0 {
			t.Errorf("%s never fired: nothing was compared", rule.Kind)
		}
	}
}

// One pass at four sensitivities is four passes.
func TestASweepIsARunAtEachSensitivity(t *testing.T) {
	told := 0
	for seed := range uint64(6) {
		seen := sighted(seed+20, 24)
		plans := []Plan{campaign(int(seed)*600, 288, float64(seed%3))}
		rule := DefaultRule()
		rule.MinAuthors = 20
		for _, o := range ReplayAll(rule, "b", seen, time.Time{}, plans...) {
			own := rule
			own.Sensitivity = o.Sensitivity
			got, _ := json.Marshal(o.Alerts)
			want, _ := json.Marshal(Replay(own, "b", seen, plans...))
			if !bytes.Equal(got, want) {
				t.Fatalf("seed %d at %v:\n%s\nwant\n%s", seed, o.Sensitivity, got, want)
			}
			told += len(o.Alerts)
		}
	}
	if told < 12 {
		t.Errorf("%d alerts in all: too few to compare anything", told)
	}
}

// What lies before the time asked about teaches, and is not told.
func TestAReplayTellsOnlyOfTheTimeAskedAbout(t *testing.T) {
	counts := made(7, 40, 20)
	burst(counts, 10*288, 12, 40)
	burst(counts, 30*288, 12, 60)
	seen, since := countsOnly(counts), counts[20*288].At
	o := ReplayAll(DefaultRule(), "b", seen, since)[1]
	if len(o.Alerts) != 1 || o.Alerts[0].OpenedAt.Before(since) || o.N != 1 {
		t.Errorf("%d alerts since the twentieth day, want the one after it: %+v", len(o.Alerts), o.Alerts)
	}
	if o.Heard != 20*24*time.Hour {
		t.Errorf("heard %s, want the twenty days asked about", o.Heard)
	}
}

// A matter of its own has an incident of its own, ends by itself, and more of it is absorbed.
func TestReplayKeepsMattersApart(t *testing.T) {
	rule := voc.DefaultRuleOf(voc.RuleCritical)
	counts := even(3, 1)
	seen := countsOnly(counts)
	grave := func(i int, post, topic string) {
		seen[i].Graves = append(seen[i].Graves, Grave{Post: voc.PostID(post), At: counts[i].At, Fetched: counts[i].At, Severity: 4, Topics: []string{topic}})
	}
	grave(10, "a", "卫生-异物")
	grave(10, "b", "卫生-异物") // in the same breath
	grave(40, "c", "卫生-异物") // hours later
	grave(41, "d", "安全-受伤")
	grave(11+2*288, "e", "卫生-异物") // a day of calm after c
	alerts := Replay(rule, "b", seen)
	var got []string
	for _, a := range alerts {
		got = append(got, fmt.Sprint(a.Key, " ", a.Topic, " ", a.State, " ", a.OpenedAt.Sub(monday)))
	}
	want := []string{"卫生-异物 卫生-异物 resolved 55m0s", "安全-受伤 安全-受伤 resolved 3h30m0s", "卫生-异物 卫生-异物 open 49h0m0s"}
	if !slices.Equal(got, want) {
		t.Errorf("incidents\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if alerts[0].ID == alerts[2].ID || alerts[0].LastAt.Before(counts[40].At) {
		t.Errorf("the first ends at %s; want the post of 03:20 absorbed by it", alerts[0].LastAt)
	}
}

// Campaigns keep shares, ratios and new topics quiet as they do bursts; a grave post is told all the
// same, and so is a source that falls silent.
func TestPlansKeepEveryCountingKindQuiet(t *testing.T) {
	for _, rule := range lively() {
		whole, before, during := campaign(0, 16*288, 0), 0, 0
		for seed := range uint64(3) {
			seen := sighted(seed, 16)
			before, during = before+len(Replay(rule, "b", seen)), during+len(Replay(rule, "b", seen, whole))
		}
		switch rule.Kind {
		case voc.RuleCritical, voc.RuleSilence:
			if during != before || before == 0 {
				t.Errorf("%s: %d alerts without a plan, %d with one", rule.Kind, before, during)
			}
		default:
			if during != 0 || before == 0 {
				t.Errorf("%s: %d alerts without a plan, %d while everything is planned", rule.Kind, before, during)
			}
		}
	}
}

func TestProposed(t *testing.T) {
	rule := DefaultRule()
	of := func(verdict voc.AlertVerdict, score float64) voc.Alert {
		return voc.Alert{Rule: rule.Name, RuleVersion: rule.Revision(), Verdict: verdict, Spike: voc.Spike{Score: score}}
	}
	no, yes := voc.AlertFalseAlarm, voc.AlertConfirmed
	for _, c := range []struct {
		why    string
		alerts []voc.Alert
		want   float64
	}{
		{"nobody judged anything", []voc.Alert{of("", 1)}, 0},
		{"people confirmed what it told", []voc.Alert{of(yes, 3)}, 0},
		{"one false alarm asks for a tenth more", []voc.Alert{of(no, 1.2)}, 1.1},
		{"each asks for more", []voc.Alert{of(no, 1.2), of(no, 1.1), of(no, 1)}, 1.3},
		{"not for so much that a confirmed one would have been missed", []voc.Alert{of(no, 1), of(no, 1), of(no, 1), of(yes, 1.16)}, 1.15},
		{"a confirmed one at the threshold leaves it where it is", []voc.Alert{of(no, 1), of(yes, 1)}, 0},
		{"never beyond four", slices.Repeat([]voc.Alert{of(no, 1)}, 40), 4},
	} {
		if got := Proposed(rule, c.alerts); got != c.want {
			t.Errorf("%s: proposes %v, want %v", c.why, got, c.want)
		}
	}
	old, other := of(no, 1), of(no, 1)
	old.RuleVersion, other.Rule = "before", "other"
	if got := Proposed(rule, []voc.Alert{old, other}); got != 0 {
		t.Errorf("false alarms of an earlier revision and of another rule propose %v, want nothing", got)
	}
	if got := Proposed(voc.DefaultRuleOf(voc.RuleCount), []voc.Alert{of(no, 1)}); got != 0 {
		t.Errorf("a rule without sensitivity proposes %v", got)
	}
}
