package measure

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// said makes answers from pairs of truth and statement, all equally sure.
func said(pairs ...string) []Answer {
	var list []Answer
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, Answer{Truth: pairs[i], Stated: pairs[i+1], Probability: 0.5})
	}
	return list
}

func TestAccuracyAndMacroF1ByHand(t *testing.T) {
	for _, c := range []struct {
		why             string
		answers         []Answer
		accuracy, macro float64
	}{
		{"all right is one", said("好", "好", "坏", "坏"), 1, 1},
		{"all wrong is nought, not a division by it", said("好", "坏", "坏", "好"), 0, 0},
		{"the eager guess of the common class costs the rare one all", said("好", "好", "好", "好", "好", "好", "坏", "好"), 0.75, (6.0/7 + 0) / 2},
		{"a class never true does not count as one, but spoils the recall of others", said("好", "好", "好", "中"), 0.5, 2.0 / 3},
		{"three classes weigh alike however often they are", said("a", "a", "a", "a", "b", "b", "c", "b"), 0.75, (1 + 2.0/3 + 0) / 3},
		{"one answer", said("好", "好"), 1, 1},
	} {
		r := Measure(c.answers, 0)
		near(t, c.why+": accuracy", r.Accuracy, c.accuracy)
		near(t, c.why+": macro F1", r.MacroF1, c.macro)
	}
}

func TestClassesAreSortedAndCounted(t *testing.T) {
	r := Measure(said("b", "b", "b", "a", "a", "a", "c", "z"), 0)
	want := []Class{
		{"a", 1, 2, 0.5, 1, 2.0 / 3}, {"b", 2, 1, 1, 0.5, 2.0 / 3}, {"c", 1, 0, 0, 0, 0}, {"z", 0, 1, 0, 0, 0},
	}
	if len(r.Classes) != len(want) {
		t.Fatalf("classes %+v, want %+v", r.Classes, want)
	}
	for i, w := range want {
		g := r.Classes[i]
		if g.Name != w.Name || g.True != w.True || g.Stated != w.Stated {
			t.Errorf("class %d: %+v, want %+v", i, g, w)
		}
		near(t, w.Name+": precision", g.Precision, w.Precision)
		near(t, w.Name+": recall", g.Recall, w.Recall)
		near(t, w.Name+": F1", g.F1, w.F1)
	}
}

// sure makes one right or wrong answer of each probability.
func sure(right bool, probabilities ...float64) []Answer {
	var list []Answer
	for _, p := range probabilities {
		a := Answer{Truth: "好", Stated: "好", Probability: p}
		if !right {
			a.Stated = "坏"
		}
		list = append(list, a)
	}
	return list
}

func TestReliabilityByHand(t *testing.T) {
	for _, c := range []struct {
		why         string
		answers     []Answer
		bins        []Bin
		calibration float64
	}{
		{"certainty has its place in the last tenth", sure(true, 1), []Bin{{0.9, 1, 1, 1}}, 0},
		{"no chance at all stands in the first", sure(false, 0), []Bin{{0, 1, 0, 0}}, 0},
		{"a tenth begins with its lower edge", sure(true, 0.5, 0.49), []Bin{{0.4, 1, 0.49, 1}, {0.5, 1, 0.5, 1}}, 0.505},
		{"errors of either sign within a tenth cancel out", slices.Concat(sure(true, 0.75), sure(false, 0.75, 0.25, 0.25), sure(true, 0.75, 0.75)), []Bin{{0.2, 2, 0.25, 0}, {0.7, 4, 0.75, 0.75}}, 0.5 / 6},
		{"a probability out of range is put at the edge, not out of the table", sure(true, -0.5, 1.5), []Bin{{0, 1, -0.5, 1}, {0.9, 1, 1.5, 1}}, 1},
	} {
		r := Measure(c.answers, 0)
		near(t, c.why, r.Calibration, c.calibration)
		if len(r.Reliability) != len(c.bins) {
			t.Errorf("%s: bins %+v, want %+v", c.why, r.Reliability, c.bins)
			continue
		}
		for i, b := range c.bins {
			g := r.Reliability[i]
			if g.N != b.N {
				t.Errorf("%s: %d answers in bin %d, want %d", c.why, g.N, i, b.N)
			}
			near(t, c.why+": from", g.From, b.From)
			near(t, c.why+": mean", g.Mean, b.Mean)
			near(t, c.why+": accuracy", g.Accuracy, b.Accuracy)
		}
	}
}

func TestCoverageByHand(t *testing.T) {
	answers := slices.Concat(sure(true, 0.99, 0.97, 0.95, 0.93, 0.9), sure(false, 0.8), sure(true, 0.7, 0.65), sure(false, 0.6, 0.5))
	slices.Reverse(answers) // the order they come in says nothing
	want := []Point{{0.5, 1, 0.9}, {0.6, 5.0 / 6, 0.8}, {0.7, 6.0 / 7, 0.7}, {0.8, 7.0 / 8, 0.65}, {0.9, 7.0 / 9, 0.6}, {1, 0.7, 0.5}}
	got := Measure(answers, 0).Coverage
	if len(got) != len(want) {
		t.Fatalf("%+v, want %+v", got, want)
	}
	for i, w := range want {
		near(t, fmt.Sprint("coverage ", i), got[i].Coverage, w.Coverage)
		near(t, fmt.Sprint("accuracy ", i), got[i].Accuracy, w.Accuracy)
		near(t, fmt.Sprint("least ", i), got[i].Least, w.Least)
	}
}

