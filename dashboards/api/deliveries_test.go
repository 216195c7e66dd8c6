package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestDeliveriesAreListedByWhereTheyStand(t *testing.T) {
	message := func(id, channel string, ago time.Duration) voc.Message {
		return voc.Message{ID: id, Channel: channel, CreatedAt: clock.Add(-ago), Level: voc.Red, Data: json.RawMessage(`{"order":"WO-1"}`)}
	}
	h := &house{messages: []voc.Message{message("w", "group", time.Minute), message("s", "group", 2*time.Minute), message("d", "mail", 3*time.Minute), message("f", "group", 4*time.Minute)}}
	h.messages[1].SentAt, h.messages[1].Subject = clock, "WO-1"
	h.messages[2].Dead = true
	for i := range h.messages {
		if i != 2 {
			h.messages[i].Data = nil // only d keeps another system up to date
		}
	}
	h.messages[3].Dead, h.messages[3].FoldedIn = true, "s"
	door := h.open(t, nil)
	for _, row := range []struct{ query, want, why string }{
		{"", "w s d f", "the newest first"}, {"?state=waiting", "w", "waits"}, {"?state=dead", "d", "given up, not what another says"},
		{"?state=folded", "f", "said by another"}, {"?channel=group&state=sent", "s", "of one channel"}, {"?subject=WO-1", "s", "about one order"},
		{"?limit=2", "w s", "a page"}, {"?limit=2&after=s", "d f", "the next"}, {"?channel=none", "", "nothing is an empty list"},
		{"?for=people", "w s f", "without what keeps other systems up to date"}, {"?for=systems", "d", "only that"}, {"?for=systems&state=sent", "", "none of them arrived"},
	} {
		w := ask(t, door, "GET", base+"/deliveries"+row.query, "")
		got := read[Deliveries](t, w, 200)
		if list := ids(got.Items, func(m voc.Message) string { return m.ID }); list != row.want || strings.Contains(w.Body.String(), "null") {
			t.Errorf("%s (%s): %q, want %q", row.query, row.why, list, row.want)
		}
		if strings.Contains(w.Body.String(), `"data"`) {
			t.Errorf("%s: what only programs read is told", row.query)
		}
	}
	got := read[Deliveries](t, ask(t, door, "GET", base+"/deliveries?state=dead&limit=1", ""), 200)
	if got.Counts != (DeliveryCounts{Waiting: 1, Sent: 1, Dead: 1, Folded: 1}) || got.Total != 1 {
		t.Errorf("counts %+v of %d", got.Counts, got.Total)
	}
	for _, query := range []string{"?state=lost", "?for=nobody", "?after=gone", "?limit=x", "?level=red"} {
		problemOf(t, ask(t, door, "GET", base+"/deliveries"+query, ""), 422, "invalid")
	}
	if m := read[voc.Message](t, ask(t, door, "GET", base+"/deliveries/d", ""), 200); !m.Dead {
		t.Errorf("message %+v", m)
	}
	problemOf(t, ask(t, door, "GET", base+"/deliveries/none", ""), 404, "not_found")
}

func TestMessagesAreResentAndChannelsTested(t *testing.T) {
	h := &house{messages: []voc.Message{{ID: "AL-1/opened", Channel: "group", CreatedAt: clock}}}
	h.attempt = voc.Attempt{At: clock, Error: "签名不对", Took: time.Second}
	door := h.open(t, nil)
	if m := read[voc.Message](t, ask(t, door, "POST", base+"/deliveries/AL-1%2Fopened/resend", `{"actor":"小周"}`), 200); m.ID != "AL-1/opened" || h.resent[0] != "AL-1/opened 小周" {
		t.Errorf("resent %v, answered %+v", h.resent, m)
	}
	// What the receiver refuses is an answer, not an error of ours.
	if a := read[voc.Attempt](t, ask(t, door, "POST", base+"/channels/group/test", `{"actor":"小周"}`), 200); a.Error != "签名不对" || h.tested[0] != "group 小周" {
		t.Errorf("tested %v, answered %+v", h.tested, a)
	}
	for _, path := range []string{"/deliveries/x/resend", "/channels/group/test"} {
		if p := problemOf(t, ask(t, door, "POST", base+path, `{}`), 422, "invalid"); p.Errors[0].Field != "actor" {
			t.Errorf("%s without a name: %+v", path, p.Errors)
		}
		h.declined = fmt.Errorf("%w: no such thing", ErrNotFound)
		problemOf(t, ask(t, door, "POST", base+path, `{"actor":"a"}`), 404, "not_found")
		h.declined = nil
	}
}

