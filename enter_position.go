package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tingfeng-voc/tingfeng/crawler/importer"
)

// position is how far an import has come: where a killed one goes on. The rows below it are read
// again, which is quick, and not handed over, which is what takes time. Losing it, or having an old
// one, does no harm: a post that comes twice is one post.
type position struct {
	Rows int `json:"rows"` // whose posts are durable

	path string // "" for a pipe, which has no second time
}

// headOfFile is how many bytes of a file tell it from others of its size.
const headOfFile = 1 << 20

// openPosition finds how far an earlier import of the same file, by the same rules, has come.
func openPosition(folder string, in io.Reader, o importer.Options) (*position, error) {
	f, ok := in.(*os.File)
	if !ok {
		return &position{}, nil
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return &position{}, err
	}
	key := sha256.New()
	if _, err := io.Copy(key, io.NewSectionReader(f, 0, headOfFile)); err != nil {
		return nil, fmt.Errorf("import %s: %w", f.Name(), err)
	}
	rules, err := json.Marshal([]any{info.Size(), o.Format, o.Encoding, o.Source, o.Platform, o.Brand, o.Columns, o.Sheet, o.Delimiter, o.Dates, o.Mappings})
	if err != nil {
		return nil, err
	}
	key.Write(rules)
	p := &position{path: filepath.Join(folder, hex.EncodeToString(key.Sum(nil)[:16])+".json")}
	text, err := os.ReadFile(p.path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	if json.Unmarshal(text, p) != nil || p.Rows < 0 {
		p.Rows = 0 // torn by a power cut
	}
	return p, nil
}

// keep notes that the posts of so many rows are durable. When that fails the import goes on: all it
// costs is reading more of the file again.
func (p *position) keep(rows int) {
	if p.path == "" {
		return
	}
	text, err := json.Marshal(position{Rows: rows})
	if err == nil {
		err = os.MkdirAll(filepath.Dir(p.path), 0o700)
	}
	if err == nil {
		err = os.WriteFile(p.path+".new", text, 0o600)
	}
	if err == nil {
		_ = os.Rename(p.path+".new", p.path)
	}
}

// done forgets the position of a file that was read to its end.
func (p *position) done() error {
	if p.path == "" {
		return nil
	}
	if err := os.Remove(p.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
