package voc

import "time"

// SourceID names a source as the configuration does, e.g. "appstore-cn". Letters, digits and
// dashes; it is shown to people and stored with every post.
type SourceID string

// SourceKind says which crawler understands a source.
type SourceKind string

// The kinds of source of this release.
const (
	KindFeed     SourceKind = "feed"     // RSS, Atom, JSON Feed
	KindAppStore SourceKind = "appstore" // App Store customer reviews
	KindHTML     SourceKind = "html"     // a site described by selectors
	KindJSON     SourceKind = "json"     // an API described by paths
	KindImport   SourceKind = "import"   // a file somebody gave us
	KindPush     SourceKind = "push"     // posts sent to our API
)

// Source is a place we listen to.
type Source struct {
	ID       SourceID      `json:"id"`
	Title    string        `json:"title"`    // what people call it: "应用商店·中国"
	Kind     SourceKind    `json:"kind"`     //
	Platform string        `json:"platform"` // the site's own short name: "appstore", "xhs", "weibo"
	Address  string        `json:"address"`  // where fetching starts; empty for import and push
	Schedule string        `json:"schedule"` // cron expression or "@every 10m"; empty: only by hand
	Every    time.Duration `json:"every"`    // the expected distance of two visits, for coverage
	Brand    BrandID       `json:"brand"`    // every post is about this brand; empty: brands are matched in the text
	Product  string        `json:"product"`  // product every post speaks of, when the source is about one
	Basis    string        `json:"basis"`    // on what ground we may collect it, for the compliance page
	Disabled bool          `json:"disabled"` //
}

// Cursor is what a crawler must remember of a source to fetch only what is new. Its text is the
// crawler's own business (JSON); everybody else stores it and hands it back unread.
type Cursor string

// VisitOutcome says how one fetch of a source ended.
type VisitOutcome string

// The outcomes of a visit. Only VisitOK and VisitUnchanged mean that the source was heard;
// everything else leaves a gap that counts must show as unknown, never as zero.
const (
	VisitOK        VisitOutcome = "ok"        // fetched to the end
	VisitUnchanged VisitOutcome = "unchanged" // the site said 304 or had nothing new
	VisitPartial   VisitOutcome = "partial"   // stopped half way: a cap, a failing page, shutdown
	VisitBlocked   VisitOutcome = "blocked"   // robots.txt or a login wall said no
	VisitFailed    VisitOutcome = "failed"    // network, status code, or a page nobody understood
)

// Heard tells whether after this visit we know what the source had to say.
func (o VisitOutcome) Heard() bool { return o == VisitOK || o == VisitUnchanged }

// Visit is one fetch of one source. A fetch that found nothing is still a visit: coverage is
// known from visits, never guessed from silence.
type Visit struct {
	Source    SourceID     `json:"source"`
	StartedAt time.Time    `json:"started_at"`
	EndedAt   time.Time    `json:"ended_at"`
	Outcome   VisitOutcome `json:"outcome"`
	Requests  int          `json:"requests"` // HTTP requests made, robots.txt included
	Bytes     int64        `json:"bytes"`    // bytes received on the wire
	Found     int          `json:"found"`    // posts on the pages
	Fresh     int          `json:"fresh"`    // of them not seen before
	Claimed   int          `json:"claimed"`  // how many the site says there are; -1 unknown
	Missing   string       `json:"missing"`  // what was not fetched and why, in words; empty: nothing
	NextAt    time.Time    `json:"next_at"`  // the site's own wish (Retry-After, ttl, max-age); zero: none
	HeardTo   time.Time    `json:"heard_to"` // posts published up to here have been heard; zero: unknown
}
