// Package kin tells words that are used alike by the company they keep: 油耗 stands among the words 燃油 and 百公里
// stand among, and who has learned what is said of one of them knows something of the others.
//
// A table gives each of the words most met a direction. It is learned from texts without labels: how much oftener than
// by chance two words stand near each other (positive pointwise mutual information with smoothed contexts; Levy, Goldberg
// and Dagan 2015), brought down to the dimensions that tell most of it (the first eigenvectors, by subspace iteration).
// Equal texts in equal order give equal bytes.
package kin

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Table gives words their directions. It is immutable and safe for concurrent use.
type Table struct {
	dims  int
	words []uint32  // by number
	worth []float32 // of one step of a word's row: how rare it is, and how long its row
	rows  []byte    // int8, those of one word together
	slots []uint16  // number + 1 of the word whose hash falls here or a little before; 0: none
}

// magic begins an encoded table; its last digit is the version of the layout.
const magic = "tfk1"

// Bounds of a table. mostWords fits the slots, and leaves half of them empty.
const (
	mostWords = 1 << 15
	mostDims  = 256
)

// Dims gives the number of dimensions.
func (t *Table) Dims() int { return t.dims }

// Words gives the number of words that have a direction.
func (t *Table) Words() int { return len(t.words) }

// Add adds the direction of a word, the longer the rarer it is, to sum, which has Dims elements. It tells whether the word
// has one.
func (t *Table) Add(sum []float32, word uint32) bool {
	n := t.number(word)
	if n < 0 {
		return false
	}
	worth := t.worth[n]
	row := t.rows[n*t.dims:][:len(sum)]
	d := 0
	for ; d+3 < len(row); d += 4 { // four at a time: half the steps are those of the loop
		sum[d] += worth * float32(int8(row[d]))
		sum[d+1] += worth * float32(int8(row[d+1]))
		sum[d+2] += worth * float32(int8(row[d+2]))
		sum[d+3] += worth * float32(int8(row[d+3]))
	}
	for ; d < len(row); d++ {
		sum[d] += worth * float32(int8(row[d]))
	}
	return true
}

// number finds a word, −1 when it is not there.
func (t *Table) number(word uint32) int {
	mask := uint32(len(t.slots) - 1)
	for at := word & mask; t.slots[at] != 0; at = (at + 1) & mask {
		if n := int(t.slots[at]) - 1; t.words[n] == word {
			return n
		}
	}
	return -1
}

// index fills the slots.
func (t *Table) index() error {
	size := 16
	for size < 2*len(t.words) {
		size *= 2
	}
	t.slots = make([]uint16, size)
	mask := uint32(size - 1)
	for n, word := range t.words {
		at := word & mask
		for ; t.slots[at] != 0; at = (at + 1) & mask {
			if t.words[t.slots[at]-1] == word {
				return fmt.Errorf("kin: words %d and %d are the same: the file is damaged, get it anew", t.slots[at], n+1)
			}
		}
		t.slots[at] = uint16(n + 1)
	}
	return nil
}

// Unit brings sum to length 1; all zeros stay.
func Unit(sum []float32) {
	square := float32(0)
	for _, x := range sum {
		square += x * x
	}
	if square == 0 {
		return
	}
	by := 1 / float32(math.Sqrt(float64(square)))
	for d := range sum {
		sum[d] *= by
	}
}

const headBytes = len(magic) + 2 + 4

// Encode gives the bytes Decode reads.
func (t *Table) Encode() []byte {
	data := append([]byte(nil), magic...)
	data = binary.LittleEndian.AppendUint16(data, uint16(t.dims))
	data = binary.LittleEndian.AppendUint32(data, uint32(len(t.words)))
	for _, w := range t.words {
		data = binary.LittleEndian.AppendUint32(data, w)
	}
	for _, x := range t.worth {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
	}
	return append(data, t.rows...)
}

// Decode reads a table without copying its rows: data must not change afterwards.
func Decode(data []byte) (*Table, error) {
	if len(data) < headBytes || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("kin: %d bytes do not begin with %q: this is no table of this version, train it anew", len(data), magic)
	}
	t := &Table{dims: int(binary.LittleEndian.Uint16(data[len(magic):]))}
	n := int64(binary.LittleEndian.Uint32(data[len(magic)+2:]))
	if t.dims < 1 || t.dims > mostDims || n > mostWords {
		return nil, fmt.Errorf("kin: %d words of %d dimensions: a table has at most %d of %d; the file is damaged, get it anew", n, t.dims, mostWords, mostDims)
	}
	rest := data[headBytes:]
	if want := n * int64(8+t.dims); int64(len(rest)) != want {
		return nil, fmt.Errorf("kin: %d bytes for %d words, want %d: the file is cut off or damaged, get it anew", len(rest), n, want)
	}
	t.words, t.worth = make([]uint32, n), make([]float32, n)
	for i := range t.words {
		t.words[i] = binary.LittleEndian.Uint32(rest[4*i:])
	}
	rest = rest[4*n:]
	for i := range t.worth {
		x := math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
		if !(x >= 0 && x < 1e6) {
			return nil, fmt.Errorf("kin: word %d is worth %v: the file is damaged, get it anew", i+1, x)
		}
		t.worth[i] = x
	}
	t.rows = rest[4*n:]
	return t, t.index()
}
