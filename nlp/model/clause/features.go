package clause

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Unit is one clause of a text with what the rules of its pack see in it.
type Unit struct {
	Text []rune // normalised
	Hits []Hit
	// Score is what the words of judgement in it add up to, Praise what its characters say: both
	// positive for praise.
	Score, Praise float32
	Sentence      int32 // number of the sentence it stands in
	Bare          bool  // it holds no word of judgement
	Asks          bool  // it asks something
	Irrealis      bool  // it wishes or supposes
	Contrast      bool  // it is opened by 但是 or its like
}

// Hit is one word of an aspect in a clause.
type Hit struct {
	Aspect int32
	Judges bool    // the word judges the aspect it names
	Value  float32 // what the rules make of the aspect in this clause; positive is praise
}

// Families of features: equal characters in two families are two features.
const (
	familyOne = iota + 1
	familyTwo
	familyThree
	familyTerm
	familyJudged
	familyBefore
	familyAfter
	familyHead
	familyPlace
	familyScore
	familyPraise
	familyText
	familyValue
	familyMood
	familyCount
	familyAspect
)

// Weights of the features that say more than one run of characters does, found by trying.
const (
	weightHit      = 4
	weightAround   = 1.5
	weightStep     = 2
	weightBorrowed = 0.7
)

// list collects features with their values.
type list struct {
	features []uint32
	values   []float32
	stamps   []uint32 // of the text a cell was last taken in
	now      uint32
}

func (l *list) reset() { l.features, l.values = l.features[:0], l.values[:0] }

func (l *list) add(feature uint32, value float32) {
	l.features = append(l.features, feature)
	l.values = append(l.values, value)
}

// characters adds the runs of one to three characters of text.
func (l *list) characters(text []rune, value float32) {
	var a, b uint32
	for _, r := range text {
		c := class(r)
		l.add(linear.Join(familyOne, c), value)
		l.add(linear.Join(familyTwo, b<<16^c), value)
		l.add(linear.Join(familyThree, linear.Join(a, b<<16^c)), value)
		a, b = b, c
	}
	l.add(linear.Join(familyTwo, b<<16), value)
}

// class makes one character of those that differ without meaning.
func class(r rune) uint32 {
	if r >= '0' && r <= '9' {
		return '0'
	}
	return uint32(r)
}

// lookBack is how many clauses back the clause that says what this one is about may lie:
// 环境：店不大，灯光暗.
const lookBack = 5

// mention adds what tells whether clause i of units speaks of an aspect.
func (l *list) mention(units []Unit, i int) {
	u := &units[i]
	l.characters(u.Text, 1)
	l.named(u.Hits)
	if i > 0 {
		l.around(familyBefore, units[i-1].Hits)
	}
	if i+1 < len(units) {
		l.around(familyAfter, units[i+1].Hits)
	}
	if len(u.Hits) == 0 {
		for j := i - 1; j >= max(0, i-lookBack); j-- {
			if len(units[j].Hits) > 0 {
				l.around(familyHead, units[j].Hits)
				break
			}
		}
	}
	l.add(linear.Join(familyPlace, place(i, len(units))), 1)
	l.add(linear.Join(familyScore, step(u.Score)), weightStep)
	if u.Asks {
		l.add(linear.Join(familyMood, 1), 1)
	}
	if u.Irrealis {
		l.add(linear.Join(familyMood, 2), 1)
	}
}

func (l *list) named(hits []Hit) {
	for _, h := range hits {
		family := uint32(familyTerm)
		if h.Judges {
			family = familyJudged
		}
		l.add(linear.Join(family, uint32(h.Aspect)), weightHit)
	}
}

func (l *list) around(family uint32, hits []Hit) {
	for _, h := range hits {
		l.add(linear.Join(family, uint32(h.Aspect)), weightAround)
	}
}

// place is where in the text a clause stands: alone, first, last, or its fifth.
func place(i, n int) uint32 {
	switch {
	case n == 1:
		return 0
	case i == 0:
		return 1
	case i == n-1:
		return 2
	}
	return 3 + uint32(5*i/n)
}

