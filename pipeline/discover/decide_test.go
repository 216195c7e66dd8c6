package discover

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func proposed(kind voc.DiscoveryKind) voc.Discovery {
	return voc.Discovery{ID: "d1", Kind: kind, Brand: "tea", Label: "雪顶爆浆", Words: []string{"雪顶爆浆"}, N: 12, State: voc.DiscoveryProposed}
}

func TestDecisionsThatCannotBeCarriedOut(t *testing.T) {
	f := func(why string, kind voc.DiscoveryKind, d voc.Decision, says string) {
		t.Helper()
		events, err := Decide(proposed(kind), d, noon)
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), says) || events != nil {
			t.Errorf("%s: got %v, %v; want a refusal that says %q", why, events, err, says)
		}
	}
	f("by nobody", voc.DiscoveryWord, voc.Decision{State: voc.DiscoveryAccepted, Actor: " "}, "谁")
	f("a state that does not exist", voc.DiscoveryWord, voc.Decision{State: "maybe", Actor: "li"}, "maybe")
	f("a story without a name", voc.DiscoveryStory, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li"}, "话题名")
	f("a name for a headline of its own", voc.DiscoveryStory, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: strings.Repeat("长", 25)}, "24")
	f("a name of two lines", voc.DiscoveryStory, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: "品质\n掉色"}, "换行")
	for _, hidden := range []string{"\t", "\x00", "\x1b[31m", "\u0085", "\u2028", "\u202e", "\u200b", "\ufeff", "\xff", "\xed\xa0\x80", "\ue000"} {
		f(fmt.Sprintf("a name that holds %q", hidden), voc.DiscoveryStory, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: "品质" + hidden + "掉色"}, "不可见")
		f(fmt.Sprintf("by somebody whose name holds %q", hidden), voc.DiscoveryStory, voc.Decision{State: voc.DiscoveryRejected, Actor: "李" + hidden + "四"}, "不可见")
	}
	f("by somebody with a name of ten thousand signs", voc.DiscoveryWord, voc.Decision{State: voc.DiscoveryRejected, Actor: strings.Repeat("李", 10_000)}, "64")
	f("a weight off the scale", voc.DiscoveryWord, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Weight: 3.1}, "3")
	f("a weight that is no number", voc.DiscoveryWord, voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Weight: math.NaN()}, "3")
}

func TestWhatIsDecidedFoldsToWhatWasMeant(t *testing.T) {
	d := proposed(voc.DiscoveryWord)
	step := func(why string, decision voc.Decision, events int, want voc.Discovery) {
		t.Helper()
		got, err := Decide(d, decision, noon)
		if err != nil || len(got) != events {
			t.Fatalf("%s: %v (%v), want %d events", why, got, err, events)
		}
		for _, e := range got {
			if d, err = Fold(d, e); err != nil {
				t.Fatal(err)
			}
		}
		if !reflect.DeepEqual(d, want) {
			t.Errorf("%s: got %+v, want %+v", why, d, want)
		}
	}
	accepted := proposed(voc.DiscoveryWord)
	accepted.State, accepted.By, accepted.At, accepted.Topic, accepted.Weight = voc.DiscoveryAccepted, "li", noon, "新品-雪顶", -1
	step("accepted", voc.Decision{State: voc.DiscoveryAccepted, Actor: "li", Topic: " 新品-雪顶 ", Weight: -1}, 1, accepted)
	step("accepted again: nothing happens", voc.Decision{State: voc.DiscoveryAccepted, Actor: "wang", Topic: "新品-雪顶", Weight: -1}, 0, accepted)
	changed := accepted
	changed.Weight, changed.By = 0, "wang"
	step("accepted otherwise", voc.Decision{State: voc.DiscoveryAccepted, Actor: "wang", Topic: "新品-雪顶"}, 1, changed)
	open := proposed(voc.DiscoveryWord)
	open.By, open.At = "li", noon
	step("taken back", voc.Decision{State: voc.DiscoveryProposed, Actor: "li"}, 1, open)
	step("taken back again: nothing happens", voc.Decision{State: voc.DiscoveryProposed, Actor: "li"}, 0, open)
	rejected := open
	rejected.State = voc.DiscoveryRejected
	step("rejected: a name given says nothing", voc.Decision{State: voc.DiscoveryRejected, Actor: "li", Topic: "x", Weight: 2}, 1, rejected)
}

func TestEventsThatMakeNoSenseAreErrors(t *testing.T) {
	for why, e := range map[string]voc.Event{
		"broken data":                {ID: "d1", Type: TypeAccepted, Data: []byte("{")},
		"of another discovery":       {ID: "d1", Type: TypeRejected, Data: []byte(`{"id":"d2"}`)},
		"from a newer program":       {ID: "d1", Type: "merged"},
		"reopened before a decision": {ID: "d1", Type: TypeReopened},
	} {
		if _, err := Fold(voc.Discovery{}, e); err == nil {
			t.Errorf("%s was folded", why)
		}
	}
}

