package pipeline

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The kinds of message about work orders that go to people.
const (
	kindAssigned  = "order.assigned"
	kindClaimed   = "order.claimed"
	kindJoined    = "order.joined"
	kindReturned  = "order.returned"
	kindEscalated = "order.escalated"
	kindReopened  = "order.reopened"
	kindVerified  = "order.verified"
)

// word is one thing to be said to some people.
type word struct {
	kind string
	to   []string
	lead string // first words of the title: "交给您处理"
	why  string // a sentence of its own, "" none

	urgent bool // told even to those who have been interrupted often enough today
}

// tell gives the messages that follow from one event of an order. Who did it is not told of it, nor is a
// channel that is told of the incident and its order at once, nor who has been interrupted often enough.
func (o *office) tell(before, after voc.WorkOrder, e voc.Event, told map[toldOn]bool, b *breath) []voc.Event {
	w := heardOf(before, after, e)
	to := slices.DeleteFunc(w.to, func(name string) bool { return name == "" || name == e.Actor })
	slices.Sort(to)
	to = slices.Compact(to)
	if w.kind == "" || len(to) == 0 {
		return nil
	}
	at := func(m voc.Message) bool {
		return e.Type == workorder.TypeOpened && after.Alert != "" && told[toldOn{after.Alert, m.Channel}]
	}
	// Who reads of it in the incident's message is not spared it, and costs nothing more.
	to = slices.DeleteFunc(to, func(name string) bool {
		return !slices.ContainsFunc(o.addressed([]string{name}), func(m voc.Message) bool { return !at(m) })
	})
	var events []voc.Event
	for _, m := range o.addressed(b.spare(after, w, to)) {
		if at(m) {
			continue
		}
		m.ID = strings.Join([]string{after.ID, fmt.Sprint(after.Version), strings.TrimPrefix(w.kind, "order."), m.Channel}, ".")
		m.Kind, m.Subject, m.Thread, m.Level, m.CreatedAt = w.kind, after.ID, after.ID, after.Level, e.At
		m.Title = fmt.Sprintf("【%s】%s：%s", after.Level.Title(), w.lead, after.Title)
		m.Body = o.letter(after, w, e.At)
		m.Links = orderLinks(o.address, after)
		events = append(events, notify.QueuedEvent(m, e.At))
	}
	return events
}

// heardOf decides who is to hear what of an event.
func heardOf(before, after voc.WorkOrder, e voc.Event) word {
	last := ""
	if n := len(after.Notes); n > 0 {
		last = after.Notes[n-1].Text
	}
	switch e.Type {
	case workorder.TypeOpened:
		if after.Alert != "" && after.Assignee == "" {
			return word{} // the incident's own message says so
		}
		return word{kind: kindAssigned, to: []string{after.Assignee}, lead: "新工单待您认领", why: last}
	case workorder.TypeAssigned:
		return word{kind: kindAssigned, to: []string{after.Assignee}, lead: "工单交给您了", why: last}
	case workorder.TypeClaimed:
		return word{kind: kindClaimed, to: append(called(before, voc.ClockClaim), before.Owner, before.Assignee), lead: after.Owner + "已认领", why: last}
	case workorder.TypeJoined:
		var d workorder.Helped
		if json.Unmarshal(e.Data, &d) != nil {
			return word{}
		}
		return word{kind: kindJoined, to: []string{d.Who}, lead: "请您协作", why: d.Text}
	case workorder.TypeResumed:
		return word{kind: kindReturned, to: []string{after.Owner}, lead: "等待到期，请继续处理", why: last}
	case workorder.TypeEscalated:
		var d voc.Escalation
		if json.Unmarshal(e.Data, &d) != nil {
			return word{}
		}
		urgent := d.Percent == 0 || d.Percent >= 100
		return word{kind: kindEscalated, to: slices.Clone(d.To), lead: pressing(d), why: last, urgent: urgent}
	case workorder.TypeReopened:
		to := []string{after.Owner, after.Assignee, after.Lead}
		return word{kind: kindReopened, to: to, lead: fmt.Sprintf("已重开（第 %d 轮）", after.Cycle), why: last}
	case workorder.TypeVerified:
		return verified(after)
	}
	return word{}
}

