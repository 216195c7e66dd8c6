package demosite

import (
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

//go:embed phrases/*.txt
var phraseFiles embed.FS

// section is one headed list of a phrase file:
//
//	== neg.wait | mode shop pickup | after service | weight 7
//	> a clause that can open a text
//	+ a clause that only makes sense after one of the ">" above
//
// or, without signs, a plain list. "# " begins a comment.
type section struct {
	key     string
	attrs   map[string][]string
	weight  float64
	events  []template // ">"
	details []template // "+"
	lines   []template // no sign
}

// fits tells whether the section may be told of a visit of this mode; no mode fits all.
func (s *section) fits(mode string) bool {
	modes := s.attrs["mode"]
	return modes == nil || mode == "" || slices.Contains(modes, mode)
}

// attr gives the first word of an attribute, or "".
func (s *section) attr(name string) string {
	if words := s.attrs[name]; len(words) > 0 {
		return words[0]
	}
	return ""
}

// book is all sections by key.
type book struct {
	sections map[string]*section
	order    []string
}

// readBook reads the phrase files of a folder, in the order of their names.
func readBook(files fs.FS) (*book, error) {
	b := &book{sections: map[string]*section{}}
	names, err := fs.Glob(files, "phrases/*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := b.read(name, string(text)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *book) read(name, text string) error {
	var s *section
	for i, line := range strings.Split(text, "\n") {
		at := func(err error) error { return fmt.Errorf("demosite: %s:%d: %w", name, i+1, err) }
		head, isHead := strings.CutPrefix(line, "== ")
		switch {
		case strings.HasPrefix(line, "# "), line == "" && (s == nil || s.key != "nick.tail"):
			continue
		case isHead:
			var err error
			if s, err = newSection(head); err != nil {
				return at(err)
			}
			if b.sections[s.key] != nil {
				return at(fmt.Errorf("section %q is there twice", s.key))
			}
			b.sections[s.key] = s
			b.order = append(b.order, s.key)
			continue
		case s == nil:
			return at(fmt.Errorf("a line before the first section"))
		}
		if err := s.add(line); err != nil {
			return at(err)
		}
	}
	return nil
}

func newSection(head string) (*section, error) {
	fields := strings.Split(head, "|")
	s := &section{key: strings.TrimSpace(fields[0]), attrs: map[string][]string{}, weight: 1}
	for _, f := range fields[1:] {
		words := strings.Fields(f)
		if len(words) < 2 {
			return nil, fmt.Errorf("attribute %q has no value", f)
		}
		s.attrs[words[0]] = words[1:]
	}
	if w := s.attr("weight"); w != "" {
		n, err := strconv.ParseFloat(w, 64)
		if err != nil {
			return nil, fmt.Errorf("weight: %w", err)
		}
		s.weight = n
	}
	return s, nil
}

func (s *section) add(line string) error {
	list := &s.lines
	if rest, ok := strings.CutPrefix(line, "> "); ok {
		list, line = &s.events, rest
	} else if rest, ok := strings.CutPrefix(line, "+ "); ok {
		list, line = &s.details, rest
	}
	t, err := parseTemplate(line)
	if err != nil {
		return err
	}
	*list = append(*list, t)
	return nil
}

// topics gives the sections under a prefix that open with events, in file order.
func (b *book) topics(prefix string) []*section {
	var list []*section
	for _, key := range b.order {
		if s := b.sections[key]; strings.HasPrefix(key, prefix) && len(s.events) > 0 {
			list = append(list, s)
		}
	}
	return list
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true with probability p.
func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// weighted picks one of list with the given weights, which must not all be zero.
func weighted[T any](r *rand.Rand, list []T, weight func(T) float64) T {
	sum := 0.0
	for _, x := range list {
		sum += weight(x)
	}
	at := r.Float64() * sum
	for _, x := range list {
		if at -= weight(x); at < 0 {
			return x
		}
	}
	return list[len(list)-1]
}
