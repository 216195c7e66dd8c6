package model

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Table is a file of rows under named columns.
type Table struct {
	Head []string
	Rows [][]string // as long as Head each
}

// Column gives the number of the column of this name, −1 where there is none.
func (t *Table) Column(name string) int { return slices.Index(t.Head, name) }

// Cell gives a row's value in a column, "" where there is no such column.
func (t *Table) Cell(row []string, column string) string {
	if i := t.Column(column); i >= 0 {
		return row[i]
	}
	return ""
}

// ReadTable reads CSV, TSV or JSON lines, told apart by the ending of name. A CSV or TSV begins
// with the names of its columns; the columns of JSON lines are the keys of the first. Text files
// of one text a line are a table with the column text.
func ReadTable(name string, r io.Reader) (Table, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if mark, err := in.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		if _, err := in.Discard(3); err != nil {
			return Table{}, err
		}
	}
	var t Table
	var err error
	switch strings.ToLower(path.Ext(name)) {
	case ".csv":
		t, err = readSeparated(in, separator(in))
	case ".tsv":
		t, err = readSeparated(in, '\t')
	case ".jsonl", ".ndjson":
		t, err = readLines(in)
	default:
		return t, fmt.Errorf("%s: the ending tells no format: give .csv, .tsv or .jsonl", name)
	}
	if err != nil {
		return t, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// separator gives what parts the columns of a CSV: where the first line has no comma, spreadsheets of other
// tongues wrote a semicolon, and who copied it a tab.
func separator(in *bufio.Reader) rune {
	head, _ := in.Peek(in.Size()) // an error comes again with the first read
	head, _, _ = bytes.Cut(head, []byte("\n"))
	for _, sign := range []byte{',', '\t', ';'} {
		if bytes.IndexByte(head, sign) >= 0 {
			return rune(sign)
		}
	}
	return ','
}

// quotes counts the quotation marks that pass.
type quotes struct {
	in io.Reader
	n  int
}

func (q *quotes) Read(p []byte) (int, error) {
	n, err := q.in.Read(p)
	q.n += bytes.Count(p[:n], []byte{'"'})
	return n, err
}

func readSeparated(in io.Reader, comma rune) (Table, error) {
	marks := &quotes{in: in}
	r := csv.NewReader(marks)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = comma, true, -1, false
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return Table{}, errors.New("the file is empty: its first line must name the columns")
	}
	if err != nil {
		return Table{}, err
	}
	t := Table{Head: head}
	first, lines := 0, 0 // where the last row begins, and how many line ends lie in it
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			if marks.n%2 == 1 && lines > 0 {
				return t, fmt.Errorf("line %d: a quotation mark opens here that nothing closes before the file ends %d lines below: close it, or double it where it belongs to the text", first, lines)
			}
			return t, nil
		}
		if err != nil {
			return t, err
		}
		first, _ = r.FieldPos(0)
		lines = 0
		for _, cell := range row {
			lines += strings.Count(cell, "\n")
		}
		for len(row) < len(head) {
			row = append(row, "")
		}
		t.Rows = append(t.Rows, row[:len(head)])
	}
}

func readLines(in *bufio.Reader) (Table, error) {
	var t Table
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var object map[string]any
			if err := json.Unmarshal(line, &object); err != nil {
				return t, fmt.Errorf("line %d: %w", n, err)
			}
			if t.Head == nil {
				for key := range object {
					t.Head = append(t.Head, key)
				}
				slices.Sort(t.Head)
			}
			row := make([]string, len(t.Head))
			for i, key := range t.Head {
				if v, ok := object[key]; ok && v != nil {
					row[i] = fmt.Sprint(v)
				}
			}
			t.Rows = append(t.Rows, row)
		}
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return t, err
		}
	}
}
