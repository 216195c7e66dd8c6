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
//   - a name, from wherever: fifty, then up to one minute and never longer.
//
// A browser its owner has signed in with before shows that (see [Devices]) and is counted by itself, like
// the first: whoever guesses at a name, from next door or from all over the world, can make its owner wait
// on a new machine, and never on their own.
//
// A count fades: an hour without a wrong password and it is forgotten. Names are counted whether they exist or
// not, so that a wait tells nothing.
type Locks struct {
	mu     sync.Mutex
	counts map[string]count
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
	maxCounts = 20_000 // beyond it the oldest are forgotten
)

// NewLocks makes them, with nothing counted.
func NewLocks() *Locks { return &Locks{counts: map[string]count{}} }

// From is where a try comes from. Device is the browser's mark of an earlier sign-in with the same name,
// "" none.
type From struct{ Address, Device string }

// counted is one count a try belongs to.
type counted struct {
	key string
	bound
}

// counts are those a try belongs to.
func (f From) counts(name string) []counted {
	if f.Device != "" {
		return []counted{{"device\x00" + name + "\x00" + f.Device, boundPair}}
	}
	net := Network(f.Address)
	return []counted{{"pair\x00" + name + "\x00" + net, boundPair}, {"address\x00" + net, boundAddress}, {"name\x00" + name, boundName}}
}

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
func (l *Locks) Wait(name string, from From, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wait(name, from, now)
}

func (l *Locks) wait(name string, from From, now time.Time) time.Duration {
	var wait time.Duration
	for _, of := range from.counts(name) {
		if c, there := l.counts[of.key]; there && now.Sub(c.last) <= fades {
			wait = max(wait, c.free.Sub(now))
		}
	}
	return wait
}

// Try is one guess at a password. It is counted as a wrong one before it is looked at: of a thousand sent at
// once only so many are looked at as would be one after another.
type Try struct {
	locks *Locks
	marks []mark
}

// mark is what a try did to one count.
type mark struct {
	key         string
	before, set time.Time // free
}

// Try counts a guess, unless it has to wait.
func (l *Locks) Try(name string, from From, now time.Time) (Try, time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if wait := l.wait(name, from, now); wait > 0 {
		return Try{}, wait
	}
	return Try{locks: l, marks: l.failed(name, from, now)}, 0
}

// failed counts a wrong password. The caller holds mu.
func (l *Locks) failed(name string, from From, now time.Time) []mark {
	var marks []mark
	for _, of := range from.counts(name) {
		c := l.counts[of.key]
		if now.Sub(c.last) > fades {
			c = count{}
		}
		m := mark{key: of.key, before: c.free}
		c.n, c.last = c.n+1, now
		c.free = now.Add(backoff(c.n-of.slips, of.most))
		m.set = c.free
		if len(l.counts) >= maxCounts {
			l.forget(now)
		}
		l.counts[of.key] = c
		marks = append(marks, m)
	}
	return marks
}

// Passed says that the password was right: the first count is forgotten, the others are as if this try had not
// been. One right password among a thousand wrong ones is no alibi.
func (t Try) Passed() {
	t.locks.mu.Lock()
	defer t.locks.mu.Unlock()
	delete(t.locks.counts, t.marks[0].key)
	t.takeBack(t.marks[1:])
}

// TakeBack says that nobody looked at the password.
func (t Try) TakeBack() {
	t.locks.mu.Lock()
	defer t.locks.mu.Unlock()
	t.takeBack(t.marks)
}

func (t Try) takeBack(marks []mark) {
	for _, m := range marks {
		c, there := t.locks.counts[m.key]
		if !there || c.n == 0 {
			continue
		}
		c.n--
		if c.free.Equal(m.set) { // nobody failed after it
			c.free = m.before
		}
		t.locks.counts[m.key] = c
	}
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

// forget makes room: what has faded goes, then what is older, and when that is not enough, in a flood from
// everywhere, any of them.
func (l *Locks) forget(now time.Time) {
	for _, age := range []time.Duration{fades, 10 * time.Minute, time.Minute} {
		for key, c := range l.counts {
			if now.Sub(c.last) > age && !c.free.After(now) {
				delete(l.counts, key)
			}
		}
		if len(l.counts) < maxCounts/2 {
			return
		}
	}
	for key := range l.counts {
		if len(l.counts) < maxCounts/2 {
			return
		}
		delete(l.counts, key)
	}
}
