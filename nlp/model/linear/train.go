package linear

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Example is one labelled text as its features.
type Example struct {
	Features []uint32
	Values   []float32 // as long as Features; nil: all 1
	// Target has one element an output. Softmax: a distribution over the classes. Sigmoid: 0…1
	// each; NaN where the label is not known.
	Target []float32
	Weight float32 // 1: as much as any other
}

// Options says how to train. The zero value of a field takes what Defaults gives.
type Options struct {
	Kind    Kind
	Bits    int // the model has 2^Bits features
	Outputs int // 1 with Sigmoid: yes or no
	Epochs  int
	Rate    float64 // of Adagrad
	L2      float64 // penalty of a weight each time it is touched
	// NaiveBayes weighs each feature by how unevenly the labels share it (Wang and Manning 2012):
	// better on short and few texts.
	NaiveBayes bool
	// MinCount leaves out features that fewer examples have.
	MinCount int
	Seed     uint64
}

// Defaults fills the fields of o that are zero.
func (o Options) Defaults() Options {
	if o.Kind == 0 {
		o.Kind = Softmax
	}
	if o.Bits == 0 {
		o.Bits = 18
	}
	if o.Epochs == 0 {
		o.Epochs = 6
	}
	if o.Rate == 0 {
		o.Rate = 0.12
	}
	if o.L2 == 0 {
		o.L2 = 1e-5
	}
	if o.Seed == 0 {
		o.Seed = 20261122
	}
	return o
}

// Train fits a model by Adagrad (Duchi, Hazan, Singer 2011), the examples in a new order each
// epoch. The error names the option or example that is wrong.
func Train(examples []Example, o Options) (*Model, error) {
	o = o.Defaults()
	if err := check(examples, o); err != nil {
		return nil, err
	}
	t := newTrainer(examples, o)
	rng := rand.New(rand.NewPCG(o.Seed, 0))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	for range o.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			t.step(&examples[i])
		}
	}
	return t.model(), nil
}

func check(examples []Example, o Options) error {
	if o.Bits < 1 || o.Bits > 26 || o.Outputs < 1 || o.Outputs > 1<<15 {
		return fmt.Errorf("linear: %d bits and %d outputs: give 1 to 26 bits and at least one output", o.Bits, o.Outputs)
	}
	if o.Kind != Softmax && o.Kind != Sigmoid {
		return fmt.Errorf("linear: kind %d is not known: give Softmax or Sigmoid", o.Kind)
	}
	for i := range examples {
		e := &examples[i]
		if len(e.Target) != o.Outputs || e.Values != nil && len(e.Values) != len(e.Features) {
			return fmt.Errorf("linear: example %d has %d targets for %d outputs, %d values for %d features", i, len(e.Target), o.Outputs, len(e.Values), len(e.Features))
		}
	}
	return nil
}

type trainer struct {
	o       Options
	mask    uint32
	weights []float32
	seen    []float32 // sums of squared gradients
	bias    []float32
	biasNow []float32 // sums of squared gradients of the bias
	ratio   []float32 // of each feature and output; nil without NaiveBayes
	rare    []bool    // features left out; nil: none
	out     []float32 // of the example in hand
}

func newTrainer(examples []Example, o Options) *trainer {
	n := o.Outputs << o.Bits
	t := &trainer{
		o: o, mask: 1<<o.Bits - 1, weights: make([]float32, n), seen: make([]float32, n),
		bias: make([]float32, o.Outputs), biasNow: make([]float32, o.Outputs), out: make([]float32, o.Outputs),
	}
	if o.MinCount > 1 {
		t.rare = rare(examples, o)
	}
	if o.NaiveBayes {
		t.ratio = t.ratios(examples)
	}
	return t
}

// rare finds the features fewer than MinCount examples have.
func rare(examples []Example, o Options) []bool {
	count, last := make([]int32, 1<<o.Bits), make([]int32, 1<<o.Bits)
	for i := range examples {
		for _, f := range examples[i].Features {
			f &= 1<<o.Bits - 1
			if last[f] != int32(i)+1 {
				last[f] = int32(i) + 1
				count[f]++
			}
		}
	}
	list := make([]bool, len(count))
	for f, n := range count {
		list[f] = int(n) < o.MinCount
	}
	return list
}

