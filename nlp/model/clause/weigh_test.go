package clause

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestPickWeighsTheLabels(t *testing.T) {
	even := odds{1, 1, 1, 1}
	for _, c := range []struct {
		why  string
		o    odds
		p    [labels]float32
		want Label
	}{
		{"the likeliest", even, [labels]float32{0.1, 0.2, 0.6, 0.1}, Neutral},
		{"of two alike the first: rather nothing than a guess", even, [labels]float32{0.4, 0.4, 0.1, 0.1}, Absent},
		{"a rare label that counts double wins from behind", odds{1, 2, 1, 1}, [labels]float32{0.5, 0.3, 0.1, 0.1}, Negative},
		{"but not from too far behind", odds{1, 2, 1, 1}, [labels]float32{0.5, 0.24, 0.16, 0.1}, Absent},
		{"nothing is said without odds", odds{}, [labels]float32{0, 0, 0, 1}, Absent},
	} {
		if got := c.o.pick(c.p); got != c.want {
			t.Errorf("%s: %d, want %d", c.why, got, c.want)
		}
	}
}

// Whatever the table and the guess, the odds of the labels are probabilities.
func TestOddsAddUpToOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 1))
	for round := range 300 {
		var w weights
		for c := range w {
			for j := range w[c] {
				w[c][j] = float32(rng.NormFloat64() * math.Pow(10, float64(round%4)))
			}
		}
		g := guess{best: rng.Float32()*20 - 10, next: -20, whole: rng.Float32()*20 - 10, judged: [3]float32{0, 1, 0}, clauses: make([]int32, 1+rng.IntN(9))}
		sum := 0.0
		for _, p := range w.odds(&g) {
			if !(p >= 0 && p <= 1) {
				t.Fatalf("round %d: probability %v", round, p)
			}
			sum += float64(p)
		}
		near(t, "sum", sum, 1)
	}
	var none weights
	if p := none.odds(&guess{judged: [3]float32{1, 0, 0}, clauses: []int32{0}}); p != [labels]float32{0.25, 0.25, 0.25, 0.25} {
		t.Errorf("a table that knows nothing says %v", p)
	}
}

// sureOf gives a sample with a label and the odds of a head that is sure of another.
func sureOf(label, said Label) *sample {
	s := &sample{label: label}
	s.odds[said] = 1
	return s
}

func TestMeasuresByHand(t *testing.T) {
	const a, n, m, p = Absent, Negative, Neutral, Positive
	for _, c := range []struct {
		why          string
		pairs        [][2]Label // given, said
		macro, micro float64
	}{
		{"nothing to measure", nil, 0, 0},
		{"all right: of a name and a polarity each", [][2]Label{{a, a}, {n, n}, {p, p}}, 1, 2},
		{"nothing but silence, rightly: no names to be right about", [][2]Label{{a, a}, {a, a}}, 1, 0},
		{"named, but the other way round: half a hit", [][2]Label{{n, p}}, 0, 1},
		{"one missed of two", [][2]Label{{n, n}, {n, a}}, (2.0/3 + 0) / 2, 2 * 2.0 / 3},
		{"one too many", [][2]Label{{p, p}, {a, m}}, (0 + 1 + 0) / 3.0, 2 * 2.0 / 3},
	} {
		var list []*sample
		for _, x := range c.pairs {
			list = append(list, sureOf(x[0], x[1]))
		}
		even := odds{1, 1, 1, 1}
		near(t, c.why+": macro", macro(list, even), c.macro)
		near(t, c.why+": micro", micro(list, even), c.micro)
	}
}

