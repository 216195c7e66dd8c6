package store

import (
	"reflect"
	"regexp"
	"strings"
)

// filterMark is where the filter of mentions stands in a question.
const filterMark = "{{filter}}"

// condition is one condition of query/_filter.sql. Most of them restrict nothing most of the time; the
// server reads, checks and plans them all the same, which takes it longer than to count what is tallied.
type condition struct {
	text string
	idle []string // parameters; when none of them is set the condition holds for every mention; empty: it is always asked
}

var (
	// unsetHead is how a condition begins that restricts nothing while some parameters are not set.
	unsetHead = regexp.MustCompile(`^(?:\((?:` + unsetParam + ` AND )*` + unsetParam + `\s+OR |NOT \{\w+:Bool\}$)`)
	unsetName = regexp.MustCompile(`\{(\w+):`)
)

const unsetParam = `(?:empty\(\{\w+:[^}]+\}\)|\{\w+:String\} = ''|NOT \{\w+:Bool\}|\{\w+:U?Int\d+\} = 0)`

// conditionsOf takes query/_filter.sql apart: each condition begins a line, its further lines are
// indented deeper.
func conditionsOf(filter string) []condition {
	var all []condition
	for _, text := range strings.Split(filter, "\n    AND ") {
		one := condition{text: strings.TrimSpace(text)}
		for _, m := range unsetName.FindAllStringSubmatch(unsetHead.FindString(one.text), -1) {
			one.idle = append(one.idle, m[1])
		}
		all = append(all, one)
	}
	return all
}

// filterText is the filter with the conditions that restrict something under some parameters.
func filterText(all []condition, p params) string {
	var kept []string
	for _, c := range all {
		if !c.rests(p) {
			kept = append(kept, c.text)
		}
	}
	return strings.Join(kept, "\n    AND ")
}

// rests tells whether a condition holds for every mention.
func (c condition) rests(p params) bool {
	for _, name := range c.idle {
		value, bound := p[name]
		if !bound || !empty(reflect.ValueOf(value)) {
			return false
		}
	}
	return len(c.idle) > 0
}

// text is a question as it is put under some parameters.
func (s *Store) text(name string, p params) string {
	text := s.sql[name]
	if !strings.Contains(text, filterMark) {
		return text
	}
	return strings.ReplaceAll(text, filterMark, filterText(s.filter, p))
}
