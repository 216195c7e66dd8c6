package voc

import "time"

// Count is how many mentions of one series fell into one bucket of time.
type Count struct {
	At       time.Time `json:"at"`       // start of the bucket
	N        int       `json:"n"`        // mentions
	Authors  int       `json:"authors"`  // different authors among them; posts without author count one each
	Coverage float64   `json:"coverage"` // 0…1: share of the expected collection that really happened; below 1 a low N is not a fact
}

// Spike is one observation of a rule on a series: what the detector saw at the end of a bucket.
type Spike struct {
	At      time.Time `json:"at"`      // end of the bucket that was judged
	Score   float64   `json:"score"`   // 1 at the balanced threshold
	Fired   bool      `json:"fired"`   // score at or over the threshold, floors held, history long enough
	Reason  string    `json:"reason"`  // why it did or did not fire, for people
	Hour    int       `json:"hour"`    // mentions in the last hour
	Usual   float64   `json:"usual"`   // expected in an hour
	Authors int       `json:"authors"` // different authors in the last hour
	Sigma   float64   `json:"sigma"`   // standard deviations above the past week's hours
	Unknown bool      `json:"unknown"` // coverage was missing: the numbers are not facts
}

// Level is how grave an alert is. The trade's colours; always shown with the word.
type Level string

// Levels from gravest to mildest: S1 … S4.
const (
	Red    Level = "red"
	Orange Level = "orange"
	Yellow Level = "yellow"
	Blue   Level = "blue"
)

// AlertState says whether an incident is still running.
type AlertState string

// The states of an alert.
const (
	AlertOpen     AlertState = "open"
	AlertResolved AlertState = "resolved"
)

// LevelPoint is one visible reason that made an alert graver.
type LevelPoint struct {
	Reason string `json:"reason"`
	Points int    `json:"points"`
}

// Alert is one episode of one brand: it opens once, may grow, and ends. Repeats while it is open
// are absorbed, not sent again.
type Alert struct {
	ID          string       `json:"id"`
	Rule        string       `json:"rule"`
	RuleVersion string       `json:"rule_version"`
	Brand       BrandID      `json:"brand"`
	Topic       string       `json:"topic"` // what most of the increase speaks of; "" none stood out
	State       AlertState   `json:"state"`
	Level       Level        `json:"level"`
	Points      []LevelPoint `json:"points"`     // what the level is made of
	Headline    string       `json:"headline"`   // one line: brand, level, what, how much against usual, since when
	StartedAt   time.Time    `json:"started_at"` // when the excess began
	OpenedAt    time.Time    `json:"opened_at"`  // when it was first told (end of the bucket that fired)
	LastAt      time.Time    `json:"last_at"`    // last bucket still above usual
	ResolvedAt  time.Time    `json:"resolved_at"`
	Reason      string       `json:"reason"`   // of the last transition
	Spike       Spike        `json:"spike"`    // the observation that opened or last raised it
	Peak        int          `json:"peak"`     // most mentions in one hour
	Total       int          `json:"total"`    // matching mentions since StartedAt
	Evidence    []Evidence   `json:"evidence"` // the most telling mentions, verbatim
	Shares      []Share      `json:"shares"`   // who makes up the increase
	Order       string       `json:"order"`    // the work order opened for it; "" none
	History     bool         `json:"history"`  // found by replaying the past: nobody was notified
}

// Evidence is one mention quoted for people.
type Evidence struct {
	PostID PostID    `json:"post_id"`
	Brand  BrandID   `json:"brand"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"` // verbatim part of the masked post
	URL    string    `json:"url"`
	Store  string    `json:"store"`  // name of the shop, "" none
	Source SourceID  `json:"source"` //
	Why    string    `json:"why"`    // "first", "amplified", "typical"
}

// Share is one element's part of an increase: of 100 additional mentions, how many it brought.
type Share struct {
	Dimension string  `json:"dimension"` // "topic", "source", "store", "city"
	Element   string  `json:"element"`
	N         int     `json:"n"`     // mentions in the incident window
	Usual     float64 `json:"usual"` // expected in a window of that length
	Part      float64 `json:"part"`  // (N−Usual)/(total−total usual), 0…1
}
