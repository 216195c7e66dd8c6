package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func book(t *testing.T) *cursorBook {
	t.Helper()
	b, err := openCursors(filepath.Join(t.TempDir(), "data", "cursors"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCursorsAreKeptBySource(t *testing.T) {
	b := book(t)
	f := func(source voc.SourceID, cursor voc.Cursor) {
		t.Helper()
		if got, err := b.get(source); err != nil || got != "" {
			t.Errorf("source %s begins at %q, %v; want the beginning", source, got, err)
		}
		if err := b.set(source, cursor); err != nil {
			t.Fatal(err)
		}
		again, err := openCursors(b.dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.get(source); err != nil || got != cursor {
			t.Errorf("after a restart source %s stands at %q, %v; want %q", source, got, err, cursor)
		}
	}
	f("appstore-cn", `{"v":1}`)
	f("appstore-cn2", `{"v":2}`)
	f("Forum_9", "not JSON, 它自己的事")
	f("empty", "")
	if got, _ := b.get("appstore-cn"); got != `{"v":1}` {
		t.Errorf("the first cursor became %q", got)
	}
}

// A crash before the rename leaves the old cursor and a file beside it, nothing else.
func TestACrashWhileTheCursorMovesLeavesTheOldOne(t *testing.T) {
	b := book(t)
	if err := b.set("s", "old"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, ".new-123"), []byte("half of the n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := b.get("s"); err != nil || got != "old" {
		t.Errorf("got %q, %v; want the old cursor", got, err)
	}
	if err := b.set("s", "new"); err != nil {
		t.Fatal(err)
	}
	if got, err := b.get("s"); err != nil || got != "new" {
		t.Errorf("got %q, %v; want the new cursor", got, err)
	}
}

func TestAFailedMoveLeavesTheOldCursorAndNoLitter(t *testing.T) {
	b := book(t)
	// A folder in the place of the file: the rename fails, whoever runs the test.
	if err := os.MkdirAll(filepath.Join(b.dir, "s.json", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := b.set("s", "new"); err == nil || !strings.Contains(err.Error(), "cursor of source s") {
		t.Errorf("got %v, want an error that names the source", err)
	}
	if _, err := b.get("s"); err == nil {
		t.Error("a cursor that cannot be read was taken for the beginning: everything would be fetched again")
	}
	left, err := filepath.Glob(filepath.Join(b.dir, ".new-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestCursorsNeedAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := openCursors(filepath.Join(file, "cursors"))
	if err == nil || !strings.Contains(err.Error(), "choose a data folder that can be written") {
		t.Errorf("got %v, want what to do", err)
	}
	gone := book(t)
	if err := os.RemoveAll(gone.dir); err != nil {
		t.Fatal(err)
	}
	if err := gone.set("s", "x"); err == nil {
		t.Error("a cursor was written into a folder that is gone")
	}
}

// Readers see an old cursor or a new one, never half of one.
func TestCursorsAreReplacedWhole(t *testing.T) {
	b := book(t)
	whole := func(n int) voc.Cursor { return voc.Cursor(strings.Repeat(fmt.Sprint(n%10), 5000)) }
	if err := b.set("s", whole(0)); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := range 20 {
			if err := b.set("s", whole(n)); err != nil {
				t.Error(err)
			}
		}
	})
	other := &cursorBook{dir: b.dir} // another process: it does not share the lock
	for range 200 {
		got, err := other.get("s")
		if err != nil || len(got) != 5000 || strings.Count(string(got), string(got[0])) != 5000 {
			t.Fatalf("read %d bytes, %v; want 5000 of one sort", len(got), err)
		}
	}
	wg.Wait()
}
