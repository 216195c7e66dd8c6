package notifytest

import (
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"
)

// Received is one message a robot accepted.
type Received struct {
	At       time.Time
	Text     string   // everything that is shown, in the dialect it came in
	Mentions []string // who was called
	Body     []byte
}

// Robot is what all robots have in common: a clock, limits, and what they have seen.
type Robot struct {
	now    func() time.Time
	limits []window

	mu      sync.Mutex
	got     []Received
	over    int // calls beyond a limit
	forged  int // calls with a wrong signature or time
	broken  int // calls whose body was not accepted
	blocked int // times it fell silent
	down    int // status every call is answered with; 0: it works
}

// window is a limit over every stretch of a length.
type window struct {
	count int
	per   time.Duration
	times []time.Time
}

// take counts a call and tells whether it was within the limit.
func (w *window) take(now time.Time) bool {
	for len(w.times) > 0 && now.Sub(w.times[0]) >= w.per {
		w.times = w.times[1:]
	}
	w.times = append(w.times, now)
	return len(w.times) <= w.count
}

// within counts a call against every limit.
func (r *Robot) within(now time.Time) bool {
	ok := true
	for i := range r.limits {
		if !r.limits[i].take(now) {
			ok = false
		}
	}
	if !ok {
		r.over++
	}
	return ok
}

// Down has every call answered with a status from now on; 0 ends that.
func (r *Robot) Down(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down = status
}

// Got is what was accepted, oldest first.
func (r *Robot) Got() []Received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Received(nil), r.got...)
}

// Faults is what should never be: calls over a limit, with a wrong signature, with a body nobody
// accepts, and how often the robot fell silent for it.
type Faults struct{ Over, Forged, Broken, Blocked int }

// Faults tells what was wrong so far.
func (r *Robot) Faults() Faults {
	r.mu.Lock()
	defer r.mu.Unlock()
	return Faults{r.over, r.forged, r.broken, r.blocked}
}

// accept keeps a message.
func (r *Robot) accept(body []byte, text string, mentions []string) {
	r.got = append(r.got, Received{At: r.now(), Text: text, Mentions: mentions, Body: body})
}

// open reads a call and answers at once when the robot is down; ok tells to go on.
func (r *Robot) open(w http.ResponseWriter, q *http.Request) (body []byte, ok bool) {
	body, err := io.ReadAll(q.Body)
	if r.down != 0 {
		w.WriteHeader(r.down)
		return nil, false
	}
	if err != nil || q.Method != http.MethodPost {
		r.broken++
		w.WriteHeader(http.StatusMethodNotAllowed)
		return nil, false
	}
	return body, true
}

func answer(w http.ResponseWriter, content any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(content)
}
