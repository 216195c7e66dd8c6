package models

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
)

// head makes a head that can be told from others by its base.
func head(t *testing.T, base string) []byte {
	t.Helper()
	h, err := local.Train([]local.Example{{Features: []uint32{1}, Class: local.Positive, Weight: 1}}, local.Options{Base: base, Rare: 1})
	if err != nil {
		t.Fatal(err)
	}
	return h.Encode()
}

func keep(t *testing.T, f Folder, base string, adopted bool) int {
	t.Helper()
	r, err := f.Keep(Record{Base: base, Adopted: adopted, Reason: "因为" + base}, head(t, base))
	if err != nil {
		t.Fatal(err)
	}
	return r.Number
}

func use(t *testing.T, f Folder, number int) {
	t.Helper()
	if err := f.Use(number); err != nil {
		t.Fatal(err)
	}
}

// inUse gives the base of the head in use, "" for none.
func inUse(t *testing.T, f Folder) (int, string) {
	t.Helper()
	n, h, err := f.Current()
	if err != nil {
		t.Fatal(err)
	}
	if h == nil {
		return n, ""
	}
	return n, h.Base()
}

func TestHeadsAreKeptAndGoneBackTo(t *testing.T) {
	f := Folder{filepath.Join(t.TempDir(), "models")}
	if n, base := inUse(t, f); n != None || base != "" {
		t.Errorf("without a folder %d %q is in use", n, base)
	}
	if err := f.Use(None); err != nil {
		t.Errorf("going back to nothing where nothing is: %v", err)
	}
	if list, err := f.List(); err != nil || len(list) != 0 {
		t.Errorf("without a folder there are %v, %v", list, err)
	}
	one, two, three := keep(t, f, "a", true), keep(t, f, "b", false), keep(t, f, "c", true)
	if one != 1 || two != 2 || three != 3 {
		t.Fatalf("numbers %d %d %d", one, two, three)
	}
	if n, _ := inUse(t, f); n != None {
		t.Errorf("keeping alone put %d in use", n)
	}
	for _, step := range []struct {
		number int
		base   string
	}{{one, "a"}, {three, "c"}, {one, "a"}, {None, ""}, {three, "c"}} {
		use(t, f, step.number)
		if n, base := inUse(t, f); n != step.number || base != step.base {
			t.Errorf("%d %q is in use, want %d %q", n, base, step.number, step.base)
		}
	}
	list, err := f.List()
	if err != nil || len(list) != 3 || list[0].Base != "c" || list[1].Adopted || list[2].Reason != "因为a" {
		t.Errorf("the list is %+v, %v", list, err)
	}
}

func TestWhatCannotBeUsedIsRefused(t *testing.T) {
	f := Folder{t.TempDir()}
	one, rejected := keep(t, f, "a", true), keep(t, f, "b", false)
	use(t, f, one)
	for number, says := range map[int]string{rejected: "因为b", 17: "learn list"} {
		if err := f.Use(number); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("number %d: %v, want a word of %q", number, err, says)
		}
	}
	three := keep(t, f, "c", true)
	data, err := os.ReadFile(f.path(three, ".local"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, f, "0003.local", data[:len(data)/2])
	if err := f.Use(three); err == nil || !strings.Contains(err.Error(), "0003.local") {
		t.Errorf("a head cut in half: %v", err)
	}
	if n, base := inUse(t, f); n != one || base != "a" {
		t.Errorf("after all refusals %d %q is in use", n, base)
	}
}

func put(t *testing.T, f Folder, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(f.Dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A learning that was cut off leaves one of these states; in each the old head is in use, nothing of
// the half-done one is listed, and the next takes another number.
func TestCutOffAtAnyMoment(t *testing.T) {
	record, err := json.Marshal(Record{Number: 2, Adopted: true})
	if err != nil {
		t.Fatal(err)
	}
	new := head(t, "new")
	for says, left := range map[string]map[string][]byte{
		"half a head":                    {"0002.local": new[:500]},
		"a head without its record":      {"0002.local": new},
		"a head and half its record":     {"0002.local": new, "0002.json": record[:20]},
		"all but the new name in use":    {"0002.local": new, "0002.json": record, ".new-123": []byte("0002\n")},
		"half the new name in use aside": {"0002.local": new, "0002.json": record, ".new-123": []byte("00")},
	} {
		f := Folder{t.TempDir()}
		use(t, f, keep(t, f, "old", true))
		for name, content := range left {
			put(t, f, name, content)
		}
		if n, base := inUse(t, f); n != 1 || base != "old" {
			t.Errorf("%s: %d %q is in use", says, n, base)
		}
		list, err := f.List()
		if whole := bytes.Equal(left["0002.json"], record); err != nil || len(list) != 1+map[bool]int{true: 1}[whole] {
			t.Errorf("%s: listed %+v, %v", says, list, err)
		}
		if n := keep(t, f, "next", true); n != 3 {
			t.Errorf("%s: the next is number %d", says, n)
		}
		if got, err := os.ReadFile(filepath.Join(f.Dir, "0002.local")); err != nil || !bytes.Equal(got, left["0002.local"]) {
			t.Errorf("%s: a numbered file was written twice (%v)", says, err)
		}
	}
}

func TestADamagedNameInUseIsTold(t *testing.T) {
	f := Folder{t.TempDir()}
	for _, text := range []string{"", "two", "-1", "0\n"} {
		put(t, f, currentName, []byte(text))
		if _, _, err := f.Current(); err == nil || !strings.Contains(err.Error(), "learn rollback") {
			t.Errorf("current says %q: %v", text, err)
		}
	}
	put(t, f, currentName, []byte("0007\n"))
	if n, h, err := f.Current(); err == nil || h != nil || n != 7 {
		t.Errorf("a head that is gone: %d, %v, %v", n, h, err)
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Folder{filepath.Join(file, "models")}).Keep(Record{}, nil); err == nil || !strings.Contains(err.Error(), "data folder") {
		t.Errorf("keeping below a file: %v", err)
	}
}
