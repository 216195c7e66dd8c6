package store

import (
	"reflect"
	"testing"
	"time"
)

func TestHoursBack(t *testing.T) {
	hour := func(i int) time.Time { return time.Date(2026, 3, 10, i, 0, 0, 0, time.UTC) }
	ms := func(i int) int64 { return hour(i).UnixMilli() }
	hours := []hourCount{{hour(20), 3}, {hour(18), 4}, {hour(5), 1}}
	for _, c := range []struct {
		sentence    string
		from, after int64
		n           int
		want        []int64
	}{
		{"the last hour fills the page", ms(0), 0, 3, []int64{ms(20), ms(0)}},
		{"two hours do", ms(0), 0, 4, []int64{ms(18), ms(0)}},
		{"all of it is not enough: from the oldest hour that has any", ms(0), 0, 9, []int64{ms(5)}},
		{"a window that begins within that hour", ms(5) + 60_000, 0, 9, []int64{ms(5) + 60_000}},
		{"of the hour a page ended in nothing is known", ms(0), ms(20) + 60_000, 4, []int64{ms(18), ms(0)}},
		{"nor of a page that ended in the hour before it", ms(0), ms(18) + 60_000, 2, []int64{ms(5)}},
		{"a page that ended at the very end of an hour", ms(0), ms(19), 4, []int64{ms(18), ms(0)}},
		{"nothing there", ms(0), 0, 1, []int64{ms(0)}},
	} {
		known := hours
		if c.sentence == "nothing there" {
			known = nil
		}
		if got := hoursBack(known, c.from, c.after, c.n); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.sentence, got, c.want)
		}
	}
}
