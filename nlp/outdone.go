package nlp

// Comparisons turn praise round: in 不如实体店的好吃 nothing is 好吃 but the other shop. The standard that is not
// reached may be long, so praise behind it counts against the text as far as the clause goes; and where
// the standard is the shop itself (外面的都没有他家的香), the praise is meant.

var (
	// standards stand behind 没有 or 没 and make what follows a comparison: 没有图片上的丰盛.
	standards = wordsOf(
		"以前", "之前", "从前", "上次", "上回", "原来", "当年", "刚开业", "图片", "照片", "宣传", "广告", "网上", "传说", "想象", "想像", "别家", "别的店", "别的酒店", "别的银行", "别的品牌", "别的牌子", "别人家", "其他", "其它",
		"隔壁", "楼下", "对面", "朋友说", "朋友推荐", "同事说", "评论", "描述", "介绍", "实体店", "专柜", "外面", "老店", "总店", "分店", "同价位", "同类", "同档", "上一", "老款", "旧款", "旧版", "老版", "前一代", "上一代",
	)
	// ownNames name the shop itself where it is the standard, in any text and where others are spoken of.
	ownNames   = wordsOf("这家", "这里", "这儿", "这款", "你们", "你家", "本店", "贵店")
	theirNames = wordsOf("他家", "她家", "它家")
	// others and all before the standard say that it is the rest that falls short: 别家都不如这家.
	others = wordsOf("别家", "别的", "其他", "其它", "外面", "哪家", "哪里", "哪儿", "谁", "隔壁", "对面", "市面上", "都")
	// once stand behind a name of the shop and make its own past or promise the standard: 不及你们刚开业时浓郁.
	once = wordsOf("以前", "之前", "从前", "刚开", "刚来", "上次", "上回", "原来", "当初", "当年", "第一次", "说的", "宣传", "广告", "图片", "照片", "老店", "总店")
	// hurries hold 不及 and compare nothing.
	hurries = wordsOf("来不及", "等不及", "迫不及", "措手不及", "猝不及", "顾不及", "避之不及")
	// tries stand behind 不如 and make it advice: 不如试试新品.
	tries = wordsOf("试", "来试", "来尝", "尝", "早点", "趁", "一起", "大家")
	// muchMore stand behind a word of judgement and compare: 热情多了.
	muchMore = wordsOf("多了", "得多", "太多", "不少", "一大截", "很多倍", "不止一点")
)

// weightOutdone is what is left of praise that another earns: next to all of it, turned round.
const weightOutdone = -0.9

// standard is where a clause names what something else falls short of.
type standard struct {
	at   int32 // behind the word that compares
	ours bool  // the shop itself is the standard
}

// comparison gives the first standard that is not reached in the clause, if there is one.
func (s *scratch) comparison(c *clause) (standard, bool) {
	for _, f := range since(s.by[kindCompare], int32(c.start)) {
		if int(f.end) > c.end {
			break
		}
		if s.advises(c, f) || s.beforeAny(int(f.end), hurries) > 0 {
			continue
		}
		return standard{f.end, s.standardIsOurs(c, f)}, true
	}
	for _, f := range since(s.by[kindNegator], int32(c.start)) {
		if int(f.end) > c.end {
			break
		}
		if w := s.slice(int(f.start), int(f.end)); w != "没有" && w != "没" {
			continue
		}
		if s.behindAny(int(f.end), standards) > 0 {
			return standard{at: f.end}, true
		}
		if s.standardIsOurs(c, f) || s.behind(int(f.end), "比") { // 没有比这更舒服的床
			return standard{f.end, true}, true
		}
	}
	return standard{}, false
}

// advises tells whether 不如 gives advice rather than compares: 不如试试, 与其在家不如来这里.
func (s *scratch) advises(c *clause, f found) bool {
	if f.end-f.start != 2 || s.runes[f.start+1] != '如' || s.before(int(f.start), "还") {
		return false
	}
	if s.behindAny(int(f.end), tries) > 0 {
		return true
	}
	for _, cue := range s.by[kindRank] {
		if cue.id == rankInstead && cue.start < f.start && s.sentenceAt(int(cue.start)) == c.sentence {
			return true
		}
	}
	return false
}

// standardIsOurs tells whether the word that compares has the shop itself behind it. 他家 is the shop
// itself only where others are spoken of before it: 外面卖的都没有他家的香.
func (s *scratch) standardIsOurs(c *clause, f found) bool {
	if n := s.behindAny(int(f.end), ownNames); n > 0 {
		// 不如你们好喝 has left out who.
		return int(f.start) > c.start && s.behindAny(int(f.end)+n, once) == 0
	}
	if s.behindAny(int(f.end), theirNames) == 0 {
		return false
	}
	for at := c.start; at < int(f.start); at++ {
		if s.behindAny(at, others) > 0 {
			return true
		}
	}
	return false
}

// compare turns the praise of a clause behind the standard that is not reached, or takes back what a
// denial made of it where the shop is the standard.
func (s *scratch) compare(o *opinion, than standard) {
	if o.start < than.at {
		return
	}
	switch {
	case o.base < 0 && than.ours:
		o.value, o.negated = o.base, false // 没有比这更难喝的
	case o.base <= 0:
	case than.ours:
		o.value, o.negated = max(o.value, -o.value, o.base), true
	case !o.negated:
		o.value, o.negated = weightOutdone*o.base, true
	}
}
