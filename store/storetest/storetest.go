// Package storetest gives tests an empty, migrated database on the real engine. There is no fake
// ClickHouse: what passes here has run.
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
//
//	func TestSomething(t *testing.T) {
//		s := storetest.Open(t)
//		…
//	}
//
// One engine serves all tests of a package; each test has a database of its own, dropped at its end.
//
//	TINGFENG_ENGINE          path of libchdb.so or of a clickhouse binary; else bin/ of the repository
//	TINGFENG_TEST_DSN        a server to use instead, shared by the whole suite
//	TINGFENG_REQUIRE_ENGINE  set to 1, a missing engine fails the test instead of skipping it
package storetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/engine"
)

var shared struct {
	once   sync.Once
	engine *engine.Engine
	dir    string
	dsn    string
	err    error
	serial atomic.Int64
}

// Main runs a package's tests: as the engine when this process was started to be it, else with an
// engine that is started by the first test that asks and ended after the last.
func Main(m *testing.M) {
	if engine.IsChild(os.Args) {
		os.Exit(engine.RunChild(os.Args))
	}
	code := m.Run()
	if shared.engine != nil {
		if err := shared.engine.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	if shared.dir != "" {
		os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

// DSN gives the address of a new, empty database, dropped when the test ends. Without an engine the
// test is skipped, or fails when TINGFENG_REQUIRE_ENGINE is 1.
func DSN(t testing.TB) string {
	t.Helper()
	shared.once.Do(start)
	if shared.err != nil {
		if os.Getenv("TINGFENG_REQUIRE_ENGINE") == "1" {
			t.Fatal(shared.err)
		}
		t.Skipf("SKIPPED, NOT TESTED: no ClickHouse engine for this test: %v", shared.err)
	}
	name := fmt.Sprintf("t%d_%d", os.Getpid(), shared.serial.Add(1))
	execute(t, "CREATE DATABASE "+name)
	t.Cleanup(func() { execute(t, "DROP DATABASE "+name+" SYNC") })
	u, err := url.Parse(shared.dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Open gives a store on a new, migrated database. change may set options before it is opened.
func Open(t testing.TB, change ...func(*store.Options)) *store.Store {
	t.Helper()
	o := store.DefaultOptions()
	o.DSN = DSN(t)
	for _, f := range change {
		f(&o)
	}
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// start finds a server or starts the engine, once.
func start() {
	if shared.dsn = os.Getenv("TINGFENG_TEST_DSN"); shared.dsn != "" {
		return
	}
	if shared.dir, shared.err = os.MkdirTemp("", "tingfeng-storetest-"); shared.err != nil {
		return
	}
	o := engine.DefaultOptions()
	o.Dir = shared.dir
	o.Library = os.Getenv("TINGFENG_ENGINE")
	o.Search = Search()
	o.MemoryLimit = 4 << 30
	if shared.engine, shared.err = engine.Start(context.Background(), o); shared.err == nil {
		shared.dsn = shared.engine.DSN()
	}
}

// Search is where tests look for the engine: bin/ of the tree this file was compiled from, filled by
// `make engine`.
func Search() []string {
	_, file, _, _ := runtime.Caller(0)
	return []string{filepath.Join(filepath.Dir(file), "..", "..", "bin")}
}

// execute runs a statement on the shared server, outside of any test's database. A test's context is
// already over when its database is dropped.
func execute(t testing.TB, statement string) {
	t.Helper()
	o, err := clickhouse.ParseDSN(shared.dsn)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := clickhouse.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("storetest: %s: %v", statement, err)
	}
}