func TestTheEffectCountsWhatWouldChange(t *testing.T) {
	seen := func(id string, s voc.Sentiment, complaint bool, severity int, topics ...string) voc.Mention {
		return voc.Mention{Post: voc.Post{ID: voc.PostID(id), Text: "正文" + id}, Analysis: voc.Analysis{Sentiment: s, Complaint: complaint, Severity: severity, Topics: topics}}
	}
	before := []voc.Mention{seen("1", voc.Neutral, false, 0), seen("2", voc.Negative, true, 3, "a"), seen("3", voc.Positive, false, 0, "a", "new")}
	after := []voc.Mention{seen("1", voc.Negative, true, 1, "new"), seen("2", voc.Negative, true, 3, "a"), seen("3", voc.Positive, false, 0, "new")}
	got := Compare(before, after, "new")
	want := voc.Effect{
		Posts: 3, Changed: 2, Topic: change(1, 2), Negative: change(1, 2), Positive: change(1, 1), Complaints: change(1, 2), Grave: change(1, 1),
		Examples: []voc.Sample{
			{Post: "1", Text: "正文1", Before: voc.Neutral, After: voc.Negative, Gained: []string{"new"}, Lost: []string{}},
			{Post: "3", Text: "正文3", Before: voc.Positive, After: voc.Positive, Gained: []string{}, Lost: []string{"a"}},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if plain := Compare(before, before, ""); plain.Changed != 0 || plain.Topic.After != 0 {
		t.Errorf("nothing changes, yet %+v", plain)
	}
}

func change(before, after int) voc.Change { return voc.Change{Before: before, After: after} }

func TestNamesPeopleReallyGive(t *testing.T) {
	for _, topic := range []string{"品质-掉色", "<b>掉色</b>", "“喝出头发” & 杂物", "new-flavour", "杯子炸了😡", strings.Repeat("长", longestTopic)} {
		events, err := Decide(proposed(voc.DiscoveryStory), voc.Decision{State: voc.DiscoveryAccepted, Actor: "李四 (总部)", Topic: topic}, noon)
		if err != nil || len(events) != 1 {
			t.Errorf("%q: %v", topic, err)
			continue
		}
		got, err := Fold(voc.Discovery{}, events[0])
		if err != nil || got.Topic != topic || got.By != "李四 (总部)" {
			t.Errorf("%q became %q (%v)", topic, got.Topic, err)
		}
	}
}

// Whatever is decided in whatever order, folding the events gives what the last decision said, and
// deciding the same again writes nothing.
func TestAnyOrderOfDecisions(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	states := []voc.DiscoveryState{voc.DiscoveryProposed, voc.DiscoveryAccepted, voc.DiscoveryRejected}
	for range 300 {
		d := proposed(voc.DiscoveryWord)
		for range rng.IntN(12) {
			decision := voc.Decision{State: states[rng.IntN(3)], Actor: "li", Topic: []string{"", "新品-雪顶", "品质-漏"}[rng.IntN(3)], Weight: float64(rng.IntN(7) - 3)}
			events, err := Decide(d, decision, noon)
			if err != nil || len(events) > 1 {
				t.Fatalf("%+v on %+v: %v, %v", decision, d, events, err)
			}
			for _, e := range events {
				if d, err = Fold(d, e); err != nil {
					t.Fatal(err)
				}
			}
			if d.State != decision.State {
				t.Fatalf("decided %+v, it is %+v", decision, d)
			}
			if d.State == voc.DiscoveryAccepted && (d.Topic != decision.Topic || d.Weight != decision.Weight) || d.State != voc.DiscoveryAccepted && (d.Topic != "" || d.Weight != 0) {
				t.Fatalf("decided %+v, it is %+v", decision, d)
			}
			if again, err := Decide(d, decision, noon); err != nil || len(again) != 0 {
				t.Fatalf("decided again: %v, %v", again, err)
			}
		}
		if d.ID != "d1" || d.Label != "雪顶爆浆" || len(d.Words) != 1 {
			t.Fatalf("what was found changed: %+v", d)
		}
	}
}

// The effect adds up, whatever changes.
func TestTheEffectAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 2))
	sentiments := []voc.Sentiment{voc.Negative, voc.Neutral, voc.Positive}
	any := func(n int) []voc.Mention {
		list := make([]voc.Mention, n)
		for i := range list {
			list[i].Post = voc.Post{ID: voc.PostID(fmt.Sprint(i)), Text: fmt.Sprint("正文", i)}
			a := &list[i].Analysis
			a.Sentiment, a.Complaint, a.Severity = sentiments[rng.IntN(3)], rng.IntN(2) == 0, rng.IntN(5)
			for _, topic := range []string{"new", "a", "b"} {
				if rng.IntN(2) == 0 {
					a.Topics = append(a.Topics, topic)
				}
			}
		}
		return list
	}
	for range 200 {
		n := rng.IntN(30)
		before, after := any(n), any(n)
		e, back := Compare(before, after, "new"), Compare(after, before, "new")
		if e.Posts != n || e.Changed > n || len(e.Examples) != min(e.Changed, samples) || e.Examples == nil {
			t.Fatalf("of %d posts: %+v", n, e)
		}
		for _, pair := range [][2]voc.Change{{e.Topic, back.Topic}, {e.Negative, back.Negative}, {e.Positive, back.Positive}, {e.Complaints, back.Complaints}, {e.Grave, back.Grave}} {
			if pair[0].Before != pair[1].After || pair[0].After != pair[1].Before || pair[0].Before > n || pair[0].After > n {
				t.Fatalf("there %+v, back %+v", pair[0], pair[1])
			}
		}
		if e.Changed != back.Changed {
			t.Fatalf("there %d change, back %d", e.Changed, back.Changed)
		}
		for i, x := range e.Examples {
			if y := back.Examples[i]; x.Post != y.Post || !reflect.DeepEqual(x.Gained, y.Lost) || !reflect.DeepEqual(x.Lost, y.Gained) || x.Gained == nil || x.Lost == nil {
				t.Fatalf("there %+v, back %+v", x, y)
			}
		}
	}
}
