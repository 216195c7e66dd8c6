package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// cursorBook keeps one small file a source with the place where its crawler stopped. Files, not
// the database: the cursor must be able to move while the database is away, because crawling goes
// on into the spool.
type cursorBook struct {
	dir string
	mu  sync.Mutex
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
	b.mu.Lock()
	defer b.mu.Unlock()
	text, err := os.ReadFile(b.path(source))
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
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := replaceFile(b.path(source), []byte(cursor)); err != nil {
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
