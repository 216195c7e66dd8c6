// Package spool is the only place where data waits: a write-ahead log on disk between the ingest
// door and the database. What Append has acknowledged is on disk (fsync) and survives a kill, a
// power cut and a database that is away; it leaves only through Truncate, after it was stored.
//
// Delivery is at least once: after a power cut, entries already truncated may come once more, so
// whatever drains a spool must bear repeats. The spool keeps order and never alters an entry.
//
// The package is the owner of github.com/tidwall/wal. That log has no checksums, cannot trim a
// torn tail, is left inconsistent by a failed write and needs free disk space to truncate; record.go,
// segments.go and repair.go make up for it.
package spool

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"

	"github.com/tidwall/wal"
)

// Errors a caller acts on. In every case nothing of the batch was acknowledged.
var (
	// ErrFull says that MaxBytes are waiting. Stop crawling and try again once something drained.
	ErrFull = errors.New("spool is full")
	// ErrDiskFull says that the disk under Dir has no room. Try again once somebody made room.
	ErrDiskFull = errors.New("disk under the spool is full")
	// ErrClosed says that the spool was closed.
	ErrClosed = errors.New("spool is closed")
	// ErrLocked says that another process holds Dir.
	ErrLocked = errors.New("spool is in use by another process")
)

// Priority decides who may still enter when the spool fills up.
type Priority uint8

// The priorities. They matter at the door only; the order of reading is the order of entering.
const (
	Refetchable Priority = iota // crawled: the source can be asked again
	Person                      // an answer, a complaint form, a push: nobody will say it twice
)

// Entry is one thing that waits. Its Data is opaque here.
type Entry struct {
	Kind     string   // what Data holds: "post", "visit"; at most 255 bytes
	Data     []byte   // at most Options.MaxEntry bytes
	Priority Priority // not kept on disk
}

// Options says where the spool lies and how large it may grow. DefaultOptions gives the rest.
type Options struct {
	Dir      string `yaml:"dir"`       // one directory of its own, created when missing
	MaxBytes int64  `yaml:"max_bytes"` // bytes waiting at which Append returns ErrFull to everybody
	Reserve  int64  `yaml:"reserve"`   // the last bytes of MaxBytes, kept for entries of Priority Person; 0: a sixteenth
	MaxEntry int    `yaml:"max_entry"` // bytes of one entry's data; more is refused

	// SegmentBytes is the size at which a file is closed and the next begun. Disk use may exceed
	// MaxBytes by one segment and one batch, because only whole files are given back.
	SegmentBytes int `yaml:"segment_bytes"`

	Log   *slog.Logger `yaml:"-"` // nil: silent
	Taker string       `yaml:"-"` // who drains it, in the words of ErrFull; "": the database
}

// DefaultOptions returns what suits a single machine; Dir is still to be set.
func DefaultOptions() Options {
	return Options{
		MaxBytes:     1 << 30, // about a million posts: a day's outage of a busy install
		Reserve:      1 << 26,
		MaxEntry:     4 << 20,
		SegmentBytes: 4 << 20, // also what a restart reads to find the tail
	}
}

func (o Options) validate() error {
	switch {
	case o.Dir == "":
		return errors.New("spool: dir is empty: name a directory for what waits")
	case o.MaxBytes <= 0:
		return fmt.Errorf("spool: max_bytes is %d: must be positive", o.MaxBytes)
	case o.Reserve < 0 || o.Reserve >= o.MaxBytes:
		return fmt.Errorf("spool: reserve is %d: must be 0 or more and below max_bytes (%d)", o.Reserve, o.MaxBytes)
	case o.MaxEntry <= 0:
		return fmt.Errorf("spool: max_entry is %d: must be positive", o.MaxEntry)
	case o.SegmentBytes <= 0:
		return fmt.Errorf("spool: segment_bytes is %d: must be positive", o.SegmentBytes)
	}
	return nil
}

// filled returns o with the defaults in the place of zeros, so that a caller may set Dir alone.
func (o Options) filled() Options {
	d := DefaultOptions()
	if o.MaxBytes == 0 {
		o.MaxBytes = d.MaxBytes
	}
	if o.Reserve == 0 {
		o.Reserve = o.MaxBytes / 16
	}
	if o.MaxEntry == 0 {
		o.MaxEntry = d.MaxEntry
	}
	if o.SegmentBytes == 0 {
		o.SegmentBytes = d.SegmentBytes
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Spool is an open spool. Its methods may be called from several goroutines; Next and Truncate are
// meant for one drain at a time.
type Spool struct {
	opts Options
	lock *os.File
	head *headFile

	// disk is held by whoever touches the log or its files. It is taken before mu, never after.
	disk sync.Mutex
	log  *wal.Log // nil after a failure, until reopened

	// suspect says that every file must be read before the log is trusted (again). Guarded by disk.
	suspect bool

	mu     sync.Mutex
	first  uint64 // the oldest entry waiting; last+1 when nothing waits
	last   uint64 // the newest acknowledged entry
	bytes  int64  // on disk, from first to last
	queued int64  // admitted, not yet on disk
	queue  []*request
	lost   int
	more   chan struct{} // closed and replaced when something new can be read
	closed bool

	wake   chan struct{} // capacity 1: there is something in queue, or closed was set
	writer chan struct{} // closed when the writing goroutine has ended
}

// Open opens the spool in o.Dir, repairs what an earlier crash left, and locks the directory until
// Close. Zero fields of o take their defaults. It reads everything that waits once, so its time
// grows with the backlog.
func Open(o Options) (*Spool, error) {
	o = o.filled()
	if err := o.validate(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("spool: create %s: %w", o.Dir, err)
	}
	lock, err := lockDir(filepath.Join(o.Dir, "lock"))
	if err != nil {
		return nil, fmt.Errorf("spool: %s: %w", o.Dir, err)
	}
	s := &Spool{
		opts: o, lock: lock, suspect: true,
		more: make(chan struct{}), wake: make(chan struct{}, 1), writer: make(chan struct{}),
	}
	if s.head, err = openHead(filepath.Join(o.Dir, "head")); err == nil {
		s.first = s.head.read()
		err = s.reopen()
	}
	if err != nil {
		s.head.close()
		lock.Close()
		return nil, err
	}
	go s.write()
	return s, nil
}

// Close lets running Appends finish, then gives the directory free. What waits stays on disk.
func (s *Spool) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.more)
	s.mu.Unlock()
	s.poke()
	<-s.writer

	s.disk.Lock()
	defer s.disk.Unlock()
	var err error
	if s.log != nil {
		err = s.log.Close()
		s.log = nil
	}
	return errors.Join(err, s.head.close(), s.lock.Close())
}

// Depth returns how many entries wait and how many bytes they take on disk.
func (s *Spool) Depth() (entries int, bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.depth(), s.bytes
}

func (s *Spool) depth() int { return int(s.last + 1 - s.first) }

// Full tells whether entries of Priority Refetchable are refused right now. A batch may be refused
// a little earlier, when it would not fit.
func (s *Spool) Full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes+s.queued >= s.opts.MaxBytes-s.opts.Reserve
}

// Lost returns how many acknowledged entries were found damaged on disk since Open. They were
// logged, and files named *.damaged in Dir keep what there was.
func (s *Spool) Lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

// Wait returns nil as soon as something can be read, ErrClosed after Close, or the context's error.
func (s *Spool) Wait(ctx context.Context) error {
	for {
		s.mu.Lock()
		depth, closed, more := s.depth(), s.closed, s.more
		s.mu.Unlock()
		switch {
		case closed:
			return ErrClosed
		case depth > 0:
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
