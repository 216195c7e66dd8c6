package jsonapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// path is a way into a JSON document: keys with dots between them; "[]" goes through an array (one
// object counts as an array of itself), "[2]" takes one element ("[-1]" the last), "*" goes through
// the values of an object; a key with dots is quoted: ["im:rating"]. "$" at the beginning means the
// document instead of the item.
type path struct {
	root  bool
	steps []step
}

type step struct {
	key   string
	index int
	does  stepKind
}

type stepKind int

const (
	byKey stepKind = iota
	byIndex
	eachElement
	eachValue
)

var pathToken = regexp.MustCompile(`^(?:\.?\["((?:[^"\\]|\\.)*)"\]|\.?\[(-?\d*)\]|\.?([^.\[\]\s"]+(?: [^.\[\]\s"]+)*))`)

func parsePath(s string) (path, error) {
	var p path
	rest := strings.TrimSpace(s)
	if after, ok := strings.CutPrefix(rest, "$"); ok {
		p.root, rest = true, strings.TrimPrefix(after, ".")
	}
	for rest != "" {
		m := pathToken.FindStringSubmatch(rest)
		if m == nil {
			return path{}, fmt.Errorf("path %q is not understood from %q on; write e.g. data.list[].text", s, rest)
		}
		p.steps = append(p.steps, newStep(m))
		rest = rest[len(m[0]):]
	}
	return p, nil
}

func newStep(m []string) step {
	switch {
	case strings.Contains(m[0], `["`):
		key, err := strconv.Unquote(`"` + m[1] + `"`)
		if err != nil {
			key = m[1]
		}
		return step{key: key}
	case strings.HasSuffix(m[0], "[]"):
		return step{does: eachElement}
	case m[2] != "":
		n, _ := strconv.Atoi(m[2]) // digits only; a number too long is an element nobody has
		return step{does: byIndex, index: n}
	case m[3] == "*":
		return step{does: eachValue}
	}
	return step{key: m[3]}
}

// find walks down from the item, or from the document for a path that begins with "$". reached is
// how many steps found something.
func (p path) find(item, document any) (found []any, reached int) {
	at := []any{item}
	if p.root {
		at = []any{document}
	}
	for _, s := range p.steps {
		var next []any
		for _, v := range at {
			next = s.take(next, v)
		}
		if len(next) == 0 {
			return nil, reached
		}
		at = next
		reached++
	}
	return at, reached
}

func (s step) take(to []any, v any) []any {
	switch v := v.(type) {
	case map[string]any:
		switch s.does {
		case byKey:
			if value, ok := v[s.key]; ok {
				return append(to, value)
			}
		case eachElement:
			return append(to, v)
		case eachValue:
			for _, key := range sortedKeys(v) {
				to = append(to, v[key])
			}
		}
	case []any:
		switch s.does {
		case byIndex:
			i := s.index
			if i < 0 {
				i += len(v)
			}
			if i >= 0 && i < len(v) {
				return append(to, v[i])
			}
		case eachElement, eachValue:
			return append(to, v...)
		}
	}
	return to
}

// text is a value as one writes it: numbers digit by digit as the document has them, nothing for
// null and for objects, the parts of an array with commas between.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, e := range v {
			if t := text(e); t != "" {
				parts = append(parts, t)
			}
		}
		return strings.Join(parts, ", ")
	}
	return ""
}
