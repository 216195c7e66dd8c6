package api

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func order(id string, state voc.OrderState) voc.WorkOrder {
	return voc.WorkOrder{ID: id, Kind: voc.OrderTheme, Brand: "qingheng", State: state, Level: voc.Red, OpenedAt: clock.Add(-time.Hour)}
}

func due(o voc.WorkOrder, claim, resolve time.Duration) voc.WorkOrder {
	o.ClaimDue, o.ResolveDue = clock.Add(claim), clock.Add(resolve)
	return o
}

func ids[T any](items []T, id func(T) string) string {
	var all []string
	for _, i := range items {
		all = append(all, id(i))
	}
	return strings.Join(all, " ")
}

func TestOrdersComeByUrgency(t *testing.T) {
	h := &house{orders: []voc.WorkOrder{
		order("closed", voc.OrderClosed),
		due(order("later", voc.OrderNew), time.Hour, 24*time.Hour),
		due(order("late", voc.OrderInProgress), -3*time.Hour, -time.Minute),
		due(order("soon", voc.OrderNew), time.Minute, 24*time.Hour),
		due(order("waits", voc.OrderResolved), -3*time.Hour, -time.Hour),
	}}
	h.orders[1].Brand = "luye"
	h.orders[3].Owner = "小周"
	door := h.open(t, nil)
	for _, row := range []struct{ query, want, why string }{
		{"", "late soon later waits closed", "the overdue first, who waits for nobody last, closed at the end"},
		{"?state=open", "late soon later waits", "all but closed"},
		{"?state=new", "soon later", "one state"},
		{"?brand=luye", "later", "one brand"},
		{"?owner=小周", "soon", "one owner"},
		{"?limit=2", "late soon", "the first two"},
		{"?state=closed&brand=luye", "", "none is an empty list"},
	} {
		w := ask(t, door, "GET", base+"/orders"+row.query, "")
		got := read[Orders](t, w, 200)
		if list := ids(got.Items, func(o voc.WorkOrder) string { return o.ID }); list != row.want {
			t.Errorf("%s (%s): %q, want %q", row.query, row.why, list, row.want)
		}
		if strings.Contains(w.Body.String(), "null") {
			t.Errorf("%s: an empty list is written as null: %s", row.query, w.Body)
		}
	}
	counts := read[Orders](t, ask(t, door, "GET", base+"/orders?state=closed", ""), 200).Counts
	if counts != (OrderCounts{New: 2, InProgress: 1, Resolved: 1, Closed: 1, Open: 4, Overdue: 1}) {
		t.Errorf("counts %+v", counts)
	}
}

func TestOneOrder(t *testing.T) {
	h := &house{orders: []voc.WorkOrder{order("WO-1", voc.OrderNew)}}
	door := h.open(t, nil)
	if got := read[voc.WorkOrder](t, ask(t, door, "GET", base+"/orders/WO-1", ""), 200); got.ID != "WO-1" {
		t.Errorf("order %+v", got)
	}
	problemOf(t, ask(t, door, "GET", base+"/orders/WO-2", ""), 404, "not_found")
}

func TestCommandsArriveAsTheyWereGiven(t *testing.T) {
	h := &house{}
	door := h.open(t, nil)
	w := ask(t, door, "POST", base+"/orders/WO-1/commands", `{"type":"close","actor":" 小周 ","cause":"冷藏柜坏了","version":4}`)
	got := read[voc.WorkOrder](t, w, 200)
	want := voc.Command{Order: "WO-1", Type: voc.CommandClose, Actor: "小周", Cause: "冷藏柜坏了", Version: 4, Channel: "api"}
	if len(h.commands) != 1 || h.commands[0] != want {
		t.Errorf("command %+v, want %+v", h.commands, want)
	}
	if got.Owner != "小周" {
		t.Errorf("answer %+v is not the changed order", got)
	}
}

func TestCommandsAreReadStrictly(t *testing.T) {
	for _, row := range []struct {
		body   string
		status int
		code   string
		why    string
	}{
		{`{"type":"delete","actor":"a"}`, 422, "invalid", "no such command"},
		{`{"actor":"a"}`, 422, "invalid", "no command"},
		{`{"type":"claim"}`, 422, "invalid", "nobody asks"},
		{`{"type":"claim","actor":"  "}`, 422, "invalid", "a blank is nobody"},
		{`{"type":"claim","actor":"a","ownr":"b"}`, 422, "invalid", "a misspelt field must not be ignored"},
		{`{"type":"claim","actor":"a"} {}`, 422, "invalid", "two commands in one body"},
		{`{"type":"claim","actor":7}`, 422, "invalid", "a number is no name"},
		{`{"type":`, 422, "invalid", "half a body"},
		{`null`, 422, "invalid", "null is no command"},
		{`{"type":"note","actor":"a","text":"` + strings.Repeat("长", 5000) + `"}`, 422, "invalid", "a note longer than anybody reads"},
	} {
		h := &house{}
		problemOf(t, ask(t, h.open(t, nil), "POST", base+"/orders/WO-1/commands", row.body), row.status, row.code)
		if len(h.commands) != 0 {
			t.Errorf("%s (%s): was handed on as %+v", row.body, row.why, h.commands)
		}
	}
	door := new(house).open(t, nil)
	if w := ask(t, door, "POST", base+"/orders/WO-1/commands", "", "Content-Type", "application/json"); w.Code != 400 {
		t.Errorf("an empty body: %d", w.Code)
	}
}

