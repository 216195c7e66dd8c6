package alert

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestAttentionOfADay(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 3, 5, 12, 0, 0, 0, shanghai)
	lin := voc.Person{Name: "林", Channels: []string{"desk"}}
	chen := voc.Person{Name: "陈", Channels: []string{"desk", "night"}, Budget: 1}
	gone := voc.Person{Name: "旧人", Channels: []string{"desk"}, Left: true}
	people := []voc.Person{lin, chen, gone}
	told := func(channel string, hours ...int) []Told {
		var all []Told
		for _, h := range hours {
			all = append(all, Told{At: noon.Add(time.Duration(h) * time.Hour), Channel: channel})
		}
		return all
	}
	f := func(why string, past []Told, m Told, level voc.Level, people []voc.Person, want bool) {
		t.Helper()
		a := Attention{PerDay: 2}
		if got := a.Spares(m, level, Interruptions(past, people, noon, shanghai), people); got != want {
			t.Errorf("%s: held back %v, want %v", why, got, want)
		}
	}
	desk, night := Told{Channel: "desk"}, Told{Channel: "night"}
	f("the first of the day", nil, desk, voc.Orange, people, false)
	f("the third of the day", told("desk", -3, -2), desk, voc.Orange, people, true)
	f("red is always told", told("desk", -3, -2), desk, voc.Red, people, false)
	f("one reader has used up hers, another has not", told("desk", -3), desk, voc.Yellow, people, false)
	f("a channel only she reads", told("desk", -3), night, voc.Yellow, people, true)
	f("yesterday's do not count, in the zone of the house", told("desk", -12, -13, -14), desk, voc.Yellow, people, false)
	f("at midnight the day is new: 00:00 is today", told("desk", -12, -12), Told{Channel: "night"}, voc.Yellow, people, true)
	free := told("desk", -3, -2, -1)
	for i := range free {
		free[i].Free = true
	}
	f("good ends cost nothing", free, desk, voc.Yellow, people, false)
	f("and are never held back", told("desk", -3, -2), Told{Channel: "desk", Free: true}, voc.Blue, people, false)
	f("nobody is known to read it: the channel itself is the reader", told("hall", -3, -2), Told{Channel: "hall"}, voc.Yellow, people, true)
	f("another channel without known readers is another", told("hall", -3, -2), Told{Channel: "yard"}, voc.Yellow, nil, false)
	f("what was for one person does not tire the others", []Told{{At: noon, Channel: "desk", To: []string{"林"}}, {At: noon, Channel: "desk", To: []string{"林"}}}, desk, voc.Yellow, people, false)
	if (Attention{}).Spares(desk, voc.Blue, map[string]int{"desk": 99}, nil) {
		t.Error("no budget means any number")
	}
	for _, bad := range []Attention{{PerDay: -1}, {PerDay: 5000}} {
		if bad.Validate() == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
	if err := DefaultAttention().Validate(); err != nil {
		t.Error(err)
	}
}

// TestDaysThatAreNotAsLongAsOthers: on the day clocks change, a day is 23 or 25 hours.
func TestDaysThatAreNotAsLongAsOthers(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	evening := time.Date(2026, 10, 25, 23, 30, 0, 0, berlin) // the day of 25 hours
	past := []Told{{At: time.Date(2026, 10, 25, 0, 5, 0, 0, berlin), Channel: "desk"}, {At: time.Date(2026, 10, 24, 23, 55, 0, 0, berlin), Channel: "desk"}}
	if n := Interruptions(past, nil, evening, berlin)["desk"]; n != 1 {
		t.Errorf("%d interruptions on a day of 25 hours, want the one after midnight", n)
	}
}
