package notify

import (
	"cmp"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rescueAfter is how long a red message waits to be accepted before it is sent another way.
const rescueAfter = 2 * time.Minute

// The kinds of message the outbox makes itself, and the one a person asks for.
const (
	KindFolded    = "folded"
	KindHeartbeat = "heartbeat"
	KindTest      = "test"
	kindLetter    = "digest"
)

// Plan is what the clock alone asks for: messages given up after a day, red ones that take another
// way, many mild ones said by one, signs of life. It changes nothing; its events are to be written
// in one insert and folded.
func (o *Outbox) Plan(now time.Time) []voc.Event {
	events := o.expired(now)
	events = append(events, o.settled(now)...)
	events = append(events, o.rescues(now)...)
	for _, p := range o.options.Places {
		events = append(events, o.folds(p, now)...)
		events = append(events, o.heartbeat(p, now)...)
	}
	return events
}

// expired gives up what has waited for a day.
func (o *Outbox) expired(now time.Time) []voc.Event {
	var events []voc.Event
	for _, en := range o.sorted(func(en *entry) bool { return now.Sub(en.since) >= giveUp }) {
		events = append(events, DeadEvent(en.Message, now))
	}
	return events
}

// settled drops stand-ins that still wait although the message itself has arrived meanwhile.
func (o *Outbox) settled(now time.Time) []voc.Event {
	var events []voc.Event
	for _, en := range o.sorted(func(en *entry) bool {
		origin, known := o.messages[en.Origin]
		return en.Origin != "" && known && !origin.SentAt.IsZero() && now.Sub(en.since) < giveUp
	}) {
		events = append(events, FoldedEvent(en.ID, en.Origin, now))
	}
	return events
}

// sorted are the waiting messages of a kind, the gravest and oldest first.
func (o *Outbox) sorted(which func(*entry) bool) []*entry {
	var list []*entry
	for _, en := range o.waiting {
		if which(en) {
			list = append(list, en)
		}
	}
	slices.SortFunc(list, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(b.Level.Rank(), a.Level.Rank()), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	return list
}