func TestReportsCoverTheTimeAskedFor(t *testing.T) {
	h := &house{}
	h.workSomething()
	door := h.open(t, nil)
	for i, path := range []string{"/orders/report", "/orders/causes"} {
		h.asked = nil
		ask(t, door, "GET", base+path, "")
		ask(t, door, "GET", base+path+"?from=2026-01-01&to=2026-01-10", "")
		want := []voc.Span{{From: clock.Add(-usualReport), To: clock}, {From: time.Date(2026, 1, 1, 0, 0, 0, 0, shanghai), To: time.Date(2026, 1, 11, 0, 0, 0, 0, shanghai)}}
		for j := range want {
			if len(h.asked) != 2 || !h.asked[j].From.Equal(want[j].From) || !h.asked[j].To.Equal(want[j].To) {
				t.Fatalf("report %d asks for %v, want %v", i, h.asked, want)
			}
		}
		for _, query := range []string{"?from=2026-02-01&to=2026-01-01", "?from=yesterday", "?days=30"} {
			problemOf(t, ask(t, door, "GET", base+path+query, ""), 422, "invalid")
		}
	}
	for _, path := range []string{"/orders/report", "/orders/causes"} {
		brands := "qingheng"
		ask(t, door, "GET", base+path+"?brand="+brands, "")
		if len(h.askedOf) != 1 || string(h.askedOf[0]) != brands {
			t.Errorf("%s of %s asks for %v", path, brands, h.askedOf)
		}
		problemOf(t, ask(t, door, "GET", base+path+"?brand=nobodys", ""), 422, "invalid")
	}
	tree := read[Causes](t, ask(t, door, "GET", base+"/orders/causes", ""), 200)
	if leaf := tree.Items[0].Children[0].Children[0]; leaf.Name != "封口机没有检查" || leaf.Last30 != 3 || leaf.Children == nil {
		t.Errorf("the leaf is %+v", leaf)
	}
}

func TestPeopleAreShownWithoutWhatReachesThem(t *testing.T) {
	h := &house{orders: []voc.WorkOrder{{ID: "1", State: voc.OrderInProgress, Owner: "小周"}, {ID: "2", State: voc.OrderAssigned, Assignee: "小周"}, {ID: "3", State: voc.OrderClosed, Owner: "小周"}}}
	h.staff = []voc.Person{
		{Name: "离", Left: true}, {Name: "假", Away: []voc.Span{{From: clock.Add(-time.Hour), To: clock.Add(time.Hour)}}}, {Name: "小周", Mobile: "13900000000", Email: "zhou@example.com", Feishu: "ou_1"},
	}
	w := ask(t, h.open(t, nil), "GET", base+"/people", "")
	got := read[People](t, w, 200)
	if first := got.Items[0]; first.Name != "小周" || !first.Here || first.Open != 2 || got.Items[1].Here || got.Items[2].Here {
		t.Errorf("people %+v", got.Items)
	}
	for _, secret := range []string{"13900000000", "zhou@", "ou_1"} {
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("%q is told", secret)
		}
	}
}

func TestWhatIsSaidOfAnOrder(t *testing.T) {
	h := &house{}
	h.workSomething()
	door := h.open(t, nil)
	const words = " 这是政策。\n"
	if got := read[Tone](t, ask(t, door, "POST", base+"/orders/tone", `{"text":" 这是政策。\n"}`), 200); len(got.Flaws) != 1 || h.toned[0] != words {
		t.Errorf("read %q, found %+v: places count from the first letter as it was given", h.toned[0], got.Flaws)
	}
	problemOf(t, ask(t, door, "POST", base+"/orders/tone", `{"text":"`+strings.Repeat("长", 7000)+`"}`), 422, "invalid")
	if got := read[voc.ReplyDraft](t, ask(t, door, "GET", base+"/orders/WO-1/reply", ""), 200); got.Text == "" {
		t.Error("no draft")
	}
	if got := read[OrderAudit](t, ask(t, door, "GET", base+"/orders/WO-1/audit", ""), 200); !got.Sound || got.Broken != 0 || got.Items[0].Channel != "web" || got.Items[1].Channel != "" {
		t.Errorf("audit %+v", got)
	}
	h.entries[1].Sound, h.entries[1].Event.Data = false, json.RawMessage(`{"owner":`)
	if got := read[OrderAudit](t, ask(t, door, "GET", base+"/orders/WO-1/audit", ""), 200); got.Sound || got.Broken != 2 || len(got.Items) != 2 {
		t.Errorf("a tampered row: %+v", got)
	}
	h.declined = fmt.Errorf("%w: WO-2", ErrNotFound)
	for _, path := range []string{"/orders/WO-2/reply", "/orders/WO-2/audit"} {
		problemOf(t, ask(t, door, "GET", base+path, ""), 404, "not_found")
	}
}
