package nlp

import "math"

// blendTerms is the number of terms that add up to the logit of a text.
const blendTerms = 42

// blendOf writes the terms of the text in s: what the characters say, what the words say, how far
// to trust each by how long the text is, how familiar, and whether negation or contrast turns it. How much each
// term counts is learned, on texts and on whole families of texts the parts were not trained on.
func (s *scratch) blendOf(said says, words float64, view []float64) [blendTerms]float32 {
	brief := float32(s.brevity())
	none := truth(len(s.opinions) == 0)
	turned := truth(s.turned())
	up, down := 0, 0
	for i := range s.opinions {
		value := s.opinions[i].value
		if view != nil {
			value *= s.sided(view, s.clauseAt(int(s.opinions[i].start)))
		}
		switch {
		case value > 0.4:
			up++
		case value < -0.4:
			down++
		}
	}
	var first, last float32
	for i := range s.clauses {
		if c, side := &s.clauses[i], s.sided(view, i); !c.bare && side != 0 {
			if first == 0 {
				first = side * float32(c.score)
			}
			last = side * float32(c.score)
		}
	}
	p, q, w := within(said.polarity, 5), within(said.places, 5), within(float32(words), 4)
	e := within(said.worth, 5)
	strange := 1 - said.familiar
	soft := float32(math.Tanh(words))
	more := float32(math.Log1p(float64(up)) - math.Log1p(float64(down)))
	return [blendTerms]float32{
		1, brief, none, turned,
		p, p * brief, p * turned, p * none, p * none * brief, p * turned * brief,
		q, q * brief, q * turned * brief, q * none,
		w, w * brief, soft, soft * brief, soft * turned,
		more, within(last, 3), within(first, 3),
		truth(len(s.by[kindImplicit]) > 0 && down == 0), more * brief,
		strange, strange * p, strange * q, strange * soft, strange * w,
		e, e * brief, e * none, e * strange,
		said.known, said.known * e, said.known * p, said.known * q, said.known * soft,
		said.post, said.post * e, said.post * p, said.post * soft,
	}
}

// sided tells how a clause counts where single judgements are counted: for the brand whose view it is, for
// its rival (−1), or for neither.
func (s *scratch) sided(view []float64, i int) float32 {
	switch {
	case view == nil || view[i] >= 1:
		return 1
	case view[i] < 0:
		return -1
	}
	return 0
}

// says is what the parts that read characters say of a text: two logits for praise, which share of its
// features they have met while they were trained, and what the readers of kinds say.
type says struct {
	polarity, places, familiar float32
	kindSays
}

// blended sums the terms up.
func (l *learned) blended(terms *[blendTerms]float32) float64 {
	var z float32
	for i, x := range terms {
		z += l.blend[i] * x
	}
	return float64(z)
}

func within(x, bound float32) float32 { return min(max(x, -bound), bound) }

func truth(is bool) float32 {
	if is {
		return 1
	}
	return 0
}
