package spool

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// filled makes a closed spool of n entries "0", "1", …, padded so that there are several files.
func filled(t testing.TB, n int) Options {
	t.Helper()
	o := Options{Dir: t.TempDir(), SegmentBytes: 400}
	s := open(t, o)
	for i := range n {
		add(t, s, entryText(i))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return o
}

func entryText(i int) string { return fmt.Sprint(i, strings.Repeat(".", 30)) }

func files(t testing.TB, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, strings.Repeat("[0-9]", 20)))
	if err != nil || len(all) == 0 {
		t.Fatalf("no segment files in %s: %v", dir, err)
	}
	return all
}

// lastNonEmpty is the newest file that holds something.
func lastNonEmpty(t testing.TB, dir string) string {
	t.Helper()
	all := files(t, dir)
	for i := len(all) - 1; i >= 0; i-- {
		if info, err := os.Stat(all[i]); err == nil && info.Size() > 0 {
			return all[i]
		}
	}
	t.Fatal("all segment files are empty")
	return ""
}

func change(t testing.TB, path string, f func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestATornTailIsCutAndTheRestKept(t *testing.T) {
	const n = 25
	record := int(diskSize(recordHead + len("post") + len(entryText(10))))
	for name, tc := range map[string]struct {
		change func([]byte) []byte
		kept   int
	}{
		"half a record was written":           {func(b []byte) []byte { return append(b, 40, 1, 2, 3) }, n},
		"a length without its end":            {func(b []byte) []byte { return append(b, 0xff, 0xff, 0xff) }, n},
		"a length larger than the world":      {func(b []byte) []byte { return append(b, bytes.Repeat([]byte{0xff}, 11)...) }, n},
		"zeros, as a file system may leave":   {func(b []byte) []byte { return append(b, make([]byte, 4096)...) }, n},
		"a whole record with a wrong sum":     {func(b []byte) []byte { return append(b, 6, 1, 2, 3, 4, 1, 'x') }, n},
		"the last record lacks one byte":      {func(b []byte) []byte { return b[:len(b)-1] }, n - 1},
		"the last record is garbled":          {func(b []byte) []byte { b[len(b)-3] ^= 0x40; return b }, n - 1},
		"the last record's length is wrong":   {func(b []byte) []byte { b[len(b)-record] ^= 0x7f; return b }, n - 1},
		"the file was emptied":                {func(b []byte) []byte { return nil }, -1},
		"nothing at all":                      {func(b []byte) []byte { return b }, n},
		"the last record twice as a torn one": {func(b []byte) []byte { return append(b, b[len(b)-record:len(b)-2]...) }, n},
	} {
		t.Run(name, func(t *testing.T) {
			o := filled(t, n)
			change(t, lastNonEmpty(t, o.Dir), tc.change)
			s := open(t, o)
			got, _ := next(t, s, 100)
			if tc.kept >= 0 && len(got) != tc.kept {
				t.Fatalf("%d entries kept, want %d", len(got), tc.kept)
			}
			for i, text := range got {
				if text != entryText(i) {
					t.Fatalf("entry %d is %q", i, text)
				}
			}
			add(t, s, "new")
			if got, _ := next(t, s, 100); got[len(got)-1] != "new" {
				t.Fatalf("the new entry is not the last: %q", got)
			}
			entries, size := s.Depth()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open(t, o)
			if e, b := s.Depth(); e != entries || b != size || s.Lost() != 0 {
				t.Fatalf("after the repair depth is %d/%d, after another opening %d/%d, %d lost", entries, size, e, b, s.Lost())
			}
		})
	}
}

func TestDamageInTheMiddleCostsOnlyWhatWasHit(t *testing.T) {
	const n = 40
	for name, tc := range map[string]struct {
		change func([]byte) []byte
		lost   int // at most
	}{
		"one flipped bit in a text":          {func(b []byte) []byte { b[20] ^= 1; return b }, 1},
		"a length that swallows the rest":    {func(b []byte) []byte { b[0] = 0x7f; return b }, 10},
		"the file was cut in half":           {func(b []byte) []byte { return b[:len(b)/2] }, 10},
		"the file is empty":                  {func(b []byte) []byte { return nil }, 10},
		"bytes were added behind the last":   {func(b []byte) []byte { return append(b, 9, 9, 9) }, 0},
		"whole records were added behind it": {func(b []byte) []byte { return append(b, b...) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			o := filled(t, n)
			change(t, files(t, o.Dir)[1], tc.change)
			s := open(t, o)
			got, mark := next(t, s, 100)
			if len(got) != n-s.Lost() || s.Lost() > tc.lost {
				t.Fatalf("%d of %d entries left, %d lost, want at most %d", len(got), n, s.Lost(), tc.lost)
			}
			at := 0
			for _, text := range got { // order kept, nothing twice
				for at < n && entryText(at) != text {
					at++
				}
				if at == n {
					t.Fatalf("%q is out of order", text)
				}
				at++
			}
			if err := s.Truncate(mark); err != nil {
				t.Fatal(err)
			}
			if e, b := s.Depth(); e != 0 || b != 0 {
				t.Fatalf("depth %d/%d after truncating everything", e, b)
			}
		})
	}
}

func TestAMissingFileInTheMiddleIsPassedOver(t *testing.T) {
	o := filled(t, 40)
	if err := os.Remove(files(t, o.Dir)[1]); err != nil {
		t.Fatal(err)
	}
	s := open(t, o)
	got, _ := next(t, s, 100)
	if s.Lost() == 0 || len(got)+s.Lost() != 40 || got[len(got)-1] != entryText(39) {
		t.Fatalf("%d read, %d lost", len(got), s.Lost())
	}
}

func TestFilesThatAreNotOneLogAreRefused(t *testing.T) {
	o := filled(t, 5)
	if err := os.WriteFile(filepath.Join(o.Dir, segmentName(1<<40)), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(o); err == nil || !strings.Contains(err.Error(), "not one log") {
		t.Fatalf("got %v", err)
	}
}

func TestOnlyDamagedEntriesAreTruncatedByReading(t *testing.T) {
	o := filled(t, 25)
	s := open(t, o)
	_, mark := next(t, s, 5)
	if err := s.Truncate(mark); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	change(t, files(t, o.Dir)[0], func(b []byte) []byte {
		for i := range b {
			if b[i] == '.' {
				b[i] = ','
			}
		}
		return b
	})
	s = open(t, o)
	for n, _ := s.Depth(); n > 0; n, _ = s.Depth() {
		got, mark := next(t, s, 1)
		if len(got) == 0 {
			break // behind the damaged ones there is nothing
		}
		if err := s.Truncate(mark); err != nil {
			t.Fatal(err)
		}
	}
	if n, b := s.Depth(); n != 0 || b != 0 {
		t.Fatalf("depth %d/%d after reading everything", n, b)
	}
	if s.Lost() == 0 {
		t.Fatal("nothing was counted as lost")
	}
}

// A head that was not synced, or is garbage, may deliver entries again but never hide one.
func TestAStaleHeadHidesNothing(t *testing.T) {
	for name, head := range map[string][]byte{
		"missing": nil, "short": {1, 2, 3}, "garbage": bytes.Repeat([]byte{7}, 12), "zeros": make([]byte, 12),
	} {
		o := filled(t, 25)
		s := open(t, o)
		_, mark := next(t, s, 2)
		if err := s.Truncate(mark); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(o.Dir, "head"), head, 0o600); err != nil {
			t.Fatal(err)
		}
		got, _ := next(t, open(t, o), 100)
		if len(got) != 25 {
			t.Errorf("%s head: %d entries, want all 25 of the files that are there", name, len(got))
		}
	}
}

// The tail may lose more than was truncated; numbers given out anew must not count as truncated.
func TestAHeadBehindTheEndIsTakenBack(t *testing.T) {
	o := Options{Dir: t.TempDir()}
	s := open(t, o)
	add(t, s, "1", "2", "3", "4")
	_, mark := next(t, s, 3)
	if err := s.Truncate(mark); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	change(t, lastNonEmpty(t, o.Dir), func(b []byte) []byte { return b[:5] })
	for range 2 {
		s = open(t, o)
		if n, _ := s.Depth(); n != 0 {
			t.Fatalf("%d entries of a file that holds none", n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, o)
	add(t, s, "new")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, _ := next(t, open(t, o), 9)
	want(t, got, "new")
}

func FuzzOpenDamagedTail(f *testing.F) {
	f.Add([]byte{}, 0)
	f.Add([]byte{0, 0, 0}, 3)
	f.Add([]byte{0xff, 0xff, 0x01}, 90)
	f.Add([]byte{6, 1, 2, 3, 4, 1, 'x'}, 10)
	f.Fuzz(func(t *testing.T, tail []byte, cut int) {
		dir := t.TempDir()
		o := Options{Dir: dir, SegmentBytes: 1 << 20}
		s := open(t, o)
		for i := range 10 {
			add(t, s, entryText(i))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		whole := 0
		change(t, lastNonEmpty(t, dir), func(b []byte) []byte {
			cut = max(0, min(cut, len(b)))
			walk(b[:len(b)-cut], func([]byte, int) { whole++ })
			return append(b[:len(b)-cut:len(b)-cut], tail...)
		})
		s = open(t, o)
		got, _ := next(t, s, 100)
		if len(got) < whole {
			t.Fatalf("%d whole entries on disk, %d read", whole, len(got))
		}
		for i := range whole {
			if got[i] != entryText(i) {
				t.Fatalf("entry %d is %q", i, got[i])
			}
		}
		if err := s.Append(context.Background(), []Entry{{Kind: "post", Data: []byte("new")}}); err != nil {
			t.Fatal(err)
		}
	})
}
