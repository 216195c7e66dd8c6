package statistics

import "math"

// Count is k of n: 12 negative of 80.
type Count struct{ K, N float64 }

// Shrunken is what is to be believed of one of many rates.
type Shrunken struct {
	Rate     float64  // mean of what may be true, between the raw rate and that of all
	Interval Interval // holds the true rate with the probability asked for
	Weight   float64  // of the own counts in Rate, 0 to 1; the rest is what all have in common
	Above    float64  // probability of being worse (higher) than the mean of all
	Worst    float64  // probability of having the highest rate of all
	Best     float64  // probability of having the lowest
	Rank     float64  // expected rank, 1 the highest
}

// Pool is what many rates have in common: they lie around Mean, as tightly as if each came with
// Strength counts of its own beforehand.
type Pool struct {
	Mean     float64
	Strength float64
}

// Shrink says of each count what its rate is, knowing the others. Rates are taken to come from one
// Beta distribution whose mean and strength are unknown. They are not merely estimated and then
// believed, which makes intervals too narrow when there are few stores, but weighed over a grid by
// how likely they make the counts (beta-binomial likelihood; the mean flat, the strength under a
// uniform shrinkage prior, by which a store is as likely to keep any part of its own rate as any
// other). Where stores hardly differ the intervals are too wide rather than too narrow. What is left of each rate, a mixture of Betas, is summed up as one Beta of
// the same mean and variance. Counts of n = 0 get what all have in common. No count at all: nothing.
func Shrink(counts []Count, level float64) ([]Shrunken, Pool) {
	all, pool, betas := shrink(counts, level)
	rank(all, betas)
	return all, pool
}

// shrink is Shrink without ranks, and what is left of each rate.
func shrink(counts []Count, level float64) ([]Shrunken, Pool, []beta) {
	if len(counts) == 0 {
		return nil, Pool{Mean: 0.5}, nil
	}
	grid := weigh(counts)
	betas := make([]beta, len(counts))
	all := make([]Shrunken, len(counts))
	pool := Pool{}
	for _, g := range grid {
		pool.Mean += g.weight * g.mean
		pool.Strength += g.weight * math.Log(g.strength)
	}
	pool.Strength = math.Exp(pool.Strength)
	tail := (1 - level) / 2
	for i, c := range counts {
		b, own := summed(c, grid)
		betas[i] = b
		all[i] = Shrunken{
			Rate: b.mean(), Weight: own,
			Interval: Interval{BetaQuantile(tail, b.a, b.b), BetaQuantile(1-tail, b.a, b.b)},
			Above:    1 - BetaCDF(pool.Mean, b.a, b.b),
		}
	}
	return all, pool, betas
}

type beta struct{ a, b float64 }

func (b beta) mean() float64 { return b.a / (b.a + b.b) }

// summed is the one Beta with the mean and variance of the mixture that the grid leaves of a rate,
// and how much of it is the rate's own counts.
func summed(c Count, grid []guess) (beta, float64) {
	var mean, second, own float64
	for _, g := range grid {
		a, b := g.mean*g.strength+c.K, (1-g.mean)*g.strength+c.N-c.K
		m := a / (a + b)
		mean += g.weight * m
		second += g.weight * (m*m + m*(1-m)/(a+b+1))
		own += g.weight * c.N / (c.N + g.strength)
	}
	variance := math.Max(second-mean*mean, 1e-15)
	size := math.Max(mean*(1-mean)/variance-1, 1e-3)
	return beta{mean * size, (1 - mean) * size}, own
}
