package voc

import "time"

// SourceID names a source as the configuration does, e.g. "appstore-cn". Letters, digits and
// dashes; it is shown to people and stored with every post.
type SourceID string

// SourceKind says which crawler understands a source.
type SourceKind string

// The kinds of source of this release.
const (
	KindFeed          SourceKind = "feed"          // RSS, Atom, JSON Feed
	KindAppStore      SourceKind = "appstore"      // App Store customer reviews
	KindSteam         SourceKind = "steam"         // Steam reviews of one game
	KindDiscourse     SourceKind = "discourse"     // a Discourse forum
	KindV2EX          SourceKind = "v2ex"          // V2EX topics and replies
	KindHackerNews    SourceKind = "hackernews"    // Hacker News stories and comments
	KindMastodon      SourceKind = "mastodon"      // public timelines of a Mastodon instance
	KindStackExchange SourceKind = "stackexchange" // questions and answers of a Stack Exchange site
	KindHTML          SourceKind = "html"          // a site described by selectors, or by its sitemap and selectors
	KindJSON          SourceKind = "json"          // an API described by paths
	KindDiscuz        SourceKind = "discuz"        // the mobile API of a Discuz! forum; opt-in
	KindDouban        SourceKind = "douban"        // short comments of Douban; opt-in
	KindTieba         SourceKind = "tieba"         // threads of a Baidu Tieba; opt-in
	KindGooglePlay    SourceKind = "googleplay"    // Google Play reviews; opt-in
	KindReddit        SourceKind = "reddit"        // a subreddit or a search, with a key of one's own; opt-in
	KindImport        SourceKind = "import"        // a file somebody gave us
	KindPush          SourceKind = "push"          // posts sent to our API
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
	Official bool          `json:"official"` // official media or a regulator speaks in it: what it says of a brand weighs more
	Remote   bool          `json:"remote"`   // an agent on another machine crawls it and pushes here; this machine never visits it
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

// Trouble names what kept a visit from hearing everything, so that it can be told what to do about
// it. Its words are for machines; the pages have them in the reader's language.
type Trouble string

// The troubles of a visit, the gravest first.
const (
	TroubleNone    Trouble = ""        //
	TroubleLogin   Trouble = "login"   // a login wall or a proof of being human: the site must be asked, or its posts imported
	TroubleRobots  Trouble = "robots"  // robots.txt forbids it, or could not be read
	TroubleRefused Trouble = "refused" // the site answers 401, 403, 412, 451 …: it does not want us
	TroubleExpired Trouble = "expired" // the key, token or address is no longer good (401 with a key of ours, 404 or 410 of the first page)
	TroubleLayout  Trouble = "layout"  // a page came that the kind or the selectors no longer understand
	TroubleLarge   Trouble = "large"   // an answer is larger than we take: as received, inflated, or by how far it inflates
	TroubleInward  Trouble = "inward"  // the address, or where the site sends us, is not on the public internet
	TroublePace    Trouble = "pace"    // the site asked to wait (429, Retry-After), or the day's cap of requests is used up
	TroubleNetwork Trouble = "network" // no connection, no name, a broken answer, 5xx
	TroubleConfig  Trouble = "config"  // what the configuration says cannot be fetched
	TroubleCap     Trouble = "cap"     // only our own cap of pages ended it; the next visit goes on
)

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
	Trouble   Trouble      `json:"trouble"`  // what kept it from hearing everything; "" nothing
	Changed   int          `json:"changed"`  // posts of it seen before whose text has changed since
	Observed  int          `json:"observed"` // posts of it seen before of which only the counts have changed

	// Since and Until bound a visit that was sent back to fill a known gap: what was published in
	// [Since, Until) was asked for, and when Outcome is heard it is all there now. Zero in an
	// ordinary visit, which asks for what is new.
	Since time.Time `json:"since,omitzero"`
	Until time.Time `json:"until,omitzero"`

	// LostFrom and LostTo bound what the site no longer showed when we came: it shows only its newest
	// posts, and between the last of them and the newest we knew there may have been others. Zero:
	// the visit joined up with the one before.
	LostFrom time.Time `json:"lost_from,omitzero"`
	LostTo   time.Time `json:"lost_to,omitzero"`
}

// Span is a stretch of time, [From, To).
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Gap is a stretch of time in which a source was not, or not wholly, heard.
type Gap struct {
	Source  SourceID `json:"source"`
	Span             //
	Open    bool     `json:"open"`    // it lasts until now
	Trouble Trouble  `json:"trouble"` // what kept us from hearing
	Lost    bool     `json:"lost"`    // the site no longer shows what is missing: an ordinary visit cannot fill it
	Missing string   `json:"missing"` // in the words of the visit
}
