package nlp

// Turns of phrase: words that each say one thing and together another. 好喝个鬼 praises nothing, 哪儿都好喝 asks nothing, 最不满意的就是早餐
// reserves nothing.

var (
	// everywhere stand behind 哪里 and its like, which then ask nothing: 哪儿都好.
	everywhere = wordsOf("都", "也")
	// marvels ask how praise can be, and mean it: 怎么能这么好喝.
	marvels = wordsOf("怎么能", "怎么可以", "怎么会")
	// taunts stand behind a judgement and deny it: 好喝个鬼, 跟便宜不沾边.
	taunts = wordsOf("个鬼", "个屁", "个毛", "个锤子", "才怪", "才有鬼", "不沾边", "不搭边", "沾不上边", "无缘", "绝缘", "？不存在", "?不存在", "，不存在的", "？想多了", "?想多了", "，想多了", "得了吧", "？得了吧", "？没有的事", "？完全没有", "?完全没有", "？做梦", "，做梦", "？不可能", "，不可能的", "全靠滤镜", "全靠p图", "是过去式", "早就是过去式", "已经是过去式", "是给别人准备的", "都谈不上", "都算不上", "都称不上", "都做不到")
	// doubters stand behind 说… and call who says so a liar: 说好喝的都是托.
	doubters = wordsOf("的人我不理解", "的人没见过世面", "的都是托", "的是托", "的都是水军", "的是水军", "的怕是", "的怕不是", "的都是骗")
	// wasters stand before praise of what is lost: 白瞎了这么好的地段.
	wasters = wordsOf("白瞎", "糟蹋", "可惜了", "浪费了")
	// noneAtAll stand behind 一点… and deny it: 一点累的地方都没有.
	noneAtAll = wordsOf("都没有", "也没有", "都没了", "都不存在")
	// atLast before putRight says that a fault is gone: 慢的问题总算解决了.
	atLast   = wordsOf("终于", "总算", "这次", "已经")
	putRight = wordsOf("解决了", "解决掉", "没有了", "没了", "改了", "改好了", "修好了", "不见了")
	// thanks may mock: 谢谢，让我知道什么叫慢.
	thanks = wordsOf("谢谢", "感谢", "多谢", "谢了")
	// teaches stands between them and what they are for.
	teaches = wordsOf("什么叫", "什么是", "啥叫")
)

// mocked is the part of thanks that is left where they are for a fault.
const mocked = -0.3

// turnWithin is how many runes may stand between the parts of a turn of phrase, so that texts without end cost no more
// than others.
const turnWithin = 16

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

// taunted tells whether what stands around a judgement denies it: 好喝才怪, 说好喝的都是托, 想便宜都难, 不知道好在哪, 这叫干净吗, 要味道没味道.
func (s *scratch) taunted(o *opinion, c *clause) bool {
	at, end := int(o.start), int(o.end)
	switch {
	case s.behindAny(end, taunts) > 0:
		return true
	case at == c.start:
		return false
	case s.runes[at-1] == '说' || s.before(at, "说它"):
		return s.behindAny(end, doubters) > 0
	case s.runes[at-1] == '想':
		return s.behind(end, "都难")
	case s.before(at, "这叫"):
		return o.base > 0 && c.asks
	case s.before(at, "不知道"):
		return s.behind(end, "在哪")
	}
	return s.runes[at-1] == '要' && s.behind(end, "没"+s.slice(at, end))
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

// noneOf tells whether not a bit of what o says is there: 一点累的地方都没有.
func (s *scratch) noneOf(o *opinion, c *clause) bool {
	at := int(o.start)
	if !s.before(at, "一点") && !s.before(at, "一丝") && !s.before(at, "半点") {
		return false
	}
	return s.followsWithin(o, c, noneAtAll, 6)
}

// mended tells whether what o finds fault with was put right: 慢的问题总算解决了.
func (s *scratch) mended(o *opinion, c *clause) bool {
	return o.base < 0 && s.followsWithin(o, c, atLast, 8) && s.followsWithin(o, c, putRight, turnWithin)
}

// followsWithin tells whether one of the words begins within so many runes behind o in its clause.
func (s *scratch) followsWithin(o *opinion, c *clause, list *words, runes int) bool {
	for at := int(o.end); at < min(c.end, int(o.end)+runes); at++ {
		if s.behindAny(at, list) > 0 {
			return true
		}
	}
	return false
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

// equatesWithin is how many runes before 就是 what it equates may begin: 最让我不能接受的就是.
const equatesWithin = 10
