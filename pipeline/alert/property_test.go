package alert

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestMorePostsNeverLowerTheScore adds posts to the newest bucket of any state a detector gets into.
func TestMorePostsNeverLowerTheScore(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 101))
		d := NewDetector(DefaultRule())
		for i, c := range tangled(seed, 16) {
			if i%97 == 0 {
				score, louder := math.Inf(-1), c
				for range 12 {
					louder.N += r.IntN(2 + louder.N)
					s := d.Clone().Step(louder)
					if s.Unknown {
						break
					}
					if s.Score < score-1e-12 {
						t.Fatalf("seed %d, bucket %d: %d posts score %.4f, fewer scored %.4f", seed, i, louder.N, s.Score, score)
					}
					score = s.Score
				}
			}
			d.Step(c)
		}
	}
}

// TestShiftedInTime: nothing hangs on the hour of the clock, the weekday or the time zone.
func TestShiftedInTime(t *testing.T) {
	counts := tangled(7, 20)
	want := Detect(DefaultRule(), counts)
	for _, by := range []time.Duration{5 * time.Minute, 7*time.Hour + 13*time.Minute, 100 * 24 * time.Hour} {
		moved := slices.Clone(counts)
		for i := range moved {
			moved[i].At = moved[i].At.Add(by).In(shanghai)
		}
		for i, got := range Detect(DefaultRule(), moved) {
			if !got.At.Equal(want[i].At.Add(by)) {
				t.Fatalf("moved by %s: bucket %d ends %s", by, i, got.At)
			}
			got.At = want[i].At
			if got != want[i] {
				t.Fatalf("moved by %s, bucket %d: %+v, want %+v", by, i, got, want[i])
			}
		}
	}
}

// TestATenfoldBrandIsHeardAsWell: the same story told by ten times as many people is the better
// founded, so what fires for the small brand fires for the large one.
func TestATenfoldBrandIsHeardAsWell(t *testing.T) {
	for seed := range uint64(8) {
		counts := burst(made(seed, 16, float64(6+10*seed)), 12*288+int(31*seed), 14, int(4+4*seed))
		large := slices.Clone(counts)
		for i := range large {
			large[i].N, large[i].Authors = 10*large[i].N, 10*large[i].Authors
		}
		small, big := Backtest(DefaultRule(), "b", counts), Backtest(DefaultRule(), "b", large)
		for _, a := range small {
			if !slices.ContainsFunc(big, func(b voc.Alert) bool { return !b.OpenedAt.After(a.OpenedAt) && !b.LastAt.Before(a.StartedAt) }) {
				t.Errorf("seed %d: alert of %s (%d in the hour, usual %.1f) is not raised for a brand ten times as large", seed, a.OpenedAt, a.Spike.Hour, a.Spike.Usual)
			}
		}
	}
}

// TestMissingDataNeverAlarms takes data away: buckets at random, whole days, coverage without
// posts. Nothing may fire that would not have fired with them, within the hour or at all.
func TestMissingDataNeverAlarms(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 102))
		counts := made(seed, 21, float64(2+8*(seed%6)))
		holed := slices.Clone(counts)
		for range 2 + r.IntN(12) {
			from := 2*288 + r.IntN(len(holed)-2*288)
			for i := from; i < min(from+1+r.IntN(400), len(holed)); i++ {
				holed[i] = voc.Count{At: holed[i].At}
			}
		}
		whole := Detect(DefaultRule(), counts)
		for i, s := range Detect(DefaultRule(), holed) {
			if holed[i].Coverage == 0 && (s.Fired || !s.Unknown) {
				t.Fatalf("seed %d, bucket %d was not collected: %+v", seed, i, s)
			}
			if s.Fired && whole[i].Score < 0.75 {
				t.Errorf("seed %d, bucket %d fires with %.2f after a gap, and scored %.2f without one", seed, i, s.Score, whole[i].Score)
			}
		}
	}
}

// TestBackfillNeverNotifies: whatever is found later than three hours after its hour is history.
func TestBackfillNeverNotifies(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 103))
		for _, spike := range Detect(DefaultRule(), tangled(seed, 16)) {
			late := lateLimit + time.Duration(1+r.Int64N(int64(90*24*time.Hour)))
			if d := Decide(nil, spike, spike.At.Add(late), DefaultRule()); d.Verdict == Opened && !d.History {
				t.Fatalf("seed %d: known %s late and told as news: %+v", seed, late, spike)
			}
		}
	}
}

// TestNothingIsEverNotANumber: whatever comes in, events must be able to carry the score.
func TestNothingIsEverNotANumber(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 104))
	sizes := []int{0, 0, 0, 1, 7, 400, 1e9, math.MaxInt32}
	for range 20 {
		d := NewDetector(with(func(r *Rule) { r.MinCoverage = 0 }))
		for i := range 3000 {
			c := voc.Count{At: monday.Add(time.Duration(i) * 5 * time.Minute), N: sizes[r.IntN(len(sizes))], Coverage: float64(r.IntN(3)) / 2}
			if s := d.Step(c); math.IsNaN(s.Score) || math.IsInf(s.Score, 0) || math.IsNaN(s.Sigma) || math.IsInf(s.Usual, 0) || s.Score < 0 {
				t.Fatalf("bucket %d: %+v", i, s)
			}
		}
	}
}

