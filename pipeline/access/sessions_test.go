package access

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 5, 6, 12, 0, 0, 0, time.UTC)

func TestWhenASessionCounts(t *testing.T) {
	l := Lifetimes{Idle: time.Hour, Longest: 8 * time.Hour}
	s := Session{ID: "S-1", Began: noon, Seen: noon.Add(7*time.Hour + 30*time.Minute)}
	for _, row := range []struct {
		why  string
		s    Session
		at   time.Time
		want bool
	}{
		{"just seen", s, s.Seen, true},
		{"almost at its end", s, noon.Add(8*time.Hour - time.Second), true},
		{"however busy", s, noon.Add(8 * time.Hour), false},
		{"seen just within the hour", Session{ID: "S", Began: noon, Seen: noon}, noon.Add(time.Hour - time.Second), true},
		{"idle for the hour", Session{ID: "S", Began: noon, Seen: noon}, noon.Add(time.Hour), false},
		{"the clock was set back by a little", s, noon.Add(-time.Minute), true},
		{"the clock was set back by a day", s, noon.AddDate(0, 0, -1), false},
		{"none at all", Session{}, noon, false},
	} {
		if got := row.s.Alive(l, row.at); got != row.want {
			t.Errorf("%s: %t", row.why, got)
		}
	}
}

// A walk of sign-ins, questions and pauses: no session outlives its limits, nobody has more than twenty, and
// nobody's sign-in ends somebody else's session.
func TestSessionsOverARandomWeek(t *testing.T) {
	l := Lifetimes{Idle: 2 * time.Hour, Longest: 24 * time.Hour}
	r := rand.New(rand.NewPCG(3, 3))
	now := noon
	var all []Session
	for step := range 5000 {
		now = now.Add(time.Duration(r.IntN(600)) * time.Second)
		user := fmt.Sprint("u", r.IntN(3))
		others := slices.DeleteFunc(slices.Clone(all), func(s Session) bool { return s.User == user || !s.Alive(l, now) })
		if r.IntN(3) == 0 {
			all = Begin(all, Session{ID: fmt.Sprint("S-", step), User: user, Began: now, Seen: now}, l, now)
			for _, s := range others {
				if !slices.Contains(all, s) {
					t.Fatalf("the sign-in of %s ended %+v", user, s)
				}
			}
			if all[len(all)-1].ID != fmt.Sprint("S-", step) {
				t.Fatal("a new session is not kept")
			}
		} else if len(all) > 0 {
			i := r.IntN(len(all))
			if all[i].Alive(l, now) {
				touched, changed := Touch(all[i], now)
				if changed != (now.Sub(all[i].Seen) >= time.Minute) || touched.Began != all[i].Began {
					t.Fatalf("touched %+v into %+v", all[i], touched)
				}
				all[i] = touched
			}
		}
		n := map[string]int{}
		for _, s := range all {
			if s.Alive(l, now) {
				n[s.User]++
				if !now.Before(s.Ends(l)) || now.Sub(s.Began) >= l.Longest {
					t.Fatalf("%+v counts beyond its end at %s", s, now)
				}
			}
		}
		for user, k := range n {
			if k > maxSessions {
				t.Fatalf("%s has %d sessions", user, k)
			}
		}
	}
}
