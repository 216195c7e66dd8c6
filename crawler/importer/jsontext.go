package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/plain"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// jsonShape tells from the beginning of a text whether it is JSON lines, JSON, or neither (""). A
// post may begin with "[微笑]" or "{", so the character behind counts, too.
func jsonShape(sample []byte, whole bool, ext string) string {
	s := bytes.TrimLeft(sample, " \t\r\n\x00\ufeff")
	if len(s) == 0 {
		return ""
	}
	behind := bytes.TrimLeft(s[1:], " \t\r\n\x00")
	switch {
	case s[0] == '[' && (len(behind) == 0 || strings.IndexByte(`{[]"`, behind[0]) >= 0):
		return FormatJSON
	case s[0] != '{' || len(behind) > 0 && behind[0] != '"' && behind[0] != '}':
		return ""
	case ext == ".jsonl" || ext == ".ndjson":
		return FormatJSONL
	}
	first, rest, ended := bytes.Cut(s, []byte("\n"))
	switch {
	case !ended:
		// One line as far as one sees: an object that holds the posts, or the only or a huge row.
		if bytes.Contains(first, []byte("[{")) {
			return FormatJSON
		}
		return FormatJSONL
	case json.Valid(bytes.TrimSpace(first)):
		if len(bytes.TrimSpace(rest)) == 0 && whole && bytes.Contains(first, []byte("[{")) {
			return FormatJSON
		}
		return FormatJSONL
	case bytes.Contains(rest, []byte("\n{\"")) || bytes.HasPrefix(rest, []byte("{\"")):
		return FormatJSONL // a broken first line among lines
	}
	return FormatJSON
}

// readLines takes one JSON object a line.
func (s *session) readLines(in *lines) error {
	for {
		t, err := in.readLine()
		if err != nil {
			return atEnd(err)
		}
		b := bytes.TrimSpace(t.b)
		switch at := (row{t.line, string(b)}); {
		case t.long:
			err = s.skip(at, fmt.Sprintf("the row is larger than %d bytes", s.o.MaxLine))
		case len(b) == 0:
		default:
			err = s.object(at, b, nil)
		}
		if err != nil {
			return err
		}
	}
}

// object takes one JSON value that should be a post. around is what the object around it says.
func (s *session) object(at row, b []byte, around *profile) error {
	rec, err := flatten(b)
	if err != nil {
		return s.skip(at, err.Error())
	}
	rec.around = around
	sc, err := s.schemaOf(rec.names)
	if said := s.notice(b, rec, sc); said != nil {
		return s.skip(at, said.Error())
	}
	if err != nil {
		return s.skip(at, err.Error())
	}
	return s.take(at, rec, sc)
}

func atEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// readJSON takes the elements of an array, or of the arrays inside an object, as rows.
func (s *session) readJSON(in *lines) error {
	j := &jsonText{lines: in, s: s}
	for {
		c, err := j.space()
		if err != nil {
			return atEnd(err)
		}
		switch c {
		case '[':
			err = j.array(nil, 0)
		case '{':
			err = j.wrapper(0)
		default:
			_, _, err = j.value() // what follows a closed array; it is not JSON
		}
		if err != nil {
			return atEnd(err)
		}
	}
}

// jsonText walks through JSON without holding more than one row of it.
type jsonText struct {
	*lines
	s    *session
	user *profile // of the object around the rows
}

// deepest bounds how deep a wrapper's arrays are looked for.
const deepest = 4

// space skips blanks and returns the byte behind, untaken.
func (j *jsonText) space() (byte, error) {
	for {
		c, err := j.peek()
		if err != nil {
			return 0, err
		}
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != ',' {
			return c, nil
		}
		if _, err := j.next(); err != nil {
			return 0, err
		}
	}
}

// array takes each element that is an object as a row. Elements that are none are rows that cannot
// be taken, unless the array is one of a wrapper's, where it may be a list of words.
func (j *jsonText) array(around *profile, depth int) error {
	if _, err := j.next(); err != nil {
		return err
	}
	for {
		c, err := j.space()
		if err != nil {
			return j.torn(err)
		}
		if c == ']' {
			_, err := j.next()
			return err
		}
		if err := j.element(c, around, depth); err != nil {
			return err
		}
	}
}

