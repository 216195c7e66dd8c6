package nlp

import (
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// harm is what is at most meant, as a logit, where harm is told without a word for or against: 喝完拉了一晚上肚子.
const harm = -1.0

// harms tells whether a short text on one brand at most tells that somebody came to harm, and holds no word of
// praise: what statistics of names and dishes make of it is none.
func (s *scratch) harms(post *voc.Post) bool {
	if len(s.by[kindSeverity])+len(s.by[kindDanger]) == 0 || !s.tellsPlainly(post) {
		return false
	}
	var p peril
	unsure := judgement{sentiment: voc.Neutral}
	s.sortDangers()
	s.dangerWords(&p, unsure, false)
	s.dangerPairs(&p, unsure)
	if p.level < 3 {
		s.suspected(&p, unsure, false)
	}
	return p.level >= 3 && !p.settled && (p.raised[reasonInjury] || p.raised[reasonFood] || p.raised[reasonFire] || p.raised[reasonSafety])
}

// tellsPlainly tells whether a short text on one brand at most neither asks nor supposes nor praises.
func (s *scratch) tellsPlainly(post *voc.Post) bool {
	if post.Rating > 3 || len(s.brands) > 1 || s.brevity() == 0 || s.questions() || s.supposed() {
		return false
	}
	return !slices.ContainsFunc(s.opinions, func(o opinion) bool { return o.value > 0 && o.aspect != signedWord })
}

// harmed is j, or blame where a grave topic of the taxonomy happened in a text that tells it plainly.
func (a *Analyzer) harmed(s *scratch, j judgement, post *voc.Post) judgement {
	if j.sentiment == voc.Negative || len(s.topics) == 0 || !s.tellsPlainly(post) {
		return j
	}
	unsure := judgement{sentiment: voc.Neutral}
	for _, t := range s.topics {
		rule := a.topics[t.topic].rule
		if rule.Severity >= 3 && rule.Mood != moodPositive && s.happened(t.start, unsure, false) && !s.longAgo(t.start, false) {
			return judge(harm, 0, a.opt.NeutralBand)
		}
	}
	return j
}
