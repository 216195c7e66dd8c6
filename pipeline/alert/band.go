package alert

import (
	"math"
	"time"
)

const (
	slots     = 24   // of a day, each with a usual of its own
	bandReach = 1.96 // standard deviations: 95 of 100 hours
)

// band is what is expected of an hour at this time of day: people are shown it, and a quiet night
// looks like one. The trigger does not use it: what people want to be told follows the highest
// peaks, not the oddest hour.
//
// The time of day is the number of the bucket within a day of 24 hours, not a clock's: so no time
// zone matters, and where clocks are set back nothing tears. After that the band lies an hour off
// for the days it takes to learn anew, as people do.
type band struct {
	day, hour         int // buckets in each
	fade, scatterFade float64
	sum, weight       [slots]float64
	excess, squares   float64 // fading sums of (x−e)²−e and of e²: their ratio is the overdispersion
}

func newBand(step time.Duration) band {
	b := band{day: int(24 * time.Hour / step), hour: int(time.Hour / step)}
	b.fade = math.Exp2(-1 / (float64(levelHalfLife) / float64(24*time.Hour) * float64(b.hour))) // a slot learns an hour's buckets a day
	b.scatterFade = math.Exp2(-1 / float64(scatterHalfLife/step))
	return b
}

// usual is the usual of one slot. Before it has been lived through for some days it leans on the
// usual of the whole day.
func (b *band) usual(slot int, whole float64) float64 {
	lean := float64(b.hour)
	return (b.sum[slot] + lean*whole) / (b.weight[slot] + lean)
}

// expected is the usual hour that ends with bucket at, between the middles of its two slots. Whole
// is the usual hour of all times of day.
func (b *band) expected(at int, whole float64) float64 {
	place := float64(at%b.day)/float64(b.day)*slots - 0.5
	before := int(math.Floor(place))
	part := place - float64(before)
	x := b.usual((before+slots)%slots, whole)
	y := b.usual((before+1)%slots, whole)
	return max(x+part*(y-x), leastUsual)
}

func (b *band) phi() float64 {
	if b.squares == 0 {
		return leastScatter
	}
	return max(b.excess/b.squares, leastScatter)
}

// learn takes in the hour that ended with bucket at, clipped as the level is.
func (b *band) learn(at int, x, whole float64) {
	e := b.expected(at, whole)
	if b.squares > 0 {
		x = min(x, e+6*math.Sqrt(e+b.phi()*e*e))
	}
	d := x - e
	b.excess = b.excess*b.scatterFade + d*d - e
	b.squares = b.squares*b.scatterFade + e*e
	slot := at % b.day * slots / b.day
	b.sum[slot] = b.sum[slot]*b.fade + x
	b.weight[slot] = b.weight[slot]*b.fade + 1
}

// limits are whole numbers of posts between which 95 hours of 100 lie: the quantiles of a negative
// binomial, by way of the gamma distribution of the same mean and variance (Wilson and Hilferty).
func (b *band) limits(at int, whole float64) (low, high float64) {
	e := b.expected(at, whole)
	scale := 1 + b.phi()*e
	shape := e / scale
	quantile := func(z float64) float64 {
		root := 1 - 1/(9*shape) + z/(3*math.Sqrt(shape))
		return shape * scale * math.Pow(max(root, 0), 3)
	}
	return math.Floor(quantile(-bandReach)), math.Ceil(quantile(bandReach))
}
