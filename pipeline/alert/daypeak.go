package alert

import (
	"math"
	"slices"
	"time"
)

const (
	peakDays     = 14  // days looked back on, as far as a new high
	peakQuantile = 0.9 // nine days in ten peak no higher
	byChance     = 1.5 // standard deviations that chance adds to a count of a rhythm well known
)

// dayPeaks remembers the loudest hour of each day, or the loudest three. A day is any 24 hours, ending where one asks, so
// that neither the time zone nor the moment a series begins changes what is found.
//
// High quantiles of all hours fill up when one incident lasts an afternoon, and they are low where
// a brand is loud for an hour every evening; the peaks of days do neither: an incident is one peak
// among fourteen, and a nightly rush is every one of them.
type dayPeaks struct {
	day, lag int
	hours    ring[int32] // posts of the hour, or three, that end with a bucket, plus one; 0: not known
	peaks    ring[int32] // highest of hours within the day that ends with a bucket; 0: too little known
	known    int         // of hours, within the last day
	highest  int32       // among them
}

func newDayPeaks(step time.Duration) dayPeaks {
	day, lag := int(24*time.Hour/step), int(lag/step)
	return dayPeaks{day: day, lag: lag, hours: newRing[int32](day + 1), peaks: newRing[int32](peakDays*day + lag + 1)}
}

func (p dayPeaks) clone() dayPeaks {
	p.hours, p.peaks = p.hours.clone(), p.peaks.clone()
	return p
}

// push takes in the hour, or three, that end with bucket b; known tells whether it may be learned from.
func (p *dayPeaks) push(b int, hour int64, known bool) {
	var v int32
	if known {
		v = int32(min(hour, math.MaxInt32-1)) + 1
		p.known++
	}
	gone := p.hours.get(b - p.day)
	if gone > 0 {
		p.known--
	}
	p.hours.set(b, v)
	switch {
	case v >= p.highest:
		p.highest = v
	case gone == p.highest:
		p.highest = 0
		for i := range p.day {
			p.highest = max(p.highest, p.hours.get(b-i))
		}
	}
	if 2*p.known >= p.day { // the peak of a day mostly unheard says nothing
		p.peaks.set(b, p.highest)
	} else {
		p.peaks.set(b, 0)
	}
}

// usual is the peak that nine of the last fourteen days' in ten stay under, the last hour left out.
// False when no day is known well enough to speak of one.
func (p *dayPeaks) usual(b int) (float64, bool) {
	var room [peakDays]int32
	peaks := room[:0]
	for k := range peakDays {
		if v := p.peaks.get(b - p.lag - k*p.day); v > 0 {
			peaks = append(peaks, v-1)
		}
	}
	if len(peaks) == 0 {
		return 0, false
	}
	slices.Sort(peaks)
	at := peakQuantile * float64(len(peaks)-1)
	i := int(at)
	q := float64(peaks[i])
	if i+1 < len(peaks) {
		q += (at - float64(i)) * float64(peaks[i+1]-peaks[i])
	}
	return q, true
}

// sameWeekday is the lower of the peaks around this time one and two weeks ago: what both of them
// had is a rhythm of the week. One alone may have been an incident. False when one is not known.
func (p *dayPeaks) sameWeekday(b int) (float64, bool) {
	lower := int32(math.MaxInt32)
	for _, days := range [...]int{7, 14} {
		lower = min(lower, p.peaks.get(b-days*p.day+p.day/2)) // the day around this time of day
	}
	return float64(lower - 1), lower > 0
}

// below keeps the score of what is no louder than the peak of an ordinary day below 1, by as much
// as it falls short: most alarms that nobody confirms are the loudest hour of a day that has one
// every day. So is what this weekday always has, give or take what chance adds to it.
func (p *dayPeaks) below(b int, posts, prior, score float64) float64 {
	peak, known := p.usual(b)
	if week, lived := p.sameWeekday(b); lived {
		peak = max(peak, week+byChance*math.Sqrt(week))
	}
	if known && posts < peak {
		return min(score, (posts+prior)/(peak+prior))
	}
	return score
}
