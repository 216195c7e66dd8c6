package optout

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var (
	day  = time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	ann  = strings.Repeat("0a", 32)
	bert = strings.Repeat("1B", 32)
)

func open(t *testing.T, path string) *List {
	t.Helper()
	l, err := Open(path, func(s string) string { return strings.ReplaceAll(s, "?token=x", "") }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func by(hash string) *voc.Post    { return &voc.Post{Author: voc.Author{Hash: hash}} }
func at(address string) *voc.Post { return &voc.Post{URL: address} }

func TestWhoStandsOnTheListIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "optout.txt")
	l := open(t, path)
	if l.Refuses(by(ann)) || l.Refuses(by("")) || l.Refuses(at("")) {
		t.Error("an empty list refuses")
	}
	if err := l.Add(day, Entry{Author, ann}, Entry{URL, "https://Forum.example/t/42?token=x"}); err != nil {
		t.Fatal(err)
	}
	for _, l := range []*List{l, open(t, path)} { // at once, and after a restart
		for _, c := range []struct {
			post *voc.Post
			want bool
		}{
			{by(ann), true}, {by(strings.ToLower(bert)), false}, {by(""), false},
			{at("https://forum.example/t/42"), true}, {at("http://forum.example/t/42/"), true}, {at("https://FORUM.example/t/42?token=x"), true},
			{at("https://forum.example/t/42#p7"), false}, {at("https://forum.example/t/42?page=2"), false}, {at("https://forum.example/t/421"), false}, {at(""), false}, {at("%zz"), false},
		} {
			if got := l.Refuses(c.post); got != c.want {
				t.Errorf("%+v: %v", c.post, got)
			}
		}
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Add(day, Entry{Author, ann}, Entry{URL, "http://forum.example/t/42/"}); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) || l.Len() != 2 {
		t.Errorf("what stands there is written again: %q", after)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestTheListIsReadWhileItIsEdited(t *testing.T) {
	path := filepath.Join(t.TempDir(), "optout.txt")
	l := open(t, path)
	write := func(text string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write("\ufeff# asked by mail\n\nauthor "+bert+"  ", day)
	if !l.Refuses(by(strings.ToLower(bert))) || l.Len() != 1 {
		t.Error("a line written by hand does not count")
	}
	if err := l.Add(day, Entry{Author, ann}); err != nil { // behind a last line without its end
		t.Fatal(err)
	}
	if !l.Refuses(by(ann)) || !l.Refuses(by(strings.ToLower(bert))) {
		t.Error("an entry behind a line without end")
	}
	write("author "+ann+"\nautor x\n", day.Add(time.Hour))
	if !l.Refuses(by(ann)) || !l.Refuses(by(strings.ToLower(bert))) {
		t.Error("a list with a fault replaces the one before")
	}
	if err := l.Add(day, Entry{Author, ann}); err == nil || !strings.Contains(err.Error(), "optout.txt:2") {
		t.Errorf("the fault has no place: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if l.Refuses(by(ann)) || l.Len() != 0 {
		t.Error("a list that is taken away still counts")
	}
}

func TestEntriesThatAreNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "optout.txt")
	for _, line := range []string{"author 张三", "author " + ann[1:], "url forum.example/t/42", "url ftp://forum.example/", "url https://a b/", "url", "author", "https://forum.example/t/42", "作者 x"} {
		if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, nil, nil); err == nil || !strings.Contains(err.Error(), "optout.txt:1") {
			t.Errorf("%q: %v", line, err)
		}
	}
	l := open(t, filepath.Join(t.TempDir(), "optout.txt"))
	if err := l.Add(day, Entry{Author, ann}, Entry{"name", "张三"}); err == nil || l.Len() != 0 {
		t.Errorf("half a request was taken: %v", err)
	}
	var none *List
	if none.Refuses(by(ann)) || none.Len() != 0 {
		t.Error("no list refuses")
	}
	folder := t.TempDir()
	if _, err := Open(folder, nil, nil); err == nil {
		t.Error("a folder is no list")
	}
}

// Many ask while one writes: nobody who stood on the list before is let in meanwhile.
func TestAskedWhileItIsWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "optout.txt")
	l := open(t, path)
	if err := l.Add(day, Entry{Author, ann}); err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	for range 4 {
		go func() {
			ok := true
			for range 300 {
				ok = ok && l.Refuses(by(ann)) && !l.Refuses(by(strings.Repeat("ff", 32)))
			}
			done <- ok
		}()
	}
	for i := range 100 {
		if err := l.Add(day, Entry{Author, fmt.Sprintf("%064x", i)}, Entry{URL, fmt.Sprintf("https://forum.example/t/%d", i)}); err != nil {
			t.Error(err)
		}
	}
	for range 4 {
		if !<-done {
			t.Error("while the list was written somebody was let in, or kept out, who should not")
		}
	}
	if again := open(t, path); again.Len() != 201 || !again.Refuses(at("https://forum.example/t/99")) {
		t.Errorf("%d entries on disk", again.Len())
	}
}

// What another program adds counts for one that is open already, and neither loses the other's words.
func TestTwoWhoWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "optout.txt")
	one, two := open(t, path), open(t, path)
	for i := range 10 {
		l := []*List{one, two}[i%2]
		if err := l.Add(day, Entry{Author, fmt.Sprintf("%064x", i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range []*List{one, two} {
		if l.Len() != 10 || !l.Refuses(by(fmt.Sprintf("%064x", 3))) || !l.Refuses(by(fmt.Sprintf("%064x", 4))) {
			t.Errorf("%d entries", l.Len())
		}
	}
}

func TestAListThatCannotBeWritten(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	l := open(t, filepath.Join(folder, "optout.txt"))
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	if err := l.Add(day, Entry{Author, ann}); err == nil || l.Refuses(by(ann)) {
		t.Errorf("an entry that is on no disk counts: %v", err)
	}
}
