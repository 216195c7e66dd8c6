package clause

import (
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// has gives the value of a feature in a list, 0 when it is not there.
func has(l *list, family, what uint32) float32 {
	if i := slices.Index(l.features, linear.Join(family, what)); i >= 0 {
		return l.values[i]
	}
	return 0
}

func TestCharactersMakeRuns(t *testing.T) {
	count := func(text string) int {
		var l list
		l.characters([]rune(text), 1)
		return len(l.features)
	}
	for text, want := range map[string]int{"": 1, "汤": 4, "汤底真好": 13} { // three a character and the end
		if got := count(text); got != want {
			t.Errorf("%q: %d features, want %d", text, got, want)
		}
	}
	features := func(text string) []uint32 {
		var l list
		l.characters([]rune(text), 1)
		return l.features
	}
	if !slices.Equal(features("等35分"), features("等72分")) {
		t.Error("which digits stand there makes a difference")
	}
	if slices.Equal(features("等35分"), features("等三五分")) || slices.Equal(features("不好"), features("好不")) {
		t.Error("other characters, or another order, make none")
	}
}

func TestAClauseSeesWhatStandsAroundIt(t *testing.T) {
	hit := Unit{Hits: []Hit{{Aspect: 7}}}
	at := func(n int, where ...int) []Unit {
		units := make([]Unit, n)
		for _, i := range where {
			units[i] = hit
		}
		return units
	}
	for _, c := range []struct {
		why    string
		units  []Unit
		i      int
		family uint32
		want   float32
	}{
		{"its own word", at(3, 1), 1, familyTerm, weightHit},
		{"its own word is none that judges", at(3, 1), 1, familyJudged, 0},
		{"the word in the clause before", at(3, 0), 1, familyBefore, weightAround},
		{"not in the one before that", at(3, 0), 2, familyBefore, 0},
		{"the word in the clause behind", at(3, 2), 1, familyAfter, weightAround},
		{"not in the one behind that", at(3, 2), 0, familyAfter, 0},
		{"the heading five clauses back", at(9, 1), 6, familyHead, weightAround},
		{"not six back", at(9, 1), 7, familyHead, 0},
		{"no heading for a clause with words of its own", at(9, 1, 3), 3, familyHead, 0},
		{"the first clause has nothing before it", at(1), 0, familyBefore, 0},
	} {
		var l list
		l.mention(c.units, c.i)
		if got := has(&l, c.family, 7); got != c.want {
			t.Errorf("%s: %v, want %v", c.why, got, c.want)
		}
	}
}

func TestTheNearestHeadingCounts(t *testing.T) {
	var l list
	l.mention([]Unit{{Hits: []Hit{{Aspect: 1}}}, {Hits: []Hit{{Aspect: 2}}}, {}, {}}, 3)
	if has(&l, familyHead, 2) == 0 || has(&l, familyHead, 1) != 0 {
		t.Error("of two headings the nearer is the one that counts")
	}
}

func TestMoods(t *testing.T) {
	for _, c := range []struct {
		why            string
		u              Unit
		asks, supposes bool
	}{
		{"a plain clause", Unit{}, false, false},
		{"a question", Unit{Asks: true}, true, false},
		{"a wish", Unit{Irrealis: true}, false, true},
	} {
		var l list
		l.mention([]Unit{c.u}, 0)
		if (has(&l, familyMood, 1) != 0) != c.asks || (has(&l, familyMood, 2) != 0) != c.supposes {
			t.Errorf("%s: asks %v, supposes %v", c.why, has(&l, familyMood, 1), has(&l, familyMood, 2))
		}
	}
}

// A text has each run once, however often it says it; its score is that of all clauses.
func TestTheWholeTextSaysThingsOnce(t *testing.T) {
	one := []Unit{{Text: []rune("汤底真好"), Score: 2, Hits: []Hit{{Aspect: 1}}}}
	three := []Unit{one[0], {Text: []rune("汤底真好"), Score: -1.5}, {Text: []rune("汤底真好"), Score: -0.5}}
	var a, b list
	a.whole(one)
	b.whole(three)
	if len(a.features) != len(b.features) {
		t.Errorf("said three times it has %d features, once %d", len(b.features), len(a.features))
	}
	if has(&a, familyScore, step(2)) != weightStep || has(&b, familyScore, 0) != weightStep {
		t.Error("the scores of the clauses are not added up")
	}
	if has(&a, familyCount, 1) != weightStep || has(&b, familyCount, 2) != weightStep {
		t.Error("two and four count as powers of two: one clause is 1, three are 2")
	}
}

// How an aspect is judged: every feature once for all aspects and once for this one.
func TestPolarityIsSharedAndOwn(t *testing.T) {
	units := []Unit{
		{Text: []rune("服务员"), Bare: true, Praise: 1, Hits: []Hit{{Aspect: 3, Value: 1, Judges: true}}},
		{Text: []rune("热情"), Score: 2},
	}
	var l list
	l.polarity(units, []int32{0}, 3, -1)
	shared := (len(l.features) - 1) / 2
	if len(l.features) != 2*shared+1 || l.features[2*shared] != linear.Join(familyAspect, 3) {
		t.Fatalf("%d features: want each twice and the aspect itself last", len(l.features))
	}
	for i := range shared {
		if l.features[shared+i] != linear.Join(familyAspect+3<<8, l.features[i]) || l.values[shared+i] != l.values[i] {
			t.Fatalf("feature %d of the aspect is not that of all", i)
		}
	}
	if got := has(&l, familyOne, '热'); got != weightBorrowed {
		t.Errorf("what the next clause says counts %v, want %v", got, weightBorrowed)
	}
	if has(&l, familyScore, step(2)) == 0 || has(&l, familyText, step(-1)) == 0 || has(&l, familyValue, step(1)) == 0 {
		t.Error("the score of the borrowed clause, the text or the rules is missing")
	}
	l.reset()
	l.polarity(units, []int32{0, 1}, 3, -1)
	if got := has(&l, familyOne, '热'); got != 1 {
		t.Errorf("chosen itself, the next clause counts %v, want 1: it is not borrowed too", got)
	}
	var other list
	other.polarity(units, []int32{0, 1}, 2, -1)
	if has(&other, familyValue, step(1)) != 0 || has(&l, familyValue, step(1)) == 0 {
		t.Error("what the rules make of one aspect is told of another")
	}
}
