package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// orderFor opens a work order for an incident because somebody asks for one.
func (w *Watch) orderFor(s State, rules []alert.Rule, a voc.Alert, cmd voc.AlertCommand, now time.Time) ([]voc.Event, error) {
	switch {
	case strings.TrimSpace(cmd.Actor) == "":
		return nil, fmt.Errorf("没有写明是谁操作的，请先填写您的姓名: %w", ErrWrong)
	case a.State == voc.AlertMerged:
		return nil, fmt.Errorf("%s 已并入 %s，请在那一件上操作: %w", a.ID, a.Merged, ErrRefused)
	case a.Order != "":
		return nil, fmt.Errorf("%s 已有工单 %s: %w", a.ID, a.Order, ErrRefused)
	}
	rule := ruleOf(rules, a)
	rule.OpenOrderFrom = voc.Blue
	a.History = false
	opening, id, err := w.opening(s, rule, a, now)
	if err != nil || id == "" {
		return nil, err
	}
	ordered := alert.OrderedEvent(a.ID, id, now)
	ordered.Actor = cmd.Actor
	return append(opening, ordered), nil
}

// ordersAfter is what a command to an incident does to its work order: what was nothing needs no
// work, and one matter has one order.
func (w *Watch) ordersAfter(s State, a, into voc.Alert, cmd voc.AlertCommand, now time.Time) ([]voc.Event, error) {
	order, there := s.Orders[a.Order]
	if !there || !order.State.Open() {
		return w.inherit(a, into, cmd, now), nil
	}
	ask := voc.Command{Order: order.ID, Actor: cmd.Actor, Text: cmd.Text, Channel: "web"}
	switch cmd.Type {
	case voc.AlertCommandFalseAlarm:
		ask.Type = voc.CommandFalseAlarm
	case voc.AlertCommandMerge:
		return w.mergeOrders(s, a, into, cmd.Actor, now)
	default:
		return nil, nil
	}
	events, err := workorder.Apply(order, ask, now)
	return events, unlessRefused(err)
}

// inherit gives the older incident the order of the one that became part of it.
func (w *Watch) inherit(a, into voc.Alert, cmd voc.AlertCommand, now time.Time) []voc.Event {
	if cmd.Type != voc.AlertCommandMerge || a.Order == "" || into.Order != "" {
		return nil
	}
	return []voc.Event{alert.OrderedEvent(into.ID, a.Order, now)}
}

// mergeOrders makes the order of an incident part of that of the incident it became part of; when
// only one has an order, it is the order of both.
func (w *Watch) mergeOrders(s State, from, into voc.Alert, actor string, now time.Time) ([]voc.Event, error) {
	order, there := s.Orders[from.Order]
	target, kept := s.Orders[into.Order]
	switch {
	case !there:
		return nil, nil
	case !kept:
		return []voc.Event{alert.OrderedEvent(into.ID, from.Order, now)}, nil
	case order.ID == target.ID || !order.State.Open() || !target.State.Open():
		return nil, nil
	}
	why := "预警 " + from.ID + " 并入 " + into.ID
	events, err := workorder.Apply(order, voc.Command{Order: order.ID, Type: voc.CommandMerge, Into: target.ID, Actor: actor, Text: why}, now)
	if err != nil {
		return nil, unlessRefused(err)
	}
	noted, err := workorder.Apply(target, voc.Command{
		Order: target.ID, Type: voc.CommandNote, Actor: actor, Text: fmt.Sprintf("并入了 %s：%s", order.ID, order.Title),
	}, now)
	return append(events, noted...), unlessRefused(err)
}

// unlessRefused lets an order that cannot follow its incident stay as it is.
func unlessRefused(err error) error {
	var refused *workorder.ErrNotAllowed
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

// ruleOf is the rule of an incident as it stands now. One that is gone is remembered by its name: its
// incidents live on until they end.
func ruleOf(rules []alert.Rule, a voc.Alert) alert.Rule {
	if i := slices.IndexFunc(rules, func(r alert.Rule) bool { return r.Name == a.Rule }); i >= 0 {
		return rules[i]
	}
	return standIn(a)
}

// opening opens a work order for an incident, or an order of the same matter again: the events, and
// the order's id; none when the rule does not ask for one.
func (w *Watch) opening(s State, rule alert.Rule, a voc.Alert, now time.Time) ([]voc.Event, string, error) {
	if w.office != nil {
		return w.office.forAlert(s, rule, a, now)
	}
	event, err := w.order(s, rule, a, now)
	if err != nil || event == nil {
		return nil, "", err
	}
	return []voc.Event{*event}, event.ID, nil
}
