package pipeline

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// The kinds of message about alerts.
const (
	kindOpened   = "alert.opened"
	kindGrew     = "alert.grew"
	kindResolved = "alert.resolved"
)

// write puts every incident that changed into the journal, each with its work order and messages in
// one insert. What opened by looking back is history and told to nobody, unless it is still going
// on: then it is news, only late.
func (j *judgement) write(ctx context.Context) error {
	for _, e := range j.all {
		if !e.opened && len(e.changes) == 0 && len(e.joined) == 0 {
			continue
		}
		if e.opened && e.alert.State == voc.AlertOpen && !e.sight.History {
			e.first.History, e.alert.History = false, false
		}
		if _, err := j.watch.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
			return j.watch.events(s, j.rules, e, now)
		}); err != nil {
			return err
		}
		if e.opened && !e.alert.History {
			j.watch.log.Info("alert", "id", e.alert.ID, "headline", e.alert.Headline)
		}
	}
	return j.mark(ctx)
}

// mark writes down whose past has been looked through. Before anything was heard there is nothing to
// look through yet.
func (j *judgement) mark(ctx context.Context) error {
	var events []voc.Event
	for _, t := range j.tracks {
		if t.first && t.main.heard {
			events = append(events, voc.Event{Subject: voc.SubjectRule, ID: markKey(t.rule, j.brand), Type: markReplayed, Actor: "tingfeng"})
		}
	}
	if len(events) == 0 {
		return nil
	}
	_, err := j.watch.journal.Do(ctx, func(State, time.Time) ([]voc.Event, error) { return events, nil })
	return err
}

// keep remembers what was seen, so that the next evaluation goes on from here.
func (j *judgement) keep() {
	w := j.watch
	for _, t := range j.tracks {
		for key := range w.looks { // of this rule and brand, those no longer needed
			if strings.HasPrefix(key, markKey(t.rule, j.brand)+"/") {
				delete(w.looks, key)
			}
		}
		w.judged[markKey(t.rule, j.brand)] = j.now
	}
	for key, s := range j.streams {
		if !s.upTo.Before(j.now) {
			w.looks[key] = s.look
		}
	}
}

// teller gathers what one incident adds to the journal.
type teller struct {
	watch  *Watch
	state  State
	rules  []alert.Rule // all there are
	rule   alert.Rule   // the incident's own
	now    time.Time
	told   voc.Alert
	order  voc.WorkOrder
	events []voc.Event
}

// events are what one incident adds to the journal: its own events, the work order it opens, the
// messages it sends.
func (w *Watch) events(s State, rules []alert.Rule, e *episode, now time.Time) ([]voc.Event, error) {
	t := &teller{watch: w, state: s, rules: rules, rule: e.track.rule, now: now, told: e.first, order: s.Orders[e.first.Order]}
	present, known := s.Alerts[e.first.ID]
	switch {
	case e.opened && known:
		return nil, nil // the same bucket judged twice opens nothing twice
	case !e.opened && present.State != voc.AlertOpen:
		return nil, nil // somebody ended it meanwhile
	case !e.opened:
		t.told, t.order = present, s.Orders[present.Order]
	}
	if e.opened {
		if err := t.open(e); err != nil {
			return nil, err
		}
	}
	for _, c := range e.changes {
		if err := t.change(c, e.opened); err != nil {
			return nil, err
		}
	}
	for _, younger := range e.joined {
		if err := t.join(younger); err != nil {
			return nil, err
		}
	}
	if e.opened { // one message, of what is known by now: nobody wants to read it open and grow in one breath
		kind := kindOpened
		if t.told.State == voc.AlertResolved {
			kind = kindResolved
		}
		t.tell(kind)
	}
	return t.events, nil
}

// add takes events in and follows the incident and its order through them.
func (t *teller) add(events ...voc.Event) error {
	for _, e := range events {
		var err error
		switch {
		case e.Subject == voc.SubjectAlert && e.ID == t.told.ID:
			t.told, err = alert.Fold(t.told, e)
		case e.Subject == voc.SubjectOrder && e.ID == t.told.Order:
			t.order, err = workorder.Fold(t.order, e)
		}
		if err != nil {
			return err
		}
		t.events = append(t.events, e)
	}
	return nil
}

// open writes down an incident that is new, and puts it into somebody's hands.
func (t *teller) open(e *episode) error {
	first := e.first
	first.Silenced = t.hushed(e.alert)
	var opening []voc.Event
	if first.Silenced == "" {
		var err error
		// The order speaks of what is known by now, which may be much more than at the first spike.
		if opening, first.Order, err = t.watch.opening(t.state, t.rule, e.alert, t.now); err != nil {
			return err
		}
	}
	t.told, t.order = first, t.state.Orders[first.Order]
	if err := t.add(alert.OpenedEvent(first, t.now)); err != nil {
		return err
	}
	t.kept(first.Silenced)
	return t.add(opening...)
}

// change writes down one thing that happened to the incident.
func (t *teller) change(c change, fresh bool) error {
	before := t.told
	event, kind := c.event(t.told.ID, t.now)
	if err := t.add(event); err != nil {
		return err
	}
	if fresh {
		return nil
	}
	loud, err := t.unhush(before)
	if err != nil {
		return err
	}
	if c.verdict == alert.Grew && t.told.Silenced == "" {
		if err := t.raise(); err != nil {
			return err
		}
	}
	switch {
	case loud:
		t.tell(kindOpened)
	case kind != "":
		t.tell(kind)
	case c.verdict == alert.Absorbed:
		t.tellTo(kindOpened, t.newcomers(before))
	}
	return nil
}

// raise makes the order as grave as the incident, or opens one when it became grave enough.
func (t *teller) raise() error {
	if t.order.ID != "" {
		return t.add(workorder.Raise(t.order, t.told.Level, t.told.Headline, t.now)...)
	}
	opening, id, err := t.watch.opening(t.state, t.rule, t.told, t.now)
	if err != nil || id == "" {
		return err
	}
	if err := t.add(alert.OrderedEvent(t.told.ID, id, t.now)); err != nil {
		return err
	}
	t.order = t.state.Orders[id]
	return t.add(opening...)
}

// join makes a younger incident part of this one, and its order part of this one's.
func (t *teller) join(younger voc.Alert) error {
	present, known := t.state.Alerts[younger.ID]
	if !known || present.State != voc.AlertOpen {
		return nil
	}
	if err := t.add(alert.Merge(t.told, present, alert.Reason(younger.Reason), t.now)...); err != nil {
		return err
	}
	events, err := t.watch.mergeOrders(t.state, present, t.told, "tingfeng", t.now)
	if err != nil {
		return err
	}
	return t.add(events...)
}

// event is the change as the journal keeps it, and as which kind of message it is told; "" to nobody.
func (c change) event(id string, now time.Time) (event voc.Event, tell string) {
	switch c.verdict {
	case alert.Grew:
		return alert.GrewEvent(id, c.change, now), kindGrew
	case alert.Resolved:
		return alert.ResolvedEvent(id, c.change, now), kindResolved
	}
	if c.verdict == alert.Absorbed {
		return alert.AbsorbedEvent(id, c.change, now), ""
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
