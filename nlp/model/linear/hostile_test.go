package linear

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// made gives a model of random weights, without training.
func made(kind Kind, bits, outputs int, seed uint64) *Model {
	rng := rand.New(rand.NewPCG(seed, 5))
	m := &Model{kind: kind, bits: bits, mask: 1<<bits - 1, outputs: outputs, weights: make([]byte, outputs<<bits)}
	for range outputs {
		m.bias = append(m.bias, rng.Float32()-0.5)
		m.scale = append(m.scale, 1e-5+rng.Float32()*1e-4)
	}
	for i := range m.weights {
		m.weights[i] = byte(int8(rng.IntN(255) - 127))
	}
	return m
}

func TestDecodeSaysWhatIsWrong(t *testing.T) {
	good := made(Softmax, 4, 3, 1).Encode()
	change := func(f func(data []byte) []byte) []byte { return f(bytes.Clone(good)) }
	put := func(at int, b ...byte) []byte {
		return change(func(data []byte) []byte { copy(data[at:], b); return data })
	}
	number := func(at int, x float64) []byte {
		return change(func(data []byte) []byte {
			binary.LittleEndian.PutUint32(data[at:], math.Float32bits(float32(x)))
			return data
		})
	}
	const scale = headBytes + 3*4
	for _, c := range []struct {
		why  string
		data []byte
		want string
	}{
		{"nothing", nil, "0 bytes"},
		{"the beginning of a beginning", good[:7], "7 bytes"},
		{"an older version", put(3, '1'), `"tfl2"`},
		{"something else", []byte(strings.Repeat("{}", 40)), `"tfl2"`},
		{"no kind", put(4, 0), "kind 0"},
		{"a kind there is not", put(4, 3), "kind 3"},
		{"no bits", put(5, 0), "0 bits"},
		{"more bits than a file could have", put(5, 27), "27 bits"},
		{"no outputs", put(6, 0, 0), "0 outputs"},
		{"as many outputs as two bytes can say", put(6, 0xFF, 0xFF), "cut off or damaged"},
		{"more bits than weights", put(5, 26), "cut off or damaged"},
		{"cut within the weights", good[:len(good)-1], "cut off or damaged"},
		{"cut behind the head", good[:headBytes], "cut off or damaged"},
		{"with a byte behind it", change(func(data []byte) []byte { return append(data, 0) }), "cut off or damaged"},
		{"twice", change(func(data []byte) []byte { return append(data, good...) }), "cut off or damaged"},
		{"a bias that is no number", number(headBytes+8, math.NaN()), "output 2"},
		{"an endless bias", number(headBytes, math.Inf(-1)), "output 0"},
		{"a scale that is no number", number(scale+4, math.NaN()), "output 1"},
		{"an endless scale", number(scale, math.Inf(1)), "output 0"},
		{"a scale of nought", number(scale, 0), "output 0"},
		{"a scale below it", number(scale+8, -1), "output 2"},
	} {
		m, err := Decode(c.data)
		if err == nil || m != nil {
			t.Errorf("%s: was read", c.why)
			continue
		}
		if !strings.HasPrefix(err.Error(), "linear: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, want it to say %q", c.why, err, c.want)
		}
	}
}

// Whatever the bytes are: they are refused, or make a model that scores and encodes to the same bytes.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(magic))
	f.Add(made(Softmax, 1, 1, 1).Encode())
	f.Add(made(Sigmoid, 3, 5, 2).Encode())
	f.Add([]byte("tfl2\x01\x1a\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data)
		if err != nil {
			return
		}
		out := make([]float32, m.Outputs())
		m.Scores(out, []uint32{0, 1, math.MaxUint32}, nil)
		m.Probabilities(out)
		if !bytes.Equal(m.Encode(), data) {
			t.Fatal("read and written again, the bytes differ")
		}
	})
}

// One byte changed anywhere never panics, and is noticed wherever it stands before the weights, but
// where it makes another number.
func TestOneByteDamaged(t *testing.T) {
	good := made(Sigmoid, 3, 2, 3).Encode()
	for at := range good {
		for _, x := range []byte{0x01, 0x80, 0xFF} {
			bad := bytes.Clone(good)
			bad[at] ^= x
			m, err := Decode(bad)
			if at < headBytes && err == nil && at != 4 {
				t.Fatalf("byte %d of the head changed by %x: was read", at, x)
			}
			if err != nil {
				continue
			}
			out := make([]float32, m.Outputs())
			m.Scores(out, []uint32{1, 2, 3}, nil)
			m.Widen().Scores(out, []uint32{1, 2, 3}, []float32{1, 0.5, 1})
		}
	}
}

func TestTrainSaysWhatIsWrong(t *testing.T) {
	one := func(targets, features, values int) Example {
		e := Example{Features: make([]uint32, features), Target: make([]float32, targets), Weight: 1}
		if values >= 0 {
			e.Values = make([]float32, values)
		}
		return e
	}
	for _, c := range []struct {
		why      string
		examples []Example
		o        Options
		want     string
	}{
		{"more bits than a feature spreads over", nil, Options{Bits: 27, Outputs: 1}, "27 bits"},
		{"fewer than none", nil, Options{Bits: -1, Outputs: 1}, "-1 bits"},
		{"no outputs", nil, Options{Bits: 4}, "0 outputs"},
		{"more outputs than the file can count", nil, Options{Bits: 1, Outputs: 1<<15 + 1}, "32769 outputs"},
		{"the second example has a target too many", []Example{one(2, 1, -1), one(3, 1, -1)}, Options{Bits: 4, Outputs: 2}, "example 1 has 3 targets for 2"},
		{"fewer values than features", []Example{one(1, 2, 1)}, Options{Bits: 4, Outputs: 1}, "1 values for 2 features"},
		{"values of no features", []Example{one(1, 0, 1)}, Options{Bits: 4, Outputs: 1}, "1 values for 0 features"},
	} {
		if _, err := Train(c.examples, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to say %q", c.why, err, c.want)
		}
	}
}

func TestMergeRefusesUnequalFeatures(t *testing.T) {
	_, err := Merge(made(Softmax, 4, 2, 1), made(Softmax, 5, 2, 2))
	if err == nil || !strings.Contains(err.Error(), "4 and 5 bits") {
		t.Errorf("models of 4 and 5 bits: %v, want to be told of both", err)
	}
}
