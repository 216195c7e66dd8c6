package workorder

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

const (
	dayMinutes = 24 * 60
	daySeconds = 24 * 60 * 60
	dayOff     = 7 // kind of a day on which no shift begins, beside the seven weekdays
)

// farthest is how far a clock is followed. A shorter answer to a longer question keeps damaged dates
// in a journal from holding up the program.
const farthest = 20 * 366 * day

// span is a stretch of one day on the clock of the wall, in seconds since midnight.
type span struct{ from, to int64 }

// hours is a calendar made ready to count in. A nil *hours is round the clock.
type hours struct {
	zone *time.Location
	// spans of a day by the kind of the day before, whose night shift reaches into it, and its own.
	spans [8][8][]span
	kinds map[int64]int // kind of the dates that are not what their weekday says, by days since 1970
}

// compile reads a calendar.
func compile(c Calendar) (*hours, error) {
	fail := func(err error) (*hours, error) { return nil, fmt.Errorf("calendar %q: %w", c.Name, err) }
	zone, err := time.LoadLocation(c.Zone)
	if err != nil || c.Zone == "" {
		return fail(fmt.Errorf("zone %q is not known: write its IANA name, like Asia/Shanghai", c.Zone))
	}
	h := &hours{zone: zone, kinds: map[int64]int{}}
	week, err := weekOf(c.Shifts)
	if err != nil {
		return fail(err)
	}
	for before := range 8 {
		for own := range 8 {
			h.spans[before][own] = daySpans(week[before], week[own])
		}
	}
	for _, text := range c.Off {
		date, err := dateOf(text)
		if err != nil {
			return fail(fmt.Errorf("off: %w", err))
		}
		h.kinds[date] = dayOff
	}
	for _, w := range c.Worked {
		date, err := dateOf(w.Date)
		if err != nil {
			return fail(fmt.Errorf("worked: %w", err))
		}
		if h.kinds[date], err = workedAs(w, week); err != nil {
			return fail(err)
		}
	}
	return h, nil
}

// weekOf gives the shifts of each weekday in minutes since its midnight; they may end on the next day.
func weekOf(shifts []Shift) (week [8][]span, err error) {
	if len(shifts) == 0 {
		return week, fmt.Errorf("it has no shifts, no clock would ever run out: write when people work")
	}
	for _, s := range shifts {
		from, err := minuteOf(s.From)
		if err != nil {
			return week, fmt.Errorf("shift from: %w", err)
		}
		to, err := minuteOf(s.To)
		if err != nil {
			return week, fmt.Errorf("shift to: %w", err)
		}
		if len(s.Days) == 0 || from == dayMinutes {
			return week, fmt.Errorf("shift %s–%s: it begins on no day: name its days, and begin it before 24:00", s.From, s.To)
		}
		if to <= from {
			to += dayMinutes
		}
		for _, name := range s.Days {
			d, err := weekday(name)
			if err != nil {
				return week, fmt.Errorf("shift %s–%s: %w", s.From, s.To, err)
			}
			week[d] = append(week[d], span{int64(from) * 60, int64(to) * 60})
		}
	}
	return week, nil
}

func workedAs(w Worked, week [8][]span) (int, error) {
	if w.As != "" {
		d, err := weekday(w.As)
		if err == nil && len(week[d]) == 0 {
			err = fmt.Errorf("nobody works on %q: name a day that has shifts", w.As)
		}
		if err != nil {
			return 0, fmt.Errorf("worked %s: %w", w.Date, err)
		}
		return int(d), nil
	}
	for i := range 7 { // from Monday
		if d := (i + 1) % 7; len(week[d]) > 0 {
			return d, nil
		}
	}
	return dayOff, nil
}

// daySpans is what of a day is worked: what reaches over from the day before and its own shifts, those
// that overlap taken together.
func daySpans(before, own []span) []span {
	var all []span
	for _, s := range before {
		if s.to > daySeconds {
			all = append(all, span{max(0, s.from-daySeconds), s.to - daySeconds})
		}
	}
	for _, s := range own {
		all = append(all, span{s.from, min(s.to, daySeconds)})
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var merged []span
	for _, s := range all {
		if n := len(merged); n > 0 && s.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, s.to)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// kind says which day of the week a date counts as.
func (h *hours) kind(date int64) int {
	if k, special := h.kinds[date]; special {
		return k
	}
	return int(((date+4)%7 + 7) % 7) // 1970-01-01 was a Thursday
}

// stretches calls yield with each stretch of working time between two moments, in order, as time
// since the first, until yield says stop.
func (h *hours) stretches(from, to time.Time, yield func(begin, end time.Duration) bool) {
	until := to.Sub(from)
	sub := time.Duration(from.Nanosecond())
	for at := from; at.Before(to); {
		local := at.In(h.zone)
		_, offset := local.Zone()
		_, change := local.ZoneBounds() // until then the wall clock runs with the sun
		stop := to
		if !change.IsZero() && change.Before(to) {
			stop = change
		}
		begin, end := at.Sub(from), min(stop.Sub(from), until)
		first, last := floorDiv(at.Unix()+int64(offset), daySeconds), floorDiv(stop.Unix()+int64(offset), daySeconds)
		for date := first; date <= last; date++ {
			midnight := time.Duration(date*daySeconds-int64(offset)-from.Unix())*time.Second - sub
			for _, s := range h.spans[h.kind(date-1)][h.kind(date)] {
				b := max(begin, midnight+time.Duration(s.from)*time.Second)
				e := min(end, midnight+time.Duration(s.to)*time.Second)
				if b < e && !yield(b, e) {
					return
				}
			}
		}
		at = stop
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// between is the working time between two moments; none when the second is not later.
func (h *hours) between(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	if last := from.Add(farthest); to.After(last) {
		to = last
	}
	if h == nil {
		return to.Sub(from)
	}
	var sum time.Duration
	h.stretches(from, to, func(begin, end time.Duration) bool {
		sum += end - begin
		return true
	})
	return sum
}

// after is the first moment at which so much working time has passed since another. It is the zero
// time when that does not happen within the time clocks are followed.
func (h *hours) after(from time.Time, work time.Duration) time.Time {
	if work <= 0 {
		return from
	}
	if h == nil {
		return from.Add(min(work, farthest))
	}
	var found time.Time
	// A step at a time, so that a due time tomorrow is not looked for in twenty years.
	for step, begin := 8*day, from; begin.Before(from.Add(farthest)) && found.IsZero(); step *= 4 {
		end := begin.Add(step)
		h.stretches(begin, end, func(b, e time.Duration) bool {
			if e-b >= work {
				found = begin.Add(b + work)
				return false
			}
			work -= e - b
			return true
		})
		begin = end
	}
	return found
}

// open tells whether a moment is working time.
func (h *hours) open(at time.Time) bool {
	return h == nil || h.between(at, at.Add(1)) > 0
}
