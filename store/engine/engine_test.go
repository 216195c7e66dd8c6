package engine

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// parentFlag makes this test binary a parent that starts an engine and waits to be killed.
const parentFlag = "--parent-of-engine"

func TestMain(m *testing.M) {
	if IsChild(os.Args) {
		os.Exit(RunChild(os.Args))
	}
	if len(os.Args) > 2 && os.Args[1] == parentFlag {
		os.Exit(beParent(os.Args[2], os.Args[3]))
	}
	if len(os.Args) > 2 && os.Args[1] == standInFlag {
		os.Exit(beStandIn(os.Args[2], os.Args[3:]))
	}
	os.Exit(m.Run())
}

// beParent prints the engine's process id and never ends by itself.
func beParent(dir, library string) int {
	e, err := Start(context.Background(), Options{Dir: dir, Library: library})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println(e.PID())
	select {}
}

// library finds the engine for tests or skips loudly.
func library(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("TINGFENG_ENGINE"); path != "" {
		return path
	}
	_, file, _, _ := runtime.Caller(0)
	path := filepath.Join(filepath.Dir(file), "..", "..", "bin", libraryName)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("TINGFENG_REQUIRE_ENGINE") == "1" {
			t.Fatalf("no engine: %v: run `make engine`", err)
		}
		t.Skipf("SKIPPED, NOT TESTED: no engine: %v: run `make engine`", err)
	}
	return path
}

func start(t testing.TB, dir string, change ...func(*Options)) *Engine {
	t.Helper()
	e, err := tryStart(t, dir, change...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func tryStart(t testing.TB, dir string, change ...func(*Options)) (*Engine, error) {
	t.Helper()
	o := DefaultOptions()
	o.Dir, o.Library = dir, library(t)
	for _, f := range change {
		f(&o)
	}
	return Start(t.Context(), o)
}

// login greets through the gate and gives the exception's text, "" when let in.
func login(e *Engine, change func(*hello)) (string, error) {
	h := hello{client: "test", major: 1, version: 54400, database: database, user: userName, pass: e.card.Password}
	if change != nil {
		change(&h)
	}
	return send(e, h.append(nil))
}

func send(e *Engine, raw []byte) (string, error) {
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(e.card.Port)))
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(40 * time.Second))
	if _, err := conn.Write(raw); err != nil {
		return "", err
	}
	r := bufio.NewReader(conn)
	kind, err := binary.ReadUvarint(r)
	if err != nil || kind == 0 {
		return "", err
	}
	conn.(*net.TCPConn).CloseWrite()
	rest, _ := io.ReadAll(r)
	return string(rest), nil
}

func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	deadline := time.After(40 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain for this: %s", what)
		}
	}
}

func TestStartAndStop(t *testing.T) {
	dir := t.TempDir()
	began := time.Now()
	e := start(t, dir)
	t.Logf("started in %s", time.Since(began))
	if words, err := login(e, nil); words != "" || err != nil {
		t.Fatalf("our own user is not let in: %q %v", words, err)
	}
	dsn, pid := e.DSN(), e.PID()
	if attached, err := Attach(dir); err != nil || attached != dsn {
		t.Errorf("another process finds %q (%v), want %q", attached, err, dsn)
	}
	began = time.Now()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("stopped in %s", time.Since(began))
	if alive(pid) {
		t.Errorf("engine process %d is alive after Close", pid)
	}
	if _, err := Attach(dir); err == nil || !strings.Contains(err.Error(), "start tingfeng") {
		t.Errorf("attaching to an engine that ended: %v, want what to do", err)
	}
	if again := start(t, dir); again.DSN() != dsn {
		t.Errorf("the address changed over a restart of the program: %s, was %s", again.DSN(), dsn)
	}
}

func TestSecretsAreTheOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	e := start(t, dir)
	for path, want := range map[string]fs.FileMode{dir: 0o700, cardPath(dir): 0o600, e.layout.users: 0o600, e.layout.config: 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v (%v), want %v", path, info.Mode().Perm(), err, want)
		}
	}
	raw, err := os.ReadFile(e.layout.users)
	if err != nil || strings.Contains(string(raw), e.card.Password) {
		t.Errorf("the password stands in %s in clear (%v)", e.layout.users, err)
	}
	cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", e.PID()))
	if err == nil && strings.Contains(string(cmdline), e.card.Password) {
		t.Error("the password stands in the command line, which everybody can read")
	}
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", e.PID()))
	if err == nil && strings.Contains(string(environ), "HOME=") {
		t.Errorf("the engine inherited our environment: %q", environ)
	}
}

