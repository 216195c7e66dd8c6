package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// tired is a bureau whose people may be interrupted twice a day.
func tired(t *testing.T) *bureau {
	t.Helper()
	b := bureauOn(t, storetest.Open(t), noon, house())
	b.attention = func() alert.Attention { return alert.Attention{PerDay: 2} }
	return b
}

// withheldIn lists what an order's history says of people who were left in peace.
func withheldIn(o voc.WorkOrder) []string {
	var texts []string
	for _, n := range o.Notes {
		if n.Type == workorder.TypeWithheld {
			texts = append(texts, n.Text)
		}
	}
	return texts
}

// TestOrdersInterruptNobodyMoreThanTheyTake: the third mild order of a day waits for the letter, a red
// one does not, nor does the next day's; the order is theirs all the same.
func TestOrdersInterruptNobodyMoreThanTheyTake(t *testing.T) {
	b := tired(t)
	mild := voc.OrderDraft{Topic: "等待", Store: "jingan", Level: voc.Yellow}
	b.open(mild)
	b.open(mild)
	if n := len(b.told(kindAssigned)); n != 2 {
		t.Fatalf("%d messages of two orders", n)
	}
	third := b.open(mild)
	if n := len(b.told(kindAssigned)); n != 2 || third.Assignee != "沈予安" {
		t.Errorf("%d messages of three orders, the third is %s's; want it given to him without a word", n, third.Assignee)
	}
	if said := withheldIn(third); len(said) != 1 || !strings.Contains(said[0], "未打扰沈予安") || !strings.Contains(said[0], "新工单待您认领") {
		t.Errorf("its history says %q, want who was not told what", said)
	}
	p := &Pipeline{Journal: b.journal, office: b.office, options: Options{Store: b.store, Now: b.now}}
	entries, err := p.Audit(t.Context(), third.ID)
	if err != nil || workorder.Broken(entries) >= 0 {
		t.Errorf("the chain of its history is broken at %d (%v)", workorder.Broken(entries), err)
	}
	red := mild
	red.Level = voc.Red
	if o := b.open(red); len(b.told(kindAssigned)) != 3 || len(withheldIn(o)) != 0 {
		t.Errorf("a red order was withheld: %v", withheldIn(o))
	}
	b.at = b.at.Add(24 * time.Hour)
	if o := b.open(mild); len(b.told(kindAssigned)) != 4 || len(withheldIn(o)) != 0 {
		t.Errorf("on the next day it was withheld: %v", withheldIn(o))
	}
}

// TestWhoHasAttentionLeftIsTold: of several people a message is for, only those are left out who have
// heard enough.
func TestWhoHasAttentionLeftIsTold(t *testing.T) {
	b := tired(t)
	order := voc.WorkOrder{ID: "WO-1", Level: voc.Orange}
	breath := b.breathe(State{Told: []alert.Told{
		{At: noon, Channel: "desk", To: []string{"林珂"}}, {At: noon, Channel: "desk", To: []string{"林珂", "方砚秋"}},
	}}, nil, noon)
	w := word{kind: kindEscalated, lead: "认领时限已用 75%"}
	if got := breath.spare(order, w, []string{"方砚秋", "林珂"}); !slices.Equal(got, []string{"方砚秋"}) {
		t.Errorf("told %v, want the one who heard one thing today", got)
	}
	w.urgent = true
	if got := breath.spare(order, w, []string{"林珂"}); len(got) != 1 {
		t.Error("what is urgent was withheld")
	}
	for _, kind := range []string{kindClaimed, kindVerified} {
		if got := breath.spare(order, word{kind: kind}, []string{"林珂"}); len(got) != 1 {
			t.Errorf("%s was withheld: nobody has to act on it", kind)
		}
	}
}

// TestEscalationsPassWhenTheTimeIsOver: a reminder at half of the time waits for the letter, but not
// the word that it is over.
func TestEscalationsPassWhenTheTimeIsOver(t *testing.T) {
	for percent, urgent := range map[int]bool{0: true, 50: false, 75: false, 100: true, 150: true} {
		o := voc.WorkOrder{ID: "WO-1"}
		e := voc.Event{Type: workorder.TypeEscalated, Data: []byte(fmt.Sprintf(`{"clock":"claim","percent":%d,"to":["林珂"]}`, percent))}
		if w := heardOf(o, o, e); w.urgent != urgent {
			t.Errorf("at %d %% urgent is %v", percent, w.urgent)
		}
	}
}

// TestIncidentsAndOrdersTireTheSamePeople: a message to a channel is read by everybody there, whoever
// is called by name in it, so that the day's third thing is an order or an incident alike.
func TestIncidentsAndOrdersTireTheSamePeople(t *testing.T) {
	b := tired(t)
	for i := range 2 {
		m := voc.Message{ID: fmt.Sprint("m", i), Channel: "desk", Kind: kindOpened, Level: voc.Orange, To: []string{"沈予安"}, CreatedAt: noon}
		if err := b.journal.Record(t.Context(), notify.QueuedEvent(m, noon)); err != nil {
			t.Fatal(err)
		}
	}
	// 许望舒 has no channel of her own and reads the desk; 沈予安 was called by name but reads the shops'.
	if o := b.open(voc.OrderDraft{Topic: "等待", Level: voc.Yellow}); o.Assignee != "许望舒" || len(withheldIn(o)) != 1 {
		t.Errorf("%s was told of an order after two incidents on her channel: withheld %v", o.Assignee, withheldIn(o))
	}
	if o := b.open(voc.OrderDraft{Topic: "等待", Store: "jingan", Level: voc.Yellow}); len(withheldIn(o)) != 0 {
		t.Errorf("%s was not told, though he reads another channel: %v", o.Assignee, withheldIn(o))
	}
	w := &Watch{office: b.office, names: b.names}
	w.how.Store(&Watching{Attention: alert.Attention{PerDay: 2}})
	told := &teller{watch: w, state: b.journal.View(), now: noon, told: voc.Alert{ID: "AL-1", State: voc.AlertOpen}}
	told.queue(voc.Message{ID: "third", Channel: "desk", Kind: kindOpened, Level: voc.Yellow, CreatedAt: noon})
	if len(told.events) != 1 || told.events[0].Type != alert.TypeWithheld {
		t.Errorf("a third incident on the desk gave %+v, want it withheld: all who read there heard two", told.events)
	}
}
