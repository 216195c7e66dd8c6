package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Desk says how the house works on its work orders: who there is, whose an order becomes, how much
// time there is, and who else hears of it.
type Desk struct {
	House    workorder.House
	Terms    *workorder.Terms // of new orders; nil: the usual times, round the clock
	Channels []string         // where people who have no channel of their own are told
	Sync     []string         // channels other systems read every change of every order from
}

// office keeps work orders moving: it opens them, watches their clocks, has fixes measured, and tells
// people and other systems. What may be done with an order only workorder.Apply decides; all the office
// writes goes through the journal.
type office struct {
	store   *store.Store
	journal *Journal
	names   names
	now     func() time.Time
	log     *slog.Logger
	address string // of the dashboard, for links in messages; "" none
	desk    atomic.Pointer[Desk]

	attention func() alert.Attention // how often people may be interrupted; nil: as often as there is something

	mu           sync.Mutex
	measurements map[string]measurement   // of fixes being verified, by order
	halves       map[string]time.Duration // of past incidents, by id
}

func newOffice(o Options, journal *Journal, names names) *office {
	f := &office{
		store: o.Store, journal: journal, names: names, now: o.Now, log: o.Log, address: o.Address,
		measurements: map[string]measurement{}, halves: map[string]time.Duration{},
	}
	f.desk.Store(&o.Desk)
	return f
}

// channels wraps every channel, so that messages for other systems go out whole.
func (o *office) channels(all map[string]notify.Deliver) map[string]notify.Deliver {
	wrapped := make(map[string]notify.Deliver, len(all))
	for name, deliver := range all {
		wrapped[name] = o.whole(deliver)
	}
	return wrapped
}

// settings are the desk's as they stand now.
func (o *office) settings() Desk {
	if d := o.desk.Load(); d != nil {
		return *d
	}
	return Desk{}
}

// follow adds to events of work orders the messages that follow from them, so that both are one insert:
// nothing is done that nobody is told, and nothing told that was not done. It sees every event of every
// order, whoever asked for it.
func (o *office) follow(s State, events []voc.Event, now time.Time) ([]voc.Event, error) {
	orders, told := map[string]voc.WorkOrder{}, toldWith(events)
	b := o.breathe(s, events, now)
	var messages []voc.Event
	for _, e := range events {
		if e.Subject != voc.SubjectOrder {
			continue
		}
		before, seen := orders[e.ID]
		if !seen {
			before = s.Orders[e.ID]
		}
		if e.At.IsZero() {
			e.At = now
		}
		after, err := workorder.Fold(before, e)
		if err != nil {
			return nil, err
		}
		orders[e.ID] = after
		words := o.tell(before, after, e, told, b)
		b.count(words)
		messages = append(messages, words...)
		messages = append(messages, o.sync(after, e)...)
	}
	return append(append(events, messages...), b.end(orders)...), nil
}

// toldOn is one subject told on one channel.
type toldOn struct{ subject, channel string }

// toldWith lists what is told in the same breath: who reads of an incident and its order in one message
// needs no second one about the order.
func toldWith(events []voc.Event) map[toldOn]bool {
	told := map[toldOn]bool{}
	for _, e := range events {
		var m voc.Message
		if e.Subject == voc.SubjectMessage && e.Type == notify.TypeQueued && json.Unmarshal(e.Data, &m) == nil {
			told[toldOn{m.Subject, m.Channel}] = true
		}
	}
	return told
}

// Command asks a work order to change and returns it as it is afterwards.
func (p *Pipeline) Command(ctx context.Context, cmd voc.Command) (voc.WorkOrder, error) {
	return p.office.command(ctx, cmd)
}

func (o *office) command(ctx context.Context, cmd voc.Command) (voc.WorkOrder, error) {
	_, err := o.journal.Do(ctx, func(s State, now time.Time) ([]voc.Event, error) {
		order, ok := s.Orders[cmd.Order]
		if !ok {
			return nil, fmt.Errorf("work order %q: %w", cmd.Order, ErrNone)
		}
		events, err := workorder.Apply(order, cmd, now)
		if err != nil || len(events) == 0 {
			return nil, err
		}
		if err := o.fits(s, order, cmd, now); err != nil {
			return nil, err
		}
		more, err := o.besides(s, order, cmd, now)
		return append(events, more...), err
	})
	if err != nil {
		return voc.WorkOrder{}, err
	}
	return o.order(cmd.Order)
}

// fits refuses what an order alone cannot know to be wrong: a person who is not there, an order to
// merge into that does not exist.
func (o *office) fits(s State, order voc.WorkOrder, cmd voc.Command, now time.Time) error {
	refuse := func(why, remedy string) error {
		return &workorder.ErrNotAllowed{Order: order.ID, State: order.State, Command: cmd.Type, Why: why, Remedy: remedy}
	}
	switch cmd.Type {
	case voc.CommandAssign, voc.CommandCollaborate:
		if err := o.checkPerson(strings.TrimSpace(cmd.To)); err != nil {
			return err
		}
	case voc.CommandMerge:
		into, ok := s.Orders[strings.TrimSpace(cmd.Into)]
		switch {
		case !ok:
			return refuse("没有工单 "+cmd.Into, "请核对编号")
		case into.Brand != order.Brand:
			return refuse("两张工单属于不同的品牌", "请分别处理")
		case !into.State.Open():
			return refuse("工单 "+into.ID+" "+workorder.StateTitle(into.State), "请先重开那张工单，或合并到仍在处理的一张")
		}
	}
	return nil
}

// besides is what a command does to other subjects: the order merged into remembers it, the incident
// of a false alarm learns of it.
func (o *office) besides(s State, order voc.WorkOrder, cmd voc.Command, now time.Time) ([]voc.Event, error) {
	if a, there := s.Alerts[order.Alert]; there && cmd.Type == voc.CommandFalseAlarm && a.Verdict == "" {
		judged, err := alert.Apply(a, voc.AlertCommand{Alert: a.ID, Type: voc.AlertCommandFalseAlarm, Actor: cmd.Actor, Text: cmd.Text}, voc.Alert{}, now)
		if err != nil {
			o.log.Warn("the incident of a false alarm keeps what was made of it", "alert", a.ID, "order", order.ID, "error", err)
			return nil, nil
		}
		return judged, nil
	}
	if cmd.Type != voc.CommandMerge {
		return nil, nil
	}
	return workorder.Apply(s.Orders[strings.TrimSpace(cmd.Into)], voc.Command{
		Type: voc.CommandNote, Actor: cmd.Actor, Channel: cmd.Channel, Text: "并入了 " + order.ID + "：" + order.Title,
	}, now)
}

// Orders are all work orders as they stand now, the newest first.
func (p *Pipeline) Orders() []voc.WorkOrder {
	all := p.Journal.Orders()
	for i, o := range all {
		all[i] = p.office.current(o)
	}
	return all
}

// Order is one work order as it stands now, or an error that is ErrNone.
func (p *Pipeline) Order(id string) (voc.WorkOrder, error) { return p.office.order(id) }

// People are those who can be given work, as they are configured; who has left stands at the end.
func (p *Pipeline) People() []voc.Person {
	people := slices.Clone(p.office.settings().House.People)
	slices.SortStableFunc(people, func(a, b voc.Person) int {
		switch {
		case a.Left == b.Left:
			return 0
		case a.Left:
			return 1
		}
		return -1
	})
	return people
}

// SetDesk makes this the way work orders are worked on from now on. Orders that are open keep the
// times they were opened with.
func (p *Pipeline) SetDesk(d Desk) { p.office.desk.Store(&d) }
