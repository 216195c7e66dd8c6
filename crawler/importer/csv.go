package importer

import (
	"errors"
	"io"
)

// cells is one record of a table.
type cells struct {
	line  int
	raw   []byte // as it stands, without its end; at most max bytes and one
	value []string
	fault string // why it cannot be taken; "" it can
}

// table reads records as RFC 4180 describes them and as spreadsheets and scripts write them. A
// quote counts at the beginning of a cell only; behind a closing quote the rest of the cell is
// taken as it stands. A quote that is never closed costs its own line, not the rest of the file.
type table struct {
	text  *lines
	comma byte
	cr    bool // rows end with a carriage return alone, as in old Macintosh files
}

// states of a cell
const (
	begin   = iota // nothing of the cell read
	bare           // outside quotes
	quoted         // inside quotes
	closing        // behind a quote that may close the cell or be half of a doubled one
)

// read returns the next record that is not blank; io.EOF when there is none.
func (t *table) read() (cells, error) {
	for {
		r, err := t.record()
		if err != nil {
			return r, err
		}
		if len(r.value) > 1 || len(r.raw) > 0 || r.fault != "" {
			return r, nil
		}
	}
}

func (t *table) record() (cells, error) {
	r := cells{line: t.text.line}
	var at cellState
	any := false
	for {
		c, err := t.text.next()
		if err != nil {
			return t.cutOff(r, &at, any, err)
		}
		any = true
		if len(r.raw) > t.text.max {
			if at.state == quoted {
				r.raw = append(r.raw, c)
				return t.unclosed(r), nil
			}
			return t.tooLong(r, c)
		}
		if at.state != quoted && t.ends(c) {
			at.end(&r)
			return r, nil
		}
		r.raw = append(r.raw, c)
		at.step(&r, c, t.comma)
	}
}

// cutOff is the record as far as it came before the text ended, or could not be read.
func (t *table) cutOff(r cells, at *cellState, any bool, err error) (cells, error) {
	if !errors.Is(err, io.EOF) || !any {
		return r, err
	}
	if at.state == quoted {
		return t.unclosed(r), nil
	}
	at.end(&r)
	return r, nil
}

// cellState is how far a cell has come.
type cellState struct {
	state int
	cell  []byte
}

// step takes the next byte of the record.
func (at *cellState) step(r *cells, c, comma byte) {
	switch {
	case at.state == begin && c == '"':
		at.state = quoted
	case at.state == quoted && c == '"':
		at.state = closing
	case at.state == quoted:
		at.cell = append(at.cell, c)
	case at.state == closing && c == '"':
		at.cell = append(at.cell, '"')
		at.state = quoted
	case c == comma:
		at.end(r)
	default:
		at.cell = append(at.cell, c)
		at.state = bare
	}
}

// end gives the cell to its record and begins the next.
func (at *cellState) end(r *cells) {
	r.value = append(r.value, string(at.cell))
	at.cell, at.state = at.cell[:0], begin
}

// ends tells whether c, read outside quotes, ends the record, and takes the line feed behind it.
func (t *table) ends(c byte) bool {
	if c == '\n' {
		return true
	}
	if c != '\r' {
		return false
	}
	if next, err := t.text.peek(); err == nil && next == '\n' {
		_, _ = t.text.next()
		return true
	} else if err != nil {
		return true // a carriage return at the very end
	}
	return t.cr
}

// unclosed gives the first line of a record up whose quote never closes, and goes on behind it.
func (t *table) unclosed(r cells) cells {
	first := len(r.raw)
	for i, c := range r.raw {
		if c == '\n' {
			first = i
			break
		}
	}
	r.fault = "a quotation mark opens a cell and never closes"
	if first < len(r.raw) {
		t.text.unread(r.raw[first+1:])
		r.raw = r.raw[:first]
		return r
	}
	// One line longer than allowed: there is no other line to go on with but the next.
	out, err := t.tooLong(r, 0)
	if err != nil {
		return r
	}
	out.fault = r.fault
	return out
}

// tooLong leaves out the rest of a row that is larger than allowed.
func (t *table) tooLong(r cells, c byte) (cells, error) {
	r.fault = "the row is larger than allowed"
	for {
		if t.ends(c) {
			return r, nil
		}
		var err error
		if c, err = t.text.next(); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return r, err
		}
	}
}
