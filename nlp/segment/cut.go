package segment

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/trie"
)

// joined holds the runes of at most two bytes that are letters or digits.
var joined = func() (set [0x800]bool) {
	for r := range rune(len(set)) {
		set[r] = unicode.IsLetter(r) || unicode.IsNumber(r)
	}
	return set
}()

// cutter is the working memory of one cut.
type cutter struct {
	runes []letter
	steps []step
}

// letter is one rune of the text.
type letter struct {
	at   int32 // byte offset
	code uint16
	more bool // the next rune belongs to the same run of letters and digits: no word ends here
}

// step is the cheapest way found so far to a place between two runes.
type step struct {
	distance float32 // 0: none found yet, as in gse
	from     int32   // rune at which the last word begins
	kind     uint32
}

// read takes text apart into runes, the last of which is a guard behind the end.
func (c *cutter) read(s *Segmenter, text string) {
	codes := &s.dict.codes
	if s.own != nil {
		codes = &s.own.codes
	}
	c.runes = c.runes[:0]
	inside := false
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		switch {
		case r < utf8.RuneSelf:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
		default:
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		unit := unitRune(r, size)
		if unit && inside {
			c.runes[len(c.runes)-1].more = true
		}
		inside = unit
		l := letter{at: int32(i)}
		if r != utf8.RuneError || size > 1 { // a broken byte is in no word
			l.code = codes.Of(r)
		}
		c.runes = append(c.runes, l)
		i += size
	}
	c.runes = append(c.runes, letter{at: int32(len(text))})
}

// walk finds the cheapest way to every place a word can end at: gse's segmentWords, with its
// preference for the word that begins first where two ways cost the same.
func (c *cutter) walk(s *Segmenter) {
	n := len(c.runes) - 1
	if cap(c.steps) <= n {
		c.steps = make([]step, n+1+n/4)
	}
	c.steps = c.steps[:n+1]
	clear(c.steps)
	for i := 0; i < n; i++ {
		var found uint64
		if s.own != nil {
			found = c.follow(s.own.cells, s.costs, i, 0)
		}
		found |= c.follow(s.dict.cells, s.costs, i, found)
		end := i + 1
		for c.runes[end-1].more {
			end++
		}
		if found&1 == 0 {
			c.offer(i, end, unknown, unknownRarity)
		}
		i = end - 1
	}
}

// follow offers every word of cells that begins at rune from, but for those whose length is in
// except, and gives the lengths found: bit n−1 for n characters, a run of letters counted as one.
// Lengths beyond 64 are in no set; the dictionary, whose words except is for, has none so long.
func (c *cutter) follow(cells trie.Array, costs []float32, from int, except uint64) (found uint64) {
	runes := c.runes[from:]
	state, parent := uint32(0), uint32(0)
	cell := cells[0]
	bit := uint64(1)
	for i := range runes {
		code := runes[i].code
		if code == 0 {
			return found
		}
		state, parent = trie.Base(cell)+uint32(code), state
		if int(state) >= len(cells) { // the code of a rune that only user words have
			return found
		}
		if cell = cells[state]; trie.Check(cell) != parent {
			return found
		}
		if runes[i].more {
			continue
		}
		if v := trie.Value(cell); v != 0 && except&bit == 0 {
			found |= bit
			c.offer(from, from+i+1, v-1, costs[v-1])
		}
		bit <<= 1
	}
	return found
}

// offer proposes to reach to from from by a word of kind.
func (c *cutter) offer(from, to int, kind uint32, distance float32) {
	s := &c.steps[to]
	if d := c.steps[from].distance + distance; s.distance == 0 || s.distance > d {
		*s = step{d, int32(from), kind}
	}
}

// collect appends the words on the cheapest way to tokens.
func (c *cutter) collect(s *Segmenter, tokens []Token) []Token {
	n := 0
	for at := len(c.runes) - 1; at > 0; at = int(c.steps[at].from) {
		n++
	}
	have := len(tokens)
	tokens = slices.Grow(tokens, n)[:have+n]
	for at, i := len(c.runes)-1, have+n-1; at > 0; i-- {
		st := &c.steps[at]
		p := &s.prices[st.kind]
		tokens[i] = Token{int(c.runes[st.from].at), int(c.runes[at].at), p.rarity, p.pos}
		at = int(st.from)
	}
	return tokens
}
