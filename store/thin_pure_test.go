package store

import (
	"math/rand/v2"
	"testing"
	"time"
)

// Whatever the coverage was: an hour is left out exactly when it was covered less than asked for, and
// stretches neither touch nor overlap.
func TestThinLeavesOutExactlyTheThinHours(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		n := 1 + rnd.IntN(60)
		starts, coverage := hoursFrom(0, n, time.Hour), make([]float64, n)
		for i := range coverage {
			coverage[i] = float64(rnd.IntN(5)) / 4
		}
		least := float64(rnd.IntN(6)) / 5
		spans := thin(starts, time.Hour, coverage, least)
		for i, at := range starts {
			inside := false
			for _, s := range spans {
				inside = inside || !at.Before(s.From) && at.Before(s.To)
			}
			if inside != (coverage[i] < least) {
				t.Fatalf("hour %d of coverage %g with at least %g: left out %v", i, coverage[i], least, inside)
			}
		}
		for i := 1; i < len(spans); i++ {
			if !spans[i-1].To.Before(spans[i].From) {
				t.Fatalf("%v and %v touch", spans[i-1], spans[i])
			}
		}
	}
}
