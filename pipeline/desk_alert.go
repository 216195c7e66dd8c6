package pipeline

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// forAlert gives what an incident does to work orders when its rule asks for one: the order about the
// same matter is opened again when it was closed within a week, else a new one is opened that names its
// forerunners. It returns the events and the id of the order that is the incident's from now on; none and
// "" when the rule does not ask for an order.
func (o *office) forAlert(s State, rule alert.Rule, a voc.Alert, now time.Time) ([]voc.Event, string, error) {
	if a.History || !rule.OpensOrder(a.Level) {
		return nil, "", nil
	}
	var linked []string
	for _, order := range newestFirst(s.Orders) {
		switch workorder.Reopens(order, a) {
		case workorder.ReturnReopen:
			events, err := o.again(order, a, now)
			return events, order.ID, err
		case workorder.ReturnLink:
			linked = append(linked, order.ID)
		}
	}
	const mostLinked = 5
	draft := workorder.Draft{
		Kind: voc.OrderTheme, Title: o.incidentTitle(a), Brand: a.Brand, Topic: a.Topic, Topics: a.Topics, Level: a.Level, Alert: a.ID,
		Evidence: a.Evidence, Text: a.Headline, Owner: rule.Owner, Linked: linked[:min(mostLinked, len(linked))],
	}
	if id, ok := concentrated(a.Shares); ok {
		draft.Store = id
	}
	draft.Region = regionOf(a.Shares)
	event, err := o.open(s, draft, now)
	return []voc.Event{event}, event.ID, err
}

// again takes an order up once more because an incident brought its matter back, as grave as the incident
// is.
func (o *office) again(order voc.WorkOrder, a voc.Alert, now time.Time) ([]voc.Event, error) {
	events := workorder.Reopen(order, a, now)
	for _, e := range events {
		var err error
		if order, err = workorder.Fold(order, e); err != nil {
			return nil, err
		}
	}
	return append(events, workorder.Raise(order, a.Level, a.Headline, now)...), nil
}

// newestFirst lists orders by when they were opened, the newest first.
func newestFirst(orders map[string]voc.WorkOrder) []voc.WorkOrder {
	return slices.SortedFunc(maps.Values(orders), func(a, b voc.WorkOrder) int {
		return cmp.Or(b.OpenedAt.Compare(a.OpenedAt), cmp.Compare(b.ID, a.ID))
	})
}

// incidentTitle says what must be mended: "查清并处理：青衡·静安寺店 饮品异物".
func (o *office) incidentTitle(a voc.Alert) string {
	return (&Watch{names: o.names}).orderTitle(a)
}

// regionOf is the province that brought at least half of an increase, "" none.
func regionOf(shares []voc.Share) string {
	for _, s := range shares {
		if s.Dimension == "region" && s.Element != "" && s.Part >= 0.5 {
			return s.Element
		}
	}
	return ""
}
