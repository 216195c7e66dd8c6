package voc

import "time"

// Audience is a circle of readers who get the same letter.
type Audience struct {
	ID       string       `json:"id"`    // "founder", "north"
	Title    string       `json:"title"` // 创始人
	Kind     AudienceKind `json:"kind"`
	Brands   []BrandID    `json:"brands"`   // one letter each; empty: every brand of our own
	Period   Period       `json:"period"`   // how often: every night, every week, every month
	At       string       `json:"at"`       // cron expression in the configured zone
	Language string       `json:"language"` // "zh", "en"
	Channels []string     `json:"channels"`
	To       []string     `json:"to"`       // names of the people it is for, where a channel writes to people
	Unit     string       `json:"unit"`     // unit of the organisation it is bounded to; "" none
	Scope    Scope        `json:"scope"`    // of Unit; empty: the whole house
	Filter   Filter       `json:"filter"`   // what it is about beside that: topics, aspects, sources, regions, stores
	Empty    bool         `json:"empty"`    // 无舆情也发送: sent also when there is nothing to tell
	Holidays bool         `json:"holidays"` // sent on public holidays too; otherwise the next working day's letter tells of them
}

// AudienceKind is what its letter dwells on.
type AudienceKind string

// The kinds of audience.
const (
	AudienceFounder AudienceKind = "founder" // everything, shortest
	AudienceBrand   AudienceKind = "brand"   // sentiment, rivals, praise
	AudiencePR      AudienceKind = "pr"      // what is new, grave and spreading
	AudienceRegion  AudienceKind = "region"  // its stores beside each other
	AudienceStore   AudienceKind = "store"   // one store
	AudienceProduct AudienceKind = "product" // aspects and what is asked for
)

// LetterID names a letter once and for all: the day it tells of, the brand, whom it is for ("" the
// house's nightly letter).
func LetterID(date string, brand BrandID, audience string) string {
	id := date + "/" + string(brand)
	if audience != "" {
		id += "/" + audience
	}
	return id
}

// LetterRecord is a letter in the archive.
type LetterRecord struct {
	ID       string    `json:"id"`
	Date     string    `json:"date"`
	Brand    BrandID   `json:"brand"`
	Audience string    `json:"audience"`
	Period   Period    `json:"period"`
	Title    string    `json:"title"`
	Lead     string    `json:"lead"`
	SentAt   time.Time `json:"sent_at"`
	Due      time.Time `json:"due"`     // when it should have been sent
	Skipped  string    `json:"skipped"` // why it was not sent: "empty", "holiday", "missed" (nobody was running, or it could not be written); "" it was
	Channels []string  `json:"channels"`
	Scope    Scope     `json:"scope"`   // what it was bounded to when it was written
	Opens    int       `json:"opens"`   // times a reader opened it from a link in it
	Readers  int       `json:"readers"` // people who did, where people sign in
	Replies  int       `json:"replies"` // work orders and questions its lines became
}

// Question is what a reader asked about a line of a letter; the next letter shows what became of it.
type Question struct {
	ID         string    `json:"id"`
	Letter     string    `json:"letter"` // LetterID
	Line       string    `json:"line"`   // DigestLine.ID
	About      string    `json:"about"`  // the line's text as it stood
	Brand      BrandID   `json:"brand"`
	Audience   string    `json:"audience"`
	Text       string    `json:"text"`
	Asker      string    `json:"asker"`
	AskedAt    time.Time `json:"asked_at"`
	To         string    `json:"to"`    // whose turn it is; "" nobody's yet
	Order      string    `json:"order"` // the work order it is about, or became; "" none
	Answer     string    `json:"answer"`
	AnsweredBy string    `json:"answered_by"`
	AnsweredAt time.Time `json:"answered_at"` // zero: not yet
	ToldAt     time.Time `json:"told_at"`     // when a letter told the answer; zero: not yet
	Posts      []PostID  `json:"posts"`       // of the line: what it is about
}

// MessageForm is what a message looks like where more than Markdown can be shown. It is made when the
// message goes out and never queued.
type MessageForm struct {
	HTML   string      // the whole page of a mail; its pictures are named "cid:NAME"
	Text   string      // the same as plain text
	Card   string      // Markdown for a robot's card, within the smallest limit of the robots, with a link for the rest
	Inline []Enclosure // pictures the page names
	Files  []Enclosure // what is attached
}

// Enclosure is a file in a mail.
type Enclosure struct {
	Name string // "trend.png"; also its content id
	Type string // "image/png"
	Body []byte
}
