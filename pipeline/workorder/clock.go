package workorder

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const day = 24 * time.Hour

// At is the order with its clocks as they stand at a moment not before its last event. A wait whose
// day has come no longer stops them, whether or not somebody has said so.
func At(o voc.WorkOrder, now time.Time) voc.WorkOrder {
	o = advance(o, now)
	for i, c := range o.Clocks {
		if paused(o, c) {
			o.Clocks[i].Due = due(o, c, now)
		}
	}
	return withDue(o)
}

// Overdue says which clock an order has run over at a moment: "claim", "answer", "resolve", "verify",
// or "" for none. Of several it is the one that waits for what has to be done first.
func Overdue(o voc.WorkOrder, now time.Time) string {
	for _, c := range At(o, now).Clocks {
		if c.Breached && (c.Running || paused(o, c)) {
			return string(c.Name)
		}
	}
	return ""
}

// paused tells whether a clock stands still but will go on.
func paused(o voc.WorkOrder, c voc.Clock) bool {
	return !c.Running && o.State == voc.OrderWaiting && !waitOver(o) && c.Name == voc.ClockResolve
}

// waitOver tells whether the day has come that a waiting order waits for.
func waitOver(o voc.WorkOrder) bool {
	return o.State == voc.OrderWaiting && !o.WaitUntil.IsZero() && !o.ClocksAt.Before(o.WaitUntil)
}

// runs tells whether a clock runs in the state an order is in. It is the whole truth about it: what
// is closed, merged or waiting does not run, whatever happened on the way there.
func runs(o voc.WorkOrder, name voc.ClockName) bool {
	switch name {
	case voc.ClockClaim:
		return o.ClaimedAt.IsZero() && (o.State == voc.OrderNew || o.State == voc.OrderAssigned)
	case voc.ClockAnswer:
		return o.AnsweredAt.IsZero() && (o.State == voc.OrderWaiting || working(o.State))
	case voc.ClockResolve:
		return working(o.State) || waitOver(o)
	case voc.ClockVerify:
		measured := o.State == voc.OrderResolved || o.State == voc.OrderVerifying || o.State == voc.OrderClosed
		return measured && o.Verification.State == voc.VerificationWatching
	}
	return false
}

func working(s voc.OrderState) bool {
	return s == voc.OrderNew || s == voc.OrderAssigned || s == voc.OrderInProgress
}

// advance lets the clocks run to a moment. Time never runs back: an earlier moment changes nothing.
func advance(o voc.WorkOrder, to time.Time) voc.WorkOrder {
	o.Clocks = slices.Clone(o.Clocks)
	if o.State == voc.OrderWaiting && !waitOver(o) && !o.WaitUntil.IsZero() && !to.Before(o.WaitUntil) {
		o = settle(run(o, o.WaitUntil))
	}
	return run(o, to)
}

// run adds the working time since the clocks were last looked at to those that run.
func run(o voc.WorkOrder, to time.Time) voc.WorkOrder {
	if !to.After(o.ClocksAt) {
		return o
	}
	for i, c := range o.Clocks {
		passed := hoursOf(o, c).between(o.ClocksAt, to)
		switch {
		case c.Running:
			c.Used += passed
			c.Total += passed
			c.Breached = c.Breached || c.Used > c.Target
			o.Clocks[i] = c
		case paused(o, c):
			o.Waited += passed
		}
	}
	o.ClocksAt = to
	return o
}

// settle starts and stops clocks as the state an order came into asks for, at the moment they were
// run to. It writes into the order's clocks.
func settle(o voc.WorkOrder) voc.WorkOrder {
	at := o.ClocksAt
	for i, c := range o.Clocks {
		switch should := runs(o, c.Name); {
		case should && !c.Running:
			o.Clocks[i] = started(o, c, at)
		case !should && c.Running:
			o.Clocks[i].Running, o.Clocks[i].StopAt = false, at
		}
	}
	return withDue(o)
}

func started(o voc.WorkOrder, c voc.Clock, at time.Time) voc.Clock {
	c.Running, c.StopAt = true, time.Time{}
	c.Due = due(o, c, at)
	return c
}

// due is when a clock runs out if it runs from a moment on. One that has run out keeps the moment.
func due(o voc.WorkOrder, c voc.Clock, from time.Time) time.Time {
	if left := c.Target - c.Used; left > 0 || c.Due.IsZero() {
		return hoursOf(o, c).after(from, left)
	}
	return c.Due
}

func hoursOf(o voc.WorkOrder, c voc.Clock) *hours {
	return termsOf(o).hours[c.Calendar]
}

// begin gives an order the clocks of a new cycle, none of them running yet. What was claimed or
// answered once need not be again.
func begin(o voc.WorkOrder, at time.Time) voc.WorkOrder {
	o.PastClocks = append(slices.Clip(o.PastClocks), o.Clocks...)
	o.Clocks, o.ClocksAt, o.Waits, o.Waited = nil, at, 0, 0
	t, _ := termsOf(o).targets(o.Level)
	if o.ClaimedAt.IsZero() {
		o = withClock(o, voc.ClockClaim, t.Claim, t.Calendar)
	}
	if o.AnsweredAt.IsZero() {
		o = withClock(o, voc.ClockAnswer, t.Answer, t.Calendar)
	}
	return withClock(o, voc.ClockResolve, t.Resolve, t.Calendar)
}

func withClock(o voc.WorkOrder, name voc.ClockName, target time.Duration, calendar string) voc.WorkOrder {
	if target <= 0 {
		return o
	}
	c := voc.Clock{Name: name, Target: target, Calendar: calendar, Cycle: o.Cycle}
	for _, past := range o.PastClocks {
		if past.Name == name {
			c.Total += past.Used
		}
	}
	o.Clocks = append(slices.Clip(o.Clocks), c)
	return o
}

// withVerify adds the clock of a measurement that begins; it counts on the wall.
func withVerify(o voc.WorkOrder) voc.WorkOrder {
	if _, ok := clockOf(o, voc.ClockVerify); ok {
		return o
	}
	t, _ := termsOf(o).targets(o.Level)
	if t.Verify <= 0 {
		t.Verify = 3 * day
	}
	return withClock(o, voc.ClockVerify, t.Verify, "")
}

func clockOf(o voc.WorkOrder, name voc.ClockName) (voc.Clock, bool) {
	i := slices.IndexFunc(o.Clocks, func(c voc.Clock) bool { return c.Name == name })
	if i < 0 {
		return voc.Clock{}, false
	}
	return o.Clocks[i], true
}

// withDue repeats the due times where lists look for them.
func withDue(o voc.WorkOrder) voc.WorkOrder {
	for _, c := range o.Clocks {
		switch c.Name {
		case voc.ClockClaim:
			o.ClaimDue = c.Due
		case voc.ClockAnswer:
			o.AnswerDue = c.Due
		case voc.ClockResolve:
			o.ResolveDue = c.Due
		case voc.ClockVerify:
			o.VerifyDue = c.Due
		}
	}
	return o
}
