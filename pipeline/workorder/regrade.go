package workorder

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// leastNotice is what an owner keeps at least when a rise in level shortens the clocks: nobody is
// overdue by somebody else's decision.
const leastNotice = 15 * time.Minute

// Raise makes an open order graver, because the alert behind it grew. Its clocks are set to the
// targets of the new level with what they have used so far, but never end earlier than a quarter of
// an hour from now, and never later than they did. An order that is no longer open, or as grave
// already, gives no events.
func Raise(order voc.WorkOrder, level voc.Level, text string, now time.Time) []voc.Event {
	if !order.State.Open() || !level.Graver(order.Level) {
		return nil
	}
	after := retarget(advance(order, now), level, now)
	return []voc.Event{event(order, TypeRaised, programName, "", now, Raised{
		Text: text, Level: level, ClaimDue: after.ClaimDue, ResolveDue: after.ResolveDue,
	})}
}

// retarget sets the clocks of an order to another level's targets, on what they have used.
func retarget(o voc.WorkOrder, level voc.Level, now time.Time) voc.WorkOrder {
	graver := level.Graver(o.Level)
	o.Level = level
	t, _ := termsOf(o).targets(level)
	had := slices.Clone(o.Clocks)
	o.Clocks = o.Clocks[:0:0]
	for _, c := range had {
		if c.Name == voc.ClockVerify || !c.Running && !paused(o, c) { // over, or measured all the same
			o.Clocks = append(o.Clocks, c)
			continue
		}
		target := map[voc.ClockName]time.Duration{
			voc.ClockClaim: t.Claim, voc.ClockAnswer: t.Answer, voc.ClockResolve: t.Resolve,
		}[c.Name]
		if target <= 0 { // the new level has no such clock
			continue
		}
		o.Clocks = append(o.Clocks, regraded(o, c, target, t.Calendar, graver, now))
	}
	return withDue(withMissingAnswer(o, t, now))
}

// regraded is one clock under its new target. What ran out while it was grave stays so when it gets
// graver still; what was only too grave is forgiven.
func regraded(o voc.WorkOrder, c voc.Clock, target time.Duration, calendar string, graver bool, now time.Time) voc.Clock {
	was := c
	if paused(o, was) {
		was.Due = due(o, was, now)
	}
	c.Target, c.Calendar, c.Due = target, calendar, time.Time{}
	if !graver {
		c.Breached = c.Used > c.Target
	}
	if c.Breached {
		c.Due = was.Due
		return c
	}
	h := hoursOf(o, c)
	wanted := h.after(now, max(0, c.Target-c.Used))
	if least := now.Add(leastNotice); wanted.Before(least) {
		wanted = least
	}
	if graver && !was.Due.IsZero() && wanted.After(was.Due) {
		wanted = was.Due
	}
	c.Due = wanted
	// The target follows the due time, so that used and target say the same as the due time does.
	c.Target = c.Used + h.between(now, wanted)
	return c
}

// withMissingAnswer gives an order the answer clock its old level did not have, from now on.
func withMissingAnswer(o voc.WorkOrder, t Targets, now time.Time) voc.WorkOrder {
	if _, has := clockOf(o, voc.ClockAnswer); has || t.Answer <= 0 || !o.AnsweredAt.IsZero() || !working(o.State) && o.State != voc.OrderWaiting {
		return o
	}
	o = withClock(o, voc.ClockAnswer, t.Answer, t.Calendar)
	i := len(o.Clocks) - 1
	o.Clocks[i] = started(o, o.Clocks[i], now)
	return o
}
