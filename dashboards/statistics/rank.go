package statistics

import "math"

// cuts is into how many pieces the axis from 0 to 1 is cut to compare rates with each other. With
// the pieces evenly spaced in probability of no single rate, 400 are fine enough for ranks to a
// tenth and probabilities to a hundredth.
const cuts = 400

// rank fills in who is worst, who best and who stands where: exactly, by integrating over the axis,
// so that the same counts give the same answer every time.
func rank(all []Shrunken, betas []beta) {
	edges := axis(betas)
	below := make([][]float64, len(betas)) // of each rate the probability of lying at or below an edge
	logBelow, logAbove, sum := make([]float64, len(edges)), make([]float64, len(edges)), make([]float64, len(edges))
	for i, b := range betas {
		below[i] = make([]float64, len(edges))
		for e, x := range edges {
			f := BetaCDF(x, b.a, b.b)
			below[i][e] = f
			logBelow[e] += math.Log(math.Max(f, 1e-300))
			logAbove[e] += math.Log(math.Max(1-f, 1e-300))
			sum[e] += f
		}
	}
	if len(betas) == 0 {
		return
	}
	others := float64(len(betas) - 1)
	for i := range betas {
		all[i].Rank = 1 + others
		for e := 1; e < len(edges); e++ {
			mass := below[i][e] - below[i][e-1]
			worst := func(e int) float64 { return math.Exp(logBelow[e] - math.Log(math.Max(below[i][e], 1e-300))) }
			best := func(e int) float64 { return math.Exp(logAbove[e] - math.Log(math.Max(1-below[i][e], 1e-300))) }
			all[i].Worst += mass * (worst(e) + worst(e-1)) / 2
			all[i].Best += mass * (best(e) + best(e-1)) / 2
			all[i].Rank -= mass * (sum[e] - below[i][e] + sum[e-1] - below[i][e-1]) / 2
		}
	}
}

// axis is where the rates lie, from the lowest end of any to the highest.
func axis(betas []beta) []float64 {
	low, high := 1.0, 0.0
	for _, b := range betas {
		m := b.mean()
		sd := math.Sqrt(m * (1 - m) / (b.a + b.b + 1))
		low, high = math.Min(low, m-8*sd), math.Max(high, m+8*sd)
	}
	low, high = bound(low), bound(high)
	edges := make([]float64, cuts+1)
	for e := range edges {
		// Denser towards the low end, where rates are told apart by less.
		t := float64(e) / cuts
		edges[e] = low + (high-low)*t*t*(1.5-0.5*t)
	}
	edges[0], edges[cuts] = 0, 1
	return edges
}
