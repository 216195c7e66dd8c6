package spool

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/tidwall/wal"
)

// commitBytes bounds what one fsync carries, and so how long the first of a queue waits for the last.
const commitBytes = 8 << 20

// request is one Append on its way to the disk.
type request struct {
	records [][]byte
	bytes   int64
	done    chan error // capacity 1, so that the writer never waits for a caller that left
}

// Append puts the entries at the end, all of them or none, and returns nil once they are on disk.
// Appends that arrive together share one fsync. Errors: ErrFull, ErrDiskFull, ErrClosed, an entry
// out of bounds, or the disk's own; nothing was kept then. After the context's error the entries
// may have been kept all the same: send them again, repeats are harmless.
func (s *Spool) Append(ctx context.Context, entries []Entry) error {
	if len(entries) == 0 {
		return ctx.Err()
	}
	r := &request{records: make([][]byte, len(entries)), done: make(chan error, 1)}
	priority := Person
	for i, e := range entries {
		rec, err := encode(e, s.opts.MaxEntry)
		if err != nil {
			return err
		}
		r.records[i] = rec
		r.bytes += diskSize(len(rec))
		priority = min(priority, e.Priority)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.admit(r, priority); err != nil {
		return err
	}
	s.poke()
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// admit puts r into the queue if there is room for it.
func (s *Spool) admit(r *request, p Priority) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	limit := s.opts.MaxBytes
	if p < Person {
		limit -= s.opts.Reserve
	}
	if s.bytes+s.queued+r.bytes > limit {
		return fmt.Errorf("%w: %d entries (%d bytes) wait, %d more bytes would pass the limit of %d: see whether %s takes them", ErrFull, s.depth(), s.bytes+s.queued, r.bytes, limit, cmp.Or(s.opts.Taker, "the database"))
	}
	s.queued += r.bytes
	s.queue = append(s.queue, r)
	return nil
}

// Check tells whether Append would refuse this entry for good, whatever else is in the spool; the
// error says why. One such entry makes Append refuse all it came with.
func (s *Spool) Check(e Entry) error { return check(e, s.opts.MaxEntry) }

func (s *Spool) poke() {
	select {
	case s.wake <- struct{}{}:
	default: // already awake
	}
}

// write is the only goroutine that appends to the log. It ends after Close, when the queue is empty.
func (s *Spool) write() {
	defer close(s.writer)
	for {
		batch, closed := s.take()
		if len(batch) == 0 {
			if closed {
				return
			}
			<-s.wake
			continue
		}
		err := s.commit(batch)
		for _, r := range batch {
			r.done <- err
		}
	}
}

// take removes from the queue what the next fsync shall carry: at least one request.
func (s *Spool) take() (batch []*request, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var bytes int64
	n := 0
	for n < len(s.queue) && (n == 0 || bytes+s.queue[n].bytes <= commitBytes) {
		bytes += s.queue[n].bytes
		n++
	}
	batch = s.queue[:n:n]
	s.queue = s.queue[n:]
	if len(s.queue) == 0 {
		s.queue = nil
	}
	return batch, s.closed
}

// commit writes and syncs the batch, and counts it as waiting only then.
func (s *Spool) commit(batch []*request) error {
	s.disk.Lock()
	defer s.disk.Unlock()
	var records int
	var bytes int64
	for _, r := range batch {
		records += len(r.records)
		bytes += r.bytes
	}
	err := s.writeBatch(batch)

	s.mu.Lock()
	defer s.mu.Unlock()
	s.queued -= bytes
	if err != nil {
		return err
	}
	s.last += uint64(records)
	s.bytes += bytes
	if !s.closed {
		close(s.more)
		s.more = make(chan struct{})
	}
	return nil
}

func (s *Spool) writeBatch(batch []*request) error {
	if s.log == nil {
		if err := s.reopen(); err != nil {
			return err
		}
	}
	var b wal.Batch
	next := s.last + 1 // changed by commit alone, which runs in one goroutine
	for _, r := range batch {
		for _, rec := range r.records {
			b.Write(next, rec)
			next++
		}
	}
	err := s.log.WriteBatch(&b)
	if err == nil {
		err = s.syncNames()
	}
	if err == nil {
		return nil
	}
	// The log now disagrees with its files. Nothing of this batch was acknowledged, so cut it off
	// and begin again from the last acknowledged entry.
	s.abandon()
	if again := s.reopen(); again != nil {
		s.opts.Log.Error("spool: not usable until the disk is", "dir", s.opts.Dir, "error", again)
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("%w: %s: make room there; nothing of this batch was kept: %w", ErrDiskFull, s.opts.Dir, err)
	}
	return fmt.Errorf("spool: write to %s: nothing of this batch was kept: %w", s.opts.Dir, err)
}
