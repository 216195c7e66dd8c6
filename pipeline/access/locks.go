package access

import (
	"net/netip"
	"sync"
	"time"
)

// Locks make guessing slow. Three counts run beside each other, each with a wait that doubles:
//
//   - name and address together: five wrong passwords are a slip, then one second, two, four … a quarter
//     of an hour at most;
//   - an address, whatever names it tries: thirty, then up to five minutes;
//   - a name, from wherever: fifty, then up to one minute and never longer, and never for an address
//     from which its owner has signed in before. Somebody who guesses at a name from all over the
//     world can make its owner wait a minute on a new machine, and not shut them out.
//
// A count fades: an hour without a wrong password and it is forgotten. Names are counted whether they exist or
// not, so that a wait tells nothing.
type Locks struct {
	mu     sync.Mutex
	counts map[string]count
	homes  map[string]time.Time // name and address of sign-ins that went well, by when
}

type count struct {
	n    int
	last time.Time
	free time.Time // when the next try is let through
}

// bound is one of the three counts.
type bound struct {
	slips int           // wrong ones that cost nothing
	most  time.Duration // the longest wait
}

var (
	boundPair    = bound{slips: 5, most: 15 * time.Minute}
	boundAddress = bound{slips: 30, most: 5 * time.Minute}
	boundName    = bound{slips: 50, most: time.Minute}
)

const (
	fades     = time.Hour
	homeFor   = 90 * 24 * time.Hour
	maxCounts = 20_000 // of each map: beyond it the oldest are forgotten
)

// NewLocks makes them, with nothing counted.
func NewLocks() *Locks { return &Locks{counts: map[string]count{}, homes: map[string]time.Time{}} }

// Network is what stands for an address: an IPv6 host owns a /64, so a single address of one means nothing.
func Network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}

// Wait is how long a try has to wait; 0: it may be made now.
func (l *Locks) Wait(name, address string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	net := Network(address)
	wait := l.left("pair\x00"+name+"\x00"+net, now)
	wait = max(wait, l.left("addr\x00"+net, now))
	if at, home := l.homes[name+"\x00"+net]; !home || now.Sub(at) > homeFor {
		wait = max(wait, l.left("name\x00"+name, now))
	}
	return wait
}

func (l *Locks) left(key string, now time.Time) time.Duration {
	c, there := l.counts[key]
	if !there || now.Sub(c.last) > fades {
		return 0
	}
	return max(0, c.free.Sub(now))
}

// Failed counts a wrong password.
func (l *Locks) Failed(name, address string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	net := Network(address)
	l.count("pair\x00"+name+"\x00"+net, boundPair, now)
	l.count("addr\x00"+net, boundAddress, now)
	l.count("name\x00"+name, boundName, now)
}

func (l *Locks) count(key string, b bound, now time.Time) {
	c := l.counts[key]
	if now.Sub(c.last) > fades {
		c = count{}
	}
	c.n, c.last = c.n+1, now
	c.free = now.Add(backoff(c.n-b.slips, b.most))
	if len(l.counts) >= maxCounts {
		l.forget(now)
	}
	l.counts[key] = c
}

// backoff is the wait after so many wrong ones beyond the slips: a second, doubled each time.
func backoff(over int, most time.Duration) time.Duration {
	if over <= 0 {
		return 0
	}
	if over > 20 {
		return most
	}
	return min(most, time.Second<<(over-1))
}

// Passed forgets the count of a name at an address, and notes that its owner comes from there. The counts
// of the address and of the name stay: one right password among a thousand wrong ones is no alibi.
func (l *Locks) Passed(name, address string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	net := Network(address)
	delete(l.counts, "pair\x00"+name+"\x00"+net)
	if len(l.homes) >= maxCounts {
		l.forget(now)
	}
	l.homes[name+"\x00"+net] = now
}

// forget makes room: what has faded goes, and when that is not enough the older half.
func (l *Locks) forget(now time.Time) {
	for _, age := range []time.Duration{fades, 10 * time.Minute, time.Minute} {
		for key, c := range l.counts {
			if now.Sub(c.last) > age && !c.free.After(now) {
				delete(l.counts, key)
			}
		}
		if len(l.counts) < maxCounts/2 {
			break
		}
	}
	for key := range l.counts {
		if len(l.counts) < maxCounts {
			break
		}
		delete(l.counts, key) // a flood from everywhere: any of them
	}
	for key, at := range l.homes {
		if now.Sub(at) > homeFor || len(l.homes) >= maxCounts {
			delete(l.homes, key)
		}
	}
}

// Homes are where owners signed in from, to be kept over a restart.
func (l *Locks) Homes(now time.Time) map[string]time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := map[string]time.Time{}
	for key, at := range l.homes {
		if now.Sub(at) <= homeFor {
			out[key] = at
		}
	}
	return out
}

// Restore takes what Homes gave.
func (l *Locks) Restore(homes map[string]time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, at := range homes {
		l.homes[key] = at
	}
}
