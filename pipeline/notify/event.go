package notify

import (
	"encoding/json"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a message.
const (
	TypeQueued = "queued" // data: the voc.Message
	TypeTried  = "tried"  // data: Attempt; failed, will be tried again
	TypeSent   = "sent"   // data: Attempt; accepted by the receiver
	TypeDead   = "dead"   // data: Attempt; given up
	TypeResent = "resent" // data: nothing; somebody asked for another round
)

const actor = "tingfeng"

// Attempt is what came of trying to deliver a message.
type Attempt struct {
	Channel string    `json:"channel"`
	Error   string    `json:"error,omitempty"`
	NextAt  time.Time `json:"next_at,omitzero"` // when to try again; zero: not again
	Gone    bool      `json:"gone,omitempty"`   // the receiver said it will never take another message
	Unsent  bool      `json:"unsent,omitempty"` // given up without a further attempt
}

// QueuedEvent records that a message is to be sent.
func QueuedEvent(m voc.Message, now time.Time) voc.Event {
	return event(m.ID, TypeQueued, actor, now, m)
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
