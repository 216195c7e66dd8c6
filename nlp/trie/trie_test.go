package trie

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestScanFindsWhatAPlainSearchFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("好吃不慢贵的了茶🙂")
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteRune(alphabet[rng.IntN(len(alphabet))])
		}
		return b.String()
	}
	for round := range 50 {
		set := map[string]bool{}
		for range 1 + rng.IntN(200) {
			set[word(1+rng.IntN(4))] = true
		}
		var words []string
		for w := range set {
			words = append(words, w)
		}
		slices.Sort(words)
		tr, err := Build(words)
		if err != nil {
			t.Fatal(err)
		}
		text := []rune(word(60) + "x" + word(20))
		var want []Hit
		for s := range text {
			for e := s + 1; e <= len(text); e++ {
				if i, ok := slices.BinarySearch(words, string(text[s:e])); ok {
					want = append(want, Hit{int32(s), int32(e), int32(i)})
				}
			}
		}
		if got := tr.Scan(nil, text); !slices.Equal(got, want) {
			t.Fatalf("round %d: text %q: got %v, want %v", round, string(text), got, want)
		}
	}
}

func TestLatinWordsStandAlone(t *testing.T) {
	tr, err := Build([]string{"app", "vivo", "315", "5星", "t恤", "奶茶"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want, why string }{
		{"app闪退", "app", "Chinese may touch a Latin word"},
		{"用app点奶茶", "app 奶茶", "on both sides"},
		{"happy", "", "inside another word it is not the word"},
		{"apps", "", "nor at its front"},
		{"打13155", "", "nor inside a number"},
		{"打315", "315", "a number alone is"},
		{"15星", "", "the digit side is guarded"},
		{"给5星好评", "5星", "the Chinese side is not"},
	} {
		var got []string
		runes := []rune(c.text)
		for _, h := range tr.Scan(nil, runes) {
			got = append(got, string(runes[h.Start:h.End]))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q gives %v, want %q", c.why, c.text, got, c.want)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for why, words := range map[string][]string{"an empty word": {"a", ""}, "the same word twice": {"好", "坏", "好"}} {
		if _, err := Build(words); err == nil {
			t.Errorf("%s was accepted", why)
		}
	}
}

func TestScanAllocatesNothing(t *testing.T) {
	tr, err := Build([]string{"好吃", "不好吃", "奶茶"})
	if err != nil {
		t.Fatal(err)
	}
	text := []rune("这家奶茶不好吃，那家奶茶好吃")
	hits := make([]Hit, 0, 16)
	if n := testing.AllocsPerRun(100, func() { hits = tr.Scan(hits[:0], text) }); n != 0 {
		t.Errorf("%v allocations a scan, want none", n)
	}
}

func BenchmarkBuild(b *testing.B) {
	words := make([]string, 20000)
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range words {
		words[i] = string([]rune{rune(0x4e00 + rng.IntN(4000)), rune(0x4e00 + rng.IntN(4000)), rune(0x4e00 + rng.IntN(4000))}) + fmt.Sprint(i)
	}
	for b.Loop() {
		if _, err := Build(words); err != nil {
			b.Fatal(err)
		}
	}
}
