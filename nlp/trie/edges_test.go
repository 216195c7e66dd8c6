package trie

import (
	"slices"
	"strings"
	"testing"
)

func scanned(t *testing.T, words []string, text string) []string {
	t.Helper()
	tr, err := Build(words)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	runes := []rune(text)
	for _, h := range tr.Scan(nil, runes) {
		if string(runes[h.Start:h.End]) != words[h.Word] {
			t.Fatalf("%q: the hit %+v stands for %q", text, h, words[h.Word])
		}
		got = append(got, words[h.Word])
	}
	return got
}

func TestEdgesOfAScan(t *testing.T) {
	for _, c := range []struct{ words, text, want, why string }{
		{"", "好喝", "", "no words, no hits"},
		{"好喝", "", "", "no text, no hits"},
		{"好喝", "好", "", "a text shorter than the word"},
		{"好喝", "好喝", "好喝", "the whole text"},
		{"好 好喝 好喝的 喝", "好喝的", "好 好喝 好喝的 喝", "words within words, by start and then length"},
		{"哈哈", "哈哈哈", "哈哈 哈哈", "hits may overlap"},
		{"👍 ❤", "👍❤👍", "👍 ❤ 👍", "signs beyond the first plane"},
		{"tea", "tea-tea", "tea tea", "a dash parts Latin words"},
		{"t恤", "大t恤xt恤", "t恤", "the Latin side is guarded, the Chinese is not"},
		{"iphone", "iphone15 iphone", "iphone iphone", "a model behind a name ends it"},
		{"15", "a15 15b 15", "15", "but digits end no word of letters, nor letters a number"},
		{"1 15", "15", "15", "nor digits a number"},
		{"é", "caférie é", "é", "letters with accents are letters"},
	} {
		if got := strings.Join(scanned(t, strings.Fields(c.words), c.text), " "); got != c.want {
			t.Errorf("%s: %q in %q gives %q, want %q", c.why, c.words, c.text, got, c.want)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add("好 好喝 app", "app好喝")
	f.Add("a ab b", "ab a b")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, list, text string) {
		clean := func(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "") } // as normalised texts are
		words := strings.Fields(clean(list))
		slices.Sort(words)
		words = slices.Compact(words)
		text = clean(text)
		last := int32(0)
		tr, err := Build(words)
		if err != nil {
			t.Fatal(err)
		}
		runes := []rune(text)
		for _, h := range tr.Scan(nil, runes) {
			if h.Start < last || h.End > int32(len(runes)) || string(runes[h.Start:h.End]) != words[h.Word] {
				t.Fatalf("%q in %q: hit %+v", words, text, h)
			}
			last = h.Start
		}
	})
}
