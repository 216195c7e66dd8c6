package pipeline

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func place(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// sentNights are letters that are never written: what is owed is taken as sent.
type sentNights struct {
	letters
	times map[string]int // how often each letter was sent
}

func newNights(zone *time.Location, a voc.Audience, now time.Time) *sentNights {
	n := &sentNights{times: map[string]int{}}
	n.journal = &Journal{state: newState()}
	n.names = names{brands: []voc.Brand{{ID: "tea", Own: true}}, location: zone}
	n.log = slog.New(slog.DiscardHandler)
	n.start(a, now)
	return n
}

// start is a process that begins: what the journal holds is all it knows.
func (n *sentNights) start(a voc.Audience, now time.Time) {
	n.post, n.since, n.failed = Letter{Audiences: []voc.Audience{a}}, map[string]time.Time{a.ID: now}, map[string]failure{}
}

// look sends what is owed at a moment.
func (n *sentNights) look(t *testing.T, now time.Time) {
	t.Helper()
	n.now = at(now)
	for _, o := range n.owed(now) {
		events, err := n.passedOver(n.journal.state, o)
		if err != nil {
			t.Fatal(err)
		}
		sent, err := letterEvent(o.id, typeSent, "tingfeng", letterData{Due: o.due, Period: o.audience.Period})
		if err != nil {
			t.Fatal(err)
		}
		n.times[o.id]++
		for i, e := range append(events, sent) {
			e.At, e.Seq = now, uint64(i)
			if err := n.journal.state.Letters.fold(e); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Whatever happens to the process and to the clock, each night has one letter, and no night two: in zones
// whose clocks change, at hours that come twice or not at all, over restarts, with the clock set back, and
// off for days.
func TestEveryNightHasExactlyOneLetter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, at string }{
		{"Asia/Shanghai", "30 21 * * *"}, {"America/New_York", "30 1 * * *"}, {"America/New_York", "30 2 * * *"}, {"Europe/London", "0 1 * * *"},
		{"America/Havana", "15 0 * * *"}, {"America/Santiago", "30 23 * * *"}, {"Australia/Lord_Howe", "45 1 * * *"}, {"Africa/Casablanca", "30 2 * * *"},
	} {
		for seed := range uint64(6) {
			t.Run(fmt.Sprint(c.zone, c.at, seed), func(t *testing.T) { fourHundredNights(t, place(t, c.zone), c.at, seed) })
		}
	}
}

func fourHundredNights(t *testing.T, zone *time.Location, spec string, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 7))
	a := voc.Audience{ID: "founder", At: spec, Period: voc.PeriodDay, Holidays: true}
	begin := time.Date(2026, 1, 15, 12, 0, 0, 0, zone)
	n := newNights(zone, a, begin)
	end := begin.AddDate(0, 0, 400)
	for now := begin; now.Before(end); {
		n.look(t, now)
		switch r.IntN(40) {
		case 0:
			n.start(a, now) // killed and started again
		case 1:
			now = now.Add(-time.Duration(r.IntN(180)) * time.Minute) // the clock is set back
			n.look(t, now)
			continue
		case 2:
			if seed%2 == 1 {
				now = now.Add(time.Duration(r.IntN(72)) * time.Hour) // off for up to three days
				n.start(a, now)
			}
		}
		now = now.Add(time.Duration(1+r.IntN(120)) * time.Minute)
	}
	on := n.journal.state.Letters
	first := begin.AddDate(0, 0, 1)
	nights, missed := 0, 0
	for day := first; day.Before(end.AddDate(0, 0, -1)); day = day.AddDate(0, 0, 1) {
		id := voc.LetterID(day.Format(time.DateOnly), "tea", "founder")
		one := on.at(id)
		switch {
		case one == nil:
			t.Fatalf("nothing is known of the letter of %s", day.Format(time.DateOnly))
		case one.Skipped == skippedMissed && seed%2 == 1 && n.times[id] == 0:
			missed++
		case n.times[id] != 1 || one.Skipped != "":
			t.Fatalf("the letter of %s was sent %d times, skipped %q", day.Format(time.DateOnly), n.times[id], one.Skipped)
		}
		if late := one.SentAt.Sub(one.Due); one.Skipped == "" && seed%2 == 0 && (late < 0 || late > 6*time.Hour) {
			t.Fatalf("the letter of %s was due %s and sent %s", day.Format(time.DateOnly), one.Due.In(zone), one.SentAt.In(zone))
		}
		nights++
	}
	if nights < 395 || missed > nights/3 {
		t.Errorf("%d nights, %d of them missed", nights, missed)
	}
}

func TestAWeeklyLetterComesOnceAWeek(t *testing.T) {
	t.Parallel()
	zone := place(t, "America/New_York")
	a := voc.Audience{ID: "pr", At: "0 9 * * 1", Period: voc.PeriodWeek, Holidays: true}
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, zone)
	n := newNights(zone, a, begin)
	for now := begin; now.Before(begin.AddDate(1, 0, 0)); now = now.Add(7 * time.Hour) {
		n.look(t, now)
	}
	if len(n.times) < 51 || len(n.times) > 53 {
		t.Errorf("%d letters in a year of weeks", len(n.times))
	}
	for id, times := range n.times {
		day, err := time.Parse(time.DateOnly, id[:10])
		if err != nil || day.Weekday() != time.Monday || times != 1 {
			t.Errorf("letter %s was sent %d times; want once, named after a Monday", id, times)
		}
	}
}

