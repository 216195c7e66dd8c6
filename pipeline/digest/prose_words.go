package digest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// measured is a number with what it counts: "42条", "8.4%", "3 complaints".
var measured = regexp.MustCompile(`[+-]?\d+(?::\d\d|(?:[.,]\d+)*%?)\s*(\p{Han}|[A-Za-z]+)?`)

// figuresHold compares every number, with what it counts, to those of the one line that gives it. A
// sentence over several lines may hold no number: nobody could tell whose it is.
func figuresHold(bare string, proofs []proof) string {
	claimed := figuresOf(bare)
	if len(claimed) == 0 {
		return ""
	}
	if len(proofs) > 1 {
		return fmt.Sprintf("it says %s and rests on several lines: a number belongs to one", claimed[0])
	}
	given := figuresOf(proofs[0].line.Text)
	for _, c := range claimed {
		if !slices.Contains(given, c) {
			return fmt.Sprintf("the number %s does not stand in its line", c)
		}
	}
	return ""
}

// figuresOf lists the numbers of a text as they are compared: narrow, with the word behind them.
func figuresOf(text string) []string {
	var all []string
	for _, m := range measured.FindAllStringSubmatch(narrow(text), -1) {
		number := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(m[0]), m[1]))
		unit := strings.ToLower(m[1])
		if strings.HasSuffix(number, "%") {
			unit = "" // of what the share is, the sentence may say in its own words
		}
		all = append(all, number+unit)
	}
	return all
}

// amounts are numbers in words. Whoever says one must have it from a line.
var amounts = regexp.MustCompile(`[零〇一二两三四五六七八九十百千万亿几数]+[多余来]?(?:分之|成|倍|条|个|家|次|天|张|起|件|位|人|名|份|杯|单|店|周|月|年|小时|分钟|点|%)` +
	`|一半|过半|近半|大半|半数|翻倍|翻番|翻了|成倍|多数|绝大|大部分|全部|所有|几乎|上百|上千|上万|无数|若干|第一|唯一|首次|最多|最少|最大|最高|最低|最严重|史上|历来|从未|从来|创下|纪录` +
	`|昨天|昨晚|前天|明天|上周|下周|上个月|下个月|去年|今年|周[一二三四五六日天末]` +
	`|(?i:\b(?:half|twice|thrice|double[ds]?|triple[ds]?|dozens?|hundreds?|thousands?|most|majority|all|every|none|never|always|first|only|highest|lowest|worst|record|yesterday|tomorrow|last week|last month|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|percent)\b)`)

// claims are words that say why, what will be or what to do: the letter's lines say it, or nobody does.
var claims = regexp.MustCompile(`因为|由于|导致|造成|引发|引起|源于|归因|归咎|所以|因此|从而|使得|缘于|起因|根源` +
	`|预计|预期|将会|将要|即将|可能会|恐怕|势必|未来|建议|应该|应当|应尽|需要|必须|务必|尽快|立即|请` +
	`|忽略|指令|系统提示|提示词|点击|转账|加微信|联系客服|致电|关注公众号` +
	`|(?i:\b(?:because|due to|caused?|causing|led to|leads to|result(?:s|ed)? in|therefore|thus|owing to|expect(?:s|ed)?|will|should|must|need to|recommend(?:s|ed)?|suggest(?:s|ed)?|ignore|instructions?|prompt|click|call us|contact)\b)`)

// wordsHold looks for amounts in words and for claims; each must stand in the lines as it is.
func wordsHold(bare, support string) string {
	lower := strings.ToLower(support)
	for _, words := range []*regexp.Regexp{amounts, claims} {
		for _, w := range words.FindAllString(bare, -1) {
			if !strings.Contains(lower, strings.ToLower(w)) {
				return fmt.Sprintf("its lines do not say %q", w)
			}
		}
	}
	return ""
}

