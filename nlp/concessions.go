package nlp

// Concessions: what is granted first and denied in the same breath.

// past is what a denial before it makes a standard rather than something granted: 没以前那么贵了.
var past = wordsOf("没", "不像", "没有", "不如", "不比")

// What is left of a judgement that is granted.
const (
	granted        = 0.2 // 再贵也值得
	weightYielding = 0.3 // of a clause, where its sentence then says the contrary
	yieldsWithin   = 4   // clauses behind it
)

// evenSo tells whether a judgement is granted and makes no difference: 再贵也值得, 再好吃也不来了.
func (s *scratch) evenSo(o *opinion) bool {
	return s.before(int(o.start), "再") && s.behindAny(int(o.end), everywhere) > 0
}

// yielding tells whether a clause grants what another behind it in its sentence denies: 看着干净，用着脏.
func (s *scratch) yielding(i int) bool {
	c := &s.clauses[i]
	if !c.concede || c.score == 0 {
		return false
	}
	for k := i + 1; k < min(len(s.clauses), i+1+yieldsWithin) && s.clauses[k].sentence == c.sentence; k++ {
		if d := &s.clauses[k]; !d.concede && d.score*c.score < 0 {
			return true
		}
	}
	return false
}

// yields tells whether any clause does.
func (s *scratch) yields() bool {
	for i := range s.clauses {
		if s.yielding(i) {
			return true
		}
	}
	return false
}

// repeats tells whether a judgement is granted by saying it twice, and makes the clause grant it: 便宜是便宜，就是慢.
func (s *scratch) repeats(c *clause) {
	if c.to-c.from != 2 {
		return
	}
	a, b := &s.opinions[c.from], &s.opinions[c.from+1]
	if a.end+1 == b.start && grants(s.runes[a.end]) && s.slice(int(a.start), int(a.end)) == s.slice(int(b.start), int(b.end)) {
		c.score -= float64(b.value)
		b.value, c.concede = 0, true
	}
}

// grants tells whether a word said before and behind it is granted: 便宜是便宜, 平就平, 快系快.
func grants(r rune) bool { return r == '是' || r == '就' || r == '系' }

// standardBefore tells whether f, which could grant something, is the standard of a denial: 没以前贵.
func (s *scratch) standardBefore(f found) bool { return s.beforeAny(int(f.start), past) > 0 }
