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

// ShareRule fires when a part has surely become too large: when the lower end of the 95 % interval
// of its share (Wilson) reaches AtLeast. Three bad ones of four are 75 % and prove nothing.
type ShareRule struct {
	AtLeast     float64       // 0…1
	Window      time.Duration // looked at together
	Step        time.Duration // width of a bucket; must divide Window
	MinPosts    int           // of the whole, in the window
	MinAuthors  int           // of the part, in the window
	MinCoverage float64       // 0…1: a window collected less is unknown
}

// Validate refuses a rule that could not be evaluated, naming the field and what to write.
func (r ShareRule) Validate() error {
	switch {
	case !(r.AtLeast > 0 && r.AtLeast < 1):
		return refuse("share", "at_least", r.AtLeast, "write a share between 0 and 1, e.g. 0.4 for 40 %")
	case r.MinPosts < 1:
		return refuse("share", "min_posts", r.MinPosts, "write 1 or more; below about 10 no share is certain")
	case r.MinAuthors < 0:
		return refuse("share", "min_authors", r.MinAuthors, "write 0 or more")
	}
	return windowed("share", r.Window, r.Step, r.MinCoverage)
}

// DetectShare judges every bucket of a series, in order of time; buckets left out were not
// collected. Causal: a spike depends on its bucket and those before it.
//
// A spike's Hour is the part within the window, its Usual what AtLeast of the whole would be.
func DetectShare(rule ShareRule, mixes []Mix) []voc.Spike {
	spikes := make([]voc.Spike, len(mixes))
	var sum Mix // of the window; Coverage in buckets
	oldest := 0
	for i, m := range mixes {
		end := m.At.Add(rule.Step)
		sum.N, sum.All, sum.Authors, sum.Coverage = sum.N+m.N, sum.All+m.All, sum.Authors+m.Authors, sum.Coverage+m.Coverage
		for ; end.Sub(mixes[oldest].At) > rule.Window; oldest++ {
			o := mixes[oldest]
			sum.N, sum.All, sum.Authors, sum.Coverage = sum.N-o.N, sum.All-o.All, sum.Authors-o.Authors, sum.Coverage-o.Coverage
		}
		heard := sum.Coverage * float64(rule.Step) / float64(rule.Window)
		spikes[i] = rule.judge(sum, end, min(heard, m.Coverage))
	}
	return spikes
}

func (r ShareRule) judge(sum Mix, end time.Time, heard float64) voc.Spike {
	s := voc.Spike{At: end, Hour: sum.N, Usual: r.AtLeast * float64(sum.All), Authors: sum.Authors}
	if unheard(heard, r.MinCoverage) {
		s.Unknown, s.Reason = true, "数据不全，不作判断"
		return s
	}
	low := wilsonLow(sum.N, sum.All)
	s.Score = low / r.AtLeast
	switch {
	case sum.All < r.MinPosts:
		s.Reason = fmt.Sprintf("近 %s 共 %d 条，不足 %d 条，看不出占比", lasting(r.Window), sum.All, r.MinPosts)
	case low < r.AtLeast:
		s.Reason = fmt.Sprintf("近 %s 占 %d/%d，还不能肯定到了 %s", lasting(r.Window), sum.N, sum.All, percent(r.AtLeast))
	case sum.Authors < r.MinAuthors:
		s.Reason = fmt.Sprintf("近 %s 只有 %d 人，不足 %d 人", lasting(r.Window), sum.Authors, r.MinAuthors)
	default:
		s.Fired = true
		s.Reason = fmt.Sprintf("近 %s 占 %d/%d，有把握说至少 %s，达到 %s", lasting(r.Window), sum.N, sum.All, percent(low), percent(r.AtLeast))
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

// windowed refuses the fields that all rules over a sliding window share.
func windowed(kind string, window, step time.Duration, coverage float64) error {
	switch {
	case step <= 0:
		return refuse(kind, "step", step, "write the width of a bucket, e.g. 5m")
	case window < step || window%step != 0:
		return refuse(kind, "window", window, fmt.Sprintf("write a multiple of the step of %s, e.g. 1h", step))
	case !(coverage >= 0 && coverage <= 1):
		return refuse(kind, "min_coverage", coverage, "write a share between 0 and 1")
	}
	return nil
}

func refuse(kind, field string, value any, remedy string) error {
	return fmt.Errorf("%s rule: %s is %v: %s", kind, field, value, remedy)
}
