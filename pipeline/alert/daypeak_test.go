package alert

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestDayPeaksEqualSorting compares the running peaks with a plain look at all hours, over series
// with gaps of any length.
func TestDayPeaksEqualSorting(t *testing.T) {
	const step = 30 * time.Minute // 48 buckets a day: the plain way stays quick
	r := rand.New(rand.NewPCG(3, 5))
	p := newDayPeaks(step)
	var hours []int64 // −1 unknown
	deaf := 0
	for b := range 48 * 40 {
		if deaf--; deaf < 0 && r.IntN(200) == 0 {
			deaf = r.IntN(60)
		}
		hour := int64(r.IntN(1 + r.IntN(40)))
		p.push(b, hour, deaf < 0)
		if deaf >= 0 {
			hour = -1
		}
		hours = append(hours, hour)
		if b%7 > 0 {
			continue
		}
		var peaks []int64
		for k := range peakDays {
			end := b - 2 - 48*k + 1
			if end <= 0 {
				break
			}
			day := slices.DeleteFunc(slices.Clone(hours[max(0, end-48):end]), func(v int64) bool { return v < 0 })
			if len(day) >= 24 {
				peaks = append(peaks, slices.Max(day))
			}
		}
		slices.Sort(peaks)
		got, known := p.usual(b)
		if want := quantileOf(peaks, peakQuantile); known != (len(peaks) > 0) || math.Abs(got-want) > 1e-9 {
			t.Fatalf("bucket %d: usual peak %v (known %v), want %v of %v", b, got, known, want, peaks)
		}
	}
}

// TestTheFlurryOfEveryDay has brands that are loud for half an hour each day, at another time and in
// another size: hours like that are rare among all hours, and on no day a surprise.
func TestTheFlurryOfEveryDay(t *testing.T) {
	alerts, weeks := 0, 0.0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 41))
		counts := made(seed, 28, 6)
		for day := range 28 {
			burst(counts, day*288+r.IntN(276), 6, 3+r.IntN(5))
		}
		for _, a := range Backtest(DefaultRule(), "b", counts) {
			if a.OpenedAt.After(monday.AddDate(0, 0, 7)) {
				alerts++
			}
		}
		weeks += 3
	}
	t.Logf("%d alerts in %.0f weeks", alerts, weeks)
	if rate := float64(alerts) / weeks; rate > 1.3 { // without the peaks of days it is 2
		t.Errorf("%.2f alerts a week about what happens every day", rate)
	}
}

// weekly is a brand whose Saturdays are so many times as loud over lunch, which only those who
// remember the last two know.
func weekly(seed uint64, days int, times float64) []voc.Count {
	counts := made(seed, days, 4)
	r := rand.New(rand.NewPCG(seed, 42))
	for i := range counts {
		if i/288%7 == 5 && i%288 >= 132 && i%288 < 168 {
			n := poisson(r, 7.0/12*(times-1))
			counts[i].N, counts[i].Authors = counts[i].N+n, counts[i].Authors+n
		}
	}
	return counts
}

// TestTheSaturdaysOfABrand: from the third week on a loud Saturday is no news. A matter three times
// as loud on such a day is.
func TestTheSaturdaysOfABrand(t *testing.T) {
	alerts, weeks, heard := 0, 0, 0
	for seed := range uint64(20) {
		counts := weekly(seed, 63, 2.2)
		for _, a := range Backtest(DefaultRule(), "b", counts) {
			if a.OpenedAt.After(monday.AddDate(0, 0, 19)) && a.OpenedAt.Weekday() == time.Saturday {
				alerts++
			}
		}
		weeks += 6                       // the Saturdays of the fourth to the ninth week
		burst(counts, 61*288+140, 18, 5) // Saturday of the ninth week
		for _, a := range Backtest(DefaultRule(), "b", counts) {
			if a.OpenedAt.After(monday.AddDate(0, 0, 61)) {
				heard++
				break
			}
		}
	}
	t.Logf("%d alerts on %d Saturdays, %d of 20 matters on one heard", alerts, weeks, heard)
	if float64(alerts) > 0.33*float64(weeks) || heard < 19 { // 0.75 without remembering weekdays
		t.Errorf("%d alerts on %d ordinary Saturdays, and %d of 20 matters heard", alerts, weeks, heard)
	}
}

// TestTheSameWeekdayTakesTwo: an incident of last Saturday alone is no rhythm.
func TestTheSameWeekdayTakesTwo(t *testing.T) {
	const step = 30 * time.Minute
	p := newDayPeaks(step)
	for b := range 48 * 30 {
		hour := int64(5)
		switch b {
		case 48*20 + 24:
			hour = 90 // a week before …
		case 48*13 + 30:
			hour = 40 // … and two weeks, three hours later in the day
		}
		p.push(b, hour, true)
		if got, ok := p.sameWeekday(b); b == 48*27+24 && (!ok || got != 40) {
			t.Errorf("the same weekday peaked at %v (%v), want the lower of 90 and 40", got, ok)
		} else if b == 48*26+24 && got != 5 {
			t.Errorf("the day before peaked at %v, want 5", got)
		} else if b == 48*13 && ok {
			t.Error("the same weekday is known before two weeks are over")
		}
	}
}

// TestOneIncidentDoesNotDeafen: an afternoon of trouble is one peak of fourteen, so that a smaller
// matter three days later, still far above the usual, is heard.
func TestOneIncidentDoesNotDeafen(t *testing.T) {
	counts := made(42, 16, 20)
	burst(counts, 11*288+160, 40, 30)
	peakBefore := Detect(DefaultRule(), counts)
	burst(counts, 14*288+160, 12, 16)
	spikes := Detect(DefaultRule(), counts)
	score, fired := 0.0, false
	for i := 14*288 + 160; i < 14*288+172; i++ {
		score, fired = max(score, spikes[i].Score), fired || spikes[i].Fired
	}
	t.Logf("highest score %.2f, without the second matter %.2f", score, peakBefore[14*288+171].Score)
	if !fired {
		t.Errorf("a matter of two hundred posts an hour three days after a larger one scores %.2f, want it heard", score)
	}
}

// TestWhatIsNoHigherThanEveryDayStaysBelowBalanced holds every bucket of loud series to it, and
// makes sure that there were buckets in which nothing else would have kept the score down.
func TestWhatIsNoHigherThanEveryDayStaysBelowBalanced(t *testing.T) {
	alone := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 41))
		counts := made(seed, 21, 6)
		for day := range 21 {
			burst(counts, day*288+r.IntN(276), 6, 3+r.IntN(5))
		}
		d := NewDetector(DefaultRule())
		for i, c := range counts {
			s := d.Step(c)
			peak, known := d.days.usual(d.at)
			if !known || float64(s.Hour) >= peak {
				continue
			}
			if three, known := d.threes.usual(d.at); s.Score >= Balanced && known && float64(d.three) < three {
				t.Fatalf("seed %d, bucket %d: %d in the hour and %d in three score %.2f, and ordinary days peak at %.1f and %.1f", seed, i, s.Hour, d.three, s.Score, peak, three)
			}
			if i > 288 && s.Sigma >= sigmaScale && burstOf(d, s) >= 1 {
				alone++
			}
		}
	}
	if alone == 0 {
		t.Error("nothing but the day's peak kept no bucket down: the series test nothing")
	}
}

func burstOf(d *Detector, s voc.Spike) float64 {
	return math.Sqrt(d.newHigh()/highScale*surprise(float64(s.Hour), d.level.mean(), d.level.phi())/surpriseScale) / burstScale
}
