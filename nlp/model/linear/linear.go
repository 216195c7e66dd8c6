// Package linear trains and applies linear models over hashed features: softmax over classes that
// exclude each other, or one sigmoid for each label.
//
// The caller makes the features: any uint32 with well spread bits, of which a model uses the low
// ones. A model is int8 weights, one for each feature and output, with one scale an output; it is
// scored without allocating, straight from the bytes of the file. Training is deterministic: equal
// options and examples in equal order give equal bytes.
package linear

import (
	"encoding/binary"
	"fmt"
	"math"
)

// Kind says how the outputs of a model become probabilities.
type Kind byte

// The kinds: of classes that exclude each other, and of labels that do not.
const (
	Softmax Kind = iota + 1
	Sigmoid
)

// Model scores features. But for Shift it is immutable, safe for concurrent use, and keeps the bytes it was read
// from.
type Model struct {
	kind    Kind
	bits    int
	outputs int
	mask    uint32
	bias    []float32
	scale   []float32 // of one step of a weight, by output
	weights []byte    // those of one feature for all outputs stand together
}

// magic begins an encoded model.
const magic = "tfl2"

// steps gives what a byte is worth: its square, with its sign, so that the few very large weights
// keep their size and the many small ones their differences.
var steps = func() (list [256]int32) {
	for b := range list {
		q := int32(int8(b))
		list[b] = q * max(q, -q)
	}
	return list
}()

const headBytes = len(magic) + 4

// Outputs gives the number of classes or labels.
func (m *Model) Outputs() int { return m.outputs }

// Kind tells how scores become probabilities.
func (m *Model) Kind() Kind { return m.kind }

// Decode reads a model without copying its weights: data must not change afterwards.
func Decode(data []byte) (*Model, error) {
	if len(data) < headBytes || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("linear: %d bytes do not begin with %q: these are no weights of this version, train them anew", len(data), magic)
	}
	m := &Model{kind: Kind(data[4]), bits: int(data[5]), outputs: int(binary.LittleEndian.Uint16(data[6:]))}
	if m.kind != Softmax && m.kind != Sigmoid || m.bits < 1 || m.bits > 26 || m.outputs < 1 {
		return nil, fmt.Errorf("linear: kind %d, %d bits, %d outputs make no model: train it anew", m.kind, m.bits, m.outputs)
	}
	m.mask = 1<<m.bits - 1
	want := headBytes + 8*m.outputs + m.outputs<<m.bits
	if len(data) != want {
		return nil, fmt.Errorf("linear: the model has %d bytes, want %d: the file is cut off or damaged", len(data), want)
	}
	rest := data[headBytes:]
	floats := func() []float32 {
		list := make([]float32, m.outputs)
		for k := range list {
			list[k] = math.Float32frombits(binary.LittleEndian.Uint32(rest))
			rest = rest[4:]
		}
		return list
	}
	m.bias, m.scale = floats(), floats()
	for k := range m.bias {
		if b, s := float64(m.bias[k]), float64(m.scale[k]); math.IsNaN(b) || math.IsInf(b, 0) || !(s > 0) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("linear: bias %v and scale %v of output %d make no sense: the file is damaged", b, s, k)
		}
	}
	m.weights = rest
	return m, nil
}

// Shift adds to the logit of an output, whatever the features: where a class is commoner or rarer
// than among the examples.
func (m *Model) Shift(output int, by float64) { m.bias[output] += float32(by) }

