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
	own   []word // user words
	words []word // the dictionary's
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

// cut appends the words of text to tokens.
func (c *cutter) cut(s *Segmenter, tokens []Token, text string) []Token {
	c.read(s, text)
	c.own = c.own[:0]
	if s.own != nil {
		c.own = c.find(c.own, s.own.cells)
	}
	c.words = c.find(c.words, s.dict.cells)
	c.walk(s.costs, c.own, c.words)
	return c.collect(s, tokens)
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

// word is one that begins and ends at places where the text may be cut.
type word struct {
	from, to int32 // runes
	kind     uint32
}

// find fills words with those of cells that stand in the text, by where they begin, the shorter first.
func (c *cutter) find(words []word, cells trie.Array) []word {
	words = words[:0]
	inside := false
	for from := range c.runes {
		if inside {
			inside = c.runes[from].more
			continue
		}
		inside = c.runes[from].more
		state, parent := uint32(0), uint32(0)
		cell := cells[0]
		for i := from; c.runes[i].code != 0; i++ {
			state, parent = trie.Base(cell)+uint32(c.runes[i].code), state
			if int(state) >= len(cells) { // the code of a rune that only user words have
				break
			}
			if cell = cells[state]; trie.Check(cell) != parent {
				break
			}
			if v := trie.Value(cell); v != 0 && !c.runes[i].more {
				words = append(words, word{int32(from), int32(i + 1), v - 1})
			}
		}
	}
	return words
}

// walk finds the cheapest way to every place a word can end at: gse's segmentWords, with its
// preference for the word that begins first where two ways cost the same. Words stand in the order
// find gives them; one that own has as well counts as it costs there.
func (c *cutter) walk(costs []float32, own, words []word) {
	n := len(c.runes) - 1
	if cap(c.steps) <= n {
		c.steps = make([]step, n+1+n/4)
	}
	c.steps = c.steps[:n+1]
	clear(c.steps)
	for i := 0; i < n; {
		end := i + 1
		for c.runes[end-1].more {
			end++
		}
		known, mine := false, own
		for ; len(own) > 0 && int(own[0].from) == i; own = own[1:] {
			known = known || int(own[0].to) == end
			c.offer(own[0], costs[own[0].kind])
		}
		mine = mine[:len(mine)-len(own)]
		for ; len(words) > 0 && int(words[0].from) == i; words = words[1:] {
			w := words[0]
			if len(mine) > 0 && slices.ContainsFunc(mine, func(m word) bool { return m.to == w.to }) {
				continue
			}
			known = known || int(w.to) == end
			c.offer(w, costs[w.kind])
		}
		if !known {
			c.offer(word{int32(i), int32(end), unknown}, unknownRarity)
		}
		i = end
	}
}

// offer proposes to go on by a word that costs so much.
func (c *cutter) offer(w word, cost float32) {
	s := &c.steps[w.to]
	if d := c.steps[w.from].distance + cost; s.distance == 0 || s.distance > d {
		*s = step{d, w.from, w.kind}
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
