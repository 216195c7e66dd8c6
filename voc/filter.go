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
	Text        string // as typed into a search box: words that must all occur, "a phrase", a | b either, -word not; see store.ReadSearch
	Complaint   bool   // complaints only
	MinSeverity int
	Raw         bool     // include what is labelled noise
	Platforms   []string // on any of these
	Regions     []string // from any of these provinces
	AnyWord     []string // at least one of these must occur
	NotTopics   []string // none of these is spoken of
	Compare     Compare  // which window "before" means; it restricts nothing
	Without     []Span   // said in none of these stretches of time

	Keyword  string    // this is among its keywords
	Also     string    // this topic as well, or a whole group of them: "卫生-"
	Judged   Sentiment // the Aspect is judged this way; negative where it is judged both ways
	Opinion  string    // the Aspect, or any where none is named, is judged by these words
	Weekday  int       // said on this day of the week, 1 Monday … 7 Sunday, where the hour is known
	Hours    []int     // said in one of these hours of the day, 0 … 23, where the hour is known
	Timezone string    // Weekday and Hours are meant in, "Asia/Shanghai"; "" UTC

	City    string  // named in the text, "杭州"
	Intent  Intent  //
	Emotion Emotion //
	Noise   string  // labelled so, whatever Raw says: "advert"
	Tier    Tier    // of the author
	Author  string  // hash of the author

	Scope Scope // what may be seen at all, whatever else was asked for
}

// Compare names the window a count is set beside.
type Compare string

// The windows.
const (
	ComparePrevious Compare = "prev" // the equally long one right before, 环比; so is ""
	CompareYear     Compare = "year" // the same days a year earlier, 同比
)

// Tier is how far an author is heard, by followers.
type Tier string

// The tiers. Followers are kept rounded down to a power of ten, so that no tier cuts one in two.
const (
	TierUnknown Tier = "unknown" // the site does not tell
	TierSmall   Tier = "small"   // under 1,000
	TierMiddle  Tier = "middle"  // 1,000 to 99,999
	TierLarge   Tier = "large"   // 100,000 and more
)

// Tiers are all tiers, from the least heard on.
func Tiers() []Tier { return []Tier{TierUnknown, TierSmall, TierMiddle, TierLarge} }
