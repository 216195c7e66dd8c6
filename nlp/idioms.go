package nlp

// Turns of phrase: words that each say one thing and together another. 一点都不慢 is more than not slow, 不能更好喝
// denies nothing, 好喝个鬼 praises nothing.

var (
	// firmly deny a fault, which is praise; 不难吃 alone is none.
	firmly = wordsOf("一点都不", "一点也不", "一点不", "丝毫不", "丝毫没", "半点不", "毫不", "毫无", "根本不", "没有一点", "没有半点", "没有一丝", "没有任何", "没有哪里不", "没有一处", "没有一次", "完全不", "完全没", "从来没", "从来不", "从没", "从未", "一啲都唔", "一啲都冇", "完全唔")
	// heights stand before what could not be more so, good or bad: 不能更好喝, 不能再差了.
	heights = wordsOf("不能更", "不能再")
	// raves stand before praise and raise it: 不要太好喝. Before a fault they ask for less of it.
	raves = wordsOf("不要太")
	// soMuch between a denial and a word compare with what was expected: 没有大家说的那么慢.
	soMuch = wordsOf("那么", "这么", "这样", "那样")
	// everywhere stand behind 哪里 and its like, which then ask nothing: 哪儿都好.
	everywhere = wordsOf("都", "也")
	// marvels ask how praise can be, and mean it: 怎么能这么好喝.
	marvels = wordsOf("怎么能", "怎么可以", "怎么会")
	// taunts stand behind a judgement and deny it: 好喝个鬼, 跟便宜不沾边.
	taunts = wordsOf("个鬼", "个屁", "个毛", "个锤子", "才怪", "才有鬼", "不沾边", "不搭边", "沾不上边", "无缘", "绝缘", "？不存在", "?不存在", "，不存在的", "都谈不上", "都算不上", "都称不上", "都做不到")
	// doubters stand behind 说… and call who says so a liar: 说好喝的都是托.
	doubters = wordsOf("的都是托", "的是托", "的都是水军", "的是水军", "的怕是", "的怕不是", "的都是骗")
	// whoSays denies what some say, praise and blame alike.
	whoSays = wordsOf("谁说")
	// past is what a denial before it makes a standard rather than something granted: 没以前那么贵了.
	past = wordsOf("没", "不像", "没有", "不如", "不比")
	// felt in a denial makes it mild: 没觉得慢.
	felt = wordsOf("没觉得", "不觉得", "没感觉", "感觉不到", "感觉不出")
	// already before a fault says that it is there.
	already = wordsOf("这么", "那么", "再", "总", "老", "又", "一直", "每次", "天天")
	// trusted may be wished less of, or no more, and are not raised by it: 不要太期待, 不能再相信他们.
	trusted = wordsOf("信", "相信", "支持", "期待", "期望", "喜欢", "爱", "推荐", "享受", "在意", "依赖", "认真", "放心", "多")
	// pleas in a question wish: 什么时候能不卡, 可不可以别这么慢.
	pleas = wordsOf("能不能", "能别", "可不可以", "可以别", "什么时候能", "啥时候能", "何时能")
	// wasters stand before praise of what is lost: 白瞎了这么好的地段.
	wasters = wordsOf("白瞎", "糟蹋", "可惜了", "浪费了")
	// thanks may mock: 谢谢，让我知道什么叫慢.
	thanks = wordsOf("谢谢", "感谢", "多谢", "谢了")
	// teaches stands between them and what they are for.
	teaches = wordsOf("什么叫", "什么是", "啥叫")
)

// firmPraise is what a fault firmly denied is worth at least: as much as 不贵 or 不踩雷.
const firmPraise = 1.2

// lesserFault is what a fault less than expected is worth at least: 没有大家说的那么慢.
const lesserFault = 0.8

// lacking is the part of its praise that a wish for more of it takes away: 要是能再大一点就好了.
const lacking = -0.3

// wishedAway is the part of a fault that is left where somebody wishes it were none, and of one that makes no difference.
const (
	wishedAway = 0.7
	granted    = 0.2
)

