package store

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// bursts remembers answers for a moment: when news reach twenty open pages, all of them ask the same
// within a second, and one of them asks the database.
type bursts struct {
	sync.Mutex
	by map[string]*burstAnswer
}

const (
	burstLasts = time.Second
	burstMost  = 256 // answers remembered
)

// burstAnswer is one answer, or one that is being looked up.
type burstAnswer struct {
	generation uint64 // of what is asked about, when it was asked
	ready      chan struct{}
	until      time.Time // meaningful once ready
	rows       any
	err        error
}

// listOnce is list for questions many pages ask at once: the rows of an answer serve whoever asks the
// same within a second, unless a mention was written meanwhile. Somebody whose leader gave up asks anew.
func listOnce[T any](ctx context.Context, s *Store, name string, p params, scan func(rows) (T, error)) ([]T, error) {
	return listBurst(ctx, s, &s.generation, name, p, scan)
}

// listVisits is listOnce for questions about visits.
func listVisits[T any](ctx context.Context, s *Store, name string, p params, scan func(rows) (T, error)) ([]T, error) {
	return listBurst(ctx, s, &s.visited, name, p, scan)
}

// listBurst shares an answer until what it is about grows to another generation, or for a second.
func listBurst[T any](ctx context.Context, s *Store, generation *atomic.Uint64, name string, p params, scan func(rows) (T, error)) ([]T, error) {
	key, err := json.Marshal(p)
	if err != nil {
		return list(ctx, s, name, p, scan)
	}
	one, mine := s.bursts.join(name+string(key), generation.Load(), time.Now())
	if mine {
		all, err := list(ctx, s, name, p, scan)
		one.rows, one.err, one.until = all, err, time.Now().Add(burstLasts)
		close(one.ready)
		return slices.Clone(all), err
	}
	select {
	case <-one.ready:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if all, same := one.rows.([]T); same && one.err == nil {
		return slices.Clone(all), nil
	}
	return list(ctx, s, name, p, scan)
}

// join gives the answer to a question, and whether the caller is the one to look it up.
func (b *bursts) join(key string, generation uint64, now time.Time) (one *burstAnswer, mine bool) {
	b.Lock()
	defer b.Unlock()
	if one = b.by[key]; one != nil && one.generation == generation && !one.over(now) {
		return one, false
	}
	if b.by == nil {
		b.by = map[string]*burstAnswer{}
	}
	if len(b.by) >= burstMost {
		for key, old := range b.by {
			if old.over(now) {
				delete(b.by, key)
			}
		}
	}
	if len(b.by) >= burstMost {
		clear(b.by) // who waits for one of them still gets it
	}
	one = &burstAnswer{generation: generation, ready: make(chan struct{})}
	b.by[key] = one
	return one, true
}

// over tells whether an answer is there and too old, or failed.
func (a *burstAnswer) over(now time.Time) bool {
	select {
	case <-a.ready:
		return a.err != nil || !now.Before(a.until)
	default:
		return false
	}
}
