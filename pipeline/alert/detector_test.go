package alert

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestBurstFiresWithinTheHourAndSaysWhy(t *testing.T) {
	const start = 10 * 288
	spikes := Detect(DefaultRule(), burst(made(1, 14, 9), start, 18, 8))
	fired := firedAt(spikes)
	if len(fired) == 0 {
		t.Fatal("a tenfold burst did not fire")
	}
	if fired[0] < start || fired[0] >= start+12 {
		t.Fatalf("fired first at bucket %d, want within the hour from %d", fired[0], start)
	}
	s := spikes[fired[0]]
	if s.Score < 1 || s.Hour < 20 || s.Usual < 4 || s.Usual > 14 || s.Sigma < 3 {
		t.Errorf("spike is %+v: want its numbers to show the burst against about nine an hour", s)
	}
	if want := monday.Add((start + 1) * 5 * time.Minute); s.At.Before(want) {
		t.Errorf("spike is dated %s, before the end of the bucket it judges (%s)", s.At, want)
	}
}

func TestWhatDoesNotFire(t *testing.T) {
	few := made(3, 10, 0.2)
	few[9*288].N, few[9*288].Authors = 4, 4
	onePerson := burst(made(4, 10, 9), 9*288, 12, 8)
	for i := 9 * 288; i < 9*288+12; i++ {
		onePerson[i].Authors = 0
	}
	onePerson[9*288].Authors = 2
	for i := 9*288 - 12; i < 9*288; i++ {
		onePerson[i].Authors = 0
	}
	for _, c := range []struct {
		why    string
		counts []voc.Count
	}{
		{"a quiet fortnight of usual rhythm", made(2, 14, 9)},
		{"four posts where nothing is usual: below the floor on posts", few},
		{"a loud hour written by two people", onePerson},
		{"a burst in the first day: nobody knows yet what is usual", burst(made(5, 1, 9), 200, 12, 30)},
		{"no mentions at all", make0(5)},
	} {
		if at := firedAt(Detect(DefaultRule(), c.counts)); len(at) > 0 {
			t.Errorf("%s: fired at buckets %v, want silence", c.why, at)
		}
	}
}

func make0(days int) []voc.Count {
	counts := made(1, days, 1)
	for i := range counts {
		counts[i].N, counts[i].Authors = 0, 0
	}
	return counts
}

func TestTheFutureChangesNoEarlierOutput(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	counts := burst(made(6, 20, 12), 12*288, 20, 15)
	before := Detect(DefaultRule(), counts)
	for range 20 {
		at := r.IntN(len(counts))
		changed := slices.Clone(counts)
		for i := at; i < len(changed); i++ {
			changed[i].N, changed[i].Authors, changed[i].Coverage = r.IntN(500), r.IntN(100), r.Float64()
		}
		if after := Detect(DefaultRule(), changed); !reflect.DeepEqual(after[:at], before[:at]) {
			t.Fatalf("changing buckets from %d on changed what was said before", at)
		}
	}
}

func TestLiveEqualsReplay(t *testing.T) {
	counts := burst(made(8, 20, 12), 15*288, 20, 15)
	want := Detect(DefaultRule(), counts)
	live := NewDetector(DefaultRule())
	for i, c := range counts {
		if i%700 == 300 {
			kept := live.Clone()
			live.Step(voc.Count{At: c.At, N: 999, Authors: 999, Coverage: 1}) // a reading that late posts overtook
			live = kept
		}
		if got := live.Step(c); got != want[i] {
			t.Fatalf("bucket %d: live said %+v, replay %+v", i, got, want[i])
		}
	}
}

func TestMissingDataIsUnknownNeverZero(t *testing.T) {
	whole := made(9, 16, 20)
	gap := slices.Clone(whole)
	for i := 8 * 288; i < 9*288; i++ { // the collector was down for a day
		gap[i].N, gap[i].Authors, gap[i].Coverage = 0, 0, 0
	}
	wholeSpikes, gapSpikes := Detect(DefaultRule(), whole), Detect(DefaultRule(), gap)
	for i := 8 * 288; i < 9*288; i++ {
		if s := gapSpikes[i]; !s.Unknown || s.Fired || s.Score != 0 {
			t.Fatalf("bucket %d of the gap: %+v, want unknown and silent", i, s)
		}
	}
	before, after := gapSpikes[8*288-1].Usual, gapSpikes[9*288+11].Usual
	if math.Abs(after-before) > 0.02*before {
		t.Errorf("usual went from %.2f to %.2f over the gap: an outage must not teach the baseline", before, after)
	}
	if at := firedAt(gapSpikes); !reflect.DeepEqual(at, firedAt(wholeSpikes)) {
		t.Errorf("fired at %v with the gap, at %v without: recovering is no burst", at, firedAt(wholeSpikes))
	}
}

