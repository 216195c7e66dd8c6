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

// Decision is what somebody makes of a discovery.
type Decision struct {
	State  DiscoveryState `json:"state"`
	Actor  string         `json:"actor"`
	Topic  string         `json:"topic"`  // accepted as this topic, "品质-掉色"; "" as a plain word
	Weight float64        `json:"weight"` // judgement of an accepted word, −3…3; 0 it judges nothing
}

// Effect is what accepting a discovery would change among the mentions that hold its words.
type Effect struct {
	Posts      int      `json:"posts"`      // looked at
	Cut        bool     `json:"cut"`        // there are more; the latest were looked at
	Changed    int      `json:"changed"`    // whose sentiment, topics, complaint or severity would change
	Topic      Change   `json:"topic"`      // mentions of the topic it is accepted as
	Negative   Change   `json:"negative"`   //
	Positive   Change   `json:"positive"`   //
	Complaints Change   `json:"complaints"` //
	Grave      Change   `json:"grave"`      // of severity 3 or 4
	Examples   []Sample `json:"examples"`   // some that would change
}

// Change is a count before and after.
type Change struct {
	Before int `json:"before"`
	After  int `json:"after"`
}

// Sample is one mention that would be seen otherwise.
type Sample struct {
	Post   PostID    `json:"post"`
	Text   string    `json:"text"`
	Before Sentiment `json:"before"`
	After  Sentiment `json:"after"`
	Gained []string  `json:"gained"` // topics
	Lost   []string  `json:"lost"`
}
