package nlp

import (
	"fmt"
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model"
	clausal "github.com/tingfeng-voc/tingfeng/nlp/model/clause"
	"github.com/tingfeng-voc/tingfeng/nlp/model/several"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// packHead is the learned head of a pack, with its aspects found in the pack by their names.
type packHead struct {
	head   *clausal.Head
	voices *several.Model // asked beside the head; nil: it is asked alone
	pack   int32
	first  int32   // number of the pack's first aspect
	to     []int32 // number of the aspect by the head's number, −1: the pack has none of this name
	from   []int32 // the head's number by the aspect's number in the pack, −1: the head has none
}

// sectionAspects names the section of the head of a pack in a file of weights.
func sectionAspects(pack string) string { return "clause." + pack }

// loadHeads reads the heads of the packs from a file of weights; a pack without one is understood
// by its words alone.
func (a *Analyzer) loadHeads(f *model.File) error {
	a.heads, a.hints = make([]*packHead, len(a.opt.Packs)), make([]*packHints, len(a.opt.Packs))
	dims := 0
	if a.learned != nil && a.learned.kin != nil {
		dims = a.learned.kin.Dims()
	}
	first := int32(0)
	for p := range a.opt.Packs {
		pack := &a.opt.Packs[p]
		if data := f.Section(sectionAspects(pack.Name)); data != nil {
			head, err := clausal.Decode(data)
			if err != nil {
				return fmt.Errorf("nlp: weights, section %s: %w", sectionAspects(pack.Name), err)
			}
			a.heads[p] = newPackHead(head, pack, int32(p), first)
			if a.heads[p].voices, err = voicesOf(f.Section(sectionVoices(pack.Name)), head); err != nil {
				return fmt.Errorf("nlp: weights, section %s: %w", sectionVoices(pack.Name), err)
			}
		}
		var err error
		if a.hints[p], err = loadHints(f, pack, first, dims); err != nil {
			return err
		}
		first += int32(len(pack.Aspects))
	}
	return nil
}

func newPackHead(head *clausal.Head, pack *Pack, number, first int32) *packHead {
	h := &packHead{head: head, pack: number, first: first, from: make([]int32, len(pack.Aspects))}
	for i := range h.from {
		h.from[i] = -1
	}
	for k, name := range head.Names() {
		h.to = append(h.to, -1)
		for i := range pack.Aspects {
			if pack.Aspects[i].Name == name {
				h.to[k], h.from[i] = first+int32(i), int32(k)
			}
		}
	}
	return h
}

// decides tells whether the head has learned the aspect of this number.
func (h *packHead) decides(aspect int32) bool {
	if h == nil || aspect < h.first || int(aspect-h.first) >= len(h.from) {
		return false
	}
	k := h.from[aspect-h.first]
	return k >= 0 && h.head.Taught(int(k))
}

// longestRead is the number of clauses up to which a head reads a text: no review is longer, and
// the cost of a head is that of dozens of words a clause.
const longestRead = 400

// headFor gives the head of the pack that fits the text best, nil when that pack has none or the text is no
// review any more.
func (a *Analyzer) headFor(s *scratch) *packHead {
	if len(a.heads) == 0 || len(s.clauses) > longestRead {
		return nil
	}
	if a.onlyPack >= 0 && a.heads[a.onlyPack] != nil && a.heads[a.onlyPack].voices != nil {
		return a.heads[a.onlyPack] // many posts taught it: it needs no word of the pack to see what a text is about
	}
	if len(s.packOrder) == 0 {
		return nil
	}
	head := a.heads[s.packOrder[0]]
	if head != nil && len(s.clauses) <= fewClauses && !head.head.Brief() {
		return nil // it has learned from long reviews only, where not every word counts
	}
	return head
}

// readPairs appends what the head sees in the text to s.pairs.
func (a *Analyzer) readPairs(s *scratch, h *packHead) {
	a.describe(s, h)
	for _, v := range h.head.ReadBeside(&s.reader, s.units, s.praised, s.hear(h)) {
		if aspect := h.to[v.Aspect]; aspect >= 0 {
			s.ofVerdict(&v, aspect)
		}
	}
}

// ofVerdict appends the clauses of a verdict as pairs. Clauses that plainly say the contrary are
// left out, unless the verdict is that praise and blame are even.
func (s *scratch) ofVerdict(v *clausal.Verdict, aspect int32) {
	sentiment := [...]voc.Sentiment{clausal.Negative: voc.Negative, clausal.Neutral: voc.Neutral, clausal.Positive: voc.Positive}[v.Label]
	p := v.Odds[v.Label]
	from := len(s.pairs)
	up, down := int32(-1), int32(-1)
	for _, i := range v.Clauses {
		value := s.worth(&s.units[i], int32(v.Aspect))
		if value > 0.25 {
			up = i
		} else if value < -0.25 {
			down = i
		}
	}
	if v.Label == clausal.Neutral && up >= 0 && down >= 0 {
		s.addClause(up, aspect, voc.Positive, p)
		s.addClause(down, aspect, voc.Negative, p)
		return
	}
	for _, i := range v.Clauses {
		value := s.worth(&s.units[i], int32(v.Aspect))
		if v.Label == clausal.Positive && value < -0.25 || v.Label == clausal.Negative && value > 0.25 {
			continue
		}
		s.addClause(i, aspect, sentiment, p)
	}
	if len(s.pairs) == from {
		s.addClause(v.Clauses[0], aspect, sentiment, p)
	}
}

// worth is what the rules make of the aspect in a clause.
func (s *scratch) worth(u *clausal.Unit, aspect int32) float32 {
	var value float32
	for _, h := range u.Hits {
		if h.Aspect == aspect && math.Abs(float64(h.Value)) > math.Abs(float64(value)) {
			value = h.Value
		}
	}
	return value
}

// addClause appends clause i as a pair.
func (s *scratch) addClause(i, aspect int32, sentiment voc.Sentiment, probability float32) {
	c := &s.clauses[i]
	start, end := c.start, c.end
	if clausal.Borrowed(s.units, int(i)) != nil {
		end = s.clauses[i+1].end
	}
	if end-start > longestSpan {
		start, end = s.narrow(c, aspect)
	}
	start, end = s.trim(start, end)
	s.addPair(pair{aspect: aspect, start: int32(start), end: int32(end), sentiment: sentiment, probability: probability})
}

// narrow cuts a clause without punctuation to the words about the aspect.
func (s *scratch) narrow(c *clause, aspect int32) (start, end int) {
	for _, f := range since(s.near, int32(c.start)) {
		if int(f.start) >= c.end {
			break
		}
		if f.id == aspect {
			return s.around(f, c)
		}
	}
	return c.start, min(c.end, c.start+longestSpan)
}

// fewClauses is the number of clauses up to which a head that learned from long reviews is not asked: in reviews of five to
// ten clauses it sees a wait where 馋嘴蛙太难吃了 stands. Of those it learned from, one in three hundred is so short.
const fewClauses = 10

// briefText is the number of clauses up to which a text is brief.
const briefText = 4

// wholeFrom is the number of clauses from which a text that names no aspect of the whole still
// judges it.
const wholeFrom = 4

// addWhole states the verdict of a longer text on the aspect of its best pack that stands for the
// whole, if it has one and nothing in the text names it.
func (a *Analyzer) addWhole(s *scratch, j judgement, h *packHead) {
	if len(s.packOrder) == 0 || len(s.clauses) < wholeFrom {
		return
	}
	id := a.wholes[s.packOrder[0]]
	if id < 0 || h.decides(id) {
		return
	}
	kept := s.pairs[:0]
	for _, p := range s.pairs {
		if p.aspect != id {
			kept = append(kept, p)
		}
	}
	s.pairs = kept
	best := -1
	for i := range s.clauses {
		c := &s.clauses[i]
		if c.bare || c.irrealis {
			continue
		}
		if x := s.told(c, j); best < 0 || x > s.told(&s.clauses[best], j) {
			best = i
		}
	}
	if best < 0 {
		return
	}
	c := &s.clauses[best]
	start, end := s.trim(c.start, min(c.end, c.start+longestSpan))
	s.addPair(pair{aspect: id, start: int32(start), end: int32(end), sentiment: j.sentiment, probability: float32(j.probability)})
}

// told is how clearly a clause tells the verdict of the text.
func (s *scratch) told(c *clause, j judgement) float64 {
	x := c.score
	if j.score < 0 {
		x = -x
	}
	if c.summary {
		x += 2
	}
	return x
}
