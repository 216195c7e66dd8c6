package clause

import (
	"fmt"
	"math"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Review is one labelled text.
type Review struct {
	Units  []Unit
	Praise float32 // what the characters of the whole text say
	Labels []Label // by aspect
	// Written for teaching: it shows what an aspect sounds like, and nothing of how often it is
	// spoken of, so the labels are not weighed by it.
	Written bool
}

// Options says how to learn.
type Options struct {
	Names   []string // of the aspects, in the order of Review.Labels
	Measure Measure
	Bits    int // the models of clauses and texts have 2^Bits features; 0: 15
	Rounds  int // of guessing clauses; 0: 3
	Folds   int // parts that are held out in turn to weigh the labels; 0: 4
	Seed    uint64
}

func (o Options) defaults() Options {
	if o.Bits == 0 {
		o.Bits = 15
	}
	if o.Rounds == 0 {
		o.Rounds = 3
	}
	if o.Folds == 0 {
		o.Folds = 4
	}
	return o
}

// fewest is how many texts must have an aspect before a head speaks of it.
const fewest = 8

// A head is written with one byte for the number of its aspects, and one for the length of a name.
const (
	mostNames   = 255
	longestName = 255
)

// Train learns a head. Equal reviews in equal order give equal heads. The error tells which review
// is wrong, or that there is nothing to learn from.
func Train(reviews []Review, o Options) (*Head, error) {
	o = o.defaults()
	if len(o.Names) > mostNames {
		return nil, fmt.Errorf("clause: %d aspects: a head tells at most %d apart", len(o.Names), mostNames)
	}
	for _, name := range o.Names {
		if len(name) > longestName {
			return nil, fmt.Errorf("clause: the name %.40q… has %d bytes: give at most %d", name, len(name), longestName)
		}
	}
	for i := range reviews {
		if len(reviews[i].Labels) != len(o.Names) {
			return nil, fmt.Errorf("clause: review %d has %d labels for %d aspects", i, len(reviews[i].Labels), len(o.Names))
		}
	}
	samples, err := heldOut(reviews, o)
	if err != nil {
		return nil, err
	}
	h, err := models(reviews, o)
	if err != nil {
		return nil, err
	}
	h.taught, h.brief, h.always = taught(reviews, len(o.Names)), brief(reviews), always(reviews)
	h.tables = fitTables(samples, len(o.Names))
	for i := range samples {
		s := &samples[i]
		if s.odds[Absent] = 1; !s.hopeless {
			s.odds = h.tables[s.aspect].odds(&s.guess)
		}
	}
	h.price = fitOdds(samples, len(o.Names), o.Measure)
	return h, nil
}

// taught tells which aspects enough texts have: texts people wrote, where there are any.
func taught(reviews []Review, aspects int) []bool {
	count, shown := make([]int, aspects), make([]int, aspects)
	real := false
	for i := range reviews {
		real = real || !reviews[i].Written
		for k, l := range reviews[i].Labels {
			switch {
			case l <= Absent:
			case reviews[i].Written:
				shown[k]++
			default:
				count[k]++
			}
		}
	}
	if !real {
		count = shown
	}
	list := make([]bool, aspects)
	for k, n := range count {
		list[k] = n >= fewest
	}
	return list
}

// briefText is the number of clauses up to which a text is brief.
const briefText = 4

// brief tells whether many of the texts are: a quarter and more.
func brief(reviews []Review) bool {
	n, all := 0, 0
	for i := range reviews {
		if !reviews[i].Written {
			all++
			if len(reviews[i].Units) <= briefText {
				n++
			}
		}
	}
	return 4*n > all
}

// always tells whether every text speaks of some aspect.
func always(reviews []Review) bool {
	n := 0
	for i := range reviews {
		if reviews[i].Written {
			continue
		}
		n++
		if !slices.ContainsFunc(reviews[i].Labels, func(l Label) bool { return l > Absent }) {
			return false
		}
	}
	return n > 0
}

// heldOut gives what models say of texts they were not trained on. Texts written for teaching count
// only where nothing else is there.
func heldOut(reviews []Review, o Options) ([]sample, error) {
	written := true
	for i := range reviews {
		written = written && reviews[i].Written
	}
	var samples []sample
	var r Reader
	for fold := range o.Folds {
		var train []Review
		var test []int
		for i := range reviews {
			if i%o.Folds != fold {
				train = append(train, reviews[i])
				continue
			}
			if reviews[i].Written && !written {
				train = append(train, reviews[i])
				continue
			}
			test = append(test, i)
		}
		h, err := models(train, o)
		if err != nil {
			return nil, err
		}
		for _, i := range test {
			samples = h.sample(&r, &reviews[i], samples)
		}
	}
	return samples, nil
}

// sample appends a guess for each labelled aspect of a text.
func (h *Head) sample(r *Reader, rev *Review, samples []sample) []sample {
	r.clauses = r.clauses[:0]
	if len(rev.Units) == 0 {
		return samples
	}
	h.read(r, rev.Units)
	for k, label := range rev.Labels {
		if label == Unknown {
			continue
		}
		g, ok := h.guess(r, rev.Units, k, rev.Praise)
		g.clauses = append([]int32(nil), g.clauses...)
		samples = append(samples, sample{aspect: k, label: label, guess: g, hopeless: !ok})
	}
	return samples
}

// Options of the linear models, found by cross-validation on labelled reviews.
func (o Options) mention() linear.Options {
	return linear.Options{Kind: linear.Sigmoid, Bits: o.Bits, Outputs: len(o.Names), Epochs: 6, MinCount: 2, Seed: o.Seed}
}

func (o Options) whole() linear.Options {
	return linear.Options{Kind: linear.Sigmoid, Bits: o.Bits, Outputs: len(o.Names), Epochs: 6, MinCount: 3, NaiveBayes: true, Seed: o.Seed}
}

func (o Options) judge() linear.Options {
	return linear.Options{Kind: linear.Softmax, Bits: o.Bits + 2, Outputs: 3, Epochs: 4, MinCount: 2, Seed: o.Seed}
}

// models trains the three models of a head.
func models(reviews []Review, o Options) (*Head, error) {
	h := &Head{names: o.Names}
	examples, at := h.mentionExamples(reviews)
	for range o.Rounds {
		h.assign(reviews, examples, at)
		var err error
		if h.mentions, err = linear.Train(examples, o.mention()); err != nil {
			return nil, err
		}
	}
	var err error
	if h.judges, err = linear.Train(h.judgeExamples(reviews), o.judge()); err != nil {
		return nil, err
	}
	h.wholes, err = linear.Train(h.wholeExamples(reviews), o.whole())
	return h, err
}

// take gives the collected features as an example of its own.
func (l *list) take(target []float32) linear.Example {
	return linear.Example{
		Features: append([]uint32(nil), l.features...), Values: append([]float32(nil), l.values...), Target: target, Weight: 1,
	}
}

func (h *Head) mentionExamples(reviews []Review) (examples []linear.Example, at []int) {
	var l list
	for i := range reviews {
		at = append(at, len(examples))
		for j := range reviews[i].Units {
			l.reset()
			l.mention(reviews[i].Units, j)
			examples = append(examples, l.take(make([]float32, len(h.names))))
		}
	}
	return examples, at
}

func (h *Head) wholeExamples(reviews []Review) []linear.Example {
	var examples []linear.Example
	var l list
	for i := range reviews {
		l.reset()
		l.whole(reviews[i].Units)
		target := make([]float32, len(h.names))
		for k, label := range reviews[i].Labels {
			switch {
			case label == Unknown:
				target[k] = unknown
			case label != Absent:
				target[k] = 1
			}
		}
		examples = append(examples, l.take(target))
	}
	return examples
}

func (h *Head) judgeExamples(reviews []Review) []linear.Example {
	var examples []linear.Example
	var r Reader
	var l list
	for i := range reviews {
		rev := &reviews[i]
		if len(rev.Units) == 0 {
			continue
		}
		r.clauses = r.clauses[:0]
		h.readClauses(&r, rev.Units)
		for k, label := range rev.Labels {
			if label <= Absent {
				continue
			}
			l.reset()
			l.polarity(rev.Units, h.chosen(&r, len(rev.Units), k), int32(k), rev.Praise)
			target := make([]float32, 3)
			target[label-Negative] = 1
			examples = append(examples, l.take(target))
		}
	}
	return examples
}

var unknown = float32(math.NaN())
