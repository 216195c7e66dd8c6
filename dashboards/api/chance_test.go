package api

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMovedTellsOnlyWhatIsBeyondChance(t *testing.T) {
	for _, c := range []struct {
		n, before int
		now, was  float64
		want, why string
	}{
		{0, 0, 1, 1, "same", "nothing is no change"},
		{4, 0, 1, 1, "same", "four of none: a handful never shouts"},
		{9, 0, 1, 1, "up", "nine of none is more than chance"},
		{0, 9, 1, 1, "down", "and the other way round"},
		{60, 20, 1, 1, "up", "three times as many"},
		{60, 52, 1, 1, "same", "eight more of fifty"},
		{60, 20, 3, 1, "same", "heard three times as long"},
		{60, 60, 1, 3, "up", "as many in a third of the time heard"},
		{60, 0, 1, 0, "same", "nobody heard the window before"},
		{30, 0, 0, 1, "same", "nor this one"},
		{1_200_000, 1_190_000, 1, 1, "up", "of a million, one in a hundred is a change"},
		{1_200_000, 1_199_500, 1, 1, "same", "five hundred of a million are not"},
	} {
		if got := moved(c.n, c.before, c.now, c.was); got != c.want {
			t.Errorf("%d against %d, heard %g and %g: %s, want %s: %s", c.n, c.before, c.now, c.was, got, c.want, c.why)
		}
	}
}

// Of series that do not change, no more than one in a hundred may be called changed.
func TestMovedIsSeldomWrong(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 5))
	poisson := func(mean float64) int {
		limit, product, n := math.Exp(-mean), r.Float64(), 0
		for product > limit {
			product *= r.Float64()
			n++
		}
		return n
	}
	const runs = 20_000
	for _, mean := range []float64{0.5, 4, 25, 120} {
		wrong := 0
		for range runs {
			if moved(poisson(mean*0.7), poisson(mean), 0.7, 1) != "same" {
				wrong++
			}
		}
		if share := float64(wrong) / runs; share > sure {
			t.Errorf("at %g a window %.2f %% of unchanged series are called changed, want 1 %% at most", mean, share*100)
		}
	}
}

func TestBinomialTail(t *testing.T) {
	near := func(got, want float64) bool { return math.Abs(got-want) < 1e-9 }
	if got := binomialTail(3, 0, 0.5); got != 1 {
		t.Errorf("none or more of three: %g", got)
	}
	if got := binomialTail(3, 3, 0.5); !near(got, 0.125) {
		t.Errorf("all of three: %g", got)
	}
	if got := binomialTail(4, 3, 0.25); !near(got, 4*0.25*0.25*0.25*0.75+0.25*0.25*0.25*0.25) {
		t.Errorf("three or more of four at a quarter: %g", got)
	}
	// Where the exact sum hands over to the normal curve they agree.
	for _, k := range []int{950, 1000, 1040} {
		exact, normal := binomialTail(2000, k, 0.5), binomialTail(2001, k, 0.5)
		if math.Abs(exact-normal) > 0.03 {
			t.Errorf("%d of two thousand: %g exactly, %g by the curve", k, exact, normal)
		}
	}
}

func TestRiseKeepsHandfulsDown(t *testing.T) {
	if few, many := rise(3, 0, 1, 1), rise(60, 20, 1, 1); few >= many {
		t.Errorf("three of none rises %.2f times, sixty of twenty %.2f", few, many)
	}
	if got := rise(1_000_000, 500_000, 1, 1); math.Abs(got-2) > 0.01 {
		t.Errorf("twice as many of a million is surely %.3f times", got)
	}
	if got := rise(50, 0, 1, 0); got != 0 {
		t.Errorf("against a window nobody heard: %g", got)
	}
}

func TestShareMoved(t *testing.T) {
	for _, c := range []struct {
		part, n, partBefore, before int
		want, why                   string
	}{
		{20, 25, 1, 25, "same", "too few on either side"},
		{60, 100, 30, 100, "up", "from 30 to 60 of a hundred"},
		{30, 100, 60, 100, "down", "and back"},
		{45, 100, 40, 100, "same", "five points of a hundred are chance"},
		{0, 100, 0, 100, "same", "none is none"},
	} {
		if got := shareMoved(c.part, c.n, c.partBefore, c.before); got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

func TestTogether(t *testing.T) {
	for _, c := range []struct {
		both, a, b, all int
		expected, lift  float64
		more            bool
		why             string
	}{
		{10, 100, 100, 1000, 10, 1, false, "as often as two strangers meet"},
		{50, 100, 100, 1000, 10, 5, true, "five times as often"},
		{2, 2, 2, 1000, 0.004, 500, false, "always together, but twice only"},
		{1, 100, 100, 1000, 10, 0.1, false, "together less often than by chance"},
		{100, 100, 1000, 1000, 100, 1, false, "one of them is everywhere"},
		{0, 0, 5, 10, 0, 0, false, "one of them is nowhere"},
		{0, 0, 0, 0, 0, 0, false, "nothing at all"},
	} {
		expected, lift, more := together(c.both, c.a, c.b, c.all)
		if math.Abs(expected-c.expected) > 1e-9 || math.Abs(lift-c.lift) > 1e-9 || more != c.more {
			t.Errorf("%s: expected %g, lift %g, sure %v", c.why, expected, lift, more)
		}
	}
}
