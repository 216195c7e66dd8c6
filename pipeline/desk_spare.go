package pipeline

import (
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// readers are the people of the house, each with the channels they are reached by: who has none of
// their own reads where everybody is told.
func (o *office) readers() []voc.Person {
	d := o.settings()
	people := slices.Clone(d.House.People)
	for i := range people {
		if len(people[i].Channels) == 0 {
			people[i].Channels = d.Channels
		}
	}
	return people
}

// breath is what is told of orders at one moment: who was interrupted how often before and in it, and
// who is spared.
type breath struct {
	state  State // only Told
	how    alert.Attention
	people []voc.Person
	zone   *time.Location
	now    time.Time
	spared map[string][]string // what they are not told, by order
}

// breathe begins to tell what follows from some events; messages among them have been told already.
func (o *office) breathe(s State, events []voc.Event, now time.Time) *breath {
	b := &breath{state: State{Told: slices.Clone(s.Told)}, people: o.readers(), zone: o.names.location, now: now, spared: map[string][]string{}}
	if o.attention != nil {
		b.how = o.attention()
	}
	if b.zone == nil {
		b.zone = time.UTC
	}
	b.count(events)
	return b
}

// count takes in the messages among some events.
func (b *breath) count(events []voc.Event) {
	for _, e := range events {
		if e.Subject == voc.SubjectMessage {
			if e.At.IsZero() {
				e.At = b.now
			}
			_ = b.state.tell(e) // one that cannot be read is refused when it is folded
		}
	}
}

// spare leaves out of those who are to be told something of an order who has been interrupted often
// enough today, and remembers it. Red, a time limit that is over, and work that falls to somebody
// because another is away always pass; so does what nobody has to act on.
func (b *breath) spare(order voc.WorkOrder, w word, names []string) []string {
	free := toldOf(voc.Message{Kind: w.kind}, b.now).Free
	if free || w.urgent || order.Level == voc.Red {
		return names
	}
	counts := alert.Interruptions(b.state.Told, b.people, b.now, b.zone)
	var told, spared []string
	for _, name := range names {
		if b.how.Spares(alert.Told{To: []string{name}}, order.Level, counts, b.people) {
			spared = append(spared, name)
		} else {
			told = append(told, name)
		}
	}
	if len(spared) > 0 {
		b.spared[order.ID] = append(b.spared[order.ID], "“"+w.lead+"”未打扰"+strings.Join(spared, "、"))
	}
	return told
}

// end gives the events that remember who was spared what, for the history of the order and for the
// letter of the day.
func (b *breath) end(orders map[string]voc.WorkOrder) []voc.Event {
	var events []voc.Event
	for id, texts := range b.spared {
		events = append(events, workorder.Withheld(orders[id], strings.Join(texts, "；")+"：当天打扰次数已到上限", b.now))
	}
	slices.SortFunc(events, func(a, b voc.Event) int { return strings.Compare(a.ID, b.ID) })
	return events
}
