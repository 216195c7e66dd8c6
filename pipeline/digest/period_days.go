package digest

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
)

// dayCount is what was said on one day of the calendar.
type dayCount struct {
	at, end    time.Time // its first moment, and that of the next day
	total      int
	complaints int
	heard      float64 // 0…1: below it a low number is no fact
	whole      bool    // it is over
}

const (
	usualDays  = 28  // before the period, that its days are compared with
	heardDay   = 0.9 // of a day that teaches what is usual, or is compared
	leastDays  = 3   // whole days on both sides before periods are compared by them
	surely     = 2.0 // standard errors beyond which a difference of means is not chance
	partOfDays = 0.5 // of a period that must have been heard before its index means something
)

// askDays counts the days of the period, of the one before and of the four weeks before it, each as long
// as it was: with a change of clocks, 23 or 25 hours.
func (r *report) askDays(ctx context.Context, in Inputs) error {
	y, m, d := r.from.Date()
	first := midnight(y, m, d-usualDays, r.zone)
	if r.was.Before(first) {
		first = r.was
	}
	edges := midnights(first, r.to)
	for i := 0; i+1 < len(edges); {
		step, j := edges[i+1].Sub(edges[i]), i+1
		for j+1 < len(edges) && edges[j+1].Sub(edges[j]) == step {
			j++
		}
		f := r.of(in, edges[i], edges[j])
		if f.To.After(r.to) {
			f.To = r.to
		}
		points, err := in.Store.Trend(ctx, f, step)
		if err != nil {
			return err
		}
		r.days = append(r.days, daysOf(points, step, r)...)
		i = j
	}
	return nil
}

func daysOf(points []store.TrendPoint, step time.Duration, r *report) []dayCount {
	var days []dayCount
	for _, p := range points {
		days = append(days, dayCount{
			at: p.At.In(r.zone), end: p.At.Add(step), total: p.Total, complaints: p.Complaints, heard: p.Coverage, whole: !p.At.Add(step).After(r.to),
		})
	}
	return days
}

// own are the days of the period, earlier those of the one before as far as it is compared.
func (r *report) own() []dayCount {
	return r.daysIn(r.from, r.to)
}

func (r *report) earlier() []dayCount {
	return slices.DeleteFunc(r.daysIn(r.was, r.wasTo), func(d dayCount) bool { return d.end.After(r.wasTo) })
}

func (r *report) daysIn(from, to time.Time) []dayCount {
	var in []dayCount
	for _, d := range r.days {
		if !d.at.Before(from) && d.at.Before(to) {
			in = append(in, d)
		}
	}
	return in
}

// usual is the mean number of complaints of a weekday in the four weeks before the period, and whether
// enough of them are known. Days hardly heard teach nothing, and what was an incident is not usual.
func (r *report) usual(w time.Weekday) (float64, bool) {
	y, m, d := r.from.Date()
	first := midnight(y, m, d-usualDays, r.zone)
	var past []window
	for _, x := range r.daysIn(first, r.from) {
		if x.at.Weekday() == w && x.heard >= heardDay && !r.since.IsZero() && x.end.After(r.since) {
			past = append(past, window{negative: x.complaints})
		}
	}
	if past = ordinary(past); len(past) < leastWeeks {
		return 0, false
	}
	_, _, mean := spread(past)
	return mean, true
}

// index is the complaints of the period's days that are over and were heard, 100 being what the same
// weekdays of the four weeks before brought; false when too little of it can be compared.
func (r *report) index() (index, expected float64, counted int, ok bool) {
	n, compared := 0, 0
	for _, d := range r.own() {
		usual, known := r.usual(d.at.Weekday())
		if !d.whole || d.heard < heardDay || !known {
			continue
		}
		counted, expected, compared = counted+d.complaints, expected+usual, compared+1
	}
	for _, d := range r.own() {
		if d.whole {
			n++
		}
	}
	if compared == 0 || float64(compared) < partOfDays*float64(n) || expected == 0 {
		return 0, expected, counted, false
	}
	return 100 * float64(counted) / expected, expected, counted, true
}

// compared sets the daily mean of the period beside that of the one before. sure tells that they differ by
// more than days differ among themselves; ok that there are enough days to say anything.
func (r *report) compared(count func(dayCount) int) (ratio float64, sure, ok bool) {
	now, was := r.dailies(r.own(), count), r.dailies(r.earlier(), count)
	if min(len(now), len(was)) < leastDays {
		return 0, false, false
	}
	m1, v1 := meanAndVariance(now)
	m2, v2 := meanAndVariance(was)
	if m2 == 0 {
		return 0, false, false
	}
	// A day's count varies at least as chance makes it, however alike a few days happen to be.
	v1, v2 = max(v1, m1), max(v2, m2)
	se := math.Sqrt(v1/float64(len(now)) + v2/float64(len(was)))
	return m1 / m2, math.Abs(m1-m2) > surely*se, true
}

func (r *report) dailies(days []dayCount, count func(dayCount) int) []float64 {
	var all []float64
	for _, d := range days {
		known := !r.since.IsZero() && d.end.After(r.since)
		if d.whole && d.heard >= heardDay && known {
			all = append(all, float64(count(d)))
		}
	}
	return all
}

func meanAndVariance(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(max(1, len(x)-1))
	}
	return mean, variance
}

// loudest is the day of most complaints; the zero day when there were none.
func (r *report) loudest() dayCount {
	days := r.own()
	if len(days) == 0 {
		return dayCount{}
	}
	most := slices.MaxFunc(days, func(a, b dayCount) int { return a.complaints - b.complaints })
	if most.complaints == 0 {
		return dayCount{}
	}
	return most
}
