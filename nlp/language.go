package nlp

import (
	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

// cantonese are characters that stand in written Cantonese and hardly anywhere else.
const cantonese = "嘅咗唔哋啲喺冇佢嚟睇嘢咁噉嗰乜啱攞嗌揾搵餸嘥瞓谂"

// cantoneseSet has a bit for each of them.
var cantoneseSet = func() (set [0x10000 / 64]uint64) {
	for _, r := range cantonese {
		set[r/64] |= 1 << (r % 64)
	}
	return set
}()

// scripts counts the letters of a text by what they tell of its language.
type scripts struct{ han, trad, yue, kana, hangul, latin int }

func (s *scripts) add(r rune) {
	switch {
	case r < 0x80:
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			s.latin++
		}
	case isHan(r):
		s.han++
		if normal.Traditional(r) {
			s.trad++
		}
		if r > 0x5000 && r < 0x10000 && cantoneseSet[r/64]>>(r%64)&1 != 0 {
			s.yue++
		}
	case r >= 0x3041 && r <= 0x30FA:
		s.kana++
	case r >= 0xAC00 && r <= 0xD7A3:
		s.hangul++
	}
}

// language tells the language of a text as it was written: "zh-Hans", "zh-Hant", "yue", "en", "ja",
// "ko", "und". Script and a few telling characters decide; a text of fewer than two letters is
// "und".
func language(raw string) string {
	var s scripts
	for _, r := range raw {
		s.add(r)
	}
	switch {
	case s.kana > 1 && s.kana*4 > s.han:
		return "ja"
	case s.hangul > 1 && s.hangul > s.han:
		return "ko"
	case s.yue >= 2 || s.yue == 1 && s.han < 12:
		return "yue"
	case s.han >= 2 || s.han == 1 && s.latin == 0:
		if s.trad*12 >= s.han && s.trad > 0 {
			return "zh-Hant"
		}
		return "zh-Hans"
	case s.latin >= 2:
		return "en"
	}
	return "und"
}
