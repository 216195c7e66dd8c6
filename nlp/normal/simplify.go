package normal

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

//go:embed simplified.txt
var simplifiedTable string

// simplified gives for each rune of the block U+4E00–U+9FFF its simplified form; 0: it is one.
var simplified = readSimplified(simplifiedTable)

const hanFirst, hanLast = 0x4E00, 0x9FFF

func readSimplified(table string) *[hanLast - hanFirst + 1]uint16 {
	var forms [hanLast - hanFirst + 1]uint16
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, pair := range strings.Fields(line) {
			from, n := utf8.DecodeRuneInString(pair)
			to, _ := utf8.DecodeRuneInString(pair[n:])
			forms[from-hanFirst] = uint16(to)
		}
	}
	return &forms
}

// Five characters are simplified in some words only; their neighbours decide.
//
// 乾 is 干 (dry: 乾淨, 餅乾) but for the trigram and reign names; 著 is written for 着 in Taiwan and
// Hong Kong (看著, 等著), and stays where it means a work or to be noted (著名, 原著, 显著). 覆 is 复
// in 回覆 and 反覆 and stays in 覆蓋; 俱 is 具 in 傢俱 and stays in 俱樂部; 藉 is 借 in 藉口 and 憑藉 and stays
// in 狼藉.
const (
	keepsQianAfter = "隆坤元陵清卦"
	keepsQianAlone = "康"
	keepsZhuBefore = "名作称述者录书文书迹"
	keepsZhuAfter  = "名原显土昭译专论巨编合卓拙遗"
	turnsFuAfter   = "回反答批函"
	keepsJuBefore  = "乐樂全备備"
	turnsJieBefore = "口由助此机機着著酒以"
)

// simplify gives the simplified form of r between its neighbours (before already simplified, after
// as written).
func simplify(before, r, after rune) rune {
	switch r {
	case '乾':
		if strings.ContainsRune(keepsQianAfter, after) || strings.ContainsRune(keepsQianAlone, before) {
			return r
		}
		return '干'
	case '著':
		if after = simplifyAlone(after); strings.ContainsRune(keepsZhuBefore, after) || strings.ContainsRune(keepsZhuAfter, before) {
			return r
		}
		return '着'
	case '覆':
		if strings.ContainsRune(turnsFuAfter, before) {
			return '复'
		}
	case '俱':
		if before == '家' && !strings.ContainsRune(keepsJuBefore, after) {
			return '具'
		}
	case '藉':
		if before == '凭' || before == '假' || strings.ContainsRune(turnsJieBefore, after) {
			return '借'
		}
	}
	return simplifyAlone(r)
}

// wavers tells whether the simplified form of r depends on its neighbours.
func wavers(r rune) bool {
	switch r {
	case '乾', '著', '覆', '俱', '藉':
		return true
	}
	return false
}

func simplifyAlone(r rune) rune {
	if r >= hanFirst && r <= hanLast {
		if s := simplified[r-hanFirst]; s != 0 {
			return rune(s)
		}
	}
	return r
}

// Traditional tells whether r is written so in traditional script only.
func Traditional(r rune) bool {
	return r >= hanFirst && r <= hanLast && simplified[r-hanFirst] != 0 && r != '妳' && r != '牠'
}
