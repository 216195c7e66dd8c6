package spool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func open(t testing.TB, o Options) *Spool {
	t.Helper()
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func add(t testing.TB, s *Spool, texts ...string) {
	t.Helper()
	var all []Entry
	for _, text := range texts {
		all = append(all, Entry{Kind: "post", Data: []byte(text)})
	}
	if err := s.Append(context.Background(), all); err != nil {
		t.Fatal(err)
	}
}

func next(t testing.TB, s *Spool, max int) ([]string, Mark) {
	t.Helper()
	entries, mark, err := s.Next(max)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, e := range entries {
		texts = append(texts, string(e.Data))
	}
	return texts, mark
}

func want(t testing.TB, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Fatalf("read %q, want %q", got, want)
	}
}

func TestWhatEntersComesOutInOrderAndStaysUntilTruncated(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	add(t, s, "排队一小时", "奶茶里有头发")
	add(t, s, "店员很热情")
	got, _ := next(t, s, 2)
	want(t, got, "排队一小时", "奶茶里有头发")
	got, mark := next(t, s, 2)
	want(t, got, "排队一小时", "奶茶里有头发") // not truncated: the same again
	if err := s.Truncate(mark); err != nil {
		t.Fatal(err)
	}
	got, mark = next(t, s, 10)
	want(t, got, "店员很热情")
	if err := s.Truncate(mark); err != nil {
		t.Fatal(err)
	}
	if n, b := s.Depth(); n != 0 || b != 0 {
		t.Fatalf("an empty spool has depth %d, %d bytes", n, b)
	}
	got, mark = next(t, s, 10)
	want(t, got)
	if err := s.Truncate(mark); err != nil {
		t.Fatalf("truncating at the mark of an empty read: %v", err)
	}
	add(t, s, "又来了")
	got, _ = next(t, s, 10)
	want(t, got, "又来了")
}

func TestKindAndDataSurviveUnchanged(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	in := []Entry{
		{Kind: "post", Data: []byte{0, 1, 2, 0xff}},
		{Kind: "visit", Data: nil},
		{Kind: strings.Repeat("k", 255), Data: bytes.Repeat([]byte("长"), 100_000), Priority: Person},
	}
	if err := s.Append(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	out, _, err := open(t, Options{Dir: dir}).Next(10)
	if err != nil || len(out) != len(in) {
		t.Fatalf("%d entries, %v", len(out), err)
	}
	for i := range in {
		if out[i].Kind != in[i].Kind || !bytes.Equal(out[i].Data, in[i].Data) {
			t.Errorf("entry %d changed", i)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir(), MaxEntry: 10})
	done, cancel := context.WithCancel(context.Background())
	cancel()
	for name, tc := range map[string]struct {
		ctx   context.Context
		entry Entry
		says  string
	}{
		"an entry larger than max_entry":     {context.Background(), Entry{Kind: "post", Data: make([]byte, 11)}, "max_entry (10)"},
		"an entry without a kind":            {context.Background(), Entry{Data: []byte("x")}, "1 to 255"},
		"a kind too long for its byte":       {context.Background(), Entry{Kind: strings.Repeat("k", 256)}, "1 to 255"},
		"anything once the context is done":  {done, Entry{Kind: "post"}, "canceled"},
		"even nothing, if the caller is off": {done, Entry{Kind: "post", Data: []byte("x")}, "canceled"},
	} {
		err := s.Append(tc.ctx, []Entry{tc.entry})
		if err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: got %v, want %q", name, err, tc.says)
		}
	}
	if n, _ := s.Depth(); n != 0 {
		t.Errorf("%d entries kept of refused ones", n)
	}
}

func TestOneBadEntryRefusesTheWholeBatch(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir(), MaxEntry: 10})
	err := s.Append(context.Background(), []Entry{{Kind: "post", Data: []byte("ok")}, {Kind: "post", Data: make([]byte, 11)}})
	if err == nil {
		t.Fatal("accepted")
	}
	if n, _ := s.Depth(); n != 0 {
		t.Fatalf("%d entries of a refused batch kept", n)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for says, o := range map[string]Options{
		"dir is empty":  {},
		"max_bytes":     {Dir: "x", MaxBytes: -1},
		"reserve":       {Dir: "x", MaxBytes: 10, Reserve: 10},
		"max_entry":     {Dir: "x", MaxEntry: -1},
		"segment_bytes": {Dir: "x", SegmentBytes: -1},
	} {
		if _, err := Open(o); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: got %v, want %q", o, err, says)
		}
	}
}

