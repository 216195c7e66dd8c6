package statistics

import (
	"math"
	"slices"
)

type beta struct{ a, b float64 }

func (b beta) mean() float64 { return b.a / (b.a + b.b) }

// matched is the Beta of a mean and a second moment.
func matched(mean, second float64) beta {
	variance := math.Max(second-mean*mean, 1e-15)
	size := math.Max(mean*(1-mean)/variance-1, 1e-3)
	return beta{mean * size, (1 - mean) * size}
}

// part is one Beta of a mixture and its weight.
type part struct {
	beta
	weight float64
}

// mixture is what may be true of a rate: a mixture of Betas whose weights add up to one.
type mixture []part

// slight is below which weight a part is left out: all of them together move no end by a thousandth
// of its interval.
const slight = 1e-4

// mix is what the grid leaves of a rate, and how much of it is the rate's own counts. The means of one
// strength differ little and are put together; strengths differ much, and a mixture of narrow and wide
// Betas has another shape than any one Beta: taken for one, its interval is too wide where stores
// hardly differ.
func mix(c Count, grid []guess) (mixture, float64) {
	var left mixture
	own, sum := 0.0, 0.0
	for strength := range slices.Chunk(grid, len(sigmas)) {
		var weight, mean, second float64
		for _, g := range strength {
			a, b := g.mean*g.strength+c.K, (1-g.mean)*g.strength+c.N-c.K
			m := a / (a + b)
			weight += g.weight
			mean += g.weight * m
			second += g.weight * (m*m + m*(1-m)/(a+b+1))
		}
		own += weight * c.N / (c.N + strength[0].strength)
		if weight > slight {
			left = append(left, part{matched(mean/weight, second/weight), weight})
			sum += weight
		}
	}
	for i := range left {
		left[i].weight /= sum
	}
	return left, own
}

// summed is the one Beta of the mixture's mean and variance.
func (m mixture) summed() beta {
	var mean, second float64
	for _, p := range m {
		e := p.mean()
		mean += p.weight * e
		second += p.weight * (e*e + e*(1-e)/(p.a+p.b+1))
	}
	return matched(mean, second)
}

// cdf is the probability of lying at or below x.
func (m mixture) cdf(x float64) float64 {
	sum := 0.0
	for _, p := range m {
		sum += p.weight * BetaCDF(x, p.a, p.b)
	}
	return sum
}

func (m mixture) density(x float64) float64 {
	sum := 0.0
	for _, p := range m {
		sum += p.weight * betaDensity(x, p.a, p.b)
	}
	return sum
}

// quantile is the x at or below which the rate lies with probability p, to a millionth. It is looked for from
// the quantile of the one Beta that is nearest.
func (m mixture) quantile(p float64, near beta) float64 {
	low, high, x := 0.0, 1.0, BetaQuantile(p, near.a, near.b)
	for range 60 {
		off := m.cdf(x) - p
		if off > 0 {
			high = x
		} else {
			low = x
		}
		// Newton's step where it stays within what is known, else the middle.
		next := x - off/m.density(x)
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		if math.Abs(next-x) < 1e-6 {
			return next
		}
		x = next
	}
	return x
}
