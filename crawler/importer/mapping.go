package importer

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

// Mapping is what a template's columns mean, kept under a name: the files of one collecting tool,
// or of one colleague, look the same every week.
type Mapping struct {
	Name      string            `json:"name"`
	Headers   []string          `json:"headers"`             // all of the template's; a file that has them all is one of its files
	Columns   map[string]string `json:"columns"`             // field → header, as in Options
	Platform  string            `json:"platform,omitempty"`  // these and the following as in Options, where the call says nothing else
	Sheet     string            `json:"sheet,omitempty"`     //
	Encoding  string            `json:"encoding,omitempty"`  //
	Delimiter string            `json:"delimiter,omitempty"` //
	Dates     string            `json:"dates,omitempty"`     //
}

var mappingName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$`)

// Check refuses a mapping that cannot be kept or used, naming what is wrong.
func (m *Mapping) Check() error {
	if !mappingName.MatchString(m.Name) {
		return fmt.Errorf("mapping %q: a name is made of letters, digits, - and _, at most 64 of them", m.Name)
	}
	if len(m.Columns) == 0 {
		return fmt.Errorf("mapping %s: it says of no column what it means; give --column FIELD=HEADER", m.Name)
	}
	for f, header := range m.Columns {
		if !knownField(field(f)) {
			return fmt.Errorf("mapping %s: field %q is not known: use one of %v", m.Name, f, Fields())
		}
		if header == "" {
			return fmt.Errorf("mapping %s: field %s has no header", m.Name, f)
		}
	}
	return nil
}

// fits tells whether names are those of one of the template's files: all its headers are there, and
// all the columns it speaks of.
func (m *Mapping) fits(names []string) bool {
	if len(m.Headers) == 0 {
		return false
	}
	there := map[string]bool{}
	for _, n := range names {
		there[norm(n)] = true
	}
	for _, h := range m.Headers {
		if h != "" && !there[norm(h)] {
			return false
		}
	}
	for _, h := range m.Columns {
		if !there[norm(h)] {
			return false
		}
	}
	return true
}

// chosen is what somebody said of the columns: the call, else the template with the most headers
// that fits.
func (s *session) chosen(names []string) (map[string]string, *Mapping) {
	if len(s.o.Columns) > 0 {
		return s.o.Columns, nil
	}
	var best *Mapping
	for i := range s.o.Mappings {
		if m := &s.o.Mappings[i]; m.fits(names) && (best == nil || len(m.Headers) > len(best.Headers)) {
			best = m
		}
	}
	if best == nil {
		return nil, nil
	}
	return best.Columns, best
}

// use notes that a template was found to fit.
func (s *session) use(m *Mapping) {
	if m == nil || s.result.Mapping == m.Name {
		return
	}
	s.result.Mapping = m.Name
	s.o.Platform, s.o.Dates = first(s.o.Platform, m.Platform), first(s.o.Dates, m.Dates)
	s.note(fmt.Sprintf("the columns are those of mapping %s, which was used; --column overrules it", m.Name))
}

// Learn makes a mapping of what a file was read with: the columns that were said, and the headers
// by which the next file is known.
func Learn(name string, o Options, r Result) (Mapping, error) {
	m := Mapping{Name: name, Columns: o.Columns, Platform: o.Platform, Sheet: o.Sheet, Encoding: o.Encoding, Delimiter: o.Delimiter, Dates: o.Dates}
	for _, c := range r.Columns {
		if c.Header != "" && !slices.Contains(m.Headers, c.Header) {
			m.Headers = append(m.Headers, c.Header)
		}
	}
	if len(m.Headers) == 0 {
		return m, errors.Join(m.Check(), fmt.Errorf("mapping %s: the file has no headers to know its like by", name))
	}
	return m, m.Check()
}
