// Package models keeps the local heads a customer's readings taught, in one folder: NNNN.local holds
// a head, NNNN.json what it was learned from and how it did, current names the one in use.
//
// Numbers only grow and no numbered file is ever written twice, so that every head that was once in
// use can be gone back to. The file current is written last and as one step: cut off at any moment,
// learning leaves the old head in use, or the new one with all that belongs to it.
package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/nlp"
	"github.com/tingfeng-voc/tingfeng/nlp/model/local"
)

// Record tells of one head: learned, measured, adopted or not.
type Record struct {
	Number  int            `json:"number"`
	At      time.Time      `json:"at"`
	Base    string         `json:"base"`  // the weights it stands on
	ID      string         `json:"id"`    // of the head
	After   int            `json:"after"` // number of the head it was compared with; 0: none
	Texts   nlp.LocalTexts `json:"texts"`
	Trial   local.Trial    `json:"trial"`
	Adopted bool           `json:"adopted"`
	Reason  string         `json:"reason"` // for people
}

// Folder is the folder of the heads. It need not be there until something is kept in it.
type Folder struct{ Dir string }

// None is the number that stands for no local head.
const None = 0

const (
	currentName = "current"
	none        = "none"
)

func (f Folder) path(number int, ending string) string {
	return filepath.Join(f.Dir, fmt.Sprintf("%04d", number)+ending)
}

// Keep writes a record, and the head when it is adopted, under the next number, and returns the
// record with it. What is in use does not change: see Use.
func (f Folder) Keep(r Record, head []byte) (Record, error) {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return r, fmt.Errorf("models: %w: choose a data folder that can be written", err)
	}
	number, err := f.last()
	if err != nil {
		return r, err
	}
	for r.Number = number + 1; ; r.Number++ { // another learn may have taken it meanwhile
		if err = f.keep(r, head); !errors.Is(err, fs.ErrExist) {
			return r, err
		}
	}
}

func (f Folder) keep(r Record, head []byte) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if r.Adopted {
		if err := writeNew(f.path(r.Number, ".local"), head); err != nil {
			return err
		}
	}
	if err := writeNew(f.path(r.Number, ".json"), append(text, '\n')); err != nil {
		return err
	}
	return syncFolder(f.Dir)
}

// writeNew writes and syncs a file that must not be there yet.
func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("models: write %s: %w", path, err)
	}
	return nil
}

// syncFolder makes the names of new files durable.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// last gives the highest number any file has, those of a learning that was cut off among them.
func (f Folder) last() (int, error) {
	entries, err := os.ReadDir(f.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("models: %w", err)
	}
	last := 0
	for _, e := range entries {
		if n, _, ok := numbered(e.Name()); ok {
			last = max(last, n)
		}
	}
	return last, nil
}

func numbered(name string) (number int, ending string, ok bool) {
	ending = filepath.Ext(name)
	if ending != ".local" && ending != ".json" {
		return 0, "", false
	}
	number, err := strconv.Atoi(strings.TrimSuffix(name, ending))
	return number, ending, err == nil && number > 0
}

// List gives the records, the newest first. What a learning that was cut off left behind is not
// among them.
func (f Folder) List() ([]Record, error) {
	entries, err := os.ReadDir(f.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("models: %w", err)
	}
	list := []Record{}
	for _, e := range entries {
		number, ending, ok := numbered(e.Name())
		if !ok || ending != ".json" {
			continue
		}
		r, err := f.Record(number)
		if err != nil {
			continue // cut off while it was written
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Record) int { return b.Number - a.Number })
	return list, nil
}

// Record reads what is known of one head.
func (f Folder) Record(number int) (r Record, err error) {
	text, err := os.ReadFile(f.path(number, ".json"))
	if err != nil {
		return r, fmt.Errorf("models: %w", err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("models: %s is damaged: %w: learn anew, or take another", f.path(number, ".json"), err)
	}
	if r.Number != number {
		return r, fmt.Errorf("models: %s speaks of number %d: it was renamed; give it its old name back", f.path(number, ".json"), r.Number)
	}
	return r, nil
}

// Use makes one adopted head the one in use, None: none. It takes effect when an analyzer is built
// next.
func (f Folder) Use(number int) error {
	text := none
	if number != None {
		if _, err := f.Head(number); err != nil {
			return err
		}
		text = fmt.Sprintf("%04d", number)
	} else if _, err := os.Stat(f.Dir); errors.Is(err, fs.ErrNotExist) {
		return nil // nothing was ever in use
	}
	return replace(f.Dir, currentName, []byte(text+"\n"))
}

// replace writes a file beside, syncs it, renames it into place, and makes the name durable.
func replace(dir, name string, content []byte) error {
	file, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return fmt.Errorf("models: %w", err)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return fmt.Errorf("models: write %s: %w", filepath.Join(dir, name), errors.Join(err, os.Remove(file.Name())))
	}
	return syncFolder(dir)
}

// Head reads the head of a number.
func (f Folder) Head(number int) (*local.Head, error) {
	data, err := os.ReadFile(f.path(number, ".local"))
	if errors.Is(err, fs.ErrNotExist) {
		if r, err := f.Record(number); err == nil && !r.Adopted {
			return nil, fmt.Errorf("models: number %d was not adopted: %s", number, r.Reason)
		}
		return nil, fmt.Errorf("models: there is no head %s: see tingfeng learn list", f.path(number, ".local"))
	}
	if err != nil {
		return nil, fmt.Errorf("models: %w", err)
	}
	head, err := local.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("models: %s: %w", f.path(number, ".local"), err)
	}
	return head, nil
}

// Name is what the file current says, "" where there is none: it differs when another head is in use.
func (f Folder) Name() string {
	text, err := os.ReadFile(filepath.Join(f.Dir, currentName))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// Current gives the head in use and its number; None and nil when there is none.
func (f Folder) Current() (number int, head *local.Head, err error) {
	path := filepath.Join(f.Dir, currentName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return None, nil, nil
	}
	if err != nil {
		return None, nil, fmt.Errorf("models: %w", err)
	}
	name := strings.TrimSpace(string(text))
	if name == none {
		return None, nil, nil
	}
	if number, err = strconv.Atoi(name); err != nil || number <= 0 {
		return None, nil, fmt.Errorf("models: %s says %q, which is no number: say which with tingfeng learn rollback", path, name)
	}
	head, err = f.Head(number)
	return number, head, err
}
