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

// Rate is how many messages a channel takes in any stretch of so long.
type Rate struct {
	Count int           `yaml:"count"`
	Per   time.Duration `yaml:"per"`
}

// backoff is how long to wait after the first, second, … failure; the last one repeats until
// giveUp has passed since the message was queued (or asked for again).
var backoff = [...]time.Duration{
	10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour,
}

const (
	giveUp = 24 * time.Hour
	spread = 0.2 // part of a wait that is random, so that what failed together does not return together
)

// Options say what each channel can take.
type Options struct {
	Rates map[string][]Rate // by channel; a channel not listed has no limit of its own
}

func (o Options) validate() error {
	for _, name := range slices.Sorted(maps.Keys(o.Rates)) {
		for _, r := range o.Rates[name] {
			if r.Count < 1 || r.Per <= 0 {
				return fmt.Errorf("channel %q: rate of %d in %s: both must be positive", name, r.Count, r.Per)
			}
		}
	}
	return nil
}

// Outbox is the state of all messages, folded from events. It is not safe for concurrent use; its
// owner guards it.
type Outbox struct {
	options  Options
	messages map[string]*entry
	waiting  map[string]*entry
	attempts map[string][]time.Time // by channel, oldest first, no older than its longest rate
	gone     map[string]string      // channel → what the receiver said
}

type entry struct {
	voc.Message
	since time.Time // when giveUp began to run
}

// NewOutbox gives an empty outbox, to be filled by Fold.
func NewOutbox(o Options) (*Outbox, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	return &Outbox{
		options: o, messages: map[string]*entry{}, waiting: map[string]*entry{},
		attempts: map[string][]time.Time{}, gone: map[string]string{},
	}, nil
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
		var m voc.Message
		if err := json.Unmarshal(e.Data, &m); err != nil {
			return err
		}
		if _, known := o.messages[m.ID]; !known {
			en := &entry{Message: m, since: e.At}
			o.messages[m.ID], o.waiting[m.ID] = en, en
		}
		return nil
	}
	en, known := o.messages[e.ID]
	if !known {
		return errors.New("the message was never queued: the journal is incomplete")
	}
	if e.Type == TypeResent {
		en.since, en.Tries, en.NextTryAt, en.Dead, en.SentAt, en.LastError = e.At, 0, time.Time{}, false, time.Time{}, ""
		o.waiting[e.ID] = en
		delete(o.gone, en.Channel)
		return nil
	}
	var a Attempt
	if err := json.Unmarshal(e.Data, &a); err != nil {
		return err
	}
	switch e.Type {
	case TypeTried:
		en.NextTryAt = a.NextAt
	case TypeSent:
		en.SentAt = e.At
		delete(o.waiting, e.ID)
	case TypeDead:
		en.Dead = true
		delete(o.waiting, e.ID)
		if a.Gone {
			o.gone[en.Channel] = a.Error
		}
	default:
		return errors.New("type is not known: it was written by a newer version")
	}
	en.LastError = a.Error
	if !a.Unsent {
		en.Tries++
		o.count(en.Channel, e.At)
	}
	return nil
}

// count remembers an attempt for as long as any rate of its channel looks back.
func (o *Outbox) count(channel string, at time.Time) {
	var longest time.Duration
	for _, r := range o.options.Rates[channel] {
		longest = max(longest, r.Per)
	}
	if longest == 0 {
		return
	}
	kept := slices.DeleteFunc(o.attempts[channel], func(t time.Time) bool { return at.Sub(t) >= longest })
	o.attempts[channel] = append(kept, at)
}

// Due is what may be sent at this moment: gravest first, then oldest, and of each channel no more
// than its rates leave. It changes nothing: what is sent or fails is told by Fold.
//
// A rate is counted over a sliding window of attempts written in the journal, which unlike a bucket
// of tokens survives a restart and holds for every stretch of that length.
func (o *Outbox) Due(now time.Time) []voc.Message {
	var ready []*entry
	for _, en := range o.waiting {
		if _, gone := o.gone[en.Channel]; !gone && !now.Before(en.NextTryAt) && now.Sub(en.since) < giveUp {
			ready = append(ready, en)
		}
	}
	slices.SortFunc(ready, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	room := map[string]int{}
	var due []voc.Message
	for _, en := range ready {
		left, asked := room[en.Channel]
		if !asked {
			left = o.room(en.Channel, now)
		}
		if left > 0 {
			due = append(due, en.Message)
			left--
		}
		room[en.Channel] = left
	}
	return due
}

// room is how many messages a channel takes now.
func (o *Outbox) room(channel string, now time.Time) int {
	left := int(^uint(0) >> 1)
	for _, r := range o.options.Rates[channel] {
		used := 0
		for _, t := range slices.Backward(o.attempts[channel]) {
			if now.Sub(t) >= r.Per {
				break
			}
			used++
		}
		left = min(left, r.Count-used)
	}
	return left
}

// Expired is what has waited for a day, to be given up by DeadEvent.
func (o *Outbox) Expired(now time.Time) []voc.Message {
	var old []voc.Message
	for _, en := range o.waiting {
		if now.Sub(en.since) >= giveUp {
			old = append(old, en.Message)
		}
	}
	slices.SortFunc(old, func(a, b voc.Message) int { return cmp.Compare(a.ID, b.ID) })
	return old
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
func (o *Outbox) Gone() map[string]string { return maps.Clone(o.gone) }
