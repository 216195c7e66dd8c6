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
	Compare     Compare  // which window "before" means; it restricts nothing

	Keyword  string    // this is among its keywords
	Also     string    // this topic as well, or a whole group of them: "卫生-"
	Judged   Sentiment // the Aspect is judged this way; negative where it is judged both ways
	Opinion  string    // the Aspect, or any where none is named, is judged by these words
	Weekday  int       // said on this day of the week, 1 Monday … 7 Sunday, where the hour is known
	Hours    []int     // said in one of these hours of the day, 0 … 23, where the hour is known
	Timezone string    // Weekday and Hours are meant in, "Asia/Shanghai"; "" UTC

	Scope Scope // what may be seen at all, whatever else was asked for
}

// Compare names the window a count is set beside.
type Compare string

// The windows.
const (
	ComparePrevious Compare = "prev" // the equally long one right before, 环比; so is ""
	CompareYear     Compare = "year" // the same days a year earlier, 同比
)
