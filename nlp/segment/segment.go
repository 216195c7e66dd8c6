// Package segment cuts Chinese text into words. It is the only importer of gse.
//
// The dictionary is gse's embedded simplified one (zh_s): texts are simplified before they are cut.
// gse's LoadDict without arguments looks for its files through the source path of the machine that
// built the binary and goes on without them when they are missing, so it is never used here; a
// golden sentence proves at every start that the dictionary is really there.
//
// The words come from gse's shortest path (the algorithm of its Slice), not from its Cut with a
// hidden Markov model: on the SIGHAN texts it is both the better and the faster one.
package segment

import (
	"fmt"
	"math"
	"strings"

	"github.com/go-ego/gse"
)

// Word is a word the dictionary lacks.
type Word struct {
	Text string
	Freq float64 // occurrences among the dictionary's 33 million; 0: Strong
}

// Strong is the frequency of a word that is to be kept whole: with it a word of two or more
// characters costs less than its characters or the usual words inside it.
const Strong = 20000

// Segmenter cuts text into words. It is safe for concurrent use; nothing changes it once made.
type Segmenter struct {
	gse gse.Segmenter
}

// New loads the embedded dictionary and the words of ours. It takes about a second and 130 MB.
func New(words []Word) (*Segmenter, error) {
	s := &Segmenter{}
	s.gse.SkipLog = true
	if err := s.gse.LoadDictEmbed("zh_s"); err != nil {
		return nil, fmt.Errorf("segment: load the embedded dictionary: %w", err)
	}
	if err := s.selfTest(); err != nil {
		return nil, err
	}
	if err := s.add(words); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Segmenter) add(words []Word) error {
	added := false
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
		have, _, _ := s.gse.Find(text)
		if have >= freq {
			continue
		}
		if have > 0 {
			// AddToken leaves a word alone that is there already: the new frequency would be lost.
			if err := s.gse.RemoveToken(text); err != nil {
				return fmt.Errorf("segment: user word %q: %w", text, err)
			}
		}
		if err := s.gse.AddToken(text, freq); err != nil {
			return fmt.Errorf("segment: user word %q: %w", text, err)
		}
		added = true
	}
	if added {
		s.gse.CalcToken() // without it a new word has distance 0 and swallows its neighbours
	}
	return nil
}

// golden is a sentence that comes out wrong when the dictionary is missing or damaged.
const golden = "刹车失灵售后不处理"

var goldenWords = []string{"刹车", "失灵", "售后", "不", "处理"}

func (s *Segmenter) selfTest() error {
	got := s.Slice(golden)
	if strings.Join(got, "|") != strings.Join(goldenWords, "|") {
		return fmt.Errorf("segment: self-test: %q was cut into %q, want %q: the embedded dictionary of gse is missing or changed; build with the pinned version", golden, got, goldenWords)
	}
	return nil
}

// Slice gives the words of text in order. Together they spell it, but for letter case.
func (s *Segmenter) Slice(text string) []string {
	return s.gse.Slice(text)
}

// Token is one word of a text with where it stands.
type Token struct {
	Start, End int     // byte offsets
	Rarity     float64 // bits of surprise: log2 of the dictionary's total over the word's frequency; 32 for strings it does not know
	POS        byte    // first letter of the part of speech: 'n' noun, 'v' verb, 'a' adjective, 0 unknown, 'x' not in the dictionary
}

// Tokens appends the words of text to tokens.
func (s *Segmenter) Tokens(tokens []Token, text []byte) []Token {
	total := s.gse.Dict.TotalFreq()
	for _, seg := range s.gse.Segment(text) {
		tok := seg.Token()
		t := Token{Start: seg.Start(), End: seg.End(), Rarity: 32}
		if pos := tok.Pos(); pos != "" {
			t.POS = pos[0]
		}
		if f := tok.Freq(); f > 0 && t.POS != 'x' {
			t.Rarity = math.Log2(total / f)
		}
		tokens = append(tokens, t)
	}
	return tokens
}
