package notify

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// giveUp is how long a message is tried, counted from when it was queued or asked for again.
const giveUp = 24 * time.Hour

// keptAttempts bounds the log of one message: a channel that is down for a day has a dozen.
const keptAttempts = 20

// Outbox is the state of all messages, folded from events. It is not safe for concurrent use; its
// owner guards it.
type Outbox struct {
	options  Options
	places   map[string]Place
	messages map[string]*entry
	waiting  map[string]*entry
	channels map[string]*channel
	members  map[string][]string // by the message that says them: those folded into it
	copies   map[string][]string // by the red message they stand in for, oldest first
	matters  map[string][]string // red messages by what they say, and where
	reds     map[string]*entry   // those nobody has accepted yet
}

type entry struct {
	voc.Message
	since time.Time // when giveUp began to run
	last  time.Time // of the last attempt

	reached []string // addresses that have it
}

// NewOutbox gives an empty outbox, to be filled by Fold.
func NewOutbox(o Options) (*Outbox, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	b := &Outbox{
		options: o, places: map[string]Place{}, messages: map[string]*entry{}, waiting: map[string]*entry{}, channels: map[string]*channel{},
		members: map[string][]string{}, copies: map[string][]string{}, matters: map[string][]string{}, reds: map[string]*entry{},
	}
	for _, p := range o.Places {
		b.places[p.Name] = p
	}
	return b, nil
}

// Fold takes in one event about a message. Queueing an id a second time changes nothing: the id is
// the promise to say it once. An event of an unknown type or about an unknown message is an error.
func (o *Outbox) Fold(e voc.Event) error {
	if err := o.fold(e); err != nil {
		return fmt.Errorf("event %d of message %s (%s): %w", e.Seq, e.ID, e.Type, err)
	}
	return nil
}

func (o *Outbox) fold(e voc.Event) error {
	if e.Type == TypeQueued {
		return o.queued(e)
	}
	en, known := o.messages[e.ID]
	if !known {
		return errors.New("the message was never queued: the journal is incomplete")
	}
	switch e.Type {
	case TypeResent:
		o.resent(en, e.At)
		return nil
	case TypeFolded:
		var f Folded
		if err := json.Unmarshal(e.Data, &f); err != nil {
			return err
		}
		en.FoldedIn = f.In
		o.members[f.In] = append(o.members[f.In], e.ID)
		delete(o.waiting, e.ID)
		return nil
	case TypeTried, TypeSent, TypeDead:
		var a Attempt
		if err := json.Unmarshal(e.Data, &a); err != nil {
			return err
		}
		o.tried(en, e.Type, a, e.At)
		return nil
	}
	return errors.New("type is not known: it was written by a newer version")
}

func (o *Outbox) queued(e voc.Event) error {
	var m voc.Message
	if err := json.Unmarshal(e.Data, &m); err != nil {
		return err
	}
	if _, known := o.messages[m.ID]; known {
		return nil
	}
	en := &entry{Message: m, since: e.At}
	o.messages[m.ID], o.waiting[m.ID] = en, en
	if m.Origin != "" {
		o.copies[m.Origin] = append(o.copies[m.Origin], m.ID)
	}
	o.note(en)
	return nil
}

// note remembers a red message until somebody has accepted it.
func (o *Outbox) note(en *entry) {
	if en.Level != voc.Red || en.Data != nil {
		return
	}
	if key := matter(en.Message, en.Channel); !slices.Contains(o.matters[key], en.ID) {
		o.matters[key] = append(o.matters[key], en.ID)
	}
	if en.Origin == "" && en.Kind != KindTest {
		o.reds[en.ID] = en
	}
}

// matter is what a message says, and where.
func matter(m voc.Message, channel string) string {
	return m.Subject + "\x00" + m.Kind + "\x00" + string(m.Level) + "\x00" + channel
}

