package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"github.com/tingfeng-voc/tingfeng/nlp/trie"
)

var update = flag.Bool("update", false, "write dictionary.bin anew from gse's embedded dictionary")

// loadGSE reads gse's simplified dictionary. gse's LoadDict without arguments looks for its files
// through the source path of the machine that built the binary and goes on without them when they
// are missing, so it is never used.
func loadGSE() (*gse.Segmenter, error) {
	s := &gse.Segmenter{SkipLog: true}
	return s, s.LoadDictEmbed("zh_s")
}

// reference is gse with its own dictionary, loaded once: it takes two seconds.
var reference = sync.OnceValues(loadGSE)

// addToGSE is what user words have always meant.
func addToGSE(s *gse.Segmenter, words []Word) error {
	for _, w := range words {
		text := strings.TrimSpace(w.Text)
		if text == "" {
			continue
		}
		freq := w.Freq
		if freq <= 0 {
			freq = Strong
		}
		// Find also says ok of the mere beginning of a word; only a word has a frequency.
		have, _, _ := s.Find(text)
		if have >= freq {
			continue
		}
		if have > 0 {
			// AddToken leaves a word alone that is there already: the new frequency would be lost.
			if err := s.RemoveToken(text); err != nil {
				return fmt.Errorf("remove %q: %w", text, err)
			}
		}
		if err := s.AddToken(text, freq); err != nil {
			return fmt.Errorf("add %q: %w", text, err)
		}
	}
	s.CalcToken() // without it a new word has distance 0 and swallows its neighbours
	return nil
}

// cutByGSE is Slice and Tokens as gse answers them.
func cutByGSE(s *gse.Segmenter, text string) ([]string, []Token) {
	total := s.Dict.TotalFreq()
	segments := s.Segment([]byte(text))
	var tokens []Token
	for _, seg := range segments {
		tok := seg.Token()
		t := Token{Start: seg.Start(), End: seg.End(), Rarity: unknownRarity}
		if pos := tok.Pos(); pos != "" {
			t.POS = pos[0]
		}
		if f := tok.Freq(); f > 0 && t.POS != 'x' {
			t.Rarity = math.Log2(total / f)
		}
		tokens = append(tokens, t)
	}
	return gse.ToSlice(segments), tokens
}

// differ tells how ours cuts text otherwise than gse; "" if it does not.
func differ(ours *Segmenter, theirs *gse.Segmenter, text string) string {
	words, tokens := cutByGSE(theirs, text)
	if got := ours.Slice(text); !slices.Equal(got, words) {
		return fmt.Sprintf("Slice(%q) = %q, gse %q", text, got, words)
	}
	if got := ours.Tokens(nil, text); !slices.Equal(got, tokens) {
		return fmt.Sprintf("Tokens(%q) = %v, gse %v", text, got, tokens)
	}
	return ""
}

// encode gives dictionary.bin for the words of s.
func encode(s *gse.Segmenter) ([]byte, error) {
	tokens := s.Dict.Tokens
	runes := runesByUse(tokens)
	var codes trie.Codes
	for _, r := range runes {
		if _, err := codes.Learn(r); err != nil {
			return nil, err
		}
	}
	kinds, number := []kind{{1, 'x'}}, map[kind]uint32{}
	keys := make([]trie.Key, len(tokens))
	for i := range tokens {
		k := kind{freq: tokens[i].Freq()}
		if pos := tokens[i].Pos(); pos != "" {
			k.pos = pos[0]
		}
		if _, ok := number[k]; !ok {
			number[k] = uint32(len(kinds))
			kinds = append(kinds, k)
		}
		keys[i].Value = number[k]
		for _, r := range tokens[i].Text() {
			keys[i].Codes = append(keys[i].Codes, codes.Of(r))
		}
	}
	cells, err := trie.Arrange(keys, codes.Known(), math.MaxInt)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(magic)
	freqs, poses := make([]float64, len(kinds)), make([]byte, len(kinds))
	for i, k := range kinds {
		freqs[i], poses[i] = k.freq, k.pos
	}
	for _, part := range []any{uint32(len(runes)), uint32(len(kinds)), uint32(len(cells)), uint32(0), s.Dict.TotalFreq(), runes, freqs, poses, []uint64(cells)} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// runesByUse lists the runes of the words, the most frequent first: what is often read lies close
// together.
func runesByUse(tokens []gse.Token) []rune {
	use := map[rune]float64{}
	for i := range tokens {
		for _, r := range tokens[i].Text() {
			use[r] += tokens[i].Freq()
		}
	}
	runes := make([]rune, 0, len(use))
	for r := range use {
		runes = append(runes, r)
	}
	slices.SortFunc(runes, func(a, b rune) int {
		if c := cmp.Compare(use[b], use[a]); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	return runes
}

func TestTheDictionaryIsThatOfGSE(t *testing.T) {
	s, err := reference()
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Dict.Tokens {
		if w := s.Dict.Tokens[i].Text(); !utf8.ValidString(w) || strings.ContainsRune(w, 0) {
			t.Fatalf("gse has the word %q, which has no codes", w)
		}
	}
	file := dictionaryFile
	if *update {
		made, err := encode(s)
		if err != nil {
			t.Fatal(err)
		}
		file = string(made)
	}
	d, err := decode(file)
	if err != nil {
		t.Fatal(err)
	}
	checkWords(t, s, d)
	if *update && !t.Failed() {
		if err := os.WriteFile("dictionary.bin", []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkWords holds d against gse's dictionary: every word with its frequency and part of speech, and
// not one more.
func checkWords(t *testing.T, s *gse.Segmenter, d *dictionary) {
	const remedy = "make dictionary.bin anew: go test ./nlp/segment -run TestTheDictionary -update"
	if d.total != s.Dict.TotalFreq() {
		t.Fatalf("the total is %v, gse's %v: %s", d.total, s.Dict.TotalFreq(), remedy)
	}
	words := 0
	for _, cell := range d.cells {
		if trie.Value(cell) != 0 {
			words++
		}
	}
	if words != s.Dict.NumTokens() {
		t.Fatalf("%d words, gse has %d: %s", words, s.Dict.NumTokens(), remedy)
	}
	for i := range s.Dict.Tokens {
		tok := &s.Dict.Tokens[i]
		pos := byte(0)
		if tok.Pos() != "" {
			pos = tok.Pos()[0]
		}
		if k, ok := d.find(tok.Text()); !ok || d.kinds[k] != (kind{tok.Freq(), pos}) {
			t.Fatalf("%q has the kind %v, %v; want frequency %v and part of speech %q: %s", tok.Text(), k, ok, tok.Freq(), pos, remedy)
		}
	}
}