// When the spool fills, crawling stops first and people last.
func TestTheReserveIsForPeople(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir(), MaxBytes: 1000, Reserve: 400})
	ctx := context.Background()
	crawled := []Entry{{Kind: "post", Data: make([]byte, 90)}}
	said := []Entry{{Kind: "post", Data: make([]byte, 90), Priority: Person}}
	mixed := []Entry{said[0], crawled[0]}

	accepted := 0
	for s.Append(ctx, crawled) == nil {
		accepted++
	}
	if accepted != 6 { // 100 bytes each on disk, up to 600
		t.Errorf("%d crawled entries fitted, want 6", accepted)
	}
	if err := s.Append(ctx, crawled); !errors.Is(err, ErrFull) {
		t.Errorf("got %v, want ErrFull", err)
	}
	if err := s.Append(ctx, mixed); !errors.Is(err, ErrFull) {
		t.Errorf("a batch with one crawled entry got into the reserve: %v", err)
	}
	for accepted = 0; s.Append(ctx, said) == nil; accepted++ {
	}
	if accepted != 4 {
		t.Errorf("%d entries of people fitted, want 4 more up to 1000 bytes", accepted)
	}
	if !s.Full() {
		t.Error("a full spool does not say so")
	}
	_, mark := next(t, s, 100)
	if err := s.Truncate(mark); err != nil {
		t.Fatal(err)
	}
	if s.Full() {
		t.Error("an empty spool says it is full")
	}
	if err := s.Append(ctx, crawled); err != nil {
		t.Errorf("after draining: %v", err)
	}
}

// An agent has no database: what does not take its entries is the server.
func TestAFullSpoolNamesWhoShouldTakeThem(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir(), MaxBytes: 1600, Taker: "the server"})
	err := s.Append(t.Context(), []Entry{{Kind: "post", Data: make([]byte, 1500)}})
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "see whether the server takes them") || strings.Contains(err.Error(), "database") {
		t.Errorf("a full spool says %v", err)
	}
}

func TestThereIsAReserveWithoutAsking(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir(), MaxBytes: 1600})
	ctx := context.Background()
	if err := s.Append(ctx, []Entry{{Kind: "post", Data: make([]byte, 1500)}}); !errors.Is(err, ErrFull) {
		t.Errorf("a crawled entry got into the last sixteenth: %v", err)
	} else if !strings.Contains(err.Error(), "see whether the database takes them") {
		t.Errorf("a server's full spool says %v", err)
	}
	if err := s.Append(ctx, []Entry{{Kind: "post", Data: make([]byte, 1500), Priority: Person}}); err != nil {
		t.Error(err)
	}
}

func TestASecondOwnerIsRefusedByName(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	_, err := Open(Options{Dir: dir})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Fatalf("got %v, want ErrLocked with the owner's process id", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, Options{Dir: dir})
}

func TestAfterClose(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	add(t, s, "a")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err := s.Next(1)
	for what, err := range map[string]error{
		"append":   s.Append(context.Background(), []Entry{{Kind: "post"}}),
		"next":     err,
		"truncate": s.Truncate(Mark{}),
		"wait":     s.Wait(context.Background()),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: got %v, want ErrClosed", what, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestWait(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("empty spool, caller gone: %v", err)
	}
	woken := make(chan error)
	go func() { woken <- s.Wait(context.Background()) }()
	add(t, s, "a")
	if err := <-woken; err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(context.Background()); err != nil {
		t.Fatalf("something waits already: %v", err)
	}
	_, mark := next(t, s, 1)
	if err := s.Truncate(mark); err != nil {
		t.Fatal(err)
	}
	go func() { woken <- s.Wait(context.Background()) }()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-woken; !errors.Is(err, ErrClosed) {
		t.Fatalf("closed under a waiter: %v", err)
	}
}

