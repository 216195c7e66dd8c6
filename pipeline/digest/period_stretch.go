package digest

import (
	"errors"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// stretch is the week or month a report tells of, and what it is set beside: the one before, as far as
// this one has come.
type stretch struct {
	period     voc.Period
	from, end  time.Time // the whole of it
	to         time.Time // how far it has come; end when it is over
	was, wasTo time.Time // the one before, just as far
}

// stretchOf is the week (from Monday) or calendar month in which a day lies, seen from now. It is an error
// when it has not begun, or when a stretch of this kind is none of ours.
func stretchOf(period voc.Period, day, now time.Time, in *time.Location) (stretch, error) {
	day = day.In(in)
	y, m, d := day.Date()
	s := stretch{period: period}
	switch period {
	case voc.PeriodWeek:
		d -= (int(day.Weekday()) + 6) % 7
		s.from, s.end, s.was = midnight(y, m, d, in), midnight(y, m, d+7, in), midnight(y, m, d-7, in)
	case voc.PeriodMonth:
		s.from, s.end, s.was = midnight(y, m, 1, in), midnight(y, m+1, 1, in), midnight(y, m-1, 1, in)
	default:
		return s, fmt.Errorf("period %q is not known: use week or month", period)
	}
	s.to, s.wasTo = s.end, s.from
	if now = now.In(in).Truncate(time.Millisecond); now.Before(s.end) {
		s.to = now
		s.wasTo = s.before(now)
	}
	if !s.to.After(s.from) {
		return s, errors.New("it has not begun: ask for one that has")
	}
	return s, nil
}

// before is the moment of the stretch before that lies as far in it as t in this one, by the clock on the
// wall; its end where it had no such day.
func (s stretch) before(t time.Time) time.Time {
	passed := daysBetween(s.from, t)
	y, m, d := s.was.Date()
	hour, minute, second := t.Clock()
	then := time.Date(y, m, d+passed, hour, minute, second, t.Nanosecond(), t.Location())
	if then.After(s.from) {
		return s.from
	}
	return then
}

// partial tells whether it still runs.
func (s stretch) partial() bool { return s.to.Before(s.end) }

// midnight is the first moment of a day, also where clocks are changed at midnight.
func midnight(y int, m time.Month, d int, in *time.Location) time.Time {
	_, _, want := time.Date(y, m, d, 12, 0, 0, 0, in).Date()
	t := time.Date(y, m, d, 0, 0, 0, 0, in)
	for t.Day() != want { // this midnight never was
		t = t.Add(15 * time.Minute)
	}
	for t.Add(-15*time.Minute).Day() == want { // this one was the second
		t = t.Add(-15 * time.Minute)
	}
	return t
}

// midnights are the first moments of the days from one on, until the first that lies at or after an end.
// Days with a change of clocks are 23 or 25 hours long.
func midnights(from, end time.Time) []time.Time {
	y, m, d := from.Date()
	var all []time.Time
	for i := 0; ; i++ {
		t := midnight(y, m, d+i, from.Location())
		all = append(all, t)
		if !t.Before(end) {
			return all
		}
	}
}

// daysBetween counts midnights in (from, to].
func daysBetween(from, to time.Time) int {
	y, m, d := from.Date()
	ty, tm, td := to.Date()
	noon := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.UTC) }
	return int(noon(ty, tm, td).Sub(noon(y, m, d)) / day)
}

// words of the stretch in a language.

// this is how the report calls its stretch, last the one before it.
func (s stretch) this(l tongue) string {
	if s.period == voc.PeriodMonth {
		if s.partial() {
			return l.say("本月", "this month")
		}
		return l.say("这个月", "the month")
	}
	if s.partial() {
		return l.say("本周", "this week")
	}
	return l.say("这一周", "the week")
}

func (s stretch) last(l tongue) string {
	word := l.say("前一周", "the week before")
	if s.period == voc.PeriodMonth {
		word = l.say("前一个月", "the month before")
	}
	if s.partial() {
		return l.say(word+"同期", "the same part of "+word)
	}
	return word
}

// dates names the days: "11月16日—22日", "2026年11月".
func (s stretch) dates(l tongue) string {
	if s.period == voc.PeriodMonth {
		return s.from.Format(l.say("2006年1月", "January 2006"))
	}
	last := s.end.AddDate(0, 0, -1)
	switch {
	case s.from.Month() == last.Month() && l == english:
		return s.from.Format("2") + "–" + last.Format("2 January 2006")
	case l == english:
		return s.from.Format("2 January") + " – " + last.Format("2 January 2006")
	case s.from.Month() == last.Month():
		return s.from.Format("1月2日") + "—" + last.Format("2日")
	}
	return s.from.Format("1月2日") + "—" + last.Format("1月2日")
}