func TestTheStretchALetterTellsOf(t *testing.T) {
	f := func(why string, period voc.Period, due, want string) {
		t.Helper()
		on, err := time.Parse(time.DateOnly, due)
		if err != nil {
			t.Fatal(err)
		}
		if got := firstDay(period, toldDay(period, on)); got != want {
			t.Errorf("%s: due %s tells of %s, want %s", why, due, got, want)
		}
	}
	f("a nightly letter tells of its day", voc.PeriodDay, "2026-03-04", "2026-03-04")
	f("on Monday of the week that is over", voc.PeriodWeek, "2026-03-09", "2026-03-02")
	f("on Wednesday too", voc.PeriodWeek, "2026-03-11", "2026-03-02")
	f("on Friday of the week that ends", voc.PeriodWeek, "2026-03-13", "2026-03-09")
	f("on Sunday too", voc.PeriodWeek, "2026-03-15", "2026-03-09")
	f("on the first of the month that is over", voc.PeriodMonth, "2026-03-01", "2026-02-01")
	f("in January of last year's", voc.PeriodMonth, "2026-01-05", "2025-12-01")
	f("at the end of the month itself", voc.PeriodMonth, "2026-03-31", "2026-03-01")
}

func TestHowLateALetterSaysItIs(t *testing.T) {
	f := func(late time.Duration, zh, en string) {
		t.Helper()
		if got := lateBy(late, ""); got != zh {
			t.Errorf("%s late: %q, want %q", late, got, zh)
		}
		if got := lateBy(late, "en"); got != en {
			t.Errorf("%s late in English: %q, want %q", late, got, en)
		}
	}
	f(-time.Hour, "", "")
	f(29*time.Minute, "", "")
	f(40*time.Minute, "迟到 40 分钟：", "40 minutes late: ")
	f(time.Hour, "迟到 1 小时：", "1 hour late: ")
	f(3*time.Hour+10*time.Minute, "迟到 3 小时：", "3 hours late: ")
	f(10*time.Hour+30*time.Minute, "迟到 11 小时：", "11 hours late: ")
	f(50*time.Hour, "迟到 2 天：", "2 days late: ")
}

// A report due on a day off comes on the first working day, and tells of the same week.
func TestAReportWaitsForAWorkingDay(t *testing.T) {
	a := voc.Audience{ID: "pr", At: "0 9 * * 1", Period: voc.PeriodWeek}
	monday := time.Date(2026, 10, 5, 9, 0, 0, 0, shanghai)
	n := newNights(shanghai, a, monday.AddDate(0, 0, -3))
	n.post.Off = []string{"2026-10-05", "2026-10-06", "2026-10-07"}
	for now := monday.Add(-time.Hour); now.Before(monday.AddDate(0, 0, 6)); now = now.Add(time.Hour) {
		n.look(t, now)
	}
	one := n.journal.state.Letters.at("2026-09-28/tea/pr")
	if len(n.times) != 1 || one == nil || !one.SentAt.Equal(time.Date(2026, 10, 8, 9, 0, 0, 0, shanghai)) {
		t.Errorf("sent %v, the letter is %+v; want it on Thursday the 8th at nine", n.times, one)
	}
}

func FuzzLetterTimes(f *testing.F) {
	for _, at := range []string{"30 21 * * *", "0 9 * * 1", "0 9 31 2 *", "@daily", "@every 1h", "CRON_TZ=UTC 0 9 * * *", "*/5 * * * *"} {
		f.Add(at, int64(1_772_000_000))
	}
	zone := time.FixedZone("", -3*3600-1800)
	f.Fuzz(func(t *testing.T, at string, unix int64) {
		if CheckLetterTime(at) != nil || unix < 0 || unix > 4_000_000_000 {
			return
		}
		now := time.Unix(unix, 0)
		due, _ := dueBefore(at, zone, now)
		if due.After(now) {
			t.Errorf("%q at %s was due at %s", at, now, due)
		}
		if next := nextDue(at, zone, now); !next.IsZero() && !next.After(due) {
			t.Errorf("%q: next at %s, last at %s", at, next, due)
		}
	})
}

func TestTheMomentATimeOnTheWallWas(t *testing.T) {
	f := func(why, zone, onWall, want string) {
		t.Helper()
		w, err := time.Parse("2006-01-02 15:04", onWall)
		if err != nil {
			t.Fatal(err)
		}
		if got := moment(w, place(t, zone)).Format("2006-01-02T15:04Z07:00"); got != want {
			t.Errorf("%s: %s, want %s", why, got, want)
		}
	}
	f("a usual evening", "Asia/Shanghai", "2026-03-04 21:30", "2026-03-04T21:30+08:00")
	f("an hour that comes twice counts from the first", "America/New_York", "2026-11-01 01:30", "2026-11-01T01:30-04:00")
	f("in London as well", "Europe/London", "2026-10-25 01:00", "2026-10-25T01:00+01:00")
	f("an hour that is left out was when the clocks were put forward", "America/New_York", "2026-03-08 02:30", "2026-03-08T03:00-04:00")
	f("at midnight too", "America/Havana", "2026-03-08 00:15", "2026-03-08T01:00-04:00")
	f("half an hour left out", "Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04T02:30+11:00")
	f("a zone that never changes", "UTC", "2026-10-04 02:15", "2026-10-04T02:15Z")
}
