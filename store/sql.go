package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

//go:embed query/*.sql
var queryFiles embed.FS

// loadQueries reads query/*.sql. Files whose names begin with _ are parts that others include as
// {{part}}; no text ever comes from a request. Where {{filter}} stands, it is left to stand: see
// conditions.go.
func loadQueries() (map[string]string, error) {
	all := map[string]string{}
	files, err := fs.Glob(queryFiles, "query/*.sql")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		raw, err := queryFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(strings.TrimPrefix(file, "query/"), ".sql")] = strings.TrimSpace(string(raw))
	}
	for name, text := range all {
		// Four times, because a part may include a part.
		for range 4 {
			for part, content := range all {
				if strings.HasPrefix(part, "_") && part != "_filter" {
					text = strings.ReplaceAll(text, "{{"+part[1:]+"}}", content)
				}
			}
		}
		if strings.Contains(strings.ReplaceAll(text, filterMark, ""), "{{") {
			return nil, fmt.Errorf("store: query/%s.sql includes a part that is not in query/", name)
		}
		all[name] = text
	}
	for name := range all {
		if strings.HasPrefix(name, "_") && name != "_filter" {
			delete(all, name)
		}
	}
	return all, nil
}

// rows is one answer being read.
type rows = driver.Rows

// params are a query's parameters by name. clickhouse-go escapes them and the server reads them by
// their declared type.
type params map[string]any

func (p params) args() []any {
	args := make([]any, 0, len(p))
	for name, value := range p {
		args = append(args, clickhouse.Named(name, value))
	}
	return args
}

// read asks the question of query/name.sql and hands each row to scan. On a lost connection the
// whole question is asked again, after reset.
func (s *Store) read(ctx context.Context, name string, p params, reset func(), scan func(rows) error) error {
	err := s.again(ctx, func(ctx context.Context) error {
		if reset != nil {
			reset()
		}
		s.opts.Log.Debug("the store is asked", "query", name)
		r, err := s.conn.Query(ctx, s.text(name, p), p.args()...)
		if err != nil {
			return err
		}
		defer r.Close()
		for r.Next() {
			if err := scan(r); err != nil {
				return err
			}
		}
		return r.Err()
	})
	if err != nil {
		return fmt.Errorf("store: %s: %w", name, explain(err))
	}
	return nil
}

// list asks a question and collects what scan makes of each row. No rows are an empty list, not nil.
func list[T any](ctx context.Context, s *Store, name string, p params, scan func(rows) (T, error)) ([]T, error) {
	var all []T
	err := s.read(ctx, name, p, func() { all = []T{} }, func(r rows) error {
		one, err := scan(r)
		all = append(all, one)
		return err
	})
	return all, err
}

// insert writes n rows by query/name.sql in one block.
func (s *Store) insert(ctx context.Context, name string, n int, row func(i int) []any) error {
	err := s.again(ctx, func(ctx context.Context) error {
		batch, err := s.conn.PrepareBatch(ctx, s.sql[name], driver.WithCloseOnFlush())
		if err != nil {
			return err
		}
		defer batch.Close()
		for i := range n {
			if err := batch.Append(row(i)...); err != nil {
				return err
			}
		}
		return batch.Send()
	})
	if err != nil {
		return fmt.Errorf("store: %s: %w", name, explain(err))
	}
	return nil
}
