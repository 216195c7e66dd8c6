package schedule

import "time"

// timing is when a job is due, without jitter. One of every, clock and ask is set. Its methods depend
// on their arguments alone.
type timing struct {
	every   time.Duration
	clock   func(after time.Time) time.Time     // first time strictly after
	ask     func(last, now time.Time) time.Time // see Job.Next
	catchUp bool
}

// first returns when a job is due first in a process that starts at now.
func (t timing) first(last, now time.Time) time.Time {
	if last.After(now) {
		last = now // the machine's clock was set back: not a reason to be silent until then
	}
	if t.ask != nil {
		if last.IsZero() {
			return now
		}
		return later(t.ask(last, now), now)
	}
	if t.every == 0 {
		if t.catchUp && !last.IsZero() && !t.clock(last).After(now) {
			return now
		}
		return t.clock(now)
	}
	due := last.Add(t.every)
	switch {
	case last.IsZero():
		return now
	case due.After(now):
		return due
	case t.catchUp:
		return now
	}
	return now.Add(t.every)
}

// following returns the first time after now, given one at which the job was due. Intervals keep
// their grid, so that jitter and long runs do not add up.
func (t timing) following(due, now time.Time) time.Time {
	if t.ask != nil {
		return due // it was asked when the run ended
	}
	if t.every == 0 {
		return t.clock(now)
	}
	missed := max(0, now.Sub(due)) / t.every
	return due.Add((missed + 1) * t.every)
}

// notBefore returns due, or when a wish comes later what the wish makes of it.
func (t timing) notBefore(due, wish time.Time) time.Time {
	if !wish.After(due) {
		return due
	}
	if t.clock != nil {
		return t.clock(wish.Add(-time.Nanosecond))
	}
	return wish
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
