package store

import (
	"context"
	"embed"
	"fmt"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

//go:embed erase/*.sql
var eraseFiles embed.FS

// Concerned is one post that a request to be forgotten concerns.
type Concerned struct {
	ID       voc.PostID
	Source   voc.SourceID
	URL      string
	Title    string
	Text     string
	Author   string // hash
	Mentions int    // under how many brands it is stored
}

// Concerned lists the posts of authors, by their hashes, and those at addresses, as they are stored.
func (s *Store) Concerned(ctx context.Context, authors, urls []string) ([]Concerned, error) {
	return list(ctx, s, "Concerned", params{"authors": orEmpty(authors), "urls": orEmpty(urls)}, func(r rows) (Concerned, error) {
		var c Concerned
		var n uint64
		err := r.Scan((*string)(&c.ID), (*string)(&c.Source), &c.URL, &c.Title, &c.Text, &c.Author, &n)
		c.Mentions = int(n)
		return c, err
	})
}

// Platforms lists the spaces in which authors are told apart: an author's hash holds within one.
func (s *Store) Platforms(ctx context.Context) ([]string, error) {
	return list(ctx, s, "Platforms", nil, func(r rows) (string, error) {
		var name string
		err := r.Scan(&name)
		return name, err
	})
}

// eraseAtOnce is how many posts one mutation names: each rewrites whole parts, so few are better than
// many, and a statement must stay below the server's limit of 256 KiB.
const eraseAtOnce = 2000

// Erase removes posts for good: the mentions under every brand, readings, observations, what
// discoveries quote of them, and the memory that they were ever there. It returns when nothing of them
// can be found any more; the engine takes the old parts off the disk some minutes later. Erasing again
// what is gone is harmless.
func (s *Store) Erase(ctx context.Context, ids []voc.PostID) error {
	s.saving.Lock() // a save that has read an identity must not write it behind us
	defer s.saving.Unlock()
	for some := range slices.Chunk(texts(ids), eraseAtOnce) {
		if err := s.erase(ctx, params{"ids": some}); err != nil {
			return err
		}
	}
	return nil
}

// erase removes some posts; what was tallied of their hours holds no more.
func (s *Store) erase(ctx context.Context, p params) error {
	hours, err := list(ctx, s, "Settle.of", p, scanHour)
	if err != nil {
		return err
	}
	written, err := s.unsettle(ctx, hours)
	if err != nil {
		return err
	}
	defer written()
	return s.mutate(ctx, "posts", p)
}

// Unsay replaces the data of an event that was written, for words of people who have the right to have
// them forgotten. Nothing else of the event can change.
func (s *Store) Unsay(ctx context.Context, e voc.Event) error {
	return s.mutate(ctx, "event", params{"seq": e.Seq, "data": string(e.Data)})
}

// mutate runs the statements of erase/name.sql, one after the other.
func (s *Store) mutate(ctx context.Context, name string, p params) error {
	text, err := eraseFiles.ReadFile("erase/" + name + ".sql")
	if err != nil {
		return err
	}
	statements, err := render("erase/"+name, string(text), s.opts.Cluster)
	if err != nil {
		return err
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"distributed_ddl_task_timeout": 600}))
	for _, statement := range statements {
		err := s.again(ctx, func(ctx context.Context) error { return s.conn.Exec(ctx, statement, p.args()...) })
		if err != nil {
			return fmt.Errorf("store: erase %s: %w", name, explain(err))
		}
	}
	return nil
}
