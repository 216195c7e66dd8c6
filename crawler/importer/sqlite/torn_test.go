package sqlite

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// rowsOf are the rows of all tables of a file, as far as they are read.
func rowsOf(b []byte) (rows [][]string, err error) {
	d, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	for _, t := range d.Tables() {
		more, err := all(d, t)
		rows = append(rows, more...)
		if err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// A database that is cut off anywhere gives all its rows or says that it could not: a copy that was
// broken off is never taken for a smaller database.
func TestCutOffDatabases(t *testing.T) {
	for _, name := range []string{"notes.db", "utf-16le.db", "utf-16be.db"} {
		_, b := open(t, name)
		whole, err := rowsOf(b)
		if err != nil || len(whole) == 0 {
			t.Fatalf("%s: %d rows, %v", name, len(whole), err)
		}
		for n := len(b) - 1; n > 0; n -= 97 {
			if rows, err := rowsOf(b[:n]); err == nil && len(rows) != len(whole) {
				t.Fatalf("%s cut off behind %d of %d bytes: %d rows of %d and no word", name, n, len(b), len(rows), len(whole))
			}
		}
	}
}

// Pages whose pointers lead astray, or in circles, end: with an error, or with no more rows than the
// file has room for.
func TestPointersThatLeadAstray(t *testing.T) {
	_, b := open(t, "notes.db")
	r := rand.New(rand.NewPCG(4, 4))
	failed := 0
	for range 3000 {
		torn := slices.Clone(b)
		for range 1 + r.IntN(4) {
			torn[100+r.IntN(len(torn)-100)] = byte(r.IntN(256))
		}
		rows, err := rowsOf(torn)
		if err != nil {
			failed++
		}
		if len(rows) > len(b) {
			t.Fatalf("%d rows of %d bytes", len(rows), len(b))
		}
	}
	if failed == 0 {
		t.Error("no damage was ever noticed")
	}
}
