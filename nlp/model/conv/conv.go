// Package conv is a small convolution over characters: it sees what a bag of characters cannot,
// which ones stand together, at the price of a few table look-ups a character.
//
// For each place of a text the rows of the three characters there, and one for the pair that
// begins there, are added up and cut at zero; over the text each of the sums is averaged and its
// largest kept; a layer on top of that says how likely the text is praise. The rows are bytes and
// are added eight at a time in plain registers.
package conv

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tingfeng-voc/tingfeng/nlp/model/linear"
)

// The shape of the network. Changing any of it makes files of weights unreadable.
const (
	dim      = 32 // values a row
	hidden   = 16
	window   = 3
	charBits = 13
	pairBits = 16
	tables   = window // of characters; the pairs' stands behind them
	rowWords = dim / 8
)

const (
	charRows  = 1 << charBits
	pairRows  = 1 << pairBits
	rows      = tables*charRows + pairRows
	magic     = "tfc1"
	pooled    = 2 * dim
	tailBytes = 4 * (1 + dim + hidden*pooled + hidden + hidden + 1)
)

// longest is how many characters of a text are looked at, from its beginning and its end.
const longest = 400

// Model scores texts. It is immutable, safe for concurrent use, and keeps the bytes it was read
// from.
type Model struct {
	data  []byte
	rows  []byte // int8 + 128, row by row
	scale float32
	floor [2 * rowWords]uint64 // what the sums of a place must exceed, in the lanes of a row
	w1    []float32            // hidden × pooled
	b1    []float32
	w2    []float32
	b2    float32
}

// Decode reads a model without copying its tables: data must not change afterwards.
func Decode(data []byte) (*Model, error) {
	if len(data) != len(magic)+rows*dim+tailBytes || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("conv: %d bytes are no network of this version, want %d that begin with %q: train it anew", len(data), len(magic)+rows*dim+tailBytes, magic)
	}
	m := &Model{data: data, rows: data[len(magic):][:rows*dim]}
	tail := data[len(magic)+rows*dim:]
	list := make([]float32, tailBytes/4)
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(tail[4*i:]))
		if x := float64(list[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("conv: number %d is %v: the file is damaged", i, x)
		}
	}
	m.scale = list[0]
	bias := list[1 : 1+dim]
	list = list[1+dim:]
	m.w1, list = list[:hidden*pooled], list[hidden*pooled:]
	m.b1, m.w2, m.b2 = list[:hidden], list[hidden:2*hidden], list[2*hidden]
	if !(m.scale > 0) {
		return nil, fmt.Errorf("conv: scale %v makes no sense: the file is damaged", m.scale)
	}
	m.setFloor(bias)
	return m, nil
}

// setFloor puts the biases into lanes: a sum of rows, each byte 128 too large, exceeds the floor
// by what the place is worth.
func (m *Model) setFloor(bias []float32) {
	for d := range dim {
		f := 128*(tables+1) - int(math.Round(float64(bias[d]/m.scale)))
		f = min(max(f, 0), 1<<15-1)
		word := d/8*2 + d%2
		m.floor[word] |= uint64(f) << (16 * (d % 8 / 2))
	}
}

const (
	low  = 0x00FF00FF00FF00FF
	high = 0x8000800080008000
)

// Logit gives the log odds that the normalised text is praise.
func (m *Model) Logit(text []rune) float32 {
	head, tail := text, text[:0]
	if len(text) > longest {
		head, tail = text[:longest/2], text[len(text)-longest/2:]
	}
	p := pool{m: m}
	for _, r := range head {
		p.put(charOf(r))
	}
	for _, r := range tail {
		p.put(charOf(r))
	}
	p.put(0)
	for p.n == 0 && p.waiting == 0 { // at least one place
		p.put(0)
	}
	p.flush()
	return m.top(&p)
}

// lanesHold is how many places may be summed in 16 bits: each is worth at most 4·255.
const lanesHold = 60

// pool gathers the places of one text.
type pool struct {
	m       *Model
	a, b    uint32 // the two characters before
	filled  int    // characters put
	n       int    // places
	waiting int    // places whose rows are known, but not added up
	places  [lanesHold]place
	most    [2 * rowWords]uint64
	total   [dim]int32
}

