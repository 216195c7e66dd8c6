package importer

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/importer/xlsx"
)

// at is a file one can read in any order.
type anywhere interface {
	io.ReaderAt
	io.Seeker
}

// largestCopy bounds what is put aside of a workbook or database that comes through a pipe.
const largestCopy = 4 << 30

// whole makes the file readable in any order: itself, or a copy when it comes through a pipe. rest
// is r with what was looked at put back.
func whole(r, rest io.Reader) (in io.ReaderAt, size int64, done func() error, err error) {
	if f, ok := r.(anywhere); ok {
		if size, err := f.Seek(0, io.SeekEnd); err == nil {
			return f, size, func() error { return nil }, nil
		}
	}
	f, err := os.CreateTemp("", "tingfeng-import-*")
	if err != nil {
		return nil, 0, nil, err
	}
	done = func() error { return errors.Join(f.Close(), os.Remove(f.Name())) }
	size, err = io.Copy(f, io.LimitReader(rest, largestCopy+1))
	if err == nil && size > largestCopy {
		err = fmt.Errorf("larger than %d GB: give it as a file, not through a pipe", largestCopy>>30)
	}
	if err != nil {
		return nil, 0, nil, errors.Join(err, done())
	}
	return f, size, done, nil
}

// readWorkbook takes the sheet that holds a table, or those a known tool writes.
func (s *session) readWorkbook(r, rest io.Reader) (err error) {
	in, size, done, err := whole(r, rest)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	s.file = io.NewSectionReader(in, 0, size)
	book, err := xlsx.Open(in, size)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	s.result.Format, s.result.Encoding, s.from1904 = FormatXLSX, "utf-8", book.Date1904
	sheets, err := s.chooseSheets(book)
	if err != nil {
		return err
	}
	for _, sh := range sheets {
		if err := s.readSheet(book, sh); err != nil {
			return err
		}
	}
	return nil
}

// sheetTable is a sheet and where its table begins.
type sheetTable struct {
	name   string
	header []string // nil: it has none
	below  int      // number of the row the header ends in
	rows   [][]string
	tool   bool
}

// chooseSheets finds the sheets to read: the one asked for, all of a known tool's, else the first
// that holds a table.
func (s *session) chooseSheets(book *xlsx.Book) ([]sheetTable, error) {
	names := book.Sheets()
	if s.o.Sheet != "" {
		name, err := namedSheet(names, s.o.Sheet)
		if err != nil {
			return nil, err
		}
		names = []string{name}
	}
	found, err := s.sortSheets(book, names)
	if err != nil {
		return nil, err
	}
	tables := found.tables
	switch {
	case len(found.tools) > 0:
		return found.tools, nil
	case len(tables) == 0 && found.refused != nil:
		return nil, found.refused
	case len(tables) == 0 && len(found.bare) > 0:
		tables = found.bare
	case len(tables) == 0:
		return nil, ErrEmpty
	}
	if len(tables) > 1 {
		var others []string
		for _, t := range tables[1:] {
			others = append(others, t.name)
		}
		s.note(fmt.Sprintf("sheet %s was read; %s hold tables, too: ask for one with --sheet NAME", tables[0].name, strings.Join(others, ", ")))
	}
	return tables[:1], nil
}

// sortedSheets are the sheets of a workbook by what they hold.
type sortedSheets struct {
	tables  []sheetTable // with a header we know, or that somebody told
	tools   []sheetTable // a known tool's
	bare    []sheetTable // texts without a header
	refused error        // why the first sheet was left out whose names we do not know; may be nil
}

// sortSheets looks at the beginning of each sheet.
func (s *session) sortSheets(book *xlsx.Book, names []string) (found sortedSheets, err error) {
	for _, name := range names {
		t, err := s.findTable(book, name)
		switch {
		case errors.Is(err, errPeople):
			s.note(fmt.Sprintf("sheet %s was left out: %v", name, err))
		case err != nil:
			return found, err
		case t.tool:
			found.tools = append(found.tools, t)
		case t.header != nil || len(s.o.Columns) > 0 && len(t.rows) > 0:
			found.tables = append(found.tables, t)
		case len(t.rows) > 0 && found.refused == nil:
			if found.refused = s.headerless(&t); found.refused == nil {
				found.bare = append(found.bare, t)
			}
		}
	}
	return found, nil
}

// namedSheet finds a sheet by its name, or by its number from 1.
func namedSheet(names []string, asked string) (string, error) {
	for _, n := range names {
		if n == asked || strings.EqualFold(strings.TrimSpace(n), strings.TrimSpace(asked)) {
			return n, nil
		}
	}
	if n, err := strconv.Atoi(asked); err == nil && n >= 1 && n <= len(names) {
		return names[n-1], nil
	}
	return "", fmt.Errorf("there is no sheet %q: the sheets are %s", asked, strings.Join(names, ", "))
}

// headSearch is how many rows are looked at for the header, below titles and remarks.
const headSearch = 30

