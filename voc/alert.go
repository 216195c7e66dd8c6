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
	Low     float64   `json:"low"`     // the hour is expected between Low …
	High    float64   `json:"high"`    // … and High, 95 of 100 times; both 0: not known
	Planned string    `json:"planned"` // title of the plan this bucket lies in; "" none
}

// AlertState says whether an incident is still running.
type AlertState string

// The states of an alert.
const (
	AlertOpen     AlertState = "open"
	AlertResolved AlertState = "resolved"
	AlertMerged   AlertState = "merged" // it is part of another incident now: see Alert.Merged
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

	Kind       RuleKind       `json:"kind"`        // of the rule that opened it
	Key        string         `json:"key"`         // which matter of its rule and brand; "" the whole series
	Source     SourceID       `json:"source"`      // silence: which source is not heard
	Topics     []string       `json:"topics"`      // what it is about, most spoken of first: its topic cluster
	Rules      []AbsorbedRule `json:"rules"`       // other rules that fired about the same matter while it was open
	Merged     string         `json:"merged"`      // id of the incident it became part of; "" none
	Silenced   string         `json:"silenced"`    // id of the silence, plan or graver incident that kept it from being told; "" told
	MutedUntil time.Time      `json:"muted_until"` // growth is not told before; zero: it is
	Verdict    AlertVerdict   `json:"verdict"`     // what people made of it; "" nobody looked
	VerdictBy  string         `json:"verdict_by"`
	VerdictAt  time.Time      `json:"verdict_at"`
	VerdictWhy string         `json:"verdict_why"`
	Authors    int            `json:"authors"`   // different people since StartedAt; those without a name count one each
	Originals  int            `json:"originals"` // of Total: not a copy or repost of another
	Reposts    int            `json:"reposts"`   // of Total: the rest
	Suspects   int            `json:"suspects"`  // of Total: look made by machines
	Similar    []SimilarAlert `json:"similar"`   // past incidents like it, most alike first
	Withheld   []Withheld     `json:"withheld"`  // what was not told because the day's interruptions were used up
}

// AbsorbedRule is a rule that fired about a matter another incident is already about.
type AbsorbedRule struct {
	Rule  string    `json:"rule"`
	At    time.Time `json:"at"`    // when it first fired
	Score float64   `json:"score"` // the highest

	Key     string    `json:"key"`     // which matter of the rule, as Alert.Key
	LastAt  time.Time `json:"last_at"` // when it was last above usual
	Peak    int       `json:"peak"`    // most mentions in one hour, as the rule counts
	Version string    `json:"version"` // revision of the rule
}

// Withheld is a message about an incident that was not sent because everybody it was for had been
// interrupted often enough that day. The nightly letter tells it.
type Withheld struct {
	Kind string    `json:"kind"` // as of the message: "alert.opened", "alert.grew"
	At   time.Time `json:"at"`
	For  []string  `json:"for"` // people and channels
}

// AlertVerdict is what people made of an incident.
type AlertVerdict string

// The verdicts.
const (
	AlertConfirmed  AlertVerdict = "confirmed"   // it was one
	AlertFalseAlarm AlertVerdict = "false_alarm" // it was nothing: the rule learns from it
)

// SimilarAlert is a past incident like another one, with how it went.
type SimilarAlert struct {
	ID       string        `json:"id"`
	Headline string        `json:"headline"`
	OpenedAt time.Time     `json:"opened_at"`
	Lasted   time.Duration `json:"lasted"` // nanoseconds
	Peak     int           `json:"peak"`
	Verdict  AlertVerdict  `json:"verdict"`
	Order    string        `json:"order"` // its work order, "" none
	Cause    string        `json:"cause"` // of that order, "" not known
	Alike    float64       `json:"alike"` // 0…1
}

// AlertCommandType is what somebody asks of an incident.
type AlertCommandType string

// The commands to an incident.
const (
	AlertCommandConfirm    AlertCommandType = "confirm"
	AlertCommandFalseAlarm AlertCommandType = "false_alarm" // Text: why; also ends it and its work order
	AlertCommandMute       AlertCommandType = "mute"        // Until: growth is not told before
	AlertCommandUnmute     AlertCommandType = "unmute"
	AlertCommandMerge      AlertCommandType = "merge" // Into: the incident it becomes part of
	AlertCommandOrder      AlertCommandType = "order" // opens a work order for it
)

// AlertCommand asks an incident to change.
type AlertCommand struct {
	Alert string           `json:"alert"`
	Type  AlertCommandType `json:"type"`
	Actor string           `json:"actor"`
	Text  string           `json:"text"`
	Into  string           `json:"into"`
	Until time.Time        `json:"until"`
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
	Why    string    `json:"why"`    // "first", "amplified", "typical", "top"
	Copies int       `json:"copies"` // how many more say the same words; folded into this one
	Reach  int64     `json:"reach"`  // followers of its author and everything done with it; Unknown
}

// Share is one element's part of an increase: of 100 additional mentions, how many it brought.
type Share struct {
	Dimension string  `json:"dimension"` // "topic", "source", "platform", "store", "region", "tier"
	Element   string  `json:"element"`
	N         int     `json:"n"`     // mentions in the incident window
	Usual     float64 `json:"usual"` // expected in a window of that length
	Part      float64 `json:"part"`  // (N−Usual)/(total−total usual), 0…1
}