// step brings a score to one of a few steps.
func step(x float32) uint32 {
	switch {
	case x == 0:
		return 0
	case x > 0:
		return 1 + uint32(min(4, 1.5*x))
	}
	return 11 + uint32(min(4, -1.5*x))
}

// whole adds what tells which aspects the text as a whole speaks of: each run of characters once.
func (l *list) whole(units []Unit) {
	for i := range units {
		l.characters(units[i].Text, 1)
		l.named(units[i].Hits)
	}
	l.once()
	var score float32
	for i := range units {
		score += units[i].Score
	}
	l.add(linear.Join(familyScore, step(score)), weightStep)
	l.add(linear.Join(familyCount, uint32(math.Log2(float64(len(units)+1)))), weightStep)
}

// cells is the number of stamps: a little more than the features of the longest text that counts.
const cells = 1 << 15

// once keeps the first of equal features.
func (l *list) once() {
	if l.stamps == nil {
		l.stamps = make([]uint32, cells)
	}
	if l.now++; l.now == 0 {
		clear(l.stamps)
		l.now = 1
	}
	n := 0
	for i, f := range l.features {
		if cell := &l.stamps[f%cells]; *cell != l.now {
			*cell = l.now
			l.features[n], l.values[n] = f, l.values[i]
			n++
		}
	}
	l.features, l.values = l.features[:n], l.values[:n]
}

// polarity adds what tells how the chosen clauses judge the aspect: everything once for all
// aspects, and once for this one.
func (l *list) polarity(units []Unit, chosen []int32, aspect int32, praise float32) {
	var t tally
	for n, i := range chosen {
		u := &units[i]
		l.characters(u.Text, 1)
		t.take(u, aspect)
		if u.Contrast {
			l.add(linear.Join(familyMood, 3), 1)
		}
		if u.Irrealis {
			l.add(linear.Join(familyMood, 2), 1)
		}
		if n+1 < len(chosen) && chosen[n+1] == i+1 {
			continue
		}
		if next := Borrowed(units, int(i)); next != nil {
			l.characters(next.Text, weightBorrowed)
			t.score += next.Score
		}
	}
	n := float32(max(len(chosen), 1))
	l.add(linear.Join(familyScore, step(t.score)), weightStep)
	l.add(linear.Join(familyPraise, step(t.praise/n)), weightStep)
	l.add(linear.Join(familyText, step(praise)), weightStep)
	l.add(linear.Join(familyValue, step(t.value)), weightStep)
	l.add(linear.Join(familyCount, min(t.up, 2)*3+min(t.down, 2)), weightStep)
	l.add(linear.Join(familyCount, 100+min(t.judged, 3)), 1)
	l.add(linear.Join(familyCount, 200+min(t.asks, 1)), 1)
	l.add(linear.Join(familyCount, 300+uint32(min(len(chosen), 5))), 1)
	for i, end := 0, len(l.features); i < end; i++ {
		l.add(linear.Join(familyAspect+uint32(aspect)<<8, l.features[i]), l.values[i])
	}
	l.add(linear.Join(familyAspect, uint32(aspect)), weightStep)
}

// tally is what the rules say of one aspect in several clauses.
type tally struct {
	score, praise, value   float32
	up, down, judged, asks uint32
}

func (t *tally) take(u *Unit, aspect int32) {
	t.score += u.Score
	t.praise += u.Praise
	if u.Asks {
		t.asks++
	}
	for _, h := range u.Hits {
		if h.Aspect != aspect {
			continue
		}
		t.value += h.Value
		if h.Judges {
			t.judged++
		}
		switch {
		case h.Value > 0.25:
			t.up++
		case h.Value < -0.25:
			t.down++
		}
	}
}

// Borrowed gives the clause whose judgement clause i takes as its own, because it judges nothing
// itself: 服务员小姐姐，特别热情. nil when there is none.
func Borrowed(units []Unit, i int) *Unit {
	if !units[i].Bare || i+1 >= len(units) {
		return nil
	}
	next := &units[i+1]
	if next.Sentence != units[i].Sentence || len(next.Hits) > 0 {
		return nil
	}
	return next
}
