// Package clause holds the learned heads of aspects: which clauses of a text speak of which aspect
// of an industry pack, and how the text judges it.
//
// Labelled reviews say what a text judges, not where. Training therefore guesses the clauses from
// the words of the pack, learns from that guess, and guesses better (multiple-instance learning).
// A head reads a text in four steps: each clause for each aspect; the text as a whole for each
// aspect; how the clauses that speak of an aspect judge it; and a small table for each aspect that
// weighs these against each other.
package clause

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Label is what a text says of an aspect.
type Label int8

// The labels. Unknown: nobody looked.
const (
	Unknown Label = iota - 1
	Absent
	Negative
	Neutral
	Positive
)

// labels is the number of labels a head tells apart.
const labels = 4

// Head is the learned part of one pack. It is immutable and safe for concurrent use.
type Head struct {
	names    []string
	taught   []bool // aspects that enough texts were labelled with
	mentions *linear.Model
	wholes   *linear.Model
	judges   *linear.Model
	quick    quick // the first two of these, once all is learned
	tables   []weights
	price    []odds
	brief    bool // learned from brief texts
	always   bool // each of them spoke of some aspect
}

// quick are models laid out for reading; nil while they are learned.
type quick struct{ mentions, wholes *linear.Wide }

// Names gives the aspects in the order of their numbers.
func (h *Head) Names() []string { return h.names }

// Taught tells whether the head has learned the aspect. It says nothing of the others.
func (h *Head) Taught(aspect int) bool { return h.taught[aspect] }

// Brief tells whether the head has learned from brief texts: one that has learned from long ones
// only knows too little of a single clause to overrule the words in it.
func (h *Head) Brief() bool { return h.brief }

// Verdict is what a head makes of one aspect in a text.
type Verdict struct {
	Aspect  int
	Label   Label
	Odds    [labels]float32 // probability of each label but Unknown
	Clauses []int32         // those that speak of the aspect, at least one
}

// Reader is the room one goroutine needs to read texts. The zero value is ready.
type Reader struct {
	list     list
	logits   []float32 // by clause and aspect
	whole    []float32
	clauses  []int32
	verdicts []Verdict
}

// least is the logit from which a clause speaks of an aspect.
const least = 0

// hopeless is the logit of the best clause below which an aspect is not looked at any further.
const hopeless = -6

// Read gives what the head makes of the aspects it sees in the text: of all that are likelier there
// than not, by the measure it was trained for. praise is what the characters of the whole text say.
// The verdicts are good until the next call.
func (h *Head) Read(r *Reader, units []Unit, praise float32) []Verdict {
	return h.ReadBeside(r, units, praise, nil)
}

// ReadBeside is Read with what others hold of the text: heard has for each aspect the probability of
// each label but Unknown; empty, nobody else is heard.
func (h *Head) ReadBeside(r *Reader, units []Unit, praise float32, heard []float32) []Verdict {
	r.verdicts, r.clauses = r.verdicts[:0], r.clauses[:0]
	if len(units) == 0 {
		return nil
	}
	h.read(r, units)
	var likeliest Verdict
	for k := range h.names {
		if !h.taught[k] {
			continue
		}
		g, ok := h.guess(r, units, k, praise)
		if !ok {
			continue
		}
		p := h.tables[k].odds(&g)
		if len(heard) > 0 {
			heed(&p, heard[k*labels:][:labels])
		}
		v := Verdict{k, h.price[k].pick(p), p, g.clauses}
		if v.Label != Absent {
			r.verdicts = append(r.verdicts, v)
		} else if likeliest.Clauses == nil || p[Absent] < likeliest.Odds[Absent] {
			likeliest = v
		}
	}
	if h.always && len(r.verdicts) == 0 && likeliest.Clauses != nil {
		p := likeliest.Odds
		p[Absent] = 0
		likeliest.Label = h.price[likeliest.Aspect].pick(p)
		r.verdicts = append(r.verdicts, likeliest)
	}
	return r.verdicts
}

// read fills the logits of all clauses and of the text.
func (h *Head) read(r *Reader, units []Unit) {
	h.readClauses(r, units)
	r.whole = room(r.whole, len(h.names))
	r.list.reset()
	r.list.whole(units)
	if h.quick.wholes != nil {
		h.quick.wholes.Scores(r.whole, r.list.features, r.list.values)
		return
	}
	h.wholes.Scores(r.whole, r.list.features, r.list.values)
}

// readClauses fills the logits of all clauses.
func (h *Head) readClauses(r *Reader, units []Unit) {
	n := len(h.names)
	r.logits = room(r.logits, len(units)*n)
	for i := range units {
		r.list.reset()
		r.list.mention(units, i)
		if h.quick.mentions != nil {
			h.quick.mentions.Scores(r.logits[i*n:][:n], r.list.features, r.list.values)
			continue
		}
		h.mentions.Scores(r.logits[i*n:][:n], r.list.features, r.list.values)
	}
}

// room gives list with n elements of any value.
func room(list []float32, n int) []float32 {
	if cap(list) < n {
		return make([]float32, n)
	}
	return list[:n]
}

// guess collects what the models say of one aspect; false when no clause comes near it.
func (h *Head) guess(r *Reader, units []Unit, aspect int, praise float32) (guess, bool) {
	g := guess{best: -20, next: -20, whole: r.whole[aspect]}
	for i := range units {
		if z := r.logits[i*len(h.names)+aspect]; z > g.best {
			g.best, g.next = z, g.best
		} else if z > g.next {
			g.next = z
		}
	}
	if g.best < hopeless {
		return g, false
	}
	g.clauses = h.chosen(r, len(units), aspect)
	r.list.reset()
	r.list.polarity(units, g.clauses, int32(aspect), praise)
	h.judges.Scores(g.judged[:], r.list.features, r.list.values)
	h.judges.Probabilities(g.judged[:])
	return g, true
}

func sigmoid(z float32) float32 { return float32(1 / (1 + math.Exp(-float64(z)))) }

// chosen gives the clauses that speak of the aspect, the likeliest when none does clearly.
func (h *Head) chosen(r *Reader, clauses, aspect int) []int32 {
	from, best := len(r.clauses), 0
	logit := func(i int) float32 { return r.logits[i*len(h.names)+aspect] }
	for i := range clauses {
		if logit(i) > least {
			r.clauses = append(r.clauses, int32(i))
		}
		if logit(i) > logit(best) {
			best = i
		}
	}
	if len(r.clauses) == from {
		r.clauses = append(r.clauses, int32(best))
	}
	return r.clauses[from:len(r.clauses):len(r.clauses)]
}