// ratios gives the log count ratio of each feature and output, the pull of a feature a Naive Bayes
// would see, its size kept between a tenth and three.
func (t *trainer) ratios(examples []Example) []float32 {
	k := t.o.Outputs
	with, all := make([]float32, len(t.weights)), make([]float32, len(t.weights)/k)
	sum, total := make([]float64, k), 0.0
	for i := range examples {
		e := &examples[i]
		for _, f := range e.Features {
			f &= t.mask
			all[f] += e.Weight
			total += float64(e.Weight)
			for j, y := range e.Target {
				if y == y {
					with[int(f)*k+j] += e.Weight * y
					sum[j] += float64(e.Weight * y)
				}
			}
		}
	}
	const smooth = 1
	for f := range all {
		for j := range k {
			p := (float64(with[f*k+j]) + smooth) / (sum[j] + smooth)
			q := (float64(all[f]-with[f*k+j]) + smooth) / (total - sum[j] + smooth)
			with[f*k+j] = float32(min(max(math.Abs(math.Log(p/q)), 0.1), 3))
		}
	}
	return with
}

// step learns from one example.
func (t *trainer) step(e *Example) {
	norm := t.score(e)
	if t.o.Kind == Softmax {
		softmax(t.out)
	} else {
		for k, z := range t.out {
			t.out[k] = float32(1 / (1 + math.Exp(-float64(z))))
		}
	}
	for k := range t.out {
		g := (t.out[k] - e.Target[k]) * e.Weight
		if g != g {
			g = 0 // a label that is not known
		}
		t.out[k] = g
		t.biasNow[k] += g * g
		t.bias[k] -= float32(t.o.Rate) * 0.1 * g / (1 + root(t.biasNow[k]))
	}
	rate, decay := float32(t.o.Rate), float32(t.o.L2)
	for i, f := range e.Features {
		f &= t.mask
		if t.rare != nil && t.rare[f] {
			continue
		}
		v := norm
		if e.Values != nil {
			v *= e.Values[i]
		}
		at := int(f) * t.o.Outputs
		for k, g := range t.out {
			if g == 0 {
				continue
			}
			x := v
			if t.ratio != nil {
				x *= t.ratio[at+k]
			}
			d := g*x + decay*t.weights[at+k]
			t.seen[at+k] += d * d
			t.weights[at+k] -= rate * d / (1e-3 + root(t.seen[at+k]))
		}
	}
}

// score fills t.out with the logits of e and gives the factor that brings its features to length 1.
func (t *trainer) score(e *Example) float32 {
	copy(t.out, t.bias)
	var square float32
	for i := range e.Features {
		v := float32(1)
		if e.Values != nil {
			v = e.Values[i]
		}
		square += v * v
	}
	if square == 0 {
		return 0
	}
	norm := 1 / root(square)
	for i, f := range e.Features {
		f &= t.mask
		v := norm
		if e.Values != nil {
			v *= e.Values[i]
		}
		at := int(f) * t.o.Outputs
		for k := range t.out {
			w := t.weights[at+k]
			if t.ratio != nil {
				w *= t.ratio[at+k]
			}
			t.out[k] += v * w
		}
	}
	return norm
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// model brings the weights to one byte each.
func (t *trainer) model() *Model {
	k := t.o.Outputs
	m := &Model{
		kind: t.o.Kind, bits: t.o.Bits, outputs: k, mask: t.mask,
		bias: t.bias, scale: make([]float32, k), weights: make([]byte, len(t.weights)),
	}
	for j := range k {
		var largest float32
		for at := j; at < len(t.weights); at += k {
			if t.ratio != nil {
				t.weights[at] *= t.ratio[at]
			}
			largest = max(largest, t.weights[at], -t.weights[at])
		}
		if largest == 0 {
			largest = 1
		}
		m.scale[j] = largest / (127 * 127)
		for at := j; at < len(t.weights); at += k {
			w := float64(t.weights[at] / m.scale[j])
			m.weights[at] = byte(int8(math.Copysign(math.Round(math.Sqrt(math.Abs(w))), w)))
		}
	}
	return m
}
