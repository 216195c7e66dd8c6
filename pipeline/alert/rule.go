package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Kind says how a rule looks at a series.
type Kind string

// The kinds of rule of this release.
const (
	Burst     Kind = "burst" // the last hour against the series' own past
	CountKind Kind = "count" // at least so many posts of so many authors within an hour
)

// Sensitivities people choose from, as values of Rule.Sensitivity. The balanced one is the default;
// the others are the thresholds at which the same score was measured to speak more or less often.
const (
	Sensitive = 0.8 // 敏感
	Balanced  = 1.0 // 均衡
	Calm      = 1.3 // 平稳
	Still     = 2.0 // 安静
)

// Rule says which mentions are watched, how, and what follows when they burst.
type Rule struct {
	Name      string        `yaml:"name" json:"name"`
	Title     string        `yaml:"title" json:"title"`         // what people call it: "负面激增"
	Version   string        `yaml:"version" json:"version"`     // "" derives one from the contents: see Revision
	Disabled  bool          `yaml:"disabled" json:"disabled"`   //
	Brands    []voc.BrandID `yaml:"brands" json:"brands"`       // one series each; empty: every own brand
	Sentiment voc.Sentiment `yaml:"sentiment" json:"sentiment"` // of the mentions counted
	Topic     string        `yaml:"topic" json:"topic"`         // only mentions about it; "" all
	Kind      Kind          `yaml:"kind" json:"kind"`

	Sensitivity  float64       `yaml:"sensitivity" json:"sensitivity"`     // score at which a burst rule fires; 1 is balanced
	Step         time.Duration `yaml:"step" json:"step"`                   // width of a bucket; must divide an hour
	Quiet        time.Duration `yaml:"quiet" json:"quiet"`                 // after one alert, no second for so long
	ResolveAfter time.Duration `yaml:"resolve_after" json:"resolve_after"` // calm for so long ends an alert
	MinPosts     int           `yaml:"min_posts" json:"min_posts"`         // in the last hour
	MinAuthors   int           `yaml:"min_authors" json:"min_authors"`     // different ones in the last hour
	MinHistory   time.Duration `yaml:"min_history" json:"min_history"`     // known past a burst rule needs before it may fire
	MinCoverage  float64       `yaml:"min_coverage" json:"min_coverage"`   // 0…1: an hour collected less is unknown

	Channels      []string  `yaml:"channels" json:"channels"`               // where its alerts are told
	OpenOrderFrom voc.Level `yaml:"open_order_from" json:"open_order_from"` // a work order is opened from this level up; "" never
}

// DefaultRule is the balanced burst rule on negative mentions of every own brand.
//
// Sensitivity 1 with a quiet day had the best score of all settings on the public benchmark of
// announced events; five posts and three authors keep one angry person from ringing the bell.
func DefaultRule() Rule {
	return Rule{
		Name:          "negative-burst",
		Title:         "负面激增",
		Sentiment:     voc.Negative,
		Kind:          Burst,
		Sensitivity:   Balanced,
		Step:          5 * time.Minute,
		Quiet:         24 * time.Hour,
		ResolveAfter:  6 * time.Hour,
		MinPosts:      5,
		MinAuthors:    3,
		MinHistory:    24 * time.Hour,
		MinCoverage:   0.5,
		OpenOrderFrom: voc.Yellow,
	}
}

// Validate refuses a rule that could not be evaluated, naming the field and what to write.
func (r Rule) Validate() error {
	fail := func(field string, value any, remedy string) error {
		return fmt.Errorf("rule %q: %s is %v: %s", r.Name, field, value, remedy)
	}
	switch {
	case r.Name == "":
		return fmt.Errorf("rule without a name: give it one, letters and dashes, e.g. negative-burst")
	case slices.Contains([]Kind{"share", "ratio", "critical", "new_topic", "silence"}, r.Kind):
		return fail("kind", r.Kind, "rules of this kind are not evaluated from a rules file yet: write burst or count")
	case r.Kind != Burst && r.Kind != CountKind:
		return fail("kind", r.Kind, "write burst or count")
	case r.Sentiment != "" && r.Sentiment != voc.Negative && r.Sentiment != voc.Neutral && r.Sentiment != voc.Positive:
		return fail("sentiment", r.Sentiment, "write negative, neutral, positive, or leave it out for all")
	case r.Kind == Burst && (r.Sensitivity < 0.1 || r.Sensitivity > 20):
		return fail("sensitivity", r.Sensitivity, "write 0.8 (sensitive), 1 (balanced), 1.3 (calm) or 2 (still)")
	case r.Step <= 0 || r.Step > time.Hour || time.Hour%r.Step != 0:
		return fail("step", r.Step, "write a width that divides an hour, e.g. 5m")
	case r.Quiet < 0:
		return fail("quiet", r.Quiet, "write a duration of zero or more, e.g. 24h")
	case r.ResolveAfter <= 0:
		return fail("resolve_after", r.ResolveAfter, "write a positive duration, e.g. 6h")
	case r.MinPosts < 1:
		return fail("min_posts", r.MinPosts, "write 1 or more")
	case r.MinAuthors < 0:
		return fail("min_authors", r.MinAuthors, "write 0 or more")
	case r.MinHistory < 0 || r.MinHistory > highSpan:
		return fail("min_history", r.MinHistory, "write 0 to 336h: the detector remembers two weeks")
	case r.MinCoverage < 0 || r.MinCoverage > 1:
		return fail("min_coverage", r.MinCoverage, "write a share between 0 and 1")
	case r.OpenOrderFrom != "" && rank(r.OpenOrderFrom) == 0:
		return fail("open_order_from", r.OpenOrderFrom, "write red, orange, yellow, blue, or leave it out for never")
	case slices.Contains(r.Channels, ""):
		return fail("channels", r.Channels, "one of them is empty: name a configured channel or remove it")
	}
	return nil
}

// Revision names this exact rule: Version when somebody gave one, else a short hash of everything
// the rule says, so that an alert points for ever at the rule that raised it.
func (r Rule) Revision() string {
	if r.Version != "" {
		return r.Version
	}
	text, err := json.Marshal(r)
	if err != nil { // strings, numbers and slices of them always marshal
		panic("alert: rule cannot be written as JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:4])
}

// OpensOrder tells whether an alert of this level must be put into somebody's hands.
func (r Rule) OpensOrder(level voc.Level) bool {
	return r.OpenOrderFrom != "" && rank(level) >= rank(r.OpenOrderFrom)
}
