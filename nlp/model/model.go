// Package model is a linear model over the characters of a text: how likely is it praise.
//
// Features are all runs of one to three characters of the normalised text, hashed into a fixed
// table of one-byte weights. Characters need no segmenter, see words no dictionary holds, and on
// Chinese reviews come within a point of characters and words together. The weights are learned by
// Train and shipped inside the binary; weights.md says from what.
package model

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
)

//go:embed weights.bin
var characters string

// Bits is the binary logarithm of the number of weights: half a million, 512 KB.
const Bits = 19

const size = 1 << Bits

// Model scores texts. It is immutable and safe for concurrent use.
type Model struct {
	bias    float64
	scale   float64 // of one step of a weight
	weights []int8
}

// magic begins a file of weights; its last digit is the version of the features.
const magic = "tfm1"

// Characters gives the linear model of characters inside the binary.
func Characters() (*Model, error) { return Read([]byte(characters)) }

// Read reads a file of weights: magic, bias and scale as little-endian float64, the weights.
func Read(file []byte) (*Model, error) {
	if len(file) != len(magic)+16+size || string(file[:len(magic)]) != magic {
		return nil, errors.New("model: the file does not hold weights of this version: train them anew")
	}
	m := &Model{weights: make([]int8, size)}
	m.bias = math.Float64frombits(binary.LittleEndian.Uint64(file[4:]))
	m.scale = math.Float64frombits(binary.LittleEndian.Uint64(file[12:]))
	if math.IsNaN(m.bias) || math.IsNaN(m.scale) || m.scale <= 0 {
		return nil, fmt.Errorf("model: bias %v and scale %v make no sense", m.bias, m.scale)
	}
	for i, b := range file[20:] {
		m.weights[i] = int8(b)
	}
	return m, nil
}

// Bytes gives the file Read reads.
func (m *Model) Bytes() []byte {
	file := append(make([]byte, 0, len(magic)+16+size), magic...)
	file = binary.LittleEndian.AppendUint64(file, math.Float64bits(m.bias))
	file = binary.LittleEndian.AppendUint64(file, math.Float64bits(m.scale))
	for _, w := range m.weights {
		file = append(file, byte(w))
	}
	return file
}

// Logit gives the log odds that the normalised text is praise rather than blame. 0 for a text
// without characters.
func (m *Model) Logit(text []rune) float64 {
	sum, n := 0, 0
	var a, b uint32 // the two characters before
	for _, r := range text {
		c := class(r)
		sum += int(m.weights[one(c)]) + int(m.weights[two(b, c)]) + int(m.weights[three(a, b, c)])
		n += 3
		a, b = b, c
	}
	if n == 0 {
		return 0
	}
	return m.bias + m.scale*float64(sum)/math.Sqrt(float64(n))
}

// class makes one character of those that differ without meaning.
func class(r rune) uint32 {
	switch {
	case r >= '0' && r <= '9':
		return '0'
	case r == '\n':
		return ' '
	case r == '，':
		return ','
	case r == '！':
		return '!'
	case r == '？':
		return '?'
	}
	return uint32(r)
}

func one(c uint32) uint32         { return spread(c*0x9E3779B1 + 1) }
func two(b, c uint32) uint32      { return spread((b*0x85EBCA77 ^ c) * 0xC2B2AE3D) }
func three(a, b, c uint32) uint32 { return spread(((a*0x27D4EB2F^b)*0x165667B1 ^ c) * 0x9E3779B1) }

// spread mixes h and cuts it to the size of the table.
func spread(h uint32) uint32 {
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	return h >> (32 - Bits)
}

// HeldOut tells whether a normalised text belongs to the tenth that training never sees, so that
// what is measured on it is honest.
func HeldOut(norm string) bool {
	h := fnv.New32a()
	h.Write([]byte(norm))
	return h.Sum32()%10 == 0
}