func TestManyAppendersShareOneOrderEach(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir(), SegmentBytes: 2000})
	const writers, each = 16, 40
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				add(t, s, fmt.Sprintf("%d %d", w, i), "second of the batch")
			}
		})
	}
	seen := make([]int, writers)
	total := 0
	for total < writers*each*2 {
		if err := s.Wait(context.Background()); err != nil {
			t.Fatal(err)
		}
		got, mark := next(t, s, 7)
		for _, text := range got {
			total++
			var w, i int
			if _, err := fmt.Sscanf(text, "%d %d", &w, &i); err != nil {
				continue
			}
			if seen[w] != i {
				t.Fatalf("writer %d: got entry %d, want %d", w, i, seen[w])
			}
			seen[w]++
		}
		if err := s.Truncate(mark); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
	if n, b := s.Depth(); n != 0 || b != 0 {
		t.Fatalf("depth %d, %d bytes after everything was read", n, b)
	}
}

func TestDiskUseShrinksAfterTruncate(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir, SegmentBytes: 10_000})
	blob := strings.Repeat("x", 999)
	for range 200 {
		add(t, s, blob)
	}
	full := used(t, dir)
	if full < 200_000 {
		t.Fatalf("only %d bytes on disk", full)
	}
	_, half := next(t, s, 100)
	if err := s.Truncate(half); err != nil {
		t.Fatal(err)
	}
	if now := used(t, dir); now > full/2+20_000 {
		t.Errorf("half truncated: %d of %d bytes still on disk", now, full)
	}
	_, rest := next(t, s, 100)
	if err := s.Truncate(rest); err != nil {
		t.Fatal(err)
	}
	if now := used(t, dir); now > 100 {
		t.Errorf("all truncated: %d bytes still on disk", now)
	}
	if err := s.Truncate(half); err != nil {
		t.Errorf("an old mark: %v", err)
	}
}

// used counts the bytes of the files that hold entries or what is left of them.
func used(t testing.TB, dir string) (n int64) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		n += info.Size()
	}
	return n
}

func TestDepthIsTheSameAfterReopening(t *testing.T) {
	dir := t.TempDir()
	o := Options{Dir: dir, SegmentBytes: 500}
	s := open(t, o)
	for i := range 50 {
		add(t, s, strings.Repeat("y", i*7))
	}
	for _, n := range []int{3, 1, 17, 4} {
		_, mark := next(t, s, n)
		if err := s.Truncate(mark); err != nil {
			t.Fatal(err)
		}
		entries, bytes := s.Depth()
		before, _ := next(t, s, 100)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, o)
		if e, b := s.Depth(); e != entries || b != bytes {
			t.Fatalf("depth %d/%d before, %d/%d after reopening", entries, bytes, e, b)
		}
		after, _ := next(t, s, 100)
		want(t, after, before...)
	}
}

func TestAMarkOfAnotherSpoolIsRefused(t *testing.T) {
	a, b := open(t, Options{Dir: t.TempDir()}), open(t, Options{Dir: t.TempDir()})
	add(t, a, "1", "2", "3")
	add(t, b, "1")
	_, mark := next(t, a, 3)
	if err := b.Truncate(mark); err == nil {
		t.Fatal("accepted a mark behind its last entry")
	}
}

func TestNextIsBoundedInBytes(t *testing.T) {
	s := open(t, Options{Dir: t.TempDir()})
	blob := strings.Repeat("z", 4<<20)
	for range 10 {
		add(t, s, blob)
	}
	got, _ := next(t, s, 10)
	if len(got) != 8 {
		t.Fatalf("%d entries of 4 MiB in one read, want 8 (%d bytes)", len(got), readBytes)
	}
}

func TestLostNothingOfAnEmptyDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := open(t, Options{Dir: dir})
	if n, b := s.Depth(); n != 0 || b != 0 || s.Lost() != 0 || s.Full() {
		t.Fatalf("a new spool: %d entries, %d bytes, %d lost", n, b, s.Lost())
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if err := s.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
}
