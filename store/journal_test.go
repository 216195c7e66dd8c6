package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func event(seq uint64, kind string) voc.Event {
	return voc.Event{Seq: seq, At: noon.Add(time.Duration(seq) * time.Microsecond), Subject: voc.SubjectOrder, ID: "WO-1", Type: kind, Actor: "王店长",
		Data: json.RawMessage(fmt.Sprintf(`{"text":"第%d次 \"引号\" \\"}`, seq))}
}

func TestJournal(t *testing.T) {
	s := storetest.Open(t)
	opened := []voc.Event{event(1, "opened"), event(2, "claimed")}
	if err := s.AppendEvents(t.Context(), opened); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		sentence string
		events   []voc.Event
		want     string // part of the error; "" none
	}{
		{"nothing to append is no error", nil, ""},
		{"the same again, after an answer that got lost", opened, ""},
		{"the last of them again", opened[1:], ""},
		{"another event under a number that is taken", []voc.Event{event(2, "closed")}, "another process has written"},
		{"more than is there, from a number that is taken", []voc.Event{event(2, "claimed"), event(3, "noted")}, "another process has written"},
		{"a gap", []voc.Event{event(4, "noted")}, "the journal ends at 2"},
		{"a gap inside", []voc.Event{event(3, "noted"), event(5, "noted")}, "one by one"},
		{"no number", []voc.Event{event(0, "noted")}, "one by one"},
		{"the next", []voc.Event{event(3, "noted")}, ""},
	} {
		err := s.AppendEvents(t.Context(), c.events)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.sentence, err, c.want)
		}
	}
	got, err := s.Events(t.Context(), 0)
	if want := append(opened, event(3, "noted")); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("the journal holds %+v (%v), want %+v", got, err, want)
	}
	got, err = s.Events(t.Context(), 2)
	if err != nil || len(got) != 1 || got[0].Seq != 3 {
		t.Errorf("after 2: %+v (%v)", got, err)
	}
}

func TestEventsOfOneSubject(t *testing.T) {
	s := storetest.Open(t)
	other, alert := event(2, "opened"), event(3, "opened")
	other.ID, alert.Subject = "WO-2", voc.SubjectAlert
	if err := s.AppendEvents(t.Context(), []voc.Event{event(1, "opened"), other, alert, event(4, "claimed")}); err != nil {
		t.Fatal(err)
	}
	got, err := s.EventsOf(t.Context(), voc.SubjectOrder, "WO-1")
	if want := []voc.Event{event(1, "opened"), event(4, "claimed")}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v (%v), want the two of this order, to the letter: %+v", got, err, want)
	}
	if got, err = s.EventsOf(t.Context(), voc.SubjectOrder, "WO-9"); err != nil || len(got) != 0 {
		t.Errorf("of an order that is not there: %+v (%v)", got, err)
	}
}

// One insert must be one part: ClickHouse commits by part.
func TestABatchOfEventsIsOnePart(t *testing.T) {
	s := storetest.Open(t)
	if err := s.Exec(t.Context(), "SYSTEM STOP MERGES events"); err != nil {
		t.Fatal(err)
	}
	var many []voc.Event
	for seq := range uint64(5000) {
		many = append(many, event(seq+1, "noted"))
	}
	if err := s.AppendEvents(t.Context(), many); err != nil {
		t.Fatal(err)
	}
	sizes, err := s.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range sizes {
		if size.Table == "events" && (size.Parts != 1 || size.Rows != 5000 || size.Bytes <= 0) {
			t.Errorf("5000 events of one append are %+v, want one part", size)
		}
	}
}

