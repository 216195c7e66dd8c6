package clause

import (
	"math"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

func TestHowClearlyTheRulesSee(t *testing.T) {
	for _, c := range []struct {
		why  string
		hits []Hit
		want int
	}{
		{"no word of it", nil, unseen},
		{"a word of another aspect", []Hit{{Aspect: 2, Judges: true}}, unseen},
		{"its name", []Hit{{Aspect: 1}}, named},
		{"a word that judges it", []Hit{{Aspect: 1, Judges: true}}, judged},
		{"its name, and then a judging word", []Hit{{Aspect: 1}, {Aspect: 1, Judges: true}}, judged},
		{"a judging word, and then its name", []Hit{{Aspect: 1, Judges: true}, {Aspect: 1}}, judged},
	} {
		if got := seen(&Unit{Hits: c.hits}, 1); got != c.want {
			t.Errorf("%s: %d, want %d", c.why, got, c.want)
		}
	}
}

// same compares targets, where unknown equals unknown.
func same(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return x == y || x != x && y != y })
}

func TestTheFirstGuessFollowsTheWords(t *testing.T) {
	none, name, judge := Unit{}, Unit{Hits: []Hit{{Aspect: 0}}}, Unit{Hits: []Hit{{Aspect: 0, Judges: true}}}
	for _, c := range []struct {
		why   string
		label Label
		units []Unit
		want  []float32
	}{
		{"a text that does not speak of it: none does, whatever the words", Absent, []Unit{none, name, judge}, []float32{0, 0, 0}},
		{"a text nobody looked at teaches nothing", Unknown, []Unit{none, judge}, []float32{unknown, unknown}},
		{"a judging word is sure, a name is likely, the rest open", Negative, []Unit{none, name, judge}, []float32{unknown, bySight, 1}},
		{"a text of one clause speaks of it there", Positive, []Unit{none}, []float32{1}},
		{"also when only the name stands there", Positive, []Unit{name}, []float32{bySight}},
		{"a text without clauses", Positive, nil, nil},
	} {
		h := &Head{names: []string{"soup"}}
		examples := make([]linear.Example, len(c.units))
		for i := range examples {
			examples[i].Target = []float32{-1}
		}
		h.assign([]Review{{Units: c.units, Labels: []Label{c.label}}}, examples, []int{0})
		var got []float32
		for _, e := range examples {
			got = append(got, e.Target...)
		}
		if !same(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestTheNextGuessFollowsTheHead(t *testing.T) {
	const high, low, hair = 2, -5, 0.001
	atHardly := float32(math.Log(hardly / (1 - hardly)))
	name := Unit{Hits: []Hit{{Aspect: 0}}}
	for _, c := range []struct {
		why    string
		logits []float32
		units  []Unit
		want   []float32
	}{
		{"those it picks speak of it, the others do not", []float32{high, low}, make([]Unit, 2), []float32{1, 0}},
		{"always the likeliest, however unlikely", []float32{low - 1, low}, make([]Unit, 2), []float32{0, 1}},
		{"the first of two alike", []float32{low, low}, make([]Unit, 2), []float32{1, 0}},
		{"between hardly and surely is open", []float32{high, atHardly + hair, atHardly - hair, hair, -hair}, make([]Unit, 5), []float32{1, unknown, 0, 1, unknown}},
		{"where a word of it stands, half a chance at least", []float32{high, low}, []Unit{{}, name}, []float32{1, byRecord}},
		{"no clauses, nothing to say", nil, nil, nil},
	} {
		h := &Head{names: []string{"soup"}}
		r := &Reader{logits: c.logits}
		examples := make([]linear.Example, len(c.units))
		for i := range examples {
			examples[i].Target = make([]float32, 1)
		}
		h.assignAgain(r, c.units, examples, 0)
		var got []float32
		for _, e := range examples {
			got = append(got, e.Target...)
		}
		if !same(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestTheChosenClauses(t *testing.T) {
	h := &Head{names: []string{"soup", "seat"}}
	for _, c := range []struct {
		why    string
		logits []float32 // of seat
		want   []int32
	}{
		{"all above nought, in order", []float32{1, -1, 2, 0.001}, []int32{0, 2, 3}},
		{"nought itself is not above", []float32{0, 1}, []int32{1}},
		{"the likeliest when none is", []float32{-3, -1, -2}, []int32{1}},
		{"the first of two alike", []float32{-1, -1}, []int32{0}},
	} {
		var r Reader
		for _, z := range c.logits {
			r.logits = append(r.logits, 9, z) // soup is everywhere and must not matter
		}
		if got := h.chosen(&r, len(c.logits), 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
	r := Reader{logits: []float32{1, 1, -1, 1}}
	first := h.chosen(&r, 2, 0)
	second := h.chosen(&r, 2, 1)
	if first = append(first, 77); !slices.Equal(second, []int32{0, 1}) {
		t.Errorf("appending to %v changed the clauses of another aspect to %v", first, second)
	}
}

func TestBorrowedJudgements(t *testing.T) {
	bare, full := Unit{Bare: true}, Unit{Score: 1}
	next, about := Unit{Score: 1, Sentence: 1}, Unit{Score: 1, Hits: []Hit{{Aspect: 2}}}
	for _, c := range []struct {
		why   string
		units []Unit
		want  bool
	}{
		{"what judges nothing takes the next clause's judgement", []Unit{bare, full}, true},
		{"what judges itself takes none", []Unit{full, full}, false},
		{"the last has no next", []Unit{bare}, false},
		{"not out of another sentence", []Unit{bare, next}, false},
		{"not what speaks of something else", []Unit{bare, about}, false},
	} {
		got := Borrowed(c.units, 0)
		if (got != nil) != c.want || got != nil && got != &c.units[1] {
			t.Errorf("%s: %+v", c.why, got)
		}
	}
}

func TestStepsAndPlaces(t *testing.T) {
	for x, want := range map[float32]uint32{0: 0, 0.1: 1, 0.66: 1, 0.67: 2, 2: 4, 2.67: 5, 1e9: 5, -0.1: 11, -0.67: 12, -2: 14, -1e9: 15} {
		if got := step(x); got != want {
			t.Errorf("step of %v: %d, want %d", x, got, want)
		}
	}
	for _, c := range []struct {
		i, n int
		want uint32
	}{{0, 1, 0}, {0, 2, 1}, {1, 2, 2}, {1, 3, 4}, {1, 10, 3}, {2, 10, 4}, {8, 10, 7}, {9, 10, 2}} {
		if got := place(c.i, c.n); got != c.want {
			t.Errorf("clause %d of %d: place %d, want %d", c.i, c.n, got, c.want)
		}
	}
}

func TestTallyKeepsAspectsApart(t *testing.T) {
	var got tally
	u := Unit{Score: 0.5, Praise: 2, Asks: true, Hits: []Hit{
		{Aspect: 1, Value: 0.26, Judges: true}, {Aspect: 1, Value: 0.25}, {Aspect: 1, Value: -0.26}, {Aspect: 1, Value: -0.25}, {Aspect: 2, Value: 9, Judges: true},
	}}
	got.take(&u, 1)
	got.take(&Unit{Score: -1}, 1)
	if got.up != 1 || got.down != 1 || got.judged != 1 || got.asks != 1 || got.score != -0.5 || got.praise != 2 || got.value != 0 {
		t.Errorf("%+v: want one up, one down, one judged, one question, and nothing of the other aspect", got)
	}
}

func TestEachFeatureOnce(t *testing.T) {
	var l list
	for round := range 3 { // the stamps of one text must not tell in the next
		l.reset()
		for _, f := range []uint32{7, 9, 7, 7, 8, 9} {
			l.add(f, float32(len(l.features)))
		}
		if l.once(); !slices.Equal(l.features, []uint32{7, 9, 8}) || !slices.Equal(l.values, []float32{0, 1, 4}) {
			t.Fatalf("round %d: %v with %v, want the first of each", round, l.features, l.values)
		}
	}
	l.now = math.MaxUint32 // the stamp runs over: old stamps must not be taken for new
	l.stamps[7] = 1
	l.reset()
	l.add(7, 1)
	if l.once(); len(l.features) != 1 {
		t.Error("when the stamps began anew, a feature was taken for one seen before")
	}
}
