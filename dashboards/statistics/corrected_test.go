package statistics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// layer is a stratum of a made-up population: its share, how often its mentions are truly negative,
// and how many of it are read.
type layer struct {
	name        string
	share, rate float64
	read        int
}

// regimes are made-up truths. The analysis is wrong in each in its own way; the sample is about what
// the product draws: every stratum at least eight, unsure and negative ones oftener.
var regimes = []struct {
	name     string
	layers   []layer
	raw      float64 // what the analysis alone would say
	low, top float64 // bounds of the coverage of 90 % intervals over 1,000 runs
}{
	{"rare, four weeks of 150", []layer{
		{"b/negative/sure", .03, .75, 30}, {"b/negative/unsure", .03, .40, 75}, {"b/neutral/sure", .34, .01, 135},
		{"b/neutral/unsure", .10, .06, 120}, {"b/positive/sure", .45, .004, 176}, {"b/positive/unsure", .05, .03, 64},
	}, .06, .88, .92},
	{"rare, missed oftener than made up, four weeks", []layer{
		{"b/negative/sure", .02, .90, 24}, {"b/negative/unsure", .02, .30, 55}, {"b/neutral/sure", .40, .03, 163},
		{"b/neutral/unsure", .10, .08, 125}, {"b/positive/sure", .41, .006, 167}, {"b/positive/unsure", .05, .06, 66},
	}, .04, .88, .92},
	{"common, four weeks of 150", []layer{
		{"b/negative/sure", .25, .92, 143}, {"b/negative/unsure", .10, .60, 170}, {"b/neutral/sure", .20, .12, 62},
		{"b/neutral/unsure", .10, .35, 89}, {"b/positive/sure", .30, .03, 89}, {"b/positive/unsure", .05, .20, 48},
	}, .35, .88, .92},
	{"common, one week of 150", []layer{
		{"b/negative/sure", .25, .92, 33}, {"b/negative/unsure", .10, .60, 38}, {"b/neutral/sure", .20, .12, 18},
		{"b/neutral/unsure", .10, .35, 23}, {"b/positive/sure", .30, .03, 23}, {"b/positive/unsure", .05, .20, 15},
	}, .35, .88, .92},
	// Of sixty readings hardly any is negative where few are: the interval cannot be exact and is made to err
	// on the wide side.
	{"rare, sixty readings", []layer{
		{"b/negative/sure", .03, .75, 8}, {"b/negative/unsure", .03, .40, 9}, {"b/neutral/sure", .34, .01, 11},
		{"b/neutral/unsure", .10, .06, 10}, {"b/positive/sure", .45, .004, 12}, {"b/positive/unsure", .05, .03, 10},
	}, .06, .88, .97},
}

// audit reads a sample of a population of n mentions, drawn without putting back.
func audit(rng *rand.Rand, layers []layer, n int) (read []Read, shares map[string]float64, truth float64) {
	shares = map[string]float64{}
	for _, l := range layers {
		size := int(math.Round(l.share * float64(n)))
		negative := 0
		for range size {
			if rng.Float64() < l.rate {
				negative++
			}
		}
		shares[l.name] = float64(size) / float64(n)
		truth += float64(negative) / float64(n)
		left, yes := size, negative
		for range min(l.read, size) {
			is := rng.IntN(left) < yes
			if left--; is {
				yes--
			}
			read = append(read, Read{Stratum: l.name, Weight: float64(size) / float64(min(l.read, size)), Yes: is})
		}
	}
	return read, shares, truth
}

func TestNineOfTenIntervalsOfTheCorrectedShareHoldTheTruth(t *testing.T) {
	widths := map[string]float64{}
	for _, regime := range regimes {
		rng := rand.New(rand.NewPCG(20261122, 7))
		held, corrected, raw := 0, 0.0, 0.0
		for range runs {
			read, shares, truth := audit(rng, regime.layers, 20_000)
			e := Corrected(shares, read, Level)
			if e.Low <= truth && truth <= e.High {
				held++
			}
			corrected += (e.Share - truth) / runs
			raw += (regime.raw - truth) / runs
			widths[regime.name] += (e.High - e.Low) / runs
		}
		coverage := float64(held) / runs
		t.Logf("%s: %.1f %% hold the truth, %.1f points wide; off by %+.2f points on average, uncorrected by %+.2f",
			regime.name, 100*coverage, 100*widths[regime.name], 100*corrected, 100*raw)
		if coverage < regime.low || coverage > regime.top {
			t.Errorf("%s: %.3f of the intervals hold the truth, want %.2f to %.2f", regime.name, coverage, regime.low, regime.top)
		}
		if math.Abs(corrected) > math.Abs(raw)/4 || math.Abs(corrected) > .003 {
			t.Errorf("%s: the estimate is off by %+.4f on average, uncorrected by %+.4f", regime.name, corrected, raw)
		}
	}
	if few, many := widths["common, one week of 150"], widths["common, four weeks of 150"]; few < 1.7*many {
		t.Errorf("a quarter of the readings makes the interval %.4f wide instead of %.4f: it should be about twice", few, many)
	}
}

