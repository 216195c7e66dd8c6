package statistics

import "math"

// Level is the one the dashboards use: nine of ten intervals hold the truth.
const Level = 0.9

// Interval is a range something lies in with the stated probability. Shares are between 0 and 1,
// differences of shares between -1 and 1.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Holds tells whether x lies in the interval, its ends included.
func (i Interval) Holds(x float64) bool { return x >= i.Low && x <= i.High }

// Width is how far the ends are apart.
func (i Interval) Width() float64 { return i.High - i.Low }

// Wilson is the score interval of a share: k of n. Both may be fractions, as an effective n is. Of
// nothing (n <= 0) anything may be true: 0 to 1. It panics on nothing: a k outside 0 to n is taken
// to its nearer end.
func Wilson(k, n, level float64) Interval {
	if !(n > 0) {
		return Interval{0, 1}
	}
	p, z := bound(k/n), normal(level)
	middle, reach := (p+z*z/(2*n))/(1+z*z/n), z/(1+z*z/n)*math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	i := Interval{bound(middle - reach), bound(middle + reach)}
	// At the ends the formula gives the end itself but for rounding.
	if p == 0 {
		i.Low = 0
	}
	if p == 1 {
		i.High = 1
	}
	return i
}

// Jeffreys is the equal-tailed interval of a share under the prior Beta(1/2, 1/2): k of n. Its ends
// are 0 where nothing was counted and 1 where everything was, as is usual for it.
func Jeffreys(k, n, level float64) Interval {
	if !(n > 0) {
		return Interval{0, 1}
	}
	k = math.Min(math.Max(k, 0), n)
	i, tail := Interval{0, 1}, (1-level)/2
	if k > 0 {
		i.Low = BetaQuantile(tail, k+0.5, n-k+0.5)
	}
	if k < n {
		i.High = BetaQuantile(1-tail, k+0.5, n-k+0.5)
	}
	return i
}

// Difference is the interval of p1 - p2 for k1 of n1 and k2 of n2, by Newcombe's method 10: the two
// Wilson intervals put together as if at a right angle. Of nothing it is -1 to 1.
func Difference(k1, n1, k2, n2, level float64) Interval {
	if !(n1 > 0) || !(n2 > 0) {
		return Interval{-1, 1}
	}
	p1, p2 := bound(k1/n1), bound(k2/n2)
	a, b := Wilson(k1, n1, level), Wilson(k2, n2, level)
	d := p1 - p2
	return Interval{
		Low:  math.Max(-1, d-math.Hypot(p1-a.Low, b.High-p2)),
		High: math.Min(1, d+math.Hypot(a.High-p1, p2-b.Low)),
	}
}

// Apart tells whether an interval of a difference leaves out nought: the two differ.
func Apart(i Interval) bool { return i.Low > 0 || i.High < 0 }

// normal is how many standard deviations reach level to both sides: 1.645 for 0.9.
func normal(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }

func bound(p float64) float64 { return math.Min(math.Max(p, 0), 1) }
