package engine

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// standInFlag makes this test binary a stand-in for ClickHouse: it greets on its port, serves until
// its input ends, and dies when it is told to. With it the supervisor is tested without the library.
const standInFlag = "--stand-in"

// beStandIn obeys the word in the file orders: "serve" until the input ends, or "die" at once.
func beStandIn(orders string, args []string) int {
	word, err := os.ReadFile(orders)
	if err != nil || strings.TrimSpace(string(word)) == "die" {
		fmt.Fprintln(os.Stderr, "told to die")
		return 3
	}
	port := ""
	for i, a := range args {
		switch a {
		case "--tcp_port":
			port = args[i+1]
		case "--path": // the gate knows databases by their files
			meta := filepath.Join(args[i+1], "metadata")
			if err := errors.Join(os.MkdirAll(meta, 0o700), os.WriteFile(filepath.Join(meta, database+".sql"), nil, 0o600)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 5
			}
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 4
	}
	over := make(chan struct{})
	go func() {
		bufio.NewReader(os.Stdin).ReadByte()
		close(over)
	}()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go greetBack(conn)
		}
	}()
	<-over
	return 0
}

// greetBack answers a greeting with one and repeats what it hears.
func greetBack(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	if _, err := readHello(r); err != nil {
		return
	}
	conn.Write([]byte{0})
	r.WriteTo(conn)
}

// standIn writes a script that runs this test binary as a stand-in, and gives its path and a
// function that changes its orders.
func standIn(t *testing.T, word string) (script string, order func(string)) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	orders := filepath.Join(dir, "orders")
	order = func(word string) {
		t.Helper()
		if err := os.WriteFile(orders, []byte(word), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	order(word)
	script = filepath.Join(dir, "clickhouse")
	text := fmt.Sprintf("#!/bin/sh\nexec '%s' %s '%s' \"$@\"\n", exe, standInFlag, orders)
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return script, order
}

// startStandIn starts an engine that is a stand-in.
func startStandIn(t *testing.T, dir string, change ...func(*Options)) (*Engine, func(string)) {
	t.Helper()
	script, order := standIn(t, "serve")
	o := Options{Dir: dir, Library: script}
	for _, f := range change {
		f(&o)
	}
	e, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e, order
}

// diary is a slog.Handler that keeps what was logged.
type diary struct {
	mu      sync.Mutex
	records []slog.Record
}

func (d *diary) Enabled(context.Context, slog.Level) bool { return true }
func (d *diary) WithAttrs([]slog.Attr) slog.Handler       { return d }
func (d *diary) WithGroup(string) slog.Handler            { return d }
func (d *diary) Handle(_ context.Context, r slog.Record) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.records = append(d.records, r)
	return nil
}

// durations gives the values of an attribute of all records with a message, in their order.
func (d *diary) durations(message, attr string) []time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []time.Duration
	for _, r := range d.records {
		if r.Message != message {
			continue
		}
		r.Attrs(func(a slog.Attr) bool {
			if a.Key == attr {
				list = append(list, a.Value.Duration())
			}
			return true
		})
	}
	return list
}

func TestPausesGrowWhileTheEngineKeepsDying(t *testing.T) {
	t.Parallel()
	var d diary
	e, _ := startStandIn(t, t.TempDir(), func(o *Options) { o.Log = slog.New(&d) })
	dsn := e.DSN()
	const deaths = 4
	for n := 1; n <= deaths; n++ {
		pid := e.PID()
		p, err := os.FindProcess(pid)
		if err != nil {
			t.Fatal(err)
		}
		p.Kill()
		eventually(t, "the next incarnation", func() bool {
			words, err := login(e, nil)
			return e.PID() != pid && words == "" && err == nil
		})
	}
	if e.DSN() != dsn {
		t.Errorf("the address changed from %s to %s", dsn, e.DSN())
	}
	got := d.durations("engine: it died and is restarted", "in")
	want := []time.Duration{firstPause, 2 * firstPause, 4 * firstPause, 8 * firstPause}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("pauses %v, want %v: each twice the last", got, want)
	}
}