// weightYielding is that of a clause which grants what the sentence then denies.
const weightYielding = 0.3

// mocked is the part of thanks that is left where they are for a fault.
const mocked = -0.3

// denial is what stands before a judgement and changes its side.
type denial struct {
	times    int
	softened bool // less than meant: 不很好
	firm     bool // more than not: 一点都不慢
	so       bool // 那么 stood behind it so far
}

// of what o is worth once it is denied.
func (d *denial) of(o *opinion, degree float32) float32 {
	value := o.base
	switch {
	case d.firm && value < 0:
		return max(-value, firmPraise)
	case d.so && value < 0:
		return max(-value*0.7, lesserFault)
	case d.softened:
		return -value * 0.7
	case d.firm:
		return -value * max(degree, 1.1)
	case value > 0:
		return -value * 0.9 * degree
	}
	return -value * 0.5 // 不难吃 is no praise
}

// deny counts a negator that stands before o. It gives the degree by which it raises o instead, 0 when it denies.
func (s *scratch) deny(d *denial, m modifier, o *opinion, at int32, degree float32) float32 {
	raises := s.behindAny(int(m.start), heights) > 0 || o.base > 0 && s.behindAny(int(m.start), raves) > 0
	switch {
	case raises && s.behindAny(int(o.start), trusted) == 0:
		return 1.6
	case d.so && (s.before(int(at), "过") || s.behind(int(o.end), "过")):
		return 1.3 // 从来没吃过这么好吃的, 从没这么差过
	}
	d.times++
	if degree > 1 && at == m.end && d.times == 1 || d.so {
		d.softened = true // 不很好: not quite good, rather than very bad
	}
	d.so = d.so || s.behindAny(int(m.start), felt) > 0
	d.firm = d.firm || !d.softened && s.behindAny(int(m.start), firmly) > 0
	return 0
}

// denyByAsking counts a rhetorical question before o; next is the modifier before it, if there is one.
func (s *scratch) denyByAsking(d *denial, m modifier, o *opinion, before *modifier) {
	if o.base < 0 {
		if s.behindAny(int(m.start), whoSays) > 0 {
			d.times, d.softened = d.times+1, true
		}
		return
	}
	// After a denial (没觉得哪里好喝) 哪里 asks nothing.
	if before == nil || before.kind != kindNegator || m.start-before.end > 1 {
		d.times++
	}
}

// asksNothing tells whether a word that could deny by asking does not: 哪儿都好喝, 怎么能这么好喝.
func (s *scratch) asksNothing(f found) bool {
	switch s.slice(int(f.start), int(f.end)) {
	case "哪里", "哪儿":
		return s.behindAny(int(f.end), everywhere) > 0
	case "谁能":
		return s.behind(int(f.end), "想到")
	}
	return s.behindAny(int(f.start), marvels) > 0 && s.behindAny(int(f.end), soMuch) > 0
}

// taunted tells whether what stands around a judgement denies it: 好喝才怪, 说好喝的都是托, 想便宜都难, 这叫干净吗, 要味道没味道.
func (s *scratch) taunted(o *opinion, c *clause) bool {
	at, end := int(o.start), int(o.end)
	switch {
	case s.behindAny(end, taunts) > 0:
		return true
	case at == c.start:
		return false
	case s.runes[at-1] == '说':
		return s.behindAny(end, doubters) > 0
	case s.runes[at-1] == '想':
		return s.behind(end, "都难")
	case s.before(at, "这叫"):
		return o.base > 0 && c.asks
	}
	return s.runes[at-1] == '要' && s.behind(end, "没"+s.slice(at, end))
}

// evenSo tells whether a judgement is granted and makes no difference: 再贵也值得, 再好吃也不来了.
func (s *scratch) evenSo(o *opinion) bool {
	return s.before(int(o.start), "再") && s.behindAny(int(o.end), everywhere) > 0
}

