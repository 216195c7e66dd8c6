package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// maxHole bounds how many lost entries in a row are believed: more than any segment can hold means
// that the files are not one log.
const maxHole = 16 << 20

// repair reads every file in Dir and makes them a log that can be opened: a torn end is cut, holes
// are filled with empty records so that the entries behind them keep their numbers. It sets first,
// last and bytes to what it found.
func (s *Spool) repair() error {
	files, err := s.segments()
	if err != nil {
		return err
	}
	found := survey{first: s.first, end: 1}
	oldest := uint64(1)
	for i, seg := range files {
		if i == 0 {
			oldest = seg.first
		}
		if i+1 < len(files) {
			err = found.middle(seg, files[i+1].first)
		} else {
			err = found.tail(seg)
		}
		if err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = found.end - 1
	s.bytes = found.bytes
	s.lost += found.lost
	if head := min(max(s.first, oldest), found.end); head != s.first {
		// Written at once: new entries before a stale head would be taken for truncated.
		s.first = head
		if err := s.head.write(head); err != nil {
			return fmt.Errorf("spool: write head in %s: %w", s.opts.Dir, err)
		}
	}
	if found.lost > 0 || found.cut > 0 {
		s.opts.Log.Warn("spool: repaired", "dir", s.opts.Dir, "lost", found.lost, "cut_bytes", found.cut, "waiting", s.depth())
	}
	return nil
}

// cutBack removes what a failed write left behind the last acknowledged entry. It says false when
// the files hold less than was acknowledged, which only repair can sort out.
func (s *Spool) cutBack(last uint64) (bool, error) {
	files, err := s.segments()
	if err != nil {
		return false, err
	}
	for len(files) > 1 && files[len(files)-1].first > last+1 {
		n := len(files) - 1
		if err := os.Remove(files[n].path); err != nil {
			return false, fmt.Errorf("spool: remove %s: %w", files[n].path, err)
		}
		files = files[:n]
	}
	if len(files) == 0 {
		return last == 0, nil
	}
	tail := files[len(files)-1]
	data, err := os.ReadFile(tail.path)
	if err != nil {
		return false, fmt.Errorf("spool: %w", err)
	}
	index, good := tail.first, 0
	walk(data, func(_ []byte, end int) {
		if index <= last {
			good = end
			index++
		}
	})
	if index != last+1 {
		return false, nil
	}
	if good == len(data) {
		return true, nil
	}
	return true, truncateFile(tail.path, int64(good))
}

// survey is what repair learns file by file.
type survey struct {
	first uint64 // entries before it were truncated
	end   uint64 // one behind the last entry seen
	bytes int64  // of the entries from first on
	lost  int    // damaged entries from first on
	cut   int64  // bytes cut off the end
}

func (v *survey) count(index uint64, rec []byte) {
	v.end = index + 1
	if index < v.first {
		return
	}
	v.bytes += diskSize(len(rec))
	if !intact(rec) {
		v.lost++
	}
}

// middle checks a file that another follows: it must hold exactly the entries up to next.
func (v *survey) middle(seg segment, next uint64) error {
	data, err := os.ReadFile(seg.path)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	index, good := seg.first, 0
	walk(data, func(rec []byte, end int) {
		if index < next {
			v.count(index, rec)
			good = end
			index++
		}
	})
	if index == next && good == len(data) {
		return nil
	}
	if next-index > maxHole {
		return fmt.Errorf("spool: %s ends with entry %d and the next file begins with %d: they are not one log; move one of them away", seg.path, index-1, next)
	}
	fixed := append([]byte(nil), data[:good]...)
	for ; index < next; index++ {
		v.count(index, nil)
		fixed = append(fixed, 0)
	}
	// A link first and one rename last: a crash in between leaves the file as it was.
	if err := os.Link(seg.path, seg.path+".damaged"); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("spool: put aside %s: %w", seg.path, err)
	}
	if err := writeFile(seg.path+".repaired", fixed); err != nil {
		return err
	}
	return os.Rename(seg.path+".repaired", seg.path)
}

// tail cuts the newest file behind its last intact entry. A write cut short by a crash looks like
// that; it was never acknowledged.
func (v *survey) tail(seg segment) error {
	data, err := os.ReadFile(seg.path)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	v.end = seg.first
	var pending [][]byte // damaged so far, waiting for an intact one behind them
	good := 0
	walk(data, func(rec []byte, end int) {
		pending = append(pending, rec)
		if !intact(rec) {
			return
		}
		for _, p := range pending {
			v.count(v.end, p)
		}
		pending, good = pending[:0], end
	})
	if good == len(data) {
		return nil
	}
	v.cut = int64(len(data) - good)
	// Kept for people only: without room for it the repair goes on.
	_ = writeFile(seg.path+".damaged", data[good:])
	return truncateFile(seg.path, int64(good))
}

func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("spool: write %s: %w", path, err)
	}
	return nil
}

func truncateFile(path string, size int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	if err = f.Truncate(size); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("spool: cut %s: %w", path, err)
	}
	return nil
}
