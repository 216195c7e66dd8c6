package nlp

// What denies a judgement, and what only seems to: 一点都不慢 is more than not slow, 没有大家说的那么慢 less, 不能更好喝 denies nothing.

var (
	// firmly deny a fault, which is praise; 不难吃 alone is none.
	firmly = wordsOf("一点都不", "一点也不", "一点不", "丝毫不", "丝毫没", "半点不", "毫不", "毫无", "根本不", "没有一点", "没有半点", "没有一丝", "没有任何", "没有哪里不", "没有一处", "没有一次", "完全不", "完全没", "从来没", "从来不", "从没", "从未", "不存在", "没见它", "没见他", "没见她", "一啲都唔", "一啲都冇", "完全唔")
	// heights stand before what could not be more so, good or bad: 不能更好喝, 不能再差了.
	heights = wordsOf("不能更", "不能再")
	// raves stand before praise and raise it: 不要太好喝. Before a fault they ask for less of it.
	raves = wordsOf("不要太")
	// trusted may be wished less of, or no more, and are not raised by it: 不要太期待, 不能再相信他们.
	trusted = wordsOf("信", "相信", "支持", "期待", "期望", "喜欢", "爱", "推荐", "享受", "在意", "依赖", "认真", "放心", "多")
	// soMuch between a denial and a word compare with what was expected: 没有大家说的那么慢.
	soMuch = wordsOf("那么", "这么", "这样", "那样")
	// felt in a denial makes it mild: 没觉得慢.
	felt = wordsOf("没让我觉得", "没让人觉得", "没有让我觉得", "没有让人觉得", "不会让人觉得", "没觉得", "不觉得", "没感觉", "感觉不到", "感觉不出")
	// whoSays denies what some say, praise and blame alike.
	whoSays = wordsOf("谁说")
)

// firmPraise is what a fault firmly denied is worth at least: as much as 不贵 or 不踩雷.
const firmPraise = 1.2

// lesserFault is what a fault less than expected is worth at least: 没有大家说的那么慢.
const lesserFault = 0.8

// denial is what stands before a judgement and changes its side.
type denial struct {
	times    int
	softened bool // less than meant: 不很好
	firm     bool // more than not: 一点都不慢
	so       bool // 那么 stood behind it so far
}

// of gives what o is worth once it is denied.
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

// deny counts a negator m that stands before o, with the degree found so far and the place where what it stands before
// begins. It gives the degree by which it raises o instead, 0 when it denies.
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

// denyByAsking counts a rhetorical question before o; before is the modifier that precedes it, nil: none does.
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
