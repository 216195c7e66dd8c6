package statistics

import (
	"math"
	"slices"
)

// guess is one mean and strength of the common Beta, and how much of the belief it has.
type guess struct{ mean, strength, weight float64 }

// The grid: strengths from one count to a hundred thousand, each twice the one before; for each the
// best mean and its neighbours to two and a half standard deviations.
const (
	weakest, strongest = 1.0, 1e5
	ratio              = 2
)

// sigmas are the neighbours, a standard deviation of the mean's logit being one.
var sigmas = []float64{-2.5, -1.5, -0.75, 0, 0.75, 1.5, 2.5}

// widths are how much of the axis each neighbour stands for.
var widths = []float64{1, 0.875, 0.75, 0.75, 0.75, 0.875, 1}

// weigh lays the grid and gives each point its part of the belief; the parts sum to one.
func weigh(counts []Count) []guess {
	counts = told(counts)
	var grid []guess
	var logs []float64
	at, reach := 0.0, 12.0
	for s := weakest; s <= strongest; s *= ratio {
		prior := believed(s)
		at = peak(at, reach, func(l float64) float64 { return likelihood(counts, logistic(l), s) })
		reach = 1 // the best mean moves little from one strength to the next
		top := likelihood(counts, logistic(at), s)
		const step = 0.05
		bend := (likelihood(counts, logistic(at+step), s) - 2*top + likelihood(counts, logistic(at-step), s)) / (step * step)
		sd := 1 / math.Sqrt(math.Max(-bend, 1))
		for i, z := range sigmas {
			m := logistic(at + z*sd)
			// A flat mean is m(1-m) on the scale of logits.
			logs = append(logs, likelihood(counts, m, s)+prior+math.Log(m*(1-m))+math.Log(sd*widths[i]))
			grid = append(grid, guess{mean: m, strength: s})
		}
	}
	most, sum := slices.Max(logs), 0.0
	for i := range grid {
		grid[i].weight = math.Exp(logs[i] - most)
		sum += grid[i].weight
	}
	for i := range grid {
		grid[i].weight /= sum
	}
	return grid
}

// told leaves out what says nothing.
func told(counts []Count) []Count {
	return slices.DeleteFunc(slices.Clone(counts), func(c Count) bool { return !(c.N > 0) })
}

// likelihood is the logarithm of the beta-binomial likelihood, without what does not depend on mean and strength.
func likelihood(counts []Count, mean, strength float64) float64 {
	a, b := mean*strength, (1-mean)*strength
	sum := -float64(len(counts)) * logBeta(a, b)
	for _, c := range counts {
		sum += logBeta(a+c.K, b+c.N-c.K)
	}
	return sum
}

// peak is where f, a function with one hill, is highest, to a hundredth, within reach of a point.
func peak(at, reach float64, f func(float64) float64) float64 {
	const golden = 0.6180339887498949
	low, high := at-reach, at+reach
	x, y := high-golden*(high-low), low+golden*(high-low)
	fx, fy := f(x), f(y)
	for high-low > 1e-2 {
		if fx > fy {
			high, y, fy = y, x, fx
			x = high - golden*(high-low)
			fx = f(x)
		} else {
			low, x, fx = x, y, fy
			y = low + golden*(high-low)
			fy = f(y)
		}
	}
	return (low + high) / 2
}

func logistic(l float64) float64 { return 1 / (1 + math.Exp(-l)) }

// believed is how much a strength is believed before counts are seen, on the axis of its logarithm:
// the variance of a Beta is mean·(1 − mean) / (strength + 1), and all of its values up to the largest are
// believed alike.
func believed(strength float64) float64 {
	return math.Log(strength) - 2*math.Log1p(strength)
}
