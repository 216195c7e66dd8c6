package statistics

import (
	"math"
	"testing"
	"testing/quick"
)

func TestShrinkOfNothingIsNothing(t *testing.T) {
	if all, pool := Shrink(nil, Level); all != nil || pool.Mean != 0.5 {
		t.Errorf("got %v, %v", all, pool)
	}
}

func TestSmallCountsAreMovedMost(t *testing.T) {
	counts := []Count{{3, 3}, {30, 100}, {28, 100}, {33, 100}, {20, 100}, {60, 100}, {0, 0}}
	all, pool := Shrink(counts, Level)
	if all[0].Rate > 0.75 {
		t.Errorf("three of three: shrunken to %.2f, the other shops say no more than 0.75", all[0].Rate)
	}
	if all[0].Weight > all[5].Weight {
		t.Errorf("three mentions weigh %.2f, a hundred %.2f", all[0].Weight, all[5].Weight)
	}
	near(t, "a shop nobody wrote about has what all have in common", all[6].Rate, pool.Mean, 0.005)
	if all[6].Interval.Width() <= all[5].Interval.Width() {
		t.Errorf("a shop nobody wrote about is surer (%v) than one with a hundred mentions (%v)", all[6].Interval, all[5].Interval)
	}
	if all[5].Above < 0.99 || all[4].Above > 0.2 {
		t.Errorf("60 of 100 is above the mean with %.3f, 20 of 100 with %.3f", all[5].Above, all[4].Above)
	}
}

func TestShopsThatDoNotDifferAreHeldForAlike(t *testing.T) {
	counts := []Count{{2, 10}, {2, 10}, {20, 100}, {10, 50}, {4, 20}, {8, 40}}
	all, _ := Shrink(counts, Level)
	for i, s := range all {
		if math.Abs(s.Rate-0.2) > 0.02 {
			t.Errorf("shop %d: %.3f, all of them have 0.2", i, s.Rate)
		}
	}
}

func TestWhatIsSaidOfRanksAddsUp(t *testing.T) {
	err := quick.Check(func(ks, ns [5]uint16) bool {
		var counts []Count
		for i := range ks {
			k, n := whole(ks[i], ns[i]%300)
			counts = append(counts, Count{k, n})
		}
		all, _ := Shrink(counts, Level)
		var worst, best, ranks float64
		for i, s := range all {
			raw := counts[i].K / counts[i].N
			if !s.Interval.Holds(s.Rate) || s.Weight < 0 || s.Weight > 1 || s.Above < 0 || s.Above > 1 || math.IsNaN(s.Rate) {
				t.Logf("%+v of %v (raw %.3f)", s, counts[i], raw)
				return false
			}
			worst, best, ranks = worst+s.Worst, best+s.Best, ranks+s.Rank
		}
		if math.Abs(worst-1) > 0.02 || math.Abs(best-1) > 0.02 || math.Abs(ranks-15) > 0.05 {
			t.Logf("%v: worst %.4f, best %.4f, ranks %.4f", counts, worst, best, ranks)
			return false
		}
		return true
	}, &quick.Config{MaxCount: 40})
	if err != nil {
		t.Error(err)
	}
}

func TestAnOrderIsTheSameHoweverTheShopsAreListed(t *testing.T) {
	a, _ := Shrink([]Count{{3, 10}, {30, 100}, {9, 20}}, Level)
	b, _ := Shrink([]Count{{9, 20}, {30, 100}, {3, 10}}, Level)
	for i := range a {
		near(t, "rate", a[i].Rate, b[2-i].Rate, 1e-9)
		near(t, "rank", a[i].Rank, b[2-i].Rank, 1e-9)
	}
}

func BenchmarkShrinkOfAThousandShops(b *testing.B) {
	counts := make([]Count, 1000)
	for i := range counts {
		n := float64(5 + i*7%200)
		counts[i] = Count{math.Floor(n * float64(1+i%7) / 20), n}
	}
	for b.Loop() {
		Shrink(counts, Level)
	}
}
