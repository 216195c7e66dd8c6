package voc

import "time"

// DiscoveryKind is the sort of thing found that nobody had defined.
type DiscoveryKind string

// What can be discovered.
const (
	DiscoveryWord  DiscoveryKind = "word"  // a word the dictionary does not hold, on the rise
	DiscoveryStory DiscoveryKind = "story" // many posts telling one story no topic names
)

// DiscoveryState is what people made of it.
type DiscoveryState string

// The states of a discovery.
const (
	DiscoveryProposed DiscoveryState = "proposed"
	DiscoveryAccepted DiscoveryState = "accepted"
	DiscoveryRejected DiscoveryState = "rejected"
)

// Discovery is a word or a story that rose out of the mentions without anybody having defined it.
// It waits for a person: accepted, it becomes a word of the user dictionary or a topic, and history
// is analysed anew.
type Discovery struct {
	ID       string         `json:"id"` // of kind, brand and words: the same find is the same discovery
	Kind     DiscoveryKind  `json:"kind"`
	Brand    BrandID        `json:"brand"`
	Label    string         `json:"label"`    // the word, or the story in a few words
	Words    []string       `json:"words"`    // what it is found by
	Sentence string         `json:"sentence"` // the most central sentence, verbatim
	Posts    []PostID       `json:"posts"`    // examples, most central first
	N        int            `json:"n"`        // mentions in the window
	Before   float64        `json:"before"`   // expected in a window of that length, from history
	Score    float64        `json:"score"`    // what it is ranked by; grows with rise and cohesion
	Negative float64        `json:"negative"` // share of negative mentions among N
	FirstAt  time.Time      `json:"first_at"`
	LastAt   time.Time      `json:"last_at"`
	State    DiscoveryState `json:"state"`
	By       string         `json:"by"`     // who accepted or rejected it
	At       time.Time      `json:"at"`     // when
	Topic    string         `json:"topic"`  // the topic or aspect it was accepted as; "" a plain word
	Weight   float64        `json:"weight"` // judgement given on acceptance, −3…3
}
