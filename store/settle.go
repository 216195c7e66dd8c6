package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Tallies are counts by the hour, so that ninety days need not be read mention by mention. They are
// never added to: an hour that is written to stops holding before the first row of it is written, is
// counted from the mentions while it does not hold, and is tallied anew, as a whole, by Settle. So a
// repeat, a late post, a correction, an erasure or a kill at any moment can make an answer slower and
// never wrong.
type settling struct {
	sync.Mutex
	loaded  bool
	plain   bool             // tallies are never asked; a test compares with that
	holds   map[int64]bool   // hour (seconds since 1970) → its tallies hold; an hour nothing is stored in is not a key
	touched map[int64]uint64 // hour → how often it was written to by this process
	writing map[int64]int    // hour → writes under way
	quiet   map[int64]time.Time
}

const (
	hourSeconds = int64(time.Hour / time.Second)
	// settleAfter is how long an hour must not have been written to before it is tallied.
	settleAfter = 20 * time.Second
	// settleAtOnce is how many hours one insert tallies.
	settleAtOnce = 24
)

// load reads which hours hold, once. A database that was filled before there were tallies gets a mark
// for every hour it holds.
func (s *Store) loadSettled(ctx context.Context) error {
	t := &s.settling
	if t.loaded {
		return nil
	}
	holds := map[int64]bool{}
	err := s.read(ctx, "Settle.known", nil, func() { clear(holds) }, func(r rows) error {
		var hour int64
		var held bool
		err := r.Scan(&hour, &held)
		holds[hour] = held
		return err
	})
	if err != nil {
		return err
	}
	if len(holds) == 0 {
		hours, err := list(ctx, s, "Settle.hours", nil, scanHour)
		if err != nil {
			return err
		}
		if err := s.mark(ctx, hours, false); err != nil {
			return err
		}
		for _, h := range hours {
			holds[h] = false
		}
	}
	t.holds, t.touched, t.writing, t.quiet, t.loaded = holds, map[int64]uint64{}, map[int64]int{}, map[int64]time.Time{}, true
	return nil
}

func scanHour(r rows) (int64, error) {
	var hour int64
	return hour, r.Scan(&hour)
}

// mark writes whether hours hold.
func (s *Store) mark(ctx context.Context, hours []int64, holds bool) error {
	if len(hours) == 0 {
		return nil
	}
	revision := uint64(time.Now().UnixNano()) // the order of writing, whatever clock a test runs on
	return s.insert(ctx, "Settle.mark", len(hours), func(i int) []any {
		return []any{time.Unix(hours[i], 0).UTC(), holds, revision}
	})
}

// unsettle says that mentions of these hours are about to be written, and returns what must be called
// when they have been, or when that failed. The mark is on the disk before it returns.
func (s *Store) unsettle(ctx context.Context, hours []int64) (written func(), err error) {
	t := &s.settling
	t.Lock()
	defer t.Unlock()
	if err := s.loadSettled(ctx); err != nil {
		return nil, err
	}
	slices.Sort(hours)
	hours = slices.Compact(hours)
	var fresh []int64
	for _, h := range hours {
		if held, known := t.holds[h]; held || !known {
			fresh = append(fresh, h)
		}
	}
	if err := s.mark(ctx, fresh, false); err != nil {
		return nil, err
	}
	for _, h := range hours {
		t.holds[h] = false
		t.touched[h]++
		t.writing[h]++
	}
	s.generation.Add(1)
	return func() {
		t.Lock()
		defer t.Unlock()
		now := s.opts.Now()
		for _, h := range hours {
			t.touched[h]++
			t.quiet[h] = now.Add(settleAfter)
			if t.writing[h]--; t.writing[h] == 0 {
				delete(t.writing, h)
			}
		}
		s.generation.Add(1)
	}, nil
}

// knownHours lists the hours of a month (202601) anything is known of.
func (s *Store) knownHours(ctx context.Context, month int) (hours []int64, err error) {
	t := &s.settling
	t.Lock()
	defer t.Unlock()
	if err := s.loadSettled(ctx); err != nil {
		return nil, err
	}
	for h := range t.holds {
		if at := time.Unix(h, 0).UTC(); at.Year()*100+int(at.Month()) == month {
			hours = append(hours, h)
		}
	}
	return hours, nil
}