// Encode gives the bytes Decode reads.
func (m *Model) Encode() []byte {
	data := append(make([]byte, 0, headBytes+8*m.outputs+len(m.weights)), magic...)
	data = append(data, byte(m.kind), byte(m.bits))
	data = binary.LittleEndian.AppendUint16(data, uint16(m.outputs))
	for _, list := range [][]float32{m.bias, m.scale} {
		for _, x := range list {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
	}
	return append(data, m.weights...)
}

// Scores writes the logit of each output to out, which has Outputs elements. values weighs each
// feature; nil: all 1. A text without features gets the bias alone.
func (m *Model) Scores(out []float32, features []uint32, values []float32) {
	if m.outputs == 3 {
		m.scoresOfThree((*[3]float32)(out), features, values)
		return
	}
	for k := range out {
		out[k] = 0
	}
	var square float32
	for i, f := range features {
		v := float32(1)
		if values != nil {
			v = values[i]
		}
		square += v * v
		row := m.weights[int(f&m.mask)*m.outputs:][:m.outputs]
		for k, w := range row {
			out[k] += v * float32(steps[w])
		}
	}
	norm := float32(0)
	if square > 0 {
		norm = 1 / float32(math.Sqrt(float64(square)))
	}
	for k := range out {
		out[k] = m.bias[k] + m.scale[k]*norm*out[k]
	}
}

// scoresOfThree does what Scores does, with the sums in registers.
func (m *Model) scoresOfThree(out *[3]float32, features []uint32, values []float32) {
	var a, b, c, square float32
	for i, f := range features {
		v := float32(1)
		if values != nil {
			v = values[i]
		}
		square += v * v
		row := m.weights[3*int(f&m.mask):][:3]
		a += v * float32(steps[row[0]])
		b += v * float32(steps[row[1]])
		c += v * float32(steps[row[2]])
	}
	norm := float32(0)
	if square > 0 {
		norm = 1 / float32(math.Sqrt(float64(square)))
	}
	for k, sum := range [...]float32{a, b, c} {
		out[k] = m.bias[k] + m.scale[k]*norm*sum
	}
}

// Sum adds the weights of one feature to sums, which has Outputs elements: for callers that make
// their features as they go, all of value 1. Finish turns the sums into logits.
func (m *Model) Sum(sums []int32, feature uint32) {
	row := m.weights[int(feature&m.mask)*m.outputs:][:len(sums)]
	for k, w := range row {
		sums[k] += steps[w]
	}
}

// Logit gives the logit of one output for features of value 1.
func (m *Model) Logit(output int, features []uint32) float32 {
	var sum int32
	for _, f := range features {
		sum += steps[m.weights[int(f&m.mask)*m.outputs+output]]
	}
	return m.FinishOne(output, sum, len(features))
}

// LogitBeside gives the logit of the only output of m, and adds to sums the weights of the outputs chosen of beside: one
// look at each feature, all of value 1, brings both of its rows near at once.
func (m *Model) LogitBeside(beside *Model, chosen []int32, sums []int32, features []uint32) float32 {
	var sum int32
	sums = sums[:len(chosen)]
	for _, f := range features {
		sum += steps[m.weights[f&m.mask]]
		row := beside.weights[int(f&beside.mask)*beside.outputs:][:beside.outputs]
		for k, output := range chosen {
			sums[k] += steps[row[output]]
		}
	}
	return m.FinishOne(0, sum, len(features))
}

// FinishOne gives the logit of one output that the sum of n features of value 1 amounts to.
func (m *Model) FinishOne(output int, sum int32, n int) float32 {
	norm := float32(0)
	if n > 0 {
		norm = 1 / float32(math.Sqrt(float64(n)))
	}
	return m.bias[output] + m.scale[output]*norm*float32(sum)
}

// Finish writes the logits that the sums of n features of value 1 amount to.
func (m *Model) Finish(out []float32, sums []int32, n int) {
	norm := float32(0)
	if n > 0 {
		norm = 1 / float32(math.Sqrt(float64(n)))
	}
	for k := range out {
		out[k] = m.bias[k] + m.scale[k]*norm*float32(sums[k])
	}
}

// Probabilities turns logits into probabilities in place.
func (m *Model) Probabilities(scores []float32) {
	if m.kind == Sigmoid {
		for k, z := range scores {
			scores[k] = float32(1 / (1 + math.Exp(-float64(z))))
		}
		return
	}
	softmax(scores)
}

func softmax(scores []float32) {
	most := scores[0]
	for _, z := range scores {
		most = max(most, z)
	}
	var sum float64
	for k, z := range scores {
		e := math.Exp(float64(z - most))
		scores[k] = float32(e)
		sum += e
	}
	for k := range scores {
		scores[k] = float32(float64(scores[k]) / sum)
	}
}

// Hash mixes h into a feature with well spread bits.
func Hash(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x7FEB352D
	h ^= h >> 15
	h *= 0x846CA68B
	return h ^ h>>16
}

// Join gives the feature of a and b in this order: Join(Join(1, x), y) is the pair x, y of family 1.
func Join(a, b uint32) uint32 { return Hash(a*0x9E3779B1 ^ b*0x85EBCA77 + 0x27D4EB2F) }

// Merge puts the outputs of models over the same features side by side, so that one look at a
// feature serves them all: the outputs of the first, then those of the second, and so on. Their
// kinds are lost: Classes and Logistic make probabilities of the parts.
func Merge(models ...*Model) (*Model, error) {
	merged := &Model{kind: Sigmoid}
	for _, m := range models {
		if merged.outputs > 0 && m.bits != merged.bits {
			return nil, fmt.Errorf("linear: models of %d and %d bits cannot be merged: train them alike", merged.bits, m.bits)
		}
		merged.bits, merged.mask = m.bits, m.mask
		merged.outputs += m.outputs
		merged.bias = append(merged.bias, m.bias...)
		merged.scale = append(merged.scale, m.scale...)
	}
	merged.weights = make([]byte, 0, merged.outputs<<merged.bits)
	for f := range 1 << merged.bits {
		for _, m := range models {
			merged.weights = append(merged.weights, m.weights[f*m.outputs:][:m.outputs]...)
		}
	}
	return merged, nil
}

// Classes turns the logits of classes that exclude each other into probabilities in place.
func Classes(logits []float32) { softmax(logits) }

// Logistic turns a logit into a probability.
func Logistic(logit float32) float32 { return float32(1 / (1 + math.Exp(-float64(logit)))) }
