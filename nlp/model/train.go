package model

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Doc is one labelled text.
type Doc struct {
	Text   []rune  // normalised
	Label  float64 // 1 praise, 0 blame, 0.5 neither
	Weight float64 // 1: as much as any other
}

// TrainOptions says how to learn. Equal options, documents and order give equal weights, to the
// byte.
type TrainOptions struct {
	Epochs int
	Rate   float64 // of Adagrad
	Decay  float64 // L2 penalty of a weight each time it is touched
	Seed   uint64
}

// DefaultTrainOptions were found by trying on the held-out tenth.
func DefaultTrainOptions() TrainOptions {
	return TrainOptions{Epochs: 6, Rate: 0.12, Decay: 1e-5, Seed: 20261122}
}

// Train fits the weights by logistic regression with Adagrad (Duchi, Hazan, Singer 2011), the texts
// in a new order each epoch: learned in file order, one shop's reviews would pull the weights about.
func Train(docs []Doc, o TrainOptions) *Model {
	weights, seen := make([]float64, size), make([]float64, size)
	var bias, biasSeen float64
	rng := rand.New(rand.NewPCG(o.Seed, 0))
	order := make([]int, len(docs))
	for i := range order {
		order[i] = i
	}
	var features []uint32
	for range o.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			d := &docs[i]
			if features = featuresOf(features[:0], d.Text); len(features) == 0 {
				continue
			}
			norm := 1 / math.Sqrt(float64(len(features)))
			z := bias
			for _, f := range features {
				z += weights[f] * norm
			}
			g := (1/(1+math.Exp(-z)) - d.Label) * d.Weight
			biasSeen += g * g
			bias -= o.Rate * 0.1 * g / (1 + math.Sqrt(biasSeen))
			for _, f := range features {
				gf := g*norm + o.Decay*weights[f]
				seen[f] += gf * gf
				weights[f] -= o.Rate * gf / (1e-3 + math.Sqrt(seen[f]))
			}
		}
	}
	return quantise(bias, weights)
}

func featuresOf(dst []uint32, text []rune) []uint32 {
	var a, b uint32
	for _, r := range text {
		c := class(r)
		dst = append(dst, one(c), two(b, c), three(a, b, c))
		a, b = b, c
	}
	return dst
}

// quantise brings the weights to one byte each. The few largest are cut, so that the many small
// ones keep their differences.
func quantise(bias float64, weights []float64) *Model {
	sizes := make([]float64, len(weights))
	for i, w := range weights {
		sizes[i] = math.Abs(w)
	}
	slices.Sort(sizes)
	largest := sizes[len(sizes)-len(sizes)/2000-1]
	if largest == 0 {
		largest = 1
	}
	m := &Model{bias: bias, scale: largest / 127, weights: make([]int8, size)}
	for i, w := range weights {
		m.weights[i] = int8(math.Round(min(max(w/m.scale, -127), 127)))
	}
	return m
}
