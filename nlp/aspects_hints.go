package nlp

import (
	"fmt"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	"github.com/tingfeng-voc/tingfeng/nlp/model/hint"
	"github.com/tingfeng-voc/tingfeng/nlp/model/kin"
	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// packHints is the head that hears what clauses of a pack's trade hint at, with its aspects found in the pack by their
// names.
type packHints struct {
	head *hint.Head
	to   []int32 // number of the aspect by the head's number, −1: the pack has none of this name
}

// sectionHints names the section of a pack's hints in a file of weights.
func sectionHints(pack string) string { return "hints." + pack }

// loadHints reads the hints of the pack whose first aspect has the number first; nil where none were learned.
func loadHints(f *model.File, pack *Pack, first int32, dims int) (*packHints, error) {
	data := f.Section(sectionHints(pack.Name))
	if data == nil || dims == 0 {
		return nil, nil
	}
	head, err := hint.Decode(data)
	if err == nil && head.Dims() != dims {
		err = fmt.Errorf("directions of %d dimensions, want %d: train it anew", head.Dims(), dims)
	}
	if err != nil {
		return nil, fmt.Errorf("nlp: weights, section %s: %w", sectionHints(pack.Name), err)
	}
	h := &packHints{head: head}
	for _, name := range head.Names() {
		to := int32(-1)
		for i := range pack.Aspects {
			if pack.Aspects[i].Name == name {
				to = first + int32(i)
			}
		}
		h.to = append(h.to, to)
	}
	return h, nil
}

// hintRoom is what hearing hints needs of a scratch.
type hintRoom struct {
	hinted [hint.MostAspects]float32 // logits of a clause
	kin    []float32                 // direction of a clause
	worded []uint32                  // words and characters of a clause
}

// hintsFor gives the hints of the pack that knows most of the text, or of the only one that is asked; nil: none are known, a
// word or a head tells what the text is about, or it is long enough for its words to do so.
func (a *Analyzer) hintsFor(s *scratch, head *packHead) *packHints {
	switch {
	case head != nil || len(s.near) > 0 || len(a.hints) == 0 || len(s.clauses) > briefText:
		return nil
	case len(s.packOrder) > 0:
		return a.hints[s.packOrder[0]]
	case a.onlyPack >= 0:
		return a.hints[a.onlyPack]
	}
	return nil
}

// leastHinted is how many characters a clause must have to hint at anything: 刚起床 does not.
const leastHinted = 4

// addHints appends to s.pairs what the clauses of a brief text that names no aspect hint at.
func (a *Analyzer) addHints(s *scratch, h *packHints, whole judgement) {
	for i := range s.clauses {
		c := &s.clauses[i]
		if n := c.end - c.start; n < leastHinted || n > longestSpan {
			continue
		}
		clause := a.hintClause(s, i)
		if len(clause.Words) == 0 {
			continue
		}
		h.head.Scores(s.hinted[:len(h.to)], clause)
		for k, z := range s.hinted[:len(h.to)] {
			if z < h.head.Least() || h.to[k] < 0 {
				continue
			}
			p := a.pairOf(s, found{start: int32(c.start), end: int32(c.end), id: h.to[k]}, i, whole)
			p.probability = linear.Logistic(z - h.head.Least()) // an estimate: a half where the head begins to hear
			s.addPair(p)
		}
	}
}

// familyRune parts the hashes of characters from those of words.
const familyRune = 204

// hintClause is clause i as a head of hints is shown it, good until the next: its words with the direction they have
// together, and its characters, by which words nobody wrote are heard.
func (a *Analyzer) hintClause(s *scratch, i int) hint.Clause {
	c := &s.clauses[i]
	s.worded = s.wordsOf(s.worded[:0], c.start, c.end)
	clause := hint.Clause{}
	if table := a.learned.kin; table != nil && len(s.worded) > 0 {
		s.kin = append(s.kin[:0], make([]float32, table.Dims())...)
		known := false
		for _, w := range s.worded {
			known = table.Add(s.kin, w) || known
		}
		if known {
			kin.Unit(s.kin)
			clause.Kin = s.kin
		}
	}
	for _, r := range s.runes[c.start:c.end] {
		s.worded = append(s.worded, linear.Join(familyRune, uint32(r)))
	}
	clause.Words = s.worded
	return clause
}
