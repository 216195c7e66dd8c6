package statistics

import "math"

// Usual is what a count is expected to be, from the same hours of the weeks before.
type Usual struct {
	Mean float64 `json:"mean"` // of the earlier counts
	Low  float64 `json:"low"`  // the next one lies between these
	High float64 `json:"high"` //
}

// Dispersion is how much more counts of like hours vary than chance alone would make them: 1 for
// Poisson counts, 3 where the variance is three times the mean. Each slot holds the counts of one hour
// of the week; slots of fewer than two counts, or of nothing, say nothing. Never below 1.
func Dispersion(slots [][]int) float64 {
	spread, free := 0.0, 0
	for _, counts := range slots {
		mean := average(counts)
		if len(counts) < 2 || mean == 0 {
			continue
		}
		for _, n := range counts {
			spread += (float64(n) - mean) * (float64(n) - mean) / mean
		}
		free += len(counts) - 1
	}
	if free == 0 {
		return 1
	}
	return max(1, spread/float64(free))
}

// Expect says what the next count of a slot will be. The rate is as uncertain as so few earlier counts
// leave it (Jeffreys' prior), and counts vary by dispersion around it: together a negative binomial of
//
//	mean m = (Σ x + ½) / k,  variance m · dispersion · (1 + 1/k)
//
// whose quantiles at (1 ± level) / 2 are the ends; each end counts half, so that the steps of whole
// numbers do not widen the interval. false without any earlier count.
func Expect(earlier []int, dispersion, level float64) (Usual, bool) {
	k := float64(len(earlier))
	if k == 0 {
		return Usual{}, false
	}
	mean := average(earlier)
	m := mean + 0.5/k
	extra := max(1, dispersion)*(1+1/k) - 1 // variance over mean, beyond 1
	tail := (1 - level) / 2
	return Usual{mean, binomialQuantile(m, extra, tail, false), binomialQuantile(m, extra, 1-tail, true)}, true
}

func average(counts []int) float64 {
	if len(counts) == 0 {
		return 0
	}
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return float64(sum) / float64(len(counts))
}

// byNormal is the mean from which on a negative binomial is close enough to a normal distribution, and
// its first term too small to be written down.
const byNormal = 400

// binomialQuantile is a quantile of the negative binomial of mean m and variance m·(1+extra): the first
// whole number at which the distribution, the number itself counting half, reaches p.
func binomialQuantile(m, extra, p float64, up bool) float64 {
	if m > byNormal {
		v := m + math.Sqrt(2)*math.Erfinv(2*p-1)*math.Sqrt(m*(1+extra))
		if up {
			return math.Floor(max(0, v))
		}
		return math.Ceil(max(0, v))
	}
	r := m / extra
	term := math.Exp(-r * math.Log1p(extra))
	below := 0.0
	for n := 0.0; ; n++ {
		if below+term/2 >= p || n > 50*byNormal {
			return n
		}
		below += term
		term *= (n + r) / (n + 1) * extra / (1 + extra)
	}
}
