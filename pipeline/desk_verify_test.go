package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// story is a brand whose customers complain, hour by hour, with the real watch and the real office on
// the real store. Its burst begins at fire; every test tells how it goes on.
type story struct {
	*bureau
	watch *Watch
	heard time.Time // everything up to here was collected
}

var fire = noon

// newStory has sixteen days of ordinary complaints behind it and six hours of a burst about 异物.
func newStory(t *testing.T) *story {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: it lives through days; without -short it runs")
	}
	s := storetest.Open(t)
	s.Expect([]voc.Source{{ID: "forum", Kind: voc.KindFeed, Schedule: "@every 10m", Brand: "tea"}})
	b := bureauOn(t, s, fire, house())
	y := &story{bureau: b, heard: fire.Add(-17 * 24 * time.Hour)}
	rule := alert.DefaultRule()
	rule.Channels = []string{"desk"}
	y.watch = &Watch{store: s, journal: b.journal, rules: fixed(rule), log: b.log, office: b.office, names: b.names}
	y.listen(fire.Add(-16*24*time.Hour), 16*24, 0, true)
	y.listen(fire, 6, 40, true)
	return y
}

// listen lets hours pass with the ordinary complaints and so many about 异物 in each; what nobody
// collected is not there.
func (y *story) listen(from time.Time, hours, n int, collected bool) {
	y.t.Helper()
	var all []voc.Mention
	for h := range hours {
		at := from.Add(time.Duration(h) * time.Hour)
		if !collected {
			continue
		}
		all = append(all, complaints(at, 3+(h*7)%4, "等待", "")...)
		if n > 0 {
			all = append(all, complaints(at, n, "异物", "jingan")...)
		} else if at.Unix()/3600%9 == 0 {
			all = append(all, complaints(at, 1, "异物", "")...)
		}
	}
	if len(all) > 0 {
		if err := save(y.t, y.store, all); err != nil {
			y.t.Fatal(err)
		}
	}
	y.at = from.Add(time.Duration(hours) * time.Hour)
	if collected {
		y.heard = y.at
		visit := voc.Visit{Source: "forum", StartedAt: y.at, EndedAt: y.at.Add(time.Second), Outcome: voc.VisitOK, HeardTo: y.at, Fresh: len(all)}
		if err := y.store.SaveVisits(y.t.Context(), []voc.Visit{visit}); err != nil {
			y.t.Fatal(err)
		}
	}
}

// pass lets hours pass and looks at clocks and fixes at the end of each; at the rules, which take longer,
// every fourth.
func (y *story) pass(hours, n int, collected bool) {
	y.t.Helper()
	for h := range hours {
		y.listen(y.at, 1, n, collected)
		if h%4 == 3 || h == hours-1 {
			y.rules()
		}
		y.clocks()
	}
}

func (y *story) look() {
	y.t.Helper()
	y.rules()
	y.clocks()
}

func (y *story) rules() {
	y.t.Helper()
	if err := y.watch.Evaluate(y.t.Context(), y.at); err != nil {
		y.t.Fatal(err)
	}
}

func (y *story) clocks() {
	y.t.Helper()
	if err := y.turn(y.t.Context()); err != nil {
		y.t.Fatal(err)
	}
	if err := y.verify(y.t.Context()); err != nil {
		y.t.Fatal(err)
	}
}

// mend has the order of the burst claimed, answered and resolved.
func (y *story) mend() voc.WorkOrder {
	y.t.Helper()
	y.look()
	orders := y.journal.Orders()
	if len(orders) != 1 || orders[0].Topic != "异物" || orders[0].State != voc.OrderAssigned {
		y.t.Fatalf("the burst opened %d orders: %+v", len(orders), orders)
	}
	id := orders[0].ID
	y.do(id, voc.Command{Type: voc.CommandClaim, Actor: "沈予安"})
	y.do(id, voc.Command{Type: voc.CommandAnswer, Actor: "沈予安", Text: "已停售并排查，给大家添麻烦了"})
	return y.do(id, voc.Command{Type: voc.CommandResolve, Actor: "沈予安", Action: "停用该批次原料，更换滤网"})
}

func (y *story) state(id string) voc.WorkOrder { return mustOrder(y.t, y.bureau, id) }

