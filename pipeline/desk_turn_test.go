package pipeline

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// turns looks at the clocks every so often for a while.
func (b *bureau) turns(span, every time.Duration) {
	b.t.Helper()
	for end := b.at.Add(span); b.at.Before(end); {
		b.at = b.at.Add(every)
		if err := b.turn(b.t.Context()); err != nil {
			b.t.Fatal(err)
		}
	}
}

// A red order nobody takes up: its owner, his lead, the director, each once, and the director once a day
// from then on.
func TestAClockThatRunsOutIsToldStepByStep(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Red})
	b.turns(16*time.Minute, 15*time.Second)
	var steps []string
	for _, m := range b.told(kindEscalated) {
		steps = append(steps, m.CreatedAt.Sub(noon).Round(time.Minute).String()+" "+m.Channel+" "+strings.Join(m.To, "+"))
	}
	// The manager reads the shops' channel, his lead and the director the desk.
	want := []string{"5m0s shops 沈予安", "8m0s desk 方砚秋", "8m0s shops 沈予安", "10m0s desk 方砚秋+林珂", "15m0s desk 林珂"}
	slices.Sort(steps)
	slices.Sort(want)
	if !slices.Equal(steps, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(steps, "\n"), strings.Join(want, "\n"))
	}
	written := len(b.told(kindEscalated))
	b.turns(23*time.Hour, 10*time.Minute)
	for _, e := range mustOrder(t, b, order.ID).Escalations {
		if e.Clock == voc.ClockClaim && e.Day > 0 {
			t.Errorf("the director was told again on the same day: %+v", e)
		}
	}
	b.turns(2*time.Hour, 10*time.Minute)
	days := 0
	for _, e := range mustOrder(t, b, order.ID).Escalations {
		if e.Clock == voc.ClockClaim && e.Day > 0 {
			days++
		}
	}
	if days != 1 || len(b.told(kindEscalated)) <= written {
		t.Errorf("told on %d further days after 25 hours, want one", days)
	}
}

// A restart, and any number of them, says nothing twice; what came due meanwhile is said once, the
// highest step only.
func TestARestartSaysNothingTwice(t *testing.T) {
	s := storetest.Open(t)
	b := bureauOn(t, s, noon, house())
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Red})
	b.turns(6*time.Minute, 15*time.Second)
	at := b.at
	for range 3 {
		b = bureauOn(t, s, at, house())
		for range 2 {
			if err := b.turn(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := len(b.told(kindEscalated)); n != 1 {
		t.Fatalf("%d messages after three restarts, want the one there was", n)
	}
	b = bureauOn(t, s, noon.Add(3*time.Hour), house()) // three hours nobody was there
	b.turns(time.Minute, 15*time.Second)
	var claim []int
	for _, e := range mustOrder(t, b, order.ID).Escalations {
		if e.Clock == voc.ClockClaim {
			claim = append(claim, e.Percent)
		}
	}
	if !slices.Equal(claim, []int{50, 150}) {
		t.Errorf("the claim was told at %v percent, want 50 and, after the standstill, 150 alone", claim)
	}
	if events, err := s.EventsOf(t.Context(), voc.SubjectOrder, order.ID); err != nil || workorder.Broken(workorder.Chain(events)) != -1 {
		t.Errorf("the chain is broken (%v)", err)
	}
}

func TestAWaitEndsByItself(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Yellow})
	b.do(order.ID, voc.Command{Type: voc.CommandClaim, Actor: "沈予安"})
	b.do(order.ID, voc.Command{Type: voc.CommandWait, Actor: "沈予安", WaitFor: voc.WaitSupplier, Until: noon.Add(10 * time.Hour), Text: "等供应商的检测报告"})
	b.turns(9*time.Hour, 10*time.Minute)
	if o := mustOrder(t, b, order.ID); o.State != voc.OrderWaiting || len(b.told(kindReturned)) != 0 {
		t.Fatalf("after nine of ten hours it is %s", o.State)
	}
	b.turns(2*time.Hour, 10*time.Minute)
	o := mustOrder(t, b, order.ID)
	told := b.told(kindReturned)
	if o.State != voc.OrderInProgress || len(told) != 1 || !slices.Equal(told[0].To, []string{"沈予安"}) {
		t.Errorf("after ten hours it is %s, told %+v", o.State, told)
	}
	last := o.Notes[len(o.Notes)-1]
	if last.Actor != "tingfeng" || !strings.Contains(last.Text, "供应商") {
		t.Errorf("its history ends with %+v", last)
	}
}

// Somebody goes on holiday with orders in hand: the roster is told at once, not when time runs out.
func TestTheOrdersOfSomebodyAwayGoToWhoeverIsOnDuty(t *testing.T) {
	d := house()
	b := bureauOn(t, storetest.Open(t), noon, d)
	order := b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Orange})
	b.do(order.ID, voc.Command{Type: voc.CommandClaim, Actor: "沈予安"})
	away := house()
	away.House.People[0].Away = []voc.Span{{From: noon, To: noon.Add(100 * time.Hour)}}
	b.desk.Store(&away)
	b.turns(time.Minute, 15*time.Second)
	told := b.told(kindEscalated)
	if len(told) != 1 || !slices.Equal(told[0].To, []string{"许望舒"}) || !strings.Contains(told[0].Body, "沈予安") || !strings.Contains(told[0].Title, "负责人不在") {
		t.Errorf("told %+v, want whoever is on duty, at once, and why", told)
	}
}

// The journal grows by what happened, not by how often somebody looked.
func TestTurnsWithNothingToDoWriteNothing(t *testing.T) {
	b := bureauOn(t, storetest.Open(t), noon, house())
	for range 5 {
		b.open(voc.OrderDraft{Topic: "异物", Store: "jingan", Level: voc.Blue})
	}
	before := b.journal.Seq()
	b.turns(time.Hour, 15*time.Second)
	if n := b.journal.Seq() - before; n != 0 {
		t.Errorf("%d events in an hour in which nothing came due", n)
	}
}

func mustOrder(t *testing.T, b *bureau, id string) voc.WorkOrder {
	t.Helper()
	o, err := b.order(id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}
