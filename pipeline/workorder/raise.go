package workorder

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// leastNotice is what an owner keeps at least when a rise in level shortens the clocks: nobody is
// overdue by somebody else's decision.
const leastNotice = 15 * time.Minute

// Raise makes an open order graver, because the alert behind it grew. The clocks of the new level
// count from the opening, as if the order had been as grave from the start, but never end earlier
// than a quarter of an hour from now, and never later than they did. An order that is no longer
// open, or as grave already, gives no events.
func Raise(order voc.WorkOrder, level voc.Level, text string, now time.Time) []voc.Event {
	if !order.State.Open() || !level.Graver(order.Level) {
		return nil
	}
	due := clocksOf(level)
	sooner := func(had time.Time, within time.Duration) time.Time {
		to := order.OpenedAt.Add(within)
		if least := now.Add(leastNotice); to.Before(least) {
			to = least
		}
		if to.After(had) {
			return had
		}
		return to
	}
	return []voc.Event{event(order.ID, TypeRaised, "tingfeng", now, Raised{
		Text: text, Level: level,
		ClaimDue: sooner(order.ClaimDue, due.claim), ResolveDue: sooner(order.ResolveDue, due.resolve),
	})}
}
