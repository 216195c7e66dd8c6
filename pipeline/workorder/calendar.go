package workorder

import (
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a clock folded on a machine without zone files must not differ
)

// Calendar says when people work. A moment is working time when the clock on the wall of its zone
// stands within a shift of that date, so an hour that a change to winter time repeats counts twice
// and one that a change to summer time leaves out does not count.
type Calendar struct {
	Name   string   `yaml:"name" json:"name"`
	Zone   string   `yaml:"zone" json:"zone"` // IANA name, "Asia/Shanghai"
	Shifts []Shift  `yaml:"shifts" json:"shifts"`
	Off    []string `yaml:"off" json:"off,omitempty"`       // dates on which no shift begins: "2026-10-01"
	Worked []Worked `yaml:"worked" json:"worked,omitempty"` // dates that are worked though the week says otherwise: 调休
}

// Shift is a stretch of working time on some days of the week. It belongs to the day it begins on:
// a night shift of Friday ends on Saturday morning, also when Saturday is off.
type Shift struct {
	Days []string `yaml:"days" json:"days"` // "mon" … "sun"
	From string   `yaml:"from" json:"from"` // "09:00"
	To   string   `yaml:"to" json:"to"`     // "18:00"; not after From: on the next day; "24:00" midnight
}

// Worked is a date with the shifts of another day of the week.
type Worked struct {
	Date string `yaml:"date" json:"date"`
	As   string `yaml:"as" json:"as"` // "mon" … "sun"; "" the first day of the week that has shifts
}

// OfficeHours is Monday to Friday, nine to six, without holidays: those are announced year by year
// and must be filled in.
func OfficeHours(name, zone string) Calendar {
	return Calendar{Name: name, Zone: zone, Shifts: []Shift{
		{Days: []string{"mon", "tue", "wed", "thu", "fri"}, From: "09:00", To: "18:00"},
	}}
}

// Validate refuses a calendar in which a clock would never run out, or that says what cannot be read.
func (c Calendar) Validate() error {
	if strings.TrimSpace(c.Name) == "" {
		return fmt.Errorf("calendar of zone %q: it has no name: give it one, policies and people name it", c.Zone)
	}
	_, err := compile(c)
	return err
}

// weekdays as they are written, by time.Weekday.
var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func weekday(name string) (time.Weekday, error) {
	n := slices.Index(weekdays, strings.ToLower(name))
	if n < 0 {
		return 0, fmt.Errorf("%q is no day of the week: write mon, tue, wed, thu, fri, sat or sun", name)
	}
	return time.Weekday(n), nil
}

// minuteOf reads "09:30" as minutes since midnight; "24:00" is the end of the day.
func minuteOf(text string) (int, error) {
	if text == "24:00" {
		return dayMinutes, nil
	}
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day: write it like 09:00", text)
	}
	return t.Hour()*60 + t.Minute(), nil
}

// dateOf reads "2026-10-01" as days since 1970-01-01.
func dateOf(text string) (int64, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%q is no date: write it like 2026-10-01", text)
	}
	return t.Unix() / daySeconds, nil
}
