package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var binary struct {
	once sync.Once
	path string
	err  error
	out  []byte
}

// builtBinary builds the program once for all tests that need it as a process of its own. It goes
// into bin/ so that the engine's library stands beside it.
func builtBinary(t *testing.T) string {
	t.Helper()
	binary.once.Do(func() {
		here, err := filepath.Abs("bin")
		if err != nil {
			binary.err = err
			return
		}
		binary.path = filepath.Join(here, "tingfeng-test")
		binary.out, binary.err = exec.Command("go", "build", "-o", binary.path, ".").CombinedOutput()
	})
	if binary.err != nil {
		t.Fatalf("building the program: %v\n%s", binary.err, binary.out)
	}
	return binary.path
}

// freePort is an address nobody listens on at this moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
