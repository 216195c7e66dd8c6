package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mostFolded is how many messages one says: more would fill several parts of any robot's message.
const mostFolded = 40

// folds has one message say the mild ones when too many wait for a channel. It does so only when the
// channel could take it now: what comes until then is said with the rest.
func (o *Outbox) folds(p Place, now time.Time) []voc.Event {
	c := o.channel(p.Name)
	if p.Fold == 0 || c.gone != "" || now.Before(c.rest) || p.Rush && rush(now) {
		return nil
	}
	room := o.room(p.Name, false, now)
	var events []voc.Event
	waits := o.sorted(func(en *entry) bool { return en.Channel == p.Name && now.Sub(en.since) < giveUp })
	for _, group := range groups(p, waits) {
		for left := group.all; room > 0 && len(group.mild) > 1 && left > p.Fold; room-- {
			n := min(len(group.mild), mostFolded)
			events = append(events, o.digest(p, group.mild[:n], now)...)
			group.mild = group.mild[n:]
			left -= n
		}
	}
	return events
}

// group is what waits for the same readers.
type group struct {
	all  int
	mild []*entry // those that may be said by another message
}

// groups puts what waits together by its readers: everybody in a chat reads everything, a mail is
// read by those it is for.
func groups(p Place, waits []*entry) []*group {
	var list []*group
	byReaders := map[string]*group{}
	for _, en := range waits {
		readers := ""
		if p.Personal {
			readers = strings.Join(en.To, "\x00")
		}
		g, known := byReaders[readers]
		if !known {
			g = &group{}
			byReaders[readers] = g
			list = append(list, g)
		}
		g.all++
		if foldable(en.Message) {
			g.mild = append(g.mild, en)
		}
	}
	return list
}

// foldable tells whether a message may be said by another one: not a red one, nor a letter, nor what
// a program reads, nor what was said in part.
func foldable(m voc.Message) bool {
	switch m.Kind {
	case KindFolded, KindHeartbeat, KindTest, kindLetter:
		return false
	}
	return m.Level != voc.Red && m.Data == nil && m.Done == 0
}

// digest is the message that says others, and that they are said.
func (o *Outbox) digest(p Place, mild []*entry, now time.Time) []voc.Event {
	sum := sha256.New()
	var to []string
	for _, en := range mild {
		fmt.Fprintf(sum, "%s\x00", en.ID)
		to = append(to, en.To...)
	}
	slices.Sort(to)
	m := voc.Message{
		ID: "folded." + p.Name + "." + hex.EncodeToString(sum.Sum(nil)[:8]), Channel: p.Name, Kind: KindFolded,
		Level: mild[0].Level, CreatedAt: now, To: slices.Compact(to),
		Title: fmt.Sprintf("%d 条提醒合为一条：%s", len(mild), tally(mild)),
		Body:  o.list(mild),
	}
	events := []voc.Event{QueuedEvent(m, now)}
	for _, en := range mild {
		events = append(events, FoldedEvent(en.ID, m.ID, now))
	}
	return events
}

// list says each message in a line, with where to read it.
func (o *Outbox) list(mild []*entry) string {
	var b strings.Builder
	b.WriteString("短时间内消息太多，合在一条里发出；每一条都能点开。\n\n")
	for _, en := range mild {
		b.WriteString("- ")
		if mark := "【" + en.Level.Title() + "】"; en.Level != "" && !strings.HasPrefix(en.Title, mark) { // titles of orders begin with it
			b.WriteString(mark)
		}
		b.WriteString(markup.Escape(en.Title) + "（" + en.CreatedAt.In(o.options.location()).Format("15:04") + "）")
		if len(en.Links) > 0 {
			b.WriteString(" " + markup.Link("打开", look(en.Links)))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// look is the link that only shows what a message is about: whoever opens one of forty wants to read it
// before they act. Without such a link it is the first.
func look(links []voc.MessageLink) string {
	for _, l := range links {
		if !strings.Contains(l.URL, "?do=") {
			return l.URL
		}
	}
	return links[0].URL
}

// tally counts messages by level: "橙 3、黄 20".
func tally(mild []*entry) string {
	var words []string
	for _, level := range append(voc.Levels(), "") {
		n := 0
		for _, en := range mild {
			if en.Level == level {
				n++
			}
		}
		switch {
		case n == 0:
		case level == "":
			words = append(words, fmt.Sprintf("其他 %d", n))
		default:
			words = append(words, fmt.Sprintf("%s %d", level.Title(), n))
		}
	}
	return strings.Join(words, "、")
}
