package spool

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/tidwall/wal"
)

// segment is one file of the log, named after its first entry.
type segment struct {
	path  string
	first uint64
}

func segmentName(first uint64) string { return fmt.Sprintf("%020d", first) }

// segments lists the log's files, oldest first.
func (s *Spool) segments() ([]segment, error) {
	names, err := os.ReadDir(s.opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("spool: list %s: %w", s.opts.Dir, err)
	}
	var all []segment
	for _, n := range names { // sorted by name, and so by number
		if len(n.Name()) != 20 {
			continue
		}
		first, err := strconv.ParseUint(n.Name(), 10, 64)
		if err != nil || first == 0 {
			continue
		}
		all = append(all, segment{filepath.Join(s.opts.Dir, n.Name()), first})
	}
	return all, nil
}

// reopen brings the files in order and opens the log on them. The caller holds disk; the log is
// closed.
func (s *Spool) reopen() error {
	sound := false
	if !s.suspect {
		s.mu.Lock()
		last := s.last
		s.mu.Unlock()
		var err error
		if sound, err = s.cutBack(last); err != nil {
			return err
		}
	}
	if !sound {
		if err := s.repair(); err != nil {
			return err
		}
		s.suspect = false
	}
	log, err := wal.Open(s.opts.Dir, &wal.Options{
		SegmentSize: s.opts.SegmentBytes,
		AllowEmpty:  true, // a spool is empty most of the time
		NoCopy:      true, // decode copies
		DirPerms:    0o700, FilePerms: 0o600,
	})
	if err != nil {
		return fmt.Errorf("spool: open %s: %w", s.opts.Dir, err)
	}
	s.log = log
	if err := s.syncNames(); err != nil {
		s.abandon()
		return err
	}
	return nil
}

// abandon closes the log without caring how that ends: its files are repaired before they are
// opened again.
func (s *Spool) abandon() {
	if s.log != nil {
		_ = s.log.Close()
		s.log = nil
	}
}

// reclaim gives the files back in which nothing waits any more. The log's own TruncateFront would
// first copy what remains into a new file, which a full disk refuses exactly when room is needed;
// unlinking from the oldest on leaves a valid log at every step.
func (s *Spool) reclaim() error {
	s.mu.Lock()
	first, last := s.first, s.last
	s.mu.Unlock()
	all, err := s.segments()
	if err != nil {
		return err
	}
	if n := len(all); n > 0 && first > last && all[n-1].first <= last {
		// Everything was read: an empty file with the next number lets the last one go, too.
		next := segment{filepath.Join(s.opts.Dir, segmentName(first)), first}
		f, err := os.OpenFile(next.path, os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("spool: begin %s: %w", next.path, err)
		}
		f.Close()
		all = append(all, next)
	}
	dead := 0
	for dead+1 < len(all) && all[dead+1].first <= first {
		dead++
	}
	if dead == 0 {
		return nil
	}
	s.abandon()
	for _, seg := range all[:dead] {
		if err := os.Remove(seg.path); err != nil {
			return fmt.Errorf("spool: give back %s: %w", seg.path, err)
		}
	}
	return s.reopen()
}

// syncNames makes the names of new files durable: the log syncs contents only.
func (s *Spool) syncNames() error {
	dir, err := os.Open(s.opts.Dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
