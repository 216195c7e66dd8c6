package alert

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SilenceRule fires when nothing has been collected for so long that all other rules are blind. It
// speaks of the listening, not of what people say: a night without posts is no silence.
type SilenceRule struct {
	After       time.Duration // without data
	Step        time.Duration // width of a bucket
	MinCoverage float64       // 0…1: a bucket collected less was not heard
}

// Validate refuses a rule that could not be evaluated, naming the field and what to write.
func (r SilenceRule) Validate() error {
	switch {
	case r.Step <= 0:
		return refuse("silence", "step", r.Step, "write the width of a bucket, e.g. 5m")
	case r.After < r.Step:
		return refuse("silence", "after", r.After, fmt.Sprintf("write at least one step of %s, e.g. 3h", r.Step))
	case !(r.MinCoverage >= 0 && r.MinCoverage <= 1):
		return refuse("silence", "min_coverage", r.MinCoverage, "write a share between 0 and 1")
	}
	return nil
}

// Judge says whether it has been silent for too long. Heard is the end of the last bucket that was
// collected; before the first one ever it is when listening was to begin.
func (r SilenceRule) Judge(heard, now time.Time) voc.Spike {
	deaf := max(0, now.Sub(heard))
	s := voc.Spike{At: now, Score: float64(deaf) / float64(r.After), Reason: "采集正常"}
	if deaf >= r.After {
		s.Fired, s.Reason = true, fmt.Sprintf("已有 %s没有采到数据，期间的预警不可靠", lasting(deaf))
	}
	return s
}

// DetectSilence judges every bucket of a series, in order of time; buckets left out were not
// collected.
func DetectSilence(rule SilenceRule, counts []voc.Count) []voc.Spike {
	spikes := make([]voc.Spike, len(counts))
	if len(counts) == 0 {
		return spikes
	}
	heard := counts[0].At
	for i, c := range counts {
		end := c.At.Add(rule.Step)
		if !unheard(c.Coverage, rule.MinCoverage) {
			heard = end
		}
		spikes[i] = rule.Judge(heard, end)
	}
	return spikes
}
