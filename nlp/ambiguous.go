package nlp

import (
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// everyday are words beside a name that say it is the everyday word: porridge, fruit, a hope. They
// count in the name's own clause, unless a word of the brand's industry stands there too.
var everyday = wordsOf(
	"粥", "熬", "煮", "蒸", "焖", "炖", "削皮", "果园", "果树", "果农", "水果", "一斤", "两斤", "几斤", "斤", "脆甜", "酸甜", "很甜", "不甜", "真甜", "甜", "汁", "沙拉", "种子", "种了", "收成", "香蕉", "梨", "橙", "红枣", "南瓜", "谷", "杂粮", "粗粮", "泡发", "养胃", "苹果醋",
	"梦想", "抱负", "人生", "追求", "现实", "破灭", "实现", "志愿", "松鼠在", "公园里", "树上", "尾巴",
)

// degreesBefore stand before a name that is used as an adjective or owned as a hope: 不太理想, 我的理想.
var degreesBefore = wordsOf("很", "不", "太", "最", "较", "挺", "更", "我的", "他的", "她的", "儿时")

// hopesBehind stand behind a name used so: 理想型, 理想中, 理想很丰满.
var hopesBehind = wordsOf("型", "中的", "状态", "主义", "化", "很丰满", "是当", "远大", "国", "之选", "的选择", "效果", "成绩", "温度", "天气")

// ofIndustry tells whether the post's product speaks of an ambiguous brand's industry.
func (a *Analyzer) ofIndustry(b *brand, post *voc.Post) bool {
	if post.Product == "" {
		return false
	}
	product := normal.Text(post.Product)
	for _, w := range b.context {
		if strings.Contains(product, w) {
			return true
		}
	}
	for p := range a.opt.Packs {
		if !b.inPack(int32(p)) {
			continue
		}
		for _, w := range a.opt.Packs[p].Domain {
			if strings.Contains(product, normal.Text(w)) {
				return true
			}
		}
	}
	return false
}

func (b *brand) inPack(p int32) bool {
	for _, have := range b.packs {
		if have == p {
			return true
		}
	}
	return b.packs == nil
}

// meant keeps of the spots of an ambiguous name those where the brand is meant. One of them settles
// the others: who speaks of a phone in one sentence means it in the next.
func (a *Analyzer) meant(s *scratch, id int32, spots []found) []found {
	b := &a.brands[id]
	kept, settled := spots[:0], false
	for _, f := range spots {
		c := &s.clauses[s.clauseAt(int(f.start))]
		if s.inGrammar(f) || s.eaten(b, id, f) || f.value == 0 && !s.besideName(f) && s.everydayAt(f, c) && !s.industryIn(b, id, f, func(g found) bool { return int(g.start) >= c.start && int(g.end) <= c.end }) {
			continue
		}
		settled = settled || f.value > 0 || s.besideName(f) || s.industryIn(b, id, f, func(g found) bool {
			d := s.sentenceAt(int(g.start)) - c.sentence
			return d >= -1 && d <= 1
		})
		if settled {
			kept = append(kept, f)
		}
	}
	return kept
}

// eaten tells whether what stands before the name f is done to food (啃苹果, 两个苹果) and no goods stand
// right behind it (两个小米手环).
func (s *scratch) eaten(b *brand, id int32, f found) bool {
	return f.value == 0 && s.beforeAny(int(f.start), eatenBefore) > 0 && !s.besideName(f) &&
		!s.industryIn(b, id, f, func(g found) bool { return g.start >= f.end && g.start-f.end <= 1 })
}

// industryIn tells whether a word of the brand's industry that is not part of the name f stands where
// here says.
func (s *scratch) industryIn(b *brand, id int32, f found, here func(found) bool) bool {
	for _, g := range s.by[kindBrandContext] {
		if g.id == id && (g.end <= f.start || g.start >= f.end || g.end-g.start > f.end-f.start) && here(g) {
			return true
		}
	}
	for _, g := range s.by[kindDomain] {
		if b.inPack(g.id) && (g.end <= f.start || g.start >= f.end) && here(g) && !s.inKitchen(f, g) {
			return true
		}
	}
	return false
}

// inGrammar tells whether the name f is used as a name never is: 不太理想, 理想型.
func (s *scratch) inGrammar(f found) bool {
	return s.beforeAny(int(f.start), degreesBefore) > 0 || s.behindAny(int(f.end), hopesBehind) > 0
}

// Words right before and right behind a name that only a brand has: 一台理想, 苹果官网.
var (
	unitsBefore = wordsOf("一台", "一部", "一辆", "两台", "两部", "两辆", "这台", "这部", "这辆", "那台", "那部", "那辆", "了台", "了部", "了辆")
	firmsBehind = wordsOf("官网", "官方", "旗舰店", "专卖店", "直营店", "体验店", "授权店", "商城", "发布会", "股价", "市值", "总部", "公司", "手机", "汽车")
)

// besideName tells whether what stands right beside the name f says that it is a brand's: a model (苹果15,
// 理想l9), a unit of its goods, or what a firm has. Amounts (苹果5斤) are no models.
func (s *scratch) besideName(f found) bool {
	if s.beforeAny(int(f.start), unitsBefore) > 0 || s.behindAny(int(f.end), firmsBehind) > 0 {
		return true
	}
	at := int(f.end)
	if at < len(s.runes) && s.runes[at] == ' ' {
		at++
	}
	from, digits := at, 0
	for at < len(s.runes) && at < from+12 && (isDigit(s.runes[at]) || isLetter(s.runes[at])) {
		if isDigit(s.runes[at]) {
			digits++
		}
		at++
	}
	if digits == 0 || at == from+12 {
		return false
	}
	if at == len(s.runes) || !isDigit(s.runes[at-1]) {
		return !isDigit(s.runes[from]) || isLetter(s.runes[at-1]) && !s.endsInSize(at)
	}
	switch s.runes[at] {
	case '元', '块', '斤', '毛', '折', '号', '月', '点', '年', '分', '度', '.', '%', '公', '千', '多', '-', '~', '几', '克', '毫', '厘', '粒', '枚', '万', '百', '亿', '日', '岁', '倍':
		return false
	}
	return !isMeasure(s.runes[at])
}

// endsInSize tells whether the letters that end before rune i are a unit of weight or size: 5kg, 80mm.
func (s *scratch) endsInSize(i int) bool { return s.beforeAny(i, sizes) > 0 }

var sizes = wordsOf("kg", "g", "mm", "cm", "ml", "l", "w", "k")

// everydayWithin is how far from a name a word of its clause is looked for: further than any clause
// of a writer who uses punctuation reaches.
const everydayWithin = 200

// everydayAt tells whether a word in the clause of the name f says that it is the everyday word.
func (s *scratch) everydayAt(f found, c *clause) bool {
	for i := max(c.start, int(f.start)-everydayWithin); i < min(c.end, int(f.end)+everydayWithin); i++ {
		if n := s.behindAny(i, everyday); n > 0 && (i >= int(f.end) || i+n <= int(f.start)) {
			return true
		}
	}
	return false
}
