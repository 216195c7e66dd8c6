package pipeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The kinds of message about alerts.
const (
	kindOpened   = "alert.opened"
	kindGrew     = "alert.grew"
	kindResolved = "alert.resolved"
)

// events are what one episode adds to the journal: the alert's own events, the work order it
// opens, the messages it sends.
func (w *Watch) events(s State, rule alert.Rule, e *episode, now time.Time) ([]voc.Event, error) {
	var events []voc.Event
	told := e.first
	order := s.Orders[told.Order]
	if e.opened {
		if _, known := s.Alerts[e.first.ID]; known {
			return nil, nil // the same bucket judged twice opens nothing twice
		}
		// The order speaks of what is known by now, which may be much more than at the first spike.
		opening, err := w.order(s, rule, e.alert, now)
		if err != nil {
			return nil, err
		}
		if opening != nil {
			told.Order = opening.ID
			if order, err = workorder.Fold(voc.WorkOrder{}, *opening); err != nil {
				return nil, err
			}
		}
		events = append(events, alert.OpenedEvent(told, now))
		if opening != nil {
			events = append(events, *opening)
		}
	}
	for _, c := range e.changes {
		event, kind := c.event(told.ID, now)
		events = append(events, event)
		next, err := alert.Fold(told, event)
		if err != nil {
			return nil, err
		}
		told = next
		if c.verdict == alert.Grew && order.ID != "" {
			raising := workorder.Raise(order, told.Level, told.Headline, now)
			events = append(events, raising...)
			for _, r := range raising {
				if order, err = workorder.Fold(order, r); err != nil {
					return nil, err
				}
			}
		}
		if kind != "" && !e.opened {
			events = append(events, w.messages(rule, told, kind, now)...)
		}
	}
	if e.opened { // one message, of what is known by now: nobody wants to read it open and grow in one breath
		kind := kindOpened
		if told.State == voc.AlertResolved {
			kind = kindResolved
		}
		events = append(events, w.messages(rule, told, kind, now)...)
	}
	return events, nil
}

func (c change) event(id string, now time.Time) (event voc.Event, tell string) {
	switch c.verdict {
	case alert.Grew:
		return alert.GrewEvent(id, c.change, now), kindGrew
	case alert.Resolved:
		return alert.ResolvedEvent(id, c.change, now), kindResolved
	}
	return alert.ContinuedEvent(id, c.change, now), ""
}

// order opens a work order for an alert that is grave enough; nil when it is not.
func (w *Watch) order(s State, rule alert.Rule, a voc.Alert, now time.Time) (*voc.Event, error) {
	if a.History || !rule.OpensOrder(a.Level) {
		return nil, nil
	}
	var existing []voc.WorkOrder
	for _, o := range s.Orders {
		existing = append(existing, o)
	}
	draft := workorder.Draft{
		ID: workorder.NextID(existing, now, w.names.location), Kind: voc.OrderTheme, Title: w.orderTitle(a),
		Brand: a.Brand, Topic: a.Topic, Level: a.Level, Alert: a.ID, Evidence: a.Evidence, Text: a.Headline,
	}
	if id, ok := concentrated(a.Shares); ok {
		draft.Store = id
	}
	event, err := workorder.Open(draft, now)
	return &event, err
}

// orderTitle says what must be mended: "查清并处理：青衡·静安寺店 饮品异物".
func (w *Watch) orderTitle(a voc.Alert) string {
	where := w.names.brand(a.Brand)
	if id, ok := concentrated(a.Shares); ok {
		where += "·" + w.names.store(id).Name
	}
	what := "负面激增"
	if a.Topic != "" {
		what = w.names.title(a.Topic)
	}
	return fmt.Sprintf("查清并处理：%s %s", where, what)
}

// messages tells an alert to every channel of its rule. The id is the promise to say it once.
func (w *Watch) messages(rule alert.Rule, a voc.Alert, kind string, now time.Time) []voc.Event {
	if a.History {
		return nil
	}
	var events []voc.Event
	for _, channel := range rule.Channels {
		m := voc.Message{
			ID:      strings.Join([]string{a.ID, kind, string(a.Level), channel}, "."),
			Channel: channel, Kind: kind, Subject: a.ID, Level: a.Level,
			Title: a.Headline, Body: w.body(rule, a), CreatedAt: now,
		}
		events = append(events, notify.QueuedEvent(m, now))
	}
	return events
}

// body is the Markdown under the headline: why, who makes up the increase, in whose words, and
// whose task it is.
func (w *Watch) body(rule alert.Rule, a voc.Alert) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n%s\n", a.Headline, a.Spike.Reason)
	if parts := w.increase(rule, a); parts != "" {
		fmt.Fprintf(&b, "\n增量来自：%s\n", parts)
	}
	for _, e := range a.Evidence {
		fmt.Fprintf(&b, "\n> %s", strings.ReplaceAll(e.Text, "\n", " "))
		if e.Store != "" {
			fmt.Fprintf(&b, " —— %s", e.Store)
		}
		b.WriteString("\n")
	}
	if len(a.Points) > 0 {
		b.WriteString("\n定级依据：")
		for i, p := range a.Points {
			if i > 0 {
				b.WriteString("；")
			}
			fmt.Fprintf(&b, "%s（+%d）", p.Reason, p.Points)
		}
		b.WriteString("\n")
	}
	if a.Order != "" {
		fmt.Fprintf(&b, "\n工单 %s 已开，待认领。\n", a.Order)
	}
	return b.String()
}

// increase says in one line who brought it: the largest element or two of each dimension, and no
// dimension that only says what is known, such as the topic of a rule about one topic.
func (w *Watch) increase(rule alert.Rule, a voc.Alert) string {
	const perDimension, leastRegion = 2, 0.4 // authors live everywhere: a province counts when it stands out
	var parts []string
	told := map[string]int{}
	for _, s := range a.Shares {
		if told[s.Dimension] == perDimension || s.Dimension == "topic" && rule.Topic != "" || s.Dimension == "region" && s.Part < leastRegion {
			continue
		}
		told[s.Dimension]++
		parts = append(parts, fmt.Sprintf("%s %.0f%%（%d 条）", w.element(s), s.Part*100, s.N))
	}
	return strings.Join(parts, "，")
}

// element names a share's element as people do.
func (w *Watch) element(s voc.Share) string {
	switch s.Dimension {
	case "store":
		if name := w.names.store(voc.StoreID(s.Element)).Name; name != "" {
			return name
		}
	case "topic":
		return w.names.title(s.Element)
	case "source":
		if name := w.names.source(voc.SourceID(s.Element)).Title; name != "" {
			return name
		}
	}
	return s.Element
}
