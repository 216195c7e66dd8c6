package voc

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestTheDefaultsOfEveryKindHold(t *testing.T) {
	names := map[string]bool{}
	for _, kind := range RuleKinds() {
		r := DefaultRuleOf(kind)
		if err := r.Validate(); err != nil {
			t.Errorf("the default %s rule is refused: %v", kind, err)
		}
		if r.Kind != kind || names[r.Name] || names[r.Title] {
			t.Errorf("the default %s rule is %q (%s) of kind %s; want a name of its own", kind, r.Name, r.Title, r.Kind)
		}
		names[r.Name], names[r.Title] = true, true
		for _, o := range r.options() {
			if o.set && !kind.Uses(o.name) {
				t.Errorf("the default %s rule sets %s, which it does not look at", kind, o.name)
			}
		}
	}
	if err := DefaultRuleOf("burts").Validate(); err == nil || !strings.Contains(err.Error(), "write burst, count") {
		t.Errorf("a kind nobody knows: %v", err)
	}
}

// Every option is refused by name in every kind that does not look at it: a rule that says what is
// never read would do something else than its writer thinks.
func TestAnOptionTheKindDoesNotUseIsRefused(t *testing.T) {
	set := map[string]func(*Rule){
		"sentiment":    func(r *Rule) { r.Sentiment = Negative },
		"topic":        func(r *Rule) { r.Topic = "卫生-异物" },
		"regions":      func(r *Rule) { r.Regions = []string{"上海"} },
		"words":        func(r *Rule) { r.Words = []string{"召回"} },
		"sensitivity":  func(r *Rule) { r.Sensitivity = 1 },
		"min_posts":    func(r *Rule) { r.MinPosts = 5 },
		"min_authors":  func(r *Rule) { r.MinAuthors = 3 },
		"min_history":  func(r *Rule) { r.MinHistory = 24 * time.Hour },
		"min_coverage": func(r *Rule) { r.MinCoverage = 0.5 },
		"window":       func(r *Rule) { r.Window = time.Hour },
		"base":         func(r *Rule) { r.Base = 30 * 24 * time.Hour },
		"at_least":     func(r *Rule) { r.AtLeast = 0.4 },
		"times":        func(r *Rule) { r.Times = 3 },
		"at_most":      func(r *Rule) { r.AtMost = 1 },
		"min_severity": func(r *Rule) { r.MinSeverity = 4 },
		"min_reach":    func(r *Rule) { r.MinReach = 1000 },
		"max_age":      func(r *Rule) { r.MaxAge = time.Hour },
		"after":        func(r *Rule) { r.After = time.Hour },
	}
	for _, kind := range RuleKinds() {
		for name, change := range set {
			r := DefaultRuleOf(kind)
			change(&r)
			err := r.Validate()
			var fault *RuleError
			switch {
			case kind.Uses(name) && err != nil:
				t.Errorf("%s refuses %s, which it uses: %v", kind, name, err)
			case !kind.Uses(name) && (!errors.As(err, &fault) || fault.Field != name || !strings.Contains(fault.Remedy, "leave it out")):
				t.Errorf("%s takes %s, which it does not look at: %v", kind, name, err)
			}
		}
	}
}

func TestRuleValidateNamesTheField(t *testing.T) {
	of := func(kind RuleKind, change func(*Rule)) Rule {
		r := DefaultRuleOf(kind)
		change(&r)
		return r
	}
	nan := func() float64 { zero := 0.0; return zero / zero }()
	for _, c := range []struct {
		why   string
		rule  Rule
		field string
	}{
		{"a step so fine that two weeks of it fit no memory", of(RuleBurst, func(r *Rule) { r.Step = time.Nanosecond }), "step"},
		{"a step that divides no hour", of(RuleCount, func(r *Rule) { r.Step = 7 * time.Minute }), "step"},
		{"a sensitivity that is no number", of(RuleBurst, func(r *Rule) { r.Sensitivity = nan }), "sensitivity"},
		{"coverage that is no number", of(RuleBurst, func(r *Rule) { r.MinCoverage = nan }), "min_coverage"},
		{"a share in per cent", of(RuleShare, func(r *Rule) { r.AtLeast = 40 }), "at_least"},
		{"a share of nobody knows what", of(RuleShare, func(r *Rule) { r.Sentiment = "" }), "sentiment"},
		{"a window that is no whole number of steps", of(RuleShare, func(r *Rule) { r.Window = 7 * time.Minute }), "window"},
		{"a window of half a year", of(RuleShare, func(r *Rule) { r.Window = 4000 * time.Hour }), "window"},
		{"a ratio of one: always", of(RuleRatio, func(r *Rule) { r.Times = 1 }), "times"},
		{"a past shorter than the window", of(RuleRatio, func(r *Rule) { r.Base, r.MinHistory = time.Minute, 0 }), "base"},
		{"more history than the base holds", of(RuleRatio, func(r *Rule) { r.MinHistory = 1000 * time.Hour }), "min_history"},
		{"nothing that makes a post grave", of(RuleCritical, func(r *Rule) { r.MinSeverity = 0 }), "min_severity"},
		{"severity above its scale", of(RuleCritical, func(r *Rule) { r.MinSeverity = 5 }), "min_severity"},
		{"news of last week", of(RuleCritical, func(r *Rule) { r.MaxAge = 168 * time.Hour }), "max_age"},
		{"a blank word, which every text holds", of(RuleCritical, func(r *Rule) { r.Words = []string{"召回", " "} }), "words"},
		{"a blank platform", of(RuleBurst, func(r *Rule) { r.Platforms = []string{""} }), "platforms"},
		{"one post as a topic", of(RuleNewTopic, func(r *Rule) { r.MinPosts = 1 }), "min_posts"},
		{"new while as many spoke of it before", of(RuleNewTopic, func(r *Rule) { r.AtMost = 5 }), "at_most"},
		{"silence of less than a step", of(RuleSilence, func(r *Rule) { r.After = time.Minute }), "after"},
		{"a level that does not exist", of(RuleSilence, func(r *Rule) { r.OpenOrderFrom = "purple" }), "open_order_from"},
	} {
		var fault *RuleError
		if err := c.rule.Validate(); !errors.As(err, &fault) || fault.Field != c.field {
			t.Errorf("%s: %v, want %s refused", c.why, err, c.field)
		} else if fault.Remedy == "" || fault.Rule != c.rule.Name {
			t.Errorf("%s: %v says not what to write, or of which rule", c.why, err)
		}
	}
}

// A page sends empty lists where a file leaves them out: it is the same rule.
func TestEmptyListsAreNoRevision(t *testing.T) {
	written := DefaultRuleOf(RuleBurst)
	sent := written
	sent.Brands, sent.Platforms, sent.Regions, sent.Words, sent.Channels = []BrandID{}, []string{}, []string{}, []string{}, []string{}
	if written.Revision() != sent.Revision() {
		t.Errorf("saved unchanged the rule became %s, was %s", sent.Revision(), written.Revision())
	}
	if sent.Platforms = []string{"xhs"}; written.Revision() == sent.Revision() {
		t.Error("a rule about one platform has the revision of one about all")
	}
}
