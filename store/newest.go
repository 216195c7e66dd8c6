package store

import "time"

const (
	// firstLook is how much of the past is searched first for a page of the newest mentions.
	firstLook = 6 * time.Hour
	// lookFurther is how many times as much is searched when that did not fill the page.
	lookFurther = 8
)

// looksBack gives the moments, in milliseconds, from which on a page of the newest mentions is searched
// for, one after the other until it is full: the page is nearly always found in the last hours, and
// ninety days need not be read for it. It begins where the page before ended (after; 0 there was none),
// or at to; the last is from itself. Without an end that is known, everything is searched at once.
func looksBack(from, to, after int64, ends bool) []int64 {
	if after != 0 {
		to, ends = min(to, after), true
	}
	var moments []int64
	for span := firstLook.Milliseconds(); ends && span < to-from && len(moments) < 6; span *= lookFurther {
		moments = append(moments, to-span)
	}
	return append(moments, from)
}
