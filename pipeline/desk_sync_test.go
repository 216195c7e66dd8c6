package pipeline

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// A row that somebody changed in the database is found.
func TestAuditFindsAChangedRow(t *testing.T) {
	s := storetest.Open(t)
	b := bureauOn(t, s, noon, house())
	order := b.open(voc.OrderDraft{Topic: "异物"})
	b.do(order.ID, voc.Command{Type: voc.CommandNote, Actor: "童欣", Text: "十点联系了供应商"})
	b.do(order.ID, voc.Command{Type: voc.CommandNote, Actor: "童欣", Text: "供应商已换货"})
	events, err := s.EventsOf(t.Context(), voc.SubjectOrder, order.ID)
	if err != nil {
		t.Fatal(err)
	}
	if i := workorder.Broken(workorder.Chain(events)); i != -1 {
		t.Fatalf("event %d of a chain nobody touched is broken", i)
	}
	events[1].Data = json.RawMessage(strings.Replace(string(events[1].Data), "十点", "八点", 1))
	if i := workorder.Broken(workorder.Chain(events)); i != 1 {
		t.Errorf("the changed event is found at %d, want 1", i)
	}
}

// Other systems get every version once, whole, also when it has moved on before it goes out.
func TestOtherSystemsGetEveryVersionWhole(t *testing.T) {
	s := storetest.Open(t)
	d := house()
	d.Sync = []string{"crm"}
	b := bureauOn(t, s, noon, d)
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan"})
	b.do(order.ID, voc.Command{Type: voc.CommandClaim, Actor: "沈予安"})
	b.do(order.ID, voc.Command{Type: voc.CommandNote, Actor: "沈予安", Text: "已联系顾客"})
	var got []voc.Message
	deliver := b.channels(map[string]notify.Deliver{"crm": func(_ context.Context, m voc.Message) (bool, time.Duration, error) {
		got = append(got, m)
		return false, 0, nil
	}})["crm"]
	for _, m := range slices.Backward(b.journal.Messages()) {
		if m.Channel != "crm" {
			continue
		}
		if len(m.Data) > 100 {
			t.Errorf("the journal keeps %d bytes of %s", len(m.Data), m.ID)
		}
		if _, _, err := deliver(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != 3 {
		t.Fatalf("%d messages, want one a version", len(got))
	}
	states := map[string]voc.OrderState{
		order.ID + ".1.crm": voc.OrderAssigned, order.ID + ".2.crm": voc.OrderInProgress, order.ID + ".3.crm": voc.OrderInProgress,
	}
	for _, m := range got {
		var o voc.WorkOrder
		if err := json.Unmarshal(m.Data, &o); err != nil {
			t.Fatal(err)
		}
		want, known := states[m.ID]
		delete(states, m.ID)
		if !known || o.State != want || o.ID != order.ID || !strings.HasSuffix(m.ID, "."+string(rune('0'+o.Version))+".crm") || !strings.Contains(m.Body, "静安店") {
			t.Errorf("message %s (%s) holds version %d in state %s, body %q", m.ID, m.Kind, o.Version, o.State, m.Body)
		}
	}
	if retry, _, err := b.whole(nil)(t.Context(), voc.Message{ID: "x", Data: json.RawMessage(`{"order":"WO-9","version":1}`)}); err == nil || !retry {
		t.Errorf("an order that is not there: retry %v, %v; want it tried again", retry, err)
	}
}
