package alert

import (
	"fmt"
	"math"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Mix is one bucket of a part and its whole: complaints and all mentions, one star and all ratings.
type Mix struct {
	At       time.Time // start of the bucket
	N        int       // of the part
	All      int       // of the whole, the part included
	Authors  int       // different authors of the part; posts without author count one each
	Coverage float64   // 0…1, as in voc.Count
}

// sliding is the part and the whole within a window, with the buckets they are summed from. Coverage
// is summed in thousandths of a bucket: a sum that slides for months must not drift.
type sliding struct {
	kept    []Mix
	sum     Mix
	covered int64
}

// permille is a coverage as a whole number.
func permille(coverage float64) int64 { return int64(math.Round(1000 * min(max(coverage, 0), 1))) }

func (w *sliding) add(m Mix, sign int) {
	w.sum.N, w.sum.All, w.sum.Authors = w.sum.N+sign*m.N, w.sum.All+sign*m.All, w.sum.Authors+sign*m.Authors
	w.covered += int64(sign) * permille(m.Coverage)
}

// step takes in the next bucket and judges the window that ends with it. The rule fires when a part
// has surely become too large: when the lower end of the 95 % interval of its share (Wilson) reaches
// AtLeast. Three bad ones of four are 75 % and prove nothing.
func (w *sliding) step(rule Rule, m Mix) voc.Spike {
	end := m.At.Add(rule.Step)
	w.kept = append(w.kept, m)
	w.add(m, 1)
	for end.Sub(w.kept[0].At) > rule.Window {
		w.add(w.kept[0], -1)
		w.kept = w.kept[1:]
	}
	heard := float64(w.covered) / 1000 * float64(rule.Step) / float64(rule.Window)
	return judgeShare(rule, w.sum, end, min(heard, m.Coverage))
}

// DetectShare judges every bucket of a series, in order of time; buckets left out were not
// collected. Causal: a spike depends on its bucket and those before it.
//
// A spike's Hour is the part within the window, its Usual what AtLeast of the whole would be.
func DetectShare(rule Rule, mixes []Mix) []voc.Spike {
	spikes := make([]voc.Spike, len(mixes))
	var w sliding
	for i, m := range mixes {
		spikes[i] = w.step(rule, m)
	}
	return spikes
}

func judgeShare(r Rule, sum Mix, end time.Time, heard float64) voc.Spike {
	s := voc.Spike{At: end, Hour: sum.N, Usual: r.AtLeast * float64(sum.All), Authors: sum.Authors}
	if unheard(heard, r.MinCoverage) {
		s.Unknown, s.Reason = true, "数据不全，不作判断"
		return s
	}
	low := wilsonLow(sum.N, sum.All)
	s.Score = low / r.AtLeast
	switch {
	case sum.All < r.MinPosts:
		s.Reason = fmt.Sprintf("近 %s 共 %d 条，不足 %d 条，看不出占比", windowTitle(r.Window), sum.All, r.MinPosts)
	case low < r.AtLeast:
		s.Reason = fmt.Sprintf("近 %s 占 %d/%d，还不能肯定到了 %s", windowTitle(r.Window), sum.N, sum.All, percent(r.AtLeast))
	case sum.Authors < r.MinAuthors:
		s.Reason = fmt.Sprintf("近 %s 只有 %d 人，不足 %d 人", windowTitle(r.Window), sum.Authors, r.MinAuthors)
	default:
		s.Fired = true
		s.Reason = fmt.Sprintf("近 %s 占 %d/%d，有把握说至少 %s，达到 %s", windowTitle(r.Window), sum.N, sum.All, percent(low), percent(r.AtLeast))
	}
	return s
}

// wilsonLow is the lower end of the 95 % interval of a share of k among n (Wilson 1927); 0 for n = 0.
func wilsonLow(k, n int) float64 {
	if n == 0 {
		return 0
	}
	const z = 1.959964 // two-sided 95 %
	all, p := float64(n), float64(k)/float64(n)
	return max(0, (p+z*z/(2*all)-z*math.Sqrt(p*(1-p)/all+z*z/(4*all*all)))/(1+z*z/all))
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", math.Floor(100*share+1e-9)) }

// unheard tells whether too little was collected to say anything; nothing at all always is.
func unheard(heard, least float64) bool { return heard <= 0 || heard < least-1e-9 }
