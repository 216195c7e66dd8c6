package workorder

import (
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// steps are the parts of a clock's time at which somebody more is told, in percent.
var steps = []int{150, 100, 75, 50}

// Escalate gives the escalations that are due at a moment and were not yet written down: half of the
// time used, whose task it is is reminded; three quarters, their lead as well; all of it, lead and
// director; half as much again, the director, every day. One event for each order, clock, cycle,
// percent and day, whatever is restarted; after a standstill only the highest step is told, not all
// that were missed. Who is off is passed over and the roster asked instead, for what is theirs at
// once, without waiting for half of the time.
func Escalate(order voc.WorkOrder, h House, now time.Time) []voc.Event {
	o := At(order, now)
	h.fallback(&o)
	var events []voc.Event
	add := func(e voc.Escalation) {
		if len(e.To) == 0 {
			return
		}
		e.At = now.Truncate(time.Microsecond)
		next := event(o, TypeEscalated, programName, "timer", now, e)
		o.Hash = hashOf(next)
		o.Escalations = append(slices.Clip(o.Escalations), e)
		events = append(events, next)
	}
	absenceTold := false
	for _, c := range o.Clocks {
		if !c.Running || c.Name == voc.ClockVerify || c.Target <= 0 {
			continue
		}
		if !absenceTold { // one word about it is enough, on the clock that runs out first
			absenceTold = true
			if e, off := h.standIn(o, c, now); off && !told(o, c, 0) {
				add(e)
			}
		}
		for _, percent := range steps {
			if c.Used*100 < time.Duration(percent)*c.Target {
				continue
			}
			if e, due := h.step(o, c, percent, now); due {
				add(e)
			}
			break
		}
	}
	return events
}

// fallback lets an order nobody has been given be the default's.
func (h House) fallback(o *voc.WorkOrder) {
	if responsible(*o) == "" {
		o.Assignee = h.Default
	}
}

// told tells whether a step, or a higher one, was taken on a clock in this cycle.
func told(o voc.WorkOrder, c voc.Clock, percent int) bool {
	return slices.ContainsFunc(o.Escalations, func(e voc.Escalation) bool {
		return e.Clock == c.Name && e.Cycle == o.Cycle && (e.Percent == percent || percent > 0 && e.Percent > percent)
	})
}

// standIn is whom the order of somebody who is off goes to at once: somebody else, or nobody. Whoever
// took it up without being among the people has it all the same.
func (h House) standIn(o voc.WorkOrder, c voc.Clock, now time.Time) (voc.Escalation, bool) {
	who := responsible(o)
	if who == "" || h.hasRoster(who) || h.absent(who, c.Calendar == "", now) == "" {
		return voc.Escalation{}, false
	}
	to, why := h.reach(who, c, now)
	return voc.Escalation{Clock: c.Name, Cycle: o.Cycle, To: to, Why: why}, len(to) > 0 && !slices.Contains(to, who)
}

// step is one step up on one clock, if it is due.
func (h House) step(o voc.WorkOrder, c voc.Clock, percent int, now time.Time) (voc.Escalation, bool) {
	e := voc.Escalation{Clock: c.Name, Cycle: o.Cycle, Percent: percent}
	if told(o, c, percent) {
		if percent != steps[0] {
			return e, false
		}
		var last voc.Escalation
		for _, past := range o.Escalations {
			if past.Clock == c.Name && past.Cycle == o.Cycle && past.Percent == percent {
				last = past
			}
		}
		if now.Sub(last.At) < day {
			return e, false
		}
		e.Day = last.Day + 1
	}
	var why []string
	add := func(name string) {
		names, passed := h.reach(name, c, now)
		for _, n := range names {
			if !slices.Contains(e.To, n) {
				e.To = append(e.To, n)
			}
		}
		if passed != "" && !slices.Contains(why, passed) {
			why = append(why, passed)
		}
	}
	who := responsible(o)
	lead := o.Lead
	if lead == "" || h.absent(lead, false, now) != "" {
		lead = h.leadOf(who, now)
	}
	for _, name := range ladder(percent, who, lead, h.Director) {
		add(name)
	}
	e.Why = strings.Join(why, "；")
	return e, len(e.To) > 0
}

// ladder is who is told at a step. Where a rung is missing, the one below is told again rather than
// nobody.
func ladder(percent int, who, lead, director string) []string {
	var names []string
	switch percent {
	case 50:
		names = []string{who}
	case 75:
		names = []string{who, lead}
	case 100:
		names = []string{lead, director}
	default:
		names = []string{director}
	}
	if strings.Join(names, "") == "" {
		names = []string{lead, who}
	}
	return names
}

// reach is who is told in the place of a name: whoever it is when they are there, else who is on
// duty. With nobody on duty they are told all the same: better late than nobody.
func (h House) reach(name string, c voc.Clock, now time.Time) (names []string, why string) {
	if name == "" {
		return nil, ""
	}
	if h.hasRoster(name) {
		return h.firstOnDuty(name, now), ""
	}
	why = h.absent(name, c.Calendar == "", now)
	if why == "" || !h.knows(name) {
		return []string{name}, ""
	}
	if names = h.firstOnDuty(h.Default, now); len(names) > 0 && names[0] != name {
		return names, why + "，转给值班的" + names[0]
	}
	if lead := h.leadOf(name, now); lead != "" {
		return []string{lead}, why + "，转给" + lead
	}
	return []string{name}, why
}

func (h House) firstOnDuty(name string, now time.Time) []string {
	for _, n := range h.expand(name, now) {
		if h.absent(n, false, now) == "" {
			return []string{n}
		}
	}
	return nil
}
