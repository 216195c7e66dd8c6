package linear

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A model laid out for reading adds up what the model does, whatever its weights and features are.
func TestWideGivesTheSameSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	for _, outputs := range []int{1, 2, 3, 4, 5, 18, 25, 32, 33} {
		m := &Model{kind: Sigmoid, bits: 6, mask: 63, outputs: outputs, weights: make([]byte, outputs<<6)}
		for i := range m.weights {
			m.weights[i] = byte(int8(rng.IntN(255) - 127))
		}
		w := m.Widen()
		for _, n := range []int{0, 1, 2, 7, 300, 5001} {
			features := make([]uint32, n)
			want, got := make([]int32, outputs), make([]int32, outputs)
			for i := range features {
				features[i] = rng.Uint32()
				m.Sum(want, features[i])
			}
			if w.Sums(got, features); !slices.Equal(got, want) {
				t.Fatalf("%d outputs, %d features: sums %v, want %v", outputs, n, got, want)
			}
		}
	}
	// The largest weights fill their lanes to the brim.
	m := &Model{bits: 1, mask: 1, outputs: 4, weights: []byte{127, 129, 127, 129, 127, 129, 127, 129}}
	got, features := make([]int32, 4), make([]uint32, 1000)
	if m.Widen().Sums(got, features); !slices.Equal(got, []int32{16129000, -16129000, 16129000, -16129000}) {
		t.Errorf("sums of the largest weights: %v", got)
	}
}

func BenchmarkSums(b *testing.B) {
	rng := rand.New(rand.NewPCG(7, 1))
	m := &Model{bits: 16, mask: 1<<16 - 1, outputs: 25, weights: make([]byte, 25<<16)}
	for i := range m.weights {
		m.weights[i] = byte(rng.IntN(255) + 129)
	}
	features, sums := make([]uint32, 90), make([]int32, 25)
	w := m.Widen()
	next := func() {
		for i := range features {
			features[i] = rng.Uint32()
		}
	}
	b.Run("narrow", func(b *testing.B) {
		for b.Loop() {
			next()
			for _, f := range features {
				m.Sum(sums, f)
			}
		}
	})
	b.Run("wide", func(b *testing.B) {
		for b.Loop() {
			next()
			w.Sums(sums, features)
		}
	})
}
