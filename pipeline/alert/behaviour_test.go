package alert

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// said is one made-up mention: what the store breaks increases down by.
type said struct {
	topics                []string
	store, source, region string
}

// sharesOf counts mentions of a window and of its usual by every dimension, as the store does: a
// mention of two topics counts for both.
func sharesOf(window, past []said, lengths float64) []voc.Share {
	type key struct{ dimension, element string }
	count := func(all []said) map[key]int {
		n := map[key]int{}
		for _, s := range all {
			for _, topic := range s.topics {
				n[key{"topic", topic}]++
			}
			for dimension, element := range map[string]string{"store": s.store, "source": s.source, "region": s.region} {
				if element != "" {
					n[key{dimension, element}]++
				}
			}
		}
		return n
	}
	now, before := count(window), count(past)
	var shares []voc.Share
	for k, n := range now {
		shares = append(shares, voc.Share{Dimension: k.dimension, Element: k.element, N: n, Usual: float64(before[k]) / lengths})
	}
	return shares
}

// TestExplainNamesWhatPeopleSpeakOf injects an incident into two weeks of chatter, mention by
// mention: some speak of a second matter as well, some name no matter, half happen in one shop.
// The first topic named must be the one injected.
func TestExplainNamesWhatPeopleSpeakOf(t *testing.T) {
	const trials, lengths = 200, 14 * 24
	right := 0
	for seed := range uint64(trials) {
		r := rand.New(rand.NewPCG(seed, 11))
		chat := func() said {
			s := said{store: fmt.Sprint("s", r.IntN(20)), source: fmt.Sprint("p", r.IntN(5)), region: fmt.Sprint("r", r.IntN(8))}
			for range r.IntN(3) {
				s.topics = append(s.topics, fmt.Sprint("t", r.IntN(15)))
			}
			return s
		}
		var past, window []said
		for range lengths * (2 + r.IntN(8)) {
			past = append(past, chat())
		}
		for range len(past) / lengths {
			window = append(window, chat())
		}
		guilty := fmt.Sprint("t", r.IntN(15))
		for range 12 + r.IntN(60) {
			s := chat()
			if r.IntN(10) > 0 { // one in ten rages without saying at what
				s.topics = []string{guilty}
			}
			if r.IntN(4) == 0 {
				s.topics = append(s.topics, fmt.Sprint("t", r.IntN(15)))
			}
			if r.IntN(2) == 0 {
				s.store = "s3"
			}
			window = append(window, s)
		}
		for _, s := range Explain(len(window), float64(len(past))/lengths, sharesOf(window, past, lengths)) {
			if s.Part < 0 || s.Part > 1 {
				t.Fatalf("seed %d: %s brought %.2f of the increase", seed, s.Element, s.Part)
			}
			if s.Dimension == "topic" {
				if s.Element == guilty {
					right++
				}
				break
			}
		}
	}
	t.Logf("injected topic named first in %d of %d", right, trials)
	if right < trials*9/10 {
		t.Errorf("injected topic named first in %d of %d, want nine in ten", right, trials)
	}
}

func with(change func(*Rule)) Rule {
	r := DefaultRule()
	change(&r)
	return r
}

