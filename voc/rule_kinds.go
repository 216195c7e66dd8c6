package voc

import (
	"slices"
	"time"
)

// DefaultRule is the balanced burst rule on negative mentions of every own brand.
//
// Sensitivity 1 with a quiet day had the best score of all settings on the public benchmark of
// announced events; five posts and three authors keep one angry person from ringing the bell.
func DefaultRule() Rule {
	return Rule{
		Name:          "negative-burst",
		Title:         "负面激增",
		Sentiment:     Negative,
		Kind:          RuleBurst,
		Sensitivity:   Balanced,
		Step:          5 * time.Minute,
		Quiet:         24 * time.Hour,
		ResolveAfter:  6 * time.Hour,
		MinPosts:      5,
		MinAuthors:    3,
		MinHistory:    24 * time.Hour,
		MinCoverage:   0.5,
		OpenOrderFrom: Yellow,
	}
}

// wholeWeek is what a burst rule of a house waits for before it speaks: whoever has not seen a week
// takes the first Saturday for a crisis. Until then rules by number do.
const wholeWeek = 7 * 24 * time.Hour

// DefaultRuleOf is what a rule of a kind says where nobody said otherwise. A kind that is not known
// gets the fields all kinds share; Validate tells what to write.
func DefaultRuleOf(kind RuleKind) Rule {
	r := DefaultRule()
	if kind == RuleBurst {
		r.MinHistory = wholeWeek
		return r
	}
	r.Kind, r.Sensitivity, r.MinHistory = kind, 0, 0
	switch kind {
	case RuleCount:
		r.Name, r.Title = "negative-count", "负面条数"
	case RuleShare:
		r.Name, r.Title = "negative-share", "负面占比"
		r.AtLeast, r.Window, r.MinPosts, r.MinAuthors = 0.5, 6*time.Hour, 20, 5
	case RuleRatio:
		r.Name, r.Title = "negative-ratio", "负面倍数"
		r.Times, r.Window, r.Base, r.MinHistory = 3, time.Hour, 7*24*time.Hour, 3*24*time.Hour
		r.MinPosts = 10
	case RuleCritical:
		r.Name, r.Title = "critical", "一条即报"
		r.Sentiment, r.MinPosts, r.MinAuthors, r.MinCoverage, r.Quiet = "", 0, 0, 0, 0
		r.MinSeverity, r.MaxAge, r.ResolveAfter = 4, 3*time.Hour, 24*time.Hour
	case RuleNewTopic:
		r.Name, r.Title = "new-topic", "新话题"
		r.Window, r.Base, r.MinHistory = 24*time.Hour, 60*24*time.Hour, 14*24*time.Hour
	case RuleSilence:
		r.Name, r.Title = "silence", "信源失声"
		r.Sentiment, r.MinPosts, r.MinAuthors, r.MinCoverage, r.OpenOrderFrom = "", 0, 0, 0, ""
		r.After, r.Quiet, r.ResolveAfter = 6*time.Hour, 6*time.Hour, 5*time.Minute
	}
	return r
}

// The options a rule has beside those every rule has (name, title, version, disabled, brands, kind,
// step, resolve_after, owner, channels, open_order_from), by the kinds that use them.
var (
	counting = []RuleKind{RuleBurst, RuleCount, RuleShare, RuleRatio, RuleNewTopic}
	ruleUses = map[string][]RuleKind{
		"sentiment":    counting,
		"topic":        {RuleBurst, RuleCount, RuleShare, RuleRatio, RuleCritical},
		"platforms":    RuleKinds(),
		"regions":      append([]RuleKind{RuleCritical}, counting...),
		"words":        append([]RuleKind{RuleCritical}, counting...),
		"sensitivity":  {RuleBurst},
		"quiet":        RuleKinds(),
		"min_posts":    counting,
		"min_authors":  counting,
		"min_history":  {RuleBurst, RuleRatio, RuleNewTopic},
		"min_coverage": counting,
		"window":       {RuleShare, RuleRatio, RuleNewTopic},
		"base":         {RuleRatio, RuleNewTopic},
		"at_least":     {RuleShare},
		"times":        {RuleRatio},
		"at_most":      {RuleNewTopic},
		"min_severity": {RuleCritical},
		"min_reach":    {RuleCritical},
		"max_age":      {RuleCritical},
		"after":        {RuleSilence},
	}
)

// Uses tells whether rules of a kind look at an option, by its name in rules.yaml.
func (k RuleKind) Uses(option string) bool {
	kinds, of := ruleUses[option]
	return !of || slices.Contains(kinds, k)
}

// option is one option of a rule that not every kind uses.
type option struct {
	name  string
	set   bool
	value any
}

func (r Rule) options() []option {
	return []option{
		{"sentiment", r.Sentiment != "", r.Sentiment},
		{"topic", r.Topic != "", r.Topic},
		{"platforms", len(r.Platforms) > 0, r.Platforms},
		{"regions", len(r.Regions) > 0, r.Regions},
		{"words", len(r.Words) > 0, r.Words},
		{"sensitivity", r.Sensitivity != 0, r.Sensitivity},
		{"quiet", r.Quiet != 0, r.Quiet},
		{"min_posts", r.MinPosts != 0, r.MinPosts},
		{"min_authors", r.MinAuthors != 0, r.MinAuthors},
		{"min_history", r.MinHistory != 0, r.MinHistory},
		{"min_coverage", r.MinCoverage != 0, r.MinCoverage},
		{"window", r.Window != 0, r.Window},
		{"base", r.Base != 0, r.Base},
		{"at_least", r.AtLeast != 0, r.AtLeast},
		{"times", r.Times != 0, r.Times},
		{"at_most", r.AtMost != 0, r.AtMost},
		{"min_severity", r.MinSeverity != 0, r.MinSeverity},
		{"min_reach", r.MinReach != 0, r.MinReach},
		{"max_age", r.MaxAge != 0, r.MaxAge},
		{"after", r.After != 0, r.After},
	}
}
