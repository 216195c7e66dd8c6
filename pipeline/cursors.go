package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// cursorBook keeps one small file a source with the place where its crawler stopped. Files, not
// the database: the cursor must be able to move while the database is away, because crawling goes
// on into the spool. There is no lock: a cursor has one writer, since no two visits of a source run
// beside each other, and a reader finds the old file or the new one. With a lock a hundred visits
// would wait for each other's disk.
type cursorBook struct {
	dir string
}

func openCursors(dir string) (*cursorBook, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cursors: %w: choose a data folder that can be written", err)
	}
	return &cursorBook{dir: dir}, nil
}

func (b *cursorBook) path(source voc.SourceID) string {
	return filepath.Join(b.dir, string(source)+".json")
}

// get returns where the source's crawler stopped; empty when it never ran.
func (b *cursorBook) get(source voc.SourceID) (voc.Cursor, error) {
	return b.read(source, b.path(source))
}

func (b *cursorBook) read(source voc.SourceID, path string) (voc.Cursor, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("cursor of source %s: %w", source, err)
	}
	return voc.Cursor(text), nil
}

// set replaces the cursor as one step: written beside, synced, renamed. A crash leaves the old
// cursor, and the posts behind the new one are fetched again.
func (b *cursorBook) set(source voc.SourceID, cursor voc.Cursor) error {
	return b.write(source, b.path(source), cursor)
}

func (b *cursorBook) write(source voc.SourceID, path string, cursor voc.Cursor) error {
	if err := replaceFile(path, []byte(cursor)); err != nil {
		return fmt.Errorf("cursor of source %s: %w", source, err)
	}
	return nil
}

// spanPath is the file of a walk back through a span. The dots keep it from being a source's: ids
// have none.
func (b *cursorBook) spanPath(source voc.SourceID, span voc.Span) string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return "open"
		}
		return strconv.FormatInt(t.UnixMilli(), 10)
	}
	return filepath.Join(b.dir, fmt.Sprintf("%s.span.%s.%s.json", source, at(span.From), at(span.To)))
}

// getSpan returns where the walk through a span stopped; empty when it has not begun.
func (b *cursorBook) getSpan(source voc.SourceID, span voc.Span) (voc.Cursor, error) {
	return b.read(source, b.spanPath(source, span))
}

func (b *cursorBook) setSpan(source voc.SourceID, span voc.Span, cursor voc.Cursor) error {
	return b.write(source, b.spanPath(source, span), cursor)
}

// dropSpan forgets a walk that has ended.
func (b *cursorBook) dropSpan(source voc.SourceID, span voc.Span) error {
	if err := os.Remove(b.spanPath(source, span)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cursor of source %s: %w", source, err)
	}
	return nil
}

// replaceFile writes content beside path, syncs it, and renames it into place.
func replaceFile(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the rename did not happen; the leftover helps nobody
		}
	}()
	if _, err = f.Write(content); err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