// place is where the rows begin that are added up at one place of a text.
type place [tables + 1]uint32

// put takes the next character; from the second on, each completes a place.
func (p *pool) put(c uint32) {
	if p.filled++; p.filled >= window-1 {
		p.places[p.waiting] = place{p.a * dim, (charRows + p.b) * dim, (2*charRows + c) * dim, (3*charRows + pairOf(p.a, p.b)) * dim}
		if p.waiting++; p.waiting == lanesHold {
			p.flush()
		}
	}
	p.a, p.b = p.b, c
}

// flush adds up the places that wait, and moves the sums out of their lanes before they run over.
func (p *pool) flush() {
	for w := range rowWords {
		p.addUp(w)
	}
	p.n += p.waiting
	p.waiting = 0
}

// addUp takes eight bytes of the rows of each place that waits.
func (p *pool) addUp(word int) {
	rows := p.m.rows[8*word:]
	even, odd := lanes{floor: p.m.floor[2*word], most: p.most[2*word]}, lanes{floor: p.m.floor[2*word+1], most: p.most[2*word+1]}
	for i := range p.places[:p.waiting] {
		at := &p.places[i]
		x0, x1 := binary.LittleEndian.Uint64(rows[at[0]:]), binary.LittleEndian.Uint64(rows[at[1]:])
		x2, x3 := binary.LittleEndian.Uint64(rows[at[2]:]), binary.LittleEndian.Uint64(rows[at[3]:])
		even.keep(x0&low + x1&low + x2&low + x3&low)
		odd.keep(x0>>8&low + x1>>8&low + x2>>8&low + x3>>8&low)
	}
	p.most[2*word], p.most[2*word+1] = even.most, odd.most
	for lane := range 4 {
		p.total[8*word+2*lane] += int32(even.sum >> (16 * lane) & 0xFFFF)
		p.total[8*word+2*lane+1] += int32(odd.sum >> (16 * lane) & 0xFFFF)
	}
}

// lanes are four numbers of 16 bits, summed and compared over places.
type lanes struct{ floor, sum, most uint64 }

// keep adds what the lanes of x exceed the floor by, and keeps the largest.
func (l *lanes) keep(x uint64) {
	x = (x | high) - l.floor
	over := x & high // the top bit of each lane that reaches the floor
	x = x &^ high & (over - over>>15)
	l.sum += x
	more := ((x | high) - l.most) & high
	mask := more - more>>15
	l.most = x&mask | l.most&^mask
}

// top is the layer above the pools.
func (m *Model) top(p *pool) float32 {
	var x [pooled]float32
	mean := m.scale / float32(math.Sqrt(float64(p.n)))
	for d := range dim {
		x[d] = mean * float32(p.total[d])
		x[dim+d] = m.scale * float32(p.most[d/8*2+d%2]>>(16*(d%8/2))&0xFFFF)
	}
	z := m.b2
	for j := 0; j < hidden; j += 4 { // four sums that do not wait for each other
		w := m.w1[j*pooled:][:4*pooled]
		w0, w1, w2, w3 := (*[pooled]float32)(w), (*[pooled]float32)(w[pooled:]), (*[pooled]float32)(w[2*pooled:]), (*[pooled]float32)(w[3*pooled:])
		s0, s1, s2, s3 := m.b1[j], m.b1[j+1], m.b1[j+2], m.b1[j+3]
		for d, v := range x {
			s0 += w0[d] * v
			s1 += w1[d] * v
			s2 += w2[d] * v
			s3 += w3[d] * v
		}
		for k, v := range [...]float32{s0, s1, s2, s3} {
			if v > 0 {
				z += m.w2[j+k] * v
			}
		}
	}
	return z
}

// charOf gives the row of a character, 0 … charRows−1. 0 stands for the edge of a text.
func charOf(r rune) uint32 {
	switch {
	case r >= '0' && r <= '9':
		r = '0'
	case r == '\n':
		r = ' '
	case r == '，':
		r = ','
	case r == '！':
		r = '!'
	case r == '？':
		r = '?'
	}
	return linear.Hash(uint32(r)) >> (32 - charBits)
}

func pairOf(a, b uint32) uint32 { return linear.Join(a+1, b) >> (32 - pairBits) }
