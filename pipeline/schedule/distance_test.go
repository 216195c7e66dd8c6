package schedule

import (
	"strings"
	"testing"
	"time"
)

func TestDistanceIsTheLongestSilence(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	from := time.Date(2026, 3, 4, 12, 0, 0, 0, zone)
	f := func(spec string, want time.Duration) {
		t.Helper()
		if got := Distance(spec, zone, from); got != want {
			t.Errorf("%q: %s, want %s", spec, got, want)
		}
	}
	f("@every 10m", 10*time.Minute)
	f("*/15 * * * *", 15*time.Minute)
	f("0 8-20/4 * * *", 12*time.Hour) // over the night
	f("30 21 * * *", 24*time.Hour)
	f("0 9 * * 1-5", 72*time.Hour) // over the weekend
	f("0 9 1 * *", 31*24*time.Hour)
	f("0 9 29 2 *", 4*366*24*time.Hour-3*24*time.Hour)
	f("now and then", 0)
}

func TestCheckSaysWhatToWrite(t *testing.T) {
	from := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for spec, says := range map[string]string{"@every 10m": "", "30 21 * * *": "", "@every 5": "@every 10m", "* * *": "minute hour day month weekday", "0 0 31 2 *": "never comes"} {
		err := Check(spec, time.UTC, from)
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%q: %v, want %q", spec, err, says)
		}
	}
}
