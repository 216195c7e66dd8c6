package digest

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	in, err := time.LoadLocation(name)
	if err != nil {
		t.Skipf("this machine knows no zone %s: %v", name, err)
	}
	return in
}

func TestStretches(t *testing.T) {
	const form = "2006-01-02 15:04"
	for _, c := range []struct {
		why, zone            string
		period               voc.Period
		day, now             string
		from, to, was, wasTo string
		hours                float64 // of the whole of it
	}{
		{"a week runs from Monday to Monday, whatever day is named", "Asia/Shanghai", voc.PeriodWeek, "2026-11-18 12:00", "2026-12-01 09:00",
			"2026-11-16 00:00", "2026-11-23 00:00", "2026-11-09 00:00", "2026-11-16 00:00", 168},
		{"Sunday belongs to the week before Monday", "Asia/Shanghai", voc.PeriodWeek, "2026-11-22 23:59", "2026-12-01 09:00",
			"2026-11-16 00:00", "2026-11-23 00:00", "2026-11-09 00:00", "2026-11-16 00:00", 168},
		{"Monday begins it", "Asia/Shanghai", voc.PeriodWeek, "2026-11-16 00:00", "2026-12-01 09:00",
			"2026-11-16 00:00", "2026-11-23 00:00", "2026-11-09 00:00", "2026-11-16 00:00", 168},
		{"a running week is set beside as much of the last", "Asia/Shanghai", voc.PeriodWeek, "2026-11-18 12:00", "2026-11-19 15:30",
			"2026-11-16 00:00", "2026-11-19 15:30", "2026-11-09 00:00", "2026-11-12 15:30", 168},
		{"clocks forward: a week of 167 hours", "America/New_York", voc.PeriodWeek, "2026-03-04 12:00", "2026-04-01 09:00",
			"2026-03-02 00:00", "2026-03-09 00:00", "2026-02-23 00:00", "2026-03-02 00:00", 167},
		{"clocks back: a week of 169 hours", "America/New_York", voc.PeriodWeek, "2026-10-28 12:00", "2026-12-01 09:00",
			"2026-10-26 00:00", "2026-11-02 00:00", "2026-10-19 00:00", "2026-10-26 00:00", 169},
		{"by the clock on the wall, also across a change of clocks", "America/New_York", voc.PeriodWeek, "2026-11-03 12:00", "2026-11-03 10:00",
			"2026-11-02 00:00", "2026-11-03 10:00", "2026-10-26 00:00", "2026-10-27 10:00", 168},
		{"a calendar month", "Asia/Shanghai", voc.PeriodMonth, "2026-11-18 12:00", "2026-12-01 09:00",
			"2026-11-01 00:00", "2026-12-01 00:00", "2026-10-01 00:00", "2026-11-01 00:00", 720},
		{"January is set beside December", "Asia/Shanghai", voc.PeriodMonth, "2026-01-18 12:00", "2026-12-01 09:00",
			"2026-01-01 00:00", "2026-02-01 00:00", "2025-12-01 00:00", "2026-01-01 00:00", 744},
		{"the 30th of March is set beside all of February", "Asia/Shanghai", voc.PeriodMonth, "2026-03-18 12:00", "2026-03-30 12:00",
			"2026-03-01 00:00", "2026-03-30 12:00", "2026-02-01 00:00", "2026-03-01 00:00", 744},
		{"a month in which clocks change", "America/New_York", voc.PeriodMonth, "2026-11-18 12:00", "2026-12-01 09:00",
			"2026-11-01 00:00", "2026-12-01 00:00", "2026-10-01 00:00", "2026-11-01 00:00", 721},
		{"midnight that never was: the day begins at one", "America/Havana", voc.PeriodWeek, "2026-03-12 12:00", "2026-04-01 09:00",
			"2026-03-09 00:00", "2026-03-16 00:00", "2026-03-02 00:00", "2026-03-09 00:00", 168},
	} {
		in := zone(t, c.zone)
		read := func(s string) time.Time {
			at, err := time.ParseInLocation(form, s, in)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		s, err := stretchOf(c.period, read(c.day), read(c.now), in)
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		for _, x := range []struct {
			what string
			got  time.Time
			want string
		}{{"from", s.from, c.from}, {"to", s.to, c.to}, {"was", s.was, c.was}, {"was to", s.wasTo, c.wasTo}} {
			if x.got.Format(form) != x.want {
				t.Errorf("%s: %s is %s, want %s", c.why, x.what, x.got.Format(form), x.want)
			}
		}
		if got := s.end.Sub(s.from).Hours(); got != c.hours {
			t.Errorf("%s: %g hours, want %g", c.why, got, c.hours)
		}
	}
}

func TestAStretchThatHasNotBegunIsRefused(t *testing.T) {
	for _, c := range []struct {
		why    string
		period voc.Period
		day    string
	}{
		{"next week", voc.PeriodWeek, "2026-11-24"}, {"next month", voc.PeriodMonth, "2026-12-02"},
		{"the moment it begins nothing has passed", voc.PeriodWeek, "2026-11-23"}, {"a year is no period of ours", "year", "2026-11-18"},
	} {
		if s, err := stretchOf(c.period, at(c.day, "12:00"), at("2026-11-23", "00:00"), shanghai); err == nil {
			t.Errorf("%s: got %+v", c.why, s)
		}
	}
}

// TestDaysCoverAnyStretch holds for thousands of days and zones: the days of a stretch follow one another
// without a gap, each is a day of the calendar, and the compared part of the one before is never longer
// than it.
func TestDaysCoverAnyStretch(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 11))
	zones := []*time.Location{shanghai, time.UTC, zone(t, "America/New_York"), zone(t, "America/Havana"), zone(t, "Australia/Lord_Howe"), zone(t, "Asia/Beirut"), zone(t, "Asia/Kathmandu")}
	for range 4000 {
		in := zones[rnd.IntN(len(zones))]
		period := []voc.Period{voc.PeriodWeek, voc.PeriodMonth}[rnd.IntN(2)]
		day := time.Date(2015+rnd.IntN(20), 1, 1, 0, 0, 0, 0, in).Add(time.Duration(rnd.Int64N(int64(365 * 24 * time.Hour))))
		now := day.Add(time.Duration(rnd.Int64N(int64(40 * 24 * time.Hour))))
		s, err := stretchOf(period, day, now, in)
		if err != nil {
			t.Fatalf("%s of %s seen %s: %v", period, day, now, err)
		}
		edges := midnights(s.from, s.to)
		if day.Before(s.from) || !day.Before(s.end) || !s.from.Equal(edges[0]) || edges[len(edges)-1].Before(s.to) {
			t.Fatalf("%s of %s: %+v in days %v", period, day, s, edges)
		}
		for i := 1; i < len(edges); i++ {
			hours, before := edges[i].Sub(edges[i-1]).Hours(), edges[i].Add(-time.Minute)
			if hours < 23 || hours > 25 || before.Format(time.DateOnly) != edges[i-1].Format(time.DateOnly) || edges[i].Day() == edges[i-1].Day() {
				t.Fatalf("%s: the day of %s ends %s", in, edges[i-1], edges[i])
			}
		}
		if s.wasTo.Before(s.was) || s.wasTo.After(s.from) || s.partial() != now.Before(s.end) {
			t.Fatalf("%s of %s seen %s: %+v", period, day, now, s)
		}
	}
}
