package spool

import "fmt"

// readBytes bounds what one Next returns, whatever its max: a batch is held in memory as a whole.
const readBytes = 32 << 20

// Mark is a place in the spool, given by Next and taken by Truncate. The zero Mark is before
// everything.
type Mark struct{ through uint64 }

// Next returns up to max of the oldest entries without removing them, and the mark behind them. It
// returns no entries when nothing waits, and the same entries again until they are truncated.
func (s *Spool) Next(max int) ([]Entry, Mark, error) {
	s.disk.Lock()
	defer s.disk.Unlock()
	for {
		first, last, err := s.bounds()
		if err != nil || max <= 0 {
			return nil, Mark{}, err
		}
		var out []Entry
		bytes := 0
		i := first
		for ; i <= last && len(out) < max && bytes < readBytes; i++ {
			rec, err := s.log.Read(i)
			if err != nil {
				return nil, Mark{}, s.unreadable(i, err)
			}
			e, err := decode(rec)
			if err != nil {
				continue // counted when it was found; the mark passes over it
			}
			out = append(out, e)
			bytes += len(e.Data)
		}
		mark := Mark{i - 1}
		if len(out) > 0 || i == first {
			return out, mark, nil
		}
		// Nothing but damaged entries: no caller would truncate an empty batch.
		if err := s.drop(mark); err != nil {
			return nil, Mark{}, err
		}
	}
}

// Truncate removes everything up to the mark. Call it last, once the entries are stored elsewhere.
// A mark already passed changes nothing.
func (s *Spool) Truncate(m Mark) error {
	s.disk.Lock()
	defer s.disk.Unlock()
	return s.drop(m)
}

func (s *Spool) drop(m Mark) error {
	first, last, err := s.bounds()
	if err != nil {
		return err
	}
	if m.through < first {
		return nil
	}
	if m.through > last {
		return fmt.Errorf("spool: mark %d is behind the last entry %d: it belongs to another spool", m.through, last)
	}
	var freed int64
	for i := first; i <= m.through; i++ {
		rec, err := s.log.Read(i)
		if err != nil {
			return s.unreadable(i, err)
		}
		freed += diskSize(len(rec))
	}
	s.mu.Lock()
	s.first = m.through + 1
	s.bytes -= freed
	s.mu.Unlock()
	// From here on the entries count as gone for this process; what follows only makes it last.
	if err := s.head.write(m.through + 1); err != nil {
		s.opts.Log.Warn("spool: head not written: entries will come once more after a restart", "dir", s.opts.Dir, "error", err)
	}
	return s.reclaim()
}

// bounds makes sure that the log is open and returns what waits in it.
func (s *Spool) bounds() (first, last uint64, err error) {
	s.mu.Lock()
	first, last, closed := s.first, s.last, s.closed
	s.mu.Unlock()
	if closed {
		return 0, 0, ErrClosed
	}
	if s.log == nil {
		if err := s.reopen(); err != nil {
			return 0, 0, err
		}
		s.mu.Lock()
		first, last = s.first, s.last
		s.mu.Unlock()
	}
	return first, last, nil
}

// unreadable gives the log up after a failed read; the next call repairs the files and goes on.
func (s *Spool) unreadable(index uint64, err error) error {
	s.abandon()
	s.suspect = true
	return fmt.Errorf("spool: read entry %d in %s: %w", index, s.opts.Dir, err)
}
