package statistics

import (
	"math"
	"testing"
	"testing/quick"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > within {
		t.Errorf("%s: got %.6f, want %.6f", what, got, want)
	}
}

// The figures are worked out by hand from the formulas, or are the beta distribution's where it has a
// closed form.
func TestIntervals(t *testing.T) {
	tests := []struct {
		why       string
		got       Interval
		low, high float64
	}{
		{"half of ten: (0.5 + z²/20) / (1 + z²/10) around one half", Wilson(5, 10, 0.9), 0.269317, 0.730683},
		{"nothing of ten: the lower end is nought, the upper z² / (10 + z²)", Wilson(0, 10, 0.9), 0, 0.212942},
		{"all of ten is the mirror of nothing of ten", Wilson(10, 10, 0.9), 0.787058, 1},
		{"of nothing everything may be true", Wilson(0, 0, 0.9), 0, 1},
		{"more than all is all", Wilson(12, 10, 0.9), 0.787058, 1},
		{"of nothing read everything may be true", Jeffreys(0, 0, 0.9), 0, 1},
		{"nothing of one: the lower end is nought", Jeffreys(0, 1, 0.9), 0, 0.771492},
		{"of nothing differences are anything", Difference(0, 0, 3, 10, 0.9), -1, 1},
		{"equal shares of equal counts differ by nought, evenly to both sides", Difference(5, 10, 5, 10, 0.9), -0.326247, 0.326247},
	}
	for _, c := range tests {
		near(t, c.why+", low", c.got.Low, c.low, 2e-4)
		near(t, c.why+", high", c.got.High, c.high, 2e-4)
	}
}

func TestBeta(t *testing.T) {
	near(t, "Beta(1,1) is even", BetaCDF(0.3, 1, 1), 0.3, 1e-12)
	near(t, "Beta(2,1) is x²", BetaCDF(0.3, 2, 1), 0.09, 1e-12)
	near(t, "Beta(1,3) is 1-(1-x)³", BetaCDF(0.3, 1, 3), 1-math.Pow(0.7, 3), 1e-12)
	near(t, "Beta(1/2,1/2) is the arcsine law", BetaCDF(0.3, 0.5, 0.5), 2/math.Pi*math.Asin(math.Sqrt(0.3)), 1e-12)
	near(t, "half lies on each side of an even one, however narrow", BetaCDF(0.5, 1e6, 1e6), 0.5, 1e-9)
	near(t, "below nought lies nothing", BetaCDF(-1, 2, 3), 0, 0)
	near(t, "below one lies all", BetaCDF(1, 2, 3), 1, 0)
	near(t, "quantile of the arcsine law", BetaQuantile(0.95, 0.5, 0.5), math.Pow(math.Sin(math.Pi/2*0.95), 2), 1e-9)
}

// whole turns any bits into a count of some of some.
func whole(k, n uint16) (float64, float64) {
	m := float64(n%5000) + 1
	return math.Mod(float64(k), m+1), m
}

func TestQuantilesUndoDistributions(t *testing.T) {
	err := quick.Check(func(k, n uint16, p uint8) bool {
		x, m := whole(k, n)
		a, b, want := x+0.5, m-x+0.5, (float64(p)+0.5)/256
		return math.Abs(BetaCDF(BetaQuantile(want, a, b), a, b)-want) < 1e-6
	}, nil)
	if err != nil {
		t.Error(err)
	}
}

func TestIntervalsHoldTheShareAndNarrow(t *testing.T) {
	err := quick.Check(func(k, n uint16) bool {
		x, m := whole(k, n)
		for _, f := range []func(k, n, level float64) Interval{Wilson, Jeffreys} {
			i, more, surer := f(x, m, 0.9), f(4*x, 4*m, 0.9), f(x, m, 0.99)
			if !i.Holds(x/m) || i.Low < 0 || i.High > 1 || more.Width() >= i.Width() || surer.Width() < i.Width() {
				return false
			}
		}
		return true
	}, nil)
	if err != nil {
		t.Error(err)
	}
}

func TestADifferenceTheOtherWayRoundIsItsMirror(t *testing.T) {
	err := quick.Check(func(k1, n1, k2, n2 uint16) bool {
		a, n := whole(k1, n1)
		b, m := whole(k2, n2)
		i, j := Difference(a, n, b, m, 0.9), Difference(b, m, a, n, 0.9)
		return math.Abs(i.Low+j.High) < 1e-12 && math.Abs(i.High+j.Low) < 1e-12 && i.Holds(a/n-b/m)
	}, nil)
	if err != nil {
		t.Error(err)
	}
}

func TestApart(t *testing.T) {
	for _, c := range []struct {
		why  string
		i    Interval
		want bool
	}{
		{"all above nought", Interval{0.01, 0.2}, true},
		{"all below nought", Interval{-0.2, -0.01}, true},
		{"nought inside", Interval{-0.1, 0.2}, false},
		{"nought at the end", Interval{0, 0.2}, false},
	} {
		if got := Apart(c.i); got != c.want {
			t.Errorf("%s: got %v", c.why, got)
		}
	}
}
