package statistics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// runs is how often each simulation is repeated. The seed is fixed: a formula that is right passes
// every time, one that is wrong fails every time.
const runs = 1000

// seeds are how many simulations are put together where a thousand runs of one seed may be lucky.
const seeds = 5

// covered fails unless between 88 and 92 of a hundred intervals held the truth.
func covered(t *testing.T, what string, held, of float64) {
	t.Helper()
	share := held / of
	t.Logf("%s: %.1f %% of %.0f intervals of 90 %% hold the truth", what, 100*share, of)
	if share < 0.88 || share > 0.92 {
		t.Errorf("%s: %.1f %% of the intervals of 90 %% hold the truth, want 88 to 92", what, 100*share)
	}
}

func binomial(r *rand.Rand, n int, p float64) float64 {
	k := 0.0
	for range n {
		if r.Float64() < p {
			k++
		}
	}
	return k
}

// drawBeta draws from Beta(a, b) by its quantile.
func drawBeta(r *rand.Rand, a, b float64) float64 { return BetaQuantile(r.Float64(), a, b) }

// Shares drawn evenly from a range: a single share can be unlucky, since counts are whole numbers;
// no dashboard shows a single share.
func TestIntervalsOfAShareHoldTheTruth(t *testing.T) {
	regimes := []struct {
		what      string
		n         int
		low, high float64
		f         func(k, n, level float64) Interval
	}{
		{"Wilson, 30 mentions, shares of 5 to 60 %", 30, 0.05, 0.6, Wilson},
		{"Wilson, 200 mentions, shares of 5 to 60 %", 200, 0.05, 0.6, Wilson},
		{"Wilson, 2,000 mentions, shares of 1 to 60 %", 2000, 0.01, 0.6, Wilson},
		{"Jeffreys, 30 read, shares of 5 to 60 %", 30, 0.05, 0.6, Jeffreys},
		{"Jeffreys, 200 read, shares of 5 to 60 %", 200, 0.05, 0.6, Jeffreys},
	}
	for _, g := range regimes {
		r := rand.New(rand.NewPCG(7, uint64(g.n)))
		held := 0.0
		for range runs {
			p := g.low + (g.high-g.low)*r.Float64()
			if g.f(binomial(r, g.n, p), float64(g.n), Level).Holds(p) {
				held++
			}
		}
		covered(t, g.what, held, runs)
	}
}

func TestTheIntervalOfADifferenceHoldsTheTruth(t *testing.T) {
	for _, n := range [][2]int{{60, 60}, {40, 400}, {1500, 300}} {
		r := rand.New(rand.NewPCG(11, uint64(n[0])))
		held := 0.0
		for range runs {
			p, q := 0.05+0.5*r.Float64(), 0.05+0.5*r.Float64()
			i := Difference(binomial(r, n[0], p), float64(n[0]), binomial(r, n[1], q), float64(n[1]), Level)
			if i.Holds(p - q) {
				held++
			}
		}
		covered(t, "Newcombe", held, runs)
	}
}

// talk draws authors who write more or less often and each mostly of one brand, as fans and the
// aggrieved do.
func talk(r *rand.Rand, authors int, loyal, share float64) Voices {
	v := Voices{Authors: float64(authors)}
	for range authors {
		m := 1
		for r.Float64() < 0.55 && m < 40 {
			m++
		}
		own := share
		if r.Float64() < loyal { // writes of one brand only
			own = 0
			if r.Float64() < share {
				own = 1
			}
		}
		y, all := binomial(r, m, own), float64(m)
		v.Own, v.All = v.Own+y, v.All+all
		v.OwnSquares, v.AllSquares, v.Cross = v.OwnSquares+y*y, v.AllSquares+all*all, v.Cross+y*all
	}
	return v
}

func TestTheShareOfVoiceHoldsTheTruthAlthoughPeopleWriteOften(t *testing.T) {
	for _, g := range []struct {
		authors int
		loyal   float64
	}{{80, 0.8}, {400, 0.8}, {400, 0}, {400, 1}} {
		held, naive := 0.0, 0.0
		for seed := range uint64(seeds) {
			r := rand.New(rand.NewPCG(14+seed, uint64(g.authors)+uint64(100*g.loyal)))
			of := held
			for range runs {
				share := 0.1 + 0.5*r.Float64()
				v := talk(r, g.authors, g.loyal, share)
				i, _ := Clustered(v, Level)
				if i.Holds(share) {
					held++
				}
				if Wilson(v.Own, v.All, Level).Holds(share) {
					naive++
				}
			}
			t.Logf("%d authors, %.0f %% loyal, seed %d: %.1f %%", g.authors, 100*g.loyal, 14+seed, 100*(held-of)/runs)
		}
		covered(t, "share of voice by authors, mean of the seeds", held, seeds*runs)
		t.Logf("counting every mention as a person of its own: %.1f %%", 100*naive/(seeds*runs))
		if g.loyal == 1 && naive/(seeds*runs) > 0.85 {
			t.Errorf("loyal authors do not widen the truth (%.3f): the simulation tests nothing", naive/(seeds*runs))
		}
	}
}

// stores draws shops with true rates from one Beta and as many mentions as shops get: few mostly.
func stores(r *rand.Rand, shops int, a, b, sizes float64) (truth []float64, counts []Count) {
	for range shops {
		p := drawBeta(r, a, b)
		n := 2 + int(sizes*-math.Log(1-r.Float64()))
		truth, counts = append(truth, p), append(counts, Count{binomial(r, n, p), float64(n)})
	}
	return truth, counts
}

