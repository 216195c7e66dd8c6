package engine

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestOptionsAreMadeWhole(t *testing.T) {
	for _, c := range []struct {
		sentence string
		options  Options
		want     string // in the error; "" none
	}{
		{"the default ones", DefaultOptions(), ""},
		{"nothing but a directory", Options{Dir: "x"}, ""},
		{"the least memory", Options{Dir: "x", MemoryLimit: 256 << 20}, ""},
		{"a byte less", Options{Dir: "x", MemoryLimit: 256<<20 - 1}, "memory_limit"},
		{"memory below zero", Options{Dir: "x", MemoryLimit: -1}, "memory_limit"},
		{"the last port", Options{Dir: "x", Port: 65535}, ""},
		{"a port more", Options{Dir: "x", Port: 65536}, "65536"},
		{"a port below zero", Options{Dir: "x", Port: -1}, "-1"},
		{"no directory", Options{}, "engine.dir"},
		{"a start that may take less than no time", Options{Dir: "x", StartWithin: -time.Second}, ""},
	} {
		o := c.options
		err := o.validate()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.sentence, err, c.want)
			continue
		}
		if err == nil && (!filepath.IsAbs(o.Dir) || o.StartWithin <= 0 || o.Log == nil) {
			t.Errorf("%s: left incomplete: %+v", c.sentence, o)
		}
	}
}

func TestACardThatIsNotWholeIsReplaced(t *testing.T) {
	for sentence, content := range map[string]string{
		"cut short": `{"pid": 1, "po`, "empty": "", "null": "null", "another shape": "[1]", "no password": `{"port": 4000}`,
		"a port of words": `{"port": "x", "password": "p"}`, "binary": "\x00\xff",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(cardPath(dir), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := loadOrMakeCard(dir)
		if err != nil || len(c.Password) < 20 {
			t.Errorf("%s: card %+v (%v), want one with a new password", sentence, c, err)
			continue
		}
		if err := c.write(dir); err != nil {
			t.Errorf("%s: %v", sentence, err)
		}
		if again, err := readCard(dir); err != nil || again != c {
			t.Errorf("%s: written %+v, read %+v (%v)", sentence, c, again, err)
		}
		info, err := os.Stat(cardPath(dir))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v (%v), want 0600 though others could read it before", sentence, info.Mode().Perm(), err)
		}
	}
}

func TestAWholeCardIsKept(t *testing.T) {
	dir := t.TempDir()
	want := card{PID: 7, Port: 4321, Password: "p/@:%ä"}
	if err := want.write(dir); err != nil {
		t.Fatal(err)
	}
	if got, err := loadOrMakeCard(dir); err != nil || got != want {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	if dsn := want.dsn(); strings.Contains(dsn, "p/@:") || !strings.HasSuffix(dsn, "@127.0.0.1:4321/"+database) {
		t.Errorf("the address %s does not carry this password as an address must", dsn)
	}
}

func TestACardThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(cardPath(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := (card{Port: 1}).write(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a folder in the place of the card: %v", err)
	}
	if os.Getuid() == 0 {
		t.Log("permissions do not bind root: a directory that may not be written is NOT TESTED")
		return
	}
	closed := t.TempDir()
	if err := os.Chmod(closed, 0o500); err != nil {
		t.Fatal(err)
	}
	if err := (card{Port: 1}).write(closed); err == nil || !strings.Contains(err.Error(), "chown") {
		t.Errorf("a directory that may not be written: %v", err)
	}
}

// A card outlives its engine, and its port may be anybody's by then.
func TestAttachIsNotTakenInByAnotherProgram(t *testing.T) {
	t.Parallel()
	answers := func(words string) net.Listener {
		t.Helper()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				conn, err := l.Accept()
				if err != nil {
					return
				}
				io.WriteString(conn, words)
				conn.Close()
			}
		}()
		return l
	}
	for sentence, words := range map[string]string{"a web server": "HTTP/1.1 400 Bad Request\r\n\r\n", "a shell server": "SSH-2.0-x\r\n", "an engine with another password": string(appendException(nil, codeAuthentication, "no"))} {
		dir := t.TempDir()
		c := card{PID: 1, Port: answers(words).Addr().(*net.TCPAddr).Port, Password: "p"}
		if err := c.write(dir); err != nil {
			t.Fatal(err)
		}
		if dsn, err := Attach(dir); err == nil || !strings.Contains(err.Error(), "start tingfeng") || !strings.Contains(err.Error(), fmt.Sprint(c.Port)) {
			t.Errorf("%s on the port of a stale card: %q, %v; want what answers there and what to do", sentence, dsn, err)
		}
	}
	for sentence, port := range map[string]int{"no port": 0, "a port that is none": 70000} {
		dir := t.TempDir()
		if err := (card{Port: port, Password: "p"}).write(dir); err != nil {
			t.Fatal(err)
		}
		if dsn, err := Attach(dir); err == nil || !strings.Contains(err.Error(), "start tingfeng") {
			t.Errorf("a card with %s: %q, %v", sentence, dsn, err)
		}
	}
}

func TestAttachFindsAnEngineOfAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	e, _ := startStandIn(t, dir)
	if dsn, err := Attach(dir); err != nil || dsn != e.DSN() {
		t.Errorf("got %q (%v), want %q", dsn, err, e.DSN())
	}
	raw, err := os.ReadFile(cardPath(dir))
	if err != nil {
		t.Fatal(err)
	}
	var c card
	if err := json.Unmarshal(raw, &c); err != nil || c.PID != os.Getpid() {
		t.Errorf("the card says %s (%v), want the process %d", raw, err, os.Getpid())
	}
}

