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
	state := begin
	var cell []byte
	end := func() {
		r.value = append(r.value, string(cell))
		cell, state = cell[:0], begin
	}
	any := false
	for {
		c, err := t.text.next()
		if err != nil {
			if !errors.Is(err, io.EOF) || !any {
				return r, err
			}
			if state == quoted {
				return t.unclosed(r), nil
			}
			end()
			return r, nil
		}
		any = true
		if len(r.raw) > t.text.max {
			if state == quoted {
				r.raw = append(r.raw, c)
				return t.unclosed(r), nil
			}
			return t.tooLong(r, c)
		}
		if state != quoted && t.ends(c) {
			end()
			return r, nil
		}
		r.raw = append(r.raw, c)
		switch {
		case state == begin && c == '"':
			state = quoted
		case state == quoted && c == '"':
			state = closing
		case state == quoted:
			cell = append(cell, c)
		case state == closing && c == '"':
			cell = append(cell, '"')
			state = quoted
		case c == t.comma:
			end()
		default:
			cell = append(cell, c)
			state = bare
		}
	}
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
