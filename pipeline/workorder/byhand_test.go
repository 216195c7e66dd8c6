package workorder

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// handClock is a clock counted by hand, in minutes.
type handClock struct {
	name              voc.ClockName
	calendar          string
	target, used, due int
	running, breached bool
}

// handOrder follows an order's events by hand.
type handOrder struct {
	minutes           map[string][]bool
	policy            Policy
	at, waited, until int
	state             voc.OrderState
	level             voc.Level
	claimed, answered bool
	owner, watching   bool
	clocks, past      []*handClock
}

func (h *handOrder) works(calendar string, minute int) bool {
	return calendar == "" || h.minutes[calendar][minute]
}

// scan finds the minute at which so many worked minutes have passed; beyond the era -1.
func (h *handOrder) scan(calendar string, from, work int) int {
	for m := from; m < eraDays*24*60; m++ {
		if work <= 0 {
			return m
		}
		if h.works(calendar, m) {
			work--
		}
	}
	return -1
}

func (h *handOrder) count(calendar string, from, to int) (n int) {
	for m := from; m < to; m++ {
		if h.works(calendar, m) {
			n++
		}
	}
	return n
}

func (h *handOrder) cycle() {
	for _, c := range h.clocks {
		c.running = false
		h.past = append(h.past, c)
	}
	h.clocks, h.waited = nil, 0
	t := h.policy.Levels[h.level]
	add := func(name voc.ClockName, target time.Duration) {
		if target > 0 {
			h.clocks = append(h.clocks, &handClock{name: name, calendar: t.Calendar, target: int(target / time.Minute), due: -2})
		}
	}
	if !h.claimed {
		add(voc.ClockClaim, t.Claim)
	}
	if !h.answered {
		add(voc.ClockAnswer, t.Answer)
	}
	add(voc.ClockResolve, t.Resolve)
}

func (h *handOrder) should(name voc.ClockName) bool {
	busy := h.state == voc.OrderNew || h.state == voc.OrderAssigned || h.state == voc.OrderInProgress
	switch name {
	case voc.ClockClaim:
		return !h.claimed && (h.state == voc.OrderNew || h.state == voc.OrderAssigned)
	case voc.ClockAnswer:
		return !h.answered && (busy || h.state == voc.OrderWaiting)
	case voc.ClockResolve:
		return busy || h.state == voc.OrderWaiting && h.at >= h.until
	}
	return h.watching && (h.state == voc.OrderResolved || h.state == voc.OrderVerifying || h.state == voc.OrderClosed)
}

func (h *handOrder) settle() {
	for _, c := range h.clocks {
		on := h.should(c.name)
		if on && !c.running && (c.used < c.target || c.due == -2) {
			c.due = h.scan(c.calendar, h.at, c.target-c.used)
		}
		c.running = on
	}
}

// run counts minute by minute up to a moment.
func (h *handOrder) run(to int) {
	for ; h.at < to; h.at++ {
		h.settle() // a wait may end between two events
		for _, c := range h.clocks {
			switch {
			case !h.works(c.calendar, h.at):
			case c.running:
				c.used++
				c.breached = c.breached || c.used > c.target
			case c.name == voc.ClockResolve && h.state == voc.OrderWaiting:
				h.waited++
			}
		}
	}
	h.settle()
}

