package alert

import (
	"errors"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// folded applies events to an incident, ignoring those of others.
func folded(t *testing.T, a voc.Alert, events ...voc.Event) voc.Alert {
	t.Helper()
	for _, e := range events {
		if e.ID != a.ID {
			continue
		}
		var err error
		if a, err = Fold(a, e); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// TestEveryCommandInEveryState: what may be asked of an incident, and what it becomes.
func TestEveryCommandInEveryState(t *testing.T) {
	base := voc.Alert{ID: "AL-1", Rule: "burst", Brand: "b", OpenedAt: monday, LastAt: monday, State: voc.AlertOpen, Level: voc.Yellow}
	into := voc.Alert{ID: "AL-0", Rule: "pay", Brand: "b", OpenedAt: monday.Add(-time.Hour), LastAt: monday.Add(-time.Hour), State: voc.AlertOpen}
	now := monday.Add(time.Hour)
	in := func(state voc.AlertState) voc.Alert { a := base; a.State = state; return a }
	for _, c := range []struct {
		state   voc.AlertState
		cmd     voc.AlertCommandType
		may     bool
		becomes voc.AlertState
	}{
		{voc.AlertOpen, voc.AlertCommandConfirm, true, voc.AlertOpen},
		{voc.AlertOpen, voc.AlertCommandFalseAlarm, true, voc.AlertResolved},
		{voc.AlertOpen, voc.AlertCommandMute, true, voc.AlertOpen},
		{voc.AlertOpen, voc.AlertCommandUnmute, true, voc.AlertOpen},
		{voc.AlertOpen, voc.AlertCommandMerge, true, voc.AlertMerged},
		{voc.AlertResolved, voc.AlertCommandConfirm, true, voc.AlertResolved},
		{voc.AlertResolved, voc.AlertCommandFalseAlarm, true, voc.AlertResolved},
		{voc.AlertResolved, voc.AlertCommandMute, false, voc.AlertResolved},
		{voc.AlertResolved, voc.AlertCommandUnmute, true, voc.AlertResolved},
		{voc.AlertResolved, voc.AlertCommandMerge, true, voc.AlertMerged},
		{voc.AlertMerged, voc.AlertCommandConfirm, false, voc.AlertMerged},
		{voc.AlertMerged, voc.AlertCommandFalseAlarm, false, voc.AlertMerged},
		{voc.AlertMerged, voc.AlertCommandMute, false, voc.AlertMerged},
		{voc.AlertMerged, voc.AlertCommandUnmute, false, voc.AlertMerged},
		{voc.AlertMerged, voc.AlertCommandMerge, false, voc.AlertMerged},
	} {
		a := in(c.state)
		events, err := Apply(a, voc.AlertCommand{Type: c.cmd, Actor: "林", Text: "看过了", Into: "AL-0", Until: now.Add(time.Hour)}, into, now)
		if (err == nil) != c.may {
			t.Errorf("%s of one that is %s: %v, may it: %v", c.cmd, c.state, err, c.may)
			continue
		}
		got := folded(t, a, events...)
		if got.State != c.becomes {
			t.Errorf("%s of one that is %s makes it %s, want %s", c.cmd, c.state, got.State, c.becomes)
		}
		if again, err := Apply(got, voc.AlertCommand{Type: c.cmd, Actor: "林", Text: "看过了", Into: "AL-0", Until: now.Add(time.Hour)}, into, now); c.may && c.cmd != voc.AlertCommandMute && err == nil && len(again) != 0 {
			t.Errorf("%s twice on one that is %s writes %d events again", c.cmd, c.state, len(again))
		}
		if c.cmd == voc.AlertCommandMerge && c.may {
			older := folded(t, into, events...)
			if PartOf(older, "burst", "") == nil || !older.LastAt.Equal(monday) || got.Merged != "AL-0" {
				t.Errorf("merged: the older is %+v, the younger part of %q", older.Rules, got.Merged)
			}
		}
	}
	var refused *Refusal
	if _, err := Apply(base, voc.AlertCommand{Type: voc.AlertCommandFalseAlarm, Actor: "林"}, into, now); !errors.As(err, &refused) || !refused.Lacking {
		t.Errorf("a verdict without a reason: %v", err)
	}
}

func TestMutedButNotForRed(t *testing.T) {
	a := voc.Alert{Level: voc.Orange, MutedUntil: monday}
	if !Muted(a, monday.Add(-time.Minute)) || Muted(a, monday) {
		t.Error("muted until a moment means before it, and not at it")
	}
	if a.Level = voc.Red; Muted(a, monday.Add(-time.Minute)) {
		t.Error("red is told all the same")
	}
}

func TestWhatASilenceCovers(t *testing.T) {
	a := voc.Alert{ID: "AL-1", Brand: "b", Rule: "burst", Topic: "异物", Topics: []string{"异物", "就医"}, Level: voc.Orange,
		Shares: []voc.Share{{Dimension: "store", Element: "jingan", Part: 0.7}, {Dimension: "store", Element: "hubin", Part: 0.2}}}
	whole := voc.Silence{ID: "SL", Brand: "b", From: monday, To: monday.Add(time.Hour)}
	f := func(why string, change func(*voc.Silence), at time.Time, want bool) {
		t.Helper()
		s := whole
		change(&s)
		if got := Silences(s, a, at); got != want {
			t.Errorf("%s: %v, want %v", why, got, want)
		}
	}
	half := monday.Add(30 * time.Minute)
	f("its brand", func(*voc.Silence) {}, half, true)
	f("from its first moment", func(*voc.Silence) {}, monday, true)
	f("its end is the first moment after it", func(*voc.Silence) {}, monday.Add(time.Hour), false)
	f("not yet", func(*voc.Silence) {}, monday.Add(-time.Second), false)
	f("taken back", func(s *voc.Silence) { s.EndedAt = monday.Add(10 * time.Minute) }, half, false)
	f("another brand", func(s *voc.Silence) { s.Brand = "c" }, half, false)
	f("its rule", func(s *voc.Silence) { s.Rule = "burst" }, half, true)
	f("another rule", func(s *voc.Silence) { s.Rule = "pay" }, half, false)
	f("a topic of its cluster", func(s *voc.Silence) { s.Topic = "就医" }, half, true)
	f("another topic", func(s *voc.Silence) { s.Topic = "等待" }, half, false)
	f("the shop it is about", func(s *voc.Silence) { s.Store = "jingan" }, half, true)
	f("a shop that is only named", func(s *voc.Silence) { s.Store = "hubin" }, half, false)
	f("only up to yellow", func(s *voc.Silence) { s.UpTo = voc.Yellow }, half, false)
	a.Level = voc.Red
	f("red passes when nobody says otherwise", func(*voc.Silence) {}, half, false)
	f("unless somebody does", func(s *voc.Silence) { s.UpTo = voc.Red }, half, true)
}

func TestARedIncidentExplainsItsTopics(t *testing.T) {
	red := voc.Alert{ID: "AL-R", Brand: "b", Level: voc.Red, State: voc.AlertOpen, Topic: "异物", Topics: []string{"异物"},
		Shares: []voc.Share{{Dimension: "topic", Element: "退款", Part: 0.3}}}
	f := func(why string, a voc.Alert, want string) {
		t.Helper()
		if got := HushedBy(a, nil, []voc.Alert{red}, monday); got != want {
			t.Errorf("%s: hushed by %q, want %q", why, got, want)
		}
	}
	one := voc.Alert{ID: "AL-1", Brand: "b", Level: voc.Yellow, State: voc.AlertOpen, Topic: "退款"}
	f("a topic that brought part of its increase", one, "AL-R")
	other := one
	other.Topic = "等待"
	f("a topic it does not explain", other, "")
	rival := one
	rival.Brand = "c"
	f("another brand", rival, "")
	grave := one
	grave.Level = voc.Red
	f("a red one is always told", grave, "")
	f("it does not hush itself", red, "")
	red.State = voc.AlertResolved
	f("once it is over it explains nothing", one, "")
}

func TestPlansComeAndGo(t *testing.T) {
	plan := voc.Plan{Title: "周年庆", From: monday, To: monday.Add(10 * time.Hour), Raise: 3}
	saved, err := PlanEvent(plan, "林", monday.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	got, err := FoldPlan(voc.Plan{}, saved)
	if err != nil || got.Origin != PlanFromPage || got.Actor != "林" || got.ID != "周年庆" {
		t.Fatalf("%+v, %v", got, err)
	}
	drop := func(at time.Time) voc.Plan {
		e, err := DropPlan(got, "陈", at)
		if err != nil {
			t.Fatal(err)
		}
		dropped, err := FoldPlan(got, e)
		if err != nil {
			t.Fatal(err)
		}
		return dropped
	}
	if p := drop(monday.Add(-time.Minute)); p.Title != "" {
		t.Errorf("dropped before it began it is still %+v", p)
	}
	if p := drop(monday.Add(time.Hour)); !p.To.Equal(monday.Add(time.Hour)) || !p.From.Equal(monday) {
		t.Errorf("dropped while it ran it is %+v, want it ended then", p)
	}
	var refused *Refusal
	if _, err := DropPlan(got, "陈", got.To); !errors.As(err, &refused) || refused.Lacking {
		t.Errorf("dropped when over: %v", err)
	}
	if _, err := FoldPlan(voc.Plan{}, voc.Event{Type: "postponed"}); err == nil {
		t.Error("an event of a newer version was folded")
	}
}
