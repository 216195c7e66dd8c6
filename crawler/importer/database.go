package importer

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/tingfeng-voc/tingfeng/crawler/importer/sqlite"
)

// readDatabase takes the tables of an SQLite file that MediaCrawler, weibo-crawler or weiboSpider
// wrote; of any other database the table asked for, or the only one that holds texts.
func (s *session) readDatabase(r, rest io.Reader) (err error) {
	if err := pendingChanges(r); err != nil {
		return err
	}
	in, size, done, err := whole(r, rest)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	s.file = io.NewSectionReader(in, 0, size)
	db, err := sqlite.Open(in, size)
	if err != nil {
		return err
	}
	s.result.Format, s.result.Encoding = FormatSQLite, "utf-8"
	tables, err := s.chooseTables(db)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := s.readDatabaseTable(db, t); err != nil {
			return err
		}
	}
	return nil
}

// pendingChanges refuses a database part of which still lies in the file beside it.
func pendingChanges(r io.Reader) error {
	f, ok := r.(*os.File)
	if !ok {
		return nil
	}
	if info, err := os.Stat(f.Name() + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("part of the database lies in %s-wal: end the program that writes it, or let it make a copy", f.Name())
	}
	return nil
}

func (s *session) chooseTables(db *sqlite.DB) ([]sqlite.Table, error) {
	var tools, others []sqlite.Table
	var names []string
	for _, t := range db.Tables() {
		names = append(names, t.Name)
		if s.o.Sheet != "" {
			if strings.EqualFold(t.Name, s.o.Sheet) {
				return []sqlite.Table{t}, nil
			}
			continue
		}
		score, tool, err := s.score(t.Columns)
		switch {
		case errors.Is(err, errPeople):
			s.note(fmt.Sprintf("table %s was left out: %v", t.Name, err))
		case err != nil:
			return nil, err
		case tool:
			tools = append(tools, t)
		case score > 0:
			others = append(others, t)
		}
	}
	switch {
	case s.o.Sheet != "":
		return nil, fmt.Errorf("there is no table %q: the tables are %s", s.o.Sheet, strings.Join(names, ", "))
	case len(tools) > 0:
		return tools, nil
	case len(others) == 1:
		return others, nil
	case len(others) == 0:
		return nil, fmt.Errorf("%w in any of its tables: %s", ErrNoText, strings.Join(firstFew(names), ", "))
	}
	return nil, fmt.Errorf("several tables hold texts: say which with --sheet NAME: %s", strings.Join(firstFew(names), ", "))
}

func (s *session) readDatabaseTable(db *sqlite.DB, t sqlite.Table) error {
	sc, err := s.understand(t.Columns)
	if err != nil {
		return err
	}
	if s.result.Columns == nil {
		s.result.Columns = sc.columns()
	}
	rows := db.Rows(t)
	for n := 1; ; n++ {
		values, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("table %s behind row %d: %w", t.Name, n-1, err)
		}
		if err := s.take(row{n, strings.Join(values, "\t")}, record{values: values}, sc); err != nil {
			return err
		}
	}
}
