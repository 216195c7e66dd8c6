package api

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/dashboards/statistics"
)

// How sure one must be before a change among many is pointed at. With some forty topics on a page,
// one in twenty would point at two that did not change.
const sure = 0.01

// z95 is the two-sided 95 % quantile of the normal distribution.
const z95 = 1.959963984540054

// moved tells whether a count differs from another by more than chance would make it: "up", "down" or
// "same". now and was are how much of each window was listened to. Given both counts together, the
// first is binomial with the share of its window when nothing changed; the test is exact, so that a
// handful never counts as a change.
func moved(n, before int, now, was float64) string {
	all := n + before
	if all == 0 || now <= 0 || was <= 0 {
		return "same" // a window nobody heard says nothing about the other
	}
	p := now / (now + was)
	up, down := binomialTail(all, n, p), binomialTail(all, before, 1-p)
	switch {
	case up < sure/2:
		return "up"
	case down < sure/2:
		return "down"
	}
	return "same"
}

// binomialTail is the probability of k or more of n at a chance of p each.
func binomialTail(n, k int, p float64) float64 {
	if k <= 0 {
		return 1
	}
	if n > 2000 { // the normal curve is as good, and as fast for millions
		mean, spread := float64(n)*p, math.Sqrt(float64(n)*p*(1-p))
		return math.Erfc((float64(k)-0.5-mean)/spread/math.Sqrt2) / 2
	}
	logs := func(i int) float64 {
		a, _ := math.Lgamma(float64(n) + 1)
		b, _ := math.Lgamma(float64(i) + 1)
		c, _ := math.Lgamma(float64(n-i) + 1)
		return a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log(1-p)
	}
	var sum float64
	for i := k; i <= n; i++ {
		sum += math.Exp(logs(i))
	}
	return min(1, sum)
}

// rise is how many times as many as before there surely are: the lower end of the 95 % interval of the
// ratio of two rates. Sorted by it, three of none do not stand above sixty of twenty.
func rise(n, before int, now, was float64) float64 {
	if now <= 0 || was <= 0 {
		return 0
	}
	a, b := float64(n)+0.5, float64(before)+0.5
	return math.Exp(math.Log(a/now)-math.Log(b/was)) * math.Exp(-z95*math.Sqrt(1/a+1/b))
}

// shareMoved tells whether a share differs from another by more than chance would make it, by a test
// of two proportions. Of fewer than thirty on either side nothing is said.
func shareMoved(part, n, partBefore, before int) string {
	if n < 30 || before < 30 {
		return "same"
	}
	pooled := float64(part+partBefore) / float64(n+before)
	spread := math.Sqrt(pooled * (1 - pooled) * (1/float64(n) + 1/float64(before)))
	if spread == 0 {
		return "same"
	}
	const z99 = 2.5758293035489004
	switch z := (float64(part)/float64(n) - float64(partBefore)/float64(before)) / spread; {
	case z > z99:
		return "up"
	case z < -z99:
		return "down"
	}
	return "same"
}

// wilson is the interval of a share the pages show; ok is false when there is none of nothing.
func wilson(part, n int) (low, high float64, ok bool) {
	i := statistics.Wilson(float64(part), float64(n), 0.95)
	return i.Low, i.High, n > 0
}

// together says how two things of all mentions go together: how many one would expect to hold both if
// they had nothing to do with each other, how many times as many do (lift), and whether that is more
// than chance (log-likelihood ratio of the four-field table, one in a thousand).
func together(both, a, b, all int) (expected, lift float64, more bool) {
	if all == 0 || a == 0 || b == 0 {
		return 0, 0, false
	}
	expected = float64(a) * float64(b) / float64(all)
	lift = float64(both) / expected
	table := [4]float64{float64(both), float64(a - both), float64(b - both), float64(all - a - b + both)}
	rows := [2]float64{float64(a), float64(all - a)}
	cols := [2]float64{float64(b), float64(all - b)}
	usual := [4]float64{expected, rows[0] * cols[1] / float64(all), rows[1] * cols[0] / float64(all), rows[1] * cols[1] / float64(all)}
	var g float64
	for i, o := range table {
		if o > 0 && usual[i] > 0 {
			g += 2 * o * math.Log(o/usual[i])
		}
	}
	const oneInAThousand = 10.828 // χ² with one degree of freedom
	return expected, lift, lift > 1 && both >= 3 && g > oneInAThousand
}