func TestShrunkenRatesHoldTheTruthAndAreNearerToItThanRawOnes(t *testing.T) {
	regimes := []struct {
		what        string
		shops       int
		a, b, sizes float64
	}{
		{"12 shops, some 40 mentions each, rates around 30 %", 12, 6, 14, 40},
		{"40 shops, some 15 mentions each, rates around 20 %", 40, 4, 16, 15},
		{"40 shops, some 150 mentions each, rates far apart", 40, 2, 6, 150},
		{"15 shops, some 80 mentions each, rates around 15 %", 15, 6, 34, 80},
		{"5 shops, some 40 mentions each, rates around 30 %", 5, 6, 14, 40},
		{"100 shops, some 30 mentions each, rates near each other", 100, 30, 70, 30},
	}
	for _, g := range regimes {
		r := rand.New(rand.NewPCG(17, uint64(g.shops)+uint64(g.sizes)))
		var held, of, raw, shrunken, rightRaw, rightShrunken, pairs float64
		for range runs {
			truth, counts := stores(r, g.shops, g.a, g.b, g.sizes)
			all, _, _ := shrink(counts, Level)
			for i, p := range truth {
				of++
				if all[i].Interval.Holds(p) {
					held++
				}
				raw += math.Pow(counts[i].K/counts[i].N-p, 2)
				shrunken += math.Pow(all[i].Rate-p, 2)
				for j := range i {
					pairs++
					rightRaw += right(counts[i].K/counts[i].N-counts[j].K/counts[j].N, p-truth[j])
					rightShrunken += right(all[i].Rate-all[j].Rate, p-truth[j])
				}
			}
		}
		covered(t, g.what, held, of)
		t.Logf("mean squared error: raw %.5f, shrunken %.5f; pairs in the right order: raw %.2f %%, shrunken %.2f %%", raw/of, shrunken/of, 100*rightRaw/pairs, 100*rightShrunken/pairs)
		if shrunken >= raw {
			t.Errorf("%s: shrunken rates are off by %.5f (mean square), raw ones by %.5f", g.what, shrunken/of, raw/of)
		}
		if rightShrunken <= rightRaw {
			t.Errorf("%s: shrunken rates order %.2f %% of the pairs right, raw ones %.2f %%", g.what, 100*rightShrunken/pairs, 100*rightRaw/pairs)
		}
	}
}

// Nobody knows beforehand how much the shops of a house differ. Over houses of any variance between shops, from
// none to that of twelve points, nine of ten intervals hold the truth: those whose shops hardly differ and those whose
// shops differ plainly.
func TestShrunkenRatesHoldTheTruthHoweverMuchShopsDiffer(t *testing.T) {
	for _, shops := range []int{12, 40} {
		r := rand.New(rand.NewPCG(29, uint64(shops)))
		held, of := 0.0, 0.0
		for range runs {
			mean, variance := 0.1+0.3*r.Float64(), 0.12*0.12*r.Float64()
			strength := mean*(1-mean)/variance - 1
			truth, counts := stores(r, shops, mean*strength, (1-mean)*strength, 50)
			all, _, _ := shrink(counts, Level)
			for i, p := range truth {
				of++
				if all[i].Interval.Holds(p) {
					held++
				}
			}
		}
		covered(t, fmt.Sprintf("%d shops that differ by anything", shops), held, of)
	}
}

// Where shops differ by so little that their counts cannot tell it from chance, intervals hold the truth too often
// and never too rarely: the true rates lie closer together than anybody could know. (Taking them for equal as soon
// as no difference is found would bring nine in ten here, and far too few where they do differ.)
func TestShopsThatHardlyDifferGetIntervalsThatAreTooWideRatherThanTooNarrow(t *testing.T) {
	for _, c := range []struct {
		what string
		a, b float64
		most float64
	}{
		{"by three points, beside eight of chance", 60, 140, 0.955},
		{"by one point, beside eight of chance", 600, 1400, 1},
	} {
		r := rand.New(rand.NewPCG(23, 1))
		held, of := 0.0, 0.0
		for range runs / 4 {
			truth, counts := stores(r, 40, c.a, c.b, 30)
			all, _, _ := shrink(counts, Level)
			for i, p := range truth {
				of++
				if all[i].Interval.Holds(p) {
					held++
				}
			}
		}
		t.Logf("40 shops that differ %s: %.1f %%", c.what, 100*held/of)
		if held/of < 0.88 || held/of > c.most {
			t.Errorf("40 shops that differ %s: %.1f %% of the intervals of 90 %% hold the truth", c.what, 100*held/of)
		}
	}
}

// right is 1 when two shops are in their true order, a half when they are held for equal.
func right(said, truth float64) float64 {
	switch {
	case said == 0:
		return 0.5
	case (said > 0) == (truth > 0):
		return 1
	}
	return 0
}

// The probability of being worst means what it says: of the shops named worst with a probability
// around 40 %, around 40 % are.
func TestProbabilitiesOfRanksAreKept(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 1))
	const shops, times = 12, 300
	said, is, between := 0.0, 0.0, 0.0
	for range times {
		truth, counts := stores(r, shops, 6, 14, 40)
		all, _ := Shrink(counts, Level)
		worst := 0
		for i := range truth {
			if truth[i] > truth[worst] {
				worst = i
			}
		}
		for i := range all {
			if all[i].Worst > 0.25 {
				between++
				said += all[i].Worst
				if i == worst {
					is++
				}
			}
		}
	}
	t.Logf("%.0f shops named worst with %.0f %% on average: %.0f %% are", between, 100*said/between, 100*is/between)
	if math.Abs(said-is)/between > 0.06 {
		t.Errorf("shops named worst with %.1f %% on average are the worst %.1f %% of the time", 100*said/between, 100*is/between)
	}
}
