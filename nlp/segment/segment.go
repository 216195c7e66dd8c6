// Package segment cuts Chinese text into words exactly as gse's Slice does, many times faster.
//
// The words are gse's simplified dictionary (texts are simplified before they are cut) and the way
// through them is gse's shortest path, not its Cut with a hidden Markov model: on the SIGHAN texts
// it is both the better and the faster one. gse itself is asked in tests alone: it reads its
// dictionary, from which dictionary.bin is made (go test -update), and it is the reference every
// text is cut with as well. NOTICE says whose the dictionary is.
package segment

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode/utf8"
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
	dict    *dictionary
	costs   []float32 // by kind: gse's distance, asked for every word that might be one
	prices  []price   // by kind, asked for the words that are
	own     *overlay  // user words; nil: none
	cutters sync.Pool
}

// price is what is told of a word of one kind.
type price struct {
	rarity float64
	pos    byte
}

// New makes a segmenter of the embedded dictionary and the words given. All share the dictionary:
// the first takes about ten milliseconds, each further one about one, so changed user words are
// answered with a new Segmenter.
//
// As with gse's AddToken, every word's frequency raises the total and so makes all others a little
// dearer; of equal words the first stands unless a later one is more frequent; and the frequency of
// a word that had one before stays in the total.
func New(words []Word) (*Segmenter, error) {
	d, err := embedded()
	if err != nil {
		return nil, err
	}
	return d.with(words)
}

// with gives a segmenter of d and words.
func (d *dictionary) with(words []Word) (*Segmenter, error) {
	s := &Segmenter{dict: d}
	s.cutters.New = func() any { return new(cutter) }
	total, kinds := d.total, d.kinds
	if len(words) > 0 {
		o, err := d.overlay(words)
		if err != nil {
			return nil, err
		}
		if len(o.cells) > 0 {
			s.own, total, kinds = o, o.total, o.kinds
		}
	}
	s.costs, s.prices = make([]float32, len(kinds)), make([]price, len(kinds))
	// The very arithmetic of gse: another rounding would decide some ties otherwise.
	all := float32(math.Log2(total))
	for i, k := range kinds {
		s.costs[i] = all - float32(math.Log2(k.freq))
		s.prices[i] = price{unknownRarity, k.pos}
		if k.pos != 'x' {
			s.prices[i].rarity = math.Log2(total / k.freq)
		}
	}
	s.costs[unknown], s.prices[unknown] = unknownRarity, price{unknownRarity, 'x'}
	return s, nil
}

// Has tells whether word is one of the dictionary or of the words given to New.
func (s *Segmenter) Has(word string) bool {
	word = asciiLower(word)
	if _, ok := s.dict.find(word); ok {
		return true
	}
	return s.own != nil && s.own.has(word)
}

// unknownRarity is what gse has a character cost that is no word, in bits.
const unknownRarity = 32

// Slice gives the words of text in order. Together they spell it, but for the case of ASCII letters,
// which is lowered.
func (s *Segmenter) Slice(text string) []string {
	tokens := s.Tokens(nil, text)
	if len(tokens) == 0 {
		return nil
	}
	lower := asciiLower(text)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = lower[t.Start:t.End]
	}
	return words
}

// asciiLower lowers A–Z and nothing else: strings.ToLower would change other letters and broken bytes.
func asciiLower(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r >= 'A' && r <= 'Z' }) < 0 {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// Token is one word of a text with where it stands.
type Token struct {
	Start, End int     // byte offsets
	Rarity     float64 // bits of surprise: log2 of the dictionary's total over the word's frequency; 32 for strings it does not know
	POS        byte    // first letter of the part of speech: 'n' noun, 'v' verb, 'a' adjective, 0 unknown, 'x' not in the dictionary
}

// Tokens appends the words of text to tokens. Text may be any bytes.
func (s *Segmenter) Tokens(tokens []Token, text string) []Token {
	if text == "" {
		return tokens
	}
	c := s.cutters.Get().(*cutter)
	tokens = c.cut(s, tokens, text)
	s.letGo(c)
	return tokens
}

// TokensBeside appends the words of text to tokens, and to plain those that a Segmenter without
// user words gives: both for little more than the price of one.
func (s *Segmenter) TokensBeside(without *Segmenter, tokens, plain []Token, text string) (_, _ []Token) {
	if text == "" {
		return tokens, plain
	}
	c := s.cutters.Get().(*cutter)
	tokens = c.cut(s, tokens, text)
	c.walk(without.costs, nil, c.words)
	plain = c.collect(without, plain)
	s.letGo(c)
	return tokens, plain
}

func (s *Segmenter) letGo(c *cutter) {
	if cap(c.runes) < 1<<16 { // what one huge text needed is not kept
		s.cutters.Put(c)
	}
}

// golden are sentences that come out wrong when the dictionary is damaged, with the words gse cuts
// them into.
var golden = []string{
	"刹车 失灵 售后 不 处理",
	"排队 等 了 一个 小时 ， 服务员 态度 很 差 ， 不会 再来 了 。",
	"卡拉 ok 房间 里 wifi 连不上 ， 4s店 说 要 加 200 元",
	"南京市 长江大桥",
}

func (s *Segmenter) selfTest() error {
	for _, want := range golden {
		text := strings.ReplaceAll(want, " ", "")
		if got := strings.Join(s.Slice(text), " "); got != want {
			return fmt.Errorf("segment: self-test: %q was cut into %q, want %q: the embedded dictionary is damaged; build again from a clean copy of the sources", text, got, want)
		}
	}
	return nil
}

// unitRune tells whether r, read from size bytes, belongs to a run of letters and digits that gse
// never parts: those of scripts whose letters take at most two bytes.
func unitRune(r rune, size int) bool {
	return size <= 2 && r < utf8.RuneSelf*16 && joined[r]
}
