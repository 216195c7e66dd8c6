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

// slowly gives the normal form without the short cut for texts that have it already.
func slowly(s string) string {
	var b strings.Builder
	w := writer{out: &b}
	for i, r := range s {
		if _, n := utf8.DecodeRuneInString(s[i:]); r != utf8.RuneError || n != 1 {
			w.put(r, s[i+utf8.RuneLen(r):])
		}
	}
	return b.String()
}

func TestTheShortCutChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 9))
	short := 0
	for r := range rune(0x3100) { // each sign by itself, and among words
		for _, s := range []string{string(r), "好" + string(r) + "喝"} {
			if got, want := Text(s), slowly(s); got != want {
				t.Errorf("Text(%q) = %q, rune by rune it is %q", s, got, want)
			}
		}
	}
	for range 20_000 {
		s := randomText(rng)
		if rng.IntN(2) == 0 {
			s = slowly(s) // normal already: the short cut is taken
		}
		if plain(s) {
			short++
		}
		if got, want := Text(s), slowly(s); got != want {
			t.Fatalf("Text(%q) = %q, rune by rune it is %q", s, got, want)
		}
	}
	if short < 3000 {
		t.Errorf("the short cut was taken %d times: the test says little", short)
	}
}

func TestRunsAreShortenedAndNumbersAreNot(t *testing.T) {
	for n := range 12 {
		for _, one := range []string{"哈", "!", "！", "a", "😂", "。", "-"} {
			if got, want := Text(strings.Repeat(one, n)), strings.Repeat(one, min(n, MaxRun)); got != want {
				t.Errorf("%d times %q becomes %q, want %q", n, one, got, want)
			}
		}
		for _, digit := range []string{"0", "１", "9"} {
			if got := Text("共" + strings.Repeat(digit, n) + "元"); utf8.RuneCountInString(got) != n+2 {
				t.Errorf("%d digits %s become %q", n, digit, got)
			}
		}
	}
	if got := Text("哈\u200b哈\u200b哈\u200b哈\u200b哈"); got != "哈哈哈" {
		t.Errorf("what nobody sees between them makes a longer run: %q", got)
	}
}

// What stands in one sentence changes nothing in the next.
func TestSentencesAreNormalByThemselves(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for range 5000 {
		a, b := Text(randomText(rng)), Text(randomText(rng))
		if strings.HasSuffix(a, "。") || strings.HasPrefix(b, "。") {
			continue
		}
		if got, want := Text(a+"。"+b), a+"。"+b; got != want {
			t.Fatalf("%q and %q, normal by themselves, become %q", a, b, got)
		}
	}
}