// verified tells the outcome of a measurement; a fix that failed is told by the reopening.
func verified(o voc.WorkOrder) word {
	to := []string{o.Owner, o.Lead}
	switch o.Verification.State {
	case voc.VerificationPassed:
		return word{kind: kindVerified, to: to, lead: "已验证", why: o.Verification.Verdict}
	case voc.VerificationUnclear:
		return word{kind: kindVerified, to: to, lead: "无法验证", why: o.Verification.Verdict}
	}
	return word{}
}

// called are those who were asked because a clock ran on in this cycle, and who want to know that it
// stands.
func called(o voc.WorkOrder, clock voc.ClockName) []string {
	var names []string
	for _, e := range o.Escalations {
		if e.Clock == clock && e.Cycle == o.Cycle {
			names = append(names, e.To...)
		}
	}
	return names
}

// pressing says how far a clock has run, in three words.
func pressing(e voc.Escalation) string {
	what := workorder.ClockTitle(e.Clock)
	switch {
	case e.Percent == 0:
		return "负责人不在，请您接手"
	case e.Percent > 100:
		return what + "严重超时"
	case e.Percent == 100:
		return what + "已超时"
	}
	return fmt.Sprintf("%s时限已用 %d%%", what, e.Percent)
}

// addressed gives one empty message for each channel some people are reached by, with their names. Who
// has no channel of their own is told where everybody is; when there is no such place, nowhere.
func (o *office) addressed(names []string) []voc.Message {
	d := o.settings()
	to := map[string][]string{}
	var channels []string
	for _, name := range names {
		reached := d.Channels
		people := d.House.People
		if i := slices.IndexFunc(people, func(p voc.Person) bool { return p.Name == name }); i >= 0 && len(people[i].Channels) > 0 {
			reached = people[i].Channels
		}
		for _, c := range reached {
			if to[c] == nil {
				channels = append(channels, c)
			}
			to[c] = append(to[c], name)
		}
	}
	messages := make([]voc.Message, len(channels))
	for i, c := range channels {
		messages[i] = voc.Message{Channel: c, To: to[c]}
	}
	return messages
}

// letter is the Markdown of a message: what it is about, what presses, in whose words.
func (o *office) letter(order voc.WorkOrder, w word, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n", markup.Escape(order.Title))
	for _, line := range strings.Split(w.why, "\n") {
		if line != "" {
			fmt.Fprintf(&b, "\n%s\n", markup.Escape(line))
		}
	}
	fmt.Fprintf(&b, "\n%s · %s级 · %s", order.ID, order.Level.Title(), workorder.StateTitle(order.State))
	if who := o.holder(order); who != "" {
		b.WriteString(" · " + who)
	}
	b.WriteString("\n")
	for _, c := range workorder.At(order, now).Clocks {
		if c.Running && !c.Due.IsZero() {
			fmt.Fprintf(&b, "\n- %s", o.dueLine(c, now))
		}
	}
	const quoted = 2
	for _, e := range order.Evidence[:min(quoted, len(order.Evidence))] {
		fmt.Fprintf(&b, "\n\n> %s", markup.Escape(e.Text))
		if e.Store != "" {
			fmt.Fprintf(&b, " —— %s", markup.Escape(e.Store))
		}
	}
	return b.String()
}

func (o *office) holder(order voc.WorkOrder) string {
	switch {
	case order.Owner != "":
		return "负责人 " + order.Owner
	case order.Assignee != "":
		return "已指派 " + order.Assignee
	}
	return ""
}

// dueLine says until when something must be done: "认领截止 11-22 18:00", "处理已超时，应于 …".
func (o *office) dueLine(c voc.Clock, now time.Time) string {
	at := c.Due.In(o.names.location).Format("01-02 15:04")
	if c.Breached || now.After(c.Due) {
		return fmt.Sprintf("%s已超时，应于 %s 前完成", workorder.ClockTitle(c.Name), at)
	}
	return fmt.Sprintf("%s截止 %s", workorder.ClockTitle(c.Name), at)
}
