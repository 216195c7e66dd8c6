// Package hint holds the heads that hear which aspect of an industry pack a clause hints at without a word that names it:
// 出门一趟回来就剩三格了 is about a battery.
//
// A head is linear over the words of a clause and over the direction they have together (package kin), so that it knows
// something of words no clause it learned from used. It is small and costs about a microsecond a clause.
package hint

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// Clause is what a head is shown of a clause.
type Clause struct {
	Words []uint32  // hashes of its words and characters
	Kin   []float32 // the direction its words have together, of length 1; nil: nothing is known of them
}

// Head is the learned part of one pack. It is immutable and safe for concurrent use.
type Head struct {
	names []string
	dims  int
	least float32   // the logit from which a clause is taken to speak of an aspect
	bias  []float32 // by aspect
	kin   []float32 // by aspect and dimension
	scale []float32 // of one step of a word's weights, by aspect
	words []byte    // int8, by word and aspect
}

// Words are hashed to so many rows.
const (
	wordBits = 12
	wordMask = 1<<wordBits - 1
)

// MostAspects bounds how many aspects a head tells apart.
const MostAspects = 64

// Bounds of a head.
const (
	longestName = 255 // bytes: its length is written as one
	mostDims    = 256
)

// Names gives the aspects in the order of their numbers.
func (h *Head) Names() []string { return h.names }

// Dims gives the number of dimensions a direction must have.
func (h *Head) Dims() int { return h.dims }

// Least is the logit from which a clause is taken to speak of an aspect.
func (h *Head) Least() float32 { return h.least }

// row gives the number of a word's row.
func row(word uint32) int { return int(linear.Hash(word) & wordMask) }

// Scores writes for each aspect how clearly the clause speaks of it, as a logit.
func (h *Head) Scores(out []float32, c Clause) {
	n := len(h.names)
	var sums [MostAspects]int32
	for _, w := range c.Words {
		for k, b := range h.words[row(w)*n:][:n] {
			sums[k&(MostAspects-1)] += int32(int8(b))
		}
	}
	by := float32(0)
	if len(c.Words) > 0 {
		by = 1 / float32(math.Sqrt(float64(len(c.Words))))
	}
	for k := range out[:n] {
		z := h.bias[k] + by*h.scale[k]*float32(sums[k&(MostAspects-1)])
		if c.Kin != nil {
			z += along(c.Kin, h.kin[k*h.dims:])
		}
		out[k] = z
	}
}

// along is the product of two directions, four sums at a time: they need not wait for each other.
func along(a, b []float32) float32 {
	var w, x, y, z float32
	b = b[:len(a)]
	i := 0
	for ; i+3 < len(a); i += 4 {
		w += a[i] * b[i]
		x += a[i+1] * b[i+1]
		y += a[i+2] * b[i+2]
		z += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		w += a[i] * b[i]
	}
	return w + x + y + z
}

// magic begins an encoded head; its last digit is the version of features and layout.
const magic = "tfh1"

// Encode gives the bytes Decode reads.
func (h *Head) Encode() []byte {
	data := append([]byte(magic), byte(len(h.names)))
	data = binary.LittleEndian.AppendUint16(data, uint16(h.dims))
	for _, name := range h.names {
		data = append(data, byte(len(name)))
		data = append(data, name...)
	}
	for _, list := range [][]float32{{h.least}, h.bias, h.kin, h.scale} {
		for _, x := range list {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
	}
	return append(data, h.words...)
}

// Decode reads a head without copying the weights of words: data must not change afterwards.
func Decode(data []byte) (*Head, error) {
	if len(data) < len(magic)+3 || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("hint: %d bytes do not begin with %q: this is no head of this version, train it anew", len(data), magic)
	}
	n := int(data[len(magic)])
	h := &Head{dims: int(binary.LittleEndian.Uint16(data[len(magic)+1:]))}
	rest := data[len(magic)+3:]
	cut := fmt.Errorf("hint: %d bytes end before the head of %d aspects does: the file is cut off or damaged, get it anew", len(data), n)
	if n < 1 || n > MostAspects || h.dims > mostDims {
		return nil, fmt.Errorf("hint: %d aspects of %d dimensions make no head: the file is damaged, get it anew", n, h.dims)
	}
	for range n {
		if len(rest) < 1 || len(rest) < 1+int(rest[0]) {
			return nil, cut
		}
		h.names = append(h.names, string(rest[1:1+rest[0]]))
		rest = rest[1+rest[0]:]
	}
	floats := make([]float32, 1+n+h.dims*n+n)
	if len(rest) != 4*len(floats)+n<<wordBits {
		return nil, cut
	}
	for i := range floats {
		floats[i] = math.Float32frombits(binary.LittleEndian.Uint32(rest[4*i:]))
		if x := float64(floats[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("hint: number %d is %v: the file is damaged, get it anew", i, x)
		}
	}
	h.words = rest[4*len(floats):]
	h.least, floats = floats[0], floats[1:]
	h.bias, floats = floats[:n:n], floats[n:]
	h.kin, h.scale = floats[:h.dims*n:h.dims*n], floats[h.dims*n:]
	return h, nil
}
