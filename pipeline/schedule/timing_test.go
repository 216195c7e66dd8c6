package schedule

import (
	"testing"
	"time"
)

var shanghai = time.FixedZone("CST", 8*3600)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	when, err := time.ParseInLocation("2006-01-02 15:04:05", text, shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func mustParse(t *testing.T, spec string, catchUp bool) timing {
	t.Helper()
	got, err := parse(Job{Name: "j", Spec: spec, CatchUp: catchUp, Location: shanghai, Run: nothing}, at(t, "2026-01-01 00:00:00"))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestFirst(t *testing.T) {
	for why, tc := range map[string]struct {
		spec    string
		catchUp bool
		last    string
		now     string
		want    string
	}{
		"an interval that never ran is due at once":                {"@every 10m", false, "", "2026-03-01 12:00:30", "2026-03-01 12:00:30"},
		"a clock time that never ran waits for its time":           {"30 21 * * *", true, "", "2026-03-01 22:00:00", "2026-03-02 21:30:00"},
		"a restart does not shift an interval":                     {"@every 10m", false, "2026-03-01 11:55:00", "2026-03-01 12:00:00", "2026-03-01 12:05:00"},
		"a missed interval is made up for":                         {"@every 10m", true, "2026-03-01 09:00:00", "2026-03-01 12:00:00", "2026-03-01 12:00:00"},
		"a missed interval waits a whole one if nobody asked":      {"@every 10m", false, "2026-03-01 09:00:00", "2026-03-01 12:00:00", "2026-03-01 12:10:00"},
		"the letter missed last night goes out in the morning":     {"30 21 * * *", true, "2026-02-27 21:30:00", "2026-03-01 08:00:00", "2026-03-01 08:00:00"},
		"the letter sent last night is not sent again":             {"30 21 * * *", true, "2026-02-28 21:30:00", "2026-03-01 08:00:00", "2026-03-01 21:30:00"},
		"a missed clock time is let go if nobody asked":            {"30 21 * * *", false, "2026-02-01 21:30:00", "2026-03-01 08:00:00", "2026-03-01 21:30:00"},
		"a clock set back does not silence an interval":            {"@every 10m", false, "2027-01-01 00:00:00", "2026-03-01 12:00:00", "2026-03-01 12:10:00"},
		"a clock set back makes no run of a clock time up":         {"@daily", true, "2027-01-01 00:00:00", "2026-03-01 12:00:00", "2026-03-02 00:00:00"},
		"hours are read in the job's zone, not in the clock's own": {"0 8 * * 1", false, "", "2026-03-01 23:00:00", "2026-03-02 08:00:00"},
	} {
		got := mustParse(t, tc.spec, tc.catchUp).first(at(t, tc.last), at(t, tc.now).UTC())
		if !got.Equal(at(t, tc.want)) {
			t.Errorf("%s: %s, want %s", why, got.In(shanghai), tc.want)
		}
	}
}

func TestFollowing(t *testing.T) {
	for why, tc := range map[string]struct{ spec, due, now, want string }{
		"the grid is kept when the run began late":         {"@every 10m", "2026-03-01 12:00:00", "2026-03-01 12:02:17", "2026-03-01 12:10:00"},
		"turns missed while asleep come once":              {"@every 10m", "2026-03-01 12:00:00", "2026-03-01 13:05:00", "2026-03-01 13:10:00"},
		"exactly at the next turn, the one after it":       {"@every 10m", "2026-03-01 12:00:00", "2026-03-01 12:10:00", "2026-03-01 12:20:00"},
		"asked before it was due":                          {"@every 10m", "2026-03-01 12:00:00", "2026-03-01 11:00:00", "2026-03-01 12:10:00"},
		"a clock time knows no grid":                       {"*/15 * * * *", "2026-03-01 12:00:00", "2026-03-01 12:02:17", "2026-03-01 12:15:00"},
		"the end of the month that has no thirtieth comes": {"0 9 30 * *", "2026-01-30 09:00:00", "2026-01-30 09:00:00", "2026-03-30 09:00:00"},
	} {
		if got := mustParse(t, tc.spec, false).following(at(t, tc.due), at(t, tc.now)); !got.Equal(at(t, tc.want)) {
			t.Errorf("%s: %s, want %s", why, got.In(shanghai), tc.want)
		}
	}
}

func TestNotBefore(t *testing.T) {
	for why, tc := range map[string]struct{ spec, due, wish, want string }{
		"no wish":                                 {"@every 10m", "2026-03-01 12:00:00", "", "2026-03-01 12:00:00"},
		"a wish that is met anyhow":               {"@every 10m", "2026-03-01 12:00:00", "2026-03-01 11:00:00", "2026-03-01 12:00:00"},
		"an interval comes when the site wishes":  {"@every 10m", "2026-03-01 12:00:00", "2026-03-01 12:47:00", "2026-03-01 12:47:00"},
		"a night job stays a night job":           {"0 2 * * *", "2026-03-01 02:00:00", "2026-03-03 14:00:00", "2026-03-04 02:00:00"},
		"a wish for just that minute is granted":  {"0 2 * * *", "2026-03-01 02:00:00", "2026-03-03 02:00:00", "2026-03-03 02:00:00"},
		"a second later is the next one after it": {"0 2 * * *", "2026-03-01 02:00:00", "2026-03-03 02:00:01", "2026-03-04 02:00:00"},
	} {
		if got := mustParse(t, tc.spec, false).notBefore(at(t, tc.due), at(t, tc.wish)); !got.Equal(at(t, tc.want)) {
			t.Errorf("%s: %s, want %s", why, got.In(shanghai), tc.want)
		}
	}
}
