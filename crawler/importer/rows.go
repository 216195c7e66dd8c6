package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"

	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readTable takes a table, or lines of text without header.
func (s *session) readTable(in *lines, sample string, whole bool) error {
	sample = strings.ReplaceAll(sample, "\x00", "")
	t := &table{text: in, cr: strings.Contains(sample, "\r") && !strings.Contains(sample, "\n")}
	places, numbered, err := s.numbered()
	if err != nil {
		return err
	}
	if s.o.Delimiter != "" {
		t.comma = s.o.Delimiter[0]
	} else if len(sample) > 5 && strings.EqualFold(sample[:4], "sep=") { // Excel's own word on the matter
		t.comma = sample[4]
		if _, err := in.readLine(); err != nil {
			return atEnd(err)
		}
		_, sample, _ = strings.Cut(sample, "\n")
	} else {
		t.comma = delimiter(sample, t.cr)
	}
	if numbered {
		return s.readRows(t, places, nil)
	}
	head, err := s.header(t, sample)
	if err != nil {
		return err
	}
	if head == nil {
		if t.comma != 0 && columnsAgree(sample, whole, t) {
			return s.headless(sample, t)
		}
		s.result.Format = FormatText
		s.result.Columns = []Column{{Field: string(fText)}}
		return s.readTexts(in)
	}
	s.result.Columns = head.columns()
	s.findRounded(head, sample, t)
	return s.readRows(t, head, head.names)
}

// numbered reads a mapping by numbers of columns: the file has no header then.
func (s *session) numbered() (*schema, bool, error) {
	sc := &schema{of: map[field][]int{}}
	for f, column := range s.o.Columns {
		n, err := strconv.Atoi(column)
		if err != nil || n < 1 {
			return nil, false, nil
		}
		sc.of[field(f)] = []int{n - 1}
		for len(sc.names) < n {
			sc.names = append(sc.names, strconv.Itoa(len(sc.names)+1))
		}
	}
	if len(sc.of) > 0 && !sc.has(fText) && !sc.has(fTitle) {
		return nil, false, fmt.Errorf("%w: the mapping by numbers names none", ErrNoText)
	}
	s.result.Columns = sc.columns()
	return sc, len(sc.of) > 0, nil
}

// header reads the first record if it names columns; nil, with nothing read, when it does not.
func (s *session) header(t *table, sample string) (*schema, error) {
	peek := &table{text: over(sample, s.o.MaxLine), comma: t.comma, cr: t.cr}
	first, err := peek.read()
	if err != nil {
		return nil, atEnd(err)
	}
	sc, err := s.understand(first.value)
	switch {
	case errors.Is(err, ErrNoText) && looksLikeHeader(first.value):
		return nil, err // names, but none we know: guessing would import the wrong column
	case errors.Is(err, ErrNoText):
		return nil, nil
	case err != nil:
		return nil, err
	case !looksLikeHeader(first.value):
		return nil, nil // a text that happens to be a word we know
	}
	_, err = t.read()
	return sc, err
}

// looksLikeHeader tells names of columns from data: short, not numbers, no sentences.
func looksLikeHeader(cells []string) bool {
	for _, c := range cells {
		c = strings.Trim(c, " \ufeff")
		if utf8.RuneCountInString(c) > 40 || strings.ContainsAny(c, "\n，。！？；!?;") {
			return false
		}
		if _, err := strconv.ParseFloat(c, 64); err == nil {
			return false
		}
	}
	return len(cells) > 1 || len(cells) == 1 && byAlias[norm(cells[0])].field != ""
}

// readRows takes the records of a table.
func (s *session) readRows(t *table, sc *schema, names []string) error {
	for {
		r, err := t.read()
		if err != nil {
			return atEnd(err)
		}
		at := row{r.line, string(r.raw)}
		switch {
		case r.fault != "":
			err = s.skip(at, r.fault)
		case blank(r.value) || names != nil && slices.EqualFunc(r.value, names, sameName):
			continue // an empty line; the header once more, as appended files have it
		default:
			err = s.takeRow(t, at, r.value, &sc, &names)
		}
		if err != nil {
			return err
		}
	}
}

// sameName compares headers. Where files were joined the second brings its byte order mark along.
func sameName(a, b string) bool {
	const around = " \ufeff\t\r"
	return strings.Trim(a, around) == strings.Trim(b, around)
}

