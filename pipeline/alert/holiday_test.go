package alert

import (
	"strings"
	"testing"
	"time"
)

func TestDayOf(t *testing.T) {
	for _, c := range []struct {
		why, date string
		off       bool
		title     string
	}{
		{"new year's eve of the lunar year, since 2025 a day off", "2025-01-28", true, "春节"},
		{"its last day", "2025-02-04", true, "春节"},
		{"the day after", "2025-02-05", false, ""},
		{"a Sunday worked for it", "2025-01-26", false, "春节"},
		{"a Saturday worked for it", "2025-02-08", false, "春节"},
		{"a Saturday like any other", "2025-02-15", true, ""},
		{"the lunar eve of 2024 was a working day", "2024-02-09", false, ""},
		{"new year of 2026 with its bridge day", "2026-01-02", true, "元旦"},
		{"the Sunday worked for that", "2026-01-04", false, "元旦"},
		{"the last Saturday worked for spring festival", "2026-02-28", false, "春节"},
		{"National Day", "2026-10-01", true, "国庆节"},
		{"the Sunday in September worked for it", "2026-09-20", false, "国庆节"},
		{"an ordinary Monday", "2026-11-09", false, ""},
	} {
		at, err := time.ParseInLocation(time.DateOnly, c.date, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		for _, hour := range []time.Duration{0, 23*time.Hour + 59*time.Minute} {
			got, err := DayOf(at.Add(hour))
			if err != nil || got != (Day{Off: c.off, Title: c.title}) {
				t.Errorf("%s (%s): %+v (%v), want off %v, title %q", c.why, c.date, got, err, c.off, c.title)
			}
		}
	}
}

var shanghai = time.FixedZone("CST", 8*3600)

// TestHolidayTable holds every year to what all notices have in common, which catches a mistyped
// row: the statutory number of days, and a day worked for each weekday given on top of them.
func TestHolidayTable(t *testing.T) {
	statutory := map[int]int{2024: 11, 2025: 13, 2026: 13} // two days more by the decree of November 2024
	for year, rows := range holidays {
		weekdays, worked := 0, 0
		for _, h := range rows {
			for d := dateOf(year, h.first, shanghai); !d.After(dateOf(year, h.last, shanghai)); d = d.AddDate(0, 0, 1) {
				if wd := d.Weekday(); wd != time.Saturday && wd != time.Sunday {
					weekdays++
				}
			}
			for _, w := range h.worked {
				if wd := dateOf(year, w, shanghai).Weekday(); wd != time.Saturday && wd != time.Sunday {
					t.Errorf("%d %s: %s is a %s: only weekends are worked in exchange", year, h.title, w, wd)
				}
				worked++
			}
		}
		// A statutory day that falls on a weekend is made good by a weekday, so the balance is exact.
		if weekdays-worked != statutory[year] {
			t.Errorf("%d: %d weekdays off and %d days worked leave %d, the law gives %d", year, weekdays, worked, weekdays-worked, statutory[year])
		}
	}
}

// TestAYearBeforeItsNotice: what the law gives is certain, the rest is said to be provisional.
func TestAYearBeforeItsNotice(t *testing.T) {
	for _, c := range []struct {
		why, date string
		want      Day
	}{
		{"the lunar eve, a Friday", "2027-02-05", Day{Off: true, Title: "春节", Provisional: true}},
		{"the third day of the lunar year, a Monday", "2027-02-08", Day{Off: true, Title: "春节", Provisional: true}},
		{"the day after may become a bridge day: nobody knows yet", "2027-02-09", Day{Provisional: true}},
		{"a Saturday that may be worked for it", "2027-02-20", Day{Off: true, Provisional: true}},
		{"mid-autumn", "2027-09-15", Day{Off: true, Title: "中秋节", Provisional: true}},
		{"an ordinary Monday", "2027-11-08", Day{Provisional: true}},
	} {
		at, err := time.ParseInLocation(time.DateOnly, c.date, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := DayOf(at.Add(9 * time.Hour)); err != nil || got != c.want {
			t.Errorf("%s (%s): %+v (%v), want %+v", c.why, c.date, got, err, c.want)
		}
	}
	plans, err := HolidayPlans(2027, shanghai, 1.3)
	if err != nil || len(plans) != 7 {
		t.Fatalf("%d plans (%v), want the seven statutory holidays", len(plans), err)
	}
	days := 0
	for _, p := range plans {
		if err := p.Validate(); err != nil {
			t.Error(err)
		}
		days += int(p.To.Sub(p.From) / (24 * time.Hour))
	}
	if days != 13 {
		t.Errorf("%d days are planned, the law gives 13", days)
	}
	for year := range statutory {
		if _, both := holidays[year]; both {
			t.Errorf("%d is announced: take its statutory days out", year)
		}
	}
}

func TestAYearThatIsNotAnnouncedIsUnknown(t *testing.T) {
	if _, err := DayOf(time.Date(2031, 10, 1, 9, 0, 0, 0, shanghai)); err == nil || !strings.Contains(err.Error(), "2031") {
		t.Errorf("error is %v, want it to name the year: no guess whether it is a holiday", err)
	}
	if _, err := HolidayPlans(2031, shanghai, 1.3); err == nil {
		t.Error("made plans for a year nobody has announced")
	}
}

func TestHolidayPlans(t *testing.T) {
	plans, err := HolidayPlans(2026, shanghai, 1.5)
	if err != nil || len(plans) != 7 {
		t.Fatalf("%d plans (%v), want the seven holidays of 2026", len(plans), err)
	}
	for _, p := range plans {
		if err := p.Validate(); err != nil {
			t.Error(err)
		}
	}
	spring := plans[1]
	if want := time.Date(2026, 2, 24, 0, 0, 0, 0, shanghai); spring.Title != "春节" || !spring.To.Equal(want) || spring.Raise != 1.5 {
		t.Errorf("spring festival is %+v, want it to end at %s", spring, want)
	}
}
