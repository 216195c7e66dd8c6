package workorder

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// life is a journal's events of one order.
func life(t *testing.T) []voc.Event {
	t.Helper()
	e, err := Open(Draft{ID: "WO-1", Title: "查清异物", Level: voc.Red, Channel: "web"}, start)
	if err != nil {
		t.Fatal(err)
	}
	events := []voc.Event{e}
	o, err := Fold(voc.WorkOrder{}, e)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range []voc.Command{claimBy("王芳"), noteIt, answerIt, waitFor, resumeIt, resolveIt, closeIt, reopenIt} {
		c.Channel = []string{"web", "bot"}[i%2]
		more, err := Apply(o, c, start.Add(time.Duration(i)*time.Minute+1234567*time.Nanosecond))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range more {
			if o, err = Fold(o, e); err != nil {
				t.Fatal(err)
			}
			events = append(events, e)
		}
	}
	for i := range events {
		events[i].Seq = uint64(i*3 + 1) // others' events lie between
	}
	return events
}

func copyOf(events []voc.Event) []voc.Event {
	copied := slices.Clone(events)
	for i := range copied {
		copied[i].Data = bytes.Clone(copied[i].Data)
	}
	return copied
}

func TestChainOfASoundJournal(t *testing.T) {
	events := life(t)
	entries := Chain(events)
	if at := Broken(entries); at >= 0 {
		t.Fatalf("entry %d of a sound journal is broken: %+v", at, entries[at])
	}
	for i, e := range entries {
		if !e.Sound || e.Hash == "" {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	if entries[1].Before != "new" || entries[1].After != "in_progress" {
		t.Errorf("the claim led from %s to %s", entries[1].Before, entries[1].After)
	}
	var o voc.WorkOrder
	for _, e := range events {
		var err error
		if o, err = Fold(o, e); err != nil {
			t.Fatal(err)
		}
	}
	if o.Hash != entries[len(entries)-1].Hash {
		t.Error("the order does not carry the hash of its last event")
	}
}

// TestOneFlippedByteIsFound flips every byte of every event's data, one at a time.
func TestOneFlippedByteIsFound(t *testing.T) {
	events := life(t)
	flipped := 0
	for i := range events {
		for b := range events[i].Data {
			damaged := copyOf(events)
			damaged[i].Data[b] ^= 1
			flipped++
			if Broken(Chain(damaged)) < 0 {
				t.Fatalf("byte %d of event %d was flipped and nobody saw it: %s", b, i, damaged[i].Data)
			}
		}
	}
	if flipped < 2000 {
		t.Errorf("only %d bytes were tried", flipped)
	}
}

func TestWhatElseTheChainFinds(t *testing.T) {
	events := life(t)
	for _, c := range []struct {
		why    string
		change func(e []voc.Event) []voc.Event
	}{
		{"another name", func(e []voc.Event) []voc.Event { e[3].Actor = "赵敏"; return e }},
		{"another time", func(e []voc.Event) []voc.Event { e[3].At = e[3].At.Add(-time.Hour); return e }},
		{"another type", func(e []voc.Event) []voc.Event { e[2].Type = TypeCancelled; return e }},
		{"another order", func(e []voc.Event) []voc.Event { e[2].ID = "WO-2"; return e }},
		{"one removed", func(e []voc.Event) []voc.Event { return slices.Delete(e, 4, 5) }},
		{"the first removed", func(e []voc.Event) []voc.Event { return e[1:] }},
		{"two exchanged", func(e []voc.Event) []voc.Event { e[2], e[3] = e[3], e[2]; return e }},
		{"one repeated", func(e []voc.Event) []voc.Event { return slices.Insert(e, 3, e[2]) }},
		{"one without a hash put in", func(e []voc.Event) []voc.Event {
			return slices.Insert(e, 3, voc.Event{At: e[2].At, Subject: voc.SubjectOrder, ID: "WO-1", Type: TypeNoted, Actor: "王芳", Data: json.RawMessage(`{"text":"我早就说过"}`)})
		}},
		{"one taken from another order", func(e []voc.Event) []voc.Event {
			foreign, err := Apply(order(t), noteIt, start)
			if err != nil {
				t.Fatal(err)
			}
			foreign[0].ID = "WO-1"
			return slices.Insert(e, 3, foreign[0])
		}},
	} {
		if Broken(Chain(c.change(copyOf(events)))) < 0 {
			t.Errorf("%s: nobody saw it", c.why)
		}
	}
	if cut := Chain(events[:5]); Broken(cut) >= 0 || cut[4].Hash == Chain(events)[len(events)-1].Hash {
		t.Error("a journal cut off at its end must be sound in itself and end in another hash")
	}
}

// TestTheChainSurvivesTheJournal: the journal keeps microseconds and gives data back byte for byte.
func TestTheChainSurvivesTheJournal(t *testing.T) {
	events := life(t)
	for i, e := range events {
		if e.At != e.At.Truncate(time.Microsecond) {
			t.Errorf("event %d is at %s, which the journal cannot keep", i, e.At)
		}
		e.At = e.At.Truncate(time.Microsecond).In(time.FixedZone("", 8*3600))
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &events[i]); err != nil {
			t.Fatal(err)
		}
	}
	if at := Broken(Chain(events)); at >= 0 {
		t.Errorf("entry %d broke on its way through the journal", at)
	}
}
