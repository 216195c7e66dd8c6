package store

import "time"

// The span both DateTime64(3) and the driver, which counts nanoseconds in 64 bits, can hold. Times
// outside are stored at its ends.
var (
	earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC)
	epoch    = time.Unix(0, 0).UTC()
)

// toDB gives the time as it is stored: the zero time as the epoch, which no post is from.
func toDB(t time.Time) time.Time {
	switch {
	case t.IsZero():
		return epoch
	case t.Before(earliest):
		return earliest
	case t.After(latest):
		return latest
	}
	return t.UTC()
}

// fromDB is toDB read backwards.
func fromDB(t time.Time) time.Time {
	if t.Equal(epoch) {
		return time.Time{}
	}
	return t.UTC()
}