func TestAlerts(t *testing.T) {
	alert := func(id string, state voc.AlertState, brand voc.BrandID, opened time.Duration) voc.Alert {
		return voc.Alert{ID: id, State: state, Brand: brand, OpenedAt: clock.Add(opened), StartedAt: clock.Add(opened)}
	}
	h := &house{alerts: []voc.Alert{
		alert("A", voc.AlertResolved, "qingheng", -9*time.Hour), alert("B", voc.AlertOpen, "qingheng", -time.Hour), alert("C", voc.AlertOpen, "luye", -2*time.Hour),
	}}
	door := h.open(t, nil)
	for _, row := range []struct {
		query, want string
		open        int
	}{
		{"", "B C A", 2}, {"?state=open", "B C", 2}, {"?state=resolved", "A", 2}, {"?brand=qingheng", "B A", 1}, {"?limit=1", "B", 2},
	} {
		got := read[Alerts](t, ask(t, door, "GET", base+"/alerts"+row.query, ""), 200)
		if list := ids(got.Items, func(a voc.Alert) string { return a.ID }); list != row.want || got.Open != row.open {
			t.Errorf("%q: %q with %d open, want %q with %d", row.query, list, got.Open, row.want, row.open)
		}
	}
	if got := read[voc.Alert](t, ask(t, door, "GET", base+"/alerts/C", ""), 200); got.Brand != "luye" {
		t.Errorf("alert %+v", got)
	}
	problemOf(t, ask(t, door, "GET", base+"/alerts/Z", ""), 404, "not_found")
}

func TestAnAlertMarksTheCurveWhileItRan(t *testing.T) {
	from, to := clock, clock.Add(24*time.Hour)
	for _, row := range []struct {
		started, resolved time.Duration // resolved 0: still running
		want              bool
		why               string
	}{
		{-48 * time.Hour, 0, true, "began before and still runs"},
		{-48 * time.Hour, -24 * time.Hour, false, "ended before"},
		{-48 * time.Hour, time.Hour, true, "ended inside"},
		{time.Hour, 2 * time.Hour, true, "inside"},
		{24 * time.Hour, 0, false, "begins with the end"},
	} {
		al := voc.Alert{State: voc.AlertOpen, StartedAt: clock.Add(row.started)}
		if row.resolved != 0 {
			al.State, al.ResolvedAt = voc.AlertResolved, clock.Add(row.resolved)
		}
		if got := ran(al, from, to); got != row.want {
			t.Errorf("%s: %v", row.why, got)
		}
		if got := mark(al); (got.ResolvedAt == nil) != (row.resolved == 0) {
			t.Errorf("%s: resolved at %v", row.why, got.ResolvedAt)
		}
	}
}

func TestUrgency(t *testing.T) {
	opened := func(o voc.WorkOrder, ago time.Duration) voc.WorkOrder { o.OpenedAt = clock.Add(-ago); return o }
	for _, row := range []struct {
		first, second voc.WorkOrder
		why           string
	}{
		{order("b", voc.OrderNew), order("a", voc.OrderClosed), "open before closed"},
		{due(order("b", voc.OrderNew), time.Hour, 0), due(order("a", voc.OrderNew), 2*time.Hour, 0), "claimed sooner"},
		{due(order("b", voc.OrderInProgress), 9*time.Hour, time.Hour), due(order("a", voc.OrderNew), 2*time.Hour, time.Minute), "a claimed order waits for its resolution, a new one for its claim"},
		{due(order("b", voc.OrderNew), time.Hour, 0), order("a", voc.OrderNew), "a due time before none"},
		{due(order("b", voc.OrderNew), 99*time.Hour, 0), due(order("a", voc.OrderResolved), -time.Hour, -time.Hour), "resolved waits for the customer, not for us"},
		{opened(order("b", voc.OrderNew), time.Minute), opened(order("a", voc.OrderNew), time.Hour), "else the newer"},
		{order("a", voc.OrderNew), order("b", voc.OrderNew), "else by id, so that a page does not dance"},
	} {
		if urgency(row.first, row.second) >= 0 || urgency(row.second, row.first) <= 0 {
			t.Errorf("%s: %s is not before %s", row.why, row.first.ID, row.second.ID)
		}
		if urgency(row.first, row.first) != 0 {
			t.Errorf("%s: an order is not equal to itself", row.why)
		}
	}
}
