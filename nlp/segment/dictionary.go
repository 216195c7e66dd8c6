package segment

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/nlp/pages"
	"github.com/tingfeng-voc/tingfeng/nlp/trie"
)

// dictionaryFile holds gse's dictionary as a double array. All numbers are little endian: the magic
// word; how many runes, kinds and cells there are (uint32) and a filler; the total of all
// frequencies (float64); the runes, whose codes are their places from 1 up (uint32); the frequencies
// of the kinds (float64); the first letters of their parts of speech (byte); the cells (uint64).
//
//go:embed dictionary.bin
var dictionaryFile string

const (
	magic      = "tfseg 1\n"
	headerSize = len(magic) + 4*4 + 8
)

// dictionary is the words all segmenters share.
type dictionary struct {
	codes trie.Codes
	cells trie.Array
	kinds []kind
	total float64 // of all words' frequencies
}

// kind is what many words have in common, and all a Segmenter asks of a word.
type kind struct {
	freq float64
	pos  byte
}

// unknown is the kind of a character that is no word.
const unknown = 0

// embedded is decoded once, and cuts the golden sentences before anybody gets it.
var embedded = sync.OnceValues(func() (*dictionary, error) {
	d, err := decode(dictionaryFile)
	if err != nil {
		return nil, fmt.Errorf("segment: the embedded dictionary: %w: build again from a clean copy of the sources", err)
	}
	s, err := d.with(nil)
	if err != nil {
		return nil, err
	}
	return d, s.selfTest()
})

func decode(file string) (*dictionary, error) {
	if len(file) < headerSize || !strings.HasPrefix(file, magic) {
		return nil, fmt.Errorf("%d bytes that do not begin with %q", len(file), magic)
	}
	header := []byte(file[len(magic):headerSize])
	runes := int(binary.LittleEndian.Uint32(header))
	kinds := int(binary.LittleEndian.Uint32(header[4:]))
	cells := int(binary.LittleEndian.Uint32(header[8:]))
	end := headerSize + 4*runes + 9*kinds
	if want := end + 8*cells; len(file) != want || cells == 0 || kinds == 0 {
		return nil, fmt.Errorf("%d bytes, its header says %d", len(file), want)
	}
	d := &dictionary{
		kinds: make([]kind, kinds),
		cells: readCells(file[end:]),
		total: math.Float64frombits(binary.LittleEndian.Uint64(header[16:])),
	}
	body := []byte(file[headerSize:end])
	for i := range runes {
		if _, err := d.codes.Learn(rune(binary.LittleEndian.Uint32(body[4*i:]))); err != nil {
			return nil, err
		}
	}
	body = body[4*runes:]
	for i := range d.kinds {
		d.kinds[i] = kind{math.Float64frombits(binary.LittleEndian.Uint64(body[8*i:])), body[8*kinds+i]}
	}
	return d, nil
}

// readCells copies the cells out of the file: two milliseconds, against pointers into a string that
// may lie at odd addresses.
func readCells(file string) trie.Array {
	cells := trie.Array(pages.Make[uint64](len(file) / 8))
	for i := range cells {
		b := file[:8]
		file = file[8:]
		cells[i] = uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
	}
	return cells
}

// find gives the kind of a word of the dictionary.
func (d *dictionary) find(word string) (uint32, bool) { return find(d.cells, &d.codes, word) }

func (o *overlay) has(word string) bool {
	_, ok := find(o.cells, &o.codes, word)
	return ok
}

// find gives the value of a whole word of cells.
func find(cells trie.Array, codes *trie.Codes, word string) (uint32, bool) {
	state, cell := uint32(0), cells[0]
	for _, r := range word {
		code := codes.Of(r)
		if code == 0 {
			return 0, false
		}
		parent := state
		state = trie.Base(cell) + uint32(code)
		if int(state) >= len(cells) {
			return 0, false
		}
		if cell = cells[state]; trie.Check(cell) != parent {
			return 0, false
		}
	}
	v := trie.Value(cell)
	return v - 1, v != 0
}

// overlay is the user words over a dictionary. A word that stands in both has the overlay's kind.
type overlay struct {
	codes trie.Codes
	cells trie.Array // empty: there is no word
	kinds []kind     // the dictionary's and more
	total float64
}

func (d *dictionary) overlay(words []Word) (*overlay, error) {
	o := &overlay{codes: d.codes, total: d.total, kinds: append([]kind(nil), d.kinds...)}
	own := map[string]uint32{} // kinds of the words of o
	kindOf := map[float64]uint32{}
	freq := func(word string) float64 {
		if k, ok := own[word]; ok {
			return o.kinds[k].freq
		}
		if k, ok := d.find(word); ok {
			return d.kinds[k].freq
		}
		return 0
	}
	for _, w := range words {
		text := strings.TrimSpace(w.Text)
		if text == "" {
			continue
		}
		f, err := w.frequency()
		if err != nil {
			return nil, fmt.Errorf("segment: user word %q: %w", w.Text, err)
		}
		lower := asciiLower(text)
		// As it always was: a word in capitals never takes the place of the same in small letters.
		if have := freq(lower); have >= f || have > 0 && lower != text {
			continue
		}
		k, ok := kindOf[f]
		if !ok {
			k = uint32(len(o.kinds))
			o.kinds = append(o.kinds, kind{freq: f})
			kindOf[f] = k
		}
		own[lower] = k
		o.total += f
	}
	if len(own) == 0 {
		return o, nil
	}
	return o, o.arrange(own, d)
}

// frequency is that of a word that can be added.
func (w Word) frequency() (float64, error) {
	switch {
	case math.IsNaN(w.Freq), math.IsInf(w.Freq, 0):
		return 0, fmt.Errorf("its frequency %v is no number", w.Freq)
	case !utf8.ValidString(w.Text):
		return 0, errors.New("it is not UTF-8")
	case w.Freq <= 0:
		return Strong, nil
	}
	return w.Freq, nil
}

// effort of arranging user words: they are few, and wait for it.
const effort = 64

func (o *overlay) arrange(own map[string]uint32, d *dictionary) error {
	keys := make([]trie.Key, 0, len(own))
	shared := true
	for word, k := range own {
		key := trie.Key{Value: k}
		for _, r := range word {
			code := o.codes.Of(r)
			if code == 0 {
				if shared { // segmenters share the dictionary's codes: they may not learn
					o.codes, shared = d.codes.Clone(), false
				}
				var err error
				if code, err = o.codes.Learn(r); err != nil {
					return fmt.Errorf("segment: user word %q: %w", word, err)
				}
			}
			key.Codes = append(key.Codes, code)
		}
		keys = append(keys, key)
	}
	var err error
	if o.cells, err = trie.Arrange(keys, o.codes.Known(), effort); err != nil {
		return fmt.Errorf("segment: user words: %w", err)
	}
	return nil
}