// element takes the next element of an array, which begins with c.
func (j *jsonText) element(c byte, around *profile, depth int) error {
	at := row{line: j.line}
	var st scan
	b, err := j.upTo(&st, j.max)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err != nil || !st.done {
		if k := nextRow.FindIndex(b); k != nil {
			// A bracket or quotation mark that never closes made one row of several.
			at.raw = string(b[:k[0]+1])
			j.unread(b[k[1]-1:])
			return j.s.skip(at, "not valid JSON: a bracket or quotation mark is never closed")
		}
	}
	long := err == nil && !st.done
	for err == nil && !st.done {
		_, err = j.upTo(&st, sampleSize)
	}
	at.raw = string(b)
	switch {
	case errors.Is(err, io.EOF):
		if err := j.s.skip(at, "the file ends in the middle of this row"); err != nil {
			return err
		}
		return io.EOF
	case err != nil:
		return err
	case long:
		return j.s.skip(at, fmt.Sprintf("the row is larger than %d bytes", j.max))
	case c == '{':
		return j.s.object(at, b, around)
	case depth == 0:
		return j.s.skip(at, "not a JSON object")
	}
	return nil
}

// torn says once that the file is cut off between rows.
func (j *jsonText) torn(err error) error {
	if errors.Is(err, io.EOF) {
		j.s.note("the file ends before its JSON does: something may be missing")
	}
	return err
}

// wrapper looks for arrays of rows inside an object, and for the user they belong to.
func (j *jsonText) wrapper(depth int) error {
	if _, err := j.next(); err != nil {
		return err
	}
	for {
		c, err := j.space()
		if err != nil {
			return j.torn(err)
		}
		if c == '}' {
			_, err := j.next()
			return err
		}
		key, _, err := j.value()
		if err != nil {
			return j.torn(err)
		}
		if c, err = j.space(); err == nil && c == ':' {
			_, _ = j.next()
			c, err = j.space()
		}
		if err != nil {
			return j.torn(err)
		}
		if err := j.member(strings.Trim(string(key), `"`), c, depth); err != nil {
			return j.torn(err)
		}
	}
}

// member takes what stands under a name of a wrapper and begins with c: rows, whose they are, when
// they were written.
func (j *jsonText) member(name string, c byte, depth int) error {
	switch {
	case c == '[':
		return j.array(j.user, depth+1)
	case c == '{' && name == "user":
		b, _, err := j.value()
		if err == nil {
			j.user = readProfile(b)
		}
		return err
	case c == '{' && depth < deepest:
		return j.wrapper(depth + 1)
	}
	b, _, err := j.value()
	if err == nil && writtenNames[norm(name)] {
		j.s.writtenAt(strings.Trim(string(b), `"`))
	}
	return err
}

// writtenNames are what exporters call the time at which they wrote a file, as norm leaves them.
var writtenNames = map[string]bool{"exportedat": true, "exporttime": true, "collectedat": true, "crawledat": true, "crawltime": true, "fetchedat": true, "导出时间": true, "采集时间": true}

// writtenAt notes when the file says it was written.
func (s *session) writtenAt(told string) {
	if at, p, ok := plain.Time(told, s.o.Now, s.o.Location); ok && p != voc.PrecisionDay && !at.After(s.o.Now) {
		s.collected = at
	}
}

// nextRow finds in the text of a row what looks like the beginning of the one behind it.
var nextRow = regexp.MustCompile(`\}\s*,\s*\{`)

// value takes the value that begins at the next byte, as text: a string, an object or array up to
// its own closing bracket, or a word. It keeps the first max bytes; long says there were more.
func (j *jsonText) value() (b []byte, long bool, err error) {
	var st scan
	b, err = j.upTo(&st, j.max)
	for err == nil && !st.done {
		long = true
		_, err = j.upTo(&st, sampleSize)
	}
	return b, long, err
}

// scan is where a value stands that is taken in parts.
type scan struct {
	depth    int
	inString bool
	escaped  bool
	begun    bool
	done     bool
}

// upTo takes the value's next bytes, not more than max. At the end of the file it returns io.EOF,
// unless the value is a word.
func (j *jsonText) upTo(st *scan, max int) (b []byte, err error) {
	for len(b) < max {
		c, err := j.peek()
		if err != nil {
			if errors.Is(err, io.EOF) && st.depth == 0 && !st.inString && st.begun {
				st.done, err = true, nil
			}
			return b, err
		}
		if st.depth == 0 && !st.inString && st.begun && strings.IndexByte(" \t\r\n,:]}", c) >= 0 {
			st.done = true
			return b, nil
		}
		if _, err := j.next(); err != nil {
			return b, err
		}
		b = append(b, c)
		if st.step(c); st.done {
			return b, nil
		}
	}
	return b, nil
}

func (st *scan) step(c byte) {
	st.begun = true
	switch {
	case st.escaped:
		st.escaped = false
	case st.inString && c == '\\':
		st.escaped = true
	case c == '"':
		st.inString = !st.inString
		st.done = !st.inString && st.depth == 0
	case st.inString:
	case c == '{' || c == '[':
		st.depth++
	case c == '}' || c == ']':
		st.depth--
		st.done = st.depth <= 0
	}
}