func TestControl(t *testing.T) {
	s := storetest.Open(t)
	const fresh = time.Minute
	do := func(sentence string, err error, refused bool) {
		t.Helper()
		if (err != nil) != refused {
			t.Errorf("%s: got %v, refused should be %v", sentence, err, refused)
		}
	}
	ctx, second := t.Context(), time.Second
	do("the first takes control", s.TakeControl(ctx, "host-1 /data", noon, fresh), false)
	do("a second is refused while the heartbeat is fresh", s.TakeControl(ctx, "host-2 /data", noon.Add(59*second), fresh), true)
	do("the same may come again at once, after a crash", s.TakeControl(ctx, "host-1 /data", noon.Add(2*second), fresh), false)
	do("it keeps control", s.KeepControl(ctx, "host-1 /data", noon.Add(50*second)), false)
	do("so the second is still refused", s.TakeControl(ctx, "host-2 /data", noon.Add(100*second), fresh), true)
	do("a heartbeat that stopped is taken over", s.TakeControl(ctx, "host-2 /data", noon.Add(111*second), fresh), false)
	do("the first is refused in turn", s.TakeControl(ctx, "host-1 /data", noon.Add(112*second), fresh), true)
	do("control is given up", s.ReleaseControl(ctx, "host-2 /data", noon.Add(113*second)), false)
	do("and is free at once", s.TakeControl(ctx, "host-1 /data", noon.Add(114*second), fresh), false)
}

func TestControlLost(t *testing.T) {
	s := storetest.Open(t)
	ctx := t.Context()
	if err := s.TakeControl(ctx, "asleep", noon, time.Minute); err != nil {
		t.Fatal(err)
	}
	// The first machine slept through its heartbeats, the second took over.
	if err := s.TakeControl(ctx, "awake", noon.Add(2*time.Minute), time.Minute); err != nil {
		t.Fatal(err)
	}
	err := s.KeepControl(ctx, "asleep", noon.Add(2*time.Minute+time.Second))
	if !errors.Is(err, store.ErrControlLost) || !strings.Contains(err.Error(), "awake") {
		t.Errorf("the sleeper woke up and was told %v, want that awake has taken over", err)
	}
	if err := s.KeepControl(ctx, "awake", noon.Add(2*time.Minute+2*time.Second)); err != nil {
		t.Errorf("the one in control was disturbed: %v", err)
	}
}

func TestVisits(t *testing.T) {
	s := storetest.Open(t)
	v := voc.Visit{Source: "a", StartedAt: noon, EndedAt: noon.Add(3 * time.Second), Outcome: voc.VisitPartial, Requests: 3, Bytes: 1 << 40, Found: 20, Fresh: 5, Claimed: -1,
		Missing: "第 3 页: 503", NextAt: noon.Add(time.Hour), HeardTo: noon.Add(-time.Minute)}
	later := voc.Visit{Source: "a", StartedAt: noon.Add(time.Hour), Outcome: voc.VisitOK}
	other := voc.Visit{Source: "b", StartedAt: noon.Add(-time.Hour), EndedAt: noon, Outcome: voc.VisitFailed, Missing: "timeout"}
	for range 2 { // the second time is a replay from the spool
		if err := s.SaveVisits(t.Context(), []voc.Visit{v, later, other}); err != nil {
			t.Fatal(err)
		}
	}
	last, err := s.LastVisits(t.Context())
	if want := map[voc.SourceID]voc.Visit{"a": later, "b": other}; err != nil || !reflect.DeepEqual(last, want) {
		t.Errorf("last visits %+v (%v), want %+v", last, err, want)
	}
	for _, c := range []struct {
		sentence string
		source   voc.SourceID
		from, to time.Time
		want     []voc.Visit
	}{
		{"all, newest first, each once", "", time.Time{}, time.Time{}, []voc.Visit{later, v, other}},
		{"one source", "a", time.Time{}, time.Time{}, []voc.Visit{later, v}},
		{"started in a span, its end exclusive", "", noon, noon.Add(time.Hour), []voc.Visit{v}},
	} {
		got, err := s.Visits(t.Context(), c.source, c.from, c.to)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v (%v), want %+v", c.sentence, got, err, c.want)
		}
	}
}
