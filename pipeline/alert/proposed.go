package alert

import (
	"math"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const (
	perFalseAlarm = 1.1 // each raises the score that is asked for by so much …
	mostProposed  = 4.0 // … up to here: beyond, the rule is the wrong one
)

// Proposed is the score from which a burst rule had better speak, by what people made of the
// incidents it opened as it stands: each false alarm asks for a tenth more, but never for so much that
// a confirmed incident would have been missed. 0: as it is.
func Proposed(rule Rule, alerts []voc.Alert) float64 {
	if rule.Kind != Burst {
		return 0
	}
	want, most := rule.Sensitivity, mostProposed
	for _, a := range alerts {
		if a.Rule != rule.Name || a.RuleVersion != rule.Revision() {
			continue
		}
		switch a.Verdict {
		case voc.AlertFalseAlarm:
			want *= perFalseAlarm
		case voc.AlertConfirmed:
			most = min(most, max(a.Spike.Score, rule.Sensitivity))
		}
	}
	want = math.Floor(min(want, most)*20+1e-9) / 20 // people read 1.1, not 1.1000000001
	if want <= rule.Sensitivity {
		return 0
	}
	return want
}
