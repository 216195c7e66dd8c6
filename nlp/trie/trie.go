// Package trie finds every occurrence of tens of thousands of words in a text in one pass.
//
// It is a double array over runes: a step costs one read, and nothing is allocated while scanning.
// From each position of the text the array is walked until no word goes on; Chinese words are so
// short that this is as quick as an automaton with failure links, and much simpler.
package trie

import (
	"errors"
	"fmt"
	"unicode/utf8"
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
	edges []edge // by word
}

// edge says which sides of a word must not touch a further Latin letter or digit.
type edge struct{ left, right bool }

// effort of Arrange: the array of our 40,000 words stays more than half full.
const effort = 256

// Build makes a trie; Hit.Word is the index into words. Words must be different from each other
// and not empty.
func Build(words []string) (*Trie, error) {
	t := &Trie{edges: make([]edge, len(words))}
	keys := make([]Key, len(words))
	var codes []uint16 // of all words, one after the other
	for i, w := range words {
		if w == "" {
			return nil, fmt.Errorf("trie: word number %d is empty", i)
		}
		first, _ := utf8.DecodeRuneInString(w)
		last, _ := utf8.DecodeLastRuneInString(w)
		t.edges[i] = edge{latin(first), latin(last)}
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
	if len(cells) == 0 {
		return hits
	}
	root := Base(cells[0])
	for start, r := range text {
		c := t.codes.Of(r)
		if c == 0 {
			continue
		}
		state, parent := root+uint32(c), uint32(0)
		for at := start + 1; ; at++ {
			cell := cells[state]
			if Check(cell) != parent {
				break
			}
			if v := Value(cell); v != 0 && t.stands(v-1, text, start, at) {
				hits = append(hits, Hit{int32(start), int32(at), int32(v - 1)})
			}
			if at == len(text) {
				break
			}
			if c = t.codes.Of(text[at]); c == 0 {
				break
			}
			state, parent = Base(cell)+uint32(c), state
		}
	}
	return hits
}

func (t *Trie) stands(w uint32, text []rune, start, end int) bool {
	e := t.edges[w]
	if e.left && start > 0 && latin(text[start-1]) {
		return false
	}
	return !e.right || end == len(text) || !latin(text[end])
}

// latin tells whether r is a letter or digit of a script written with spaces between words.
func latin(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xC0 && r <= 0x24F && r != 0xD7 && r != 0xF7
}
