package notify

import (
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rescues queues red messages that nobody has accepted in time on the next channel of their list,
// and at its end by mail.
func (o *Outbox) rescues(now time.Time) []voc.Event {
	var events []voc.Event
	taken := map[string]bool{} // matters queued in this plan
	for _, root := range o.stranded(now) {
		to := o.nextWay(root, taken)
		if to == "" {
			continue
		}
		m := voc.Message{
			ID: root.ID + "~" + to, Channel: to, Kind: root.Kind, Subject: root.Subject, Level: root.Level, Title: root.Title,
			Body:      root.Body + "\n\n（通道 " + root.Channel + " 没有及时送达，改由这里发出。）\n",
			CreatedAt: now, Thread: root.Thread, To: root.To, Links: root.Links, Origin: root.ID,
		}
		taken[matter(m, to)] = true
		events = append(events, QueuedEvent(m, now))
	}
	return events
}

// stranded are the red messages that nobody has accepted, neither where they were sent first nor
// anywhere since, and whose last way has had its time.
func (o *Outbox) stranded(now time.Time) []*entry {
	late := func(en *entry) bool {
		return en.Dead || o.channel(en.Channel).gone != "" || now.Sub(en.since) >= rescueAfter
	}
	var list []*entry
	for id, en := range o.reds {
		if !en.SentAt.IsZero() || en.FoldedIn != "" || now.Sub(en.since) >= giveUp {
			delete(o.reds, id) // nothing can be done about it any more; a resend brings it back
			continue
		}
		last, accepted := en, false
		for _, copied := range o.copies[id] {
			last = o.messages[copied]
			accepted = accepted || !last.SentAt.IsZero()
		}
		if !accepted && late(en) && late(last) {
			list = append(list, en)
		}
	}
	slices.SortFunc(list, func(a, b *entry) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return list
}

// nextWay is the first channel a red message has not been sent to and nobody has been told on, ""
// when there is none.
func (o *Outbox) nextWay(root *entry, taken map[string]bool) string {
	ways := root.Fallback
	if len(ways) == 0 {
		ways = o.places[root.Channel].Fallback
	}
	ways = slices.Clone(ways)
	for _, p := range o.options.Places {
		if p.Kind == Email {
			ways = append(ways, p.Name)
		}
	}
	for _, way := range ways {
		_, there := o.places[way]
		key := matter(root.Message, way)
		if there && way != root.Channel && o.channel(way).gone == "" && !taken[key] && !o.said(key) {
			return way
		}
	}
	return ""
}

// said tells whether a matter was told, or is on its way, on a channel.
func (o *Outbox) said(key string) bool { return len(o.matters[key]) > 0 }
