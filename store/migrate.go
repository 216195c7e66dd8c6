package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"text/template"

	"github.com/ClickHouse/clickhouse-go/v2"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// migration is one file of schema/.
type migration struct {
	version    int
	name       string
	statements []string
}

// Migrate brings the schema to this binary's version. It does nothing when it is there already,
// runs a migration again that was cut off (kill -9, power), and refuses with what to do when the
// schema is newer than the binary.
func (s *Store) Migrate(ctx context.Context) error {
	all, err := migrations(s.opts.Cluster)
	if err != nil {
		return err
	}
	return s.migrate(ctx, all)
}

func (s *Store) migrate(ctx context.Context, all []migration) error {
	setup, err := render("schema_versions", versionsTable, s.opts.Cluster)
	if err != nil {
		return err
	}
	for _, statement := range setup {
		if err := s.exec(ctx, statement); err != nil {
			return fmt.Errorf("store: cannot prepare the schema: %w", explain(err))
		}
	}
	have, err := s.schemaState(ctx)
	if err != nil {
		return err
	}
	newest := all[len(all)-1].version
	if have.version > newest {
		return fmt.Errorf("store: database %s has schema %d, this program knows %d: it was used by a newer tingfeng; run that one, or give this one another database",
			s.database, have.version, newest)
	}
	for _, m := range all {
		again := have.dirty && m.version == have.version
		if m.version <= have.version && !again {
			continue
		}
		if err := s.apply(ctx, m); err != nil {
			if again {
				err = fmt.Errorf("%w; migration %d stopped half way before and fails again now: put right what the error names, or restore a backup", err, m.version)
			}
			return err
		}
		s.log.Info("store: schema brought forward", "to", m.version, "by", m.name)
	}
	return nil
}

// apply runs one migration between its two marks. ClickHouse has no transactions for DDL: what is
// marked dirty and not clean was cut off, and is run again, which every statement must allow.
func (s *Store) apply(ctx context.Context, m migration) error {
	if err := s.markVersion(ctx, m.version, true); err != nil {
		return err
	}
	for _, statement := range m.statements {
		if err := s.exec(ctx, statement); err != nil {
			return fmt.Errorf("store: schema/%s: %w", m.name, explain(err))
		}
	}
	return s.markVersion(ctx, m.version, false)
}

func (s *Store) markVersion(ctx context.Context, version int, dirty bool) error {
	return s.insert(ctx, "Migrate.mark", 1, func(int) []any {
		return []any{uint32(version), dirty, s.opts.Now().UTC(), uint64(s.opts.Now().UnixNano())}
	})
}

type schemaState struct {
	version int
	dirty   bool
}

func (s *Store) schemaState(ctx context.Context) (schemaState, error) {
	states, err := list(ctx, s, "Migrate.state", nil, func(r rows) (schemaState, error) {
		var version uint32
		var dirty bool
		err := r.Scan(&version, &dirty)
		return schemaState{int(version), dirty}, err
	})
	if err != nil || len(states) == 0 {
		return schemaState{}, err
	}
	return states[0], nil
}

// exec runs DDL, waiting for every replica of a cluster.
func (s *Store) exec(ctx context.Context, statement string) error {
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"distributed_ddl_task_timeout": 120}))
	return s.again(ctx, func(ctx context.Context) error { return s.conn.Exec(ctx, statement) })
}

// versionsTable comes before all migrations. A mark is a row, so that no mark is ever lost to an
// ALTER that was cut off.
const versionsTable = `
CREATE TABLE IF NOT EXISTS {{local "schema_versions"}} {{onCluster}}
(version UInt32, dirty Bool, at DateTime64(3, 'UTC'), revision UInt64)
ENGINE = {{engine "ReplacingMergeTree" "revision"}} ORDER BY version;
{{distributed "schema_versions" "0"}};
`

// migrations reads schema/ in order, rendered for one server or for a cluster.
func migrations(cluster string) ([]migration, error) {
	files, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	var all []migration
	for i, file := range files {
		name := path.Base(file)
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("store: schema/%s: migrations are numbered 0001, 0002 … without gaps", name)
		}
		raw, err := schemaFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		statements, err := render(name, string(raw), cluster)
		if err != nil {
			return nil, err
		}
		all = append(all, migration{version: version, name: name, statements: statements})
	}
	if len(all) == 0 {
		return nil, errors.New("store: schema/ is empty")
	}
	return all, nil
}

// render fills a schema file in for one server or a cluster and cuts it into statements. On a
// cluster each table is a replicated <name>_local and a distributed <name> over it.
func render(name, text, cluster string) ([]string, error) {
	onCluster := ""
	if cluster != "" {
		onCluster = "ON CLUSTER `" + cluster + "`"
	}
	funcs := template.FuncMap{
		"onCluster": func() string { return onCluster },
		"local": func(table string) string {
			if cluster == "" {
				return table
			}
			return table + "_local"
		},
		"tables": func(table string) []string {
			if cluster == "" {
				return []string{table}
			}
			return []string{table + "_local", table}
		},
		"engine": func(kind, args string) string {
			if cluster != "" {
				kind = "Replicated" + kind
			}
			return kind + "(" + args + ")"
		},
		"distributed": func(table, key string) string {
			if cluster == "" {
				return ""
			}
			return fmt.Sprintf("CREATE TABLE IF NOT EXISTS %[1]s %[2]s AS %[1]s_local ENGINE = Distributed(`%[3]s`, currentDatabase(), %[1]s_local, %[4]s)",
				table, onCluster, cluster, key)
		},
	}
	t, err := template.New(name).Funcs(funcs).Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, fmt.Errorf("store: schema/%s: %w", name, err)
	}
	var b strings.Builder
	if err := t.Execute(&b, nil); err != nil {
		return nil, fmt.Errorf("store: schema/%s: %w", name, err)
	}
	var statements []string
	for _, statement := range strings.Split(b.String()+"\n", ";\n") {
		if statement = strings.TrimSpace(statement); statement != "" {
			statements = append(statements, statement)
		}
	}
	return statements, nil
}
