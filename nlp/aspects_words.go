package nlp

import (
	"cmp"
	"slices"
)

// findWords fills s.near with the words of aspects in the text, in its order. Packs are asked in
// the order of how much of the text they know, and a word is left to the pack that knows most: a
// longer word of a pack that fits badly hides nothing.
func (a *Analyzer) findWords(s *scratch, allowed func(pack int32) bool) {
	s.near = s.near[:0]
	s.packOrder = s.packOrder[:0]
	for p, score := range s.packScore {
		if score > 0 && allowed(int32(p)) {
			s.packOrder = append(s.packOrder, int32(p))
		}
	}
	slices.SortStableFunc(s.packOrder, func(x, y int32) int { return cmp.Compare(s.packScore[y], s.packScore[x]) })
	for _, p := range s.packOrder {
		better := len(s.near)
		s.packWords(p, better)
		if better > 0 && len(s.near) > better {
			slices.SortStableFunc(s.near, byStart)
		}
	}
	s.addResembled()
}

// addResembled adds to s.near the clauses that are like an example of an aspect noWord of their words
// names.
func (s *scratch) addResembled() {
	n := len(s.near)
	for _, r := range s.resembled {
		c := &s.clauses[r.clause]
		if r.topic || slices.ContainsFunc(since(s.near[:n], int32(c.start)), func(f found) bool { return int(f.start) < c.end }) {
			continue
		}
		s.near = append(s.near, found{start: int32(c.start), end: int32(c.end), id: r.owner})
	}
	if len(s.near) > n {
		slices.SortStableFunc(s.near, byStart)
	}
}

func byStart(a, b found) int { return cmp.Compare(a.start, b.start) }

// packWords appends the words of one pack to s.near, leaving out those that stand inside a longer
// word of the same pack or touch one of the first better finds.
func (s *scratch) packWords(pack int32, better int) {
	taken := s.near[:better]
	for i := s.packChain[pack].before; i != noWord; i = s.beside[i].behind {
		f := s.aspectWords[i]
		if s.insideOwn(i, pack) || touches(taken, f) {
			continue
		}
		if f.value != 0 {
			if f.value = s.judged(f); f.value == 0 {
				continue
			}
		}
		s.near = append(s.near, f)
	}
}

// touches tells whether f shares a rune with one of finds.
func touches(finds []found, f found) bool {
	if len(finds) == 0 {
		return false
	}
	for _, g := range since(finds, f.start-longestWord) {
		if g.start >= f.end {
			break
		}
		if g.end > f.start {
			return true
		}
	}
	return false
}

// insideOwn tells whether a longer word of the same pack holds word i of a pack: 服务 in 服务区. A word that
// judges stays inside one that only names.
func (s *scratch) insideOwn(i, pack int32) bool {
	f := s.aspectWords[i]
	longest := min(s.packLongest[pack], longestWord)
	if longest <= f.end-f.start {
		return false
	}
	// At one place the longer word stands before the shorter.
	for k := s.beside[i].before; k != noWord; k = s.beside[k].before {
		g := s.aspectWords[k]
		if g.start < f.end-longest {
			break
		}
		if g.end >= f.end && g.end-g.start > f.end-f.start && (f.value == 0 || g.value != 0) {
			return true
		}
	}
	return false
}

// judged gives what the word of judgement f is worth where it stands: what the opinions made of it,
// when one of them holds it, else its own weight, turned round by a denial before it.
func (s *scratch) judged(f found) float32 {
	for i := s.opinionSince(f.start - longestWord); i < len(s.opinions); i++ {
		o := &s.opinions[i]
		if o.start >= f.end {
			break
		}
		if o.end <= f.start {
			continue
		}
		if o.end-o.start >= f.end-f.start {
			return o.value
		}
	}
	if f.end-f.start == 1 {
		return 0 // half of another word
	}
	if s.inOpinion(f.start, f.end) {
		return 0
	}
	c := &s.clauses[s.clauseAt(int(f.start))]
	if s.negatedBefore(f.start, c) {
		return -f.value
	}
	return f.value
}
