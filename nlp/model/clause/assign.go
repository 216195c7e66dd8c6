package clause

import "github.com/tingfeng-voc/tingfeng/nlp/model/linear"

// Chances of a clause to speak of an aspect its text is labelled with, by which the next round
// takes it as an example for, as none, or against.
const (
	surely   = 0.5
	hardly   = 0.2
	bySight  = 0.8 // a word of the aspect stands there, before anything is learned
	byRecord = 0.5 // at least, when a word of the aspect stands there
)

// assign says which clauses speak of the aspects their text is labelled with: at first those with
// a word of it, later those the head so far picks, and always the likeliest.
func (h *Head) assign(reviews []Review, examples []linear.Example, at []int) {
	var r Reader
	for i := range reviews {
		rev := &reviews[i]
		if h.mentions != nil {
			h.readClauses(&r, rev.Units)
		}
		part := examples[at[i]:][:len(rev.Units)]
		for k, label := range rev.Labels {
			switch {
			case label == Unknown:
				set(part, k, unknown)
			case label == Absent:
				set(part, k, 0)
			case h.mentions == nil:
				assignBySight(rev.Units, part, k)
			default:
				h.assignAgain(&r, rev.Units, part, k)
			}
		}
	}
}

func set(examples []linear.Example, aspect int, target float32) {
	for i := range examples {
		examples[i].Target[aspect] = target
	}
}

func assignBySight(units []Unit, examples []linear.Example, aspect int) {
	for i := range units {
		t := &examples[i].Target[aspect]
		switch seen(&units[i], int32(aspect)) {
		case judged:
			*t = 1
		case named:
			*t = bySight
		default:
			*t = unknown
			if len(units) == 1 {
				*t = 1
			}
		}
	}
}

func (h *Head) assignAgain(r *Reader, units []Unit, examples []linear.Example, aspect int) {
	best := -1
	logit := func(i int) float32 { return r.logits[i*len(h.names)+aspect] }
	for i := range units {
		if best < 0 || logit(i) > logit(best) {
			best = i
		}
		t, p := &examples[i].Target[aspect], sigmoid(logit(i))
		switch {
		case p > surely:
			*t = 1
		case seen(&units[i], int32(aspect)) != unseen:
			*t = max(p, byRecord)
		case p > hardly:
			*t = unknown
		default:
			*t = 0
		}
	}
	if best >= 0 {
		examples[best].Target[aspect] = 1
	}
}

// How clearly the rules see an aspect in a clause.
const (
	unseen = iota
	named
	judged
)

func seen(u *Unit, aspect int32) int {
	best := unseen
	for _, h := range u.Hits {
		if h.Aspect == aspect {
			if h.Judges {
				return judged
			}
			best = named
		}
	}
	return best
}
