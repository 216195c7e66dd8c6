package configs

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// document is one YAML file, read strictly: unknown and repeated keys are problems, and every
// problem knows its line.
type document struct {
	file string
	body ast.Node
}

// read parses text as the file named file. ${NAME} inside a text value is replaced by what lookup
// says of NAME: secrets come from the environment and never stand in a file. An unset name is a
// problem, not an empty text.
func read(file string, text []byte, lookup func(string) (string, bool)) (*document, Problems) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors put it there
	if line := notText(text); line > 0 {
		return nil, Problems{{File: file, Line: line, Message: "this is not UTF-8", Remedy: "save the file as UTF-8: in another encoding its names would match nothing"}}
	}
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, Problems{problemOf(file, err, nil)}
	}
	if len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil {
		return &document{file: file}, nil
	}
	if len(parsed.Docs) > 1 {
		return nil, Problems{{File: file, Message: "more than one YAML document", Remedy: "remove the line with ---"}}
	}
	doc := &document{file: file, body: parsed.Docs[0].Body}
	expand := &expander{file: file, lookup: lookup}
	ast.Walk(expand, doc.body)
	return doc, expand.problems
}

// notText returns the first line that is not UTF-8, 0 when all are.
func notText(text []byte) int {
	if utf8.Valid(text) {
		return 0
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1
		}
	}
	return 1
}

// into decodes the document into what target points to, whose present content are the defaults.
func (d *document) into(target any) Problems {
	if d == nil || d.body == nil {
		return nil
	}
	err := yaml.NodeToValue(d.body, target, yaml.Strict(), yaml.DisallowUnknownField())
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	p := problemOf(d.file, err, target)
	if p.Line == 0 {
		p.Line = d.lineOfQuoted(p.Message)
	}
	return Problems{p}
}

var quoted = regexp.MustCompile(`"([^"]+)"`)

// lineOfQuoted finds the line of the value an error message quotes: some types' own parsers (a
// duration's) report what they could not read but not where it stood.
func (d *document) lineOfQuoted(message string) int {
	m := quoted.FindStringSubmatch(message)
	if m == nil {
		return 0
	}
	value := m[1]
	if bare, err := strconv.Unquote(m[0]); err == nil {
		value = bare // time's parser writes other letters than ASCII as their bytes
	}
	finder := &valueFinder{value: value}
	ast.Walk(finder, d.body)
	return finder.line
}

type valueFinder struct {
	value string
	line  int
}

// Visit implements ast.Visitor.
func (f *valueFinder) Visit(node ast.Node) ast.Visitor {
	if text, ok := node.(*ast.StringNode); ok && f.line == 0 && text.Value == f.value {
		f.line = text.GetToken().Position.Line
	}
	return f
}

// line tells where the node at a YAML path ("$.brands[2].id") stands, 0 when it is not there.
func (d *document) line(path string) int {
	if d == nil || d.body == nil {
		return 0
	}
	p, err := yaml.PathString(path)
	if err != nil {
		return 0
	}
	node, err := p.FilterNode(d.body)
	if err != nil || node == nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

var placeholder = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expander replaces ${NAME} in text values, not in keys and comments.
type expander struct {
	file     string
	lookup   func(string) (string, bool)
	problems Problems
}

// Visit implements ast.Visitor.
func (e *expander) Visit(node ast.Node) ast.Visitor {
	if pair, ok := node.(*ast.MappingValueNode); ok {
		ast.Walk(e, pair.Value)
		return nil
	}
	text, ok := node.(*ast.StringNode)
	if !ok || !strings.Contains(text.Value, "${") {
		return e
	}
	text.Value = placeholder.ReplaceAllStringFunc(text.Value, func(found string) string {
		name := placeholder.FindStringSubmatch(found)[1]
		value, ok := e.lookup(name)
		if !ok {
			pos := text.GetToken().Position
			e.problems = append(e.problems, Problem{
				File: e.file, Line: pos.Line, Column: pos.Column,
				Message: fmt.Sprintf("environment variable %s is not set", name),
				Remedy:  fmt.Sprintf("set %s before starting, or write the value itself if it is no secret", name),
			})
		}
		return value
	})
	return e
}

var unknownKey = regexp.MustCompile(`unknown field "([^"]*)"`)

// problemOf turns an error of the YAML library into a Problem with its line and, for a key nobody
// knows, the key that was probably meant.
func problemOf(file string, err error, target any) Problem {
	p := Problem{File: file, Message: err.Error()}
	var detailed yaml.Error
	if !errors.As(err, &detailed) {
		if strings.Contains(p.Message, "in duration") || strings.Contains(p.Message, "invalid duration") {
			p.Remedy = "write a length of time such as 30s, 5m or 24h"
		}
		return p
	}
	p.Message = detailed.GetMessage()
	if tok := detailed.GetToken(); tok != nil && tok.Position != nil {
		p.Line, p.Column = tok.Position.Line, tok.Position.Column
	}
	if m := unknownKey.FindStringSubmatch(p.Message); m != nil {
		p.Message = fmt.Sprintf("unknown key %q", m[1])
		p.Remedy = "remove it"
		if near := nearest(m[1], keysOf(reflect.TypeOf(target), map[reflect.Type]bool{})); near != "" {
			p.Remedy = fmt.Sprintf("did you mean %q?", near)
		}
	} else if m := wrongKind.FindStringSubmatch(p.Message); m != nil {
		p.Message = fmt.Sprintf("%s where %s must stand", kindTitle(m[1]), kindTitle(m[2]))
		if tok := detailed.GetToken(); tok != nil {
			p.Message = fmt.Sprintf("%q is %s", strings.TrimSpace(tok.Value), p.Message)
		}
		p.Remedy = "compare with the example file in configs/"
	} else {
		p.Remedy = "compare with the example file in configs/"
	}
	return p
}

// wrongKind is what the YAML library says of a value of another kind than its key's.
var wrongKind = regexp.MustCompile(`cannot unmarshal (\S+) into Go (?:struct field \S+|value) of type (\S+)`)

// kindTitle says in plain words what a Go type is to somebody who writes YAML.
func kindTitle(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case strings.HasPrefix(goType, "int"), strings.HasPrefix(goType, "uint"), strings.HasPrefix(goType, "float"):
		return "a number"
	case goType == "bool":
		return "true or false"
	case goType == "string":
		return "a text"
	case goType == "time.Duration":
		return "a length of time such as 30s"
	}
	return "a group of keys"
}

// keysOf collects every YAML key a type knows, at any depth.
func keysOf(t reflect.Type, seen map[reflect.Type]bool) []string {
	for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct || seen[t] {
		return nil
	}
	seen[t] = true
	var keys []string
	for i := range t.NumField() {
		field := t.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name == "" && field.IsExported() && !field.Anonymous {
			name = strings.ToLower(field.Name)
		}
		if name != "" && name != "-" {
			keys = append(keys, name)
		}
		keys = append(keys, keysOf(field.Type, seen)...)
	}
	return keys
}

// nearest returns the other known key that differs least from what was written, if at most a third
// of it differs.
func nearest(written string, known []string) string {
	best, distance := "", len(written)/3+1
	for _, k := range known {
		if k == written {
			continue // known elsewhere: to write it again would not help
		}
		if d := edits(written, k); d <= distance && (best == "" || d < edits(written, best)) {
			best = k
		}
	}
	return best
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
