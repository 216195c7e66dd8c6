package workorder

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var start = time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC)

// order walks a fresh red order through commands, a minute apart, and gives where it ends.
func order(t *testing.T, commands ...voc.Command) voc.WorkOrder {
	t.Helper()
	e, err := Open(Draft{ID: "WO-20260131-0001", Title: "静安寺店：异物", Brand: "qingheng", Topic: "dining.foreign", Level: voc.Red, Alert: "AL-1"}, start)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Fold(voc.WorkOrder{}, e)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range commands {
		o = do(t, o, c, start.Add(time.Duration(i+1)*time.Minute))
	}
	return o
}

func do(t *testing.T, o voc.WorkOrder, c voc.Command, now time.Time) voc.WorkOrder {
	t.Helper()
	events, err := Apply(o, c, now)
	if err != nil {
		t.Fatalf("%s of a %s order: %v", c.Type, o.State, err)
	}
	for _, e := range events {
		if o, err = Fold(o, e); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

var (
	claimBy   = func(who string) voc.Command { return voc.Command{Type: voc.CommandClaim, Actor: who} }
	noteIt    = voc.Command{Type: voc.CommandNote, Actor: "王芳", Text: "已联系顾客"}
	answerIt  = voc.Command{Type: voc.CommandAnswer, Actor: "王芳", Text: "已在评论区致歉，正在核查", URL: "https://example.com/reply/1"}
	resolveIt = voc.Command{Type: voc.CommandResolve, Actor: "王芳", Action: "停用该批次，已电话致歉并退款"}
	closeIt   = voc.Command{Type: voc.CommandClose, Actor: "李雷", Cause: "滤网破损未登记"}
	reopenIt  = voc.Command{Type: voc.CommandReopen, Actor: "李雷", Text: "又有两条同样的评价"}
)

func TestConflict(t *testing.T) {
	o := order(t, claimBy("王芳"))
	late := voc.Command{Type: voc.CommandClaim, Actor: "赵敏", Version: 1}
	_, err := Apply(o, late, start)
	var conflict *ErrConflict
	if !errors.As(err, &conflict) || conflict.Order.Owner != "王芳" || !strings.Contains(err.Error(), "王芳") {
		t.Fatalf("claiming on an old page: %v, want a conflict that shows who was first", err)
	}
	late.Version, late.Text = 2, "王芳今天休息"
	if o = do(t, o, late, start.Add(time.Hour)); o.Owner != "赵敏" || !o.ClaimedAt.Equal(start.Add(time.Minute)) {
		t.Errorf("taken over with a reason: owner %s, claimed at %s; want 赵敏, and the clock stopped by the first claim", o.Owner, o.ClaimedAt)
	}
}

func TestClaimingTwiceIsHarmless(t *testing.T) {
	o := order(t, claimBy("王芳"))
	if events, err := Apply(o, claimBy("王芳"), start); err != nil || events != nil {
		t.Errorf("a double click gave %v and %v, want nothing", events, err)
	}
}

func TestReopeningStartsACycle(t *testing.T) {
	o := order(t, claimBy("王芳"), resolveIt, closeIt)
	if o.ClosedAt.IsZero() || o.Cause == "" || o.Cycle != 1 {
		t.Fatalf("closed order is %+v", o)
	}
	back := start.Add(48 * time.Hour)
	o = do(t, o, reopenIt, back)
	if o.Cycle != 2 || o.State != voc.OrderInProgress || o.Owner != "王芳" || o.Cause != "" || o.Action != "" ||
		!o.ResolvedAt.IsZero() || !o.ClosedAt.IsZero() || !o.ResolveDue.Equal(back.Add(24*time.Hour)) {
		t.Errorf("reopened order is %+v: want cycle 2 in the same hands, cause and action to be given anew, a fresh clock", o)
	}
	if _, err := Apply(o, closeIt, back); err == nil {
		t.Error("a reopened order was closed without being resolved again")
	}
	if text := o.Notes[3].Text; text != closeIt.Cause {
		t.Errorf("the history of the first cycle reads %q, want %q", text, closeIt.Cause)
	}
}

func TestClocks(t *testing.T) {
	for _, c := range []struct {
		level          voc.Level
		claim, resolve time.Duration
	}{
		{voc.Red, 10 * time.Minute, 24 * time.Hour},
		{voc.Orange, 30 * time.Minute, 72 * time.Hour},
		{voc.Yellow, 2 * time.Hour, 120 * time.Hour},
		{voc.Blue, 24 * time.Hour, 240 * time.Hour},
	} {
		e, err := Open(Draft{ID: "WO-1", Title: "x", Level: c.level}, start)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Fold(voc.WorkOrder{}, e)
		if err != nil {
			t.Fatal(err)
		}
		if !o.ClaimDue.Equal(start.Add(c.claim)) || !o.ResolveDue.Equal(start.Add(c.resolve)) {
			t.Errorf("%s: claim by %s, resolve by %s", c.level, o.ClaimDue.Sub(start), o.ResolveDue.Sub(start))
		}
		if got := Overdue(o, start.Add(c.claim)); got != "" {
			t.Errorf("%s: overdue %q at the very moment it is due", c.level, got)
		}
		if got := Overdue(o, start.Add(c.claim+1)); got != "claim" {
			t.Errorf("%s: overdue %q just after, want claim", c.level, got)
		}
	}
	o := order(t, claimBy("王芳"))
	if got := Overdue(o, start.Add(25*time.Hour)); got != "answer" {
		t.Errorf("red, in work for 25 hours and nothing said in public: overdue %q, want answer, which comes first", got)
	}
	o = do(t, o, answerIt, start.Add(2*time.Minute))
	if got := Overdue(o, start.Add(25*time.Hour)); got != "resolve" {
		t.Errorf("red, answered and in work for 25 hours: overdue %q, want resolve", got)
	}
	if got := Overdue(do(t, o, resolveIt, start), start.Add(25*time.Hour)); got != "" {
		t.Errorf("resolved: overdue %q, want nothing", got)
	}
}

func TestIDs(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	evening := time.Date(2026, 1, 30, 17, 0, 0, 0, time.UTC) // the 31st in Shanghai
	have := []voc.WorkOrder{{ID: "WO-20260131-0003"}, {ID: "WO-20260130-0009"}, {ID: "WO-20260131-0001"}, {ID: "WO-20260131-x"}}
	if got := NextID(have, evening, shanghai); got != "WO-20260131-0004" {
		t.Errorf("next id is %s, want WO-20260131-0004", got)
	}
	if got := NextID(nil, evening, shanghai); got != "WO-20260131-0001" {
		t.Errorf("first id is %s", got)
	}
}

func TestFoldKeepsWhatItWasGiven(t *testing.T) {
	o := order(t, claimBy("王芳"))
	kept, notes := o, len(o.Notes)
	a := do(t, o, noteIt, start)
	b := do(t, o, voc.Command{Type: voc.CommandNote, Actor: "赵敏", Text: "另一条"}, start)
	if a.Notes[notes].Text != noteIt.Text || b.Notes[notes].Text != "另一条" || !reflect.DeepEqual(o, kept) {
		t.Error("folding two ways from one order mixed their histories")
	}
}

func TestFoldRefusesWhatItDoesNotUnderstand(t *testing.T) {
	o := order(t)
	for _, c := range []struct {
		why  string
		from voc.WorkOrder
		e    voc.Event
	}{
		{"a type of a newer version", o, voc.Event{Type: "teleported", Data: json.RawMessage(`{}`)}},
		{"data that is no JSON", o, voc.Event{Type: TypeClaimed, Data: json.RawMessage(`{`)}},
		{"a claim of an order that was never opened", voc.WorkOrder{}, voc.Event{Type: TypeClaimed, Data: json.RawMessage(`{}`)}},
	} {
		if got, err := Fold(c.from, c.e); err == nil || !reflect.DeepEqual(got, c.from) {
			t.Errorf("%s: error %v, want one, and the order unchanged", c.why, err)
		}
	}
}

func TestOpenAsksForWhatANewOrderNeeds(t *testing.T) {
	if _, err := Open(Draft{Title: "x"}, start); err == nil {
		t.Error("opened without an id")
	}
	if _, err := Open(Draft{ID: "WO-1"}, start); err == nil {
		t.Error("opened without a title")
	}
	o := order(t)
	if len(o.Notes) != 1 || o.Notes[0].State != voc.OrderNew || o.Version != 1 || o.Cycle != 1 || o.Kind != voc.OrderTheme {
		t.Errorf("a new order is %+v", o)
	}
}
