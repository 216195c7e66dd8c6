package schedule

import (
	"testing"
	"time"
)

func TestDueIsTheLastTimeTheClockRang(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	at := func(text string) time.Time {
		t.Helper()
		when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	f := func(spec, now, want string) {
		t.Helper()
		if got := Due(spec, zone, at(now).UTC()); !got.Equal(at(want)) {
			t.Errorf("at %s, %q was due at %s, want %s", now, spec, got.In(zone), want)
		}
	}
	f("30 21 * * *", "2026-03-04 21:30", "2026-03-04 21:30") // on the dot
	f("30 21 * * *", "2026-03-04 23:59", "2026-03-04 21:30") // late the same evening
	f("30 21 * * *", "2026-03-05 00:10", "2026-03-04 21:30") // after midnight
	f("30 21 * * *", "2026-03-05 21:29", "2026-03-04 21:30") // a minute before the next
	f("30 21 * * 5", "2026-03-05 08:00", "2026-02-27 21:30") // on Fridays
	f("0 8 1 * *", "2026-03-31 07:00", "2026-03-01 08:00")   // monthly
	f("0 8 29 2 *", "2026-03-31 07:00", "2026-03-31 07:00")  // not within a year: nothing to make up for
	f("* * * * *", "2026-03-04 21:30", "2026-03-04 21:30")   // each minute
	f("@daily", "2026-03-04 21:30", "2026-03-04 00:00")      // by name
	f("@every 2h", "2026-03-04 21:30", "2026-03-04 21:30")   // an interval belongs to no hour
	f("whenever", "2026-03-04 21:30", "2026-03-04 21:30")    // New refuses it
}