func TestAnEngineThatDoesNotComeUpIsTriedAgainAndMayBeClosed(t *testing.T) {
	t.Parallel()
	var d diary
	e, order := startStandIn(t, t.TempDir(), func(o *Options) { o.Log = slog.New(&d) })
	order("die")
	p, err := os.FindProcess(e.PID())
	if err != nil {
		t.Fatal(err)
	}
	p.Kill()
	failed := func() []time.Duration { return d.durations("engine: a restart failed", "next try in") }
	eventually(t, "three failed restarts", func() bool { return len(failed()) >= 3 })
	if got := failed(); got[0] != 2*firstPause || got[1] != 2*got[0] || got[2] != 2*got[1] {
		t.Errorf("pauses %v: want each twice the last", got)
	}
	order("serve")
	eventually(t, "a login once it can come up", func() bool {
		words, err := login(e, nil)
		return words == "" && err == nil
	})
	order("die")
	p, _ = os.FindProcess(e.PID())
	p.Kill()
	eventually(t, "a fourth failed restart", func() bool { return len(failed()) >= 4 })
	began := time.Now()
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("closing between two restarts took %s", took)
	}
	if err := e.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}

func TestCloseCutsThoseWhoWaitForARestart(t *testing.T) {
	t.Parallel()
	e, order := startStandIn(t, t.TempDir())
	order("die")
	p, err := os.FindProcess(e.PID())
	if err != nil {
		t.Fatal(err)
	}
	p.Kill()
	eventually(t, "the engine to be down", func() bool { addr, _ := e.where.now(); return addr == "" })
	done := make(chan error, 1)
	go func() {
		words, err := login(e, nil)
		if err == nil && words == "" {
			err = errors.New("let in by an engine that is down")
		} else {
			err = nil
		}
		done <- err
	}()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAStartThatIsCalledOffSaysSo(t *testing.T) {
	t.Parallel()
	mute := filepath.Join(t.TempDir(), "clickhouse")
	began := filepath.Join(t.TempDir(), "began")
	if err := os.WriteFile(mute, []byte("#!/bin/sh\n: > '"+began+"'\nexec sleep 100\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	got := make(chan error, 1)
	dir := t.TempDir()
	go func() {
		_, err := Start(ctx, Options{Dir: dir, Library: mute})
		got <- err
	}()
	eventually(t, "the engine to be started", func() bool { _, err := os.Stat(began); return err == nil })
	cancel()
	err := <-got
	if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "no answer within") {
		t.Errorf("got %v, want that the start was called off, not that the engine is slow", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		t.Fatalf("the directory is still locked: %v", err)
	}
	lock.Close()
}

// A wrapper that does not replace itself by the engine leaves a process behind that holds our pipes.
func TestAWrapperAndWhatItStartedEndTogether(t *testing.T) {
	t.Parallel()
	wrapper := filepath.Join(t.TempDir(), "clickhouse")
	if err := os.WriteFile(wrapper, []byte("#!/bin/sh\nsleep 100\necho woke up\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 1)
	dir := t.TempDir()
	go func() {
		_, err := Start(t.Context(), Options{Dir: dir, Library: wrapper, StartWithin: 200 * time.Millisecond})
		got <- err
	}()
	select {
	case err := <-got:
		if err == nil || !strings.Contains(err.Error(), "no answer within 200ms") {
			t.Errorf("got %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the start hangs on what the wrapper left behind")
	}
}

func TestManyClientsThroughTheGate(t *testing.T) {
	t.Parallel()
	e, _ := startStandIn(t, t.TempDir())
	var wg sync.WaitGroup
	for n := range 100 {
		wg.Go(func() {
			conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", e.card.Port))
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(20 * time.Second))
			h := hello{client: "test", major: 1, version: 54400, database: database, user: userName, pass: e.card.Password}
			if n%4 == 0 {
				h.pass = "wrong"
			}
			said := fmt.Sprintf("client %d says a word", n)
			conn.Write(append(h.append(nil), said...))
			r := bufio.NewReader(conn)
			kind, err := binary.ReadUvarint(r)
			if want := uint64(n % 4); err != nil || (kind == 2) != (want == 0) {
				t.Errorf("client %d is answered with packet %d (%v)", n, kind, err)
				return
			}
			if kind != 0 {
				return
			}
			conn.(*net.TCPConn).CloseWrite()
			heard := make([]byte, len(said))
			if _, err := io.ReadFull(r, heard); err != nil || string(heard) != said {
				t.Errorf("client %d hears %q (%v), said %q", n, heard, err, said)
			}
		})
	}
	wg.Wait()
}
