package configs

import (
	"bytes"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// readPlain reads the part of YAML that taxonomies and dictionaries are written in: block maps and
// lists, flow maps and lists on one line, plain scalars. It is thirty times as fast as the whole
// language, which counts when every command begins with half a megabyte of words. ok is false, and
// target is as it was, for whatever it is not sure of: that is for the whole language to read, and
// to complain about. Where ok is true the whole language reads the same.
func readPlain(text []byte, target any) (ok bool) {
	if !utf8.Valid(text) || bytes.ContainsAny(text, "\r\t") || bytes.Contains(text, []byte("${")) {
		return false
	}
	p := &plainReader{}
	if !p.split(string(text)) || len(p.lines) == 0 {
		return false
	}
	root, ok := p.block(p.lines[0].indent)
	if !ok || p.at < len(p.lines) {
		return false
	}
	into := reflect.New(reflect.TypeOf(target).Elem()).Elem()
	if !root.into(into) {
		return false
	}
	reflect.ValueOf(target).Elem().Set(into)
	return true
}

// plainNode is a scalar, a list or a map.
type plainNode struct {
	scalar string
	items  []plainNode
	keys   []string // of a map: items are its values
	kind   plainKind
}

type plainKind uint8

const (
	plainScalar plainKind = iota
	plainList
	plainMap
)

type plainLine struct {
	indent int
	text   string
}

type plainReader struct {
	lines []plainLine
	at    int
}

// split fills lines with those that say something.
func (p *plainReader) split(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		rest := strings.TrimLeft(line, " ")
		if rest == "" || rest[0] == '#' {
			continue
		}
		if strings.Contains(rest, " #") || strings.ContainsAny(rest, "\"'`\\") || strings.HasPrefix(rest, "---") || strings.HasPrefix(rest, "...") {
			return false
		}
		p.lines = append(p.lines, plainLine{len(line) - len(rest), rest})
	}
	return true
}

// block reads the list or map whose lines stand at indent.
func (p *plainReader) block(indent int) (plainNode, bool) {
	if strings.HasPrefix(p.lines[p.at].text, "- ") {
		return p.list(indent)
	}
	return p.mapping(indent)
}

func (p *plainReader) list(indent int) (plainNode, bool) {
	n := plainNode{kind: plainList}
	for p.at < len(p.lines) && p.lines[p.at].indent == indent {
		line := &p.lines[p.at]
		if !strings.HasPrefix(line.text, "- ") {
			break
		}
		rest := strings.TrimLeft(line.text[2:], " ")
		var item plainNode
		ok := false
		if _, _, pair := cutKey(rest); pair && rest[0] != '{' && rest[0] != '[' {
			// The item is a map: its first line is what stands behind the dash.
			line.indent += len(line.text) - len(rest)
			line.text = rest
			item, ok = p.mapping(line.indent)
		} else {
			p.at++
			item, ok = flow(rest)
		}
		if !ok {
			return n, false
		}
		n.items = append(n.items, item)
	}
	return n, p.at == len(p.lines) || p.lines[p.at].indent < indent
}

func (p *plainReader) mapping(indent int) (plainNode, bool) {
	n := plainNode{kind: plainMap}
	for p.at < len(p.lines) && p.lines[p.at].indent == indent {
		key, value, ok := cutKey(p.lines[p.at].text)
		if !ok {
			return n, false
		}
		p.at++
		var item plainNode
		if value != "" {
			item, ok = flow(value)
		} else if p.at < len(p.lines) && p.lines[p.at].indent > indent {
			item, ok = p.block(p.lines[p.at].indent)
		} else {
			return n, false // an empty value, or a list that is not indented
		}
		if !ok {
			return n, false
		}
		n.keys, n.items = append(n.keys, key), append(n.items, item)
	}
	return n, p.at == len(p.lines) || p.lines[p.at].indent < indent
}

// cutKey takes "key: value" or "key:" apart.
func cutKey(line string) (key, value string, ok bool) {
	key, value, ok = strings.Cut(line, ":")
	if !ok || key == "" || value != "" && value[0] != ' ' {
		return "", "", false
	}
	for i := range len(key) {
		if c := key[i]; (c < 'a' || c > 'z') && c != '_' {
			return "", "", false
		}
	}
	return key, strings.Trim(value, " "), !unsure[key]
}

// flow reads a value that stands on one line.
func flow(text string) (plainNode, bool) {
	f := flowReader{text}
	n, ok := f.value(false)
	return n, ok && f.rest == ""
}

type flowReader struct{ rest string }

