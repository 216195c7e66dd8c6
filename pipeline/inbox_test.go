package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/spool"
	"github.com/tingfeng-voc/tingfeng/voc"
)

func inboxFiles(t *testing.T, in *Ingest) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(in.inbox, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// texts takes the posts' texts out of what the spool holds.
func texts(t *testing.T, s *spool.Spool) []string {
	t.Helper()
	posts, _ := waiting(t, s)
	var all []string
	for _, data := range posts {
		var p voc.Post
		if err := json.Unmarshal([]byte(data), &p); err != nil {
			all = append(all, "broken: "+data)
			continue
		}
		all = append(all, p.Text)
	}
	return all
}

func TestWhatIsDeliveredArrivesOldestFirst(t *testing.T) {
	in, dir := door(t, nil)
	for _, n := range []int{3, 1, 2} { // by the clock of their delivery, not by the order of calls
		if err := Deliver(dir, in.masker, []voc.Post{said(fmt.Sprint(n), fmt.Sprint("第", n), noon)}, noon.Add(time.Duration(n)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range inboxFiles(t, in) {
		if !strings.HasSuffix(file, inboxEnding) {
			t.Errorf("%s was left unfinished", file)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", file, info.Mode())
		}
	}
	if err := in.empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(texts(t, in.spool)); got != "[第1 第2 第3]" {
		t.Errorf("arrived %s, want the oldest first", got)
	}
	if left := inboxFiles(t, in); len(left) != 0 {
		t.Errorf("left in the inbox: %v", left)
	}
}

func TestAnInboxThatIsNotThereIsEmpty(t *testing.T) {
	in, _ := door(t, nil)
	if err := in.empty(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAFileStillBeingWrittenIsLeftAlone(t *testing.T) {
	in, _ := door(t, nil)
	if err := os.MkdirAll(in.inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(in.inbox, "1-2.part")
	if err := os.WriteFile(part, []byte(`{"id":"x","te`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := in.empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, _ := in.spool.Depth(); n != 0 {
		t.Errorf("%d entries were made of half a file", n)
	}
	if _, err := os.Stat(part); err != nil {
		t.Errorf("the unfinished file was taken away: %v", err)
	}
}

func TestAFileIsRemovedOnlyWhenAllOfItIsInTheSpool(t *testing.T) {
	in, dir := door(t, nil)
	posts := many(inboxBatch+5, noon)
	if err := Deliver(dir, in.masker, posts, noon); err != nil {
		t.Fatal(err)
	}
	if err := in.spool.Close(); err != nil { // the crash: before anything was appended
		t.Fatal(err)
	}
	if err := in.empty(t.Context()); !errors.Is(err, spool.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
	if files := inboxFiles(t, in); len(files) != 1 {
		t.Fatalf("the inbox holds %v; the file was removed although the spool took nothing", files)
	}
	in.spool = spoolIn(t, filepath.Join(dir, "spool"), nil)
	if err := in.empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, _ := in.spool.Depth(); n != len(posts) {
		t.Errorf("%d of %d posts arrived", n, len(posts))
	}
}

// A crash between the last append and the removal brings the whole file once more; in the store
// nothing is there twice.
func TestAFileUnpackedTwiceIsHarmless(t *testing.T) {
	t.Parallel()
	d, dir := drainOn(t, nil)
	in := &Ingest{spool: d.spool, masker: masker(t), inbox: filepath.Join(dir, "inbox"), now: at(noon), log: d.log}
	if err := Deliver(dir, in.masker, many(7, noon), noon); err != nil {
		t.Fatal(err)
	}
	file := inboxFiles(t, in)[0]
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := in.empty(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, d); n != 7 {
		t.Errorf("%d mentions are stored, want each of 7 once", n)
	}
}

func TestABrokenLineDoesNotKeepTheOthersBack(t *testing.T) {
	t.Parallel()
	d, dir := drainOn(t, nil)
	in := &Ingest{spool: d.spool, masker: masker(t), inbox: filepath.Join(dir, "inbox"), now: at(noon), log: d.log}
	if err := Deliver(dir, in.masker, many(2, noon), noon); err != nil {
		t.Fatal(err)
	}
	file := inboxFiles(t, in)[0]
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	if err := os.WriteFile(file, []byte(lines[0]+"{\"id\":\"坏行\n"+lines[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := in.empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if n := stored(t, d); n != 2 {
		t.Errorf("%d mentions are stored, want the two healthy ones", n)
	}
	if kept := string(onDisk(t, filepath.Dir(d.rejects))); !strings.Contains(kept, "坏行") {
		t.Errorf("the rejects hold %q, want the broken line", kept)
	}
}

// What is too large for the spool must not stop what lies behind it, in its file and in later ones.
func TestALineTooLargeDoesNotKeepTheOthersBack(t *testing.T) {
	f := func(why string, size int) {
		t.Helper()
		in, dir := door(t, func(o *spool.Options) { o.MaxEntry = 100_000 })
		posts := many(3, noon)
		posts[1].Text = strings.Repeat("长", size/3)
		if err := Deliver(dir, in.masker, posts, noon); err != nil {
			t.Fatal(err)
		}
		if err := Deliver(dir, in.masker, []voc.Post{said("later", "后来的", noon)}, noon.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if err := in.empty(t.Context()); err != nil {
			t.Errorf("%s: %v", why, err)
		}
		got := texts(t, in.spool)
		if len(got) != 3 || got[2] != "后来的" {
			t.Errorf("%s: %d posts arrived, want three, the last one from the later file", why, len(got))
		}
		if left := inboxFiles(t, in); len(left) != 0 {
			t.Errorf("%s: left in the inbox: %v", why, left)
		}
		if kept := onDisk(t, filepath.Dir(in.rejects)); len(kept) < size {
			t.Errorf("%s: the rejects hold %d bytes, want the whole line of %d", why, len(kept), size)
		}
	}
	f("larger than an entry", 200_000)
	f("larger than the longest line read at once", 17<<20)
}

func TestUnpackingEndsWithItsContext(t *testing.T) {
	in, dir := door(t, nil)
	if err := Deliver(dir, in.masker, many(1, noon), noon); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := in.empty(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
	if len(inboxFiles(t, in)) != 1 {
		t.Error("the file is gone although nothing was appended")
	}
}

func TestDeliverSaysWhenItCannot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Deliver(file, masker(t), many(1, noon), noon); err == nil || !strings.Contains(err.Error(), "inbox") {
		t.Errorf("got %v, want an error of the inbox", err)
	}
}

func TestWhatAKilledDelivererLeftIsCleared(t *testing.T) {
	in, dir := door(t, nil)
	inbox := filepath.Join(dir, "inbox")
	if err := os.MkdirAll(inbox, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, age := range map[string]time.Duration{"1-old.part": 2 * time.Hour, "2-young.part": time.Minute} {
		file := filepath.Join(inbox, name)
		if err := os.WriteFile(file, []byte(`{"half":`), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, noon.Add(-age), noon.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := in.empty(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := inboxFiles(t, in); len(left) != 1 || !strings.HasSuffix(left[0], "2-young.part") {
		t.Errorf("left are %v: the old one is nobody's, the young one may still be written", left)
	}
	if posts := texts(t, in.spool); len(posts) != 0 {
		t.Errorf("half a file was taken: %v", posts)
	}
}
