package statistics

import (
	"math"
	"math/rand/v2"
	"testing"
)

// poisson draws one count.
func poisson(rnd *rand.Rand, mean float64) int {
	n := 0
	for mean > 30 { // a sum of Poisson counts is one
		n += poisson(rnd, 30)
		mean -= 30
	}
	for p := rnd.Float64(); p > math.Exp(-mean); p *= rnd.Float64() {
		n++
	}
	return n
}

func gamma(rnd *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(rnd, shape+1) * math.Pow(rnd.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := rnd.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(rnd.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func bursty(rnd *rand.Rand, mean, spread float64) int {
	if spread <= 1 {
		return poisson(rnd, mean)
	}
	return poisson(rnd, gamma(rnd, mean/(spread-1))*(spread-1))
}

// A house whose hours have rates of their own, known from eight weeks; the band of a ninth must hold nine in ten.
func TestTheExpectedBandHoldsNineInTen(t *testing.T) {
	const runs, weeks, slots = 1000, 8, 10
	for _, c := range []struct {
		sentence    string
		low, spread float64
		most        float64 // share held: more than nine in ten where nothing can fall below a low end of 0
	}{
		{"a quiet house, counts by chance", 2, 1, 0.96},
		{"a busy house, counts by chance", 80, 1, 0.92},
		{"a busy house in which one post draws others", 80, 4, 0.92},
		{"a very busy one", 500, 10, 0.92},
		{"a small house that gets excited", 20, 3, 0.92},
	} {
		rnd := rand.New(rand.NewPCG(11, 7))
		held, atEnds := 0, 0
		for range runs {
			history := make([][]int, slots)
			var rates [slots]float64
			for i := range history {
				rates[i] = c.low * (1 + 3*rnd.Float64())
				for range weeks {
					history[i] = append(history[i], bursty(rnd, rates[i], c.spread))
				}
			}
			i := rnd.IntN(slots)
			band, ok := Expect(history[i], Dispersion(history), 0.9)
			if next := float64(bursty(rnd, rates[i], c.spread)); ok && next >= band.Low && next <= band.High {
				held++
				if next == band.Low && band.Low > 0 || next == band.High {
					atEnds++
				}
			}
		}
		share := float64(held) / runs
		// Of whole numbers a band can only hold more or less than nine in ten, never just that many: an end
		// is one value, and in a quiet house that one value is drawn often. Counted half, as a band with
		// fractions would hold it, the share must be right for every house.
		halves := (float64(held) - float64(atEnds)/2) / runs
		t.Logf("%s: %.1f %%, ends counted half %.1f %%", c.sentence, share*100, halves*100)
		if halves < 0.88 || halves > 0.92 {
			t.Errorf("%s: with its ends counted half the band held %.1f %%, want 88 to 92", c.sentence, halves*100)
		}
		if share < 0.88 || share > c.most {
			t.Errorf("%s: the band held %.1f %% of %d runs, want 88 to %g", c.sentence, share*100, runs, c.most*100)
		}
	}
}

func TestExpectAtTheEdges(t *testing.T) {
	if _, ok := Expect(nil, 1, 0.9); ok {
		t.Error("something is expected though nothing was ever counted")
	}
	if u, _ := Expect([]int{0, 0, 0, 0, 0, 0, 0, 0}, 1, 0.9); u.Low != 0 || u.High > 1 || u.Mean != 0 {
		t.Errorf("an hour in which nothing is ever said: %+v", u)
	}
	if d := Dispersion([][]int{{3}, {}, {0, 0}}); d != 1 {
		t.Errorf("slots that say nothing: dispersion %g", d)
	}
	if d := Dispersion([][]int{{5, 5, 5}}); d != 1 {
		t.Errorf("steadier than chance is still chance: %g", d)
	}
	// Where the reckoning goes over to the normal distribution the band must not jump.
	before, _ := Expect([]int{400, 399}, 2, 0.9)
	after, _ := Expect([]int{401, 401}, 2, 0.9)
	if math.Abs(before.High-after.High) > 15 || math.Abs(before.Low-after.Low) > 15 {
		t.Errorf("%+v and %+v", before, after)
	}
	for _, u := range [][]int{{1}, {2, 9, 1}, {100, 3}, {100000, 120000}} {
		if got, _ := Expect(u, 1.5, 0.9); !(got.Low <= got.Mean && got.Mean <= got.High) {
			t.Errorf("%v: %+v does not hold its own mean", u, got)
		}
	}
}
