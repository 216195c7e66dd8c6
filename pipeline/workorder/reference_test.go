package workorder

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The reference counts clocks the way one would by hand: minute by minute, looking at the clock on the
// wall each time. It shares nothing with the product but the names of states and clocks.

var (
	eraStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	eraDays  = 420
)

// houses are working hours as firms have them: lunch breaks, nights, weekends, holidays and the days
// worked for them, and zones whose clocks change, one of them by half an hour.
var houses = []Calendar{
	{Name: "总部", Zone: "Asia/Shanghai", Shifts: []Shift{{Days: workweek, From: "09:00", To: "12:00"}, {Days: workweek, From: "13:30", To: "18:00"}},
		Off:    []string{"2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-10-01", "2026-10-02"},
		Worked: []Worked{{Date: "2026-01-04"}, {Date: "2026-02-14", As: "fri"}, {Date: "2026-02-28"}, {Date: "2026-10-10", As: "mon"}}},
	{Name: "夜班", Zone: "Asia/Shanghai", Shifts: []Shift{{Days: everyDay, From: "22:00", To: "06:00"}}, Off: []string{"2026-02-17", "2026-05-01"}},
	{Name: "柏林", Zone: "Europe/Berlin", Shifts: []Shift{{Days: workweek, From: "08:00", To: "17:00"}}, Off: []string{"2026-04-03", "2026-04-06"}},
	{Name: "柏林夜班", Zone: "Europe/Berlin", Shifts: []Shift{{Days: everyDay, From: "22:00", To: "06:00"}}},
	{Name: "纽约", Zone: "America/New_York", Shifts: []Shift{{Days: []string{"sat", "sun"}, From: "01:15", To: "02:45"}, {Days: workweek, From: "09:00", To: "17:30"}}},
	{Name: "纽约通宵", Zone: "America/New_York", Shifts: []Shift{{Days: everyDay, From: "20:00", To: "08:00"}}},
	{Name: "豪勋爵岛", Zone: "Australia/Lord_Howe", Shifts: []Shift{{Days: everyDay, From: "01:40", To: "10:00"}}},
	{Name: "三班倒", Zone: "Asia/Shanghai", Shifts: []Shift{{Days: everyDay, From: "00:00", To: "08:00"}, {Days: everyDay, From: "08:00", To: "16:00"}, {Days: everyDay, From: "16:00", To: "24:00"}}},
	{Name: "周末", Zone: "Asia/Kolkata", Shifts: []Shift{{Days: []string{"sat", "sun"}, From: "10:00", To: "10:00"}}},
	{Name: "重叠", Zone: "Asia/Shanghai", Shifts: []Shift{{Days: workweek, From: "09:00", To: "15:00"}, {Days: workweek, From: "12:00", To: "21:00"}}, Worked: []Worked{{Date: "2026-03-07", As: "wed"}}},
}

var (
	workweek = []string{"mon", "tue", "wed", "thu", "fri"}
	everyDay = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

// handMinutes is one entry a minute of the era: whether it is worked.
func handMinutes(t *testing.T, c Calendar) []bool {
	t.Helper()
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		t.Fatal(err)
	}
	names := map[time.Weekday]string{time.Monday: "mon", time.Tuesday: "tue", time.Wednesday: "wed", time.Thursday: "thu", time.Friday: "fri", time.Saturday: "sat", time.Sunday: "sun"}
	dayName := func(date time.Time) string { // which day of the week the hours of a date are
		text := date.Format("2006-01-02")
		for _, w := range c.Worked {
			if w.Date == text {
				if w.As == "" {
					return c.Shifts[0].Days[0] // Monday in all of these
				}
				return w.As
			}
		}
		for _, off := range c.Off {
			if off == text {
				return "off"
			}
		}
		return names[date.Weekday()]
	}
	minutes := make([]bool, eraDays*24*60)
	var seen [2]string // of the date last looked at: yesterday and today
	last := ""
	for i := range minutes {
		wall := eraStart.Add(time.Duration(i) * time.Minute).In(zone)
		if d := wall.Format("0102"); d != last {
			last = d
			noon := time.Date(wall.Year(), wall.Month(), wall.Day(), 12, 0, 0, 0, time.UTC)
			seen = [2]string{dayName(noon.AddDate(0, 0, -1)), dayName(noon)}
		}
		hm := fmt.Sprintf("%02d:%02d", wall.Hour(), wall.Minute())
		for _, s := range c.Shifts {
			today, yesterday := strings.Contains(strings.Join(s.Days, " "), seen[1]), strings.Contains(strings.Join(s.Days, " "), seen[0])
			over := s.To <= s.From
			switch {
			case today && !over && s.From <= hm && hm < s.To, today && over && s.From <= hm, yesterday && over && hm < s.To:
				minutes[i] = true
			}
		}
	}
	return minutes
}

// anyPolicy draws targets and hours for the four levels.
func anyPolicy(r *rand.Rand) Policy {
	p := Policy{Name: "p", Levels: map[voc.Level]Targets{}}
	minutes := func(most int) time.Duration { return time.Duration(1+r.IntN(most)) * time.Minute }
	for _, level := range voc.Levels() {
		t := Targets{Claim: minutes(200), Resolve: 200*time.Minute + minutes(4000), Verify: minutes(4000)}
		if r.IntN(4) > 0 {
			t.Answer = minutes(1500)
		}
		if r.IntN(4) > 0 {
			t.Calendar = houses[r.IntN(len(houses))].Name
		}
		p.Levels[level] = t
	}
	return p
}

