package schedule

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Check tells what is wrong with an expression, with what to write instead; nil: nothing.
func Check(spec string, zone *time.Location, now time.Time) error {
	_, err := parse(Job{Name: "it", Spec: spec, Location: zone, Run: func(context.Context) error { return nil }}, now)
	return err
}

// Due returns the latest moment, up to now, at which a schedule of clock times was due: what a run
// at now is the run of, however late it is. It is now itself for an interval, for a schedule that
// cannot be read, and when nothing was due for a year.
func Due(spec string, zone *time.Location, now time.Time) time.Time {
	clock, err := cron.ParseStandard(spec)
	if err != nil || strings.HasPrefix(strings.TrimSpace(spec), "@every") {
		return now
	}
	const day = 24 * time.Hour
	for _, back := range []time.Duration{day, 8 * day, 32 * day, 367 * day} { // near first: a schedule may ring each minute
		due := clock.Next(now.Add(-back).In(zone))
		if due.IsZero() || due.After(now) {
			continue
		}
		for next := clock.Next(due); !next.IsZero() && !next.After(now); next = clock.Next(due) {
			due = next
		}
		return due
	}
	return now
}

func parse(j Job, now time.Time) (timing, error) {
	switch {
	case j.Name == "":
		return timing{}, errors.New("has no name")
	case j.Run == nil:
		return timing{}, errors.New("has nothing to run")
	case j.Jitter < 0:
		return timing{}, fmt.Errorf("jitter is %s: must not be negative", j.Jitter)
	}
	if j.Next != nil {
		return timing{ask: j.Next, catchUp: true}, nil
	}
	if word, ok := strings.CutPrefix(strings.TrimSpace(j.Spec), "@every "); ok {
		every, err := time.ParseDuration(strings.TrimSpace(word))
		if err != nil || every < time.Second {
			return timing{}, fmt.Errorf("schedule %q: write an interval of a second or more, such as \"@every 10m\"", j.Spec)
		}
		if j.Jitter >= every {
			return timing{}, fmt.Errorf("jitter %s: must be shorter than the interval %s", j.Jitter, every)
		}
		return timing{every: every, catchUp: j.CatchUp}, nil
	}
	spec, err := cron.ParseStandard(j.Spec)
	if err != nil {
		return timing{}, fmt.Errorf("schedule %q: write minute hour day month weekday, such as \"30 21 * * *\", or \"@every 10m\": %w", j.Spec, err)
	}
	clock := func(after time.Time) time.Time { return spec.Next(after.In(j.Location)) }
	if clock(now).IsZero() {
		return timing{}, fmt.Errorf("schedule %q: this day never comes", j.Spec)
	}
	return timing{clock: clock, catchUp: j.CatchUp}, nil
}

// Distance is the longest time between two rings of an expression in the week after a moment: what a
// source visited by it may go unheard without anything being wrong. 0: it cannot be read.
func Distance(spec string, zone *time.Location, from time.Time) time.Duration {
	t, err := parse(Job{Name: "it", Spec: spec, Location: zone, Run: func(context.Context) error { return nil }}, from)
	if err != nil {
		return 0
	}
	if t.every > 0 {
		return t.every
	}
	var longest time.Duration
	at := t.clock(from)
	for n := 0; n < 2 || at.Before(from.Add(8*24*time.Hour)); n++ {
		next := t.clock(at)
		if next.IsZero() {
			break
		}
		longest = max(longest, next.Sub(at))
		at = next
	}
	return longest
}

// Next returns the first moment after now at which a schedule of clock times is due; zero when there is
// none, or it cannot be read.
func Next(spec string, zone *time.Location, now time.Time) time.Time {
	t, err := parse(Job{Name: "it", Spec: spec, Location: zone, Run: func(context.Context) error { return nil }}, now)
	if err != nil || t.clock == nil {
		return time.Time{}
	}
	return t.clock(now)
}
