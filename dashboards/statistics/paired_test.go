package statistics

import (
	"math/rand/v2"
	"testing"
)

// Two rulers laid to the same texts: the interval of what the second adds must hold the truth nine times
// in ten, whether they differ often or seldom.
func TestTheIntervalOfAChangedRulerHoldsTheTruth(t *testing.T) {
	for _, g := range []struct {
		what       string
		n          int
		low, high  float64 // chance that a text is gained, and that it is lost
		mostHeld   float64
		leastWidth float64
	}{
		{"500 texts, rulers that differ in one of ten", 500, 0.02, 0.1, 0.92, 0.005},
		{"200 texts, rulers that differ often", 200, 0.05, 0.3, 0.92, 0.02},
		{"500 texts, rulers that hardly differ", 500, 0.004, 0.02, 0.93, 0.002},
	} {
		rnd := rand.New(rand.NewPCG(31, uint64(g.n)))
		held := 0.0
		for range runs {
			up, down := g.low+(g.high-g.low)*rnd.Float64(), g.low+(g.high-g.low)*rnd.Float64()
			gained, lost := 0.0, 0.0
			for range g.n {
				switch x := rnd.Float64(); {
				case x < up:
					gained++
				case x < up+down:
					lost++
				}
			}
			i := Paired(gained, lost, float64(g.n), Level)
			if i.Holds(up - down) {
				held++
			}
			if i.Width() < g.leastWidth {
				t.Fatalf("%s: an interval of %.4f is too good to be true", g.what, i.Width())
			}
		}
		t.Logf("%s: %.1f %%", g.what, 100*held/runs)
		if share := held / runs; share < 0.88 || share > g.mostHeld {
			t.Errorf("%s: %.1f %% of the intervals of 90 %% hold the truth, want 88 to %g", g.what, 100*share, 100*g.mostHeld)
		}
	}
}

func TestPairsAtTheEdges(t *testing.T) {
	if i := Paired(0, 0, 0, Level); i != (Interval{-1, 1}) {
		t.Errorf("of nothing: %+v", i)
	}
	if i := Paired(0, 0, 400, Level); !i.Holds(0) || i.Width() > 0.02 {
		t.Errorf("400 texts judged alike: %+v", i)
	}
	if i := Paired(40, 4, 400, Level); i.Low <= 0 || !i.Holds(0.09) {
		t.Errorf("40 gained, 4 lost of 400: %+v", i)
	}
	if i := Paired(10, 0, 10, Level); i.High > 1 || i.Low < 0.3 {
		t.Errorf("all of ten gained: %+v", i)
	}
}