// History is understood anew after the draw: the strata of today are not those that were drawn from, and a
// stratum of today holds readings of different weights.
func TestTheTruthIsHeldAfterHistoryIsUnderstoodAnew(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	drawn := regimes[2].layers
	// Of each stratum drawn from, part is seen differently now; those are oftener not what they were.
	held := 0
	for range runs {
		type mention struct {
			now string
			yes bool
		}
		shares := map[string]float64{}
		var read []Read
		truth, n := 0.0, 20_000.0
		for _, l := range drawn {
			size := int(l.share * n)
			all := make([]mention, size)
			for i := range all {
				yes := rng.Float64() < l.rate
				now := l.name
				if yes && rng.Float64() < .3 {
					now = "b/negative/sure"
				} else if !yes && rng.Float64() < .3 {
					now = "b/positive/sure"
				}
				all[i] = mention{now, yes}
				shares[now] += 1 / n
				if yes {
					truth += 1 / n
				}
			}
			rng.Shuffle(size, func(i, j int) { all[i], all[j] = all[j], all[i] })
			for _, m := range all[:l.read] {
				read = append(read, Read{Stratum: m.now, Weight: float64(size) / float64(l.read), Yes: m.yes})
			}
		}
		if e := Corrected(shares, read, Level); e.Low <= truth && truth <= e.High {
			held++
		}
	}
	if coverage := float64(held) / runs; coverage < .88 || coverage > .92 {
		t.Errorf("%.3f of the intervals hold the truth", coverage)
	}
}

func TestWhatTheCorrectionSaysAtTheEdges(t *testing.T) {
	shares := map[string]float64{"b/negative/sure": .5, "b/positive/sure": .5}
	many := func(stratum string, n, yes int) []Read {
		var all []Read
		for i := range n {
			all = append(all, Read{stratum, 10, i < yes})
		}
		return all
	}
	for name, c := range map[string]struct {
		read             []Read
		share, low, high float64 // low and high are bounds of the ends
		blind            float64
	}{
		"nothing was read: anything may be":                  {nil, 0, 0, 1, 1},
		"both strata are what they are said to be":           {append(many("b/negative/sure", 50, 50), many("b/positive/sure", 50, 0)...), .5, .45, .55, 0},
		"nothing was found: the estimate stays inside":       {append(many("b/negative/sure", 50, 0), many("b/positive/sure", 50, 0)...), 0, 0, .05, 0},
		"one stratum was not read and borrows from the rest": {many("b/negative/sure", 40, 10), .25, .1, .45, .5},
		"a stratum there is no more tells of its brand":      {many("b/negative/unsure", 40, 20), .5, .3, .7, 1},
	} {
		e := Corrected(shares, c.read, Level)
		if math.Abs(e.Share-c.share) > 1e-9 || e.Low < c.low-1e-9 || e.High > c.high+1e-9 || e.Low > e.Share || e.High < e.Share || math.Abs(e.Blind-c.blind) > 1e-9 {
			t.Errorf("%s: %+v, want %.2f within %.2f and %.2f, blind %.1f", name, e, c.share, c.low, c.high, c.blind)
		}
	}
}

func TestTheCorrectionStaysAShareWhateverIsRead(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		shares, read, rest := map[string]float64{}, []Read(nil), 1.0
		for i := range 1 + rng.IntN(8) {
			part := rest * rng.Float64()
			shares[fmt.Sprintf("b/%d/%d", i%3, i)] = part
			rest -= part
		}
		shares[""] += rest
		for range rng.IntN(40) {
			read = append(read, Read{fmt.Sprintf("b/%d/%d", rng.IntN(4), rng.IntN(9)), math.Exp(8 * rng.NormFloat64()), rng.IntN(3) == 0})
		}
		e := Corrected(shares, read, Level)
		if !(e.Low >= 0 && e.Low <= e.Share && e.Share <= e.High && e.High <= 1) || e.Blind < 0 || e.Blind > 1+1e-9 {
			t.Fatalf("shares %v, read %v: %+v", shares, read, e)
		}
	}
}

