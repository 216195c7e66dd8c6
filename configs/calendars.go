package configs

import (
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
)

// calendarsFile is calendars.yaml: when people work.
type calendarsFile struct {
	Calendars []calendarEntry `yaml:"calendars"`
}

type calendarEntry struct {
	workorder.Calendar `yaml:",inline"`
	Holidays           string `yaml:"holidays"` // "cn": the State Council's, with the weekend days worked for them; "none"
}

// OfficeCalendar is the name of the calendar everybody has who writes none: Monday to Friday, nine to
// six, without the public holidays.
const OfficeCalendar = "工作时间"

// The holidays a calendar may keep.
const (
	holidaysChina = "cn"
	holidaysNone  = "none"
)

// calendars checks the calendars and fills in their holidays. The one everybody has comes first, unless
// a calendar of that name is written.
func (l *loader) calendars(entries []calendarEntry, zone *time.Location) []workorder.Calendar {
	var calendars []workorder.Calendar
	if !slices.ContainsFunc(entries, func(e calendarEntry) bool { return e.Name == OfficeCalendar }) {
		calendars = append(calendars, withHolidays(workorder.OfficeHours(OfficeCalendar, zone.String())))
	}
	for i, e := range entries {
		path := fmt.Sprintf("$.calendars[%d]", i)
		c := e.Calendar
		if c.Zone == "" {
			c.Zone = zone.String()
		}
		if slices.ContainsFunc(calendars, func(o workorder.Calendar) bool { return o.Name == c.Name }) {
			l.at("calendars.yaml", path+".name", fmt.Sprintf("calendar %q stands twice", c.Name), "names must differ")
			continue
		}
		if err := c.Validate(); err != nil {
			l.at("calendars.yaml", path, err.Error(), "")
			continue
		}
		switch e.Holidays {
		case "", holidaysChina:
			c = withHolidays(c)
		case holidaysNone:
		default:
			l.at("calendars.yaml", path+".holidays", fmt.Sprintf("calendar %q: holidays %q are not known", c.Name, e.Holidays), "write cn, or none and list days under off")
		}
		calendars = append(calendars, c)
	}
	return calendars
}

// withHolidays adds the public holidays of every year they are known of, and the weekend days that are
// worked for them. What the calendar itself says of a date stands.
func withHolidays(c workorder.Calendar) workorder.Calendar {
	said := map[string]bool{}
	for _, date := range c.Off {
		said[date] = true
	}
	for _, w := range c.Worked {
		said[w.Date] = true
	}
	off, worked := slices.Clone(c.Off), slices.Clone(c.Worked)
	for day := time.Date(firstHolidays, 1, 1, 0, 0, 0, 0, time.UTC); ; day = day.AddDate(0, 0, 1) {
		is, err := alert.DayOf(day)
		if err != nil {
			break // the arrangement of this year is not out yet
		}
		date := day.Format(time.DateOnly)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		switch {
		case is.Title == "" || said[date]:
		case is.Off:
			off = append(off, date)
		case weekend && !works(c, day.Weekday()):
			worked = append(worked, workorder.Worked{Date: date})
		}
	}
	c.Off, c.Worked = off, worked
	return c
}

// firstHolidays is the year from which holidays are filled in: no work order is older.
const firstHolidays = 2025

// works tells whether the week of a calendar has a shift on a day.
func works(c workorder.Calendar, on time.Weekday) bool {
	name := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[on]
	return slices.ContainsFunc(c.Shifts, func(s workorder.Shift) bool { return slices.Contains(s.Days, name) })
}
