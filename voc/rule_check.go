package voc

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// ruleMemory is how far back the burst detector remembers highs.
	ruleMemory = 14 * 24 * time.Hour
	// A finer step sees no more and remembers more than fits; a longer window or past than these is
	// more than a rule's look at the store brings.
	finestStep   = time.Minute
	longestRule  = 28 * 24 * time.Hour
	longestPast  = 90 * 24 * time.Hour
	longestAge   = 24 * time.Hour
	longestAfter = 30 * 24 * time.Hour
	mostWords    = 200
)

// faults finds what is wrong with a rule. Each of its functions looks at one group of options and
// gives the first that cannot be used.
type faults struct{ Rule }

func (f faults) at(field string, value any, remedy string) error {
	return &RuleError{Rule: f.Name, Field: field, Value: fmt.Sprint(value), Remedy: remedy}
}

// Validate refuses a rule that could not be evaluated, or says something its kind does not look at,
// naming the field and what to write.
func (r Rule) Validate() error {
	f := faults{r}
	if r.Name == "" {
		return fmt.Errorf("rule without a name: give it one, letters and dashes, e.g. negative-burst")
	}
	if !slices.Contains(RuleKinds(), r.Kind) {
		return f.at("kind", r.Kind, "write burst, count, share, ratio, critical, new_topic or silence")
	}
	for _, check := range []func() error{f.unused, f.lists, f.timing, f.effects, f.floors, f.condition} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (f faults) unused() error {
	for _, o := range f.options() {
		if o.set && !f.Kind.Uses(o.name) {
			var kinds []string
			for _, k := range ruleUses[o.name] {
				kinds = append(kinds, string(k))
			}
			return f.at(o.name, o.value, fmt.Sprintf("rules of kind %s do not look at it (only %s do): leave it out", f.Kind, strings.Join(kinds, ", ")))
		}
	}
	return nil
}

func (f faults) lists() error {
	for _, list := range []struct {
		name  string
		words []string
	}{{"platforms", f.Platforms}, {"regions", f.Regions}, {"words", f.Words}, {"channels", f.Channels}} {
		switch {
		case slices.ContainsFunc(list.words, func(w string) bool { return strings.TrimSpace(w) == "" }):
			return f.at(list.name, fmt.Sprintf("%q", list.words), "one of them is empty: write what is meant or remove it")
		case len(list.words) > mostWords:
			return f.at(list.name, fmt.Sprint(len(list.words), " of them"), fmt.Sprintf("%d at most: make several rules of it", mostWords))
		}
	}
	if f.Sentiment != "" && f.Sentiment != Negative && f.Sentiment != Neutral && f.Sentiment != Positive {
		return f.at("sentiment", f.Sentiment, "write negative, neutral, positive, or leave it out for all")
	}
	return nil
}

func (f faults) timing() error {
	switch {
	case f.Step < finestStep || f.Step > time.Hour || time.Hour%f.Step != 0:
		return f.at("step", f.Step, "write a width between 1m and 1h that divides an hour, e.g. 5m")
	case f.Quiet < 0:
		return f.at("quiet", f.Quiet, "write a duration of zero or more, e.g. 24h")
	case f.ResolveAfter <= 0:
		return f.at("resolve_after", f.ResolveAfter, "write a positive duration, e.g. 6h")
	case !f.Kind.Uses("window"):
		return nil
	case f.Window < f.Step || f.Window%f.Step != 0 || f.Window > longestRule:
		return f.at("window", f.Window, fmt.Sprintf("write a multiple of the step of %s up to 672h, e.g. 6h", f.Step))
	case f.Kind.Uses("base") && (f.Base < f.Window || f.Base > longestPast || f.Base%f.Step != 0):
		return f.at("base", f.Base, fmt.Sprintf("write a past at least as long as the window of %s and at most 2160h, in whole steps, e.g. 168h", f.Window))
	}
	return nil
}

func (f faults) effects() error {
	if f.OpenOrderFrom != "" && f.OpenOrderFrom.Rank() == 0 {
		return f.at("open_order_from", f.OpenOrderFrom, "write red, orange, yellow, blue, or leave it out for never")
	}
	return nil
}

func (f faults) floors() error {
	memory := ruleMemory
	if f.Kind.Uses("base") {
		memory = f.Base
	}
	switch {
	case !(f.MinCoverage >= 0 && f.MinCoverage <= 1):
		return f.at("min_coverage", f.MinCoverage, "write a share between 0 and 1")
	case f.MinAuthors < 0:
		return f.at("min_authors", f.MinAuthors, "write 0 or more")
	case f.MinHistory < 0 || f.MinHistory > memory:
		return f.at("min_history", f.MinHistory, fmt.Sprintf("write 0 to %.0fh: that is how far back rules of kind %s remember", memory.Hours(), f.Kind))
	case !f.Kind.Uses("min_posts"):
		return nil
	case f.Kind == RuleNewTopic && f.MinPosts < 2:
		return f.at("min_posts", f.MinPosts, "write 2 or more: one post is no topic")
	case f.MinPosts < 1:
		return f.at("min_posts", f.MinPosts, "write 1 or more")
	}
	return nil
}

func (f faults) condition() error {
	switch f.Kind {
	case RuleBurst:
		if !(f.Sensitivity >= 0.1 && f.Sensitivity <= 20) {
			return f.at("sensitivity", f.Sensitivity, "write 0.8 (sensitive), 1 (balanced), 1.3 (calm) or 2 (still)")
		}
	case RuleShare:
		if !(f.AtLeast > 0 && f.AtLeast < 1) {
			return f.at("at_least", f.AtLeast, "write a share between 0 and 1, e.g. 0.4 for 40 %")
		}
		if f.Sentiment == "" {
			return f.at("sentiment", `""`, "write whose share is meant: negative, neutral or positive")
		}
	case RuleRatio:
		if !(f.Times > 1 && f.Times <= 1000) {
			return f.at("times", f.Times, "write how many times the usual, more than 1, e.g. 3")
		}
		if f.MinHistory <= 0 {
			return f.at("min_history", f.MinHistory, fmt.Sprintf("write more than 0 and at most the base of %s, e.g. 72h", f.Base))
		}
	case RuleNewTopic:
		if f.AtMost < 0 || f.AtMost >= f.MinPosts {
			return f.at("at_most", f.AtMost, fmt.Sprintf("write 0 or more, but fewer than min_posts (%d)", f.MinPosts))
		}
		if f.MinHistory <= 0 {
			return f.at("min_history", f.MinHistory, "write a positive duration, e.g. 336h: in the first week everything is new")
		}
	case RuleCritical:
		return f.critical()
	case RuleSilence:
		if f.After < f.Step || f.After > longestAfter {
			return f.at("after", f.After, fmt.Sprintf("write at least one step of %s and at most 720h, e.g. 6h", f.Step))
		}
	}
	return nil
}

func (f faults) critical() error {
	switch {
	case f.MinSeverity < 0 || f.MinSeverity > 4:
		return f.at("min_severity", f.MinSeverity, "write 1 to 4, or 0 to leave severity out; 4 is injury or law")
	case f.MinReach < 0:
		return f.at("min_reach", f.MinReach, "write a number of followers, e.g. 1000000, or 0 to leave reach out")
	case len(f.Words) == 0 && f.MinSeverity == 0 && f.MinReach == 0:
		return f.at("min_severity", 0, "nothing is left that makes a post grave: write min_severity, min_reach or words")
	case f.MaxAge <= 0 || f.MaxAge > longestAge:
		return f.at("max_age", f.MaxAge, "write a positive duration up to 24h, e.g. 3h: an older post was collected late and is history")
	}
	return nil
}
