package voc

import (
	"encoding/json"
	"time"
)

// Subject is the sort of thing an event happened to.
type Subject string

// The subjects of events.
const (
	SubjectAlert     Subject = "alert"
	SubjectOrder     Subject = "order"
	SubjectMessage   Subject = "message"
	SubjectDigest    Subject = "digest"
	SubjectRule      Subject = "rule"
	SubjectDiscovery Subject = "discovery"
	SubjectSilence   Subject = "silence"
	SubjectPlan      Subject = "plan"
)

// Event is one thing that happened. Events are appended, never changed; the state of alerts,
// work orders and messages is folded from them in order of Seq.
type Event struct {
	Seq     uint64          `json:"seq"`     // 1, 2, 3 … without gaps, given by the journal
	At      time.Time       `json:"at"`      // when it happened
	Subject Subject         `json:"subject"` //
	ID      string          `json:"id"`      // of the subject
	Type    string          `json:"type"`    // "opened", "claimed", …: defined by the subject's package
	Actor   string          `json:"actor"`   // who did it: a user's name, or "tingfeng"
	Data    json.RawMessage `json:"data"`    // what else is to be known, by Type
}
