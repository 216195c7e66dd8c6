package workorder

import (
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// relapseWithin is how long after the end of an order the same matter is the same order's.
const relapseWithin = 7 * day

// Verified turns a judgement about an order's fix into events: it is written down; an order that
// waits for it and has its cause becomes closed; one whose fix failed reopens. A measurement that is
// still going on gives no events.
func Verified(o voc.WorkOrder, v voc.Verification, now time.Time) ([]voc.Event, error) {
	if v.State == voc.VerificationWatching {
		return nil, nil
	}
	if o.Verification.State != voc.VerificationWatching {
		return nil, fmt.Errorf("work order %s: its fix is not being verified (verification %q, state %s)", o.ID, o.Verification.State, o.State)
	}
	var events []voc.Event
	add := func(kind string, data any) error {
		e := event(o, kind, programName, "timer", now, data)
		next, err := Fold(o, e)
		if err != nil {
			return err
		}
		o, events = next, append(events, e)
		return nil
	}
	if err := add(TypeVerified, v); err != nil {
		return nil, err
	}
	switch {
	case v.State == voc.VerificationFailed:
		return events, add(TypeReopened, reopening(o, v.Verdict, now))
	case v.State == voc.VerificationPassed && o.State == voc.OrderVerifying && o.Cause != "":
		c := o.CausePath
		return events, add(TypeClosed, Closed{Cause: o.Cause, Process: c.Process, Department: c.Department, Text: "验证通过，自动关闭"})
	}
	return events, nil
}

// Return is what a new incident means for an earlier order.
type Return string

// What it may mean.
const (
	ReturnNone   Return = ""       // another matter, or the order is still being worked on
	ReturnReopen Return = "reopen" // the fix did not hold: the same order goes on
	ReturnLink   Return = "link"   // so long ago that it is a new order, which names the old one
)

// Reopens says what a new incident means for an earlier order of the same brand.
func Reopens(o voc.WorkOrder, a voc.Alert) Return {
	end := o.ClosedAt
	if end.IsZero() {
		end = o.ResolvedAt
	}
	mended := acted(o.State) || o.State == voc.OrderClosed
	if !mended || end.IsZero() || a.Brand != o.Brand || a.ID == o.Alert || !a.OpenedAt.After(o.ResolvedAt) || !sameMatter(o, a) {
		return ReturnNone
	}
	if a.OpenedAt.Sub(end) > relapseWithin {
		return ReturnLink
	}
	return ReturnReopen
}

// sameMatter tells whether an incident is about what an order is about: the same leading topic, or
// most topics in common. An incident without a topic is about nothing in particular.
func sameMatter(o voc.WorkOrder, a voc.Alert) bool {
	if o.Topic != "" && o.Topic == a.Topic {
		return true
	}
	ours, theirs := o.Topics, a.Topics
	least := min(len(ours), len(theirs))
	if least == 0 {
		return false
	}
	common := 0
	for _, t := range theirs {
		if slices.Contains(ours, t) {
			common++
		}
	}
	return float64(common) >= 0.6*float64(least)
}

// Reopen gives the event of an order that a new incident brings back.
func Reopen(o voc.WorkOrder, a voc.Alert, now time.Time) []voc.Event {
	d := reopening(o, "处理后再次出现："+a.Headline, now)
	d.Alert = a.ID
	return []voc.Event{event(o, TypeReopened, programName, "timer", now, d)}
}
