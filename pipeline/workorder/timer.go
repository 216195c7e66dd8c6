package workorder

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Timers gives the commands that are due by the clock alone: a wait whose day has come is over.
func Timers(o voc.WorkOrder, now time.Time) []voc.Command {
	if o.State != voc.OrderWaiting || o.WaitUntil.IsZero() || now.Before(o.WaitUntil) {
		return nil
	}
	return []voc.Command{{
		Order: o.ID, Type: voc.CommandResume, Actor: programName, Channel: "timer", Version: o.Version,
		Text: "等待" + WaitTitle(o.WaitFor) + "的期限已到，自动恢复处理",
	}}
}
