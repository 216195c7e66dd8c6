package nlp

import (
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What is meant otherwise than it is said, and shows by the words around it: reproaches in the form of a
// question, praise of speed over a long wait, thanks that are thanks.

// reproach is the value, in the list of unspoken complaints, of what reproaches even where it asks:
// 良心不会痛吗, 谁给你们的勇气.
const reproach = 2

// reproaches tells whether the text reproaches by asking: a set phrase, or a promise asked after
// (说好的赠品呢).
func (s *scratch) reproaches() bool {
	for _, f := range s.by[kindImplicit] {
		if f.value >= reproach {
			return true
		}
	}
	for _, f := range s.by[kindConcede] {
		if s.slice(int(f.start), int(f.end)) != "说好的" {
			continue
		}
		if end := s.clauses[s.clauseAt(int(f.start))].end; s.runes[end-1] == '呢' && end-int(f.end) >= 2 {
			return true
		}
	}
	return false
}

var (
	// swift praise speed or diligence.
	swift = wordsOf("快", "迅速", "神速", "速度", "效率", "反应", "动作", "及时", "准时", "麻利", "利索", "敬业", "周到")
	// really stand before what is praised with a raised voice.
	really = wordsOf("真", "可真", "真是", "好", "太", "可", "够")
	// indeed make a long time short: 三个小时就修好了, 才用了两小时, 原本要等三小时.
	indeed = wordsOf("就", "便", "内", "以内", "之内", "不到")
	barely = wordsOf("只", "仅", "不到", "才用", "才用了", "只用", "只用了", "用时", "原本要", "本来要", "别家要", "别的要", "以前要", "预计", "说要", "说", "以为要", "不用", "提前", "提前了")
)

// leastWait and mostWait bound, in minutes, a wait that belies praise of speed. Of what was brought
// within a day many are glad; an hour for an answer or a meal pleases nobody.
const (
	leastWait    = 60
	leastBrought = 150
	mostWait     = 720
)

// belied tells whether the text praises speed with a raised voice over a wait of hours: 三小时送到，真快.
func (s *scratch) belied() bool {
	if !s.waitedLong() || len(s.contrasts) > 0 {
		return false
	}
	for i := range s.opinions {
		o := &s.opinions[i]
		if o.value < 0.4 || o.negated {
			continue
		}
		for at := int(o.start); at < int(o.end); at++ {
			if n := s.behindAny(at, swift); n > 0 && (s.beforeAny(at, really) > 0 || s.behindAny(at+n, really) > 0) {
				return true
			}
		}
	}
	return false
}

// waitedLong tells whether a wait is told of that is long, and not as a short one.
func (s *scratch) waitedLong() bool {
	for i := range s.facts {
		f := &s.facts[i]
		if f.Kind != voc.FactWait || f.Value > mostWait || s.behindAny(f.End, indeed) > 0 || s.beforeAny(f.Start, barely) > 0 {
			continue
		}
		least := float64(leastWait)
		if s.behind(f.End, "送到") || s.behind(f.End, "送达") || s.before(f.Start, "送了") {
			least = leastBrought
		}
		if f.Value >= least {
			return true
		}
	}
	return false
}

var (
	// helped stand behind thanks that are meant: 谢谢师傅帮我装好.
	helped = wordsOf("帮我", "帮忙", "帮着", "替我", "给我装", "给我修", "送我", "送的小", "耐心", "大热天", "大冷天", "大半夜", "冒雨", "冒着")
	// again wish for more of what was praised.
	again = wordsOf("还想吃", "还想喝", "还想来", "还想再", "还要来", "还会来", "还会再", "下次还来", "下次还点", "再来一", "一口气", "光盘", "停不下来", "吃撑", "舔干净", "念念不忘", "回购")
)

// helpedWithin is how many runes behind thanks what was done may stand.
const helpedWithin = 14

// sincere tells whether praise is meant though it sounds like its opposite: nothing bad is said, and
// what was done is named behind the thanks, it took but minutes, or more is wished for.
func (s *scratch) sincere() bool {
	if s.smiles() {
		return false
	}
	if strings.Contains(s.norm, "分钟就") { // 说要等两小时，二十分钟就好了，真快
		return true
	}
	if s.negatives() > 0 {
		return false
	}
	if strings.Contains(s.norm, "分钟出") { // 一分钟出三杯，佩服
		return true
	}
	for i := range s.runes {
		if s.behindAny(i, again) > 0 {
			return !s.before(i, "不")
		}
		if (s.runes[i] == '谢' || s.runes[i] == '恩') && i > 0 && (s.runes[i-1] == '谢' || s.runes[i-1] == '感') {
			for at := i + 1; at < len(s.runes) && at <= i+helpedWithin; at++ {
				if s.behindAny(at, helped) > 0 {
					return true
				}
			}
		}
	}
	return false
}
