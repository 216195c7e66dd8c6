package local

import (
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// Example is one text somebody has judged.
type Example struct {
	Features []uint32
	Logit    float64 // for praise, by the weights the head will stand on
	Neither  float64 // probability that the text takes no side, by the same
	Class    Class   // what the reader says
	Weight   float64 // how much the reader's word counts; a person's: 1
}

// Options says how to train. The zero value of a field takes its default.
type Options struct {
	Base   string  // name of the weights the examples' logits come from, at most 255 bytes
	L2     float64 // penalty of a weight's square; 0: 0.5
	Rounds int     // 0: 150
	Rare   int     // features fewer examples have are left out, they would be learned by heart; 0: 3
}

func (o Options) defaults() Options {
	if o.L2 == 0 {
		o.L2 = 0.5
	}
	if o.Rounds == 0 {
		o.Rounds = 150
	}
	if o.Rare == 0 {
		o.Rare = 3
	}
	return o
}

// Train fits a head to what readers say, the shipped weights' own verdict given: the weights that
// make the verdicts likeliest under a strong penalty, found by gradients of all examples at once
// (Nesterov 1983). Nothing is drawn by lot: equal options and examples in equal order give equal
// bytes.
func Train(examples []Example, o Options) (*Head, error) {
	o = o.defaults()
	if len(o.Base) > 255 {
		return nil, fmt.Errorf("local: the name of the base has %d bytes: give at most 255", len(o.Base))
	}
	if len(examples) == 0 {
		return nil, errors.New("local: no examples to learn from")
	}
	total := 0.0
	for i := range examples {
		e := &examples[i]
		if e.Class < 0 || e.Class >= classes || !(e.Weight >= 0) || math.IsInf(e.Weight, 0) || math.IsNaN(e.Logit) || !(e.Neither >= 0 && e.Neither <= 1) {
			return nil, fmt.Errorf("local: example %d: class %d, weight %v, logit %v, neither %v make no sense", i, e.Class, e.Weight, e.Logit, e.Neither)
		}
		total += e.Weight
	}
	t := &trainer{examples: examples, l2: o.L2, known: known(examples, o.Rare), gradient: make([]float64, rows*outputs)}
	return t.quantise(o.Base, t.fit(o.Rounds, 1/(o.L2+total/2))), nil
}

// known tells which features enough examples have.
func known(examples []Example, rare int) []bool {
	count, last := make([]int, rows), make([]int, rows)
	for i := range examples {
		for _, f := range examples[i].Features {
			if f &= rows - 1; last[f] != i+1 {
				last[f] = i + 1
				count[f]++
			}
		}
	}
	list := make([]bool, rows)
	for f, n := range count {
		list[f] = n >= rare
	}
	return list
}

type trainer struct {
	examples []Example
	l2       float64
	known    []bool
	gradient []float64
}

// fit descends. Each example's features have length 1 together, so that the curvature is known from
// above and step never goes too far.
func (t *trainer) fit(rounds int, step float64) []float64 {
	now, ahead := make([]float64, rows*outputs), make([]float64, rows*outputs)
	speed := 1.0
	for range rounds {
		t.slope(ahead)
		next := (1 + math.Sqrt(1+4*speed*speed)) / 2
		keep := (speed - 1) / next
		for i := range now {
			was := now[i]
			now[i] = ahead[i] - float64(step*t.gradient[i])
			ahead[i] = now[i] + float64(keep*(now[i]-was))
		}
		speed = next
	}
	return now
}

// slope fills the gradient of the penalised loss at the weights w.
func (t *trainer) slope(w []float64) {
	for i := range w {
		t.gradient[i] = float64(t.l2 * w[i])
	}
	for i := range t.examples {
		e := &t.examples[i]
		if len(e.Features) == 0 || e.Weight == 0 {
			continue
		}
		norm := 1 / math.Sqrt(float64(len(e.Features)))
		var raw [outputs]float64
		for _, f := range e.Features {
			if f &= rows - 1; t.known[f] {
				raw[0] += w[f*outputs]
				raw[1] += w[f*outputs+1]
			}
		}
		push := e.push(squash(raw[0]*norm), squash(raw[1]*norm))
		for k := range push {
			soft := math.Tanh(raw[k] * norm / Bound)
			push[k] *= e.Weight * norm * (1 - soft*soft)
		}
		for _, f := range e.Features {
			if f &= rows - 1; t.known[f] {
				t.gradient[f*outputs] -= push[0]
				t.gradient[f*outputs+1] -= push[1]
			}
		}
	}
}

// push gives how the logarithm of the class's odds grows with each shift.
func (e *Example) push(praise, none float64) [outputs]float64 {
	z, n := Move(e.Logit, e.Neither, praise, none)
	p := logistic(z)
	switch e.Class {
	case Neutral:
		return [outputs]float64{0, 1 - n}
	case Negative:
		return [outputs]float64{-p, -n}
	}
	return [outputs]float64{1 - p, -n}
}

// quantise brings the weights to one byte each.
func (t *trainer) quantise(base string, w []float64) *Head {
	h := &Head{base: base, weights: make([]byte, rows*outputs)}
	for k := range h.scale {
		largest := 0.0
		for i := k; i < len(w); i += outputs {
			largest = max(largest, math.Abs(w[i]))
		}
		if largest == 0 {
			largest = 1
		}
		h.scale[k] = float32(largest / steps)
		for i := k; i < len(w); i += outputs {
			h.weights[i] = byte(int8(math.Round(w[i] / largest * steps)))
		}
	}
	data := h.Encode()
	h.sum = crc32.ChecksumIEEE(data[:len(data)-4])
	return h
}
