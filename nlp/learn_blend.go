package nlp

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// mixed are the families of which other sets hold texts too: when one of them is left out, so are
// the sets of mixed origin.
var mixed = []string{"books", "hotel", "shop", "mixed", "books3"}

// leastFamily is how many texts a family must have to be left out once.
const leastFamily = 500

// blendShift is how much a text of a family left out counts for the blend beside one of a family
// known: most texts will be of kinds that were learned.
const blendShift = 0.3

// heard is one text with what the parts say of it that were not trained on it.
type heard struct {
	lesson int
	terms  [blendTerms]float32
	weight float32
	logit  float64
}

// learnPolarity trains the parts and what they add up to.
func (c *school) learnPolarity() (*learned, error) {
	inside, err := c.crossValidated()
	if err != nil {
		return nil, err
	}
	outside, err := c.familiesLeftOut()
	if err != nil {
		return nil, err
	}
	blend := c.fitBlend(append(slices.Clone(inside), outside...))
	whole := &learned{blend: blend}
	for _, list := range [][]heard{inside, outside} {
		for i := range list {
			list[i].logit = whole.blended(&list[i].terms)
		}
	}
	for _, h := range inside {
		c.lessons[h.lesson].logit = h.logit
	}
	c.report("cross-validated", inside)
	c.report("family left out", outside)
	p, err := c.learnParts(func(*lesson) bool { return true })
	whole.polarity, whole.places, whole.met, whole.kinds = p.polarity, p.places, p.met, p.kinds
	return whole, err
}

func (c *school) crossValidated() ([]heard, error) {
	var all []heard
	for fold := range folds {
		p, err := c.learnParts(func(l *lesson) bool { return l.fold != fold || l.words })
		if err != nil {
			return nil, err
		}
		all = append(all, c.listen(&p, 1, func(l *lesson) bool { return l.fold == fold })...)
	}
	return all, nil
}

func (c *school) familiesLeftOut() ([]heard, error) {
	count := map[string]int{}
	var families []string
	for i := range c.lessons {
		l := &c.lessons[i]
		if l.words || l.own || l.polarity != l.polarity {
			continue
		}
		if count[l.family]++; count[l.family] == leastFamily {
			families = append(families, l.family)
		}
	}
	if len(families) < 2 {
		return nil, nil // nothing would be left to learn from
	}
	slices.Sort(families)
	var all []heard
	for _, family := range families {
		if family == "mixed" || family == "books3" {
			continue
		}
		p, err := c.learnParts(func(l *lesson) bool {
			return l.family != family && !(slices.Contains(mixed, family) && (l.family == "mixed" || l.family == "books3"))
		})
		if err != nil {
			return nil, err
		}
		all = append(all, c.listen(&p, blendShift, func(l *lesson) bool { return l.family == family })...)
	}
	return all, nil
}

// listen gives what the parts say of the lessons chosen.
func (c *school) listen(p *parts, weight float32, chosen func(*lesson) bool) []heard {
	var all []heard
	var out [1]float32
	for i := range c.lessons {
		l := &c.lessons[i]
		if l.words || !chosen(l) {
			continue
		}
		c.read(l.norm)
		said := says{places: p.places.Logit(l.runes), familiar: p.met.share(l.features)}
		p.polarity.Scores(out[:], l.worded, nil)
		said.polarity = out[0]
		said.kindSays = p.kinds.read(l.features, l.worded)
		all = append(all, heard{lesson: i, terms: c.s.blendOf(said, c.s.verdict(nil), nil), weight: weight * min(l.weight, 1)})
	}
	return all
}

// fitBlend learns how much each term counts, by logistic regression.
func (c *school) fitBlend(all []heard) []float32 {
	var b, seen [blendTerms]float64
	rng := rand.New(rand.NewPCG(1, 9))
	order := rng.Perm(len(all))
	const epochs, rate = 10, 0.1
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			h := &all[i]
			y := c.lessons[h.lesson].polarity
			if y != y {
				continue
			}
			z := 0.0
			for k, x := range h.terms {
				z += b[k] * float64(x)
			}
			g := (1/(1+math.Exp(-z)) - float64(y)) * float64(h.weight)
			for k, x := range h.terms {
				d := g*float64(x) + 1e-6*b[k]
				seen[k] += d * d
				b[k] -= rate * d / (1 + math.Sqrt(seen[k]))
			}
		}
	}
	list := make([]float32, blendTerms)
	for k := range b {
		list[k] = float32(b[k])
	}
	return list
}

// report tells how often the sign of the blended logit was right, by set, and how far its
// probabilities are from what happened.
func (c *school) report(how string, all []heard) {
	type tally struct {
		n, right  int
		sure, hit [10]float64
		in        [10]int
	}
	sets := map[string]*tally{}
	for i := range all {
		h := &all[i]
		l := &c.lessons[h.lesson]
		if l.polarity != 0 && l.polarity != 1 {
			continue
		}
		right := (h.logit > 0) == (l.polarity == 1)
		p := 1 / (1 + math.Exp(-math.Abs(h.logit)))
		bin := min(int((p-0.5)*20), 9)
		for name := range strings.SplitSeq(l.sets, ",") {
			if sets[name] == nil {
				sets[name] = &tally{}
			}
			t := sets[name]
			t.n++
			t.in[bin]++
			t.sure[bin] += p
			if right {
				t.right++
				t.hit[bin]++
			}
		}
	}
	names := make([]string, 0, len(sets))
	for name := range sets {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		t := sets[name]
		off := 0.0
		for bin := range t.in {
			off += math.Abs(t.sure[bin]-t.hit[bin]) / float64(t.n)
		}
		c.log("%-16s %-22s %6d texts, %.2f %% right by sign, calibration off by %.3f", how, name, t.n, 100*float64(t.right)/float64(t.n), off)
	}
}
