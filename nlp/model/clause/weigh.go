package clause

import "math"

// guess is what the models of a head say of one aspect in one text.
type guess struct {
	best, next float32 // logits of the clauses that speak of it most clearly
	whole      float32 // logit of the text as a whole
	judged     [3]float32
	clauses    []int32
}

// terms is the number of things a table weighs.
const terms = 8

// terms gives what a table weighs: logarithms, so that a weighed sum is a product of chances.
func (g *guess) terms() [terms]float32 {
	log := func(p float32) float32 { return float32(math.Log(float64(p) + 0.01)) }
	return [terms]float32{
		1, max(g.best, -8), 0.5 * max(g.next, -8), g.whole,
		log(g.judged[0]), log(g.judged[1]), log(g.judged[2]), log(float32(len(g.clauses))),
	}
}

// weights say for each label how much each term of a guess counts.
type weights [labels][terms]float32

// odds gives the probability of each label.
func (w *weights) odds(g *guess) [labels]float32 {
	x := g.terms()
	var z [labels]float64
	most := math.Inf(-1)
	for c := range z {
		for j, v := range x {
			z[c] += float64(v) * float64(w[c][j])
		}
		most = max(most, z[c])
	}
	sum := 0.0
	for c := range z {
		z[c] = math.Exp(z[c] - most)
		sum += z[c]
	}
	var p [labels]float32
	for c := range p {
		p[c] = float32(z[c] / sum)
	}
	return p
}

// odds weigh the labels against each other: rare ones count for more than their share where the
// measure treats all labels alike.
type odds [labels]float32

// pick gives the label with the largest weighed probability.
func (o odds) pick(p [labels]float32) Label {
	best := Absent
	for c := Absent; c < labels; c++ {
		if o[c]*p[c] > o[best]*p[best] {
			best = c
		}
	}
	return best
}

// sample is one labelled aspect of one text with what the models said of it before they had seen
// its label.
type sample struct {
	aspect   int
	label    Label
	guess    guess
	hopeless bool // no clause came near the aspect
	odds     [labels]float32
}

// Steps of fitting the tables, found by cross-validation on labelled reviews.
const (
	roundsShared = 3
	roundsOwn    = 8
	rateTable    = 0.1
	pullShared   = 0.003 // towards what all aspects share
)

// fitTables fits one table for all aspects, and from there one for each.
func fitTables(samples []sample, aspects int) []weights {
	var shared, seen, zero weights
	for range roundsShared {
		for i := range samples {
			if !samples[i].hopeless {
				shared.learn(&seen, &zero, &samples[i], 0)
			}
		}
	}
	tables := make([]weights, aspects)
	seens := make([]weights, aspects)
	for k := range tables {
		tables[k] = shared
	}
	for range roundsOwn {
		for i := range samples {
			if samples[i].hopeless {
				continue
			}
			k := samples[i].aspect
			tables[k].learn(&seens[k], &shared, &samples[i], pullShared)
		}
	}
	return tables
}

// learn takes one step of Adagrad.
func (w *weights) learn(seen, centre *weights, s *sample, pull float32) {
	p, x := w.odds(&s.guess), s.guess.terms()
	for c := range w {
		g := p[c]
		if int(s.label) == c {
			g--
		}
		for j, v := range x {
			d := g*v + pull*(w[c][j]-centre[c][j])
			seen[c][j] += d * d
			w[c][j] -= rateTable * d / (1e-3 + float32(math.Sqrt(float64(seen[c][j]))))
		}
	}
}

// Measure is what the labels of a head are weighed for.
type Measure byte

// The measures: the mean over aspects of the mean F1 of their labels, where a rare label counts as
// much as a frequent one; or the F1 of all pairs of aspect and polarity together.
const (
	Macro Measure = iota
	Micro
)

// fitOdds weighs the labels for the measure: for all aspects alike, then, where there are enough
// samples, for each.
func fitOdds(samples []sample, aspects int, m Measure) []odds {
	byAspect := make([][]*sample, aspects)
	all := make([]*sample, len(samples))
	for i := range samples {
		s := &samples[i]
		byAspect[s.aspect] = append(byAspect[s.aspect], s)
		all[i] = s
	}
	list := make([]odds, aspects)
	if m == Micro {
		shared := climb(all, odds{1, 1, 1, 1}, micro)
		for k := range list {
			list[k] = shared
		}
		return list
	}
	shared := climb(all, odds{1, 1.5, 1.3, 1}, func(_ []*sample, o odds) float64 {
		sum := 0.0
		for _, group := range byAspect {
			sum += macro(group, o)
		}
		return sum
	})
	for k := range list {
		list[k] = shared
		if len(byAspect[k]) >= manySamples {
			list[k] = climb(byAspect[k], shared, macro)
		}
	}
	return list
}

// manySamples is how many labelled texts it takes to weigh the labels of one aspect by themselves:
// with fewer, chance decides.
const manySamples = 1000

// climb tries larger and smaller weights of one label after the other and keeps what measures
// better.
func climb(samples []*sample, o odds, measure func([]*sample, odds) float64) odds {
	best := measure(samples, o)
	for range 2 {
		for c := range o {
			for _, f := range [...]float32{0.5, 0.7, 0.85, 1.2, 1.4, 2} {
				t := o
				t[c] *= f
				if m := measure(samples, t); m > best+1e-6 {
					best, o = m, t
				}
			}
		}
	}
	return o
}

// macro is the mean F1 of the labels that are given or said.
func macro(samples []*sample, o odds) float64 {
	var gold, said, right [labels]int
	for _, s := range samples {
		l := o.pick(s.odds)
		gold[s.label]++
		said[l]++
		if l == s.label {
			right[l]++
		}
	}
	sum, n := 0.0, 0
	for c := range gold {
		if gold[c]+said[c] > 0 {
			sum += 2 * float64(right[c]) / float64(gold[c]+said[c])
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// micro is the F1 of names and of names with the right polarity, added up.
func micro(samples []*sample, o odds) float64 {
	var gold, said, named, right int
	for _, s := range samples {
		l := o.pick(s.odds)
		if s.label != Absent {
			gold++
		}
		if l != Absent {
			said++
		}
		if l != Absent && s.label != Absent {
			named++
			if l == s.label {
				right++
			}
		}
	}
	return 2 * float64(named+right) / float64(max(gold+said, 1))
}

// heedOthers is how much those heard beside a head count, in logarithms: found on a quarter of the posts
// on cars that was held out, where 0.4 to 0.6 do about as well.
const heedOthers = 0.5

// heed brings other probabilities of the labels to p: their mean by logarithm.
func heed(p *[labels]float32, other []float32) {
	var q [labels]float64
	sum := 0.0
	for c := range q {
		q[c] = math.Exp((1-heedOthers)*math.Log(float64(p[c])+1e-6) + heedOthers*math.Log(float64(other[c])+1e-6))
		sum += q[c]
	}
	for c := range p {
		p[c] = float32(q[c] / sum)
	}
}
