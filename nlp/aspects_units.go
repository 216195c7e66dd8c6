package nlp

import clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"

// describe fills s.units with what a head is shown of each clause. The words of its aspects stand
// in s.near.
func (a *Analyzer) describe(s *scratch, h *packHead) {
	n := len(s.clauses)
	if cap(s.units) < n {
		s.units = make([]clausal.Unit, n)
	}
	s.units, s.shown = s.units[:n], s.shown[:0]
	at := 0
	for i := range s.clauses {
		c := &s.clauses[i]
		from := len(s.shown)
		for at < len(s.near) && int(s.near[at].start) < c.end {
			if f := s.near[at]; a.aspects[f.id].pack == h.pack {
				if k := h.from[f.id-h.first]; k >= 0 {
					score, _, _ := s.aspectScore(f, c)
					s.shown = append(s.shown, clausal.Hit{Aspect: k, Judges: f.value != 0, Value: float32(score)})
				}
			}
			at++
		}
		s.units[i] = clausal.Unit{
			Text: s.runes[c.start:c.end], Hits: s.shown[from:len(s.shown):len(s.shown)],
			Score: float32(c.score), Praise: a.praise(s, c.start, c.end), Sentence: int32(c.sentence),
			Bare: c.bare, Asks: c.asks, Irrealis: c.irrealis, Contrast: c.contrast,
		}
	}
}

// praise is what the characters of a stretch of text say: positive for praise.
func (a *Analyzer) praise(s *scratch, start, end int) float32 {
	_, features := s.featuresOf(start, end)
	return a.learned.polarity.Logit(0, features)
}
