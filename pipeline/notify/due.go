package notify

import (
	"cmp"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Due is what may be sent at this moment: gravest first, then oldest, and of each channel no more
// than its rates leave. It changes nothing: what is sent or fails is told by Fold.
//
// A rate is counted over a sliding window of attempts written in the journal, which unlike a bucket
// of tokens survives a restart and holds for every stretch of that length. A third of it is kept for
// red messages, so that one that comes behind a flood of mild ones does not wait for the window.
func (o *Outbox) Due(now time.Time) []voc.Message {
	var ready []*entry
	for _, en := range o.waiting {
		if o.ready(en, now) {
			ready = append(ready, en)
		}
	}
	slices.SortFunc(ready, func(a, b *entry) int {
		return cmp.Or(
			cmp.Compare(b.Level.Rank(), a.Level.Rank()),
			cmp.Compare(min(b.Done, 1), min(a.Done, 1)), // what was begun is finished first
			a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID),
		)
	})
	used := map[string]int{}
	var due []voc.Message
	for _, en := range ready {
		if used[en.Channel] >= o.room(en.Channel, en.Level == voc.Red, now) {
			continue
		}
		used[en.Channel]++
		m := en.Message
		m.Refused, m.Reached = o.channel(en.Channel).disabled(now), slices.Clone(en.reached)
		due = append(due, m)
	}
	return due
}

// ready tells whether a message's own time has come.
func (o *Outbox) ready(en *entry, now time.Time) bool {
	c := o.channel(en.Channel)
	if c.gone != "" || now.Sub(en.since) >= giveUp || now.Before(c.rest) {
		return false
	}
	if en.Level != voc.Red && o.places[en.Channel].Rush && rush(now) {
		return false
	}
	// When a channel that was down works again, nobody waits for the end of a long pause.
	return !now.Before(en.NextTryAt) || c.recovered.After(en.last)
}

// rush tells the minutes at which everybody's timers go off.
func rush(now time.Time) bool { return now.Minute()%30 == 0 }

// room is how many messages a channel takes now. One that has just failed is asked once.
func (o *Outbox) room(name string, red bool, now time.Time) int {
	c := o.channel(name)
	left := int(^uint(0) >> 1)
	if c.failures > 0 {
		left = 1
	}
	for _, r := range o.places[name].Rates {
		used := 0
		for _, t := range slices.Backward(c.attempts) {
			if now.Sub(t) >= r.Per {
				break
			}
			used++
		}
		count := r.Count
		if !red {
			count -= r.Count / 3
		}
		left = min(left, count-used)
	}
	return left
}

// Free tells whether a channel could take one more message, of any level, at a moment.
func (o *Outbox) Free(name string, now time.Time) bool {
	c := o.channel(name)
	c0 := c.failures
	c.failures = 0
	defer func() { c.failures = c0 }()
	return o.room(name, true, now) > 0
}

// Resume counts one attempt more on every channel something waits for, as of now. A process that was
// killed may have sent one message to each that it did not live to write down; the receivers counted it.
func (o *Outbox) Resume(now time.Time) {
	for _, en := range o.waiting {
		if p := o.places[en.Channel]; len(p.Rates) > 0 {
			c := o.channel(en.Channel)
			if n := len(c.attempts); n == 0 || c.attempts[n-1].Before(now) {
				c.count(now, p.longest())
			}
		}
	}
}
