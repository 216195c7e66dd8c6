package local

import (
	"math"
	"strings"
	"testing"
)

func TestDecide(t *testing.T) {
	good := Trial{
		Learned: 240, Before: Scores{60, 0.60, 0.9}, After: Scores{60, 0.75, 0.7}, Gained: 10, Lost: 1,
		People: 20, PeopleBefore: 12, PeopleAfter: 15, OwnBefore: Scores{5000, 0.815, 0.48}, OwnAfter: Scores{5000, 0.812, 0.48},
	}
	for _, c := range []struct {
		says  string
		but   func(*Trial)
		adopt bool
		words []string
	}{
		{"it wins", func(*Trial) {}, true, []string{"60.0%", "75.0%", "改对 10 条", "改错 1 条"}},
		{"too few to tell", func(t *Trial) { t.Before.Texts, t.After.Texts = 49, 49 }, false, []string{"49", "50"}},
		{"just enough to tell", func(t *Trial) { t.Before.Texts, t.After.Texts = 50, 50 }, true, nil},
		{"nothing held out", func(t *Trial) { *t = Trial{Learned: 4} }, false, []string{"只有 0 条"}},
		{"the loss stays", func(t *Trial) { t.After.LogLoss = t.Before.LogLoss }, false, []string{"对数损失"}},
		{"the loss grows", func(t *Trial) { t.After.LogLoss = 1.2 }, false, []string{"0.900 → 1.200"}},
		{"fewer are right", func(t *Trial) { t.After.Accuracy = 0.59 }, false, []string{"59.0%"}},
		{"people are answered worse", func(t *Trial) { t.PeopleAfter = 11 }, false, []string{"20 条", "12 条降到 11 条"}},
		{"nothing changes", func(t *Trial) { t.Gained, t.Lost, t.After.Accuracy = 0, 0, t.Before.Accuracy }, false, []string{"碰巧", "1.00"}},
		{"it may be luck", func(t *Trial) { t.Gained, t.Lost = 7, 2 }, false, []string{"碰巧", "改对 7 条", "0.09"}},
		{"seven of seven are none", func(t *Trial) { t.Gained, t.Lost = 7, 0 }, true, nil},
		{"six of six may be", func(t *Trial) { t.Gained, t.Lost = 6, 0 }, false, []string{"碰巧"}},
		{"everybody else's words suffer", func(t *Trial) { t.OwnAfter.Accuracy = 0.809 }, false, []string{"通用例句", "81.5%", "80.9%", "0.5 个百分点"}},
	} {
		trial := good
		c.but(&trial)
		adopt, reason := Decide(trial)
		if adopt != c.adopt || !strings.HasSuffix(reason, "。") {
			t.Errorf("%s: %v, %s", c.says, adopt, reason)
		}
		for _, w := range c.words {
			if !strings.Contains(reason, w) {
				t.Errorf("%s: the reason lacks %q: %s", c.says, w, reason)
			}
		}
	}
}

func TestLuck(t *testing.T) {
	for _, c := range []struct {
		gained, lost int
		want         float64
	}{{0, 0, 1}, {1, 0, 0.5}, {5, 0, 1.0 / 32}, {3, 1, 5.0 / 16}, {1, 3, 15.0 / 16}, {0, 9, 1}, {2000, 0, 0}} {
		if got := Luck(c.gained, c.lost); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%d gained, %d lost: %v, want %v", c.gained, c.lost, got, c.want)
		}
	}
	if p := Luck(5100, 4900); p < 0.022 || p > 0.024 {
		t.Errorf("of ten thousand changes: %v, want 0.023", p)
	}
}