func TestAFixThatHoldsIsVerified(t *testing.T) {
	y := newStory(t)
	order := y.mend()
	if order.Verification.State != voc.VerificationWatching {
		t.Fatalf("nobody measures whether it holds: %+v", order.Verification)
	}
	y.do(order.ID, voc.Command{Type: voc.CommandVerify, Actor: "沈予安", Cause: "滤网破损", Department: "门店运营"})
	seq := y.journal.Seq()
	y.pass(12, 0, true)
	o := y.state(order.ID)
	if o.State != voc.OrderVerifying || o.Verification.Before <= 0 || o.Verification.Peak < 30 || o.Verification.Heard < 0.9 {
		t.Errorf("after half a day it is %s, measured %+v; want the figures of now", o.State, o.Verification)
	}
	for _, e := range mustEvents(t, y.store, order.ID) {
		if e.Seq > seq && e.Actor == "tingfeng" {
			t.Errorf("event %s was written though nothing was decided", e.Type)
		}
	}
	y.pass(30, 0, true)
	o = y.state(order.ID)
	if o.Verification.State != voc.VerificationPassed || o.State != voc.OrderClosed || o.Cause != "滤网破损" {
		t.Errorf("after two quiet days it is %s, %+v", o.State, o.Verification)
	}
	told := y.told(kindVerified)
	if len(told) == 0 || !strings.Contains(told[0].Title, "已验证") {
		t.Errorf("nobody was told: %+v", told)
	}
	if o.Verification.After > o.Verification.Limit || o.Verification.Part >= 2*max(o.Verification.PastPart, 0.1) {
		t.Errorf("passed with %+v", o.Verification)
	}
}

func TestAFixThatDoesNotHoldReopensItsOrder(t *testing.T) {
	y := newStory(t)
	order := y.mend()
	y.do(order.ID, voc.Command{Type: voc.CommandClose, Actor: "沈予安", Cause: "滤网破损"})
	y.pass(26, 30, true)
	o := y.state(order.ID)
	if o.Cycle != 2 || o.State != voc.OrderInProgress || o.Cause != "" {
		t.Errorf("while they go on complaining it is %s in cycle %d, %+v", o.State, o.Cycle, o.Verification)
	}
	if n := len(y.journal.Orders()); n != 1 {
		t.Errorf("%d orders, want the one", n)
	}
	if told := y.told(kindReopened); len(told) == 0 || !strings.Contains(strings.Join(told[0].To, " ")+strings.Join(told[len(told)-1].To, " "), "沈予安") {
		t.Errorf("its owner was not told: %+v", told)
	}
}

func TestSilenceOfTheCollectionProvesNothing(t *testing.T) {
	y := newStory(t)
	order := y.mend()
	y.pass(2, 20, true)
	y.pass(71, 0, false)
	o := y.state(order.ID)
	if o.Verification.State == voc.VerificationPassed || o.State != voc.OrderResolved {
		t.Fatalf("nobody listened, and it is %s, %+v", o.State, o.Verification)
	}
	y.pass(3, 0, false)
	if o = y.state(order.ID); o.Verification.State != voc.VerificationUnclear || o.Cycle != 1 {
		t.Errorf("after its time it is %+v, want unclear", o.Verification)
	}
	if told := y.told(kindVerified); len(told) == 0 || !strings.Contains(told[0].Title, "无法验证") {
		t.Errorf("told %+v, want that nobody can say", told)
	}
}

// quiet lets days pass that nobody has to look at hour by hour.
func (y *story) quiet(days int) {
	y.t.Helper()
	for range days {
		y.listen(y.at, 24, 0, true)
		y.look()
	}
}

func TestARelapseWithinAWeekIsTheSameOrder(t *testing.T) {
	y := newStory(t)
	order := y.mend()
	y.do(order.ID, voc.Command{Type: voc.CommandClose, Actor: "沈予安", Cause: "滤网破损"})
	y.quiet(3)
	if o := y.state(order.ID); o.Verification.State != voc.VerificationPassed {
		t.Fatalf("after three quiet days: %+v", o.Verification)
	}
	y.pass(2, 60, true)
	o := y.state(order.ID)
	if n := len(y.journal.Orders()); n != 1 || o.Cycle != 2 || !o.State.Open() {
		t.Fatalf("%d orders, the first %s in cycle %d; want the same one open again", n, o.State, o.Cycle)
	}
	linked := 0
	for _, a := range y.journal.Alerts() {
		if a.Order == order.ID {
			linked++
		}
	}
	if linked != 2 || o.Verification.State != "" {
		t.Errorf("%d incidents name the order, want both; verification %+v, want none yet", linked, o.Verification)
	}
	y.do(order.ID, voc.Command{Type: voc.CommandResolve, Actor: "沈予安", Action: "全部门店更换滤网"})
	y.quiet(2)
	if o = y.state(order.ID); o.Verification.State != voc.VerificationPassed {
		t.Errorf("the second fix: %+v", o.Verification)
	}
}