// TestPresetsSpeakInTheirOrder counts what each preset says of the same sixty brands, some of which
// had an incident of some size: the more sensitive, the more alerts, and an alert of a calmer one
// is never missed by all of a more sensitive one's.
func TestPresetsSpeakInTheirOrder(t *testing.T) {
	presets := []float64{Sensitive, Balanced, Calm, Still}
	alerts, fired := make([]int, len(presets)), make([]int, len(presets))
	for seed := range uint64(12) {
		counts := made(seed, 12, float64(2+3*seed))
		for i := range seed % 4 {
			burst(counts, int(9*288+i*200), 10, int(2+seed))
		}
		for i, sensitivity := range presets {
			rule := with(func(r *Rule) { r.Sensitivity = sensitivity })
			alerts[i] += len(Backtest(rule, "b", counts))
			spikes := firedAt(Detect(rule, counts))
			fired[i] += len(spikes)
			if i == 0 {
				continue
			}
			calmer := map[int]bool{}
			for _, at := range firedAt(Detect(with(func(r *Rule) { r.Sensitivity = presets[i-1] }), counts)) {
				calmer[at] = true
			}
			for _, at := range spikes {
				if !calmer[at] {
					t.Fatalf("seed %d, bucket %d: fires at %.1f and not at %.1f", seed, at, sensitivity, presets[i-1])
				}
			}
		}
	}
	t.Logf("alerts %v, buckets over the threshold %v", alerts, fired)
	for i := 1; i < len(presets); i++ {
		if alerts[i] > alerts[i-1] || fired[i] > fired[i-1] {
			t.Errorf("sensitivity %.1f gave %d alerts, %.1f gave %d", presets[i], alerts[i], presets[i-1], alerts[i-1])
		}
	}
	if alerts[0] == alerts[3] || alerts[3] == 0 {
		t.Errorf("alerts %v: the presets do not differ, or the stillest says nothing of a tenfold hour", alerts)
	}
}

// TestTheQuietPeriod has two equal incidents so many hours apart, each over within the hour.
func TestTheQuietPeriod(t *testing.T) {
	rule := with(func(r *Rule) { r.ResolveAfter = 2 * time.Hour })
	for _, c := range []struct {
		why         string
		hours, size int // distance and size of the second
		want        int
	}{
		{"four hours later: within the day, silent", 4, 18, 1},
		{"twenty hours later: still within the day", 20, 18, 1},
		{"thirty hours later: a new matter", 30, 30, 2},
		{"eight hours later, four times as large: keeping still would be wrong", 8, 80, 2},
	} {
		counts := burst(made(5, 14, 10), 10*288, 12, 18)
		burst(counts, 10*288+c.hours*12, 12, c.size)
		if got := Backtest(rule, "b", counts); len(got) != c.want {
			t.Errorf("%s: %d alerts, want %d", c.why, len(got), c.want)
		}
	}
}

// TestGapsAreNoSilence blinds the collector in the middle of a loud fortnight.
func TestGapsAreNoSilence(t *testing.T) {
	blind := func(counts []voc.Count, from, length int) []voc.Count {
		for i := from; i < from+length; i++ {
			counts[i] = voc.Count{At: counts[i].At} // nothing found, nothing asked
		}
		return counts
	}
	const gap = 8 * 288
	t.Run("a day of not listening is told as unknown and raises nothing afterwards", func(t *testing.T) {
		counts := blind(made(8, 14, 30), gap, 288)
		spikes := Detect(DefaultRule(), counts)
		for i := gap; i < gap+288; i++ {
			if !spikes[i].Unknown || spikes[i].Fired {
				t.Fatalf("bucket %d of the gap: %+v", i-gap, spikes[i])
			}
		}
		if got := Backtest(DefaultRule(), "b", counts); len(got) != 0 {
			t.Errorf("%d alerts: hearing the usual again is no burst", len(got))
		}
	})
	t.Run("the usual is not unlearned by silence nobody listened to", func(t *testing.T) {
		whole, holed := made(8, 14, 30), blind(made(8, 14, 30), gap, 288)
		a, b := Detect(DefaultRule(), whole), Detect(DefaultRule(), holed)
		last := len(whole) - 1
		if x, y := a[last].Usual, b[last].Usual; y < 0.85*x || y > 1.15*x {
			t.Errorf("usual is %.1f an hour after a gap, %.1f without one", y, x)
		}
	})
	t.Run("buckets left out altogether are the same gap", func(t *testing.T) {
		blinded, rest := blind(made(8, 14, 30), gap, 288), made(8, 14, 30)
		cut := append(rest[:gap:gap], rest[gap+288:]...)
		a, b := Detect(DefaultRule(), blinded), Detect(DefaultRule(), cut)
		for i := gap; i < len(cut); i++ {
			if a[i+288] != b[i] {
				t.Fatalf("bucket %d: %+v and %+v", i, a[i+288], b[i])
			}
		}
	})
	t.Run("an incident running into a gap is not ended by it", func(t *testing.T) {
		counts := burst(made(8, 14, 30), gap-12, 12, 40)
		counts = blind(counts, gap, 100) // eight hours: longer than an alert takes to end
		burst(counts, gap+100, 12, 40)
		watch := NewWatch(DefaultRule(), "b")
		for i, c := range counts[:gap+100] {
			if _, d := watch.Step(c); i >= gap && d.Verdict != Quiet {
				t.Fatalf("bucket %d of the gap: %s because %s", i-gap, d.Verdict, d.Reason)
			}
		}
	})
	t.Run("half of the sources missing is below what a rule may ask for", func(t *testing.T) {
		counts := burst(made(8, 14, 30), gap, 12, 40)
		for i := gap - 12; i < gap+12; i++ {
			counts[i].Coverage = 0.6
		}
		strict := with(func(r *Rule) { r.MinCoverage = 0.8 })
		if got := Backtest(strict, "b", counts[:gap+12]); len(got) != 0 {
			t.Errorf("a rule that wants 80 %% spoke at 60 %%: %d alerts", len(got))
		}
		if got := Backtest(DefaultRule(), "b", counts[:gap+12]); len(got) != 1 {
			t.Errorf("a rule content with half: %d alerts, want the incident", len(got))
		}
	})
}

