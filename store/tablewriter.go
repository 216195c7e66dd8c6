package store

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"time"
	"unicode"
)

// tableWriter writes rows in one of the formats.
type tableWriter struct {
	w       *bufio.Writer
	format  Format
	columns []string
	csv     *csv.Writer
	rows    [][]string // of a table, held back until the widths are known
	widths  []int      // of a table, fixed by its first rows
}

// tableRows is how many rows of a table decide its widths.
const tableRows = 1000

func newTableWriter(w io.Writer, format Format) (*tableWriter, error) {
	t := &tableWriter{w: bufio.NewWriter(w), format: format}
	switch format {
	case FormatCSV:
		t.csv = csv.NewWriter(t.w)
	case FormatTable, FormatJSONL, FormatTSV:
	default:
		return nil, fmt.Errorf("store: format %q: use table, jsonl, csv or tsv", format)
	}
	return t, nil
}

func (t *tableWriter) header(columns []string) error {
	t.columns = columns
	switch t.format {
	case FormatCSV:
		return t.csv.Write(columns)
	case FormatTSV:
		return t.tsv(columns)
	case FormatTable:
		t.rows = append(t.rows, columns)
	}
	return nil
}

func (t *tableWriter) row(cells []any) error {
	if t.format == FormatJSONL {
		return t.object(cells)
	}
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = cellText(cell)
	}
	switch t.format {
	case FormatCSV:
		return t.csv.Write(texts)
	case FormatTSV:
		return t.tsv(texts)
	}
	for i := range texts {
		texts[i] = harmless(texts[i])
	}
	t.rows = append(t.rows, texts)
	if len(t.rows) > tableRows {
		return t.printTable()
	}
	return nil
}

// flush writes what is held back. Call it once, after the last row.
func (t *tableWriter) flush() error {
	switch t.format {
	case FormatCSV:
		t.csv.Flush()
		if err := t.csv.Error(); err != nil {
			return err
		}
	case FormatTable:
		if err := t.printTable(); err != nil {
			return err
		}
	}
	return t.w.Flush()
}

// object writes a row as JSON. Keys keep the order of the columns, which a map would not.
func (t *tableWriter) object(cells []any) error {
	t.w.WriteByte('{')
	for i, cell := range cells {
		if i > 0 {
			t.w.WriteByte(',')
		}
		key, err := json.Marshal(t.columns[i])
		if err != nil {
			return err
		}
		value, err := json.Marshal(jsonable(cell))
		if err != nil {
			return fmt.Errorf("store: column %s cannot be written as JSON: %w", t.columns[i], err)
		}
		t.w.Write(key)
		t.w.WriteByte(':')
		t.w.Write(value)
	}
	_, err := t.w.WriteString("}\n")
	return err
}

// jsonable replaces what JSON has no word for.
func jsonable(cell any) any {
	switch v := cell.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case float32:
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return nil
		}
	case []uint8:
		// encoding/json would write base64; this is an array of numbers.
		numbers := make([]uint, len(v))
		for i, n := range v {
			numbers[i] = uint(n)
		}
		return numbers
	}
	return cell
}

var tsvEscapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", `\0`)

func (t *tableWriter) tsv(texts []string) error {
	for i, text := range texts {
		if i > 0 {
			t.w.WriteByte('\t')
		}
		tsvEscapes.WriteString(t.w, text)
	}
	return t.w.WriteByte('\n')
}

// cellText is a value as plain text: scalars as they are, everything with parts as JSON.
func cellText(cell any) string {
	v := reflect.ValueOf(cell)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
		cell = v.Interface()
	}
	switch c := cell.(type) {
	case nil:
		return ""
	case string:
		return c
	case time.Time:
		return c.Format("2006-01-02 15:04:05.999999999")
	case fmt.Stringer:
		return c.String()
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
		raw, err := json.Marshal(jsonable(cell))
		if err == nil {
			return string(raw)
		}
	}
	return fmt.Sprint(cell)
}

// harmless shows control characters instead of sending them to a terminal, which obeys some.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return '�'
		}
		return r
	}, s)
}

// printTable writes the rows held back in columns; the first call fixes the widths.
func (t *tableWriter) printTable() error {
	first := t.widths == nil
	if first {
		t.widths = make([]int, len(t.columns))
		for _, row := range t.rows {
			for i, cell := range row {
				t.widths[i] = min(max(t.widths[i], DisplayWidth(cell)), 80)
			}
		}
	}
	for n, row := range t.rows {
		t.printRow(row)
		if first && n == 0 {
			rule := make([]string, len(row))
			for i := range rule {
				rule[i] = strings.Repeat("─", t.widths[i])
			}
			t.printRow(rule)
		}
	}
	t.rows = t.rows[:0]
	return nil
}

func (t *tableWriter) printRow(row []string) {
	for i, cell := range row {
		t.w.WriteString(cell)
		if i == len(row)-1 {
			break
		}
		for range max(0, t.widths[i]-DisplayWidth(cell)) + 2 {
			t.w.WriteByte(' ')
		}
	}
	t.w.WriteByte('\n')
}

// DisplayWidth is how many terminal columns a text takes: Chinese and full-width signs take two.
func DisplayWidth(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
			r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 ||
			r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd) {
			n++
		}
	}
	return n
}