// takeRow fits a record to the header's columns.
func (s *session) takeRow(t *table, at row, values []string, sc **schema, names *[]string) error {
	want := len((*sc).names)
	if *names == nil {
		return s.take(at, record{values: values}, *sc)
	}
	if next, _ := known(values); next != nil {
		// The tool was updated while it wrote the file: what follows has the columns named here.
		*sc, *names = next, values
		s.note(fmt.Sprintf("the columns change in line %d", at.line))
		return nil
	}
	switch n := len(values); {
	case n > want && blank(values[want:]):
		values = values[:want]
	case n > want && want > 1 && t.comma != 0 && slices.Contains((*sc).of[fText], want-1) && (*sc).format == "":
		// An unquoted text in the last column holds the separator.
		rest := strings.Join(values[want-1:], string(t.comma))
		values = append(slices.Clone(values[:want-1]), rest)
	case n != want && (*sc).format != "":
		if other := otherVersion(values, (*sc).platform); other != nil {
			return s.take(at, record{values: values}, other)
		}
		return s.skip(at, fmt.Sprintf("%d columns where the header has %d: which is which cannot be told", n, want))
	case n > want:
		return s.skip(at, fmt.Sprintf("%d columns where the header has %d: which is which cannot be told", n, want))
	}
	return s.take(at, record{values: values}, *sc)
}

// readTexts takes each line as one text.
func (s *session) readTexts(in *lines) error {
	sc := &schema{names: []string{""}, of: map[field][]int{fText: {0}}}
	for {
		t, err := in.readLine()
		if err != nil {
			return atEnd(err)
		}
		text := string(bytes.TrimSpace(t.b))
		switch at := (row{t.line, text}); {
		case t.long:
			err = s.skip(at, fmt.Sprintf("the row is larger than %d bytes", s.o.MaxLine))
		case strings.Trim(text, "\ufeff") == "":
		default:
			err = s.take(at, record{values: []string{unquote(text)}}, sc)
		}
		if err != nil {
			return err
		}
	}
}

// unquote takes the quotation marks off a line that is one quoted cell.
func unquote(line string) string {
	if len(line) < 2 || line[0] != '"' || line[len(line)-1] != '"' {
		return line
	}
	inner := line[1 : len(line)-1]
	if strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return line
	}
	return strings.ReplaceAll(inner, `""`, `"`)
}

// headless takes a table whose columns nobody names: the text is the longest of them.
func (s *session) headless(sample string, t *table) error {
	peek := &table{text: over(sample, s.o.MaxLine), comma: t.comma, cr: t.cr}
	var rows [][]string
	for range 50 {
		r, err := peek.read()
		if err != nil {
			break
		}
		rows = append(rows, r.value)
	}
	return s.readRows(t, s.longest(rows), nil)
}

// longest takes the column with the most letters for the text.
func (s *session) longest(rows [][]string) *schema {
	var length []int
	for _, row := range rows {
		for i, v := range row {
			if i == len(length) {
				length = append(length, 0)
			}
			for _, c := range v {
				if unicode.Is(unicode.Han, c) {
					length[i] += 2
				} else if unicode.IsLetter(c) {
					length[i]++
				}
			}
		}
	}
	best := 0
	for i, n := range length {
		if n > length[best] {
			best = i
		}
	}
	sc := &schema{names: make([]string, len(length)), of: map[field][]int{fText: {best}}}
	s.result.Columns = sc.columns()
	s.note(fmt.Sprintf("no header: column %d, the longest, was taken for the text; say otherwise with text=NUMBER", best+1))
	return sc
}

// delimiters, the likeliest first.
const delimiters = ",\t;|"

// delimiter finds what separates the cells of the first record: what makes most known headers of
// it, else what occurs most. 0: nothing does.
func delimiter(sample string, cr bool) byte {
	best, most, known := byte(0), 0, 0
	for i := range len(delimiters) {
		t := &table{text: over(sample, sampleSize), comma: delimiters[i], cr: cr}
		r, err := t.read()
		if err != nil || len(r.value) < 2 {
			continue
		}
		k := generic(r.value, nil).recognised()
		if k > known || k == known && len(r.value) > most {
			best, most, known = delimiters[i], len(r.value), k
		}
	}
	return best
}

// columnsAgree tells a table without header from text that holds commas: nearly all of its first
// rows have the same number of cells.
func columnsAgree(sample string, whole bool, t *table) bool {
	peek := &table{text: over(sample, sampleSize), comma: t.comma, cr: t.cr}
	count := map[int]int{}
	rows := 0
	for rows < 100 {
		r, err := peek.read()
		if err != nil {
			break
		}
		count[len(r.value)]++
		rows++
	}
	if !whole && rows > 1 {
		rows-- // the last may be cut off
	}
	for n, times := range count {
		if n > 1 && times*10 >= rows*9 && rows >= 3 {
			return true
		}
	}
	return false
}

func over(sample string, max int) *lines {
	return &lines{in: bufio.NewReader(strings.NewReader(sample)), max: max, line: 1, tick: func() error { return nil }}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.Trim(c, " \t\r\x1a\ufeff\u3000\u00a0") != "" { // \x1a ended files under DOS, and still does
			return false
		}
	}
	return true
}
