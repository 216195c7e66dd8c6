package alert

import (
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Seen is what a rule sees of the store in one bucket of time. Beside the count of the mentions it
// watches, each kind has what it needs.
type Seen struct {
	voc.Count
	All     int            // share: mentions of every sentiment
	Topics  []TopicTally   // new_topic: each topic spoken of in the bucket
	Graves  []Grave        // critical: published in the bucket, oldest first
	Ears    []voc.Source   // silence: who is listened to
	Heard   []voc.SourceID // silence: whose visits in the bucket went to the end
	Visited []voc.SourceID // silence: who was visited at all, or known before
	Awake   bool           // silence: somebody was visiting in this bucket
	Faint   []Faint        // silence: who brought far less than usual up to the last full hour
}

// Eye judges what one rule sees of one brand, a bucket after the other, in order of time. It is
// causal: an observation depends on its bucket and those before it.
type Eye interface {
	// Step takes in the next bucket. The last observation it gives is about the whole series.
	Step(Seen) []Sight
	// Clone gives an independent eye in the same state.
	Clone() Eye
}

// NewEye gives an eye that has seen nothing yet. Rule and plans must be valid.
func NewEye(rule Rule, plans ...Plan) Eye {
	switch rule.Kind {
	case voc.RuleShare:
		return &shareEye{rule: rule, plans: plans, topic: rule.Topic}
	case voc.RuleRatio:
		return &ratioEye{rule: rule, plans: plans, topic: rule.Topic}
	case voc.RuleCritical:
		return criticalEye{rule: rule}
	case voc.RuleNewTopic:
		return newTopicEyeOf(rule, plans)
	case voc.RuleSilence:
		return newSilenceEye(rule)
	}
	return burstEye{detector: NewDetector(rule, plans...), topic: rule.Topic}
}

// burstEye sees with the detector: burst and count.
type burstEye struct {
	detector *Detector
	topic    string
}

func (e burstEye) Step(s Seen) []Sight {
	return []Sight{{Spike: e.detector.Step(s.Count), Topic: e.topic}}
}

func (e burstEye) Clone() Eye { return burstEye{e.detector.Clone(), e.topic} }

type shareEye struct {
	rule  Rule
	plans []Plan
	topic string
	share sliding
}

func (e *shareEye) Step(s Seen) []Sight {
	spike := e.share.step(e.rule, Mix{At: s.At, N: s.N, All: s.All, Authors: s.Authors, Coverage: s.Coverage})
	return []Sight{{Spike: expected(e.plans, e.rule.Window, spike), Topic: e.topic}}
}

func (e *shareEye) Clone() Eye {
	c := *e
	c.share.kept = slices.Clone(e.share.kept)
	return &c
}

type ratioEye struct {
	rule  Rule
	plans []Plan
	topic string
	past  rolling
}

func (e *ratioEye) Step(s Seen) []Sight {
	return []Sight{{Spike: expected(e.plans, e.rule.Window, e.past.step(e.rule, s.Count)), Topic: e.topic}}
}

func (e *ratioEye) Clone() Eye {
	c := *e
	c.past.kept = slices.Clone(e.past.kept)
	return &c
}

// expected keeps still about what a plan foresees: while any of it lies in the window, what does not
// score as many times the threshold as the strictest plan asks for is no alert.
func expected(plans []Plan, window time.Duration, s voc.Spike) voc.Spike {
	if plan := planAt(plans, s.At); plan != nil {
		s.Planned = plan.Title
	}
	for _, p := range plans {
		inside := p.From.Before(s.At) && p.To.After(s.At.Add(-window))
		if inside && s.Fired && (p.Raise == 0 || s.Score < p.Raise) {
			s.Fired, s.Reason = false, fmt.Sprintf("“%s”期间预料之中的热度，不提醒", p.Title)
		}
	}
	return s
}