// Climbing never ends below where it began, and finds the weight a rare label needs.
func TestClimbingOnlyRises(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 2))
	for range 20 {
		var list []*sample
		for range 60 {
			s := &sample{label: Label(rng.IntN(labels))}
			for c := range s.odds {
				s.odds[c] = rng.Float32()
			}
			list = append(list, s)
		}
		for _, measure := range []func([]*sample, odds) float64{macro, micro} {
			begin := odds{1, 1, 1, 1}
			if was, is := measure(list, begin), measure(list, climb(list, begin, measure)); is < was {
				t.Fatalf("from %v it climbed to %v", was, is)
			}
		}
	}
	var list []*sample
	for i := range 20 { // blame is always second with 0.3 of 0.6
		s := &sample{label: Negative, odds: [labels]float32{0.55, 0.45}}
		if i%2 == 0 {
			s.label, s.odds = Absent, [labels]float32{0.9, 0.1}
		}
		list = append(list, s)
	}
	if got := macro(list, climb(list, odds{1, 1, 1, 1}, macro)); got != 1 {
		t.Errorf("macro F1 %v after climbing, want all right", got)
	}
}

func TestTablesLearnFromGuesses(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 3))
	var samples []sample
	for range 300 {
		s := sample{aspect: rng.IntN(2), label: Absent, guess: guess{best: -3, next: -8, whole: -3, judged: [3]float32{0.3, 0.4, 0.3}, clauses: []int32{0}}}
		if rng.IntN(2) == 0 {
			s.label = Positive
			s.guess.best, s.guess.whole, s.guess.judged = 3, 3, [3]float32{0.05, 0.05, 0.9}
		}
		samples = append(samples, s)
	}
	samples = append(samples, sample{aspect: 2, label: Negative, hopeless: true}) // teaches nothing
	tables := fitTables(samples, 3)
	for i := range samples[:300] {
		s := &samples[i]
		p := tables[s.aspect].odds(&s.guess)
		if got := (odds{1, 1, 1, 1}).pick(p); got != s.label {
			t.Fatalf("sample %d: %v, want label %d likeliest", i, p, s.label)
		}
	}
	without := fitTables(samples[:300], 3)
	if !slices.Equal(tables, without) {
		t.Error("a sample no clause came near of changed the tables")
	}
	if tables[2] == (weights{}) {
		t.Error("an aspect without samples does not take what all share")
	}
}

func TestTermsStayWithinBounds(t *testing.T) {
	g := guess{best: -20, next: -20, whole: 2, judged: [3]float32{0, 0.99, 1}, clauses: []int32{3}}
	got := g.terms()
	want := [terms]float64{1, -8, -4, 2, math.Log(0.01), 0, math.Log(1.01), math.Log(1.01)}
	for j := range want {
		near(t, "term", float64(got[j]), want[j])
	}
}

func TestWhatIsTaughtBriefAndAlways(t *testing.T) {
	review := func(clauses int, written bool, l ...Label) Review {
		return Review{Units: make([]Unit, clauses), Written: written, Labels: l}
	}
	times := func(n int, r Review) []Review { return slices.Repeat([]Review{r}, n) }
	for _, c := range []struct {
		why                   string
		reviews               []Review
		taught, brief, always bool
	}{
		{"no reviews", nil, false, false, false},
		{"eight brief reviews that all speak of it", times(8, review(4, false, Neutral)), true, true, true},
		{"seven are too few", times(7, review(4, false, Neutral)), false, true, true},
		{"five clauses are not brief", times(8, review(5, false, Positive)), true, false, true},
		{"just a quarter brief is not brief", slices.Concat(times(2, review(1, false, Positive)), times(6, review(9, false, Positive))), true, false, true},
		{"more than a quarter is", slices.Concat(times(3, review(1, false, Positive)), times(6, review(9, false, Positive))), true, true, true},
		{"one silent review among them", slices.Concat(times(8, review(9, false, Positive)), times(1, review(9, false, Absent))), true, false, false},
		{"what was written to teach does not count beside real ones", slices.Concat(times(7, review(9, false, Positive)), times(8, review(1, true, Positive))), false, false, true},
		{"but does where nothing else is", times(8, review(1, true, Positive)), true, false, false},
		{"unknown is not spoken of", times(20, review(9, false, Unknown)), false, false, false},
	} {
		if got := taught(c.reviews, 1)[0]; got != c.taught {
			t.Errorf("%s: taught is %v", c.why, got)
		}
		if got := brief(c.reviews); got != c.brief {
			t.Errorf("%s: brief is %v", c.why, got)
		}
		if got := always(c.reviews); got != c.always {
			t.Errorf("%s: always is %v", c.why, got)
		}
	}
}
