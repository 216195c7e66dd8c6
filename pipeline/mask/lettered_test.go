package mask

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestLettersThatStandForDigits(t *testing.T) {
	m := newMasker(t)
	for in, want := range map[string]string{
		"打l39l2345678找我":          "打[手机号]找我",
		"I39I2345678":             "[手机号]",
		"139l2345678，急":           "[手机号]，急",
		"联系 139 l234 5678":        "联系 [手机号]",
		"联系 l39-l234-5678。":       "联系 [手机号]。",
		"158O0123456":             "[手机号]",
		"Ｉ３９１２３４５６７８":             "[手机号]",
		"花了38 139l2345678 退我":     "花了38 [手机号] 退我",
		"139/1234/5678":           "[手机号]",
		"打139 / 1234 / 5678":      "打[手机号]",
		"+86/139/1234/5678":       "[手机号]",
		"2024/03/15 13812345678":  "2024/03/15 [手机号]",
		"13812345678/13912345678": "[手机号]/[手机号]",
	} {
		if got := m.Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// What is written with slashes or with these letters and is nobody's number stays as it is.
func TestSlashesAndLettersOfOtherThings(t *testing.T) {
	m := newMasker(t)
	for _, text := range strings.Split(`2026/1234
2024/11/22到2024/12/31有效
血压138/88，昨天142/91
比分139/1234
得分 98/100，排名 5/1234
套餐199/1299/1999三档
内存8/12/16，存储128/256/512
139/12345/678
1398/1234/567
62220/2123/4567/8901/23
0316/2345/6789
110101/199001/011
13812/345678
型号l39l2345678X
货号AI39I2345678
l39l234567
l39l23456789
lOllOllOllO
I3OOIIOIOIO
139 l234-5678
Hello Olli, lol
IIIIIIIIIII
llO2345678l`, "\n") {
		for _, whole := range []string{text, "真的，" + text + "。"} {
			if got := m.Text(whole); got != whole {
				t.Errorf("%q became %q", whole, got)
			}
		}
	}
}

// Whichever of its digits are written as letters, and however few, a number does not stay.
func TestAnyLookalikeOfANumberIsMasked(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(8, 9))
	for range 3000 {
		number, letters := []byte(mobileOf(r)), 0
		for i, d := range number {
			with := map[byte]string{'1': "lI", '0': "Oo"}[d]
			if with != "" && letters < mostLetters && r.IntN(2) == 0 {
				number[i] = with[r.IntN(len(with))]
				letters++
			}
		}
		sep := []string{"", " ", "-"}[r.IntN(3)]
		in := "加" + surroundings[r.IntN(len(surroundings))] + grouped(string(number), sep, 3, 4, 4) + surroundings[r.IntN(len(surroundings))] + "吧"
		if out := m.Text(in); !strings.Contains(out, tagMobile) || strings.ContainsAny(out, "0123456789lIOo") {
			t.Fatalf("%q became %q", in, out)
		}
	}
}
