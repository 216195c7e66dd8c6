package workorder

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// anyCommand draws what a careless office might ask: right and wrong commands, with and without
// what they must carry, on fresh and on stale pages.
func anyCommand(r *rand.Rand, o voc.WorkOrder, now time.Time) voc.Command {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	types := []string{"claim", "claim", "resolve", "resolve", "close", "reopen", "reopen", ""}
	for _, c := range voc.CommandTypes() {
		types = append(types, string(c))
	}
	if r.IntN(3) > 0 { // the ends come seldom enough that walks get somewhere
		types = types[:len(types)-3]
	}
	c := voc.Command{
		Order:   pick("", o.ID, o.ID, o.ID),
		Type:    voc.CommandType(pick(types...)),
		Actor:   pick("王芳", "王芳", "李雷", "赵敏", " 陈默 ", "", "  "),
		Text:    pick("", "又出现了", "顾客来电", "\n"),
		Action:  pick("", "已退款", "停用该批次"),
		Cause:   pick("", "滤网破损", " "),
		To:      pick("", "王芳", "赵敏", "陈默"),
		Level:   voc.Level(pick("", "red", "orange", "yellow", "blue", "pink")),
		WaitFor: voc.WaitFor(pick("", "customer", "legal", "moon")),
		Until:   now.Add(time.Duration(r.IntN(3000)-300) * time.Minute),
		URL:     pick("", "https://example.com/1", "not a url"),
		Result:  voc.RecoveryResult(pick("", "recovered", "lost", "unreachable")),
		Score:   r.IntN(7),
		Into:    pick("", "WO-1", "WO-2"),
		Process: pick("", "设备点检"),
		Lead:    r.IntN(3) == 0,
		Channel: pick("", "web", "bot", "api", "cli", "timer"),
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
	done := o.State == voc.OrderResolved || o.State == voc.OrderVerifying || o.State == voc.OrderClosed
	busy := o.State == voc.OrderInProgress || o.State == voc.OrderWaiting
	ended := !o.State.Open() && o.State != voc.OrderClosed
	running := 0
	for _, c := range o.Clocks {
		if c.Running {
			running++
		}
	}
	switch {
	case o.Version != len(events) || len(o.Notes) != len(events):
		return "version and notes count the events"
	case o.Cycle != 1+reopened:
		return "a cycle for each reopening"
	case (busy || done) && o.Owner == "" || (o.Owner == "") != o.ClaimedAt.IsZero() || o.State == voc.OrderNew && o.Owner != "":
		return "what is worked on has an owner, and whoever has one was claimed"
	case (o.State == voc.OrderAssigned) != (o.Assignee != "") && !ended:
		return "assigned means to somebody"
	case !ended && (o.ResolvedAt.IsZero() == done || (o.Action == "") == done):
		return "resolved means a time and what was done, and nothing else does"
	case o.ClosedAt.IsZero() == (o.State == voc.OrderClosed) || o.State == voc.OrderClosed && o.Cause == "":
		return "closed means a time and a cause"
	case (o.State == voc.OrderWaiting) != (o.WaitFor != "") || (o.State == voc.OrderWaiting) == o.WaitUntil.IsZero():
		return "waiting means for somebody and until some time"
	case (o.State == voc.OrderMerged) != (o.MergedInto != ""):
		return "merged means into another"
	case ended && (running > 0 || o.Verification.State != ""):
		return "what ended is not measured any more"
	case o.ClaimDue.Before(o.OpenedAt) || o.ResolveDue.Before(o.OpenedAt):
		return "nothing is due before it was opened"
	case o.Notes[len(o.Notes)-1].State != o.State:
		return "the last note shows the present state"
	case o.Hash != hashOf(events[len(events)-1]):
		return "the order carries the hash of its last event"
	}
	for i, n := range o.Notes {
		if i > 0 && n.At.Before(o.Notes[i-1].At) || n.Actor == "" {
			return "history runs forward and names who did it"
		}
	}
	return clocksSound(o)
}

func clocksSound(o voc.WorkOrder) string {
	for _, c := range append(slices.Clone(o.PastClocks), o.Clocks...) {
		switch {
		case c.Used < 0 || c.Total < c.Used || c.Target < 0 || c.Cycle < 1 || c.Cycle > o.Cycle:
			return "no clock runs backwards"
		case c.Running && c.Cycle != o.Cycle:
			return "clocks of past cycles stand"
		case c.Used > c.Target && !c.Breached:
			return "what used more than its target ran over"
		}
	}
	return ""
}

// legal are the changes of state there are, beside those from every open state to the three ends.
var legal = map[[2]voc.OrderState]bool{
	{voc.OrderNew, voc.OrderAssigned}:         true,
	{voc.OrderNew, voc.OrderInProgress}:       true,
	{voc.OrderAssigned, voc.OrderInProgress}:  true,
	{voc.OrderInProgress, voc.OrderAssigned}:  true,
	{voc.OrderInProgress, voc.OrderWaiting}:   true,
	{voc.OrderWaiting, voc.OrderInProgress}:   true,
	{voc.OrderInProgress, voc.OrderResolved}:  true,
	{voc.OrderWaiting, voc.OrderResolved}:     true,
	{voc.OrderResolved, voc.OrderVerifying}:   true,
	{voc.OrderResolved, voc.OrderClosed}:      true,
	{voc.OrderVerifying, voc.OrderClosed}:     true,
	{voc.OrderResolved, voc.OrderInProgress}:  true,
	{voc.OrderVerifying, voc.OrderInProgress}: true,
	{voc.OrderClosed, voc.OrderInProgress}:    true,
}

func lawful(from, to voc.OrderState) bool {
	back := to == voc.OrderNew || to == voc.OrderAssigned || to == voc.OrderInProgress
	switch {
	case from == to || legal[[2]voc.OrderState{from, to}]:
		return true
	case from.Open() && (to == voc.OrderFalseAlarm || to == voc.OrderMerged || to == voc.OrderCancelled):
		return true
	}
	return back && (from == voc.OrderFalseAlarm || from == voc.OrderCancelled)
}

// TestNoWalkBreaksAnOrder asks thousands of orders for forty things each. Whatever is asked in
// whatever order, an order stays sound, a refusal changes nothing, and the journal read again
// gives the very same order.
func TestNoWalkBreaksAnOrder(t *testing.T) {
	reached := map[voc.OrderState]int{}
	terms, house := officeTerms(t), firm(t)
	walks := 1000
	if testing.Short() {
		walks = 200
	}
	for seed := range uint64(walks) {
		r := rand.New(rand.NewPCG(seed, 7))
		now := start
		levels := []voc.Level{voc.Blue, voc.Yellow, voc.Orange, voc.Red}
		draft := Draft{ID: "WO-1", Title: "异物", Topic: "t", Level: levels[r.IntN(4)], Kind: []voc.OrderKind{voc.OrderCase, voc.OrderTheme, voc.OrderJourney}[seed%3]}
		if seed%2 == 0 {
			draft.Alert, draft.Terms = "AL-1", terms
		}
		opening, err := Open(draft, now)
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
			before := written(t, o)
			var more []voc.Event
			switch r.IntN(16) {
			case 0:
				more = Raise(o, levels[r.IntN(4)], "升级", now)
			case 1:
				more = Escalate(o, house, now)
			case 2:
				for _, c := range Timers(o, now) {
					more, err = Apply(o, c, now)
					checkAnswer(t, seed, o, c, more, err)
				}
			case 3:
				states := []voc.VerificationState{voc.VerificationWatching, voc.VerificationPassed, voc.VerificationFailed, voc.VerificationUnclear}
				if more, err = Verified(o, voc.Verification{State: states[r.IntN(4)], Verdict: "判断"}, now); err != nil && o.Verification.State == voc.VerificationWatching {
					t.Fatalf("seed %d: %v", seed, err)
				}
			default:
				c := anyCommand(r, o, now)
				if r.IntN(2) == 0 && o.State != voc.OrderMerged {
					c = anyRequest(r, o, now)
				}
				more, err = Apply(o, c, now)
				checkAnswer(t, seed, o, c, more, err)
			}
			if written(t, o) != before {
				t.Fatalf("seed %d: asking changed the order itself", seed)
			}
			for _, e := range more {
				next, err := Fold(o, e)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				reached[next.State]++
				if !lawful(o.State, next.State) {
					t.Fatalf("seed %d: %s led from %s to %s", seed, e.Type, o.State, next.State)
				}
				if e.Type != TypeRegraded && next.Level.Rank() < o.Level.Rank() || e.Type == TypeRaised && later(At(next, now), At(o, now)) {
					t.Fatalf("seed %d: raising made it milder or gave more time", seed)
				}
				o, events = next, append(events, e)
			}
			if broken := sound(o, events); broken != "" {
				t.Fatalf("seed %d: after %d events it does not hold that %s: %+v", seed, len(events), broken, o)
			}
		}
		if at := Broken(Chain(events)); at >= 0 {
			t.Fatalf("seed %d: event %d is not chained to the one before", seed, at)
		}
		if replayed := replay(t, events); !reflect.DeepEqual(replayed, copied(t, o)) {
			t.Fatalf("seed %d: the journal read again gives another order:\n%+v\n%+v", seed, replayed, o)
		}
	}
	for _, s := range voc.OrderStates() {
		if reached[s] < walks*3/100 {
			t.Errorf("only %d steps of %d walks led to %s: the walks do not go everywhere", reached[s], walks, s)
		}
	}
}

// later tells whether an order has more time than it had.
func later(o, had voc.WorkOrder) bool {
	return o.ResolveDue.After(had.ResolveDue) || o.ClaimDue.After(had.ClaimDue)
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

// written is an order as JSON.
func written(t *testing.T, o voc.WorkOrder) string {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
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
