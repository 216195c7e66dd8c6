package llm

import (
	"sync"
	"time"
)

// The breaker's patience.
const (
	tripAfter    = 5           // requests in a row that failed, each after its own retries
	uselessAfter = 20          // answers in a row of which nothing could be used: a few are a few wicked posts
	firstPause   = time.Minute // then nobody asks for so long; twice as long each time the probe fails
	longestPause = 30 * time.Minute
)

// breaker keeps an endpoint that is away from being asked again and again. When its pause is over,
// one request goes as a probe, and what becomes of it decides.
type breaker struct {
	mu       sync.Mutex
	failures int
	useless  int
	pause    time.Duration // of the last opening; 0 closed
	until    time.Time
	probing  bool
}

// allow tells whether a request may go now, and if not, when one may. Who was allowed must report.
func (b *breaker) allow(now time.Time) (bool, time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case now.Before(b.until), b.probing:
		return false, b.until
	case b.pause > 0:
		b.probing = true
	}
	return true, time.Time{}
}

// ending is how a request ended.
type ending int

const (
	endedWell    ending = iota
	endedUseless        // answered, with nothing that could be used
	endedFailed
)

// report tells how a request ended.
func (b *breaker) report(e ending, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	probe := b.probing
	b.probing = false
	switch e {
	case endedWell:
		b.failures, b.useless, b.pause = 0, 0, 0
		return
	case endedUseless:
		b.useless++
	case endedFailed:
		b.failures++
	}
	if b.failures >= tripAfter || b.useless >= uselessAfter || probe {
		b.pause = min(max(b.pause*2, firstPause), longestPause)
		if until := now.Add(b.pause); until.After(b.until) {
			b.until = until
		}
	}
}

// give takes back an allowed request that was never sent, or that the caller ended.
func (b *breaker) give() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
}

// hold opens the breaker because the endpoint asked for a pause.
func (b *breaker) hold(now time.Time, d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	b.pause = max(b.pause, firstPause)
	if until := now.Add(min(d, time.Hour)); until.After(b.until) {
		b.until = until
	}
}
