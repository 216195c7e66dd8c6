package voc

import "time"

// Filter says which mentions are meant. The zero value of a field does not restrict.
type Filter struct {
	Brands      []BrandID `json:"brands"`
	From        time.Time `json:"from"` // inclusive, by PublishedAt
	To          time.Time `json:"to"`   // exclusive
	Sources     []SourceID
	Sentiment   Sentiment
	Topic       string
	Aspect      string
	Store       StoreID
	Region      string
	Text        string // words separated by spaces, all of which must occur; "-word" must not; "a phrase" as it stands
	Complaint   bool   // complaints only
	MinSeverity int
	Raw         bool     // include what is labelled noise
	Platforms   []string // on any of these
	Regions     []string // from any of these provinces
	AnyWord     []string // at least one of these must occur
	NotTopics   []string // none of these is spoken of
	Scope       Scope    // what may be seen at all, whatever else was asked for
}
