package workorder

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	rightBefore  = 12  // hours before the fix that say how high it stood
	leastCompare = 20  // mentions of other topics on each side, or they are no control
	leastHalf    = 0.5 // hours: shorter half lives cannot be told apart in hourly counts
	mostHalf     = 1000.0
)

// effect compares the fall with what time alone does. The topics' fall is measured against the
// brand's other topics over the same hours (difference in differences, so that night, weekend and a
// half broken collection fall out), and turned into the half life of what was too much; then against
// the half lives of past incidents. Effect is how many times faster; its 90 % interval comes from the
// counts, their overdispersion and how much past incidents differ.
func (m measured) effect(v *voc.Verification) {
	to := m.Since.Add(day)
	if m.Now.Before(to) {
		return
	}
	stood := m.tally(latest(m.Started, m.Since.Add(-rightBefore*time.Hour)), m.Since)
	fell := m.tally(m.Since, to)
	if stood.heard < 1 || fell.heard < leastLastHours || stood.topic < leastMentions {
		return
	}
	if stood.other < leastCompare || fell.other < leastCompare {
		return
	}
	v.Control = perHour(float64(fell.other), fell.heard) / perHour(float64(stood.other), stood.heard)
	usual, differ := usualHalf(m.Usual)
	v.UsualHalfLife = hoursLong(usual)
	excess := m.excess(stood, usual)
	if excess <= 0 {
		return
	}
	// Overdispersion of a day is shared by both sides of the fix as far as they lie in one day; half of
	// it is taken to be new.
	noise := math.Sqrt(1/(float64(fell.topic)+1) + 1/float64(stood.topic) + 1/float64(fell.other) + 1/float64(stood.other) + m.spread/2)
	level := (float64(fell.topic) + 0.5) / fell.heard / v.Control
	base := m.before.rate()
	at := func(z float64) float64 { return halfLife((level*math.Exp(z*noise)-base)/excess, 24) }
	half := at(0)
	if half < mostHalf {
		v.HalfLife = hoursLong(half)
	}
	if usual <= 0 {
		return
	}
	// Both uncertainties are on the scale of logarithms, where they add up as squares.
	side := func(z float64) float64 {
		counts, past := math.Log(at(z)/half), z*differ
		return math.Exp(math.Copysign(math.Hypot(counts, past), -z))
	}
	v.Effect = usual / half
	v.EffectLow, v.EffectHigh = v.Effect*side(surely), v.Effect*side(-surely)
}

// excess is how much more than usual an hour held at the moment of the fix. The hours before it were
// higher if it was falling already, as it usually does: without taking that off, every fall would
// look faster than it was.
func (m measured) excess(stood tally, usual float64) float64 {
	excess := stood.rate() - m.before.rate()
	if usual > 0 {
		w := min(rightBefore, m.Since.Sub(m.Started).Hours())
		k := math.Ln2 / usual
		excess *= k * w / (math.Exp(k*w) - 1)
	}
	return excess
}

// halfLife is the half life, in hours, at which a mean of so much is left over the first hours.
func halfLife(left, hours float64) float64 {
	low, high := leastHalf, mostHalf
	mean := func(half float64) float64 {
		k := math.Ln2 * hours / half
		return (1 - math.Exp(-k)) / k
	}
	if left <= mean(low) {
		return low
	}
	if left >= mean(high) {
		return high
	}
	for range 60 {
		middle := math.Sqrt(low * high)
		if mean(middle) < left {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Sqrt(low * high)
}

// usualHalf is the typical half life of past incidents in hours, 0 for none, and how uncertain it is,
// as a deviation of its logarithm. One or two say little.
func usualHalf(past []time.Duration) (hours, differ float64) {
	var logs []float64
	for _, d := range past {
		if h := d.Hours(); h > 0 {
			logs = append(logs, math.Log(min(max(h, leastHalf), mostHalf)))
		}
	}
	if len(logs) == 0 {
		return 0, 0
	}
	slices.Sort(logs)
	mean, variance := 0.0, 0.0
	for _, l := range logs {
		mean += l / float64(len(logs))
	}
	const prior, weight = 0.5 * 0.5, 2.0 // half lives of waves differ by half their length, until these say otherwise
	for _, l := range logs {
		variance += (l - mean) * (l - mean)
	}
	variance = (variance + prior*weight) / (float64(len(logs)-1) + weight)
	// The next incident differs from the mean as the past ones did from each other.
	return math.Exp(mean), math.Sqrt(variance * (1 + 1/float64(len(logs))))
}

func hoursLong(h float64) time.Duration {
	return time.Duration(h * float64(time.Hour)).Round(time.Minute)
}

// faster says so when the interval excludes what time alone does.
func (m measured) faster(v voc.Verification) string {
	switch {
	case v.EffectLow > 1:
		return fmt.Sprintf("；比以往同类事件回落更快（%.1f 倍，90%% 区间 %.1f–%.1f）", v.Effect, v.EffectLow, v.EffectHigh)
	case v.Effect > 0:
		return "；回落速度与以往同类事件分不出快慢"
	}
	return ""
}

// HalfLife is the time in which what an incident had too much fell to half, from its highest three
// hours on. 0: it cannot be told, because too little was heard or it never fell.
func HalfLife(hours []HeardHour, started time.Time) time.Duration {
	f := Facts{Hours: hours, Started: started}
	base := f.tally(started.Add(-pastDays*day), started).rate()
	var top float64
	var peak time.Time
	var last time.Time
	for _, h := range hours {
		last = latest(last, h.At)
		if h.At.Before(started) {
			continue
		}
		if t := f.tally(h.At, h.At.Add(3*time.Hour)); t.heard >= 2 && t.rate() > top {
			top, peak = t.rate(), h.At
		}
	}
	if top <= base {
		return 0
	}
	for at := peak.Add(time.Hour); !at.After(last); at = at.Add(time.Hour) {
		t := f.tally(at, at.Add(3*time.Hour))
		if t.heard >= 2 && t.rate()-base <= (top-base)/2 {
			return at.Sub(peak)
		}
	}
	return 0
}
