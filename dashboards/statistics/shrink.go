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
// how likely they make the counts (beta-binomial likelihood) and how far they are believed
// beforehand: any mean as much as any other, and any variance between stores as much as any other,
// from none to the most a share can have. That belief is the one whose intervals hold the truth as
// often as they say wherever the counts tell how much stores differ (C. Morris and R. Tang,
// Estimating random effects via adjustment for density maximization, Statistical Science 26, 2011).
// What is left of each rate is a mixture of Betas, and the ends are quantiles of that mixture.
//
// Where stores differ by less than a third of what chance makes of their counts, the counts cannot
// tell whether they differ at all; intervals then hold the truth rather too often than too rarely.
// Counts of n = 0 get what all have in common. No count at all: nothing.
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
		left, own := mix(c, grid)
		betas[i] = left.summed()
		all[i] = Shrunken{
			Rate: betas[i].mean(), Weight: own,
			Interval: Interval{left.quantile(tail, betas[i]), left.quantile(1-tail, betas[i])},
			Above:    bound(1 - left.cdf(pool.Mean)),
		}
	}
	return all, pool, betas
}
