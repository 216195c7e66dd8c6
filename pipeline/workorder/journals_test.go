package workorder

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// oldJournal is what the first releases wrote: no terms, no hashes, due times in the events.
var oldJournal = []struct{ at, kind, actor, data string }{
	{"2026-01-31T09:00:00Z", "opened", "tingfeng", `{"id":"WO-20260131-0001","kind":"theme","title":"查清并处理：静安寺店 饮品异物","brand":"qingheng","topic":"foreign","level":"orange","state":"new","owner":"","store":"s1","alert":"AL-1","evidence":null,"opened_at":"2026-01-31T09:00:00Z","claimed_at":"0001-01-01T00:00:00Z","resolved_at":"0001-01-01T00:00:00Z","closed_at":"0001-01-01T00:00:00Z","claim_due":"2026-01-31T09:30:00Z","resolve_due":"2026-02-03T09:00:00Z","cycle":1,"cause":"","action":"","notes":[{"at":"2026-01-31T09:00:00Z","actor":"tingfeng","type":"opened","text":"异物 12 条","state":"new"}],"version":0}`},
	{"2026-01-31T09:05:00Z", "raised", "tingfeng", `{"text":"升级","level":"red","claim_due":"2026-01-31T09:20:00Z","resolve_due":"2026-02-01T09:00:00Z"}`},
	{"2026-01-31T09:10:00Z", "claimed", "王芳", `{"owner":"王芳"}`},
	{"2026-01-31T09:20:00Z", "noted", "王芳", `{"text":"已联系顾客"}`},
	{"2026-01-31T12:00:00Z", "resolved", "王芳", `{"action":"停用该批次"}`},
	{"2026-01-31T13:00:00Z", "closed", "李雷", `{"cause":"滤网破损未登记"}`},
	{"2026-02-02T08:00:00Z", "reopened", "李雷", `{"text":"又有两条","resolve_due":"2026-02-03T08:00:00Z"}`},
}

// TestOldJournalsRead: what the first releases wrote means what it meant then.
func TestOldJournalsRead(t *testing.T) {
	var o voc.WorkOrder
	var events []voc.Event
	for i, l := range oldJournal {
		at, err := time.Parse(time.RFC3339, l.at)
		if err != nil {
			t.Fatal(err)
		}
		e := voc.Event{Seq: uint64(i + 1), At: at, Subject: voc.SubjectOrder, ID: "WO-20260131-0001", Type: l.kind, Actor: l.actor, Data: json.RawMessage(l.data)}
		events = append(events, e)
		if o, err = Fold(o, e); err != nil {
			t.Fatal(err)
		}
		switch i {
		case 1:
			if o.Level != voc.Red || !o.ClaimDue.Equal(time.Date(2026, 1, 31, 9, 20, 0, 0, time.UTC)) || !o.ResolveDue.Equal(time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)) {
				t.Errorf("raised: %s, claim by %s, solve by %s", o.Level, o.ClaimDue, o.ResolveDue)
			}
			if got := Overdue(o, time.Date(2026, 1, 31, 9, 21, 0, 0, time.UTC)); got != "claim" {
				t.Errorf("a minute after its claim was due: overdue %q", got)
			}
		case 5:
			if o.State != voc.OrderClosed || o.Verification.State != "" || o.Cause == "" {
				t.Errorf("closed: %s, verification %q", o.State, o.Verification.State)
			}
		}
	}
	if o.State != voc.OrderInProgress || o.Cycle != 2 || o.Owner != "王芳" || o.Version != 7 || len(o.Notes) != 7 || !o.ResolveDue.Equal(time.Date(2026, 2, 3, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("the order is %+v", o)
	}
	if o.Hash != "" || Broken(Chain(events)) >= 0 {
		t.Error("an old journal has no chain, and that is no damage")
	}
	// It goes on under the new machine, and its chain begins there.
	more, err := Apply(o, waitFor, time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC))
	if err == nil || more != nil {
		t.Errorf("waiting into the past was granted: %v", err)
	}
	late := waitFor
	late.Until = time.Date(2026, 2, 2, 18, 0, 0, 0, time.UTC)
	if more, err = Apply(o, late, time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if o, err = Fold(o, more[0]); err != nil || o.State != voc.OrderWaiting {
		t.Fatal(o.State, err)
	}
	if c := clock(t, At(o, late.Until.Add(time.Hour)), voc.ClockResolve); c.Used != 2*time.Hour {
		t.Errorf("an old order that waited nine hours used %s, want 2h", c.Used)
	}
	events = append(events, more...)
	entries := Chain(events)
	if Broken(entries) >= 0 || entries[6].Sound || !entries[7].Sound {
		t.Errorf("the chain begins where it begins: %v, %v", entries[6].Sound, entries[7].Sound)
	}
	events[7].Actor = "赵敏"
	if Broken(Chain(events)) != 7 {
		t.Error("what was changed after the chain began was not found")
	}
}

// FuzzFold: whatever lies in a journal, folding answers with an order or an error, never changes the
// order it was given, and what it gives can be looked at at any time.
func FuzzFold(f *testing.F) {
	for _, l := range oldJournal {
		f.Add(l.kind, l.data, int64(0))
	}
	for _, kind := range []string{TypeOpened, TypeAssigned, TypeWaiting, TypeCalledBack, TypeVerified, TypeEscalated, TypeMerged, TypeRegraded, "later"} {
		f.Add(kind, `{"to":"王芳","until":"9999-01-01T00:00:00Z","for":"moon","level":"pink","state":"watching","terms":{"policy":{"name":"x"}}}`, int64(1)<<60)
	}
	f.Add(TypeOpened, `{"id":"WO-1","state":"waiting","wait_until":"2026-01-01T00:00:00Z","terms":{"policy":{"levels":{"red":{"resolve":1,"calendar":"x"}}},"calendars":[{"name":"x","zone":"UTC","shifts":[{"days":["mon"],"from":"00:00","to":"24:00"}]}]}}`, int64(7))
	f.Fuzz(func(t *testing.T, kind, data string, seconds int64) {
		base := order(t, claimBy("王芳"), waitFor)
		before := copied(t, base)
		at := start.Add(time.Duration(seconds%(1<<33)) * time.Second)
		o, err := Fold(base, voc.Event{Seq: 9, At: at, Subject: voc.SubjectOrder, ID: base.ID, Type: kind, Actor: "x", Data: json.RawMessage(data)})
		if after := copied(t, base); after.Version != before.Version || len(after.Notes) != len(before.Notes) || after.Clocks[0] != before.Clocks[0] {
			t.Fatal("folding changed the order it was given")
		}
		if err != nil {
			return
		}
		if o.Version != base.Version+1 {
			t.Fatalf("version %d after %d", o.Version, base.Version)
		}
		later := At(o, at.Add(100*day))
		for _, c := range later.Clocks {
			if c.Used < 0 || c.Total < 0 {
				t.Fatalf("a clock ran backwards: %+v", c)
			}
		}
		Overdue(o, at)
		Escalate(o, House{Default: "李雷"}, at.Add(day))
		Timers(o, at)
		for _, name := range voc.CommandTypes() {
			if _, err := Apply(o, asked[name], at); err != nil && err.Error() == "" {
				t.Fatal("refused without a word")
			}
		}
	})
}
