package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Format is how the answer to a question of one's own is written.
type Format string

// The formats of SQL.
const (
	FormatTable Format = "table" // for people; control characters of untrusted text are shown, not obeyed
	FormatJSONL Format = "jsonl" // an object a line, keys in the order of the columns
	FormatCSV   Format = "csv"   // RFC 4180 with a header
	FormatTSV   Format = "tsv"   // with a header; tab, newline and backslash escaped as ClickHouse does
)

// SQL runs one read-only statement of somebody's own and writes its answer. The server refuses
// whatever writes, changes settings, or reaches files and other machines (file, url, remote, s3 …),
// and what takes longer than Options.Timeout.
func (s *Store) SQL(ctx context.Context, query string, w io.Writer, format Format) error {
	out, err := newTableWriter(w, format)
	if err != nil {
		return err
	}
	query = strings.TrimRight(strings.TrimSpace(query), ";")
	if query == "" {
		return fmt.Errorf("store: an empty question: give a SELECT, for example SELECT brand, count() FROM mentions FINAL GROUP BY brand")
	}
	ctx, cancel := context.WithTimeout(ctx, s.opts.Timeout)
	defer cancel()
	settings, err := s.readOnly(ctx)
	if err != nil {
		return fmt.Errorf("store: %w", explain(err))
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(settings))
	if err := s.checkFunctions(ctx, query); err != nil {
		return err
	}
	r, err := s.conn.Query(ctx, query)
	if err != nil {
		return fmt.Errorf("store: %w", explain(err))
	}
	defer r.Close()
	types := r.ColumnTypes()
	if err := out.header(r.Columns()); err != nil {
		return err
	}
	cells := make([]any, len(types))
	for r.Next() {
		for i, t := range types {
			cells[i] = reflect.New(t.ScanType()).Interface()
		}
		if err := r.Scan(cells...); err != nil {
			return fmt.Errorf("store: cannot read the answer: %w", err)
		}
		for i := range cells {
			cells[i] = reflect.ValueOf(cells[i]).Elem().Interface()
		}
		if err := out.row(cells); err != nil {
			return err
		}
	}
	if err := r.Err(); err != nil {
		return fmt.Errorf("store: %w", explain(err))
	}
	return out.flush()
}

// fileFunction is how the server's syntax tree shows a call of the function file.
var fileFunction = regexp.MustCompile(`(?i)^\s*Function file\b`)

// checkFunctions refuses the SQL function file(), which an embedded engine runs for everybody and on
// every file of the machine. The server parses the question for us, so that no spelling slips by.
func (s *Store) checkFunctions(ctx context.Context, query string) error {
	r, err := s.conn.Query(ctx, "EXPLAIN AST "+query)
	if err != nil {
		return fmt.Errorf("store: %w", explain(err))
	}
	defer r.Close()
	for r.Next() {
		var line string
		if err := r.Scan(&line); err != nil {
			return err
		}
		if fileFunction.MatchString(line) {
			return errors.New("store: file() reads files of the server and is not allowed here: ask about tables")
		}
	}
	return r.Err()
}

// readOnly gives the settings that make the server refuse everything but reading. A user who is
// read-only already may not change settings, and need not.
func (s *Store) readOnly(ctx context.Context) (clickhouse.Settings, error) {
	level, err := s.count(ctx, "SQL.readonly", nil)
	if err != nil || level != 0 {
		return clickhouse.Settings{}, err
	}
	// 1, not 2: at 2 a question could raise its own limits and call table functions that reach out.
	return clickhouse.Settings{"readonly": 1, "max_execution_time": int(s.opts.Timeout.Seconds())}, nil
}
