package workorder

import (
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// What other desks got wrong, each as a test of ours.

// officeTerms count yellow and blue in Shanghai office hours.
func officeTerms(t *testing.T) *Terms {
	t.Helper()
	terms, err := NewTerms(DefaultPolicy("总部"), []Calendar{OfficeHours("总部", "Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

// shanghai is a moment of the week from Monday 2 March 2026, on the wall of Shanghai.
func shanghai(t *testing.T, date, clock string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+date+" "+clock, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func opened(t *testing.T, d Draft, at time.Time) voc.WorkOrder {
	t.Helper()
	if d.ID == "" {
		d.ID = "WO-1"
	}
	if d.Title == "" {
		d.Title = "x"
	}
	e, err := Open(d, at)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Fold(voc.WorkOrder{}, e)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func clock(t *testing.T, o voc.WorkOrder, name voc.ClockName) voc.Clock {
	t.Helper()
	c, ok := clockOf(o, name)
	if !ok {
		t.Fatalf("the order has no %s clock: %+v", name, o.Clocks)
	}
	return c
}

func waiting(until time.Time) voc.Command {
	return voc.Command{Type: voc.CommandWait, Actor: "王芳", WaitFor: voc.WaitCustomer, Until: until, Text: "等顾客寄回", Lead: true}
}

func regrade(to voc.Level) voc.Command {
	return voc.Command{Type: voc.CommandRegrade, Actor: "李雷", Level: to, Text: "有人送医"}
}

var resumeIt = voc.Command{Type: voc.CommandResume, Actor: "王芳"}

// A change of level during a wait, or after one, takes the time that was waited into account: the new
// target counts on what was used, not from the opening. (glpi-project/glpi#6902, #15605)
func TestAnotherLevelDoesNotCountTheTimeWaited(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	o := do(t, opened(t, Draft{Level: voc.Orange}, at), claimBy("王芳"), at)
	o = do(t, o, waiting(at.Add(48*time.Hour)), at.Add(time.Hour))
	during := do(t, o, regrade(voc.Red), at.Add(40*time.Hour))
	if c := clock(t, during, voc.ClockResolve); c.Used != time.Hour || c.Breached {
		t.Errorf("regraded during the wait: used %s, breached %t; want 1h and not", c.Used, c.Breached)
	}
	after := do(t, do(t, o, resumeIt, at.Add(30*time.Hour)), regrade(voc.Red), at.Add(31*time.Hour))
	if c := clock(t, after, voc.ClockResolve); c.Used != 2*time.Hour || !c.Due.Equal(at.Add(31*time.Hour+22*time.Hour)) {
		t.Errorf("regraded after the wait: used %s, due %s; want 2h and 22h from then", c.Used, c.Due)
	}
}

// A wait over a weekend moves the due time by the working time waited, measured in the same hours the
// due time is: not by two and a half days. (glpi-project/glpi#10594)
func TestAWaitOverTheWeekendIsMeasuredInWorkingHours(t *testing.T) {
	friday := shanghai(t, "03-06", "16:00")
	o := do(t, opened(t, Draft{Level: voc.Yellow, Terms: officeTerms(t)}, friday), claimBy("王芳"), friday)
	was := o.ResolveDue // 45 working hours on: the Friday after, 16:00
	o = do(t, o, waiting(shanghai(t, "03-09", "10:00")), friday.Add(time.Hour))
	o = do(t, o, resumeIt, shanghai(t, "03-09", "10:00"))
	if want := shanghai(t, "03-13", "18:00"); !was.Equal(shanghai(t, "03-13", "16:00")) || !o.ResolveDue.Equal(want) || o.Waited != 2*time.Hour {
		t.Errorf("due %s, then %s after waiting %s; want 03-13 16:00, then two working hours later", was, o.ResolveDue, o.Waited)
	}
}

// What waits does not run over, however long it waits. (glpi-project/glpi#24481)
func TestNothingRunsOverWhileWaiting(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("王芳"), at)
	o = do(t, o, answerIt, at)
	o = do(t, o, waiting(at.Add(300*time.Hour)), at.Add(23*time.Hour))
	late := at.Add(299 * time.Hour)
	if got := Overdue(o, late); got != "" {
		t.Errorf("after 276 hours of waiting it is overdue by %q", got)
	}
	if due := At(o, late).ResolveDue; !due.Equal(late.Add(time.Hour)) {
		t.Errorf("due %s while waiting, want an hour from any moment on: that much is left", due)
	}
	if events := Escalate(o, House{Default: "李雷"}, late); len(events) != 0 {
		t.Errorf("somebody was told of a clock that stands: %+v", events)
	}
}

// The time an order was resolved or closed is not used when it reopens. (glpi-project/glpi#9267)
func TestTheTimeClosedIsNotUsed(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	for _, path := range [][]voc.Command{{resolveIt}, {resolveIt, closeIt}} {
		o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("王芳"), at)
		for _, c := range path {
			o = do(t, o, c, at.Add(5*time.Minute))
		}
		back := at.Add(100 * time.Hour)
		o = do(t, o, reopenIt, back)
		c := clock(t, o, voc.ClockResolve)
		if c.Used != 0 || c.Total != 5*time.Minute || Overdue(o, back) != "" || !c.Due.Equal(back.Add(day)) {
			t.Errorf("after %d steps and 100 hours: used %s, total %s, due %s", len(path), c.Used, c.Total, c.Due)
		}
		if len(o.PastClocks) != 3 || o.PastClocks[2].Used != 5*time.Minute || o.PastClocks[2].Cycle != 1 {
			t.Errorf("the first cycle is kept as %+v", o.PastClocks)
		}
	}
}

// A customer's word ends the wait whatever way it came in; the clock runs from there.
// (zammad/zammad#1322)
func TestAnAnswerEndsTheWaitWhateverWayItCame(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	for _, channel := range []string{"web", "bot", "api", "cli", "timer"} {
		o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("王芳"), at)
		o = do(t, o, waiting(at.Add(10*time.Hour)), at.Add(time.Hour))
		c := resumeIt
		c.Channel = channel
		o = do(t, o, c, at.Add(2*time.Hour))
		if got := clock(t, At(o, at.Add(3*time.Hour)), voc.ClockResolve); !got.Running || got.Used != 2*time.Hour {
			t.Errorf("resumed by %s: running %t, used %s; want it to run, 2h used", channel, got.Running, got.Used)
		}
	}
}

// What was merged, dismissed or cancelled is nobody's trouble any more. (zammad/zammad#904)
func TestAMergedOrderEscalatesNoMore(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	for _, end := range []voc.Command{mergeIt, dismiss, cancel} {
		o := do(t, opened(t, Draft{Level: voc.Red}, at), end, at.Add(5*time.Minute))
		late := at.Add(100 * time.Hour)
		if events := Escalate(o, House{Default: "李雷", Director: "韩总"}, late); len(events) != 0 || Overdue(o, late) != "" {
			t.Errorf("%s: %d escalations, overdue %q", end.Type, len(events), Overdue(o, late))
		}
		if c := clock(t, At(o, late), voc.ClockResolve); c.Running || c.Used != 5*time.Minute {
			t.Errorf("%s: the clock is %+v", end.Type, c)
		}
	}
}

// An order that ran over, was solved and comes back starts its cycle on time: neither the old due time
// nor the old breach is its own, but both are kept.
func TestAnOrderThatComesBackIsNotLateAtOnce(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("王芳"), at)
	o = do(t, o, answerIt, at)
	o = do(t, o, resolveIt, at.Add(30*time.Hour))
	o = do(t, o, reopenIt, at.Add(50*time.Hour))
	if got := Overdue(o, at.Add(51*time.Hour)); got != "" {
		t.Errorf("an hour after it came back it is overdue by %q", got)
	}
	breached := 0
	for _, c := range o.PastClocks {
		if c.Breached {
			breached++
		}
	}
	if breached != 1 {
		t.Errorf("%d clocks of the first cycle ran over, want the one", breached)
	}
}

// A complaint about what happened long ago has its full time from when it was discovered.
func TestOldComplaintsHaveTheirFullTime(t *testing.T) {
	found := shanghai(t, "03-06", "17:00")
	o := opened(t, Draft{Level: voc.Yellow, Terms: officeTerms(t), Kind: voc.OrderCase, Post: "p1",
		Evidence: []voc.Evidence{{PostID: "p1", At: found.AddDate(-1, 0, 0)}}}, found)
	if want := shanghai(t, "03-09", "10:00"); !o.ClaimDue.Equal(want) {
		t.Errorf("claim due %s, want two working hours after it was found: %s", o.ClaimDue, want)
	}
}

// What an order obeys was agreed when it was opened: another policy tomorrow changes no order of today.
func TestALaterPolicyRewritesNothing(t *testing.T) {
	at := shanghai(t, "03-06", "17:00")
	e, err := Open(Draft{ID: "WO-1", Title: "x", Level: voc.Yellow, Terms: officeTerms(t)}, at)
	if err != nil {
		t.Fatal(err)
	}
	o, err := Fold(voc.WorkOrder{}, e)
	if err != nil {
		t.Fatal(err)
	}
	stricter := DefaultPolicy("总部")
	stricter.Levels[voc.Yellow] = Targets{Claim: time.Minute, Resolve: time.Hour}
	later, err := NewTerms(stricter, []Calendar{OfficeHours("总部", "Asia/Shanghai")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Open(Draft{ID: "WO-2", Title: "x", Level: voc.Yellow, Terms: later}, at); err != nil {
		t.Fatal(err)
	}
	again, err := Fold(voc.WorkOrder{}, e)
	if err != nil || !again.ResolveDue.Equal(o.ResolveDue) || again.Policy != o.Policy || again.Policy == later.Revision() {
		t.Errorf("read again: due %s under %s, was %s under %s (%v)", again.ResolveDue, again.Policy, o.ResolveDue, o.Policy, err)
	}
}

// A clock that was taken away escalates no more and is not overdue, also when it had run over already;
// taking a policy out of the configuration leaves the orders opened under it with what was agreed.
// (zammad/zammad#4353)
func TestAClockTakenAwayEscalatesNoMore(t *testing.T) {
	at := shanghai(t, "03-02", "10:00")
	h := House{Default: "李雷", Director: "韩总"}
	o := do(t, opened(t, Draft{Level: voc.Red}, at), claimBy("王芳"), at)
	late := at.Add(5 * time.Hour)
	if got := Overdue(o, late); got != "answer" {
		t.Fatalf("red and five hours without an answer: overdue %q", got)
	}
	for _, e := range Escalate(o, h, late) {
		var err error
		if o, err = Fold(o, e); err != nil {
			t.Fatal(err)
		}
	}
	o = do(t, o, regrade(voc.Blue), late) // which needs no public answer
	if got := Overdue(o, late.Add(time.Hour)); got != "" {
		t.Errorf("blue: overdue by %q", got)
	}
	if events := Escalate(o, h, late.Add(30*time.Hour)); len(events) != 0 {
		t.Errorf("blue: %d escalations, want none", len(events))
	}
}
