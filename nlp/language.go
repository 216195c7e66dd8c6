package nlp

import (
	"strings"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// cantonese are characters and words that stand in written Cantonese and hardly anywhere else.
const cantonese = "嘅咗唔哋啲喺冇佢嚟睇嘢咁噉嗰乜啱攞嗌揾搵餸嘥瞓谂"

// language tells the language of a text as it was written: "zh-Hans", "zh-Hant", "yue", "en", "ja",
// "ko", "und". Script and a few telling characters decide; a text of fewer than two letters is
// "und".
func language(raw string) string {
	var han, trad, yue, kana, hangul, latin int
	for _, r := range raw {
		switch {
		case r < 0x80:
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				latin++
			}
		case isHan(r):
			han++
			if normal.Traditional(r) {
				trad++
			}
			if r > 0x5000 && strings.ContainsRune(cantonese, r) {
				yue++
			}
		case r >= 0x3041 && r <= 0x30FA:
			kana++
		case r >= 0xAC00 && r <= 0xD7A3:
			hangul++
		}
	}
	switch {
	case kana > 1 && kana*4 > han:
		return "ja"
	case hangul > 1 && hangul > han:
		return "ko"
	case yue >= 2 || yue == 1 && han < 12:
		return "yue"
	case han >= 2 || han == 1 && latin == 0:
		if trad*12 >= han && trad > 0 {
			return "zh-Hant"
		}
		return "zh-Hans"
	case latin >= 2:
		return "en"
	}
	return "und"
}
