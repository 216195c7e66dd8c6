package segment

import (
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

func TestTokensSpellTheText(t *testing.T) {
	s, err := base()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "好", "杨枝甘露5元一杯,app闪退[怒]😡", "a", "\n", "vivo x100 真好用"} {
		end := 0
		for _, tok := range s.Tokens(nil, []byte(text)) {
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

func BenchmarkTokens(b *testing.B) {
	s, err := base()
	if err != nil {
		b.Fatal(err)
	}
	text := []byte("这家奶茶店的杨枝甘露喝出了头发[怒]，app老是闪退付不了款，找客服半天没人理，以后再也不会来了真的很失望。")
	var tokens []Token
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		tokens = s.Tokens(tokens[:0], text)
	}
}
