package store

import (
	"testing"
	"time"
)

func TestHoursOfTalliesAreHoursOfMostZones(t *testing.T) {
	spring := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		zone  string
		until time.Time
		want  bool
		why   string
	}{
		{"Asia/Shanghai", spring.AddDate(1, 0, 0), true, "eight hours all year"},
		{"America/New_York", spring.AddDate(1, 0, 0), true, "clocks move, by a whole hour"},
		{"Asia/Kolkata", spring.Add(time.Hour), false, "five and a half hours"},
		{"Asia/Kathmandu", spring, false, "a moment is asked about as well"},
		{"Australia/Lord_Howe", spring.AddDate(0, 0, 20), true, "eleven hours in summer"},
		{"Australia/Lord_Howe", spring.AddDate(0, 2, 0), false, "and ten and a half from April on"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := wholeHours(zone, spring, c.until); got != c.want {
			t.Errorf("%s until %s: %t, want %t: %s", c.zone, c.until.Format(time.DateOnly), got, c.want, c.why)
		}
	}
}
