package demosite

import (
	"math"
	"math/rand/v2"
	"time"
)

// hours is how much people post in each hour of the day: little at night, a peak after lunch, a
// broader one in the evening. Only proportions matter.
var hours = [24]float64{
	.28, .14, .07, .05, .04, .06, .14, .38, .6, .75, .9, 1.3,
	1.7, 1.45, 1.25, 1.4, 1.3, 1.15, 1.3, 1.5, 1.6, 1.45, 1.05, .6,
}

// office is the same for people who publish for a living.
var office = [24]float64{8: .6, 9: 1.5, 10: 2, 11: 1.4, 12: .5, 13: .5, 14: 1.4, 15: 1.5, 16: 1.2, 17: 1, 18: .6, 19: .4, 20: .3}

// weekdays from Sunday: milk tea is a weekend drink, and Friday is half a weekend.
var weekdays = [7]float64{1.22, .86, .87, .9, .93, 1.08, 1.32}

// share is the part of a day's posts that falls into the hour of at.
func share(of *[24]float64, at time.Time) float64 {
	sum := 0.0
	for _, w := range of {
		sum += w
	}
	return of[at.Hour()] / sum * weekdays[at.Weekday()]
}

// wakeful is the hour's weight relative to the busiest hour, for incidents that sleep at night.
func wakeful(at time.Time) float64 { return hours[at.Hour()] / 1.7 }

// weather is a day's luck: no two Tuesdays are alike.
func weather(seed int64, at time.Time) float64 {
	day := at.Year()*1000 + at.YearDay()
	r := rand.New(rand.NewPCG(uint64(seed), uint64(day)))
	return math.Exp(r.NormFloat64()*.12 - .0072) // mean 1
}

// poisson draws how many of something rare happen when mean are expected.
func poisson(r *rand.Rand, mean float64) int {
	if mean > 60 { // close enough to normal, and Knuth's product would underflow far above
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.NormFloat64())))
	}
	limit, product, n := math.Exp(-mean), r.Float64(), 0
	for product > limit {
		product *= r.Float64()
		n++
	}
	return n
}
