package alert

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// tally is a sum over buckets; heard is in thousandths of a bucket, so that nothing drifts.
type tally struct {
	n, authors int
	heard      int64
}

func (t *tally) add(c voc.Count, sign int) {
	t.n, t.authors, t.heard = t.n+sign*c.N, t.authors+sign*c.Authors, t.heard+int64(sign)*permille(c.Coverage)
}

// rolling is a window and the time before it, with the buckets they are summed from.
type rolling struct {
	kept         []voc.Count // the base, then the window
	inBase       int         // of kept
	window, base tally
}

// step takes in the next bucket and judges the window that ends with it. The rule fires when the
// window holds so many times what windows of the time before it held on average. It is what most
// tools offer and what people know how to read; a burst rule is right far more often, because a
// ratio knows neither scatter nor the peak of every day.
func (w *rolling) step(rule Rule, c voc.Count) voc.Spike {
	end := c.At.Add(rule.Step)
	w.kept = append(w.kept, c)
	w.window.add(c, 1)
	for ; end.Sub(w.kept[w.inBase].At) > rule.Window; w.inBase++ {
		w.window.add(w.kept[w.inBase], -1)
		if w.kept[w.inBase].Coverage > 0 {
			w.base.add(w.kept[w.inBase], 1)
		}
	}
	for w.inBase > 0 && end.Sub(w.kept[0].At) > rule.Window+rule.Base {
		if w.kept[0].Coverage > 0 {
			w.base.add(w.kept[0], -1)
		}
		w.kept, w.inBase = w.kept[1:], w.inBase-1
	}
	heard := float64(w.window.heard) / 1000 * float64(rule.Step) / float64(rule.Window)
	return judgeRatio(rule, w.window, w.base, end, min(heard, c.Coverage))
}

// DetectRatio judges every bucket of a series, in order of time; buckets left out were not
// collected and are neither in the window nor in what is usual. Causal.
func DetectRatio(rule Rule, counts []voc.Count) []voc.Spike {
	spikes := make([]voc.Spike, len(counts))
	var w rolling
	for i, c := range counts {
		spikes[i] = w.step(rule, c)
	}
	return spikes
}

func judgeRatio(r Rule, window, base tally, end time.Time, heard float64) voc.Spike {
	s := voc.Spike{At: end, Hour: window.n, Authors: window.authors}
	known := time.Duration(base.heard) * r.Step / 1000
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
		s.Reason = fmt.Sprintf("近 %s 不足 %d 条", windowTitle(r.Window), r.MinPosts)
	case s.Score < 1:
		s.Reason = fmt.Sprintf("不到平时的 %s 倍", about(r.Times))
	case window.authors < r.MinAuthors:
		s.Reason = fmt.Sprintf("近 %s 不足 %d 人", windowTitle(r.Window), r.MinAuthors)
	default:
		s.Fired = true
		s.Reason = fmt.Sprintf("近 %s %d 条，平时%s，达到 %s 倍", windowTitle(r.Window), window.n, usual(s.Usual), about(r.Times))
	}
	return s
}
