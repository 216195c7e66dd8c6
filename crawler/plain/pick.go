package plain

import (
	"fmt"
	"regexp"
	"strings"
)

// Pick is where one fact of a post stands on a page, as a configuration writes it:
//
//	WHERE                       a selector (html) or a path (json)
//	WHERE /REGEXP/              its first group, or the whole match, of what stands there
//	WHERE || WHERE /REGEXP/     the first that yields anything
type Pick struct {
	Notation     string // as written
	alternatives []alternative
}

type alternative struct {
	where string
	match *regexp.Regexp // nil: all of it
}

var pickRegexp = regexp.MustCompile(`^(.*?)(?:^|\s)/(.+)/$`)

// NewPick parses the notation. check, when not nil, judges each WHERE.
func NewPick(notation string, check func(where string) error) (Pick, error) {
	p := Pick{Notation: notation}
	for _, part := range strings.Split(notation, "||") {
		a := alternative{where: strings.TrimSpace(part)}
		if m := pickRegexp.FindStringSubmatch(a.where); m != nil {
			re, err := regexp.Compile(m[2])
			if err != nil {
				return Pick{}, fmt.Errorf("%q: %w", notation, err)
			}
			a.where, a.match = strings.TrimSpace(m[1]), re
		}
		if check != nil {
			if err := check(a.where); err != nil {
				return Pick{}, fmt.Errorf("%q: %w", notation, err)
			}
		}
		p.alternatives = append(p.alternatives, a)
	}
	return p, nil
}

// Set tells whether the configuration wrote anything.
func (p Pick) Set() bool { return strings.TrimSpace(p.Notation) != "" }

// Read returns the first non-empty value; look fetches what stands at a WHERE.
func (p Pick) Read(look func(where string) string) string {
	for _, a := range p.alternatives {
		value := strings.TrimSpace(look(a.where))
		if a.match != nil {
			value = group(a.match, value)
		}
		if value != "" {
			return value
		}
	}
	return ""
}

// group is the first group of a match, the whole match when there are no groups, "" without one.
func group(re *regexp.Regexp, s string) string {
	m := re.FindStringSubmatch(s)
	switch {
	case m == nil:
		return ""
	case len(m) > 1:
		return strings.TrimSpace(m[1])
	}
	return strings.TrimSpace(m[0])
}