// Settle tallies hours that changed and have been left alone for a while, the newest first, until it is
// done or ctx is; it says how many. now forgives no quiet: pass the present, or a later moment to settle
// what was written just now. Only the process that writes mentions may call it.
func (s *Store) Settle(ctx context.Context, now time.Time) (hours int, err error) {
	for ctx.Err() == nil {
		some, seen, err := s.unsettled(ctx, now)
		if err != nil || len(some) == 0 {
			return hours, err
		}
		if err := s.tallyHours(ctx, some); err != nil {
			return hours, err
		}
		n, err := s.confirm(ctx, some, seen)
		if err != nil || n == 0 {
			return hours, err
		}
		hours += n
	}
	return hours, nil
}

// unsettled picks hours that follow one another, and notes how often each was written to.
func (s *Store) unsettled(ctx context.Context, now time.Time) (hours []int64, seen map[int64]uint64, err error) {
	t := &s.settling
	t.Lock()
	defer t.Unlock()
	if err := s.loadSettled(ctx); err != nil {
		return nil, nil, err
	}
	var waiting []int64
	for h, held := range t.holds {
		if !held && t.writing[h] == 0 && !now.Before(t.quiet[h]) {
			waiting = append(waiting, h)
		}
	}
	slices.Sort(waiting)
	seen = map[int64]uint64{}
	for i := len(waiting) - 1; i >= 0; i-- {
		if n := len(hours); n == settleAtOnce || n > 0 && hours[0]-waiting[i] > (settleAtOnce-int64(n))*hourSeconds {
			break
		}
		hours = slices.Insert(hours, 0, waiting[i])
		seen[waiting[i]] = t.touched[waiting[i]]
	}
	return hours, seen, nil
}

// tallyHours counts the span the hours lie in anew.
func (s *Store) tallyHours(ctx context.Context, hours []int64) error {
	p := params{"from": hours[0] * 1000, "to": (hours[len(hours)-1] + hourSeconds) * 1000, "revision": uint64(time.Now().UnixNano()), "doubt": Doubt}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	if err := s.make(ctx, "Settle", p); err != nil {
		return fmt.Errorf("%w; the hours are counted mention by mention until it succeeds", err)
	}
	return nil
}

// confirm marks those of the hours as holding that were not written to meanwhile.
func (s *Store) confirm(ctx context.Context, hours []int64, seen map[int64]uint64) (int, error) {
	t := &s.settling
	t.Lock()
	defer t.Unlock()
	still := slices.DeleteFunc(slices.Clone(hours), func(h int64) bool { return t.writing[h] > 0 || t.touched[h] != seen[h] })
	if err := s.mark(ctx, still, true); err != nil {
		return 0, err
	}
	for _, h := range still {
		t.holds[h] = true
		delete(t.quiet, h)
	}
	return len(still), nil
}

// loose lists the hours between two moments that must be counted mention by mention: those that do not
// hold, and those the moments cut in two. ok is false when that is not worth while, because too many
// do not hold.
func (s *Store) loose(ctx context.Context, cuts []int64, from, to int64) (hours []int64, ok bool, err error) {
	t := &s.settling
	t.Lock()
	defer t.Unlock()
	if err := s.refreshSettled(ctx); err != nil {
		return nil, false, err
	}
	hours = []int64{}
	held := 0
	for h, holds := range t.holds {
		switch {
		case h*1000 >= to || (h+hourSeconds)*1000 <= from:
		case holds:
			held++
		default:
			hours = append(hours, h)
		}
	}
	for _, ms := range cuts {
		if h := ms / 1000 / hourSeconds * hourSeconds; ms != h*1000 {
			hours = append(hours, h)
		}
	}
	slices.Sort(hours)
	hours = slices.Compact(hours)
	return hours, !t.plain && held > 0 && len(hours) <= max(held/2, 24), nil
}

// refreshSettled reads the marks again in a process that has never written a mention: another one does.
func (s *Store) refreshSettled(ctx context.Context) error {
	if s.generation.Load() == 0 {
		s.settling.loaded = false
	}
	return s.loadSettled(ctx)
}
