package workorder

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	leastReply = 15  // runes: less says nothing
	mostReply  = 300 // more is read by nobody under a post
)

// toneRule finds one way of saying what makes an unhappy customer unhappier.
type toneRule struct {
	kind   string
	find   *regexp.Regexp
	unless *regexp.Regexp // in the same sentence: then it is meant otherwise; nil: never
	why    string
	better string
}

// CheckTone lists what in a public answer hurts, in order of the text, with better words. What is
// missing altogether, such as an apology for something grave, stands at the end with Start equal to
// End. An empty list is no praise: it only means that none of the known mistakes was made.
func CheckTone(text string) []voc.ToneFlaw {
	return append(wrongWords(text), missing(text, grave.MatchString(text))...)
}

// CheckReply is CheckTone for the answer to an order: a red or orange matter is grave whatever words
// the answer uses.
func CheckReply(text string, level voc.Level) []voc.ToneFlaw {
	return append(wrongWords(text), missing(text, urgent(level) || grave.MatchString(text))...)
}

func wrongWords(text string) []voc.ToneFlaw {
	var flaws []voc.ToneFlaw
	for _, s := range sentences(text) {
		part := text[s[0]:s[1]]
		for _, rule := range toneRules {
			if rule.unless != nil && rule.unless.MatchString(part) {
				continue
			}
			for _, at := range rule.find.FindAllStringIndex(part, -1) {
				flaws = append(flaws, flawAt(text, s[0]+at[0], s[0]+at[1], rule))
			}
		}
	}
	return once(flaws)
}

func flawAt(text string, from, to int, rule toneRule) voc.ToneFlaw {
	start := utf8.RuneCountInString(text[:from])
	return voc.ToneFlaw{
		Start: start, End: start + utf8.RuneCountInString(text[from:to]), Text: text[from:to],
		Kind: rule.kind, Why: rule.why, Better: rule.better,
	}
}

// once keeps of flaws of one kind that overlap the longest, in order of the text.
func once(flaws []voc.ToneFlaw) []voc.ToneFlaw {
	slices.SortStableFunc(flaws, func(a, b voc.ToneFlaw) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	var kept []voc.ToneFlaw
	for _, f := range flaws {
		if !slices.ContainsFunc(kept, func(k voc.ToneFlaw) bool { return k.Kind == f.Kind && f.Start < k.End }) {
			kept = append(kept, f)
		}
	}
	return kept
}

// sentences gives the byte ranges of a text's sentences.
func sentences(text string) (found [][2]int) {
	begin := 0
	for i, r := range text {
		if strings.ContainsRune("。！？!?；;\n", r) {
			found = append(found, [2]int{begin, i})
			begin = i + utf8.RuneLen(r)
		}
	}
	return append(found, [2]int{begin, len(text)})
}

var (
	grave   = regexp.MustCompile(`异物|虫|变质|发霉|过期|中毒|腹泻|拉肚子|呕吐|过敏|受伤|烫伤|划伤|住院|送医|就医|流血|起火|冒烟|爆炸|漏电|泄露|泄漏|歧视|辱骂|打人|骚扰|召回|去世|孩子|宝宝`)
	sorry   = regexp.MustCompile(`对不起|抱歉|道歉|致歉|歉意|惭愧|赔礼|赔不是|对不住`)
	nextDo  = regexp.MustCompile(`联系|私信|后台|电话|热线|客服|退|换|补|赔|核查|核实|调查|排查|查清|查明|在查|复查|处理|解决|停用|下架|封存|整改|整顿|培训|回访|更换|维修|清洗|消毒|改|重做|重新|说明|公布|公开|答复|回复|小时|今天|明天|日前|当天|周内|到店|上门|已经做|修`)
	letters = regexp.MustCompile(`[\p{Han}\p{L}\p{N}]`)
)

// missing lists what an answer lacks, or has too much of.
func missing(text string, isGrave bool) []voc.ToneFlaw {
	n := utf8.RuneCountInString(text)
	said := len(letters.FindAllString(text, -1))
	lack := func(kind, why, better string) voc.ToneFlaw {
		return voc.ToneFlaw{Start: n, End: n, Kind: kind, Why: why, Better: better}
	}
	var flaws []voc.ToneFlaw
	switch {
	case said < leastReply:
		flaws = append(flaws, lack("short", "只有一两句，看起来是在应付", "说清楚是哪件事、正在做什么、什么时候有结果"))
	case n > mostReply:
		flaws = append(flaws, lack("long", fmt.Sprintf("有 %d 个字，评论区里没有人会读完", n), fmt.Sprintf("留下道歉、做了什么、接下来怎么办，%d 字以内", mostReply)))
	}
	if isGrave && !sorry.MatchString(text) {
		flaws = append(flaws, lack("apology", "事情这么严重，却没有一句道歉", "先说“对不起”，再说事"))
	}
	if said >= leastReply && !nextDo.MatchString(text) {
		flaws = append(flaws, lack("next", "没有说接下来做什么，像是说完就算了", "写一件正在做或已经做的事，和找到您的办法"))
	}
	return flaws
}
