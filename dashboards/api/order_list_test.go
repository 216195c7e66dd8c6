package api

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func clocked(o voc.WorkOrder, clocks ...voc.Clock) voc.WorkOrder {
	o.Clocks = clocks
	return o
}

func ticking(name voc.ClockName, due time.Duration) voc.Clock {
	return voc.Clock{Name: name, Running: true, Due: clock.Add(due), Breached: due < 0}
}

func TestOrdersAreFoundByWhatIsAskedFor(t *testing.T) {
	h := &house{orders: []voc.WorkOrder{
		clocked(order("a", voc.OrderNew), ticking(voc.ClockClaim, time.Minute)),
		clocked(order("b", voc.OrderAssigned), ticking(voc.ClockClaim, 2*time.Minute)),
		clocked(order("c", voc.OrderInProgress), ticking(voc.ClockAnswer, -time.Minute), ticking(voc.ClockResolve, time.Hour)),
		clocked(order("d", voc.OrderWaiting), voc.Clock{Name: voc.ClockResolve, Due: clock.Add(time.Hour), Breached: true}),
		order("e", voc.OrderClosed), order("f", voc.OrderFalseAlarm),
	}}
	for i := range h.orders {
		o := &h.orders[i]
		o.Level, o.Kind = []voc.Level{voc.Red, voc.Orange}[i%2], []voc.OrderKind{voc.OrderTheme, voc.OrderCase, voc.OrderJourney}[i%3]
	}
	h.orders[1].Assignee, h.orders[2].Owner, h.orders[3].Owner, h.orders[3].Collaborators = "小周", "老王", "老王", []string{"小周"}
	h.orders[2].Store, h.orders[2].Alert = "sh-jingan-01", "AL-1"
	h.orders[4].Title, h.orders[4].Cause = "冷藏柜 Broken", "没有巡检"
	h.orders[5].Notes = []voc.OrderNote{{Text: "顾客说是隔壁店"}}
	door := h.open(t, nil)
	for _, row := range []struct{ query, want, why string }{
		{"", "c a b d e f", "the overdue first, what waits after what runs, the finished last"},
		{"?state=new", "a b", "people call given and not given both 待认领"},
		{"?state=assigned", "b", "only what was given to somebody"},
		{"?state=waiting&state=closed", "d e", "two states"},
		{"?state=open", "c a b d", "in which something is to be done"},
		{"?owner=小周", "b d", "given to, or helped with"},
		{"?owner=-", "a e f", "nobody's"},
		{"?owner=老王&state=open", "c d", "together"},
		{"?overdue=true", "c d", "a breached clock counts while it rests too"},
		{"?level=orange", "b d f", "one level"},
		{"?kind=case", "b e", "one kind"},
		{"?store=sh-jingan-01", "c", "one store"},
		{"?alert=AL-1", "c", "what an incident opened"},
		{"?q=冷藏柜+broken", "e", "all words, in whatever case"},
		{"?q=巡检", "e", "in the cause"},
		{"?q=隔壁店", "f", "in the history"},
		{"?q=没有这个词", "", "nothing"},
		{"?sort=level", "c a e b d f", "the gravest first, then by urgency"},
		{"?sort=-level", "b d f c a e", "the other way round"},
		{"?sort=owner", "b c d a e f", "nobody's last"},
		{"?sort=state", "a b c d e f", "in the order of a life"},
		{"?limit=2&after=a", "b d", "the next page"},
	} {
		got := read[Orders](t, ask(t, door, "GET", base+"/orders"+row.query, ""), 200)
		if list := ids(got.Items, func(o voc.WorkOrder) string { return o.ID }); list != row.want {
			t.Errorf("%s (%s): %q, want %q", row.query, row.why, list, row.want)
		}
	}
	got := read[Orders](t, ask(t, door, "GET", base+"/orders?state=closed&limit=1", ""), 200)
	if got.Counts != (OrderCounts{New: 1, Assigned: 1, InProgress: 1, Waiting: 1, Closed: 1, FalseAlarm: 1, Open: 4, Overdue: 2}) || got.Total != 1 || got.Next != "" {
		t.Errorf("counts %+v of %d, next %q", got.Counts, got.Total, got.Next)
	}
	for _, query := range []string{"?state=lost", "?level=pink", "?kind=x", "?overdue=maybe", "?sort=title", "?after=gone", "?limit=0", "?brand=nobody", "?mine=true"} {
		problemOf(t, ask(t, door, "GET", base+"/orders"+query, ""), 422, "invalid")
	}
}

// Pages put together are the list: nothing twice, nothing missing, whatever it is sorted by.
func TestPagesOfOrdersAddUp(t *testing.T) {
	h := &house{}
	for i := range 23 {
		o := clocked(order(fmt.Sprintf("WO-%02d", i), voc.OrderStates()[i%10]), ticking(voc.ClockClaim, time.Duration(i%5)*time.Hour))
		o.Level = voc.Levels()[i%4]
		h.orders = append(h.orders, o)
	}
	door := h.open(t, nil)
	for _, sorted := range orderColumns {
		whole := read[Orders](t, ask(t, door, "GET", base+"/orders?limit=200&sort="+sorted, ""), 200)
		var all []voc.WorkOrder
		for after := ""; ; {
			page := read[Orders](t, ask(t, door, "GET", base+"/orders?limit=5&sort="+sorted+"&after="+after, ""), 200)
			all = append(all, page.Items...)
			if after = page.Next; after == "" {
				break
			}
		}
		id := func(o voc.WorkOrder) string { return o.ID }
		if got, want := ids(all, id), ids(whole.Items, id); got != want || len(all) != 23 {
			t.Errorf("sorted by %s the pages give %s, want %s", sorted, got, want)
		}
	}
}

func TestOrdersHaveRoomForHostileWords(t *testing.T) {
	h := &house{}
	for i, row := range hostile {
		o := order(fmt.Sprintf("WO-%d", i), voc.OrderNew)
		o.Title, o.Owner, o.Notes = row.text, row.text, []voc.OrderNote{{Text: row.text}}
		h.orders = append(h.orders, o)
	}
	door := h.open(t, nil)
	got := map[string]voc.WorkOrder{}
	w := ask(t, door, "GET", base+"/orders?limit=200", "", "Accept", "text/html")
	for _, o := range read[Orders](t, w, 200).Items {
		got[o.ID] = o
	}
	if w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("orders are answered as %q", w.Header().Get("Content-Type"))
	}
	for i, row := range hostile {
		if o := got[fmt.Sprintf("WO-%d", i)]; o.Title != row.text || o.Notes[0].Text != row.text {
			t.Errorf("%s came back as %q", row.name, cut(o.Title))
		}
	}
	problemOf(t, ask(t, door, "GET", base+"/orders/%3Cscript%3E", ""), 404, "not_found")
	if p := problemOf(t, ask(t, door, "GET", base+"/orders?q="+strings.Repeat("a", 501), ""), 422, "invalid"); p.Errors[0].Field != "q" {
		t.Errorf("the field is %q", p.Errors[0].Field)
	}
}