func TestALockWithoutANameIsStillALock(t *testing.T) {
	dir := t.TempDir()
	f, err := os.OpenFile(filepath.Join(dir, "engine.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	_, err = lockDir(dir)
	if err == nil || !strings.Contains(err.Error(), "another process") || strings.Contains(err.Error(), "kill )") {
		t.Errorf("a holder that has not written its number yet: %v", err)
	}
	f.Close()
	// What a dead process left in the file says nothing.
	if err := os.WriteFile(filepath.Join(dir, "engine.lock"), []byte("999999999\nrubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if raw, err := os.ReadFile(lock.Name()); err != nil || string(raw) != fmt.Sprintf("%d\n", os.Getpid()) {
		t.Errorf("the lock names %q (%v)", raw, err)
	}
	if info, err := lock.Stat(); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("mode %v (%v)", info.Mode(), err)
	}
}

func TestALockInAMissingDirectory(t *testing.T) {
	_, err := lockDir(filepath.Join(t.TempDir(), "nowhere"))
	if err == nil || !strings.Contains(err.Error(), "nowhere") || !strings.Contains(err.Error(), "cannot write") {
		t.Errorf("got %v", err)
	}
}

// gateBefore opens a gate before an engine that is down, with little patience.
func gateBefore(t *testing.T, where *whereabouts) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{
		listener: l, users: map[string]string{"u": "p"}, exists: func(string) bool { return true }, engine: where,
		log: slog.New(slog.DiscardHandler), greeting: 200 * time.Millisecond, restart: 200 * time.Millisecond,
	}
	g.open()
	t.Cleanup(g.close)
	return l.Addr().String()
}

func TestTheGateLosesPatience(t *testing.T) {
	t.Parallel()
	addr := gateBefore(t, newWhereabouts())
	full := hello{client: "c", version: 54400, user: "u", pass: "p"}.append(nil)
	for sentence, raw := range map[string][]byte{"with one that says nothing": nil, "with one that stops in the middle": full[:len(full)-1]} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.Write(raw)
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		if heard, err := io.ReadAll(conn); err != nil || len(heard) > 0 {
			t.Errorf("%s: heard %q (%v), want a closed connection", sentence, heard, err)
		}
	}
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.Write(full)
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	if heard, _ := io.ReadAll(conn); !strings.Contains(string(heard), "not come back") {
		t.Errorf("while the engine is down: %q, want that it restarts", heard)
	}
}

func TestTheGateTakesAGreetingInPieces(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	heard := make(chan hello, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		r := bufio.NewReader(conn)
		h, _ := readHello(r)
		heard <- h
		conn.Write([]byte{0})
	}()
	where := newWhereabouts()
	where.set(l.Addr().String())
	conn, err := net.Dial("tcp", gateBefore(t, where))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	want := hello{client: "滴答", major: 1, minor: 2, version: 54400, user: "u", pass: "p"}
	for _, b := range want.append(nil) {
		if _, err := conn.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	if got := <-heard; got != want {
		t.Errorf("the engine hears %+v, want %+v", got, want)
	}
}

func TestDatabasesAreKnownByTheirFiles(t *testing.T) {
	data := t.TempDir()
	meta := filepath.Join(data, "metadata")
	if err := os.MkdirAll(filepath.Join(meta, "folder%2D1"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(meta, "file.sql"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	exists := databaseExists(data)
	for name, want := range map[string]bool{"file": true, "folder-1": true, "default": true, "system": true, "other": false, "..": false, "../metadata": false, "File": false, "": true} {
		if name == "" {
			continue // refuse asks only about a name
		}
		if got := exists(name); got != want {
			t.Errorf("%q exists: %v, want %v", name, got, want)
		}
	}
}

func TestFilesOfOursAreWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	for _, content := range []string{"first", "", "a longer one than before"} {
		if err := writeFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("got %q (%v), want %q", got, err, content)
		}
	}
	names, err := fs.Glob(os.DirFS(dir), "*")
	if err != nil || len(names) != 1 {
		t.Errorf("left over: %q (%v)", names, err)
	}
}

func TestConfigurationEscapesPaths(t *testing.T) {
	l := layoutOf("/data/<听风> & \"co\"")
	if text := l.serverXML(Options{}); strings.Contains(text, "<听风>") || !strings.Contains(text, "&lt;听风&gt; &amp;") {
		t.Errorf("a path breaks the configuration:\n%s", text)
	}
	if text := l.serverXML(Options{MemoryLimit: 1 << 30}); !strings.Contains(text, "<max_server_memory_usage>1073741824<") {
		t.Error("the memory limit is not passed on")
	}
}

func TestLastWordsAreBounded(t *testing.T) {
	said := &tail{limit: 10}
	for range 100 {
		fmt.Fprint(said, "12345678\n")
	}
	if got := said.String(); len(got) > 10 || !strings.HasSuffix(got, "12345678") {
		t.Errorf("kept %q", got)
	}
	if got := lastLine("one\ntwo"); got != "two" {
		t.Errorf("last line %q", got)
	}
	if got := lastLine("one"); got != "one" {
		t.Errorf("last line %q", got)
	}
}