// TestTheCountRule needs no past and no usual: so many posts of so many people within an hour.
func TestTheCountRule(t *testing.T) {
	rule := with(func(r *Rule) { r.Kind, r.MinPosts, r.MinAuthors = CountKind, 6, 3 })
	hour := func(n ...int) []voc.Count {
		var counts []voc.Count
		for i, k := range n {
			counts = append(counts, voc.Count{At: monday.Add(time.Duration(i) * 5 * time.Minute), N: k, Authors: k, Coverage: 1})
		}
		return counts
	}
	blank := make([]int, 11)
	for _, c := range []struct {
		why    string
		counts []voc.Count
		want   int // bucket that fires, -1 none
	}{
		{"the sixth post of the first hour ever collected", hour(append(append([]int{}, blank...), 5, 1)...), 12},
		{"six within an hour, one by one", hour(append(append([]int{}, blank...), 1, 1, 1, 1, 1, 1)...), 16},
		{"five are not six", hour(append(append([]int{}, blank...), 2, 3, 0)...), -1},
		{"six, but the first an hour and five minutes ago", hour(append(append([]int{}, blank...), 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3)...), -1},
	} {
		got := firedAt(Detect(rule, c.counts))
		if c.want < 0 && len(got) > 0 || c.want >= 0 && (len(got) == 0 || got[0] != c.want) {
			t.Errorf("%s: fires at %v, want %d", c.why, got, c.want)
		}
	}
	alone := hour(append(append([]int{}, blank...), 9)...)
	alone[11].Authors = 1
	spikes := Detect(rule, alone)
	if s := spikes[11]; s.Fired || !strings.Contains(s.Reason, "3 人") {
		t.Errorf("nine posts of one person: %+v", s)
	}
	fired := Detect(rule, hour(append(append([]int{}, blank...), 8)...))[11]
	if !fired.Fired || !strings.Contains(fired.Reason, "8 条，达到 6 条") {
		t.Errorf("says %q, want how many and how many it takes", fired.Reason)
	}
	if got := Backtest(rule, "b", hour(append(append([]int{}, blank...), 8, 0, 7, 9, 3)...)); len(got) != 1 || got[0].Peak < 20 {
		t.Errorf("one hour of trouble gave %d alerts, want one that grew with it", len(got))
	}
}
