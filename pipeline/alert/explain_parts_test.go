package alert

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// TestPartsAddUp explains made-up increases in which some elements rise and others fall. What is
// named never adds up to more than the whole, and to all of it when one element brought it all.
func TestPartsAddUp(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 92))
		var elements []voc.Share
		n, usual := 0, 0.0
		for i := range 2 + r.IntN(8) {
			e := voc.Share{Dimension: "region", Element: fmt.Sprint(i), N: r.IntN(60), Usual: 40 * r.Float64()}
			elements = append(elements, e)
			n, usual = n+e.N, usual+e.Usual
		}
		shares := Explain(n, usual, elements)
		if (float64(n) > usual) != (shares != nil) && n > 0 {
			t.Fatalf("seed %d: from %.1f to %d explained as %v", seed, usual, n, shares)
		}
		var sum, rise, named float64
		for _, e := range elements {
			rise += max(0, float64(e.N)-e.Usual)
		}
		for i, s := range shares {
			sum += s.Part
			named += float64(s.N) - s.Usual
			if s.Part < leastPart || s.Part > 1 || i > 0 && s.Part > shares[i-1].Part {
				t.Fatalf("seed %d: parts %v are not in order, or too small to be named", seed, shares)
			}
		}
		if shares == nil {
			continue
		}
		if sum > 1+1e-9 || math.Abs(sum-named/rise) > 1e-9 {
			t.Fatalf("seed %d: parts add up to %.3f, want %.3f of what rose", seed, sum, named/rise)
		}
		if last := shares[len(shares)-1].Part; sum-last >= explained {
			t.Errorf("seed %d: %.2f were explained, and another element is named", seed, sum-last)
		}
	}
}

func TestWhatExcludesEachOtherAddsUpToOne(t *testing.T) {
	got := Explain(100, 40, []voc.Share{
		{Dimension: "platform", Element: "微博", N: 62, Usual: 10},
		{Dimension: "platform", Element: "小红书", N: 36, Usual: 10},
		{Dimension: "platform", Element: "贴吧", N: 2, Usual: 20}, // fell: not of the increase
	})
	if len(got) != 2 || math.Abs(got[0].Part-52.0/78) > 1e-9 || math.Abs(got[1].Part-26.0/78) > 1e-9 {
		t.Errorf("explained as %+v, want 微博 with two thirds of the 78 that came on top somewhere, and 小红书 with the rest", got)
	}
	half := Explain(100, 20, []voc.Share{{Dimension: "store", Element: "静安寺店", N: 42, Usual: 2}})
	if len(half) != 1 || math.Abs(half[0].Part-0.5) > 1e-9 {
		t.Errorf("explained as %+v, want the store with half: the other half has no store", half)
	}
	both := Explain(60, 10, []voc.Share{{Dimension: "topic", Element: "退款", N: 50}, {Dimension: "topic", Element: "售后", N: 45}})
	if len(both) != 1 || both[0].Element != "退款" || both[0].Part != 1 {
		t.Errorf("explained as %+v, want 退款 with all of it, though most name 售后 as well", both)
	}
}

// TestEveryDimensionIsExplained: a burst of one region, on one platform, by the smallest authors is
// told by all of them, the one whose mix changed most first.
func TestEveryDimensionIsExplained(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 93))
	w := newWorld(r)
	past := w.chatter(20 * 14 * 24)
	window := w.chatter(40)
	for range 60 {
		s := w.mention(6)
		s.platform, s.source, s.region, s.store, s.tier = "平台3", "平台3-信源1", "地区11", "门店39", "量级0"
		window = append(window, s)
	}
	shares := Explain(len(window), float64(len(past))/(14*12), brokenDown(window, past, 14*12))
	for dimension, want := range map[string]string{
		"topic": w.topics[6], "platform": "平台3", "source": "平台3-信源1", "region": "地区11", "store": "门店39", "tier": "量级0",
	} {
		i := slices.IndexFunc(shares, func(s voc.Share) bool { return s.Dimension == dimension })
		if i < 0 || shares[i].Element != want {
			t.Errorf("%s is explained by %+v, want %s", dimension, shares, want)
		}
	}
	if last := shares[len(shares)-1]; last.Dimension != "tier" {
		t.Errorf("%s is named last, want tier: half of all authors are small anyway", last.Dimension)
	}
}
