package digest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// turned is a word for a change, right before a number: "上升 14%", "多 12 条", "up 14%".
var turned = regexp.MustCompile(`(上升|上涨|增加|增多|增长|升高|提高|走高|下降|下跌|减少|回落|降低|走低|好转|恶化|变差|改善|多|少|增|减|快|慢|涨|跌|升|降|高|低|早|晚|(?i:\b(?:up|down|by|to|from|rose|fell|over|under|above|below|than)\b))(?:了|出|到|至|过)?\s*([+-]?\d[\d.,:]*%?)`)

// bent are words that bend a number or set it against another: near it, beyond it, only it.
var bent = regexp.MustCompile(`超过|超出|不到|不足|不及|将近|接近|逼近|近\s*\d|至少|至多|起码|大约|约|左右|以上|以下|多达|高达|仅|只有|余\s*\d` +
	`|很多|许多|不少|大量|少数|个别|多起|多家|多名|多位|好几|双倍|翻一番|近百|近千|过百|过千` +
	`|昨日|前日|前晚|明日|次日|凌晨|清晨|早上|早晨|上午|中午|午间|下午|傍晚|深夜|半夜|高峰|周末|假期|节日|春节|国庆|元旦|中秋` +
	`|(?i:\b(?:almost|nearly|about|around|roughly|at least|at most|more than|less than|over|under|only|many|several|few|some)\b)`)

// numeral is a number written out, with the character behind it: "三桩", "四点". One alone is a part of
// too many words and is looked for with what it counts.
var numeral = regexp.MustCompile(`[二两三四五六七八九十百千万亿]+\p{Han}?`)

// placesOfNote are provinces and large cities: no letter speaks of one its lines do not name.
var placesOfNote = strings.Fields(`北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾
	广州 深圳 杭州 南京 苏州 成都 武汉 西安 郑州 长沙 青岛 宁波 合肥 佛山 东莞 厦门 福州 济南 无锡 大连 沈阳 昆明 哈尔滨 长春 南昌 南宁 贵阳 石家庄 太原 温州 珠海 三亚 拉萨 兰州 海口 西宁 银川 乌鲁木齐 呼和浩特`)

// changesHold compares each change with its number, and every word that bends one, to the lines.
func changesHold(bare, support string) string {
	given := map[string]bool{}
	for _, m := range turned.FindAllStringSubmatch(narrow(support), -1) {
		given[strings.ToLower(m[1]+m[2])] = true
	}
	for _, m := range turned.FindAllStringSubmatch(narrow(bare), -1) {
		if !given[strings.ToLower(m[1]+m[2])] {
			return fmt.Sprintf("its lines do not say %q", m[0])
		}
	}
	lower := strings.ToLower(support)
	for _, words := range []*regexp.Regexp{bent, numeral} {
		for _, w := range words.FindAllString(narrow(bare), -1) {
			if !strings.Contains(lower, strings.ToLower(w)) {
				return fmt.Sprintf("its lines do not say %q", w)
			}
		}
	}
	for _, p := range placesOfNote {
		if strings.Contains(bare, p) && !strings.Contains(support, p) {
			return fmt.Sprintf("%q is not named in its lines", p)
		}
	}
	return ""
}

// oddQuotes are marks quotesHold does not read: what stands between them could be anything.
const oddQuotes = "〝〞„‟«»‹›＂＇`´"

// marksHold refuses quotations in marks nobody checks. An apostrophe stands within an English word.
func marksHold(bare, _ string) string {
	runes := []rune(bare)
	for i, r := range runes {
		within := i > 0 && i+1 < len(runes) && unicode.Is(unicode.Latin, runes[i-1]) && unicode.Is(unicode.Latin, runes[i+1])
		if strings.ContainsRune(oddQuotes, r) || (r == '\'' || r == '’' || r == '‘') && !within {
			return fmt.Sprintf("it holds the mark %q, which nobody can check", r)
		}
	}
	return ""
}

// hands are words behind somebody's name.
var hands = regexp.MustCompile(`(\p{Han}{2,4}?)(?:正在|已经|已|在|仍|还)?(?:负责|跟进|接手|牵头|经办)`)

// handsHold looks for people nobody knows: who is said to have a matter in hand must stand in the lines.
func handsHold(bare, support string) string {
	for _, m := range hands.FindAllStringSubmatch(bare, -1) {
		name := []rune(strings.TrimLeft(m[1], "由归交给让"))
		if len(name) >= 2 && !strings.Contains(support, string(name[len(name)-2:])) {
			return fmt.Sprintf("its lines do not name %q", string(name))
		}
	}
	return ""
}

// kindsOfSite end a name of a shop: 国贸门店, 国贸分店.
var kindsOfSite = regexp.MustCompile(`(\p{Han}{2})(?:门店|分店|旗舰店|专卖店|直营店)`)

// mayName are words before 门店 that name none.
var mayName = regexp.MustCompile(`[的个家各些此该本有间所在新老到和与及涉部数]$`)

func sitesHold(bare, support string) string {
	for _, m := range kindsOfSite.FindAllStringSubmatch(bare, -1) {
		if !mayName.MatchString(m[1]) && !strings.Contains(support, m[1]) {
			return fmt.Sprintf("no shop %q is named in its lines", m[0])
		}
	}
	return ""
}

// besideHolds sees to it that the number nearest to a name belongs to it: "12 条，其中静安店 9 条" gives
// nobody the right to say that 静安店 has 12. Topics are left out: a line is about its topic throughout.
func besideHolds(bare string, line string, names []string) string {
	for _, clause := range splitClauses(bare) {
		for _, n := range names {
			at := strings.Index(clause, n)
			if at < 0 {
				continue
			}
			near := nearest(clause, at, at+len(n))
			if near != "" && !slices.Contains(figuresOf(territory(line, n, names)), near) {
				return fmt.Sprintf("in its line %s does not stand beside %q", near, n)
			}
		}
	}
	return ""
}

var clauseEnd = regexp.MustCompile(`[，；。！？、]|[,;.!?] `)

func splitClauses(text string) []string { return clauseEnd.Split(text, -1) }

var sentenceEnd = regexp.MustCompile(`[；。！？]|[;.!?] `)

// territory is the part of a line that speaks of a name: from its clause to the next one that names
// another, or to the sentence's end.
func territory(line, name string, names []string) string {
	var own []string
	for _, sentence := range sentenceEnd.Split(line, -1) {
		holds := false
		for _, clause := range splitClauses(sentence) {
			other := slices.ContainsFunc(names, func(n string) bool { return n != name && !strings.Contains(name, n) && strings.Contains(clause, n) })
			switch {
			case strings.Contains(clause, name):
				holds = true
			case other:
				holds = false
			}
			if holds {
				own = append(own, clause)
			}
		}
	}
	return strings.Join(own, "\n")
}

// nearest is the number of a clause that speaks of what stands from one byte to another: the first behind
// it, else the last before it; "" none.
func nearest(clause string, from, to int) string {
	if behind := figuresOf(clause[to:]); len(behind) > 0 {
		return behind[0]
	}
	if before := figuresOf(clause[:from]); len(before) > 0 {
		return before[len(before)-1]
	}
	return ""
}
