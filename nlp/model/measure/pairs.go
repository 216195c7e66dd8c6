package measure

// Pairs counts lists of labels held against true lists.
type Pairs struct {
	True   int `json:"true"`
	Stated int `json:"stated"`
	Both   int `json:"both"`
}

// Add counts one text.
func (p *Pairs) Add(truth, stated map[string]bool) {
	p.True += len(truth)
	p.Stated += len(stated)
	for label := range stated {
		if truth[label] {
			p.Both++
		}
	}
}

// Precision gives which part of what was stated is true, 0 when nothing was.
func (p *Pairs) Precision() float64 { return ratio(float64(p.Both), float64(p.Stated)) }

// Recall gives which part of what is true was stated, 0 when nothing is.
func (p *Pairs) Recall() float64 { return ratio(float64(p.Both), float64(p.True)) }

// F1 gives the harmonic mean of both, over all labels together.
func (p *Pairs) F1() float64 {
	return ratio(2*p.Precision()*p.Recall(), p.Precision()+p.Recall())
}