func (h *handOrder) regrade(level voc.Level) {
	graver := level.Rank() > h.level.Rank()
	h.level = level
	t := h.policy.Levels[level]
	targets := map[voc.ClockName]int{voc.ClockClaim: int(t.Claim / time.Minute), voc.ClockAnswer: int(t.Answer / time.Minute), voc.ClockResolve: int(t.Resolve / time.Minute)}
	var kept []*handClock
	hasAnswer := false
	for _, c := range h.clocks {
		waiting := c.name == voc.ClockResolve && h.state == voc.OrderWaiting && !c.running
		if c.name == voc.ClockVerify || !c.running && !waiting {
			kept = append(kept, c)
			hasAnswer = hasAnswer || c.name == voc.ClockAnswer
			continue
		}
		if targets[c.name] == 0 {
			continue
		}
		hasAnswer = hasAnswer || c.name == voc.ClockAnswer
		kept = append(kept, c)
		had := c.due
		if waiting && c.used < c.target {
			had = h.scan(c.calendar, h.at, c.target-c.used)
		}
		c.target, c.calendar = targets[c.name], t.Calendar
		if !graver {
			c.breached = c.used > c.target
		}
		if c.breached {
			c.due = had
			continue
		}
		wanted := h.scan(c.calendar, h.at, c.target-c.used)
		wanted = max(wanted, h.at+15)
		if graver {
			wanted = min(wanted, had)
		}
		c.due, c.target = wanted, c.used+h.count(c.calendar, h.at, wanted)
	}
	h.clocks = kept
	if !hasAnswer && !h.answered && t.Answer > 0 && h.state.Open() && h.state != voc.OrderResolved && h.state != voc.OrderVerifying {
		h.clocks = append(h.clocks, &handClock{name: voc.ClockAnswer, calendar: t.Calendar, target: int(t.Answer / time.Minute), due: -2})
	}
}

// follow does by hand what an event says.
func (h *handOrder) follow(cmd voc.Command, theme bool) {
	switch cmd.Type {
	case voc.CommandAssign:
		h.state = voc.OrderAssigned
	case voc.CommandClaim:
		h.claimed, h.owner = true, true
		if h.state != voc.OrderWaiting {
			h.state = voc.OrderInProgress
		}
	case voc.CommandAnswer:
		h.answered = true
	case voc.CommandWait:
		h.state, h.until = voc.OrderWaiting, int(cmd.Until.Sub(eraStart)/time.Minute)
	case voc.CommandResume:
		h.state = voc.OrderInProgress
	case voc.CommandResolve:
		h.state = voc.OrderResolved
		h.answered = h.answered || cmd.URL != ""
		if theme {
			h.watch()
		}
	case voc.CommandVerify:
		h.state = voc.OrderVerifying
		if !h.watching {
			h.watch()
		}
	case voc.CommandClose:
		h.state = voc.OrderClosed
	case voc.CommandReopen:
		h.state, h.watching = voc.OrderInProgress, false
		if !h.owner {
			h.state = voc.OrderNew
		}
		h.cycle()
	case voc.CommandRegrade:
		h.regrade(cmd.Level)
	case voc.CommandFalseAlarm:
		h.state, h.watching = voc.OrderFalseAlarm, false
	case voc.CommandCancel:
		h.state, h.watching = voc.OrderCancelled, false
	}
	h.settle()
}

func (h *handOrder) watch() {
	h.watching = true
	target := h.policy.Levels[h.level].Verify
	h.clocks = append(h.clocks, &handClock{name: voc.ClockVerify, target: int(target / time.Minute), due: -2})
}

// differs says where an order's clocks are not what was counted by hand, "" nowhere.
func (h *handOrder) differs(o voc.WorkOrder) string {
	if len(o.Clocks) != len(h.clocks) || len(o.PastClocks) != len(h.past) {
		return fmt.Sprintf("%d and %d clocks, by hand %d and %d", len(o.Clocks), len(o.PastClocks), len(h.clocks), len(h.past))
	}
	if o.Waited != time.Duration(h.waited)*time.Minute {
		return fmt.Sprintf("waited %s, by hand %d min", o.Waited, h.waited)
	}
	for i, c := range append(append([]voc.Clock{}, o.PastClocks...), o.Clocks...) {
		hand := append(append([]*handClock{}, h.past...), h.clocks...)[i]
		late := c.Due
		if hand.due >= 0 && c.Running {
			late = eraStart.Add(time.Duration(hand.due) * time.Minute)
		}
		if c.Name != hand.name || c.Used != time.Duration(hand.used)*time.Minute || c.Target != time.Duration(hand.target)*time.Minute ||
			c.Running != hand.running || c.Breached != hand.breached || !c.Due.Equal(late) {
			return fmt.Sprintf("clock %+v, by hand %+v, due %s", c, *hand, late)
		}
	}
	return ""
}
