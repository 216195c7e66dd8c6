// Package trie finds every occurrence of tens of thousands of words in a text in one pass.
//
// It is a double array over runes (Aoe, "An efficient digital search algorithm by using a
// double-array structure", 1989): a step costs two array reads, and nothing is allocated while
// scanning. From each position of the text the array is walked until no word goes on; Chinese words
// are so short that this is as quick as an automaton with failure links, and much simpler.
package trie

import (
	"fmt"
	"slices"
)

// Hit is one occurrence of a word: runes [Start, End) of the text spell word number Word.
type Hit struct {
	Start, End int32
	Word       int32
}

// Trie holds a fixed set of words. It is immutable and safe for concurrent use.
type Trie struct {
	codes  [0x10000]uint16 // code of a rune of the basic plane; 0: in no word
	others map[rune]uint16 // codes of runes beyond it: emoji
	base   []int32
	check  []int32
	word   []int32 // word that ends at a state, −1 none
	edges  []edge  // by word
}

// edge says which sides of a word must not touch a further Latin letter or digit.
type edge struct{ left, right bool }

// Build makes a trie; Hit.Word is the index into words. Words must be different from each other
// and not empty.
func Build(words []string) (*Trie, error) {
	t := &Trie{others: map[rune]uint16{}, edges: make([]edge, len(words))}
	keys := make([]key, len(words))
	for i, w := range words {
		runes := []rune(w)
		if len(runes) == 0 {
			return nil, fmt.Errorf("trie: word number %d is empty", i)
		}
		t.edges[i] = edge{latin(runes[0]), latin(runes[len(runes)-1])}
		keys[i] = key{codes: make([]uint16, len(runes)), word: int32(i)}
		for j, r := range runes {
			keys[i].codes[j] = t.learn(r)
		}
	}
	slices.SortFunc(keys, func(a, b key) int { return slices.Compare(a.codes, b.codes) })
	for i := 1; i < len(keys); i++ {
		if slices.Equal(keys[i-1].codes, keys[i].codes) {
			return nil, fmt.Errorf("trie: word %q is given twice", words[keys[i].word])
		}
	}
	b := builder{t: t, head: 1}
	b.grow(t.known() + 2)
	if len(keys) > 0 {
		b.insert(0, keys, 0)
	}
	return t, nil
}

type key struct {
	codes []uint16
	word  int32
}

func (t *Trie) learn(r rune) uint16 {
	if c := t.code(r); c != 0 {
		return c
	}
	c := uint16(t.known() + 1)
	if r < 0x10000 {
		t.codes[r] = c
		t.codes[0]++ // rune 0 is never in a normalised text: its cell counts the codes given
	} else {
		t.others[r] = c
	}
	return c
}

func (t *Trie) known() int { return int(t.codes[0]) + len(t.others) }

func (t *Trie) code(r rune) uint16 {
	if r > 0 && r < 0x10000 {
		return t.codes[r]
	}
	return t.others[r]
}

// builder places the children of each node into free cells of the double array.
type builder struct {
	t    *Trie
	free []int32 // free[c] is the next free cell after free cell c
	head int32   // the first free cell worth trying
	tail int32   // the last cell of the list
}

func (b *builder) grow(n int) {
	for c := len(b.t.base); c < n; c++ {
		b.t.base = append(b.t.base, 0)
		b.t.check = append(b.t.check, -1)
		b.t.word = append(b.t.word, -1)
		b.free = append(b.free, int32(c)+1)
		b.tail = int32(c)
	}
}

// insert lays the subtree of keys, which agree in their first depth codes, under state.
func (b *builder) insert(state int32, keys []key, depth int) {
	if len(keys[0].codes) == depth {
		b.t.word[state] = keys[0].word
		keys = keys[1:]
	}
	if len(keys) == 0 {
		return
	}
	var children []uint16
	for _, k := range keys {
		if n := len(children); n == 0 || children[n-1] != k.codes[depth] {
			children = append(children, k.codes[depth])
		}
	}
	base := b.place(children)
	b.t.base[state] = base
	for _, c := range children {
		b.t.check[base+int32(c)] = state
	}
	for len(keys) > 0 {
		c := keys[0].codes[depth]
		n := 1
		for n < len(keys) && keys[n].codes[depth] == c {
			n++
		}
		b.insert(base+int32(c), keys[:n], depth+1)
		keys = keys[n:]
	}
}

// tries bounds how many free cells place looks at. With 256 the array of our 40,000 words is built
// in well under a second and stays more than half full; without a bound a few nodes with far
// scattered children would look at every cell.
const tries = 256

// place finds a base at which all children fall into free cells, and takes them.
func (b *builder) place(children []uint16) int32 {
	first, last := int32(children[0]), int32(children[len(children)-1])
	before, cell := int32(-1), b.head
	for try := 0; try < tries; {
		b.grow(int(cell+last-first) + 2)
		switch {
		case b.t.check[cell] != -1: // taken as a child of another node since: unlink it
			if before < 0 {
				b.head = b.free[cell]
			} else {
				b.free[before] = b.free[cell]
			}
		case cell > first && b.fits(cell-first, children):
			return cell - first
		default:
			try++
			before = cell
		}
		cell = b.free[cell]
	}
	base := int32(len(b.t.base)) - last
	for base < 1 || !b.fits(base, children) {
		base++
		b.grow(int(base+last) + 2)
	}
	return base
}

func (b *builder) fits(base int32, children []uint16) bool {
	b.grow(int(base) + int(children[len(children)-1]) + 2)
	for _, c := range children {
		if b.t.check[base+int32(c)] != -1 {
			return false
		}
	}
	return true
}

// Scan appends every occurrence of every word in text to hits: ordered by start, shorter first. A
// word that begins or ends with a Latin letter or a digit is only found where no further one
// touches it there.
func (t *Trie) Scan(hits []Hit, text []rune) []Hit {
	cells := int32(len(t.base))
	for start, r := range text {
		c := t.code(r)
		if c == 0 {
			continue
		}
		var state int32
		for at := start; ; {
			next := t.base[state] + int32(c)
			if next >= cells || t.check[next] != state || (next == 0) {
				break
			}
			state = next
			at++
			if w := t.word[state]; w >= 0 && t.stands(w, text, start, at) {
				hits = append(hits, Hit{int32(start), int32(at), w})
			}
			if at == len(text) {
				break
			}
			if c = t.code(text[at]); c == 0 {
				break
			}
		}
	}
	return hits
}

func (t *Trie) stands(w int32, text []rune, start, end int) bool {
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
