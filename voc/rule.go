package voc

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// RuleKind says how a rule looks at what it watches.
type RuleKind string

// The kinds of rule.
const (
	RuleBurst    RuleKind = "burst"     // the last hour against the series' own past
	RuleCount    RuleKind = "count"     // at least so many posts of so many authors within an hour
	RuleShare    RuleKind = "share"     // the share of negative mentions is surely at least so much (Wilson)
	RuleRatio    RuleKind = "ratio"     // so many times the average of the time before
	RuleCritical RuleKind = "critical"  // one post that names something grave, or reaches very many
	RuleNewTopic RuleKind = "new_topic" // people begin to speak of something nobody spoke of before
	RuleSilence  RuleKind = "silence"   // nothing was collected for so long: all other rules are blind
)

// RuleKinds lists them in the order people are offered them.
func RuleKinds() []RuleKind {
	return []RuleKind{RuleBurst, RuleCount, RuleShare, RuleRatio, RuleCritical, RuleNewTopic, RuleSilence}
}

// Sensitivities people choose from, as values of Rule.Sensitivity. The balanced one is the default;
// the others are the thresholds at which the same score was measured to speak more or less often.
const (
	Sensitive  = 0.8 // 敏感
	Balanced   = 1.0 // 均衡
	CalmBurst  = 1.3 // 平稳
	StillBurst = 2.0 // 安静
)

// Rule says which mentions are watched, how, and what follows when they burst.
type Rule struct {
	Name      string    `yaml:"name" json:"name"`
	Title     string    `yaml:"title" json:"title"`         // what people call it: "负面激增"
	Version   string    `yaml:"version" json:"version"`     // "" derives one from the contents: see Revision
	Disabled  bool      `yaml:"disabled" json:"disabled"`   //
	Brands    []BrandID `yaml:"brands" json:"brands"`       // one series each; empty: every own brand
	Sentiment Sentiment `yaml:"sentiment" json:"sentiment"` // of the mentions counted
	Topic     string    `yaml:"topic" json:"topic"`         // only mentions about it; "" all
	Kind      RuleKind  `yaml:"kind" json:"kind"`

	Platforms []string `yaml:"platforms" json:"platforms"` // only mentions on these; empty: all
	Regions   []string `yaml:"regions" json:"regions"`     // only from these provinces; empty: all
	Words     []string `yaml:"words" json:"words"`         // critical: what may be named; others: only mentions that hold one of them

	Sensitivity  float64       `yaml:"sensitivity" json:"sensitivity"`     // score at which a burst rule fires; 1 is balanced
	Step         time.Duration `yaml:"step" json:"step"`                   // width of a bucket; must divide an hour
	Quiet        time.Duration `yaml:"quiet" json:"quiet"`                 // after one alert, no second for so long
	ResolveAfter time.Duration `yaml:"resolve_after" json:"resolve_after"` // calm for so long ends an alert
	MinPosts     int           `yaml:"min_posts" json:"min_posts"`         // in the last hour
	MinAuthors   int           `yaml:"min_authors" json:"min_authors"`     // different ones in the last hour
	MinHistory   time.Duration `yaml:"min_history" json:"min_history"`     // known past a burst rule needs before it may fire
	MinCoverage  float64       `yaml:"min_coverage" json:"min_coverage"`   // 0…1: an hour collected less is unknown

	Window      time.Duration `yaml:"window" json:"window"`             // share, ratio, new_topic: looked at together
	Base        time.Duration `yaml:"base" json:"base"`                 // ratio: the time before the window that says what is usual
	AtLeast     float64       `yaml:"at_least" json:"at_least"`         // share: 0…1
	Times       float64       `yaml:"times" json:"times"`               // ratio: 3 is three times the usual
	AtMost      int           `yaml:"at_most" json:"at_most"`           // new_topic: mentions in the past that still make it new
	MinSeverity int           `yaml:"min_severity" json:"min_severity"` // critical: 1…4; 0: severity does not count
	MinReach    int64         `yaml:"min_reach" json:"min_reach"`       // critical: followers of the author of a negative post; 0: reach does not count
	MaxAge      time.Duration `yaml:"max_age" json:"max_age"`           // critical: an older post was collected late and is history
	After       time.Duration `yaml:"after" json:"after"`               // silence: so long without data

	Owner         string   `yaml:"owner" json:"owner"`                     // who gets its work orders before any route is asked; "" the routes decide
	Channels      []string `yaml:"channels" json:"channels"`               // where its alerts are told
	OpenOrderFrom Level    `yaml:"open_order_from" json:"open_order_from"` // a work order is opened from this level up; "" never
}

