package segment

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

// base is loaded once: it takes a second.
var base = sync.OnceValues(func() (*Segmenter, error) {
	return New([]Word{{Text: "杨枝甘露"}, {Text: "轻衡"}, {Text: "奶茶店"}, {Text: "付不了款"}})
})

func TestUserWordsTakeEffect(t *testing.T) {
	s, err := base()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"这家奶茶店的杨枝甘露": "这家 奶茶店 的 杨枝甘露",
		"轻衡的奶茶":      "轻衡 的 奶茶",
		"一直付不了款":     "一直 付不了款",
		"刹车失灵":       "刹车 失灵",
	} {
		if got := strings.Join(s.Slice(text), " "); got != want {
			t.Errorf("%q was cut into %q, want %q", text, got, want)
		}
	}
}

func TestAWordOfTheDictionaryGetsTheNewFrequency(t *testing.T) {
	s, err := New([]Word{{Text: "不处理", Freq: 3e6}})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Slice("售后不处理"); !slices.Equal(got, []string{"售后", "不处理"}) {
		t.Errorf("got %q", got)
	}
}

func TestHas(t *testing.T) {
	s, err := base()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]bool{"处理": true, "杨枝甘露": true, "4S店": true, "卡拉": true, "杨枝甘": false, "": false, "好喝好喝": false, "😡": false, "\xff": false} {
		if s.Has(word) != want {
			t.Errorf("Has(%q) is %v", word, !want)
		}
	}
}

func TestTokensSpellTheText(t *testing.T) {
	s, err := base()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "好", "杨枝甘露5元一杯,app闪退[怒]😡", "a", "\n", "vivo x100 真好用"} {
		end := 0
		for _, tok := range s.Tokens(nil, text) {
			if tok.Start != end || tok.End <= tok.Start {
				t.Fatalf("%q: token %+v does not follow on %d", text, tok, end)
			}
			end = tok.End
		}
		if end != len(text) {
			t.Errorf("%q: tokens end at %d of %d", text, end, len(text))
		}
	}
}

func TestTwoCutsAtOnceAreThoseOfEachAlone(t *testing.T) {
	own, err := New([]Word{{Text: "杨枝甘露"}, {Text: "排队等", Freq: 5e5}, {Text: "ab"}, {Text: "很差", Freq: 1}, {Text: "𠮷野家"}, {Text: strings.Repeat("啊", 70)}})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range append([]string{
		"", "好", "排队等了一个小时", "这家店的杨枝甘露很差", "ab车 abc车 ABab", "𠮷野家的牛肉饭", "乱\xff码\x00排队等",
		strings.Repeat("啊", 150) + "完了", benchText,
	}, golden...) {
		tokens, without := own.TokensBeside(plain, nil, nil, text)
		if want := own.Tokens(nil, text); !slices.Equal(tokens, want) {
			t.Errorf("%q: %v, alone %v", text, tokens, want)
		}
		if want := plain.Tokens(nil, text); !slices.Equal(without, want) {
			t.Errorf("%q without user words: %v, alone %v", text, without, want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	s, err := base()
	if err != nil {
		t.Fatal(err)
	}
	want := s.Slice("这家奶茶店的杨枝甘露喝出了头发")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				if got := s.Slice("这家奶茶店的杨枝甘露喝出了头发"); !slices.Equal(got, want) {
					t.Errorf("got %q, want %q", got, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestWordsThatCannotBeAdded(t *testing.T) {
	for _, w := range []Word{{Text: "好\x00喝"}, {Text: "好\xff"}, {Text: "好喝", Freq: math.NaN()}, {Text: "好喝", Freq: math.Inf(1)}} {
		if _, err := New([]Word{w}); err == nil || !strings.Contains(err.Error(), "user word") {
			t.Errorf("%q of frequency %v: got the error %v, want one that names the word", w.Text, w.Freq, err)
		}
	}
}

func TestADamagedDictionaryIsRefused(t *testing.T) {
	for why, file := range map[string]string{
		"empty": "", "cut short": dictionaryFile[:len(dictionaryFile)-8], "another file": strings.Repeat("x", 100), "the header alone": dictionaryFile[:headerSize],
	} {
		if _, err := decode(file); err == nil {
			t.Errorf("%s: was accepted", why)
		}
	}
	damaged := []byte(dictionaryFile)
	for i := len(damaged) / 2; i < len(damaged); i++ {
		damaged[i] = 0xff
	}
	d, err := decode(string(damaged))
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.with(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.selfTest(); err == nil {
		t.Error("the golden sentences were cut right with half of the words gone")
	}
}

const benchText = "这家奶茶店的杨枝甘露喝出了头发[怒]，app老是闪退付不了款，找客服半天没人理，以后再也不会来了真的很失望。"

func BenchmarkTokens(b *testing.B) {
	s, err := base()
	if err != nil {
		b.Fatal(err)
	}
	var tokens []Token
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		tokens = s.Tokens(tokens[:0], benchText)
	}
}

func BenchmarkSlice(b *testing.B) {
	pairs := bothWays(b)
	for name, cut := range map[string]func(string) []string{
		"ours": func(t string) []string { return pairs[1].ours.Slice(t) },
		"gse":  func(t string) []string { return pairs[1].theirs.Slice(t) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(benchText)))
			b.ReportAllocs()
			for b.Loop() {
				cut(benchText)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	b.Run("dictionary", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := decode(dictionaryFile); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("user words", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := New(userWords); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("gse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := loadGSE(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
