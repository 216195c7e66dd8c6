// Package optout keeps the list of those who do not want to be listened to. Whoever stands on it, by
// the hash of an author or by the address of a post, is turned away at the door, before anything of
// theirs is written.
//
// The list is a text file, one entry a line, that people may edit while tingfeng runs:
//
//	# on request, 2026-01-31
//	author 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08…
//	url https://forum.example.org/thread/42#post-7
package optout

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// ErrEntry says that an entry names neither a hash nor an address.
var ErrEntry = errors.New("not an entry of the opt-out list")

// What an entry names.
const (
	Author = "author" // the hash of an author, 64 hex digits
	URL    = "url"    // the address of a post
)

// Entry is one line of the list.
type Entry struct {
	Kind  string
	Value string
}

// List is safe for concurrent use. A nil List turns nobody away.
type List struct {
	path  string
	clean func(string) string // what posts' addresses went through at the door
	log   *slog.Logger

	mu      sync.Mutex
	entries map[Entry]bool // as they are compared
	seen    os.FileInfo    // of the file as last read; nil: there was none
	failing string         // why the file could not be read when it was last looked at
}

// Open reads the list at path; no file is an empty list. clean is what the door does to the address of
// a post, so that an address people copied matches the one kept.
func Open(path string, clean func(string) string, log *slog.Logger) (*List, error) {
	l := &List{path: path, clean: clean, log: log, entries: map[Entry]bool{}}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	return l, l.read()
}

// Refuses tells whether a post, masked, must not be kept. A change of the file counts from the next
// post on; one that cannot be read leaves the list as it was, and the log says so.
func (l *List) Refuses(p *voc.Post) bool {
	if l == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refresh()
	return l.entries[Entry{Author, p.Author.Hash}] || p.URL != "" && l.entries[Entry{URL, l.key(p.URL)}]
}

// Len is how many entries the list has.
func (l *List) Len() int {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refresh()
	return len(l.entries)
}

// Add puts entries on the list and returns once they are on disk. What stands there already is not
// written again.
func (l *List) Add(now time.Time, entries ...Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.read(); err != nil {
		return err
	}
	var text bytes.Buffer
	for _, e := range entries {
		compared, err := l.check(e)
		if err != nil {
			return fmt.Errorf("optout: %w", err)
		}
		if !l.entries[compared] {
			fmt.Fprintf(&text, "%s %s\n", e.Kind, e.Value)
		}
	}
	if text.Len() == 0 {
		return nil
	}
	if err := l.write(fmt.Sprintf("# %s\n%s", now.Format(time.DateOnly), text.String())); err != nil {
		return fmt.Errorf("optout: %w", err)
	}
	return l.read()
}

// write puts text at the end of the file, on a line of its own.
func (l *List) write(text string) error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return err
	}
	old, err := os.ReadFile(l.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if n := len(old); n > 0 && old[n-1] != '\n' {
		text = "\n" + text
	}
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// refresh reads the file again when it has changed.
func (l *List) refresh() {
	info, err := os.Stat(l.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && l.seen == nil:
		return
	case err == nil && l.seen != nil && info.ModTime().Equal(l.seen.ModTime()) && info.Size() == l.seen.Size():
		return
	}
	if err := l.read(); err != nil {
		if l.failing != err.Error() {
			l.failing = err.Error()
			l.log.Error("the opt-out list cannot be read; the one before stays in force", "error", err)
		}
		return
	}
	l.failing = ""
}

// read reads the whole file. A line nobody understands fails it: half a list would let somebody in.
func (l *List) read() error {
	text, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		l.entries, l.seen = map[Entry]bool{}, nil
		return nil
	}
	if err != nil {
		return fmt.Errorf("optout: %w", err)
	}
	info, err := os.Stat(l.path)
	if err != nil {
		return fmt.Errorf("optout: %w", err)
	}
	entries := map[Entry]bool{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, value, _ := strings.Cut(line, " ")
		e, err := l.check(Entry{kind, strings.TrimSpace(value)})
		if err != nil {
			return fmt.Errorf("optout: %s:%d: %w", l.path, n, err)
		}
		entries[e] = true
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("optout: %s: %w", l.path, err)
	}
	l.entries, l.seen = entries, info
	return nil
}

var hash = regexp.MustCompile(`^[0-9a-fA-F]{64}$`)

// check returns an entry as it is compared.
func (l *List) check(e Entry) (Entry, error) {
	switch e.Kind {
	case Author:
		if !hash.MatchString(e.Value) {
			return e, fmt.Errorf("%w: author %q is not the hash of one, 64 hex digits; tingfeng erase --author makes it of an id or a name", ErrEntry, e.Value)
		}
		return Entry{Author, strings.ToLower(e.Value)}, nil
	case URL:
		u, err := url.Parse(e.Value)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(e.Value, " \t\r\n") {
			return e, fmt.Errorf("%w: url %q is not the address of a post such as https://example.org/t/42", ErrEntry, e.Value)
		}
		return Entry{URL, l.key(e.Value)}, nil
	}
	return e, fmt.Errorf("%w: %q: a line is author or url, a blank, and the hash or the address; # begins a remark", ErrEntry, e.Kind)
}

// key is what addresses are compared by: what the door leaves of them, whatever the scheme, the case
// of the host and a slash at the end.
func (l *List) key(address string) string {
	if l.clean != nil {
		address = l.clean(address)
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	key := strings.ToLower(u.Host) + strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		key += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		key += "#" + u.EscapedFragment()
	}
	return key
}
