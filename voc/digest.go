package voc

import "time"

// DigestLine is one sentence of a letter with what proves it.
type DigestLine struct {
	ID       string     `json:"id"` // of its place in the letter, "new-1"; what a reply names
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
	Name  string       `json:"name"`  // "asked", "new", "worse", "voices", "open", "withheld", "fixed", "praise", "rivals", "quality"; of reports also others
	Title string       `json:"title"` // 今日新增
	Lines []DigestLine `json:"lines"`
}

// DigestFigure is one number of a letter beside what it was before.
type DigestFigure struct {
	Name   string   `json:"name"`   // "mentions", "index", "rate", "claim", "resolve", "nsr" …
	Title  string   `json:"title"`  // 投诉指数
	Text   string   `json:"text"`   // as it is read: "132", "8.4%", "26 分钟"; "—": not known
	Before string   `json:"before"` // the same a week, a month before, as it is read; "" not known
	Change string   `json:"change"` // "多 12%", "快 8 分钟", "持平"; "" when nothing may be said
	Value  *float64 `json:"value"`  // in its own unit: counts, shares of one, seconds; null not known
	Was    *float64 `json:"was"`
	Worse  *bool    `json:"worse"` // the change is for the worse, for the better; null: neither, or within chance
	Query  string   `json:"query"` // the query it comes from
}

// DigestChart is a picture in numbers; whoever renders the letter draws it.
type DigestChart struct {
	Name   string         `json:"name"`
	Title  string         `json:"title"` // its conclusion in one sentence
	Kind   string         `json:"kind"`  // "line" over time, "bars" beside each other
	Labels []string       `json:"labels"`
	Series []DigestSeries `json:"series"` // of len(Labels) values each
	Query  string         `json:"query"`
}

// DigestSeries is one line, or one colour of bars. NaN never stands in it: what is not known is null.
type DigestSeries struct {
	Title  string     `json:"title"`
	Values []*float64 `json:"values"`
	Tone   string     `json:"tone"` // "negative", "positive", "neutral", "usual", "" the first colour
}

// DigestTable is one sheet of a report's appendix.
type DigestTable struct {
	Name    string     `json:"name"`
	Title   string     `json:"title"`
	Head    []string   `json:"head"`
	Rows    [][]string `json:"rows"`
	Numbers []int      `json:"numbers"` // columns that are numbers
}

// Period is the stretch of time a letter tells of.
type Period string

// The periods. Weeks begin on Monday.
const (
	PeriodDay   Period = "day"
	PeriodWeek  Period = "week"
	PeriodMonth Period = "month"
)

// Digest is a letter: what changed, what is still open and whose it is, what we were praised for;
// every line with its evidence.
type Digest struct {
	ID       string          `json:"id"`       // LetterID; "" of an incident's report
	Date     string          `json:"date"`     // the day it tells of, "2026-01-31" in the configured zone; of a week or month its first day
	Brand    BrandID         `json:"brand"`    //
	Audience string          `json:"audience"` // whom it is for; "" the founder's nightly letter of the house
	Period   Period          `json:"period"`   // "" a day
	Language string          `json:"language"` // "zh", "en"; "" zh. Voices are never translated
	Title    string          `json:"title"`
	Lead     string          `json:"lead"` // the picture in one sentence
	From     time.Time       `json:"from"` // the window it tells of
	AsOf     time.Time       `json:"as_of"`
	Figures  []DigestFigure  `json:"figures"`
	Prose    []DigestLine    `json:"prose"`  // what a model wrote of the sections, each sentence held to the lines it names; empty: none was asked, or nothing held
	Author   string          `json:"author"` // the model of Prose; "" none
	Sections []DigestSection `json:"sections"`
	Charts   []DigestChart   `json:"charts"`
	Tables   []DigestTable   `json:"tables"` // of the appendix
}

// Empty tells that a letter has nothing to say beyond how well was heard.
func (d Digest) Empty() bool {
	for _, s := range d.Sections {
		if s.Name != "quality" && s.Name != "rivals" && len(s.Lines) > 0 {
			return false
		}
	}
	return len(d.Prose) == 0
}