func TestVerdictsAreComparedByHand(t *testing.T) {
	classes := []string{"negative", "neutral", "positive"}
	verdict := func(truth, said string, p float64) Verdict { return Verdict{said, truth, p, 1} }
	q := Compare([]Verdict{
		verdict("negative", "negative", .9), verdict("negative", "negative", .8), verdict("negative", "neutral", .5),
		verdict("neutral", "neutral", .6), verdict("positive", "positive", .95), verdict("positive", "negative", .55),
		verdict("", "negative", .9), // nobody judged it
	}, classes)
	want := map[string][2]float64{
		"accuracy": {q.Accuracy, 4. / 6}, "macro f1": {q.MacroF1, 2. / 3},
		"kappa":                      {q.Kappa, (4./6 - (3.*3+1*2+2*1)/36) / (1 - (3.*3+1*2+2*1)/36)},
		"recall of the negative":     {q.Classes[0].Recall, 2. / 3},
		"precision of the neutral":   {q.Classes[1].Precision, 1. / 2},
		"negative taken for neutral": {q.Confusion[0][1].Share, 1. / 3},
		"compared":                   {float64(q.N), 6},
	}
	for name, got := range want {
		if math.Abs(got[0]-got[1]) > 1e-12 {
			t.Errorf("%s is %.4f, want %.4f", name, got[0], got[1])
		}
	}
}

func TestWeightsDecideAndNothingIsNothing(t *testing.T) {
	classes := []string{"a", "b"}
	q := Compare([]Verdict{{"a", "a", .9, 99}, {"a", "b", .9, 1}}, classes)
	if math.Abs(q.Accuracy-.99) > 1e-12 || math.Abs(q.ECE-.09) > 1e-12 {
		t.Errorf("accuracy %.4f and calibration error %.4f, want 0.99 and 0.09", q.Accuracy, q.ECE)
	}
	if q := Compare(nil, classes); q.N != 0 || q.Accuracy != 0 || q.MacroF1 != 0 || math.IsNaN(q.Kappa) {
		t.Errorf("of nothing: %+v", q)
	}
}

func TestProbabilitiesThatHoldHaveNoCalibrationError(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	var honest, boastful []Verdict
	for range 20_000 {
		p := .4 + .6*rng.Float64()
		truth := "a"
		if rng.Float64() > p {
			truth = "b"
		}
		honest = append(honest, Verdict{"a", truth, p, 1})
		boastful = append(boastful, Verdict{"a", truth, min(1, p+.15), 1})
	}
	if ece := Compare(honest, []string{"a", "b"}).ECE; ece > .015 {
		t.Errorf("honest probabilities have an error of %.3f", ece)
	}
	if ece := Compare(boastful, []string{"a", "b"}).ECE; ece < .1 {
		t.Errorf("probabilities fifteen points too high have an error of %.3f", ece)
	}
}

func TestDriftIsMeasured(t *testing.T) {
	before := map[string]float64{"negative": 200, "neutral": 300, "positive": 500}
	for name, c := range map[string]struct {
		now      map[string]float64
		low, top float64
	}{
		"the same":                {map[string]float64{"negative": 100, "neutral": 150, "positive": 250}, 0, .001},
		"a little more negative":  {map[string]float64{"negative": 250, "neutral": 300, "positive": 450}, .005, PSINoticed},
		"twice as much negative":  {map[string]float64{"negative": 420, "neutral": 280, "positive": 300}, PSIMatters, 1},
		"a class that was not":    {map[string]float64{"negative": 200, "neutral": 300, "positive": 500, "mixed": 400}, PSIMatters, 10},
		"nothing to be told from": {map[string]float64{}, 0, 0},
	} {
		if got := PSI(c.now, before); got < c.low || got > c.top {
			t.Errorf("%s: %.4f, want %.3f to %.3f", name, got, c.low, c.top)
		}
	}
	if a, b := PSI(before, map[string]float64{"negative": 3}), PSI(map[string]float64{"negative": 3}, before); math.Abs(a-b) > 1e-9 {
		t.Errorf("it is %.4f one way and %.4f the other", a, b)
	}
}

func TestNamesAreCutAtTheirSlashes(t *testing.T) {
	if got := shorter(shorter(shorter("a/b/c"))); got != "" || shorter("a/b/c") != "a/b" || strings.Contains(shorter("a"), "a") {
		t.Errorf("got %q", got)
	}
}
