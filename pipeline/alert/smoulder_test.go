package alert

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// smouldered is a fortnight with a loud hour now and then, and on its last day an afternoon of five
// hours in which no hour is louder than those were.
func smouldered(seed uint64, perBucket int) []voc.Count {
	counts := made(seed, 15, 60)
	for day := 3; day < 13; day += 3 {
		burst(counts, day*288+100, 12, 12)
	}
	return burst(counts, 14*288+60, 60, perBucket)
}

func TestASmoulderingAfternoonIsTold(t *testing.T) {
	told, alone := 0, 0
	for seed := range uint64(20) {
		d := NewDetector(DefaultRule())
		smouldering, first := false, -1
		for i, c := range smouldered(seed, 11) {
			s := d.Step(c)
			if i < 14*288+60 || !s.Fired || first >= 0 {
				continue
			}
			first = i
			smouldering = strings.HasSuffix(s.Reason, "，三小时来居高不下")
			if smouldering != (d.shown < Balanced) {
				t.Fatalf("seed %d: the bucket alone shows %.2f and the reason is %q", seed, d.shown, s.Reason)
			}
		}
		if first >= 0 {
			told++
		}
		if smouldering {
			alone++
			if after := first - (14*288 + 60); after < 12 || after > 60 {
				t.Errorf("seed %d: told as smouldering %d minutes after it began, want hours", seed, 5*after)
			}
		}
	}
	t.Logf("told %d of 20, %d of them because it lasted", told, alone)
	if told < 18 || alone < 5 {
		t.Errorf("told %d of 20, %d of them because it lasted: want nearly all, and some by nothing else", told, alone)
	}
}

// TestSmoulderEqualsAddingUp compares the running sum with a plain one.
func TestSmoulderEqualsAddingUp(t *testing.T) {
	for _, step := range []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, time.Hour} {
		r := rand.New(rand.NewPCG(9, uint64(step)))
		s := newSmoulder(step)
		hour, span := int(time.Hour/step), int(3*time.Hour/step)
		var all []int64
		for b := range 5 * span {
			shown := 2.2*r.Float64() - 0.5 // below 0 and over 1 as well
			all = append(all, int64(perMille(shown)))
			var sum int64
			for _, v := range all[max(0, b+1-span):] {
				sum += v
			}
			if got, want := s.with(shown), float64(sum)/float64(1000*hour); got != want {
				t.Fatalf("step %s, bucket %d: %v, want %v", step, b, got, want)
			}
			s.push(shown)
		}
	}
}

func TestWhatDoesNotSmoulder(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func(counts []voc.Count)
	}{
		{"the collector was down for half of it", func(counts []voc.Count) {
			for i := 14*288 + 60; i < len(counts); i++ {
				if i/6%2 == 0 {
					counts[i] = voc.Count{At: counts[i].At}
				}
			}
		}},
		{"one person wrote it all", func(counts []voc.Count) {
			for i := 14*288 + 48; i < len(counts); i++ {
				counts[i].Authors = 0
			}
		}},
	} {
		for seed := range uint64(10) {
			counts := smouldered(seed, 7)
			c.change(counts)
			for _, at := range firedAt(Detect(DefaultRule(), counts)) {
				if at >= 14*288+60 {
					t.Errorf("seed %d, %s: fired at bucket %d of the afternoon", seed, c.why, at-14*288-60)
					break
				}
			}
		}
	}
}

// TestABurstThatIsOverDoesNotSmoulder: an hour of any size, then the usual: within an hour of its
// last post nothing fires any more.
func TestABurstThatIsOverDoesNotSmoulder(t *testing.T) {
	for _, size := range []int{20, 80, 400} {
		for seed := range uint64(8) {
			counts := burst(made(seed, 14, 30), 12*288, 12, size)
			for _, at := range firedAt(Detect(DefaultRule(), counts)) {
				if at > 12*288+24 {
					t.Errorf("seed %d: a burst of %d a bucket still fires %d minutes after its end", seed, size, 5*(at-12*288-11))
				}
			}
		}
	}
}

// TestACampaignLeavesNoSmoulder: what a plan made loud is no evidence once it is over.
func TestACampaignLeavesNoSmoulder(t *testing.T) {
	for seed := range uint64(10) {
		counts := burst(made(seed, 14, 30), 12*288, 72, 9)
		plan := campaign(12*288, 72, 0)
		for i, s := range Detect(DefaultRule(), counts, plan) {
			inside := i >= 12*288 && i < 12*288+72
			if inside != (s.Planned == "周年庆") {
				t.Fatalf("seed %d, bucket %d: planned is %q", seed, i, s.Planned)
			}
			if i >= 12*288 && s.Fired {
				t.Errorf("seed %d: fires %d minutes into or after a planned surge", seed, 5*(i-12*288))
			}
		}
	}
}
