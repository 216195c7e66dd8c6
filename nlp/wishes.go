package nlp

// Wishes: praise wished for is little praise, and who wishes a fault away says that it is there.

var (
	// pleas in a question wish: 什么时候能不卡, 可不可以别这么慢.
	pleas = wordsOf("能不能", "能别", "可不可以", "可以别", "什么时候能", "啥时候能", "何时能")
	// already before a fault says that it is there.
	already = wordsOf("这么", "那么", "再", "总", "老", "又", "一直", "每次", "天天")
)

// What a wish leaves of a judgement.
const (
	lacking    = -0.3 // of praise somebody wants more of: 要是能再大一点就好了
	wishedAway = 0.7  // of a fault somebody wishes were none: 希望别这么慢
)

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

// wantsMore tells whether a wish asks for more of what o praises: 要是能再好喝一点就好了.
func (s *scratch) wantsMore(o *opinion) bool {
	at := int(o.start)
	return s.before(at, "再") || s.before(at, "再更") || s.before(at, "更") && (s.behind(int(o.end), "一点") || s.behind(int(o.end), "些") || s.behind(int(o.end), "点"))
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
