package store

import (
	"slices"
	"testing"
)

func TestThePageIsSearchedInTheLastHoursFirst(t *testing.T) {
	const hour = int64(3_600_000)
	for _, c := range []struct {
		sentence        string
		from, to, after int64
		ends            bool
		want            []int64
	}{
		{"a week", 0, 168 * hour, 0, true, []int64{162 * hour, 120 * hour, 0}},
		{"an hour", 7 * hour, 8 * hour, 0, true, []int64{7 * hour}},
		{"six hours are one look", 0, 6 * hour, 0, true, []int64{0}},
		{"a following page begins where the one before ended", 0, 168 * hour, 20 * hour, true, []int64{14 * hour, 0}},
		{"a following page of a list without end", 0, 1 << 60, 20 * hour, false, []int64{14 * hour, 0}},
		{"a list without end is searched at once", 0, 1 << 60, 0, false, []int64{0}},
		{"a cursor behind the beginning", 50 * hour, 60 * hour, 10 * hour, true, []int64{50 * hour}},
	} {
		got := looksBack(c.from, c.to, c.after, c.ends)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.sentence, got, c.want)
		}
	}
	if got := looksBack(-1<<40, 1<<45, 0, true); len(got) > 7 || got[len(got)-1] != -1<<40 {
		t.Errorf("thousands of years: %v", got)
	}
}