// wantsMore tells whether a wish asks for more of what o praises: 要是能再好喝一点就好了.
func (s *scratch) wantsMore(o *opinion) bool {
	at := int(o.start)
	return s.before(at, "再") || s.before(at, "再更") || s.before(at, "更") && (s.behind(int(o.end), "一点") || s.behind(int(o.end), "些") || s.behind(int(o.end), "点"))
}

// mocks tells whether o thanks for a fault: 谢谢，让我知道什么叫慢.
func (s *scratch) mocks(o *opinion, c *clause) bool {
	if s.behindAny(int(o.start), thanks) == 0 {
		return false
	}
	for at := int(o.end); at < min(len(s.runes), int(o.end)+turnWithin) && s.sentenceAt(at) == c.sentence; at++ {
		if n := s.behindAny(at, teaches); n > 0 {
			i := s.opinionSince(int32(at + n))
			return i < len(s.opinions) && int(s.opinions[i].start) <= at+n+reach && s.opinions[i].base < 0
		}
	}
	return false
}

// wishing is what o is worth in a clause that wishes or asks: praise wished for is little praise, a fault wished away is one.
func (s *scratch) wishing(o *opinion, c *clause) float32 {
	switch {
	case o.base < 0 && o.negated && s.present(o, c):
		return wishedAway * o.base // 希望别这么慢
	case o.base > 0 && s.madeOfDenial(o) && s.present(o, c):
		o.negated = true
		return -wishedAway * o.base // 什么时候能不难喝
	case !c.irrealis || o.value <= 0:
		return o.value
	case s.wantsMore(o):
		o.negated, c.wants = true, true
		return lacking * o.base
	}
	return weightIrrealis * o.value
}

// present tells whether the fault somebody wishes away is there: 希望别这么慢, 要是不贵就好了; 希望不会踩雷 only fears it.
func (s *scratch) present(o *opinion, c *clause) bool {
	if s.hopes(o, c) {
		return true
	}
	if !c.irrealis {
		return false
	}
	for at := int(o.from); at < int(o.start); at++ {
		if s.behindAny(at, already) > 0 {
			return true
		}
	}
	return s.behind(int(o.end), "就好了")
}

// hopes tells whether what stands before o asks for a change: 什么时候能不卡.
func (s *scratch) hopes(o *opinion, c *clause) bool {
	for at := max(c.start, int(o.start)-turnWithin); at < int(o.start); at++ {
		if s.behindAny(at, pleas) > 0 {
			return true
		}
	}
	return false
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

// wasted tells whether what o praises is said to be lost, o being number i.
func (s *scratch) wasted(o *opinion, c *clause, i int) bool {
	if o.base <= 0 {
		return false
	}
	for k := max(c.from, i-1); k < i; k++ {
		if s.behindAny(int(s.opinions[k].start), wasters) > 0 {
			return true
		}
	}
	return false
}

// grants tells whether a word said before and behind it is granted: 便宜是便宜, 平就平, 快系快.
func grants(r rune) bool { return r == '是' || r == '就' || r == '系' }

// standardBefore tells whether f, which could grant something, is the standard of a denial: 没以前贵.
func (s *scratch) standardBefore(f found) bool { return s.beforeAny(int(f.start), past) > 0 }

// equates tells whether 就是 says what something is rather than what speaks against it: 最不满意的就是早餐.
func (s *scratch) equates(f found) bool {
	if s.runes[f.start] != '就' || !s.before(int(f.start), "的") {
		return false
	}
	for at := int(f.start) - 2; at >= max(0, int(f.start)-equatesWithin) && !s.ends(at); at-- {
		if s.runes[at] == '最' {
			return true
		}
	}
	return false
}

// Bounds of what belongs together, so that texts without end cost no more than others: runes between the parts of a turn
// of phrase, and clauses between what is granted and what is said.
const (
	turnWithin   = 16
	yieldsWithin = 4
)

// equatesWithin is how many runes before 就是 what it equates may begin: 最让我不能接受的就是.
const equatesWithin = 10
