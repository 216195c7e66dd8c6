package voc

import "fmt"

// RuleError says which field of a rule cannot be used, and what to write instead.
type RuleError struct {
	Rule   string // its name
	Field  string // as it is written in rules.yaml and in JSON
	Value  string // what stands there
	Remedy string // what to write
}

// Error is the sentence for whoever edits the file.
func (e *RuleError) Error() string {
	return fmt.Sprintf("rule %q: %s is %s: %s", e.Rule, e.Field, e.Value, e.Remedy)
}
