package alert

import "github.com/tingfeng-voc/tingfeng/voc"

// Rule and what belongs to it are nouns of the whole product: pages show and change them.
type (
	Rule    = voc.Rule
	Kind    = voc.RuleKind
	Plan    = voc.Plan
	Outlook = voc.Outlook
	Outcome = voc.Outcome
)

// The kinds of rule that judge a series of counts bucket by bucket.
const (
	Burst     = voc.RuleBurst
	CountKind = voc.RuleCount
)

// Sensitivities people choose from: see voc.Rule.
const (
	Sensitive = voc.Sensitive
	Balanced  = voc.Balanced
	Calm      = voc.CalmBurst
	Still     = voc.StillBurst
)

// DefaultRule is the balanced burst rule: see voc.DefaultRule.
func DefaultRule() Rule { return voc.DefaultRule() }