// resent begins a message anew. Whoever asks has looked into its channel: that has another chance.
func (o *Outbox) resent(en *entry, at time.Time) {
	if en.FoldedIn != "" {
		o.members[en.FoldedIn] = slices.DeleteFunc(o.members[en.FoldedIn], func(id string) bool { return id == en.ID })
	}
	en.since, en.Tries, en.NextTryAt, en.Dead, en.SentAt, en.LastError = at, 0, time.Time{}, false, time.Time{}, ""
	en.FoldedIn, en.Done, en.Parts, en.reached = "", 0, 0, nil
	o.waiting[en.ID] = en
	o.note(en)
	c := o.channel(en.Channel)
	c.gone, c.failures, c.rest, c.refused = "", 0, time.Time{}, nil
	for _, id := range o.members[en.ID] {
		one := o.messages[id]
		one.Dead, one.SentAt, one.LastError = false, time.Time{}, ""
	}
}

// tried folds what came of an attempt.
func (o *Outbox) tried(en *entry, kind string, a Attempt, at time.Time) {
	en.LastError, en.Done, en.Parts = a.Error, a.Done, a.Parts
	switch kind {
	case TypeTried:
		en.NextTryAt = a.NextAt
	case TypeSent:
		en.SentAt = at
	case TypeDead:
		en.Dead = true
	}
	if kind != TypeTried {
		delete(o.waiting, en.ID)
		o.tellMembers(en)
	}
	if a.Unsent {
		return
	}
	en.Tries++
	en.last = at
	en.reached = append(en.reached, a.Reached...)
	en.Attempts = append(en.Attempts[max(0, len(en.Attempts)-keptAttempts+1):len(en.Attempts):len(en.Attempts)], voc.Attempt{At: at, Error: a.Error, Took: a.Took})
	o.channel(en.Channel).took(kind, a, at, o.places[en.Channel].longest())
}

// tellMembers hands what became of a message down to those it speaks for.
func (o *Outbox) tellMembers(en *entry) {
	for _, id := range o.members[en.ID] {
		one := o.messages[id]
		one.SentAt, one.Dead = en.SentAt, en.Dead
		if en.Dead {
			one.LastError = "合并它的那条消息没有送达：" + en.LastError
		}
	}
}

// Messages are all messages, newest first.
func (o *Outbox) Messages() []voc.Message {
	all := make([]voc.Message, 0, len(o.messages))
	for _, en := range o.messages {
		all = append(all, en.Message)
	}
	slices.SortFunc(all, func(a, b voc.Message) int {
		return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// Message is one message by id.
func (o *Outbox) Message(id string) (voc.Message, bool) {
	en, ok := o.messages[id]
	if !ok {
		return voc.Message{}, false
	}
	return en.Message, true
}

// Gone are the channels whose receiver refuses everything for good, with what it said. Their
// messages wait until somebody resends one, or a day has passed.
func (o *Outbox) Gone() map[string]string {
	gone := map[string]string{}
	for name, c := range o.channels {
		if c.gone != "" {
			gone[name] = c.gone
		}
	}
	return maps.Clone(gone)
}

// Channels are the configured channels as people see them.
func (o *Outbox) Channels() []voc.Channel {
	list := make([]voc.Channel, 0, len(o.options.Places))
	waiting, dead := map[string]int{}, map[string]int{}
	for _, en := range o.waiting {
		waiting[en.Channel]++
	}
	for _, en := range o.messages {
		if en.Dead && en.FoldedIn == "" {
			dead[en.Channel]++
		}
	}
	for _, p := range o.options.Places {
		c := o.channel(p.Name)
		list = append(list, voc.Channel{
			Name: p.Name, Kind: p.Kind, Host: p.Host, Limit: p.limit(), Waiting: waiting[p.Name], Dead: dead[p.Name],
			SentAt: c.sentAt, Error: c.trouble(), Gone: c.gone,
		})
	}
	return list
}
