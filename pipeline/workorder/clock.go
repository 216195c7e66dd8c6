package workorder

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// clocks are the times within which an order must be taken up and resolved. This release counts
// them all on the wall clock, around the clock; business hours and pauses come with calendars.
type clocks struct{ claim, resolve time.Duration }

const day = 24 * time.Hour

func clocksOf(level voc.Level) clocks {
	switch level {
	case voc.Red:
		return clocks{claim: 10 * time.Minute, resolve: day}
	case voc.Orange:
		return clocks{claim: 30 * time.Minute, resolve: 3 * day}
	case voc.Yellow:
		return clocks{claim: 2 * time.Hour, resolve: 5 * day}
	}
	return clocks{claim: day, resolve: 10 * day}
}

// Overdue says which clock an order has run over at a moment: "claim", "resolve", or "" for none.
func Overdue(order voc.WorkOrder, now time.Time) string {
	switch {
	case order.State == voc.OrderNew && now.After(order.ClaimDue):
		return "claim"
	case (order.State == voc.OrderNew || order.State == voc.OrderInProgress) && now.After(order.ResolveDue):
		return "resolve"
	}
	return ""
}
