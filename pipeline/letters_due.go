package pipeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/schedule"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// CheckLetterTime tells what is wrong with the times an audience's letter is sent at; nil: nothing. They
// are times on the wall: a letter is of a day, and an interval of none.
func CheckLetterTime(at string) error {
	if text := strings.TrimSpace(at); strings.HasPrefix(text, "@every") || strings.Contains(text, "TZ=") {
		return fmt.Errorf("schedule %q: write minute hour day month weekday, such as \"30 21 * * *\": a letter is sent at a time of day, in the configured zone", at)
	}
	return schedule.Check(at, time.UTC, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
}

// wall is what the clock on the wall of a zone shows, as a moment of a day that has no summer time.
func wall(t time.Time, zone *time.Location) time.Time {
	t = t.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// moment is when the clock on the wall of a zone first showed a time, or passed it over.
func moment(onWall time.Time, zone *time.Location) time.Time {
	t := time.Date(onWall.Year(), onWall.Month(), onWall.Day(), onWall.Hour(), onWall.Minute(), 0, 0, zone)
	onWall = onWall.Truncate(time.Minute)
	begins, ends := t.ZoneBounds()
	switch shown := wall(t, zone); {
	case shown.After(onWall): // it was left out
		return begins
	case shown.Before(onWall):
		return ends
	case begins.IsZero():
		return t
	}
	_, offset := begins.Add(-time.Nanosecond).Zone()
	if first := onWall.Add(-time.Duration(offset) * time.Second); first.Before(begins) && wall(first, zone).Equal(onWall) {
		return first.In(zone) // it came twice
	}
	return t
}

// dueBefore is the latest time on the wall, up to now, at which a letter was due, and the moment that was.
// An hour that comes twice makes it due once; one that is left out in spring does not make it fall out.
func dueBefore(at string, zone *time.Location, now time.Time) (due, onWall time.Time) {
	onWall = schedule.Due(at, time.UTC, wall(now, zone))
	return moment(onWall, zone), onWall
}

// nextDue is when a letter is due next.
func nextDue(at string, zone *time.Location, now time.Time) time.Time {
	next := schedule.Next(at, time.UTC, wall(now, zone))
	if next.IsZero() {
		return next
	}
	return moment(next, zone)
}

// toldDay is a day of the stretch of time a letter due on a date tells of: a report that comes in the first
// days of a week or month is of the one before.
func toldDay(period voc.Period, due time.Time) time.Time {
	switch {
	case period == voc.PeriodWeek && due.Weekday() >= time.Monday && due.Weekday() <= time.Wednesday:
		return due.AddDate(0, 0, -7)
	case period == voc.PeriodMonth && due.Day() <= 10:
		return due.AddDate(0, 0, -due.Day())
	}
	return due
}

// firstDay is the date a letter about a day is called by: the day, the Monday of its week, the first of its
// month.
func firstDay(period voc.Period, day time.Time) string {
	switch period {
	case voc.PeriodWeek:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case voc.PeriodMonth:
		day = day.AddDate(0, 0, 1-day.Day())
	}
	return day.Format(time.DateOnly)
}

// missedAtMost bounds how many missed letters are written down after a long time off.
const missedAtMost = 60

// missedBetween are the times on the wall at which letters were due after one moment and before another,
// the oldest first. Both are as dueBefore gives them.
func missedBetween(at string, after, before time.Time) []time.Time {
	var missed []time.Time
	for d := before; len(missed) < missedAtMost; {
		earlier := schedule.Due(at, time.UTC, d.Add(-time.Second))
		if !earlier.After(after) || !earlier.Before(d) {
			break
		}
		missed = append([]time.Time{earlier}, missed...)
		d = earlier
	}
	return missed
}

// lateFrom is how late a letter may be without saying so.
const lateFrom = 30 * time.Minute

// lateBy is what stands before the title of a letter that comes late; "" it does not.
func lateBy(late time.Duration, language string) string {
	if late < lateFrom {
		return ""
	}
	n, zh, en := int(late/time.Minute), "分钟", "minute"
	switch {
	case late >= 48*time.Hour:
		n, zh, en = int((late+12*time.Hour)/(24*time.Hour)), "天", "day"
	case late >= time.Hour:
		n, zh, en = int((late+30*time.Minute)/time.Hour), "小时", "hour"
	}
	if language != "en" {
		return fmt.Sprintf("迟到 %d %s：", n, zh)
	}
	if n != 1 {
		en += "s"
	}
	return fmt.Sprintf("%d %s late: ", n, en)
}

// workingDay is the moment a report that falls on a day off is sent: at the same time of the first day that
// is none. It is looked for within a month.
func workingDay(onWall time.Time, off func(date string) bool) time.Time {
	for range 31 {
		if !off(onWall.Format(time.DateOnly)) {
			return onWall
		}
		onWall = onWall.AddDate(0, 0, 1)
	}
	return onWall
}
