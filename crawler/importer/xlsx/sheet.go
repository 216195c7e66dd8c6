package xlsx

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Rows walks through the rows of one sheet.
type Rows struct {
	book *Book
	part string
	in   io.ReadCloser
	s    *scanner
	row  int // number of the row last returned, from 1
	// Uncomputed counts formulas the file has no result of: whoever wrote it never computed them.
	Uncomputed int
}

// Rows opens a sheet by its name.
func (b *Book) Rows(name string) (*Rows, error) {
	for _, sh := range b.sheets {
		if sh.name != name {
			continue
		}
		in, err := b.open(sh.part)
		if err != nil {
			return nil, err
		}
		return &Rows{book: b, part: sh.part, in: in, s: newScanner(in)}, nil
	}
	return nil, fmt.Errorf("there is no sheet %q: the sheets are %s", name, strings.Join(b.Sheets(), ", "))
}

// Close ends the walk.
func (r *Rows) Close() error { return r.in.Close() }

// Next returns the next row that has cells, and its number from 1; io.EOF behind the last. Cells
// that are left out in the file are Blank.
func (r *Rows) Next() ([]Cell, int, error) {
	cells, err := r.next()
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("the workbook is damaged in %s behind row %d: %w", r.part, r.row, err)
	}
	return cells, r.row, err
}

func (r *Rows) next() ([]Cell, error) {
	for {
		k, err := r.s.next()
		if err != nil {
			return nil, unexpected(err) // the sheet's data never closed
		}
		switch {
		case k == closes && r.s.name == "sheetData":
			// The archive's checksum is compared where the part ends.
			if _, err := io.Copy(io.Discard, r.s.in); err != nil {
				return nil, err
			}
			return nil, io.EOF
		case k == closes && r.s.name == "worksheet" && r.row == 0:
			return nil, io.EOF
		case k == opens && r.s.name == "row":
			if err := r.number(); err != nil {
				return nil, err
			}
			cells, err := r.cells()
			if err != nil || len(cells) > 0 {
				return cells, err
			}
		}
	}
}

func (r *Rows) number() error {
	n := r.row + 1
	if told := r.s.attr("r"); told != "" {
		var err error
		if n, err = strconv.Atoi(told); err != nil || n <= r.row {
			return fmt.Errorf("row %.20q does not follow", told)
		}
	}
	if n > maxRows {
		return fmt.Errorf("more than %d rows", maxRows)
	}
	r.row = n
	return nil
}

// cells reads the cells of the row that was opened.
func (r *Rows) cells() ([]Cell, error) {
	var row []Cell
	column := 0
	for {
		k, err := r.s.next()
		if err != nil {
			return nil, unexpected(err)
		}
		switch {
		case k == closes && r.s.name == "row":
			return row, nil
		case k == opens && r.s.name == "c":
			if column, err = place(r.s.attr("r"), column+1); err != nil {
				return nil, err
			}
			c, err := r.cell(r.s.attr("t"), r.s.attr("s"))
			if err != nil {
				return nil, err
			}
			if c.Kind == Blank {
				continue
			}
			for len(row) < column {
				row = append(row, Cell{})
			}
			row[column-1] = c
		}
	}
}

// place is the column of a reference like "AB12", from 1.
func place(reference string, next int) (int, error) {
	n := 0
	for _, c := range []byte(reference) {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A'+1); n > maxColumns {
			break
		}
	}
	if n == 0 {
		n = next
	}
	if n > maxColumns {
		return 0, fmt.Errorf("cell %.20q lies beyond column %d", reference, maxColumns)
	}
	return n, nil
}

// cell reads what is inside a cell: v is its value, is a text of its own, f a formula.
func (r *Rows) cell(kind, style string) (Cell, error) {
	var value strings.Builder
	inside, formula, hidden := "", false, 0
	for {
		k, err := r.s.next()
		if err != nil {
			return Cell{}, unexpected(err)
		}
		switch {
		case k == closes && r.s.name == "c":
			if formula && value.Len() == 0 {
				r.Uncomputed++
			}
			return r.make(kind, style, value.String())
		case k == opens:
			inside = r.s.name
			formula = formula || inside == "f"
			if inside == "rPh" {
				hidden++
			}
		case k == closes && r.s.name == "rPh":
			hidden--
			inside = ""
		case k == closes:
			inside = ""
		case k == chars && hidden == 0 && (inside == "v" || inside == "t") && value.Len() < maxCell:
			value.Write(r.s.text)
		}
	}
}

func (r *Rows) make(kind, style, value string) (Cell, error) {
	if value == "" {
		return Cell{}, nil
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			return Cell{}, fmt.Errorf("a cell names text %.20q", value)
		}
		text, ok, err := r.book.texts.get(n)
		if err != nil || !ok {
			return Cell{}, errors.Join(err, fmt.Errorf("a cell names text %d, which the workbook does not have", n))
		}
		return textCell(text), nil
	case "inlineStr", "str", "d":
		return textCell(unwritten(value)), nil
	case "b":
		return Cell{Bool, map[bool]string{true: "TRUE", false: "FALSE"}[strings.TrimSpace(value) == "1"]}, nil
	case "e":
		return Cell{}, nil
	}
	value = strings.TrimSpace(value)
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return textCell(value), nil
	}
	if s, err := strconv.Atoi(style); err == nil && s >= 0 && s < len(r.book.dates) && r.book.dates[s] {
		if shown := day(number, r.book.Date1904); shown != "" {
			return Cell{Date, shown}, nil
		}
	}
	return Cell{Number, value}, nil
}

func textCell(text string) Cell {
	if text == "" {
		return Cell{}
	}
	return Cell{Text, text}
}

var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// unwritten undoes how Excel writes characters XML does not allow: "_x000D_" is a carriage return.
func unwritten(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(m string) string {
		n, _ := strconv.ParseUint(m[2:6], 16, 32) // the pattern admits nothing else
		return string(rune(n))
	})
}

// shared reads the texts all sheets share. Readings above Chinese characters are left out.
func (b *Book) shared(part string) (*texts, error) {
	t := &texts{}
	if b.parts[part] == nil {
		return t, nil
	}
	in, err := b.open(part)
	if err != nil {
		return t, err
	}
	defer in.Close()
	err = sharedTexts(newScanner(in), t)
	if err != nil {
		return t, errors.Join(fmt.Errorf("the workbook is damaged in %s: %w", part, err), t.close())
	}
	return t, nil
}

func sharedTexts(s *scanner, t *texts) error {
	var text []byte
	inside, hidden := false, 0
	for {
		k, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case k == opens && s.name == "si":
			text = text[:0]
		case k == opens && s.name == "rPh":
			hidden++
		case k == closes && s.name == "rPh":
			hidden--
		case s.name == "t" && k != chars:
			inside = k == opens
		case k == chars && inside && hidden == 0 && len(text) < maxCell:
			text = append(text, s.text...)
		case k == closes && s.name == "si":
			if err := t.add([]byte(unwritten(string(text)))); err != nil {
				return err
			}
		}
	}
}