func TestBucketsLeftOutAreAGap(t *testing.T) {
	counts := made(10, 16, 20)
	zeroed := slices.Clone(counts)
	for i := 8 * 288; i < 8*288+100; i++ {
		zeroed[i] = voc.Count{At: counts[i].At}
	}
	want := Detect(DefaultRule(), zeroed)
	got := Detect(DefaultRule(), slices.Concat(counts[:8*288], counts[8*288+100:]))
	if !reflect.DeepEqual(got[8*288:], want[8*288+100:]) {
		t.Error("leaving buckets out differs from buckets that say they were not collected")
	}
}

func TestABacklogIsNoBurst(t *testing.T) {
	counts := made(11, 10, 20)
	for i := 9 * 288; i < 9*288+24; i++ {
		counts[i] = voc.Count{At: counts[i].At}
	}
	counts[9*288+24].N += 40 // two hours of posts without a time of their own arrive at once
	counts[9*288+24].Authors += 40
	if s := Detect(DefaultRule(), counts)[9*288+24]; !s.Unknown || s.Fired {
		t.Errorf("first bucket after two hours down: %+v, want unknown: most of its hour was not heard", s)
	}
}

func TestTimeThatStandsStillChangesNothing(t *testing.T) {
	counts := made(12, 4, 9)
	d := NewDetector(DefaultRule())
	for i, c := range counts[:len(counts)-1] {
		d.Step(c)
		if s := d.Step(counts[i/2]); !s.Unknown || s.Fired {
			t.Fatalf("bucket %d again: %+v, want unknown", i/2, s)
		}
	}
	want := Detect(DefaultRule(), counts)
	if got := d.Step(counts[len(counts)-1]); got != want[len(want)-1] {
		t.Errorf("after old buckets were fed again the detector said %+v, want %+v", got, want[len(want)-1])
	}
}

func TestCountRule(t *testing.T) {
	rule := DefaultRule()
	rule.Kind, rule.MinPosts, rule.MinAuthors = CountKind, 5, 3
	counts := make0(1)
	for i, n := range []int{2, 2, 1} {
		counts[20+i].N, counts[20+i].Authors = n, n
	}
	if at := firedAt(Detect(rule, counts)); len(at) == 0 || at[0] != 22 || at[len(at)-1] != 31 {
		t.Errorf("fired at %v, want from the fifth post (bucket 22) until the first two leave the hour (after 31)", at)
	}
	rule.MinAuthors = 6
	if at := firedAt(Detect(rule, counts)); at != nil {
		t.Errorf("five authors at most, six asked: fired at %v", at)
	}
}

func TestHighQuantileEqualsSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	var m multiset
	var plain []int64
	for range 5000 {
		if len(plain) > 0 && r.IntN(3) == 0 {
			i := r.IntN(len(plain))
			m.remove(plain[i])
			plain = slices.Delete(plain, i, i+1)
		} else {
			v := int64(r.IntN(1 + r.IntN(60)))
			m.add(v)
			plain = append(plain, v)
		}
		sorted := slices.Sorted(slices.Values(plain))
		for _, q := range quantiles {
			if got, want := m.high(q), quantileOf(sorted, q); math.Abs(got-want) > 1e-9 {
				t.Fatalf("%.1f%% quantile of %d values is %v, want %v", 100*q, len(plain), got, want)
			}
		}
	}
}

func quantileOf(sorted []int64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := q * float64(len(sorted)-1)
	i := int(at)
	v := float64(sorted[i])
	if i+1 < len(sorted) {
		v += (at - float64(i)) * float64(sorted[i+1]-sorted[i])
	}
	return v
}

func TestSurpriseGrowsWithTheExcessAndShrinksWithScatter(t *testing.T) {
	if s := surprise(9, 9, 0.2); s != 0 {
		t.Errorf("the usual hour surprises by %v, want 0", s)
	}
	if a, b := surprise(20, 9, 0.2), surprise(40, 9, 0.2); a <= 0 || b <= a {
		t.Errorf("surprise of 20 is %v and of 40 is %v, want it to grow", a, b)
	}
	if calm, wild := surprise(40, 9, 0.05), surprise(40, 9, 2); wild >= calm {
		t.Errorf("a series that always scatters surprises by %v, a calm one by %v", wild, calm)
	}
}

func BenchmarkStep(b *testing.B) {
	counts := burst(made(14, 60, 80), 40*288, 30, 100)
	d := NewDetector(DefaultRule())
	step := time.Duration(len(counts)) * 5 * time.Minute
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c := counts[i%len(counts)]
		c.At = c.At.Add(time.Duration(i/len(counts)) * step)
		d.Step(c)
	}
}
