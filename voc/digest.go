package voc

import "time"

// DigestLine is one sentence of a letter with what proves it.
type DigestLine struct {
	Text     string     `json:"text"`
	Posts    []PostID   `json:"posts"`        // mentions behind it
	Orders   []string   `json:"orders"`       // work orders behind it
	Query    string     `json:"query"`        // name of the query a number comes from; "" when Posts suffice
	Evidence []Evidence `json:"evidence"`     // voices quoted under it
	N        int        `json:"n,omitempty"`  // of a topic: mentions of it, …
	Of       int        `json:"of,omitempty"` // … of so many in all; 0: the line is about no topic
}

// DigestSection is one part of a letter.
type DigestSection struct {
	Name  string       `json:"name"`  // "new", "worse", "open", "fixed", "praise", "voices", "quality"
	Title string       `json:"title"` // 今日新增
	Lines []DigestLine `json:"lines"`
}

// Digest is the nightly letter: what changed, what is still open and whose it is, what we were
// praised for; every line with its evidence.
type Digest struct {
	Date     string          `json:"date"`  // the day it tells of, "2026-01-31" in the configured zone
	Brand    BrandID         `json:"brand"` //
	Title    string          `json:"title"`
	Lead     string          `json:"lead"` // the day's picture in one sentence
	AsOf     time.Time       `json:"as_of"`
	Sections []DigestSection `json:"sections"`
}
