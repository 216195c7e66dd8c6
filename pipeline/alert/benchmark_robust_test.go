package alert

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func benchmarkSeries(t *testing.T) []benchmark {
	t.Helper()
	root := os.Getenv("TINGFENG_SHARED")
	if root == "" {
		t.Skip("TINGFENG_SHARED is not set: the detector is not scored on the benchmark's series")
	}
	return loadBenchmark(t, filepath.Join(root, "data", "nab"))
}

// heard runs a rule over a series and keeps what people would have been told.
func (b benchmark) heard(rule Rule) benchmark {
	watch := NewWatch(rule, "b")
	b.fired = make([]bool, len(b.counts))
	for i, c := range b.counts {
		_, d := watch.Step(c)
		b.fired[i] = d.Verdict == Opened
	}
	return b
}

// thinned keeps each post with a chance of share: negative mentions are a share of all.
func (b benchmark) thinned(share float64, seed uint64) benchmark {
	r := rand.New(rand.NewPCG(seed, 77))
	b.counts = slices.Clone(b.counts)
	for i, c := range b.counts {
		kept := 0
		for range c.N {
			if r.Float64() < share {
				kept++
			}
		}
		b.counts[i].N, b.counts[i].Authors = kept, kept
	}
	return b
}

// TestBenchmarkThinned scores the default rule on the same events told by fewer people. Floors as
// in TestBenchmark: below what was measured, to notice what a change costs.
func TestBenchmarkThinned(t *testing.T) {
	series := benchmarkSeries(t)
	for _, c := range []struct{ share, atLeast, rate float64 }{{0.3, 88, 0.33}, {0.1, 85, 0.33}, {0.03, 73, 0.25}} {
		var all []benchmark
		for seed := range uint64(8) {
			for _, b := range series {
				all = append(all, b.thinned(c.share, seed).heard(DefaultRule()))
			}
		}
		got := scored(all)
		t.Logf("keeping %.0f %%: %s", 100*c.share, got)
		if got.profiles[0] < c.atLeast || got.rate > c.rate {
			t.Errorf("keeping %.0f %% of posts: %s, want standard %.0f with %.2f", 100*c.share, got, c.atLeast, c.rate)
		}
	}
}

// TestBenchmarkPresets holds each sensitivity to the false alarms it was offered with.
func TestBenchmarkPresets(t *testing.T) {
	series := benchmarkSeries(t)
	for _, c := range []struct{ sensitivity, rate float64 }{{Sensitive, 0.9}, {Balanced, 0.35}, {Calm, 0.35}, {Still, 0.2}} {
		var all []benchmark
		for _, b := range series {
			all = append(all, b.heard(with(func(r *Rule) { r.Sensitivity = c.sensitivity })))
		}
		got := scored(all)
		t.Logf("%s: %s", SensitivityTitle(c.sensitivity), got)
		if got.rate > c.rate {
			t.Errorf("%s: %.2f false alarms a brand-week, want %.2f at most", SensitivityTitle(c.sensitivity), got.rate, c.rate)
		}
	}
}

// TestBenchmarkWithoutOneBrand: no single brand carries the score.
func TestBenchmarkWithoutOneBrand(t *testing.T) {
	series := benchmarkSeries(t)
	for i := range series {
		got := scored(slices.Delete(slices.Clone(series), i, i+1))
		t.Logf("without brand %d: %s", i+1, got)
		if got.profiles[0] < 87 || got.profiles[1] < 82.8 || got.profiles[2] < 90.3 {
			t.Errorf("without brand %d: %s", i+1, got)
		}
	}
}

// TestBurstsLaidOverTheBenchmark lays bursts of known size over the real series outside their
// windows. Two of the five brands have hours eight times their mean every other day: a burst that
// is no larger than those is not told, and should not be.
func TestBurstsLaidOverTheBenchmark(t *testing.T) {
	sizes, draws := []float64{4, 8, 16}, 0
	after := make([][]int, len(sizes))
	for _, b := range benchmarkSeries(t) {
		posts := 0
		for _, c := range b.counts {
			posts += c.N
		}
		mean := float64(posts) / float64(len(b.counts))
		d := NewDetector(DefaultRule())
		for i, c := range b.counts {
			if i >= 8*288 && i%193 == 0 && i+72 < len(b.counts) && !b.near(i, 72) {
				draws++
				for k, times := range sizes {
					if minutes, ok := heardWithin(d.Clone(), b.counts[i:i+72], times*mean, uint64(k)); ok {
						after[k] = append(after[k], minutes)
					}
				}
			}
			d.Step(c)
		}
	}
	for k, least := range []float64{0.35, 0.66, 0.92} {
		slices.Sort(after[k])
		found, median := float64(len(after[k]))/float64(draws), after[k][len(after[k])/2]
		t.Logf("%.0f times the mean: %.0f %% of %d found within six hours, after %d minutes (median)", sizes[k], 100*found, draws, median)
		if found < least || sizes[k] >= 8 && median > 35 {
			t.Errorf("%.0f times the mean: %.0f %% found after %d minutes, want %.0f %%", sizes[k], 100*found, median, 100*least)
		}
	}
}

// near tells whether a stretch of buckets touches a window.
func (b benchmark) near(from, length int) bool {
	return slices.ContainsFunc(b.windows, func(w [2]int) bool { return from+length >= w[0] && from <= w[1] })
}

// TestTheFutureChangesNoRowOfTheBenchmark changes everything from a moment on, on real series.
func TestTheFutureChangesNoRowOfTheBenchmark(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 78))
	for n, b := range benchmarkSeries(t) {
		want := Detect(DefaultRule(), b.counts)
		for range 6 {
			at := r.IntN(len(b.counts))
			changed := slices.Clone(b.counts)
			for i := at; i < len(changed); i++ {
				changed[i] = voc.Count{At: changed[i].At, N: r.IntN(5000), Authors: r.IntN(5000), Coverage: r.Float64()}
			}
			if got := Detect(DefaultRule(), changed); !slices.Equal(got[:at], want[:at]) {
				t.Fatalf("brand %d: changing rows from %d on changed what was said before", n+1, at)
			}
		}
	}
}
