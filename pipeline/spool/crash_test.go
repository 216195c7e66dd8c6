//go:build linux

package spool

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// child lets the test binary run itself as another process, so that it can be killed or limited.
const child = "SPOOL_TEST_CHILD"

func TestMain(m *testing.M) {
	role, dir, _ := strings.Cut(os.Getenv(child), ":")
	var err error
	switch role {
	case "":
		os.Exit(m.Run())
	case "appender":
		err = appendUntilKilled(dir)
	case "limited":
		err = appendUnderFileLimit(dir)
	case "smalldisk":
		err = appendOnSmallDisk(dir)
	default:
		err = errors.New("unknown role " + role)
	}
	if err != nil {
		fmt.Println("FAIL:", err)
		os.Exit(1)
	}
	fmt.Println("PASS")
	os.Exit(0)
}

func command(t *testing.T, role, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), child+"="+role+":"+dir)
	return cmd
}

func appendUntilKilled(dir string) error {
	s, err := Open(Options{Dir: dir, SegmentBytes: 2000})
	if err != nil {
		return err
	}
	var out sync.Mutex
	for w := range 4 {
		go func() {
			for i := 0; ; i++ {
				err := s.Append(context.Background(), []Entry{{Kind: "post", Data: fmt.Appendf(nil, "%d %d", w, i)}})
				out.Lock()
				if err != nil {
					fmt.Println("FAIL:", err)
				} else {
					fmt.Println(w, i) // unbuffered: printed means acknowledged
				}
				out.Unlock()
			}
		}()
	}
	select {}
}

// kill -9 at any moment: what was acknowledged is there, in order, and the spool goes on.
func TestKilledProcessLosesNothingAcknowledged(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for round := range 3 {
		cmd := command(t, "appender", dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "FAIL") {
				t.Error(lines.Text())
			}
			acknowledged[fmt.Sprint(round, " ", lines.Text())] = true
			if n == 100 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait() // killed: there is no other end

		s := open(t, Options{Dir: dir, SegmentBytes: 2000})
		if s.Lost() != 0 {
			t.Errorf("%d entries lost", s.Lost())
		}
		last := map[string]int{}
		for {
			got, mark := next(t, s, 50)
			if len(got) == 0 {
				break
			}
			for _, text := range got {
				var w, i int
				if _, err := fmt.Sscan(text, &w, &i); err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				if want := last[fmt.Sprint(w)]; i != want {
					t.Fatalf("writer %d: entry %d where %d belongs", w, i, want)
				}
				last[fmt.Sprint(w)]++
				delete(acknowledged, fmt.Sprint(round, " ", text))
			}
			if err := s.Truncate(mark); err != nil {
				t.Fatal(err)
			}
		}
		if len(acknowledged) > 0 {
			t.Fatalf("round %d: acknowledged but gone: %v", round, acknowledged)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnotherProcessIsLockedOut(t *testing.T) {
	dir := t.TempDir()
	open(t, Options{Dir: dir})
	out, err := command(t, "appender", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), ErrLocked.Error()) {
		t.Fatalf("a second process got: %s", out)
	}
}

// A limit on the size of files makes write(2) fail half way, as a full disk does.
func TestAFailedWriteIsNotAcknowledgedAndCutOff(t *testing.T) {
	out, err := command(t, "limited", t.TempDir()).CombinedOutput()
	if err != nil {
		t.Fatalf("%s%v", out, err)
	}
}

func appendUnderFileLimit(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	o := Options{Dir: dir, SegmentBytes: 1 << 20}
	s, err := Open(o)
	if err != nil {
		return err
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	limit := func(n uint64) error {
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: was.Max})
	}
	if err := limit(10_000); err != nil {
		return err
	}
	kept, refused, err := fillUp(s, 200)
	if err != nil {
		return err
	}
	if refused == 0 {
		return errors.New("nothing was refused: the limit does not work")
	}
	if err := limit(was.Cur); err != nil {
		return err
	}
	return goesOn(s, o, kept)
}

// The same on a real file system without room: a small tmpfs in a namespace of its own.
func TestAFullDiskIsSaidAndSurvived(t *testing.T) {
	dir := t.TempDir()
	cmd := command(t, "smalldisk", dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && (!errors.As(err, &failed) || strings.Contains(string(out), "no mount")) {
		t.Skipf("SKIPPED: this machine lets no test mount a small file system (user namespaces): %v %s", err, out)
	}
	if err != nil {
		t.Fatalf("%s%v", out, err)
	}
}

func appendOnSmallDisk(dir string) error {
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=256k"); err != nil {
		return fmt.Errorf("no mount: %w", err)
	}
	o := Options{Dir: dir, SegmentBytes: 50_000}
	s, err := Open(o)
	if err != nil {
		return err
	}
	kept, refused, err := fillUp(s, 1000)
	if err != nil {
		return err
	}
	if refused == 0 {
		return errors.New("nothing was refused on a disk of 256 KiB")
	}
	err = s.Append(context.Background(), []Entry{{Kind: "post", Data: make([]byte, 300_000)}})
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), dir) {
		return fmt.Errorf("want ErrDiskFull naming the directory, got %w", err)
	}
	// A restart on the full disk must work, too: draining is what makes room.
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = Open(o); err != nil {
		return fmt.Errorf("reopen on a full disk: %w", err)
	}
	return goesOn(s, o, kept)
}

// fillUp appends n batches of three entries and returns what was acknowledged.
func fillUp(s *Spool, n int) (kept []string, refused int, err error) {
	for i := range n {
		var batch []Entry
		var texts []string
		for j := range 3 {
			texts = append(texts, fmt.Sprintf("%d-%d%s", i, j, strings.Repeat("#", 100)))
			batch = append(batch, Entry{Kind: "post", Data: []byte(texts[j])})
		}
		if err := s.Append(context.Background(), batch); err != nil {
			refused++
		} else {
			kept = append(kept, texts...)
		}
		if entries, _ := s.Depth(); entries != len(kept) {
			return nil, 0, fmt.Errorf("depth %d, acknowledged %d", entries, len(kept))
		}
	}
	return kept, refused, nil
}

// goesOn checks that exactly what was acknowledged can be read, half of it truncated, and more
// appended, before and after a restart.
func goesOn(s *Spool, o Options, kept []string) error {
	same := func(want []string) error {
		entries, _, err := s.Next(len(want) + 100)
		if err != nil {
			return err
		}
		if len(entries) != len(want) {
			return fmt.Errorf("%d entries, want %d", len(entries), len(want))
		}
		for i, e := range entries {
			if string(e.Data) != want[i] {
				return fmt.Errorf("entry %d is %.20q, want %.20q", i, e.Data, want[i])
			}
		}
		return nil
	}
	if err := same(kept); err != nil {
		return fmt.Errorf("after the failure: %w", err)
	}
	_, mark, err := s.Next(len(kept) / 2)
	if err != nil {
		return err
	}
	if err := s.Truncate(mark); err != nil {
		return fmt.Errorf("making room: %w", err)
	}
	kept = append(kept[len(kept)/2:], "new")
	if err := s.Append(context.Background(), []Entry{{Kind: "post", Data: []byte("new")}}); err != nil {
		return fmt.Errorf("after making room: %w", err)
	}
	if err := same(kept); err != nil {
		return fmt.Errorf("after making room: %w", err)
	}
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = Open(o); err != nil {
		return err
	}
	if err := same(kept); err != nil {
		return fmt.Errorf("after reopening: %w", err)
	}
	return s.Close()
}
