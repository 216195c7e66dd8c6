package alert

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// monday is where made-up series begin.
var monday = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// made makes a series of five-minute counts with a daily rhythm around a mean per hour. The same
// seed gives the same series.
func made(seed uint64, days int, perHour float64) []voc.Count {
	r := rand.New(rand.NewPCG(seed, 1))
	counts := make([]voc.Count, days*288)
	for i := range counts {
		rate := perHour / 12 * (1 - 0.7*math.Cos(2*math.Pi*float64(i%288)/288))
		n := poisson(r, rate)
		counts[i] = voc.Count{At: monday.Add(time.Duration(i) * 5 * time.Minute), N: n, Authors: n, Coverage: 1}
	}
	return counts
}

// poisson draws a count (Knuth's method; the rates here are small).
func poisson(r *rand.Rand, rate float64) int {
	limit, p, n := math.Exp(-rate), 1.0, 0
	for {
		if p *= r.Float64(); p <= limit {
			return n
		}
		n++
	}
}

// burst adds mentions of as many authors to a stretch of buckets.
func burst(counts []voc.Count, from, length, n int) []voc.Count {
	for i := from; i < from+length; i++ {
		counts[i].N += n
		counts[i].Authors += n
	}
	return counts
}

func firedAt(spikes []voc.Spike) []int {
	var at []int
	for i, s := range spikes {
		if s.Fired {
			at = append(at, i)
		}
	}
	return at
}
