package workorder

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// anyCommand draws what a careless office might ask: right and wrong commands, with and without
// what they must carry, on fresh and on stale pages.
func anyCommand(r *rand.Rand, o voc.WorkOrder) voc.Command {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	c := voc.Command{
		Order:  pick("", o.ID, o.ID, o.ID),
		Type:   voc.CommandType(pick("claim", "claim", "note", "resolve", "resolve", "close", "close", "reopen", "merge", "")),
		Actor:  pick("王芳", "王芳", "李雷", "赵敏", " 陈默 ", "", "  "),
		Text:   pick("", "又出现了", "顾客来电", "\n"),
		Action: pick("", "已退款", "停用该批次"),
		Cause:  pick("", "滤网破损", " "),
	}
	switch r.IntN(5) {
	case 0:
		c.Version = o.Version
	case 1:
		c.Version = o.Version - 1 + 2*r.IntN(2)
	}
	return c
}

// sound says which promise of a work order does not hold; "" all do.
func sound(o voc.WorkOrder, events []voc.Event) string {
	reopened := 0
	for _, e := range events {
		if e.Type == TypeReopened {
			reopened++
		}
	}
	done := o.State == voc.OrderResolved || o.State == voc.OrderClosed
	switch {
	case o.Version != len(events) || len(o.Notes) != len(events):
		return "version and notes count the events"
	case o.Cycle != 1+reopened:
		return "a cycle for each reopening"
	case (o.Owner == "") != (o.State == voc.OrderNew) || o.ClaimedAt.IsZero() != (o.State == voc.OrderNew):
		return "what is no longer new has an owner and was claimed"
	case o.ResolvedAt.IsZero() == done || (o.Action == "") == done:
		return "resolved means a time and what was done, and nothing else does"
	case o.ClosedAt.IsZero() == (o.State == voc.OrderClosed) || (o.Cause == "") == (o.State == voc.OrderClosed):
		return "closed means a time and a cause, and nothing else does"
	case o.ClaimDue.Before(o.OpenedAt) || o.ResolveDue.Before(o.OpenedAt):
		return "nothing is due before it was opened"
	case o.Notes[len(o.Notes)-1].State != o.State:
		return "the last note shows the present state"
	}
	for i, n := range o.Notes {
		if i > 0 && n.At.Before(o.Notes[i-1].At) || n.Actor == "" {
			return "history runs forward and names who did it"
		}
	}
	return ""
}

var legal = map[[2]voc.OrderState]bool{
	{voc.OrderNew, voc.OrderInProgress}:      true,
	{voc.OrderInProgress, voc.OrderResolved}: true,
	{voc.OrderResolved, voc.OrderClosed}:     true,
	{voc.OrderResolved, voc.OrderInProgress}: true,
	{voc.OrderClosed, voc.OrderInProgress}:   true,
}

// TestNoWalkBreaksAnOrder asks thousands of orders for forty things each. Whatever is asked in
// whatever order, an order stays sound, a refusal changes nothing, and the journal read again
// gives the very same order.
func TestNoWalkBreaksAnOrder(t *testing.T) {
	reached := map[voc.OrderState]int{}
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 7))
		now := start
		levels := []voc.Level{voc.Blue, voc.Yellow, voc.Orange, voc.Red}
		opening, err := Open(Draft{ID: "WO-1", Title: "异物", Level: levels[r.IntN(4)]}, now)
		if err != nil {
			t.Fatal(err)
		}
		events := []voc.Event{opening}
		o, err := Fold(voc.WorkOrder{}, opening)
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			now = now.Add(time.Duration(r.IntN(200)) * time.Minute)
			before := copied(t, o)
			var more []voc.Event
			if r.IntN(8) == 0 {
				more = Raise(o, levels[r.IntN(4)], "升级", now)
			} else {
				c := anyCommand(r, o)
				more, err = Apply(o, c, now)
				checkAnswer(t, seed, o, c, more, err)
			}
			if !reflect.DeepEqual(copied(t, o), before) {
				t.Fatalf("seed %d: asking changed the order itself", seed)
			}
			for _, e := range more {
				next, err := Fold(o, e)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if next.State != o.State && !legal[[2]voc.OrderState{o.State, next.State}] {
					t.Fatalf("seed %d: %s led from %s to %s", seed, e.Type, o.State, next.State)
				}
				if next.Level.Rank() < o.Level.Rank() || e.Type == TypeRaised && (next.ResolveDue.After(o.ResolveDue) || next.ClaimDue.After(o.ClaimDue)) {
					t.Fatalf("seed %d: raising made it milder or gave more time", seed)
				}
				o, events = next, append(events, e)
			}
			if broken := sound(o, events); broken != "" {
				t.Fatalf("seed %d: after %d events it does not hold that %s: %+v", seed, len(events), broken, o)
			}
		}
		reached[o.State]++
		if replayed := replay(t, events); !reflect.DeepEqual(replayed, copied(t, o)) {
			t.Fatalf("seed %d: the journal read again gives another order:\n%+v\n%+v", seed, replayed, o)
		}
	}
	for _, s := range []voc.OrderState{voc.OrderNew, voc.OrderInProgress, voc.OrderResolved, voc.OrderClosed} {
		if reached[s] < 10 {
			t.Errorf("only %d of 1000 walks ended %s: the walks do not go everywhere", reached[s], s)
		}
	}
}

// checkAnswer holds an answer to its promises: events or an error, of the kinds callers tell apart.
func checkAnswer(t *testing.T, seed uint64, o voc.WorkOrder, c voc.Command, events []voc.Event, err error) {
	t.Helper()
	var conflict *ErrConflict
	var not *ErrNotAllowed
	stale := c.Version != 0 && c.Version != o.Version
	switch {
	case err != nil && len(events) > 0:
		t.Fatalf("seed %d: %+v was refused and done", seed, c)
	case stale != errors.As(err, &conflict):
		t.Fatalf("seed %d: %+v on version %d: error %v", seed, c, o.Version, err)
	case err != nil && !stale && !errors.As(err, &not):
		t.Fatalf("seed %d: %+v: an error callers cannot tell apart: %v", seed, c, err)
	case not != nil && (not.Why == "" || not.Remedy == ""):
		t.Fatalf("seed %d: %+v was refused without saying why and what to do: %v", seed, c, err)
	case len(events) > 1:
		t.Fatalf("seed %d: %+v gave %d events", seed, c, len(events))
	}
	for _, e := range events {
		if e.ID != o.ID || e.Subject != voc.SubjectOrder || e.Actor == "" {
			t.Fatalf("seed %d: %+v gave an event nobody can place: %+v", seed, c, e)
		}
	}
}

// replay folds events as the journal gives them back: through JSON, numbered.
func replay(t *testing.T, events []voc.Event) voc.WorkOrder {
	t.Helper()
	var o voc.WorkOrder
	for i, e := range events {
		e.Seq = uint64(i + 1)
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var read voc.Event
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if o, err = Fold(o, read); err != nil {
			t.Fatal(err)
		}
	}
	return copied(t, o)
}

// copied is an order as it comes back from JSON, the same for equal orders.
func copied(t *testing.T, o voc.WorkOrder) (c voc.WorkOrder) {
	t.Helper()
	text, err := json.Marshal(o)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}