func TestARelapseAfterAWeekIsANewOrderThatNamesTheOld(t *testing.T) {
	y := newStory(t)
	order := y.mend()
	y.do(order.ID, voc.Command{Type: voc.CommandClose, Actor: "沈予安", Cause: "滤网破损"})
	y.quiet(9)
	y.pass(2, 60, true)
	orders := y.journal.Orders()
	if len(orders) != 2 || len(orders[0].Linked) != 1 || orders[0].Linked[0] != order.ID || orders[0].Cycle != 1 {
		t.Fatalf("%d orders, the newest linked to %v", len(orders), orders[0].Linked)
	}
	if o := y.state(order.ID); o.State != voc.OrderClosed {
		t.Errorf("the old one is %s", o.State)
	}
}

// How fast past incidents went away by themselves is asked of the store, once each.
func TestPastIncidentsTellHowFastSuchThingsGoAway(t *testing.T) {
	y := newStory(t)
	y.look()
	past := voc.Alert{
		ID: "AL-past", Brand: "tea", Topic: "等待", Topics: []string{"等待"}, State: voc.AlertResolved, History: true,
		StartedAt: fire.Add(-5 * 24 * time.Hour), OpenedAt: fire.Add(-5 * 24 * time.Hour), ResolvedAt: fire.Add(-4 * 24 * time.Hour),
	}
	for h, n := range []int{60, 60, 45, 34, 25, 19, 14, 11, 8, 6} {
		if err := save(t, y.store, complaints(past.StartedAt.Add(time.Duration(h)*time.Hour+time.Second), n, "等待", "")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := y.journal.Do(t.Context(), func(State, time.Time) ([]voc.Event, error) {
		return []voc.Event{alert.OpenedEvent(past, past.OpenedAt)}, nil
	}); err != nil {
		t.Fatal(err)
	}
	order := y.journal.Orders()[0]
	usual, err := y.usualOf(t.Context(), y.journal.View(), order, fire)
	if err != nil || len(usual) == 0 || usual[0] < 2*time.Hour || usual[0] > 5*time.Hour {
		t.Fatalf("half lives are %v (%v), want the newest of about three hours", usual, err)
	}
	if again, err := y.usualOf(t.Context(), y.journal.View(), order, fire); err != nil || !slices.Equal(again, usual) {
		t.Errorf("asked again: %v (%v)", again, err)
	}
	same, others := similarTo(y.journal.View(), order, fire)
	if len(same) != 0 || len(others) == 0 || others[0].ID != past.ID {
		t.Errorf("%d of the same matter, %d others; want it the newest of the others", len(same), len(others))
	}
	past.Topics, past.Topic = nil, "异物"
	if same, _ = similarTo(State{Alerts: map[string]voc.Alert{"AL-past": past}}, order, fire); len(same) != 1 {
		t.Errorf("%d of the same matter, want the one that names its topic", len(same))
	}
	helped := State{
		Alerts: map[string]voc.Alert{"AL-past": {ID: "AL-past", Brand: "tea", Topic: "异物", State: voc.AlertResolved, ResolvedAt: past.ResolvedAt, Order: "WO-0"}},
		Orders: map[string]voc.WorkOrder{"WO-0": {ID: "WO-0", ResolvedAt: past.ResolvedAt.Add(-time.Hour)}},
	}
	if same, others = similarTo(helped, order, fire); len(same)+len(others) != 0 {
		t.Error("an incident somebody mended counts as one that went away by itself")
	}
}

func TestWhatAnOrderIsMeasuredBy(t *testing.T) {
	for _, c := range []struct {
		sentence string
		order    voc.WorkOrder
		want     store.MatterQuery
	}{
		{"all its topics", voc.WorkOrder{Brand: "tea", Topic: "异物", Topics: []string{"异物", "卫生"}, Store: "jingan"}, store.MatterQuery{Brand: "tea", Topics: []string{"异物", "卫生"}}},
		{"its one topic", voc.WorkOrder{Brand: "tea", Topic: "异物"}, store.MatterQuery{Brand: "tea", Topics: []string{"异物"}}},
		{"its shop when no topic stood out", voc.WorkOrder{Brand: "tea", Store: "jingan"}, store.MatterQuery{Brand: "tea", Store: "jingan"}},
		{"else all there is", voc.WorkOrder{Brand: "tea"}, store.MatterQuery{Brand: "tea"}},
	} {
		if got := matterOf(c.order); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %+v", c.sentence, got)
		}
	}
}

func mustEvents(t *testing.T, s *store.Store, id string) []voc.Event {
	t.Helper()
	events, err := s.EventsOf(t.Context(), voc.SubjectOrder, id)
	if err != nil {
		t.Fatal(err)
	}
	return events
}
