package normal

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// odd are runes that made a normal form differ from itself somewhere, or might.
var odd = []rune("乾著覆俱藉回家凭口名坤 \n\t\r　\u200b\ufeff\u2028ＡａİıßſÅ１，！？～[]［］❤️👍🏻哈哈哈1110\xadéＥ￥…鬥裡麵后後髮")

func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(30) {
		switch rng.IntN(12) {
		case 0:
			b.WriteByte(byte(rng.IntN(256)))
		case 1:
			b.WriteRune(rune(0x4e00 + rng.IntN(0x5200)))
		default:
			b.WriteRune(odd[rng.IntN(len(odd))])
		}
	}
	return b.String()
}

func TestTheNormalFormIsItsOwn(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	for range 20_000 {
		s := randomText(rng)
		once := Text(s)
		if Text(once) != once {
			t.Fatalf("Text(%q) = %q, and again %q", s, once, Text(once))
		}
		if !utf8.ValidString(once) || utf8.RuneCountInString(once) > utf8.RuneCountInString(s) {
			t.Fatalf("Text(%q) = %q: not UTF-8, or longer", s, once)
		}
		if strings.TrimSpace(once) != once || strings.Contains(once, "  ") || strings.Contains(once, "\n\n") {
			t.Fatalf("Text(%q) = %q holds idle white space", s, once)
		}
		for _, r := range once {
			if r >= 0xA0 && invisible(r) || r >= 'A' && r <= 'Z' || r >= 'Ａ' && r <= 'Ｚ' || r >= '０' && r <= '９' {
				t.Fatalf("Text(%q) = %q holds %q", s, once, r)
			}
		}
	}
}

func TestWhatLooksAlikeIsAlike(t *testing.T) {
	for _, c := range [][2]string{
		{"Ｔｅａ　Ｘ", "tea x"}, {"［怒］", "[怒]"}, {"態度", "态度"}, {"好\u200d喝", "好喝"}, {"啊啊啊啊啊", "啊啊啊"},
		{"a\r\n\r\nb", "a\nb"}, {"\u3000\u3000好", "好"}, {"好❤️", "好❤"},
	} {
		if Text(c[0]) != Text(c[1]) {
			t.Errorf("%q becomes %q, %q becomes %q", c[0], Text(c[0]), c[1], Text(c[1]))
		}
	}
}
