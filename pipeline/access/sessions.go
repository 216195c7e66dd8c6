package access

import (
	"slices"
	"time"
)

// Session is one signed-in browser. Its secret is in the browser's cookie; kept here is its hash.
type Session struct {
	ID      string    `json:"id"`   // by which people end it; not secret
	Hash    string    `json:"hash"` // of the secret, SHA-256 in hex
	User    string    `json:"user"`
	Began   time.Time `json:"began"`
	Seen    time.Time `json:"seen"`    // last question, to the minute
	Address string    `json:"address"` // it was begun from
	Agent   string    `json:"agent"`   // what the browser calls itself, cut short
}

// Lifetimes are how long sessions count.
type Lifetimes struct {
	Idle    time.Duration // without a question
	Longest time.Duration // however busy
}

// StandardLifetimes hold a working day, and a week.
func StandardLifetimes() Lifetimes {
	return Lifetimes{Idle: 12 * time.Hour, Longest: 7 * 24 * time.Hour}
}

// maxSessions is how many one user may have: the longest unseen makes room for a new one.
const maxSessions = 20

// Alive tells whether a session still counts. One from the future does not: the clock was set back, and
// nobody knows how old it is.
func (s Session) Alive(l Lifetimes, now time.Time) bool {
	return s.ID != "" && now.Sub(s.Seen) < l.Idle && now.Sub(s.Began) < l.Longest && now.Sub(s.Began) > -time.Hour
}

// Ends is when it stops to count if nobody asks any more.
func (s Session) Ends(l Lifetimes) time.Time {
	idle, most := s.Seen.Add(l.Idle), s.Began.Add(l.Longest)
	if idle.Before(most) {
		return idle
	}
	return most
}

// Begin adds a session: those that count no more go, and so does a user's longest unseen beyond twenty.
func Begin(all []Session, s Session, l Lifetimes, now time.Time) []Session {
	left := slices.DeleteFunc(slices.Clone(all), func(one Session) bool { return !one.Alive(l, now) })
	for {
		oldest, n := -1, 0
		for i, one := range left {
			if one.User != s.User {
				continue
			}
			n++
			if oldest < 0 || one.Seen.Before(left[oldest].Seen) {
				oldest = i
			}
		}
		if n < maxSessions {
			return append(left, s)
		}
		left = slices.Delete(left, oldest, oldest+1)
	}
}

// seenEvery is how exactly it is known when a session was last seen.
const seenEvery = time.Minute

// Touch notes that a session asked; changed is false while the minute is the same.
func Touch(s Session, now time.Time) (touched Session, changed bool) {
	if now.Sub(s.Seen) < seenEvery {
		return s, false
	}
	s.Seen = now
	return s, true
}
