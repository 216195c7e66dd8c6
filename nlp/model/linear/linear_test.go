package linear

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"
)

// corpus makes n examples whose class shows in one of their features, among noise.
func corpus(n, classes int, seed uint64) []Example {
	rng := rand.New(rand.NewPCG(seed, 1))
	examples := make([]Example, n)
	for i := range examples {
		class := rng.IntN(classes)
		e := Example{Target: make([]float32, classes), Weight: 1}
		e.Target[class] = 1
		for range 8 {
			e.Features = append(e.Features, Join(1, rng.Uint32N(500)))
		}
		e.Features = append(e.Features, Join(2, uint32(class*10)+rng.Uint32N(10)))
		examples[i] = e
	}
	return examples
}

func right(m *Model, examples []Example) float64 {
	out := make([]float32, m.Outputs())
	n := 0
	for i := range examples {
		m.Scores(out, examples[i].Features, examples[i].Values)
		best := 0
		for k := range out {
			if out[k] > out[best] {
				best = k
			}
		}
		if examples[i].Target[best] == 1 {
			n++
		}
	}
	return float64(n) / float64(len(examples))
}

func TestTrainLearns(t *testing.T) {
	train, test := corpus(3000, 4, 1), corpus(500, 4, 2)
	for name, o := range map[string]Options{
		"softmax":           {Kind: Softmax, Bits: 14, Outputs: 4},
		"sigmoid":           {Kind: Sigmoid, Bits: 14, Outputs: 4},
		"naive bayes":       {Kind: Softmax, Bits: 14, Outputs: 4, NaiveBayes: true},
		"without rare ones": {Kind: Softmax, Bits: 14, Outputs: 4, MinCount: 3},
	} {
		m, err := Train(train, o)
		if err != nil {
			t.Fatal(err)
		}
		if got := right(m, test); got < 0.95 {
			t.Errorf("%s: %.3f right, want at least 0.95", name, got)
		}
	}
}

func TestTrainIsReproducible(t *testing.T) {
	o := Options{Bits: 12, Outputs: 3, NaiveBayes: true}
	a, err := Train(corpus(400, 3, 7), o)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Train(corpus(400, 3, 7), o)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Encode(), b.Encode()) {
		t.Error("the same examples gave other weights")
	}
	o.Seed = 3
	c, err := Train(corpus(400, 3, 7), o)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a.Encode(), c.Encode()) {
		t.Error("another seed gave the same weights: the order is not shuffled")
	}
}

func TestUnknownLabelsTeachNothing(t *testing.T) {
	examples := corpus(500, 2, 3)
	for i := range examples {
		examples[i].Target[1] = float32(math.NaN())
	}
	m, err := Train(examples, Options{Kind: Sigmoid, Bits: 12, Outputs: 2})
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float32, 2)
	m.Scores(out, examples[0].Features, nil)
	if out[1] != 0 || out[0] == 0 {
		t.Errorf("scores %v: want the second untouched, the first learned", out)
	}
}

func TestDecodeGivesBackWhatWasEncoded(t *testing.T) {
	examples := corpus(300, 3, 5)
	for i := range examples {
		examples[i].Values = make([]float32, len(examples[i].Features))
		for j := range examples[i].Values {
			examples[i].Values[j] = 0.5
		}
	}
	m, err := Train(examples, Options{Bits: 10, Outputs: 3})
	if err != nil {
		t.Fatal(err)
	}
	data := m.Encode()
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := make([]float32, 3), make([]float32, 3), make([]float32, 3)
	sums := make([]int32, 3)
	for _, e := range examples {
		m.Scores(a, e.Features, nil)
		back.Scores(b, e.Features, e.Values) // equal values: only the direction counts
		clear(sums)
		for _, f := range e.Features {
			back.Sum(sums, f)
		}
		back.Finish(c, sums, len(e.Features))
		for k := range a {
			if math.Abs(float64(a[k]-b[k])) > 1e-4 || math.Abs(float64(a[k]-c[k])) > 1e-4 {
				t.Fatalf("scores %v, decoded %v, summed %v", a, b, c)
			}
		}
	}
	for _, cut := range []int{0, 3, 7, 20, len(data) - 1} {
		if _, err := Decode(data[:cut]); err == nil {
			t.Errorf("a model cut to %d bytes was read", cut)
		}
	}
	data[headBytes+2], data[headBytes+3] = 0xC0, 0x7F // NaN
	if _, err := Decode(data); err == nil {
		t.Error("a model with a bias that is no number was read")
	}
}

func TestTrainRefuses(t *testing.T) {
	if _, err := Train([]Example{{Target: []float32{1}}}, Options{Outputs: 2}); err == nil {
		t.Error("an example with too few targets was taken")
	}
	if _, err := Train([]Example{{Features: []uint32{1}, Values: []float32{1, 2}, Target: []float32{1}}}, Options{Outputs: 1}); err == nil {
		t.Error("an example with too many values was taken")
	}
	if _, err := Train(nil, Options{Outputs: 0}); err == nil {
		t.Error("a model without outputs was trained")
	}
}

func TestProbabilities(t *testing.T) {
	for kind, want := range map[Kind][]float32{Softmax: {0.25, 0.75}, Sigmoid: {0.5, 0.75}} {
		m := &Model{kind: kind}
		got := []float32{0, float32(math.Log(3))}
		m.Probabilities(got)
		for k := range got {
			if math.Abs(float64(got[k]-want[k])) > 1e-6 {
				t.Errorf("kind %d: %v, want %v", kind, got, want)
			}
		}
	}
}

func TestScoresAllocateNothing(t *testing.T) {
	m, err := Train(corpus(100, 3, 5), Options{Bits: 10, Outputs: 3})
	if err != nil {
		t.Fatal(err)
	}
	out, features := make([]float32, 3), corpus(1, 3, 9)[0].Features
	if n := testing.AllocsPerRun(100, func() { m.Scores(out, features, nil); m.Probabilities(out) }); n > 0 {
		t.Errorf("%v allocations a text", n)
	}
}

func BenchmarkScores(b *testing.B) {
	m, err := Train(corpus(1000, 2, 5), Options{Bits: 20, Outputs: 2})
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	features := make([]uint32, 75)
	for i := range features {
		features[i] = rng.Uint32()
	}
	out := make([]float32, 2)
	for b.Loop() {
		m.Scores(out, features, nil)
	}
}
