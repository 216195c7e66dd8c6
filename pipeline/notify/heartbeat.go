package notify

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// A sign of life is sent on Monday at 10:07, when people are at work and the full hour's rush is over;
// after a start later in the day it is made up for, on another day it is not.
const (
	beatHour, beatMinute = 10, 7
	beatWithin           = 12 * time.Hour
)

// heartbeat is the weekly message by which people see that a quiet channel works.
func (o *Outbox) heartbeat(p Place, now time.Time) []voc.Event {
	if !p.Heartbeat {
		return nil
	}
	local := now.In(o.options.location())
	if local.Weekday() != time.Monday {
		return nil
	}
	due := time.Date(local.Year(), local.Month(), local.Day(), beatHour, beatMinute, 0, 0, local.Location())
	if local.Before(due) || local.Sub(due) > beatWithin {
		return nil
	}
	id := fmt.Sprintf("heartbeat.%s.%s", p.Name, local.Format(time.DateOnly))
	if _, known := o.messages[id]; known {
		return nil
	}
	sent, dead := o.week(p.Name, now)
	m := voc.Message{
		ID: id, Channel: p.Name, Kind: KindHeartbeat, Title: "听风每周报平安：通道 " + p.Name + " 正常", CreatedAt: now,
		Body: fmt.Sprintf("过去七天经这里送达 %d 条，没有送达 %d 条。每周一发一条；收不到，就是通道断了。\n", sent, dead),
	}
	return []voc.Event{QueuedEvent(m, now)}
}

// week counts what a channel took, and what was given up, in the last seven days.
func (o *Outbox) week(name string, now time.Time) (sent, dead int) {
	for _, en := range o.messages {
		if en.Channel != name || now.Sub(en.CreatedAt) >= 7*24*time.Hour || en.FoldedIn != "" {
			continue
		}
		switch {
		case !en.SentAt.IsZero():
			sent++
		case en.Dead:
			dead++
		}
	}
	return sent, dead
}
