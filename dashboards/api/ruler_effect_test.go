package api

import (
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// judged makes posts of which the first k are negative, by a version.
func judged(n, k int, version string) []voc.Mention {
	all := make([]voc.Mention, n)
	for i := range all {
		all[i].Analysis.Version, all[i].Analysis.Sentiment = version, voc.Neutral
		if i < k {
			all[i].Analysis.Sentiment = voc.Negative
		}
	}
	return all
}

func TestTheEffectOfARulerIsMeasuredOnTheSamePosts(t *testing.T) {
	for _, c := range []struct {
		why        string
		was, again []voc.Mention
		posts      int // 0: nothing is said
		change     float64
		sure       bool
	}{
		{"forty of four hundred more are called negative", judged(400, 40, "a"), judged(400, 80, "b"), 400, 0.1, true},
		{"twelve fewer", judged(400, 52, "a"), judged(400, 40, "b"), 400, -0.03, true},
		{"one of a hundred may be chance", judged(100, 10, "a"), judged(100, 11, "b"), 100, 0.01, false},
		{"nothing changes", judged(100, 10, "a"), judged(100, 10, "b"), 100, 0, false},
		{"twenty-nine posts say nothing", judged(29, 0, "a"), judged(29, 29, "b"), 0, 0, false},
		{"posts that are no longer about the brand are no pairs", judged(60, 6, "a"), append(judged(40, 6, "b"), judged(20, 20, "a")...), 40, 0, false},
		{"an answer cut short is not filled up", judged(60, 6, "a"), judged(10, 6, "b"), 0, 0, false},
	} {
		got := rulerEffect(c.was, c.again, "b")
		if (got != nil) != (c.posts > 0) {
			t.Errorf("%s: %+v", c.why, got)
			continue
		}
		if got == nil {
			continue
		}
		if got.Posts != c.posts || got.Sure != c.sure || got.Change-c.change > 1e-9 || c.change-got.Change > 1e-9 || !got.Likely.Holds(got.Change) {
			t.Errorf("%s: %+v, want %g on %d posts, sure %v", c.why, got, c.change, c.posts, c.sure)
		}
	}
}
