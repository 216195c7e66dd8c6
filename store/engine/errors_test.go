package engine

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Whatever stands in the way of a start, the error says what to do about it.
func TestEveryObstacleNamesItsRemedy(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	files := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(files, name)
		if err := os.WriteFile(path, content, 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		sentence string
		change   func(*Options)
		want     []string // all in the error
	}{
		{"no directory", func(o *Options) { o.Dir = "" }, []string{"engine.dir"}},
		{"a port that is none", func(o *Options) { o.Port = 70000 }, []string{"70000", "use 0"}},
		{"too little memory", func(o *Options) { o.MemoryLimit = 1 << 20 }, []string{"memory_limit", "256 MiB"}},
		{"a port somebody else has", func(o *Options) { o.Port = taken.Addr().(*net.TCPAddr).Port }, []string{"in use by another program", "engine.port"}},
		{"a library that is not there", func(o *Options) { o.Library = "/nowhere/libchdb.so" }, []string{"/nowhere/libchdb.so", "engine.library"}},
		{"a folder instead of the library", func(o *Options) { o.Library = files }, []string{"name the file"}},
		{"a text file instead of the library", func(o *Options) {
			o.Library = file("text.so", []byte("not a library, but long enough to have a header of some sort"))
		}, []string{"damaged or half downloaded", "make engine"}},
		{"an empty file", func(o *Options) { o.Library = file("empty.so", nil) }, []string{"damaged or half downloaded", "make engine"}},
		{"a library for another processor", func(o *Options) { o.Library = file("arch.so", foreignELF(t)) }, []string{"not built for " + runtime.GOOS + "/" + runtime.GOARCH, "make engine"}},
		{"a file below a file as data directory", func(o *Options) { o.Dir = filepath.Join(file("plain", nil), "data") }, []string{"cannot write to"}},
		{"an engine from before it could serve", func(o *Options) {
			o.Library = file("old", []byte("#!/bin/sh\necho \"Code: 552. DB::Exception: Unrecognized option '--listen_host'.\" >&2\nexit 1\n"))
		}, []string{filepath.Join(files, "old"), "too old", "26.7"}},
		{"an engine that meets a full disk", func(o *Options) {
			o.Library = file("full", []byte("#!/bin/sh\necho 'Cannot write: No space left on device' >&2\nexit 1\n"))
		}, []string{"disk is full", "free some space"}},
		{"an engine that never answers", func(o *Options) {
			o.Library, o.StartWithin = file("mute", []byte("#!/bin/sh\necho thinking\nexec sleep 100\n")), 300*time.Millisecond
		}, []string{"no answer within 300ms", "thinking"}},
		{"an engine killed by the system", func(o *Options) { o.Library = file("oom", []byte("#!/bin/sh\nkill -9 $$\n")) }, []string{"memory_limit"}},
		{"an engine with instructions this processor lacks", func(o *Options) { o.Library = file("ill", []byte("#!/bin/sh\nkill -ILL $$\n")) }, []string{"this processor", "store.dsn"}},
		{"a binary that is not clickhouse", func(o *Options) { o.Library = "/bin/false" }, []string{"ended by itself"}},
	} {
		e, err := tryStart(t, t.TempDir(), c.change)
		if err == nil {
			e.Close()
			t.Errorf("%s: it started", c.sentence)
			continue
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v; want it to say %q", c.sentence, err, want)
			}
		}
	}
}

// foreignELF is the beginning of a shared library for a processor that is not this one.
func foreignELF(t *testing.T) []byte {
	machine := elf.EM_AARCH64
	if runtime.GOARCH == "arm64" {
		machine = elf.EM_X86_64
	}
	h := elf.Header64{Type: uint16(elf.ET_DYN), Machine: uint16(machine), Version: 1, Ehsize: 64, Phentsize: 56, Shentsize: 64}
	copy(h.Ident[:], "\x7fELF\x02\x01\x01")
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, h); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), make([]byte, 4096)...)
}

