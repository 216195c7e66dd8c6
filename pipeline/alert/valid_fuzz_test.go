package alert

import (
	"math"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Whatever Validate lets pass must be evaluated without a panic and without numbers JSON cannot
// write: a rule comes from a file or a page, and one broken rule must not end the watch.
func FuzzARuleThatValidatesCanBeEvaluated(f *testing.F) {
	for i := range voc.RuleKinds() {
		f.Add(uint8(i), uint64(i), 1.0, int64(5), int64(60), int64(600), int64(10), int64(3), 0.5)
		f.Add(uint8(i), uint64(i), 0.4, int64(60), int64(60*24*28), int64(60*24*90), int64(1), int64(0), 0.0)
	}
	past := sighted(1, 3)
	f.Fuzz(func(t *testing.T, kind uint8, seed uint64, x float64, step, window, base, posts, authors int64, coverage float64) {
		r := voc.DefaultRuleOf(voc.RuleKinds()[int(kind)%len(voc.RuleKinds())])
		minutes := func(n int64) time.Duration {
			if n > math.MaxInt64/int64(time.Minute) || n < math.MinInt64/int64(time.Minute) {
				return time.Duration(n)
			}
			return time.Duration(n) * time.Minute
		}
		r.Step = minutes(step)
		for option, set := range map[string]func(){
			"window": func() { r.Window = minutes(window) }, "base": func() { r.Base, r.MinHistory = minutes(base), minutes(base/2) },
			"min_posts": func() { r.MinPosts = int(posts) }, "min_authors": func() { r.MinAuthors = int(authors) },
			"min_coverage": func() { r.MinCoverage = coverage }, "sensitivity": func() { r.Sensitivity = x },
			"times": func() { r.Times = x }, "at_least": func() { r.AtLeast = x }, "at_most": func() { r.AtMost = int(authors) },
			"after": func() { r.After = minutes(base) }, "max_age": func() { r.MaxAge = minutes(window) },
			"min_severity": func() { r.MinSeverity = int(authors) }, "min_reach": func() { r.MinReach = posts },
		} {
			if r.Kind.Uses(option) {
				set()
			}
		}
		if r.Validate() != nil {
			return
		}
		seen := make([]Seen, len(past))
		copy(seen, past)
		for i := range seen {
			seen[i].At = monday.Add(time.Duration(i) * r.Step)
		}
		for _, a := range Replay(r, "b", seen, campaign(int(seed%500), 100, 2)) {
			OpenedEvent(a, a.OpenedAt) // panics on what JSON cannot say
			if a.ID == "" || a.LastAt.Before(a.OpenedAt) || a.StartedAt.After(a.OpenedAt) {
				t.Errorf("an alert that ends before it began: %+v", a)
			}
		}
	})
}