// A share of few answers is rounded up: half of three is two, and of one answer every share is all.
func TestCoverageOfFew(t *testing.T) {
	for _, c := range []struct {
		n      int
		counts []float64 // of right answers divided by: one wrong answer, the surest
	}{
		{1, []float64{1, 1, 1, 1, 1, 1}}, {2, []float64{1, 2, 2, 2, 2, 2}}, {3, []float64{2, 2, 3, 3, 3, 3}}, {5, []float64{3, 3, 4, 4, 5, 5}},
	} {
		answers := sure(false, 0.99)
		for len(answers) < c.n {
			answers = append(answers, sure(true, 0.5)...)
		}
		got := Measure(answers, 0).Coverage
		if len(got) != len(c.counts) {
			t.Fatalf("%d answers: %+v, want six points", c.n, got)
		}
		for i, n := range c.counts {
			near(t, fmt.Sprintf("%d answers, point %d", c.n, i), got[i].Accuracy, (n-1)/n)
		}
	}
}

func TestWorstAreTheSurestErrors(t *testing.T) {
	var answers []Answer
	for i, p := range []float64{0.6, 0.9, 0.7, 0.9, 0.99} {
		answers = append(answers, Answer{"好", "坏", p, string(rune('a' + i))})
	}
	answers[4].Stated = "好" // the surest of all is right
	for _, c := range []struct {
		why   string
		worst int
		want  string
	}{
		{"none asked for", 0, ""},
		{"of two equally sure the first given comes first", 1, "b"},
		{"then the other", 2, "bd"},
		{"more asked for than there are", 9, "bdca"},
	} {
		got := ""
		for _, a := range Measure(answers, c.worst).Worst {
			got += a.Text
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
	if answers[0].Text != "a" || answers[4].Text != "e" {
		t.Error("measuring put the caller's answers in another order")
	}
}

// Whatever is stated, shares stay shares, counts add up, and the order of the answers says nothing.
func TestReportsHoldTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 1))
	names := []string{"好", "坏", "中", ""}
	for round := range 200 {
		answers := make([]Answer, 1+rng.IntN(40))
		for i := range answers {
			answers[i] = Answer{names[rng.IntN(4)], names[rng.IntN(4)], rng.Float64(), fmt.Sprint(i)} // all differ
		}
		r := Measure(answers, 5)
		truths, stated, inBins := 0, 0, 0
		for _, c := range r.Classes {
			truths, stated = truths+c.True, stated+c.Stated
			for _, x := range []float64{c.Precision, c.Recall, c.F1} {
				if !(x >= 0 && x <= 1) {
					t.Fatalf("round %d: class %+v", round, c)
				}
			}
			if c.F1 > math.Max(c.Precision, c.Recall)+1e-9 || c.F1 < math.Min(c.Precision, c.Recall)-1e-9 {
				t.Fatalf("round %d: F1 lies outside of precision and recall: %+v", round, c)
			}
		}
		for _, b := range r.Reliability {
			inBins += b.N
		}
		if truths != r.N || stated != r.N || inBins != r.N {
			t.Fatalf("round %d: %d answers, %d truths, %d statements, %d in bins", round, r.N, truths, stated, inBins)
		}
		if last := r.Coverage[len(r.Coverage)-1]; last.Accuracy != r.Accuracy || !(r.Calibration >= 0 && r.Calibration <= 1) {
			t.Fatalf("round %d: accuracy of all %v, %v; calibration %v", round, last.Accuracy, r.Accuracy, r.Calibration)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatalf("round %d: a report that cannot be written: %v", round, err)
		}
		rng.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
		again := Measure(answers, 5)
		near(t, "calibration in another order", again.Calibration, r.Calibration)
		if !reflect.DeepEqual(again.Classes, r.Classes) || !reflect.DeepEqual(again.Worst, r.Worst) || !reflect.DeepEqual(again.Coverage, r.Coverage) {
			t.Fatalf("round %d: in another order %+v, before %+v", round, again, r)
		}
	}
}

func TestPairsByHand(t *testing.T) {
	set := func(labels ...string) map[string]bool {
		m := map[string]bool{}
		for _, l := range labels {
			m[l] = true
		}
		return m
	}
	for _, c := range []struct {
		why                   string
		truth, stated         map[string]bool
		precision, recall, f1 float64
	}{
		{"nothing true, nothing stated", nil, nil, 0, 0, 0},
		{"something stated of a text that says nothing", nil, set("价格"), 0, 0, 0},
		{"all missed", set("价格"), nil, 0, 0, 0},
		{"all found", set("价格", "口味"), set("口味", "价格"), 1, 1, 1},
		{"stated too much", set("价格"), set("价格", "口味", "环境", "服务"), 0.25, 1, 0.4},
		{"stated too little", set("价格", "口味", "环境", "服务"), set("环境"), 1, 0.25, 0.4},
		{"stated beside it", set("价格"), set("口味"), 0, 0, 0},
	} {
		var p Pairs
		p.Add(c.truth, c.stated)
		near(t, c.why+": precision", p.Precision(), c.precision)
		near(t, c.why+": recall", p.Recall(), c.recall)
		near(t, c.why+": F1", p.F1(), c.f1)
	}
}