func TestNothingFound(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := find(Options{Search: []string{"/opt/tingfeng", t.TempDir()}})
	for _, want := range []string{"make engine", "engine.library", "store.dsn", "/opt/tingfeng"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
}

func TestFoundInOrder(t *testing.T) {
	onPath, beside, named := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "my.so")
	for _, path := range []string{filepath.Join(onPath, "clickhouse"), filepath.Join(beside, libraryName), named} {
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", onPath)
	for _, c := range []struct {
		sentence string
		options  Options
		want     program
	}{
		{"the option wins", Options{Library: named, Search: []string{beside}}, program{named, true}},
		{"then the search folders", Options{Search: []string{"/nowhere", beside}}, program{filepath.Join(beside, libraryName), true}},
		{"then a binary on PATH", Options{Search: []string{"/nowhere"}}, program{filepath.Join(onPath, "clickhouse"), false}},
		{"the option may name a binary", Options{Library: filepath.Join(onPath, "clickhouse")}, program{filepath.Join(onPath, "clickhouse"), false}},
	} {
		got, err := find(c.options)
		if err != nil || got != c.want {
			t.Errorf("%s: got %+v (%v), want %+v", c.sentence, got, err, c.want)
		}
	}
}

// A clickhouse binary takes the same arguments after `local`. Here it is this test binary with the
// library in it, called by a script of that name.
func TestAClickhouseBinaryServes(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "clickhouse")
	text := fmt.Sprintf("#!/bin/sh\n[ \"$1\" = local ] || exit 9\nshift\nexec '%s' %s '%s' \"$@\"\n", exe, childFlag, library(t))
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	e := start(t, t.TempDir(), func(o *Options) { o.Library = script })
	if words, err := login(e, nil); words != "" || err != nil {
		t.Errorf("a clickhouse binary does not let us in: %q %v", words, err)
	}
}

func TestAFullDiskSaysSo(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skipf("SKIPPED, NOT TESTED: %v", err)
	}
	dir := t.TempDir()
	if err := os.Symlink("/dev/full", cardPath(dir)+".tmp"); err != nil {
		t.Fatal(err)
	}
	err := card{Port: 1}.write(dir)
	if err == nil || !strings.Contains(err.Error(), "full") || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v, want the disk named and what to do", err)
	}
	if _, err := os.Stat(cardPath(dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a card was left: %v", err)
	}
}

func TestDiskErrorsNameTheirRemedy(t *testing.T) {
	for err, want := range map[error]string{
		syscall.ENOSPC: "free some space", syscall.EDQUOT: "free some space", syscall.EROFS: "read-only",
		fs.ErrPermission: "chown", syscall.EIO: "cannot write to",
	} {
		got := explainDisk(&fs.PathError{Op: "open", Path: "/x/y", Err: err}, "/x")
		if got == nil || !strings.Contains(got.Error(), want) || !errors.Is(got, err) {
			t.Errorf("%v: got %v, want %q", err, got, want)
		}
	}
	if explainDisk(nil, "/x") != nil {
		t.Error("no error became one")
	}
}

func TestALockNamesItsHolder(t *testing.T) {
	dir := t.TempDir()
	lock, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lockDir(dir)
	if want := fmt.Sprintf("process %d", os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	lock.Close()
	again, err := lockDir(dir)
	if err != nil {
		t.Fatalf("a lock given back cannot be taken: %v", err)
	}
	again.Close()
}

func TestCPU(t *testing.T) {
	if err := checkCPU(nil); err != nil {
		t.Error(err)
	}
	err := checkCPU([]feature{{"SSE4.2", false}, {"POPCNT", true}, {"AES", false}})
	if err == nil || !strings.Contains(err.Error(), "SSE4.2, AES") || strings.Contains(err.Error(), "POPCNT") || !strings.Contains(err.Error(), "store.dsn") {
		t.Errorf("got %v, want the missing ones named and what to do", err)
	}
	if err := checkCPU(needed()); err != nil {
		t.Errorf("the engine runs on this machine, the check says: %v", err)
	}
}

func TestLoaderErrorsNameTheirRemedy(t *testing.T) {
	for text, want := range map[string]string{
		"/lib/libc.so.6: version `GLIBC_2.38' not found (required by x.so)":                             "update the system",
		"Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by x.so)": "Alpine",
		"Error relocating x.so: __memcpy_chk: symbol not found":                                         "Alpine",
		"x.so: wrong ELF class: ELFCLASS32":                                                             "not built for",
		"mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64')":                "not built for",
		"x.so: invalid ELF header":                                                                      "damaged",
		"x.so: failed to map segment from shared object":                                                "damaged",
		"something new": "cannot load x.so",
	} {
		if err := explainLoad("x.so", errors.New(text)); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestAttachWithoutEngine(t *testing.T) {
	dir := t.TempDir()
	if _, err := Attach(dir); err == nil || !strings.Contains(err.Error(), "no engine has ever run") {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(cardPath(dir), []byte("{half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Attach(dir); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("got %v", err)
	}
}
