package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/store/engine"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// On a disk that fills up, an insert is refused whole with what to do, the engine goes on answering,
// and what was acknowledged is there.
func TestAFullDiskLosesNothing(t *testing.T) {
	storetest.DSN(t) // skips without an engine
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("SKIPPED, NOT TESTED: a small disk cannot be mounted (root can): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	o := engine.DefaultOptions()
	o.Dir, o.Library, o.Search = filepath.Join(disk, "data"), os.Getenv("TINGFENG_ENGINE"), storetest.Search()
	e, err := engine.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	so := store.DefaultOptions()
	so.DSN = e.DSN()
	s, err := store.Open(t.Context(), so)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}

	saved, refused := 0, error(nil)
	for refused == nil && saved < 200_000 {
		var batch []voc.Mention
		for i := range 1000 {
			batch = append(batch, mention(fmt.Sprint(saved+i), fmt.Sprintf("%x", rand.Uint64())+fmt.Sprintf("%x", rand.Uint64())))
		}
		if _, refused = s.SaveMentions(t.Context(), batch); refused == nil {
			saved += len(batch)
		}
	}
	if refused == nil || !strings.Contains(refused.Error(), "disk is full") {
		t.Fatalf("after %d mentions the full disk was told as %v", saved, refused)
	}
	t.Logf("%d mentions fit", saved)
	if n, err := s.CountMentions(t.Context()); n < saved || err != nil {
		t.Errorf("%d mentions were acknowledged, %d are there (%v)", saved, n, err)
	}
	if err := s.AppendEvents(t.Context(), []voc.Event{event(1, "opened")}); err == nil {
		t.Log("a journal entry still fitted")
	}
}
