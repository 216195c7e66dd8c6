package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Store is the database. Its methods may be called from many goroutines.
type Store struct {
	conn     driver.Conn
	opts     Options
	database string
	sql      map[string]string
	filter   []condition // stands in sql where filterMark does
	log      *slog.Logger

	saving     sync.Mutex // one SaveMentions at a time: it reads identities, then writes them
	revision   uint64     // of the last save; guarded by saving
	drawing    sync.Mutex // one Sample at a time: it looks whether one is kept, then draws
	expected   atomic.Pointer[[]voc.Source]
	usual      usual
	settling   settling
	bursts     bursts
	generation atomic.Uint64 // grows with every write of mentions by this process
	visited    atomic.Uint64 // grows with every write of visits by this process
}

// Open connects and checks that the server answers. Migrate must be called before anything is
// stored in an empty database.
func Open(ctx context.Context, o Options) (*Store, error) {
	ch, err := o.validate()
	if err != nil {
		return nil, err
	}
	ch.MaxOpenConns, ch.MaxIdleConns = o.MaxConns, o.MaxConns
	ch.ConnMaxLifetime = time.Hour
	if ch.Compression == nil {
		ch.Compression = &clickhouse.Compression{Method: clickhouse.CompressionLZ4}
	}
	ch.ClientInfo.Products = append(ch.ClientInfo.Products, struct{ Name, Version string }{"tingfeng", "1"})
	settings(ch, o)
	queries, err := loadQueries()
	if err != nil {
		return nil, err
	}
	conn, err := clickhouse.Open(ch)
	if err != nil {
		return nil, fmt.Errorf("store: %w", redact(err, o.DSN))
	}
	s := &Store{conn: conn, opts: o, database: ch.Auth.Database, sql: queries, filter: conditionsOf(queries["_filter"]), log: o.Log}
	s.Expect(o.Sources)
	if err := s.Ping(ctx); err != nil {
		conn.Close()
		return nil, fmt.Errorf("store: cannot reach the database at %s: %w", strings.Join(ch.Addr, ", "), redact(explain(err), o.DSN))
	}
	return s, nil
}

// settings are what our SQL relies on, whatever the server's defaults are.
func settings(ch *clickhouse.Options, o Options) {
	if ch.Settings == nil {
		ch.Settings = clickhouse.Settings{}
	}
	for name, value := range map[string]any{
		"async_insert": 0, // an insert acknowledged is an insert stored
		// The key of mentions holds published_at, so equal keys never lie in two partitions.
		"do_not_merge_across_partitions_select_final": 1,
		// An import of old posts may touch two hundred months at once.
		"max_partitions_per_insert_block": 0,
		"join_use_nulls":                  0,
		"session_timezone":                "UTC",
	} {
		ch.Settings[name] = value
	}
	if o.Cluster != "" {
		ch.Settings["distributed_foreground_insert"] = 1 // an insert acknowledged has reached its shards
		// The same replica as long as it is up: SaveMentions reads what the save before wrote.
		ch.Settings["load_balancing"] = "in_order"
	}
}

// Close ends all connections.
func (s *Store) Close() error { return s.conn.Close() }

// Ping checks that the server answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.again(ctx, func(ctx context.Context) error { return s.conn.Ping(ctx) })
}

// Database is the name of the database in use.
func (s *Store) Database() string { return s.database }

// Expect says which sources are meant to be heard from now on. Coverage is measured against those
// that have a schedule and are not disabled; files and pushes come when they come.
func (s *Store) Expect(sources []voc.Source) {
	kept := make([]voc.Source, 0, len(sources))
	for _, src := range sources {
		if expected(src) {
			kept = append(kept, src)
		}
	}
	s.expected.Store(&kept)
}

// again runs a reading or an idempotent writing up to three times while the connection fails under
// it: a pool holds dead connections after the server restarted, and the next one is good.
func (s *Store) again(ctx context.Context, do func(context.Context) error) error {
	if _, has := ctx.Deadline(); !has {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.opts.Timeout)
		defer cancel()
	}
	var err error
	for range s.opts.MaxConns + 2 {
		if err = do(ctx); err == nil || ctx.Err() != nil || !lost(err) {
			return err
		}
		s.log.Debug("store: the connection was lost, trying another", "error", err)
	}
	return err
}

// lost tells whether an error is the connection's and not the question's.
func lost(err error) bool {
	var exception *clickhouse.Exception
	if errors.As(err, &exception) {
		return exception.Code == 210 // NETWORK_ERROR: the engine's gate gave up waiting
	}
	var netError net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, clickhouse.ErrServerUnexpectedData) || errors.As(err, &netError)
}

// redact takes the password of an address out of an error's text.
func redact(err error, dsn string) error {
	u, parseErr := url.Parse(dsn)
	if err == nil || parseErr != nil || u.User == nil {
		if parseErr != nil {
			return errors.New("cannot be parsed")
		}
		return err
	}
	password, _ := u.User.Password()
	if password == "" || !strings.Contains(err.Error(), password) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), password, "***"))
}
