package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
)

func open(t testing.TB, name string) (*DB, []byte) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return d, b
}

func all(d *DB, t Table) (rows [][]string, err error) {
	for r := d.Rows(t); ; {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

// The file was made by SQLite itself: 121 rows on pages of 1 KB, some of which overflow to others,
// a column that was added later, an index, a view, a table without row numbers.
func TestRowsOfATable(t *testing.T) {
	d, _ := open(t, "notes.db")
	tables := d.Tables()
	if len(tables) != 2 || tables[0].Name != "xhs_note" || tables[1].Name != "empty_" {
		t.Fatalf("tables %+v", tables)
	}
	want := []string{"id", "note_id", "desc", "liked_count", "big", "blob_", "note_url"}
	if !slices.Equal(tables[0].Columns, want) {
		t.Fatalf("columns %q", tables[0].Columns)
	}
	rows, err := all(d, tables[0])
	if err != nil || len(rows) != 121 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i := 1; i <= 120; i++ {
		said := strings.Repeat("好喝", i*i%400)
		want := []string{fmt.Sprint(i * 3), fmt.Sprint("n", i), said, strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", float64(i)/4), "0"), "."), fmt.Sprint(9007199254740993 + i), "", ""}
		if !slices.Equal(rows[i-1], want) {
			t.Fatalf("row %d is %.200q, want %.200q", i, rows[i-1], want)
		}
	}
	if want := []string{"1000", "last", "", "-1", "-5", "", "https://a.example/1"}; !slices.Equal(rows[120], want) {
		t.Errorf("the last row is %q", rows[120])
	}
	if rows, err := all(d, tables[1]); err != nil || len(rows) != 0 {
		t.Errorf("an empty table has %q, %v", rows, err)
	}
}

func TestOtherEncodings(t *testing.T) {
	for _, name := range []string{"utf-16le.db", "utf-16be.db"} {
		d, _ := open(t, name)
		rows, err := all(d, d.Tables()[0])
		if err != nil || len(rows) != 2 || !slices.Equal(rows[0], []string{"排队太久😡", "1.5", "0"}) || !slices.Equal(rows[1], []string{"好", "1E+18", "1"}) {
			t.Errorf("%s: %q, %v", name, rows, err)
		}
	}
}

func TestDefinitions(t *testing.T) {
	for sql, want := range map[string]struct {
		names string
		rowid int
		plain bool
	}{
		`CREATE TABLE t(a, b)`: {"a b", -1, true},
		`CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, "微博 id" TEXT, c DECIMAL(10, 2))`:                {"id|微博 id|c", 0, true},
		`CREATE TABLE t (a TEXT, id INTEGER NOT NULL, PRIMARY KEY (id))`:                                       {"a|id", 1, true},
		`CREATE TABLE t (a TEXT, id INTEGER, PRIMARY KEY (a, id), UNIQUE (a), FOREIGN KEY(a) REFERENCES u(b))`: {"a|id", -1, true},
		`CREATE TABLE t (id VARCHAR(20) PRIMARY KEY, b CHECK (b in ('x,y', "z")))`:                             {"id|b", -1, true},
		`CREATE TABLE t (id INTEGER PRIMARY KEY DESC)`:                                                         {"id", -1, true},
		"CREATE TABLE `t` (`a``b` text /* a, comment */, [c d] int) -- end":                                    {"a`b|c d", -1, true},
		`CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID`:                                                    {"", -1, false},
		`CREATE VIRTUAL TABLE t USING fts5(a, b)`:                                                              {"", -1, false},
		`CREATE TABLE t AS nonsense`:                                                                           {"", -1, false},
		``:                                                                                                     {"", -1, false},
	} {
		names, rowid, plain := columns(sql)
		if got := strings.Join(names, "|"); got != strings.ReplaceAll(want.names, "a b", "a|b") || rowid != want.rowid || plain != want.plain {
			t.Errorf("%s: %q, %d, %t", sql, got, rowid, plain)
		}
	}
}

// A file that is cut off anywhere, or that has any one byte changed, gives an error or rows, in
// finite time; never a panic, and never silence about pages that are not there.
func TestDamage(t *testing.T) {
	_, whole := open(t, "notes.db")
	for n := 0; n < len(whole); n += 1511 {
		d, err := Open(bytes.NewReader(whole[:n]), int64(n))
		if err != nil {
			continue
		}
		missing := true
		for _, table := range d.Tables() {
			if _, err := all(d, table); err == nil && table.Name == "xhs_note" {
				missing = false
			}
		}
		if !missing {
			t.Errorf("cut off behind %d of %d bytes all rows are there", n, len(whole))
		}
	}
	for i := 0; i < len(whole); i += 101 {
		b := bytes.Clone(whole)
		b[i] ^= 0xff // every kind of field is hit somewhere
		if d, err := Open(bytes.NewReader(b), int64(len(b))); err == nil {
			for _, table := range d.Tables() {
				_, _ = all(d, table)
			}
		}
	}
}

func FuzzDatabase(f *testing.F) {
	_, small := open(f, "utf-16le.db")
	f.Add(small)
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for _, table := range d.Tables()[:min(3, len(d.Tables()))] {
			r := d.Rows(table)
			for range 10_000 {
				row, err := r.Next()
				if err != nil {
					break
				}
				if len(row) != len(table.Columns) {
					t.Fatalf("%d values for %d columns", len(row), len(table.Columns))
				}
			}
		}
	})
}

func FuzzColumns(f *testing.F) {
	f.Add("CREATE TABLE t (id INTEGER PRIMARY KEY, `a` text, [b c] int, \"d\"\"e\" DECIMAL(1,2), PRIMARY KEY (id)) -- x")
	f.Fuzz(func(t *testing.T, sql string) {
		names, rowid, plain := columns(sql)
		if rowid >= len(names) || plain && len(names) == 0 {
			t.Errorf("%q: %q, %d, %t", sql, names, rowid, plain)
		}
	})
}
