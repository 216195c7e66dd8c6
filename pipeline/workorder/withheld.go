package workorder

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Withheld records that somebody was not told something of an order, because they had been interrupted
// often enough that day; the letter of the day tells it instead.
func Withheld(o voc.WorkOrder, text string, now time.Time) voc.Event {
	return event(o, TypeWithheld, programName, "timer", now, Noted{Text: text})
}
