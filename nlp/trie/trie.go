// Package trie finds every occurrence of tens of thousands of words in a text in one pass.
//
// It is a double array over runes: a step costs one read, and nothing is allocated while scanning.
// From each position of the text the array is walked until no word goes on; Chinese words are so
// short that this is as quick as an automaton with failure links, and much simpler.
package trie

import (
	"errors"
	"fmt"
)

// Hit is one occurrence of a word: runes [Start, End) of the text spell word number Word.
type Hit struct {
	Start, End int32
	Word       int32
}

// Trie holds a fixed set of words. It is immutable and safe for concurrent use.
type Trie struct {
	codes Codes
	cells Array
}

// effort of Arrange: the array of our 40,000 words stays more than half full.
const effort = 256

// Build makes a trie; Hit.Word is the index into words. Words must be different from each other
// and not empty.
func Build(words []string) (*Trie, error) {
	t := &Trie{}
	keys := make([]Key, len(words))
	var codes []uint16 // of all words, one after the other
	for i, w := range words {
		if w == "" {
			return nil, fmt.Errorf("trie: word number %d is empty", i)
		}
		if free := cap(codes) - len(codes); free < len(w) {
			codes = make([]uint16, 0, max(1<<16, len(w)))
		}
		from := len(codes)
		for _, r := range w {
			c, err := t.codes.Learn(r)
			if err != nil {
				return nil, fmt.Errorf("trie: word %q: %w", w, err)
			}
			codes = append(codes, c)
		}
		keys[i] = Key{codes[from:len(codes):len(codes)], uint32(i)}
	}
	var err error
	t.cells, err = Arrange(keys, t.codes.Known(), effort)
	if same := (*twice)(nil); errors.As(err, &same) {
		return nil, fmt.Errorf("trie: word %q is given twice", words[same.first])
	}
	return t, err
}

// Scan appends every occurrence of every word in text to hits: ordered by start, shorter first. A
// word that begins or ends with a Latin letter or a digit is only found where no further one
// touches it there.
func (t *Trie) Scan(hits []Hit, text []rune) []Hit {
	cells := t.cells
	if len(cells) == 0 || len(text) == 0 {
		return hits
	}
	root := Base(cells[0])
	next, before := t.codes.Of(text[0]), false // of the rune at start; whether a Latin letter stands before it
	for start, r := range text {
		c, inside := next, before
		if next = 0; start+1 < len(text) {
			next = t.codes.Of(text[start+1])
		}
		if before = latin(r); c == 0 || before && inside {
			continue
		}
		state, parent := root+uint32(c), uint32(0)
		c = next
		for at := start + 1; ; at++ {
			cell := cells[state]
			if Check(cell) != parent {
				break
			}
			if v := Value(cell); v != 0 && !parts(text, at) {
				hits = append(hits, Hit{int32(start), int32(at), int32(v - 1)})
			}
			if c == 0 {
				break
			}
			state, parent = Base(cell)+uint32(c), state
			if c = 0; at+1 < len(text) {
				c = t.codes.Of(text[at+1])
			}
		}
	}
	return hits
}

// parts tells whether the place before text[at] lies within a Latin word or a number. A number behind letters
// (iphone15) is another word: what it says of the first is for the caller to judge.
func parts(text []rune, at int) bool {
	return at < len(text) && latin(text[at]) && latin(text[at-1]) && (!digit(text[at]) || digit(text[at-1]))
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// latin tells whether r is a letter or digit of a script written with spaces between words.
func latin(r rune) bool {
	return r <= 0x24F && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xC0 && r != 0xD7 && r != 0xF7)
}
