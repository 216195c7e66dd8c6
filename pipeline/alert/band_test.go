package alert

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestTheBandHoldsWhatItSays counts how many hours of made-up brands lie within the expected band:
// not far fewer than 95 of 100, and where moods come and go not all.
func TestTheBandHoldsWhatItSays(t *testing.T) {
	for _, perHour := range []float64{2, 20, 300} {
		within, all := 0, 0
		for seed := range uint64(12) {
			r := rand.New(rand.NewPCG(seed, 61))
			d := NewDetector(DefaultRule())
			for i, x := range rates(r, 24, perHour) {
				s := d.Step(clean(i, draw(r, x)))
				if i < 7*288 {
					continue
				}
				if all++; float64(s.Hour) >= s.Low && float64(s.Hour) <= s.High {
					within++
				}
			}
		}
		share := 100 * float64(within) / float64(all)
		t.Logf("%3.0f an hour: %.1f %% within the band", perHour, share)
		if share < 91 || share > 99.5 {
			t.Errorf("%.0f an hour: %.1f %% of hours lie within the band, want about 95", perHour, share)
		}
	}
}

func TestTheBandKnowsTheTimeOfDay(t *testing.T) {
	spikes := Detect(DefaultRule(), made(1, 21, 40)) // 12 an hour at midnight, 68 at noon
	night, noon := spikes[20*288+6], spikes[20*288+150]
	if night.High >= noon.Low || night.High > 35 || noon.Low < 35 {
		t.Errorf("expected at night %.0f–%.0f and at noon %.0f–%.0f: they must not overlap", night.Low, night.High, noon.Low, noon.High)
	}
	if math.Abs(night.Usual-noon.Usual) > 5 {
		t.Errorf("usual is %.1f at night and %.1f at noon: it is the whole day's", night.Usual, noon.Usual)
	}
}

func TestTheBandIsNotLearnedFromABurst(t *testing.T) {
	quiet := made(2, 21, 20)
	loud := burst(made(2, 21, 20), 18*288+140, 24, 60)
	a, b := Detect(DefaultRule(), quiet), Detect(DefaultRule(), loud)
	at := 20*288 + 150
	if b[at].High > 1.5*a[at].High {
		t.Errorf("two days after a burst up to %.0f are expected at its hour, %.0f without one", b[at].High, a[at].High)
	}
}

func TestTheBandOfWhatIsNotKnown(t *testing.T) {
	counts := made(3, 6, 20)
	for i := 3 * 288; i < 4*288; i++ {
		counts[i] = voc.Count{At: counts[i].At}
	}
	spikes := Detect(DefaultRule(), counts)
	if s := spikes[200]; s.Low != 0 || s.High != 0 {
		t.Errorf("expected between %.0f and %.0f on the first day: nobody knows yet", s.Low, s.High)
	}
	before, during, after := spikes[3*288-1], spikes[4*288-1], spikes[5*288-1]
	if !during.Unknown || during.High == 0 || math.Abs(during.High-before.High) > 0.35*before.High {
		t.Errorf("in a gap %.0f–%.0f is expected, a day before %.0f–%.0f: the gap must not move it", during.Low, during.High, before.Low, before.High)
	}
	if after.High == 0 {
		t.Error("nothing is expected after a gap")
	}
}

// TestTheBandAfterALongGap: the time of day is right after weeks that nobody listened to, and after
// more of them than the detector remembers.
func TestTheBandAfterALongGap(t *testing.T) {
	for _, days := range []int{10, 16, 40} {
		counts := made(4, 60, 40)
		for i := range counts {
			if i >= 14*288+77 && i < (14+days)*288+77 {
				counts[i] = voc.Count{}
			}
		}
		d := NewDetector(DefaultRule())
		for _, c := range counts {
			if c.Coverage == 0 {
				continue // left out altogether
			}
			s := d.Step(c)
			if at := int(c.At.Sub(monday) / (5 * time.Minute)); at == (14+days)*288+288+150 && (s.Low < 35 || s.High < 65) {
				t.Errorf("a day after a gap of %d days %.0f–%.0f is expected at noon, want 68 within", days, s.Low, s.High)
			}
		}
	}
}

func TestLimitsAreQuantiles(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 62))
	for _, c := range []struct{ mean, phi float64 }{{0.4, 0.01}, {3, 0.01}, {3, 0.5}, {40, 0.05}, {900, 0.2}} {
		b := newBand(5 * time.Minute)
		b.squares, b.excess = 1, c.phi
		low, high := b.limits(0, c.mean)
		under, over, n := 0, 0, 40_000
		for range n {
			shape := 1 / c.phi
			x := float64(draw(r, c.mean*gamma(r, shape)/shape))
			if x < low {
				under++
			}
			if x > high {
				over++
			}
		}
		if u, o := float64(under)/float64(n), float64(over)/float64(n); u > 0.032 || o > 0.032 || (o < 0.004 && c.mean > 1) {
			t.Errorf("mean %v, overdispersion %v: %.1f %% lie under %.0f and %.1f %% over %.0f, want 2.5 each", c.mean, c.phi, 100*u, low, 100*o, high)
		}
	}
}

// gamma draws by Marsaglia and Tsang's method.
func gamma(r *rand.Rand, shape float64) float64 {
	d := shape - 1.0/3
	for {
		x := r.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
