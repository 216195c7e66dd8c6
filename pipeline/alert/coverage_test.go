package alert

import (
	"slices"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// deaf takes a stretch of buckets away: nobody listened.
func deaf(counts []voc.Count, from, length int) []voc.Count {
	for i := from; i < from+length; i++ {
		counts[i] = voc.Count{At: counts[i].At}
	}
	return counts
}

// TestTheCollectorIsDownInTheMiddleOfABurst: one incident stays one, whether the collector was away
// for minutes or for hours, and the time nobody listened neither ends nor feeds it.
func TestTheCollectorIsDownInTheMiddleOfABurst(t *testing.T) {
	const start = 10 * 288
	for _, c := range []struct {
		why        string
		from, deaf int // buckets after the start, and how many
	}{
		{"for twenty minutes, after it was told", 18, 4},
		{"for an hour and a half", 18, 18},
		{"for eight hours, longer than an incident takes to end", 18, 96},
		{"before it could be told: it is told when enough is heard again", 1, 6},
	} {
		for seed := range uint64(6) {
			length := c.from + c.deaf + 36
			counts := deaf(burst(made(seed, 13, 20), start, length, 14), start+c.from, c.deaf)
			alerts := Backtest(DefaultRule(), "b", counts)
			if len(alerts) != 1 {
				t.Errorf("seed %d, %s: %d alerts, want the one incident", seed, c.why, len(alerts))
				continue
			}
			a := alerts[0]
			ended := counts[start+length-1].At
			if a.State != voc.AlertResolved || a.LastAt.Before(ended.Add(-time.Hour)) || a.ResolvedAt.Before(ended.Add(5*time.Hour)) {
				t.Errorf("seed %d, %s: ended %s, last above usual %s, and it went on until %s", seed, c.why, a.ResolvedAt, a.LastAt, ended)
			}
		}
	}
}

// TestHalfOfTheSourcesFail: for four days half of the posts are heard. The usual must not follow,
// and that all is heard again is no burst.
func TestHalfOfTheSourcesFail(t *testing.T) {
	const from, until = 10 * 288, 14 * 288
	for seed := range uint64(10) {
		whole := made(seed, 18, 80)
		half := slices.Clone(whole)
		for i := from; i < until; i++ {
			half[i].N, half[i].Authors, half[i].Coverage = whole[i].N/2, whole[i].N/2, 0.5
		}
		a, b := Detect(DefaultRule(), whole), Detect(DefaultRule(), half)
		if x, y := a[until-1].Usual, b[until-1].Usual; y < 0.93*x {
			t.Errorf("seed %d: after four days of half usual is %.1f an hour, %.1f when all was heard", seed, y, x)
		}
		if x, y := a[until-1].Low, b[until-1].Low; y < 0.8*x {
			t.Errorf("seed %d: after four days of half at least %.0f are expected, %.0f when all was heard", seed, y, x)
		}
		for i := from; i < len(half); i++ {
			if b[i].Fired && !a[i].Fired {
				t.Errorf("seed %d: fires %d minutes after half of the sources failed or came back", seed, 5*(i-from))
				break
			}
		}
	}
}

// TestASourceThatStaysAway is got used to: after a fortnight the usual is what is heard now.
func TestASourceThatStaysAway(t *testing.T) {
	counts := made(5, 40, 80)
	for i := 10 * 288; i < len(counts); i++ {
		counts[i].N, counts[i].Authors, counts[i].Coverage = counts[i].N/2, counts[i].N/2, 0.55
	}
	spikes := Detect(DefaultRule(), counts)
	if s := spikes[len(spikes)-1]; s.Usual > 50 {
		t.Errorf("a month after half of the sources went away usual is still %.1f an hour, want about 40", s.Usual)
	}
	burst(counts, 38*288, 12, 40)
	for _, at := range firedAt(Detect(DefaultRule(), counts)) {
		if at >= 38*288 && at < 38*288+12 {
			return
		}
	}
	t.Error("a burst among what is still heard is not told")
}

// TestABrandHeardByHalfFromTheStart learns: its coverage never was another.
func TestABrandHeardByHalfFromTheStart(t *testing.T) {
	counts := made(6, 14, 40)
	for i := range counts {
		counts[i].Coverage = 0.5
	}
	if at := firedAt(Detect(DefaultRule(), burst(counts, 12*288, 12, 30))); len(at) == 0 || at[0] < 12*288 {
		t.Errorf("fired at %v, want the burst of the thirteenth day", at)
	}
}

// TestZonesAndClocks: the same moments in a zone with summer time, over both of its changes, are
// judged alike; and of the hour that a wrong clock lives twice, the second time changes nothing.
func TestZonesAndClocks(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones on this machine: ", err)
	}
	for _, around := range []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)} {
		counts := burst(made(7, 16, 20), 10*288+24, 12, 20) // a burst on the night of the change
		for i := range counts {
			counts[i].At = around.Add(time.Duration(i-10*288) * 5 * time.Minute)
		}
		local := slices.Clone(counts)
		for i := range local {
			local[i].At = local[i].At.In(berlin)
		}
		want, got := Detect(DefaultRule(), counts), Detect(DefaultRule(), local)
		for i := range want {
			if got[i].At = got[i].At.UTC(); got[i] != want[i] {
				t.Fatalf("bucket %d (%s): %+v, want %+v", i, local[i].At, got[i], want[i])
			}
		}
		live := NewDetector(DefaultRule())
		for i, c := range local {
			s := live.Step(c)
			if s.At = s.At.UTC(); s != want[i] {
				t.Fatalf("bucket %d: %+v after a clock was set back, want %+v", i, s, want[i])
			}
			if i == 10*288+40 { // the machine's clock is an hour behind for an hour
				for _, again := range local[i-11 : i+1] {
					again.N, again.Authors = 500, 500
					if s := live.Step(again); !s.Unknown || s.Fired {
						t.Fatalf("an hour lived twice: %+v, want it unknown", s)
					}
				}
			}
		}
	}
}