func TestTheGateTurnsAwayWhatWouldEndTheEngine(t *testing.T) {
	e := start(t, t.TempDir())
	pid := e.PID()
	for _, c := range []struct {
		sentence string
		change   func(*hello)
		want     string
	}{
		{"a wrong password", func(h *hello) { h.pass = "wrong" }, "Authentication failed"},
		{"no password", func(h *hello) { h.pass = "" }, "Authentication failed"},
		{"an unknown user", func(h *hello) { h.user, h.pass = "root", "" }, "Authentication failed"},
		{"the user that has no password", func(h *hello) { h.user, h.pass = "default", "" }, "Authentication failed"},
		{"an unknown database", func(h *hello) { h.database = "nope" }, "does not exist"},
		{"a database outside of the data", func(h *hello) { h.database = "../../etc" }, "does not exist"},
		{"no database means the default one", func(h *hello) { h.database = "" }, ""},
		{"the right ones", nil, ""},
	} {
		words, err := login(e, c.change)
		if err != nil || (words == "") != (c.want == "") || !strings.Contains(words, c.want) {
			t.Errorf("%s: answered %q (%v), want %q", c.sentence, words, err, c.want)
		}
	}
	for sentence, raw := range map[string]string{
		"a stray byte": "\n", "a browser": "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "nothing": "",
		"a name of a gigabyte": "\x00\xff\xff\xff\xff\x03", "an endless number": "\x00\x01x\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
	} {
		conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(e.card.Port)))
		if err != nil {
			t.Fatal(err)
		}
		conn.Write([]byte(raw))
		conn.(*net.TCPConn).CloseWrite()
		conn.SetDeadline(time.Now().Add(30 * time.Second))
		if _, err := io.ReadAll(conn); err != nil && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("%s: the connection was not closed: %v", sentence, err)
		}
		conn.Close()
	}
	if words, err := login(e, nil); words != "" || err != nil || e.PID() != pid {
		t.Errorf("after all that the engine answers %q (%v) as process %d, want the same %d", words, err, e.PID(), pid)
	}
}

func TestKilledEngineComesBackAtTheSameAddress(t *testing.T) {
	e := start(t, t.TempDir())
	for range 3 {
		pid := e.PID()
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		// No waiting here: the gate holds the caller until the next incarnation serves. One call may
		// still have met the dying one.
		eventually(t, "a login after kill -9", func() bool {
			words, err := login(e, nil)
			return words == "" && err == nil && e.PID() != pid
		})
	}
}

func TestEngineEndsWithAKilledParent(t *testing.T) {
	dir := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	parent := exec.Command(exe, parentFlag, dir, library(t))
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("the parent says %q", line)
	}
	_, err = tryStart(t, dir)
	if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("process %d", parent.Process.Pid)) || !strings.Contains(err.Error(), "another data directory") {
		t.Errorf("a second process on the same data got %v, want a refusal that names process %d and what to do", err, parent.Process.Pid)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	parent.Wait()
	// At once, while the orphan may still be ending: the lock is free, the data may not be yet.
	e := start(t, dir)
	if words, err := login(e, nil); words != "" || err != nil {
		t.Errorf("after the parent was killed: %q %v", words, err)
	}
	eventually(t, "the orphaned engine to end", func() bool { return !alive(pid) })
}

func TestACallerWaitsForTheEngine(t *testing.T) {
	w := newWhereabouts()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	got := make(chan error)
	go func() {
		conn, err := w.dial(t.Context())
		if err == nil {
			conn.Close()
		}
		got <- err
	}()
	w.set("")
	w.set("127.0.0.1:1") // nobody listens there: not an answer either
	w.set(l.Addr().String())
	if err := <-got; err != nil {
		t.Error(err)
	}
	w.set("")
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := w.dial(ctx); err == nil || !strings.Contains(err.Error(), "not come back") {
		t.Errorf("with no engine coming: %v", err)
	}
}
