package workorder

import (
	"strings"
	"testing"
	"time"
)

func hoursOfHouse(t *testing.T, name string) *hours {
	t.Helper()
	for _, c := range houses {
		if c.Name == name {
			h, err := compile(c)
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
	}
	t.Fatalf("no house %q", name)
	return nil
}

// TestWorkingTime: each row is a stretch of time and how much of it is worked.
func TestWorkingTime(t *testing.T) {
	for _, c := range []struct {
		why, house, from, to string // in the house's zone
		want                 time.Duration
	}{
		{"a working day with its lunch break", "总部", "2026-03-02 00:00", "2026-03-03 00:00", 7*time.Hour + 30*time.Minute},
		{"a weekend", "总部", "2026-03-07 00:00", "2026-03-09 00:00", 0},
		{"a holiday on a weekday", "总部", "2026-02-17 00:00", "2026-02-18 00:00", 0},
		{"a Saturday worked for a holiday, as a Friday", "总部", "2026-02-14 00:00", "2026-02-15 00:00", 7*time.Hour + 30*time.Minute},
		{"a Sunday worked for a holiday, as the first working day", "总部", "2026-01-04 00:00", "2026-01-05 00:00", 7*time.Hour + 30*time.Minute},
		{"from the middle of one shift into another", "总部", "2026-03-02 11:40", "2026-03-02 13:45", 35 * time.Minute},
		{"backwards", "总部", "2026-03-02 12:00", "2026-03-02 09:00", 0},
		{"a night shift over midnight", "夜班", "2026-03-02 20:00", "2026-03-03 09:00", 8 * time.Hour},
		{"the night before a day off is worked to its end", "夜班", "2026-02-16 22:00", "2026-02-17 12:00", 8 * time.Hour},
		{"the night that begins on a day off is not", "夜班", "2026-02-17 12:00", "2026-02-18 12:00", 0},
		{"the night in which Berlin's clocks go forward", "柏林夜班", "2026-03-28 21:00", "2026-03-29 07:00", 7 * time.Hour},
		{"the night in which they go back", "柏林夜班", "2026-10-24 21:00", "2026-10-25 07:00", 9 * time.Hour},
		{"a shift that begins in the hour New York leaves out", "纽约", "2026-03-08 00:00", "2026-03-08 12:00", 45 * time.Minute},
		{"a shift that lies in the hour New York repeats", "纽约", "2026-11-01 00:00", "2026-11-01 12:00", 45*time.Minute + 45*time.Minute + 45*time.Minute},
		{"clocks that change by half an hour, going back", "豪勋爵岛", "2026-04-05 00:00", "2026-04-05 12:00", 20*time.Minute + 8*time.Hour + 20*time.Minute},
		{"three shifts that follow each other are all day", "三班倒", "2026-03-02 00:00", "2026-03-05 00:00", 72 * time.Hour},
		{"shifts that overlap count once", "重叠", "2026-03-02 00:00", "2026-03-03 00:00", 12 * time.Hour},
		{"a shift of a day and a night, twice", "周末", "2026-03-06 00:00", "2026-03-12 00:00", 48 * time.Hour},
	} {
		h := hoursOfHouse(t, c.house)
		moment := func(text string) time.Time {
			at, err := time.ParseInLocation("2006-01-02 15:04", text, h.zone)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		from, to := moment(c.from), moment(c.to)
		if got := h.between(from, to); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
		if c.want > 0 {
			if end := h.after(from, c.want); end.After(to) || h.between(from, end) != c.want || h.between(from, end.Add(-1)) >= c.want {
				t.Errorf("%s: %s of work are over at %s, which is not the first such moment", c.why, c.want, end)
			}
		}
	}
}

func TestWorkingTimeBetweenSeconds(t *testing.T) {
	h := hoursOfHouse(t, "总部")
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, h.zone)
	if got := h.between(nine.Add(-time.Hour), nine.Add(1500*time.Millisecond+7)); got != 1500*time.Millisecond+7 {
		t.Errorf("a second and a half: %s", got)
	}
	if !h.open(nine) || h.open(nine.Add(-1)) {
		t.Error("a shift begins at its first moment and not before")
	}
}

func TestRoundTheClock(t *testing.T) {
	var h *hours
	at := time.Date(2026, 3, 7, 23, 0, 0, 0, time.UTC)
	if h.between(at, at.Add(50*time.Hour)) != 50*time.Hour || !h.after(at, 3*time.Hour).Equal(at.Add(3*time.Hour)) || !h.open(at) {
		t.Error("round the clock is not all the time")
	}
}

func TestDamagedDatesDoNotHoldUpTheProgram(t *testing.T) {
	h := hoursOfHouse(t, "周末")
	if got := h.between(time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)); got <= 0 || got > farthest {
		t.Errorf("from year 1 to year 9999: %s", got)
	}
	if got := h.after(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), farthest); !got.IsZero() {
		t.Errorf("twenty years of weekends are over at %s, want never", got)
	}
}

func TestCalendarsThatCannotBe(t *testing.T) {
	good := OfficeHours("总部", "Asia/Shanghai")
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		why    string
		change func(*Calendar)
		says   string
	}{
		{"no name", func(c *Calendar) { c.Name = " " }, "no name"},
		{"no zone", func(c *Calendar) { c.Zone = "" }, "IANA"},
		{"a zone there is not", func(c *Calendar) { c.Zone = "Asia/Beijing" }, "Asia/Beijing"},
		{"no shifts", func(c *Calendar) { c.Shifts = nil }, "no clock would ever run out"},
		{"a shift on no day", func(c *Calendar) { c.Shifts = []Shift{{From: "09:00", To: "18:00"}} }, "no day"},
		{"a shift at no time", func(c *Calendar) { c.Shifts[0].From = "9 Uhr" }, "9 Uhr"},
		{"an end that is no time", func(c *Calendar) { c.Shifts[0].To = "25:00" }, "25:00"},
		{"a shift that begins when the day is over", func(c *Calendar) { c.Shifts[0].From = "24:00" }, "before 24:00"},
		{"a day of the week there is not", func(c *Calendar) { c.Shifts[0].Days = []string{"周一"} }, "周一"},
		{"a day off that is no date", func(c *Calendar) { c.Off = []string{"10月1日"} }, "10月1日"},
		{"a day worked that is no date", func(c *Calendar) { c.Worked = []Worked{{Date: "2026-02-30"}} }, "2026-02-30"},
		{"a day worked like a day nobody works", func(c *Calendar) { c.Worked = []Worked{{Date: "2026-02-28", As: "sun"}} }, "nobody works"},
	} {
		bad := OfficeHours("总部", "Asia/Shanghai")
		c.change(&bad)
		if err := bad.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %q", c.why, err, c.says)
		}
	}
}
