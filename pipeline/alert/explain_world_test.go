package alert

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// spoken is one mention of a made-up brand, with everything an increase is broken down by.
type spoken struct {
	topics                                []string
	platform, source, region, store, tier string
}

// world is a made-up brand: matters of very different sizes, some of which people name together,
// and where and by whom things are said.
type world struct {
	r      *rand.Rand
	topics []string
	often  []float64      // chance of each topic, most spoken of first
	twin   map[string]int // topic → the one most of its mentions name as well
	exact  float64        // chance that a mention of a topic with a twin names both
}

func newWorld(r *rand.Rand) *world {
	w := &world{r: r, twin: map[string]int{}, exact: 0.5 + 0.45*r.Float64()}
	n := 8 + r.IntN(12)
	sum := 0.0
	for i := range n {
		w.topics = append(w.topics, fmt.Sprintf("话题%02d", i))
		w.often = append(w.often, 1/math.Pow(float64(i+1), 0.9))
		sum += w.often[i]
	}
	for i := range w.often {
		w.often[i] /= sum
	}
	for range n / 2 { // 异物 and 卫生, 退款 and 售后: people who name one mostly name the other
		a, b := r.IntN(n), r.IntN(n)
		if a != b {
			w.twin[w.topics[a]] = b
		}
	}
	return w
}

func (w *world) topic() int {
	x := w.r.Float64()
	for i, p := range w.often {
		if x -= p; x < 0 {
			return i
		}
	}
	return 0
}

// among draws an element, the first ones far oftener.
func (w *world) among(name string, n int) string {
	return fmt.Sprint(name, int(float64(n)*w.r.Float64()*w.r.Float64()))
}

func (w *world) mention(topics ...int) spoken {
	s := spoken{platform: w.among("平台", 6), region: w.among("地区", 12), tier: w.among("量级", 4)}
	s.source = s.platform + "-" + w.among("信源", 3)
	if w.r.IntN(3) == 0 {
		s.store = w.among("门店", 40)
	}
	for _, i := range topics {
		s.topics = append(s.topics, w.topics[i])
		if other, ok := w.twin[w.topics[i]]; ok && w.r.Float64() < w.exact {
			s.topics = append(s.topics, w.topics[other])
		}
	}
	slices.Sort(s.topics)
	s.topics = slices.Compact(s.topics)
	return s
}

// chatter is what is said anyway: one in five names no topic, one in four names two.
func (w *world) chatter(rate float64) []spoken {
	var all []spoken
	for range draw(w.r, rate) {
		switch x := w.r.Float64(); {
		case x < 0.2:
			all = append(all, w.mention())
		case x < 0.45:
			all = append(all, w.mention(w.topic(), w.topic()))
		default:
			all = append(all, w.mention(w.topic()))
		}
	}
	return all
}

// trouble is a burst about one matter: one in four rages without naming it, one in six brings up
// something else as well. It may happen in one store, one region or on one platform.
func (w *world) trouble(guilty, n int) []spoken {
	where := w.r.IntN(4)
	var all []spoken
	for range n {
		var s spoken
		switch x := w.r.Float64(); {
		case x < 0.25:
			s = w.mention()
		case x < 0.42:
			s = w.mention(guilty, w.topic())
		default:
			s = w.mention(guilty)
		}
		if w.r.IntN(4) > 0 {
			switch where {
			case 1:
				s.store = "门店9"
			case 2:
				s.region = "地区5"
			case 3:
				s.platform, s.source = "平台3", "平台3-信源1"
			}
		}
		all = append(all, s)
	}
	return all
}

// brokenDown counts mentions of a window and what is usual in it, as the store does: a mention of
// two topics counts for both, and what has no place counts for none.
func brokenDown(window, past []spoken, lengths float64) []voc.Share {
	type key struct{ dimension, element string }
	count := func(all []spoken) map[key]int {
		n := map[key]int{}
		for _, s := range all {
			for _, topic := range s.topics {
				n[key{"topic", topic}]++
			}
			for _, k := range []key{{"platform", s.platform}, {"source", s.source}, {"region", s.region}, {"store", s.store}, {"tier", s.tier}} {
				if k.element != "" {
					n[k]++
				}
			}
		}
		return n
	}
	now, before := count(window), count(past)
	for k := range before {
		if _, ok := now[k]; !ok {
			now[k] = 0
		}
	}
	var shares []voc.Share
	for k, n := range now {
		shares = append(shares, voc.Share{Dimension: k.dimension, Element: k.element, N: n, Usual: float64(before[k]) / lengths})
	}
	return shares
}

// TestAnInjectedTopicIsNamedFirst injects bursts of different sizes and lengths into two weeks of a
// made-up brand's mentions, past troubles among them, while everything else rises and falls with
// the time of day. The first topic named must be the one injected.
func TestAnInjectedTopicIsNamedFirst(t *testing.T) {
	const trials = 200
	right, twins, twinsRight := 0, 0, 0
	for seed := range uint64(trials) {
		r := rand.New(rand.NewPCG(seed, 91))
		w := newWorld(r)
		perHour := 1 + math.Exp(4*r.Float64()) // 2 to 56
		hours := 0.5 + 5.5*r.Float64()*r.Float64()
		past := w.chatter(perHour * 14 * 24)
		for range r.IntN(3) {
			past = append(past, w.trouble(r.IntN(len(w.topics)), 10+r.IntN(80))...)
		}
		guilty := r.IntN(len(w.topics))
		background := perHour * hours * (0.6 + 1.2*r.Float64())
		size := 8 + int((0.4+3*r.Float64()*r.Float64())*perHour*hours) // half the usual to three times it
		window := append(w.chatter(background), w.trouble(guilty, size)...)
		r.Shuffle(len(window), func(i, j int) { window[i], window[j] = window[j], window[i] })
		lengths := 14 * 24 / hours
		shares := Explain(len(window), float64(len(past))/lengths, brokenDown(window, past, lengths))
		_, twin := w.twin[w.topics[guilty]]
		if twin {
			twins++
		}
		if i := slices.IndexFunc(shares, func(s voc.Share) bool { return s.Dimension == "topic" }); i >= 0 && shares[i].Element == w.topics[guilty] {
			right++
			if twin {
				twinsRight++
			}
		}
	}
	t.Logf("injected topic named first in %d of %d; of %d that are mostly named with another, %d", right, trials, twins, twinsRight)
	if right < trials*9/10 {
		t.Errorf("injected topic named first in %d of %d, want nine in ten", right, trials)
	}
}