func TestPlansAreCausalToo(t *testing.T) {
	counts := tangled(11, 20)
	plans := []Plan{campaign(9*288, 400, 2), campaign(15*288, 100, 0)}
	want := Detect(DefaultRule(), counts, plans...)
	r := rand.New(rand.NewPCG(5, 105))
	for range 12 {
		at := 1 + r.IntN(len(counts)-1)
		changed := slices.Clone(counts)
		for i := at; i < len(changed); i++ {
			changed[i].N, changed[i].Coverage = r.IntN(300), r.Float64()
		}
		if got := Detect(DefaultRule(), changed, plans...); !reflect.DeepEqual(got[:at], want[:at]) {
			t.Fatalf("changing buckets from %d on changed what was said before", at)
		}
	}
}

// rates are the expected posts of each bucket of a brand: day and week, a trend, moods that last
// for hours, and buckets that scatter by themselves.
func rates(r *rand.Rand, days int, perHour float64) []float64 {
	keep, mood, trend := math.Exp(-1.0/36), 0.0, 0.3*(r.Float64()-0.3)
	out := make([]float64, days*288)
	for i := range out {
		mood = keep*mood + math.Sqrt(1-keep*keep)*0.3*r.NormFloat64()
		week := 1.0
		if i/288%7 >= 5 {
			week = 0.7
		}
		scatter := 0.0
		for range 4 { // Erlang of four: with Poisson upon it a negative binomial
			scatter += r.ExpFloat64() / 4
		}
		day := 1 - 0.6*math.Cos(2*math.Pi*float64(i%288)/288)
		out[i] = perHour / 12 * day * week * math.Exp(mood-0.045) * scatter * (1 + trend*float64(i)/float64(len(out)))
	}
	return out
}

// risen is a burst of known size and place: it rises for half an hour to so many times the mean
// and halves every two hours.
func risen(times float64, k int) float64 {
	if k < 6 {
		return times * float64(k+1) / 6
	}
	return times * math.Exp2(-float64(k-6)/24)
}

// TestBurstsOfKnownSize says how often a burst is found within six hours, how late, and how often
// something is told of a brand that nothing happened to. The bounds lie a little beside what was
// measured when they were set.
func TestBurstsOfKnownSize(t *testing.T) {
	for _, perHour := range []float64{5, 60, 300} {
		sizes := []float64{2, 4, 8, 16}
		found, late, draws, alerts, weeks := make([]int, 4), make([]int, 4), 0, 0, 0.0
		for seed := range uint64(16) {
			r := rand.New(rand.NewPCG(seed, 106))
			expected := rates(r, 24, perHour)
			counts := make([]voc.Count, len(expected))
			for i, x := range expected {
				n := draw(r, x)
				counts[i] = clean(i, n)
			}
			watch := NewWatch(DefaultRule(), "b")
			for i, c := range counts {
				if i >= 14*288 && i%463 == 0 && i+72 < len(counts) {
					draws++
					for k, times := range sizes {
						if after, ok := heardWithin(watch.detector.Clone(), counts[i:i+72], times*perHour/12, seed); ok {
							found[k], late[k] = found[k]+1, late[k]+after
						}
					}
				}
				if _, d := watch.Step(c); d.Verdict == Opened && i >= 3*288 {
					alerts++
				}
			}
			weeks += 3
		}
		line := fmt.Sprintf("%4.0f an hour: %.2f alerts a week of nothing;", perHour, float64(alerts)/weeks)
		for k, times := range sizes {
			line += fmt.Sprintf("  ×%.0f %3.0f %% after %2.0f min", times, 100*float64(found[k])/float64(draws), float64(late[k])/float64(max(found[k], 1)))
		}
		t.Log(line)
		if rate := float64(alerts) / weeks; rate > 0.8 {
			t.Errorf("%.0f an hour: %.2f alerts a week of nothing", perHour, rate)
		}
		if float64(found[1]) < 0.7*float64(draws) || float64(found[2]) < 0.98*float64(draws) || late[2] > 40*found[2] {
			t.Errorf("%.0f an hour: of %d bursts found %v, after %v minutes together", perHour, draws, found, late)
		}
	}
}

// heardWithin tells whether a burst laid over the counts fires, and after how many minutes.
func heardWithin(d *Detector, counts []voc.Count, perBucket float64, seed uint64) (int, bool) {
	r := rand.New(rand.NewPCG(seed, uint64(counts[0].At.Unix())))
	for k, c := range counts {
		n := draw(r, risen(perBucket, k))
		c.N, c.Authors = c.N+n, c.Authors+n
		if d.Step(c).Fired {
			return 5 * (k + 1), true
		}
	}
	return 0, false
}

// draw is a Poisson count of any rate.
func draw(r *rand.Rand, rate float64) int {
	if rate > 30 {
		return max(0, int(math.Round(rate+math.Sqrt(rate)*r.NormFloat64())))
	}
	return poisson(r, rate)
}

// clean is a bucket fully collected.
func clean(i, n int) voc.Count {
	return voc.Count{At: monday.Add(time.Duration(i) * 5 * time.Minute), N: n, Authors: n, Coverage: 1}
}
