package nlp

import (
	"cmp"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// aspect is a compiled AspectRule.
type aspect struct {
	rule *AspectRule
	pack int32
}

// Weights of the words that name an aspect and judge it at once.
const (
	weightAspectPositive = 1.5
	weightAspectNegative = -1.5
)

func (v *vocabulary) addAspect(id int32, pack int32, rule *AspectRule) aspect {
	for _, w := range rule.Terms {
		v.add(w, entry{kind: kindAspect, id: id})
	}
	for _, w := range rule.Positive {
		v.add(w, entry{kind: kindAspectOpinion, id: id, value: weightAspectPositive})
	}
	for _, w := range rule.Negative {
		v.add(w, entry{kind: kindAspectOpinion, id: id, value: weightAspectNegative})
	}
	return aspect{rule: rule, pack: pack}
}

// rankPacks counts for each pack how much of the text it knows: what decides which pack a word
// shared by several belongs to.
func (a *Analyzer) rankPacks(s *scratch) {
	s.packScore = append(s.packScore[:0], make([]int, len(a.packs))...)
	for _, f := range s.by[kindDomain] {
		s.packScore[f.id] += 3
	}
	for _, k := range [...]kind{kindAspect, kindAspectOpinion} {
		for _, f := range s.by[k] {
			s.packScore[a.aspects[f.id].pack]++
		}
	}
}

// longestSpan bounds the evidence of an aspect: longer clauses (people who use no punctuation) are
// cut to the words that matter.
const longestSpan = 40

// findAspects gives the aspects of the text clause by clause. A clause that names an aspect and
// judges nothing borrows the judgement of the next one, if that names no aspect of its own:
// 服务员小姐姐，特别热情.
func (a *Analyzer) findAspects(s *scratch, allowed func(pack int32) bool) []voc.Aspect {
	s.near = s.near[:0]
	for _, f := range s.by[kindAspect] {
		if allowed(a.aspects[f.id].pack) && !s.swallowed(f) {
			s.near = append(s.near, f)
		}
	}
	for i := range s.opinions {
		if o := &s.opinions[i]; o.aspect >= 0 {
			for _, f := range since(s.by[kindAspectOpinion], o.start) {
				if f.start > o.start {
					break
				}
				if f.end == o.end && allowed(a.aspects[f.id].pack) {
					s.near = append(s.near, found{f.start, f.end, f.id, o.value})
				}
			}
		}
	}
	if len(s.near) == 0 {
		return nil
	}
	slices.SortFunc(s.near, func(a, b found) int { return cmp.Compare(a.start, b.start) })
	s.dropWeakPacks(a)
	s.aspects = s.aspects[:0]
	for i, f := range s.near {
		ci := s.clauseAt(int(f.start))
		if s.namedBefore(i, ci) {
			continue
		}
		s.aspects = append(s.aspects, a.aspectOf(s, f, ci))
	}
	list := s.named.take(len(s.aspects))
	copy(list, s.aspects)
	return list
}

// swallowed tells whether the term stands inside a longer term of an aspect: 服务 in 服务区.
func (s *scratch) swallowed(f found) bool {
	for _, g := range since(s.by[kindAspect], f.start-longestWord) {
		if g.start > f.start {
			break
		}
		if g.end >= f.end && g.end-g.start > f.end-f.start {
			return true
		}
	}
	return false
}

// dropWeakPacks settles words that several packs claim: the pack that knows most of the text gets
// them.
func (s *scratch) dropWeakPacks(a *Analyzer) {
	kept := s.near[:0]
	for i, f := range s.near {
		mine := s.packScore[a.aspects[f.id].pack]
		best := true
		// Those at the same place stand beside it: near is sorted by start.
		from, to := i, i+1
		for from > max(0, i-8) && s.near[from-1].start == f.start {
			from--
		}
		for to < min(len(s.near), i+9) && s.near[to].start == f.start {
			to++
		}
		for _, g := range s.near[from:to] {
			if g.end != f.end || a.aspects[g.id].pack == a.aspects[f.id].pack {
				continue
			}
			other := s.packScore[a.aspects[g.id].pack]
			if other > mine || other == mine && a.aspects[g.id].pack < a.aspects[f.id].pack {
				best = false
			}
		}
		if best {
			kept = append(kept, f)
		}
	}
	s.near = kept
}

// namedBefore tells whether an earlier find in the same clause names the same aspect.
func (s *scratch) namedBefore(i, clause int) bool {
	for j := i - 1; j >= 0; j-- {
		if int(s.near[j].start) < s.clauses[clause].start {
			return false
		}
		if s.near[j].id == s.near[i].id {
			return true
		}
	}
	return false
}

func (a *Analyzer) aspectOf(s *scratch, f found, ci int) voc.Aspect {
	c := &s.clauses[ci]
	score, start, end := s.aspectScore(f, c)
	if c.bare && ci+1 < len(s.clauses) {
		if next := &s.clauses[ci+1]; next.sentence == c.sentence && !next.bare && !s.namesAspect(next) {
			score, end = next.score, next.end
		}
	}
	start, end = s.trim(start, end)
	return voc.Aspect{
		Name: a.aspects[f.id].rule.Name, Sentiment: polarity(score),
		Start: start, End: end, Text: s.slice(start, end),
	}
}

// aspectScore judges the aspect found at f inside its clause. With one aspect in the clause the
// whole clause is about it; with several, each takes the opinions up to the next one.
func (s *scratch) aspectScore(f found, c *clause) (score float64, start, end int) {
	start, end = c.start, c.end
	if c.irrealis && c.score > 0 {
		return 0, start, end
	}
	if f.value != 0 {
		score = float64(f.value)
	}
	from, to := int32(c.start), int32(c.end)
	several := false
	for _, g := range since(s.near, int32(c.start)) {
		if int(g.start) >= c.end {
			break
		}
		if g.id == f.id {
			continue
		}
		several = true
		if g.start > f.start {
			to = min(to, g.start)
		}
		if g.start < f.start {
			from = f.start
		}
	}
	if f.value == 0 {
		for _, o := range s.opinions[c.from:c.to] {
			if !several || o.start >= from && o.start < to {
				score += float64(o.value)
			}
		}
		if several && score == 0 {
			score = c.score // 味道服务都不错
		}
	}
	if end-start > longestSpan {
		start, end = int(f.start), int(f.end)
		for _, o := range s.opinions[c.from:c.to] {
			if int(o.end) <= int(f.start)+longestSpan && int(o.from) >= int(f.end)-longestSpan {
				start, end = min(start, int(o.from)), max(end, int(o.end))
			}
		}
	}
	return score, start, end
}

func (s *scratch) namesAspect(c *clause) bool {
	finds := since(s.near, int32(c.start))
	return len(finds) > 0 && int(finds[0].start) < c.end
}

// trim takes white space off both ends of a span.
func (s *scratch) trim(start, end int) (int, int) {
	for start < end && (s.runes[start] == ' ' || s.runes[start] == '\n') {
		start++
	}
	for end > start && (s.runes[end-1] == ' ' || s.runes[end-1] == '\n') {
		end--
	}
	return start, end
}
