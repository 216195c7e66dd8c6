package voc_test

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestWeeksAreNamedAndFoundAgain(t *testing.T) {
	zone := time.FixedZone("Asia/Shanghai", 8*3600)
	for at := time.Date(2019, 12, 20, 23, 59, 0, 0, zone); at.Year() < 2028; at = at.AddDate(0, 0, 1) {
		name := voc.WeekOf(at)
		monday, err := voc.ParseWeek(name, zone)
		if err != nil {
			t.Fatalf("%s of %s: %v", name, at, err)
		}
		if monday.Weekday() != time.Monday || monday.Hour() != 0 || at.Before(monday) || !at.Before(monday.AddDate(0, 0, 7)) {
			t.Fatalf("%s lies in %s, which is said to begin %s", at, name, monday)
		}
	}
}

func TestWeeksThatDoNotExistAreRefused(t *testing.T) {
	for name, why := range map[string]string{
		"": "nothing", "2026-47": "no W", "2026-W00": "weeks count from one", "2027-W53": "2027 has 52 weeks",
		"2026-W54": "no year has 54", "2026-W4": "two digits", "2026-W475": "two digits only", "W47-2026": "the year comes first", "2026-W-1": "no sign",
	} {
		if at, err := voc.ParseWeek(name, time.UTC); err == nil {
			t.Errorf("%q (%s) is read as %s", name, why, at)
		}
	}
	if _, err := voc.ParseWeek("2026-W53", time.UTC); err != nil {
		t.Errorf("2026 has 53 weeks: %v", err)
	}
}
