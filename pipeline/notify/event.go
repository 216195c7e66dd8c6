package notify

import (
	"encoding/json"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a message.
const (
	TypeQueued = "queued" // data: the voc.Message
	TypeTried  = "tried"  // data: Attempt; failed, or accepted in part; goes on later
	TypeSent   = "sent"   // data: Attempt; accepted by the receiver
	TypeDead   = "dead"   // data: Attempt; given up
	TypeFolded = "folded" // data: Folded; another message says it
	TypeResent = "resent" // data: nothing; somebody asked for another round
)

const actor = "tingfeng"

// Attempt is what came of trying to deliver a message.
type Attempt struct {
	Channel string        `json:"channel"`
	Error   string        `json:"error,omitempty"`
	NextAt  time.Time     `json:"next_at,omitzero"`  // when to try again; zero: not again
	After   time.Duration `json:"after,omitempty"`   // how long the receiver asked to be left alone, nanoseconds
	Gone    bool          `json:"gone,omitempty"`    // the receiver said it will never take another message
	Unsent  bool          `json:"unsent,omitempty"`  // given up without a further attempt
	Done    int           `json:"done,omitempty"`    // parts accepted by now, when there are several
	Parts   int           `json:"parts,omitempty"`   // how many there are
	Refused []string      `json:"refused,omitempty"` // addresses the receiver says do not exist
	Reached []string      `json:"reached,omitempty"` // addresses that have the message, when others must be tried again
	Took    time.Duration `json:"took,omitempty"`    // nanoseconds
}

// Folded says which message speaks for another.
type Folded struct {
	In string `json:"in"` // its id
}

// QueuedEvent records that a message is to be sent.
func QueuedEvent(m voc.Message, now time.Time) voc.Event {
	return event(m.ID, TypeQueued, actor, now, m)
}

// FoldedEvent records that a message is said by another one.
func FoldedEvent(id, in string, now time.Time) voc.Event {
	return event(id, TypeFolded, actor, now, Folded{In: in})
}

// ResentEvent records that somebody wants a message tried again, from the beginning: a dead one,
// or one that waits. It also gives a channel that was gone another chance.
func ResentEvent(id, by string, now time.Time) voc.Event {
	return event(id, TypeResent, by, now, struct{}{})
}

func event(id, kind, actor string, now time.Time, data any) voc.Event {
	text, err := json.Marshal(data)
	if err != nil { // strings, numbers and times always marshal
		panic("notify: event cannot be written as JSON: " + err.Error())
	}
	return voc.Event{At: now, Subject: voc.SubjectMessage, ID: id, Type: kind, Actor: actor, Data: text}
}