// anyRequest draws a command that may well be granted, with all it must carry.
func anyRequest(r *rand.Rand, o voc.WorkOrder, now time.Time) voc.Command {
	likely := map[voc.OrderState][]voc.CommandType{
		voc.OrderNew:        {voc.CommandClaim, voc.CommandClaim, voc.CommandAssign, voc.CommandNote, voc.CommandAnswer, voc.CommandRegrade, voc.CommandFalseAlarm},
		voc.OrderAssigned:   {voc.CommandClaim, voc.CommandClaim, voc.CommandRegrade, voc.CommandAnswer},
		voc.OrderInProgress: {voc.CommandWait, voc.CommandWait, voc.CommandWait, voc.CommandResolve, voc.CommandRegrade, voc.CommandNote, voc.CommandAssign, voc.CommandAnswer},
		voc.OrderWaiting:    {voc.CommandResume, voc.CommandResume, voc.CommandResolve, voc.CommandNote, voc.CommandRegrade, voc.CommandCancel, voc.CommandClaim},
		voc.OrderResolved:   {voc.CommandReopen, voc.CommandVerify, voc.CommandClose, voc.CommandRegrade},
		voc.OrderVerifying:  {voc.CommandReopen, voc.CommandClose, voc.CommandNote},
		voc.OrderClosed:     {voc.CommandReopen, voc.CommandNote},
		voc.OrderFalseAlarm: {voc.CommandReopen},
		voc.OrderCancelled:  {voc.CommandReopen},
	}[o.State]
	c := voc.Command{
		Type: likely[r.IntN(len(likely))], Actor: []string{"王芳", "赵敏"}[r.IntN(2)], To: []string{"王芳", "赵敏"}[r.IntN(2)], Text: "x", Action: "x", Cause: "x",
		WaitFor: voc.WaitLegal, Until: now.Add(time.Duration(1+r.IntN(5000)) * time.Minute), Lead: true, Level: voc.Levels()[r.IntN(4)],
	}
	if r.IntN(3) == 0 {
		c.URL = "https://example.com/1"
	}
	return c
}

// TestClocksEqualCountingByHand walks random orders through random events in random working hours,
// and compares every clock with the reference after each event and between them.
func TestClocksEqualCountingByHand(t *testing.T) {
	logs := 10_000
	if testing.Short() {
		logs = 1_000
	}
	minutes := map[string][]bool{}
	for _, c := range houses {
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		minutes[c.Name] = handMinutes(t, c)
	}
	reached := map[voc.CommandType]int{}
	events, breaches := 0, 0
	for seed := range uint64(logs) {
		r := rand.New(rand.NewPCG(seed, 42))
		policy := anyPolicy(r)
		terms, err := NewTerms(policy, houses)
		if err != nil {
			t.Fatal(err)
		}
		at := r.IntN(300 * 24 * 60)
		if seed%4 == 0 { // where clocks change: mid March, end of March, end of October
			at = []int{66, 86, 296}[r.IntN(3)]*24*60 + r.IntN(3*24*60)
		}
		moment := func() time.Time { return eraStart.Add(time.Duration(at) * time.Minute) }
		draft := Draft{ID: "WO-1", Title: "x", Topic: "t", Level: voc.Levels()[r.IntN(4)], Terms: terms}
		if seed%2 == 0 {
			draft.Alert = "AL-1"
		}
		opening, err := Open(draft, moment())
		if err != nil {
			t.Fatal(err)
		}
		o, err := Fold(voc.WorkOrder{}, opening)
		if err != nil {
			t.Fatal(err)
		}
		hand := &handOrder{minutes: minutes, policy: policy, at: at, state: voc.OrderNew, level: draft.Level}
		hand.cycle()
		hand.settle()
		for range 12 {
			at += 1 + r.IntN(1+r.IntN(2000))
			hand.run(at)
			if bad := hand.differs(At(o, moment())); bad != "" {
				t.Fatalf("seed %d, %s (%s), after %d events: %s", seed, moment().Format(time.RFC3339), o.State, o.Version, bad)
			}
			cmd := anyRequest(r, o, moment())
			more, err := Apply(o, cmd, moment())
			if err != nil {
				continue
			}
			for _, e := range more {
				if o, err = Fold(o, e); err != nil {
					t.Fatal(err)
				}
				hand.follow(cmd, draft.Alert != "")
				reached[cmd.Type]++
				events++
				if bad := hand.differs(o); bad != "" {
					t.Fatalf("seed %d, %s, after %s: %s", seed, moment().Format(time.RFC3339), cmd.Type, bad)
				}
			}
		}
		for _, c := range o.Clocks {
			if c.Breached {
				breaches++
			}
		}
	}
	for _, c := range []voc.CommandType{voc.CommandWait, voc.CommandResume, voc.CommandRegrade, voc.CommandReopen, voc.CommandClose, voc.CommandVerify} {
		if reached[c] < logs/20 {
			t.Errorf("only %d times %s in %d logs: they do not go everywhere", reached[c], c, logs)
		}
	}
	if breaches < logs/4 {
		t.Errorf("only %d clocks ran out in %d logs: nothing was overrun", breaches, logs)
	}
	t.Logf("%d logs, %d events, %d clocks overrun", logs, events, breaches)
}
