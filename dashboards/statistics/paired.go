package statistics

import "math"

// Paired is the interval of how far a share moved when the same n things were judged twice: gained are
// those that count only the second time, lost those that counted only the first. What was judged alike
// both times says nothing of the direction, so the pairs that differ decide (Agresti and Min's adjusted
// Wald interval, which adds half a thing to each of the four fields). Of nothing it is -1 to 1.
func Paired(gained, lost, n, level float64) Interval {
	if !(n > 0) {
		return Interval{-1, 1}
	}
	b, c, m := gained+0.5, lost+0.5, n+2
	d := (b - c) / m
	reach := normal(level) * math.Sqrt(math.Max(0, b+c-(b-c)*(b-c)/m)) / m
	return Interval{math.Max(-1, d-reach), math.Min(1, d+reach)}
}
