// Package local learns what one customer's readers taught: a small head that stands on the shipped
// weights and moves their verdict a little, where the trade's own words mean something else than
// they do elsewhere.
//
// The head has two sums of weights over the features of a text, one for praise and one for "neither",
// and no constant: what somebody read a second time was in doubt, so how often it is blame tells
// nothing of the rest. Each sum is bounded, so that a verdict the shipped weights are sure of stays.
package local

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
)

// Bound is how far the head moves a logit at most. A text the shipped weights hold for praise or
// blame with a probability of more than 0.82 keeps its side.
const Bound = 1.5

const (
	bits    = 16
	rows    = 1 << bits
	outputs = 2 // praise, neither
	steps   = 127
)

// Head moves the verdicts of the weights it stands on. It is immutable and safe for concurrent use.
type Head struct {
	base    string
	scale   [outputs]float32 // of one step of a weight
	weights []byte           // int8; those of one feature stand together
	sum     uint32           // of the encoded head
}

// Shift gives how far a text with these features moves the logit of praise and the logit of
// neither, each within Bound. The order of the features does not matter.
func (h *Head) Shift(features []uint32) (praise, neither float64) {
	if len(features) == 0 {
		return 0, 0
	}
	var sums [outputs]int
	for _, f := range features {
		row := h.weights[int(f&(rows-1))*outputs:][:outputs]
		sums[0] += int(int8(row[0]))
		sums[1] += int(int8(row[1]))
	}
	norm := 1 / math.Sqrt(float64(len(features)))
	return squash(float64(sums[0]) * float64(h.scale[0]) * norm), squash(float64(sums[1]) * float64(h.scale[1]) * norm)
}

// squash bounds x gently, so that learning has a slope to follow everywhere.
func squash(x float64) float64 { return Bound * math.Tanh(x/Bound) }

// Base names the weights the head was learned on. Over others it means nothing.
func (h *Head) Base() string { return h.base }

// ID names what the head does: equal heads have equal ids.
func (h *Head) ID() string { return fmt.Sprintf("%08x", h.sum) }

// Class is a verdict on a text.
type Class int

// The verdicts.
const (
	Negative Class = iota
	Neutral
	Positive
	classes
)

// Odds gives the probability of each class that a logit of praise and the probability of neither
// amount to.
func Odds(logit, neither float64) (p [3]float64) {
	praise := logistic(logit)
	p[Negative], p[Neutral], p[Positive] = (1-praise)*(1-neither), neither, praise*(1-neither)
	return p
}

// Move applies a shift of Shift to a logit of praise and a probability of neither.
func Move(logit, neither, praise, none float64) (float64, float64) {
	return logit + praise, logistic(odds(neither) + none)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// odds is the logit of a probability, of 0 and 1 too.
func odds(p float64) float64 {
	const edge = 1e-3
	p = min(max(p, edge), 1-edge)
	return math.Log(p / (1 - p))
}

// magic begins an encoded head; its last digit is the version of the format.
const magic = "tfh1"

// Encode gives the bytes Decode reads: magic, name of the base, scales, weights, checksum.
func (h *Head) Encode() []byte {
	data := append(make([]byte, 0, len(magic)+1+len(h.base)+4*outputs+len(h.weights)+4), magic...)
	data = append(append(data, byte(len(h.base))), h.base...)
	for _, s := range h.scale {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(s))
	}
	data = append(data, h.weights...)
	return binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
}

// Decode reads a head without copying its weights: data must not change afterwards.
func Decode(data []byte) (*Head, error) {
	const least = len(magic) + 1
	if len(data) < least || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("local: %d bytes do not begin with %q: this is no local head of this version; make one with tingfeng learn", len(data), magic)
	}
	n := int(data[len(magic)])
	want := least + n + 4*outputs + rows*outputs + 4
	if len(data) != want {
		return nil, fmt.Errorf("local: the head has %d bytes, want %d: the file is cut off or damaged; take another with tingfeng learn rollback", len(data), want)
	}
	body := data[:want-4]
	h := &Head{sum: binary.LittleEndian.Uint32(data[want-4:])}
	if sum := crc32.ChecksumIEEE(body); sum != h.sum {
		return nil, fmt.Errorf("local: checksum %08x, want %08x: the file is damaged; take another with tingfeng learn rollback", sum, h.sum)
	}
	h.base = string(body[least : least+n])
	rest := body[least+n:]
	for k := range h.scale {
		h.scale[k] = math.Float32frombits(binary.LittleEndian.Uint32(rest[4*k:]))
		if s := float64(h.scale[k]); !(s > 0) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("local: the scale of output %d is %v: the file is damaged; take another with tingfeng learn rollback", k, s)
		}
	}
	h.weights = rest[4*outputs:]
	return h, nil
}