// Revision names this exact rule: Version when somebody gave one, else a short hash of everything
// the rule says, so that an alert points for ever at the rule that raised it.
func (r Rule) Revision() string {
	if r.Version != "" {
		return r.Version
	}
	for _, list := range []*[]string{&r.Platforms, &r.Regions, &r.Words, &r.Channels} {
		if len(*list) == 0 {
			*list = nil // none is none, whether a file left it out or a page sent an empty list
		}
	}
	if len(r.Brands) == 0 {
		r.Brands = nil
	}
	text, err := json.Marshal(r)
	if err != nil { // strings, numbers and slices of them always marshal
		panic("alert: rule cannot be written as JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:4])
}

// OpensOrder tells whether an alert of this level must be put into somebody's hands.
func (r Rule) OpensOrder(level Level) bool {
	return r.OpenOrderFrom != "" && level.Rank() >= r.OpenOrderFrom.Rank()
}

// RuleState is a rule as it stands: where it comes from, who changed it last, how it did lately.
type RuleState struct {
	Rule      Rule        `json:"rule"`
	Revision  string      `json:"revision"`   // names exactly these contents: what alerts point at
	Origin    RuleOrigin  `json:"origin"`     //
	ChangedBy string      `json:"changed_by"` // "" it is as its file says
	ChangedAt time.Time   `json:"changed_at"`
	Why       string      `json:"why"`        // of the last change, in the words of who made it
	Before    *Rule       `json:"before"`     // as it was before the last change; nil: it was not
	Fired     int         `json:"fired"`      // incidents it opened in the last 90 days
	Confirmed int         `json:"confirmed"`  // of them, by people
	Dismissed int         `json:"dismissed"`  // of them, as false alarms
	Proposed  float64     `json:"proposed"`   // sensitivity the verdicts speak for; 0: the present one
	Backtest  *RuleReplay `json:"backtest"`   // at the last change; nil: there was none
	File      *Rule       `json:"file"`       // as rules.yaml has it now; nil: it does not stand there
	FileNewer bool        `json:"file_newer"` // rules.yaml was changed after the page's change: the page's rule stands until it is dropped
}

// RuleOrigin says where a rule stands written.
type RuleOrigin string

// The origins.
const (
	RuleFromFile RuleOrigin = "file" // rules.yaml, and nobody changed it on a page
	RuleFromPage RuleOrigin = "page" // made or changed on a page: the journal holds it
)

// RuleReplay is what a rule would have told people of a past: the same function over the stored
// history as runs live.
type RuleReplay struct {
	Rule     Rule          `json:"rule"`
	Revision string        `json:"revision"`
	Brand    BrandID       `json:"brand"`
	From     time.Time     `json:"from"`
	To       time.Time     `json:"to"`
	Outlooks []Outlook     `json:"outlooks"` // most sensitive first; one, for a kind without sensitivities
	Took     time.Duration `json:"took"`     // nanoseconds
	Verdicts []ReplayTally `json:"verdicts"` // how they did against incidents people judged, one an outlook
}

// ReplayTally is how many of an outlook's alerts fell into incidents that people confirmed, or only
// into ones they dismissed.
type ReplayTally struct {
	Confirmed int `json:"confirmed"`
	Dismissed int `json:"dismissed"`
}