// findTable looks for the header among a sheet's first rows: the row most of whose cells are names
// we know.
func (s *session) findTable(book *xlsx.Book, name string) (sheetTable, error) {
	t := sheetTable{name: name}
	rows, err := book.Rows(name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	var numbers []int
	for len(t.rows) < headSearch {
		row, n, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, err
		}
		if values := cellTexts(row); !blank(values) {
			t.rows, numbers = append(t.rows, values), append(numbers, n)
		}
	}
	best := 0
	for i, row := range t.rows {
		if !looksLikeHeader(row) {
			continue
		}
		score, tool, err := s.score(row)
		if err != nil {
			return t, err
		}
		if score > best {
			best, t.header, t.below, t.tool = score, row, numbers[i], tool
		}
		if i+1 == len(t.rows) || tool {
			continue
		}
		// A header of two rows: groups above, names below, cells merged across both.
		if both, ok := twoRows(row, t.rows[i+1]); ok {
			if score, _, _ := s.score(both); score > best {
				best, t.header, t.below, t.tool = score, both, numbers[i+1], false
			}
		}
	}
	return t, nil
}

// score counts the names among cells that fill a field; 0 when none of them holds what was said.
func (s *session) score(cells []string) (score int, tool bool, err error) {
	trimmed := trimNames(cells)
	sc, err := known(trimmed)
	if err != nil || sc != nil {
		return 1000, err == nil, err
	}
	chosen, _ := s.chosen(trimmed)
	sc = generic(trimmed, chosen)
	if !sc.has(fText) && !sc.has(fTitle) {
		return 0, false, nil
	}
	return sc.recognised(), false, nil
}

// twoRows joins a header that spans two rows; ok is false when the lower one is no part of it.
func twoRows(upper, lower []string) ([]string, bool) {
	both := slices.Clone(upper)
	for len(both) < len(lower) {
		both = append(both, "")
	}
	gaps := len(lower) < len(upper)
	for i, name := range lower {
		if strings.TrimSpace(name) == "" {
			gaps = true
			continue
		}
		both[i] = name
	}
	for _, name := range upper {
		gaps = gaps || strings.TrimSpace(name) == ""
	}
	return both, gaps && looksLikeHeader(append(slices.Clone(lower), ""))
}

// headerless decides on a sheet none of whose rows names columns we know.
func (s *session) headerless(t *sheetTable) error {
	for _, row := range t.rows {
		if named := withoutBlank(row); len(named) > 1 && looksLikeHeader(row) && len(t.rows) > 1 {
			_, err := s.understand(row)
			return err // names, but none we know: guessing would import the wrong column
		}
	}
	return nil
}

func withoutBlank(cells []string) (full []string) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			full = append(full, c)
		}
	}
	return full
}

// readSheet takes the rows below the header.
func (s *session) readSheet(book *xlsx.Book, t sheetTable) error {
	sc, err := s.sheetSchema(&t)
	if err != nil {
		return err
	}
	rows, err := book.Rows(t.name)
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		cells, n, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		values := cellTexts(cells)
		if t.header != nil && n <= t.below || blank(values) || t.header != nil && slices.EqualFunc(values, t.header, sameName) {
			continue
		}
		for len(values) < len(sc.names) {
			values = append(values, "")
		}
		if err := s.take(row{n, strings.Join(values, "\t")}, record{values: values}, sc); err != nil {
			return err
		}
	}
	if rows.Uncomputed > 0 {
		s.note(fmt.Sprintf("%d cells hold formulas that were never computed: open the workbook in Excel and save it", rows.Uncomputed))
	}
	return nil
}

// sheetSchema says what a sheet's columns mean: what was told by number, what its header says, or,
// without one, that the longest is the text.
func (s *session) sheetSchema(t *sheetTable) (*schema, error) {
	sc, numbered, err := s.numbered()
	switch {
	case err != nil:
		return nil, err
	case numbered:
		t.header = nil
		return sc, nil
	case t.header != nil:
		if sc, err = s.understand(t.header); err == nil {
			s.result.Columns = sc.columns()
		}
		return sc, err
	case len(s.o.Columns) > 0:
		_, err := s.understand(t.rows[0])
		return nil, err // the names that were asked for are not there
	}
	return s.longest(t.rows), nil
}

// cellTexts is a row as text. A number of 16 digits or more is written so that whoever takes it for
// an id sees that it was rounded.
func cellTexts(cells []xlsx.Cell) []string {
	values := make([]string, len(cells))
	for i, c := range cells {
		values[i] = c.Value
		if c.Kind != xlsx.Number {
			continue
		}
		f, err := strconv.ParseFloat(c.Value, 64)
		switch {
		case err != nil:
		case math.Abs(f) >= 1e15:
			values[i] = strconv.FormatFloat(f, 'E', -1, 64)
		case f == math.Trunc(f):
			values[i] = strconv.FormatFloat(f, 'f', 0, 64)
		default:
			values[i] = strconv.FormatFloat(f, 'f', -1, 64)
			if short := strconv.FormatFloat(f, 'g', exactDigits, 64); !strings.Contains(short, "e") {
				values[i] = short // 4.4000000000000004 is 4.4 to whoever typed it
			}
		}
	}
	return values
}
