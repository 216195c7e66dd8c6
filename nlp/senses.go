package nlp

import (
	"fmt"
	"math"
	"slices"

	"github.com/tingfeng-voc/tingfeng/nlp/model/several"
)

// sectionSenses holds the networks that read feelings and the unspoken beside the linear heads; weights
// that no labelled texts taught both have none.
const sectionSenses = "senses"

// How much the networks count beside the linear heads, in logarithms.
const (
	heedEmotion  = 0.5
	heedImplicit = 0.4
)

// decodeSenses reads the section, nil where there is none.
func decodeSenses(data []byte) (*several.Model, error) {
	if data == nil {
		return nil, nil
	}
	m, err := several.Decode(data)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(m.Tasks(), senseClasses[:]) {
		return nil, fmt.Errorf("tasks of %v classes, want %v: train it anew", m.Tasks(), senseClasses)
	}
	return m, nil
}

// readSenses brings what the networks say of the text to the readings of the heads.
func (l *learned) readSenses(s *scratch) {
	r := &s.readings
	if r.taught = l.senses != nil; !r.taught {
		return
	}
	var out [sensesAll]float32
	l.senses.Probabilities(out[:], s.unmasked(0, len(s.runes)))
	heed(r.emotion[:], out[:len(r.emotion)], heedEmotion)
	heed(r.implicit[:], out[len(r.emotion):][:len(r.implicit)], heedImplicit)
}

// heed brings other probabilities to those in p: the mean by logarithm, the others weighing share.
func heed(p, other []float32, share float64) {
	var sum float64
	for i, x := range other {
		q := math.Exp((1-share)*math.Log(float64(p[i])+1e-6) + share*math.Log(float64(x)+1e-6))
		p[i] = float32(q)
		sum += q
	}
	for i := range p {
		p[i] = float32(float64(p[i]) / sum)
	}
}

// unspokenSurely tells whether a text says nothing in so many words, for readings that were taught to
// tell what such a text means: then they are asked, not what its characters mean elsewhere.
func (r *readings) unspokenSurely() bool { return r.taught && r.implicit[spokenClass] < spokenSurely }

// spokenSurely is how likely a text must speak out not to be taken for unspoken there.
const spokenSurely = 0.7

// leaning is how much the likelier side of such a text gains, and the other loses, for each point of the
// logit of what is said in so many words.
const leaning = 0.15

// sides gives how likely such a text takes no side, and the logit of a good one against a bad one.
func (r *readings) sides() (neutral, logit float64) {
	none, up, down := r.unsaid()
	lean := math.Exp(leaning * min(max(r.logit, -3), 3))
	up, down = up*lean, down/lean
	return none / (none + up + down), math.Log((up + 0.01) / (down + 0.01))
}