func (f *flowReader) skip(c byte) bool {
	f.rest = strings.TrimLeft(f.rest, " ")
	if f.rest == "" || f.rest[0] != c {
		return false
	}
	f.rest = strings.TrimLeft(f.rest[1:], " ")
	return true
}

// value reads one value; inside tells whether it stands in brackets.
func (f *flowReader) value(inside bool) (plainNode, bool) {
	switch {
	case f.skip('['):
		n := plainNode{kind: plainList}
		if f.skip(']') {
			return n, true
		}
		n.items = make([]plainNode, 0, strings.Count(f.rest, ",")+1)
		for {
			item, ok := f.value(true)
			if !ok {
				return n, false
			}
			n.items = append(n.items, item)
			if f.skip(']') {
				return n, true
			}
			if !f.skip(',') {
				return n, false
			}
		}
	case f.skip('{'):
		n := plainNode{kind: plainMap}
		for {
			colon := strings.IndexByte(f.rest, ':')
			if colon < 0 {
				return n, false
			}
			key, value, ok := cutKey(f.rest)
			if !ok || value == "" {
				return n, false
			}
			f.rest = value
			item, ok := f.value(true)
			if !ok {
				return n, false
			}
			n.keys, n.items = append(n.keys, key), append(n.items, item)
			if f.skip('}') {
				return n, true
			}
			if !f.skip(',') {
				return n, false
			}
		}
	}
	end := len(f.rest)
	if i := strings.IndexAny(f.rest, ",[]{}"); i >= 0 {
		if !inside {
			return plainNode{}, false
		}
		end = i
	}
	n := plainNode{scalar: strings.TrimRight(f.rest[:end], " ")}
	f.rest = f.rest[end:]
	return n, sureScalar(n.scalar)
}

// unsure are scalars that mean something else than their letters.
var unsure = map[string]bool{
	"null": true, "Null": true, "NULL": true, "true": true, "True": true, "TRUE": true, "false": true, "False": true, "FALSE": true,
	"yes": true, "no": true, "on": true, "off": true, "y": true, "n": true, "nan": true, "inf": true,
}

// sureScalar tells whether a plain scalar is nothing but its letters, or a usual number.
func sureScalar(s string) bool {
	if s == "" || unsure[s] {
		return false
	}
	switch c := s[0]; {
	case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
		return usualNumber(s) || c >= '1' && c <= '9' && !strings.ContainsAny(s, "._-+:xobeE,")
	case strings.IndexByte("?:#@~=<&*!|>%", c) >= 0:
		return false
	}
	return !strings.Contains(s, ":") && !strings.Contains(s, "#")
}

// usualNumber tells whether s is a decimal number in its shortest form.
func usualNumber(s string) bool {
	digits, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	for _, part := range []string{digits, fraction} {
		for i := range len(part) {
			if part[i] < '0' || part[i] > '9' {
				return false
			}
		}
	}
	return digits != "" && (digits == "0" || digits[0] != '0') && point == (fraction != "") && len(s) < 10
}

// fieldsByKey gives the numbers of a struct's fields by their YAML names.
func fieldsByKey(t reflect.Type) map[string]int {
	if known, ok := fieldsKnown.Load(t); ok {
		return known.(map[string]int)
	}
	fields := map[string]int{}
	for i := range t.NumField() {
		if name, options, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && options == "" {
			fields[name] = i
		}
	}
	fieldsKnown.Store(t, fields)
	return fields
}

var fieldsKnown sync.Map

// into sets v, which is zero, to what n says.
func (n *plainNode) into(v reflect.Value) bool {
	switch {
	case v.Kind() == reflect.Struct && n.kind == plainMap:
		fields := fieldsByKey(v.Type())
		seen := 0
		for i, key := range n.keys {
			f, ok := fields[key]
			if !ok || seen>>f&1 != 0 || !n.items[i].into(v.Field(f)) {
				return false
			}
			seen |= 1 << f
		}
		return true
	case v.Kind() == reflect.Slice && n.kind == plainList:
		v.Set(reflect.MakeSlice(v.Type(), len(n.items), len(n.items)))
		for i := range n.items {
			if !n.items[i].into(v.Index(i)) {
				return false
			}
		}
		return true
	case n.kind != plainScalar || v.Type().NumMethod() > 0 || reflect.PointerTo(v.Type()).NumMethod() > 0:
		return false
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.scalar)
		return true
	case reflect.Int:
		i, err := strconv.Atoi(n.scalar)
		v.SetInt(int64(i))
		return err == nil && usualNumber(n.scalar)
	case reflect.Float64:
		f, err := strconv.ParseFloat(n.scalar, 64)
		v.SetFloat(f)
		return err == nil && usualNumber(n.scalar)
	}
	return false
}
