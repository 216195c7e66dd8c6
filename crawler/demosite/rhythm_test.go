package demosite

import (
	"math"
	"testing"
	"time"
)

func TestPoisson(t *testing.T) {
	for _, mean := range []float64{0, .01, .7, 5, 40, 300} {
		r, sum, squares := newRand(9), 0.0, 0.0
		const draws = 20_000
		for range draws {
			n := float64(poisson(r, mean))
			sum += n
			squares += n * n
		}
		got := sum / draws
		variance := squares/draws - got*got
		// five standard errors of the mean; the variance of a Poisson number is its mean
		if tolerance := 5 * math.Sqrt(mean/draws); math.Abs(got-mean) > tolerance+1e-9 || math.Abs(variance-mean) > mean*.1+1e-9 {
			t.Errorf("mean %g: drew a mean of %.3f and a variance of %.3f", mean, got, variance)
		}
	}
}

func TestSharesOfADay(t *testing.T) {
	for _, of := range []*[24]float64{&hours, &office} {
		week := 0.0
		for h := range 7 * 24 {
			week += share(of, testNow.Add(time.Duration(h)*time.Hour))
		}
		if week < 6.7 || week > 7.3 {
			t.Errorf("a week has %.2f days' worth of posts, want about 7", week)
		}
	}
}

func TestLevelOfAnIncident(t *testing.T) {
	in := &incident{start: testNow, end: testNow.Add(24 * time.Hour), rise: time.Hour, plateau: 2 * time.Hour, half: 4 * time.Hour}
	for _, c := range []struct {
		why   string
		since time.Duration
		want  float64
	}{
		{"nothing before it begins", -time.Second, 0},
		{"a murmur at first", 0, .12},
		{"half way up", 30 * time.Minute, .56},
		{"loud", time.Hour, 1},
		{"loud to the end of the plateau", 3 * time.Hour, 1},
		{"half as loud after the half life", 7 * time.Hour, .5},
		{"a quarter after two", 11 * time.Hour, .25},
		{"over", 24 * time.Hour, 0},
	} {
		if got := in.level(testNow.Add(c.since)); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: %g after %s, want %g", c.why, got, c.since, c.want)
		}
	}
}

func TestCrowd(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 9999: "9999", 10_000: "1.0万", 23_456: "2.3万", 999_000: "99.9万", 1_000_000: "100万+", 1 << 40: "100万+"} {
		if got := crowd(n); got != want {
			t.Errorf("crowd(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestStoresDiffer(t *testing.T) {
	_, truth := world(t, nil)
	waits := func(store string) float64 {
		all := truth.Count(func(f Fact) bool { return string(f.Store) == store && f.Sentiment == "negative" })
		return float64(truth.Count(func(f Fact) bool { return string(f.Store) == store && f.Topic == "neg.wait" })) / float64(all)
	}
	if slow, usual := waits("wh-guanggu"), waits("sh-jingan"); slow < 1.6*usual {
		t.Errorf("waiting is %.0f %% of the complaints in the slow store and %.0f %% in another: a board by store would show nothing", 100*slow, 100*usual)
	}
}