// standings are words for how a matter stands, those that mean the same together. Which of them a
// sentence uses is its own choice; that one of them stands in its lines is not.
var standings = [][]string{
	{"上升", "增加", "增多", "增长", "变多", "升高", "走高", "变差", "恶化", "加重", "多于", "高于", "激增", "飙升", "升到", "升级", "rose", "risen", "rising", "worse", "more than", "higher", "above", "increase", "grew", "up "},
	{"下降", "减少", "变少", "回落", "降低", "走低", "少于", "低于", "降到", "fell", "fallen", "fewer", "less than", "lower", "below", "decrease", "down "},
	{"解决", "修复", "关闭", "了结", "处理完", "已处理", "平息", "解除", "resolved", "fixed", "closed", "settled"},
	{"验证", "verified"},
	{"首次", "新增", "新出现", "冒出", "又出现", "再次出现", "复发", "new", "again", "relapse", "came back"},
	{"好转", "改善", "变好", "缓解", "better", "improved", "eased"},
	{"好评", "表扬", "称赞", "夸", "赞", "praise", "praised", "liked"},
	{"认领", "claimed", "taken on"},
	{"持平", "相当", "不变", "稳定", "as usual", "unchanged", "steady"},
	{"受伤", "中毒", "住院", "起火", "死亡", "injured", "poison", "hospital", "fire", "died"},
	{"召回", "下架", "停售", "停业", "道歉", "赔偿", "退款", "起诉", "立案", "处罚", "罚款", "曝光", "recall", "sued", "fined", "apolog", "refund", "compensat"},
}

// standingHolds compares how matters stand: a word of a kind needs one of its kind in the lines, said or
// denied as there.
func standingHolds(bare, support string) string {
	bare, support = strings.ToLower(bare), strings.ToLower(support)
	for _, kind := range standings {
		said, denied, word := stands(bare, kind)
		if !said && !denied {
			continue
		}
		there, not, _ := stands(support, kind)
		if said && !there || denied && !not {
			return fmt.Sprintf("its lines do not say %q so", word)
		}
	}
	return ""
}

// stands tells whether a text says one of the words, and whether it denies one.
func stands(text string, kind []string) (said, denied bool, word string) {
	for _, w := range kind {
		for at := 0; ; {
			i := strings.Index(text[at:], w)
			if i < 0 {
				break
			}
			before := text[:at+i]
			if deniedBehind(before) {
				denied, word = true, w
			} else {
				said, word = true, w
			}
			at += i + len(w)
		}
	}
	return said, denied, word
}

// denials end what stands before a word they deny.
var denials = []string{"没有", "没", "未", "不", "尚未", "还没", "还没有", "仍未", "无人", "not ", "no ", "never ", "without ", "yet to be "}

func deniedBehind(before string) bool {
	return slices.ContainsFunc(denials, func(d string) bool {
		return strings.HasSuffix(before, d) || strings.HasSuffix(strings.TrimRightFunc(before, func(r rune) bool { return r == '被' || r == '有' || r == '能' || r == '人' }), d)
	})
}

// kindsOfShop are words that end in 店 and name none.
var kindsOfShop = []string{"门店", "到店", "本店", "该店", "全店", "同店", "开店", "商店", "分店", "各店", "此店", "这店", "店店", "进店", "离店", "在店", "一店"}

// shopsHold looks for shops nobody knows: the two characters before 店 must stand so in the lines.
func shopsHold(bare, support string) string {
	runes := []rune(bare)
	for i, r := range runes {
		if r != '店' || i == 0 || !unicode.Is(unicode.Han, runes[i-1]) && !unicode.IsDigit(runes[i-1]) {
			continue
		}
		if i+1 < len(runes) && strings.ContainsRune("员长里家内外面", runes[i+1]) && slices.Contains(kindsOfShop, string(runes[i-1:i+1])) {
			continue
		}
		if slices.Contains(kindsOfShop, string(runes[i-1:i+1])) {
			continue
		}
		if name := string(runes[max(0, i-2) : i+1]); !strings.Contains(support, name) {
			return fmt.Sprintf("no shop %q is named in its lines", name)
		}
	}
	return ""
}

// latinWord is a word in Latin letters, with digits and hyphens: an order, a product, a person.
var latinWord = regexp.MustCompile(`[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|[a-z]+[0-9][A-Za-z0-9-]*`)

// lettersHold compares names in Latin letters. In an English sentence only words with a capital that do
// not begin it are names.
func lettersHold(bare, support string) string {
	for _, at := range latinWord.FindAllStringIndex(bare, -1) {
		word := bare[at[0]:at[1]]
		if strings.TrimSpace(bare[:at[0]]) == "" && !strings.ContainsAny(word, "0123456789-") {
			continue // the first word of a sentence
		}
		if !strings.Contains(support, word) {
			return fmt.Sprintf("its lines do not name %q", word)
		}
	}
	return ""
}
