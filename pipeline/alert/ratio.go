package alert

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// RatioRule fires when a window holds so many times what windows of the time before it held on
// average. It is what most tools offer and what people know how to read; a burst rule is right far
// more often, because a ratio knows neither scatter nor the peak of every day.
type RatioRule struct {
	Times       float64       // 2 is twice the usual
	Window      time.Duration // looked at together
	Base        time.Duration // before the window: what is usual
	Step        time.Duration // width of a bucket; must divide Window
	MinPosts    int           // in the window
	MinAuthors  int           // in the window
	MinHistory  time.Duration // of Base that must have been collected
	MinCoverage float64       // 0…1: a window collected less is unknown
}

// Validate refuses a rule that could not be evaluated, naming the field and what to write.
func (r RatioRule) Validate() error {
	switch {
	case !(r.Times > 1 && r.Times <= 1000):
		return refuse("ratio", "times", r.Times, "write how many times the usual, more than 1, e.g. 3")
	case r.Base < r.Window:
		return refuse("ratio", "base", r.Base, fmt.Sprintf("write at least the window of %s, e.g. 168h", r.Window))
	case r.MinPosts < 1:
		return refuse("ratio", "min_posts", r.MinPosts, "write 1 or more: twice nothing is nothing")
	case r.MinAuthors < 0:
		return refuse("ratio", "min_authors", r.MinAuthors, "write 0 or more")
	case r.MinHistory <= 0 || r.MinHistory > r.Base:
		return refuse("ratio", "min_history", r.MinHistory, fmt.Sprintf("write more than 0 and at most the base of %s", r.Base))
	}
	return windowed("ratio", r.Window, r.Step, r.MinCoverage)
}

// tally is a sum over buckets; heard counts the buckets, each by its coverage.
type tally struct {
	n, authors int
	heard      float64
}

func (t *tally) add(c voc.Count, sign int) {
	t.n, t.authors, t.heard = t.n+sign*c.N, t.authors+sign*c.Authors, t.heard+float64(sign)*c.Coverage
}

// DetectRatio judges every bucket of a series, in order of time; buckets left out were not
// collected and are neither in the window nor in what is usual. Causal.
func DetectRatio(rule RatioRule, counts []voc.Count) []voc.Spike {
	spikes := make([]voc.Spike, len(counts))
	var window, base tally
	oldest, eldest := 0, 0 // first bucket of the window, and of the base
	for i, c := range counts {
		end := c.At.Add(rule.Step)
		window.add(c, 1)
		for ; end.Sub(counts[oldest].At) > rule.Window; oldest++ {
			window.add(counts[oldest], -1)
			if counts[oldest].Coverage > 0 {
				base.add(counts[oldest], 1)
			}
		}
		for ; eldest < oldest && end.Sub(counts[eldest].At) > rule.Window+rule.Base; eldest++ {
			if counts[eldest].Coverage > 0 {
				base.add(counts[eldest], -1)
			}
		}
		heard := window.heard * float64(rule.Step) / float64(rule.Window)
		spikes[i] = rule.judge(window, base, end, min(heard, c.Coverage))
	}
	return spikes
}

func (r RatioRule) judge(window, base tally, end time.Time, heard float64) voc.Spike {
	s := voc.Spike{At: end, Hour: window.n, Authors: window.authors}
	known := time.Duration(base.heard * float64(r.Step))
	if known > 0 {
		s.Usual = float64(base.n) * float64(r.Window) / float64(known)
	}
	switch {
	case unheard(heard, r.MinCoverage):
		s.Unknown, s.Reason = true, "数据不全，不作判断"
		return s
	case known < r.MinHistory-r.Step/2: // half a bucket of rounding
		s.Reason = "历史太短，还不知道平时多少"
		return s
	}
	s.Score = float64(window.n) / (r.Times * max(s.Usual, leastUsual))
	switch {
	case window.n < r.MinPosts:
		s.Reason = fmt.Sprintf("近 %s 不足 %d 条", lasting(r.Window), r.MinPosts)
	case s.Score < 1:
		s.Reason = fmt.Sprintf("不到平时的 %s 倍", about(r.Times))
	case window.authors < r.MinAuthors:
		s.Reason = fmt.Sprintf("近 %s 不足 %d 人", lasting(r.Window), r.MinAuthors)
	default:
		s.Fired = true
		s.Reason = fmt.Sprintf("近 %s %d 条，平时%s，达到 %s 倍", lasting(r.Window), window.n, usual(s.Usual), about(r.Times))
	}
	return s
}
