package statistics

import "math"

// BetaCDF is the probability that a Beta(a, b) lies at or below x. a and b are above 0.
func BetaCDF(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	}
	// The fraction below converges fast on one side of the mean; the other side is its mirror.
	if x > (a+1)/(a+b+2) {
		return 1 - BetaCDF(1-x, b, a)
	}
	return math.Exp(a*math.Log(x)+b*math.Log1p(-x)-logBeta(a, b)) * betaFraction(x, a, b) / a
}

// betaFraction is the continued fraction of the incomplete beta function, worked out from the front
// by Lentz's method. tiny keeps a denominator from being nought.
func betaFraction(x, a, b float64) float64 {
	const tiny, enough = 1e-300, 1e-14
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/away(1-(a+b)*x/(a+1))
	f := d
	// The number of terms grows with the root of a + b; ten thousand are enough for 10^8.
	for m := 1.0; m < 1e4; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d, c = 1/away(1+even*d), away(1+even/c)
		f *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d, c = 1/away(1+odd*d), away(1+odd/c)
		f *= d * c
		if math.Abs(d*c-1) < enough {
			break
		}
	}
	return f
}

// BetaQuantile is the x at or below which a Beta(a, b) lies with probability p.
func BetaQuantile(p, a, b float64) float64 {
	switch {
	case p <= 0:
		return 0
	case p >= 1:
		return 1
	}
	low, high, x := 0.0, 1.0, a/(a+b)
	for range 200 {
		off := BetaCDF(x, a, b) - p
		if off > 0 {
			high = x
		} else {
			low = x
		}
		// Newton's step where it stays within what is known, else the middle.
		next := x - off/betaDensity(x, a, b)
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		if math.Abs(next-x) <= 1e-12*math.Max(x, 1e-6) {
			return next
		}
		x = next
	}
	return x
}

// betaDensity is the density of a Beta(a, b) at x, between 0 and 1.
func betaDensity(x, a, b float64) float64 {
	return math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - logBeta(a, b))
}

func logBeta(a, b float64) float64 { return logGamma(a) + logGamma(b) - logGamma(a+b) }

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
