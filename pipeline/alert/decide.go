package alert

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Verdict is what follows from one observation.
type Verdict string

// The verdicts. Opened, Grew and Resolved are told to people; Continued, Absorbed and Merged are
// written into the journal; Quiet leaves no trace.
const (
	Quiet     Verdict = "quiet"
	Opened    Verdict = "opened"
	Grew      Verdict = "grew"
	Continued Verdict = "continued"
	Resolved  Verdict = "resolved"
	Absorbed  Verdict = "absorbed" // another rule speaks of a matter that is open already
	Merged    Verdict = "merged"   // two incidents turned out to be one
)

// Reason names why a verdict was reached. Each is one branch of Decide.
type Reason string

// The reasons of Decide.
const (
	BecauseUsual    Reason = "usual"    // nothing stands out
	BecauseUnknown  Reason = "unknown"  // collection was incomplete: no verdict either way
	BecauseSeen     Reason = "seen"     // this bucket was judged before
	BecauseAuthors  Reason = "authors"  // loud, but too few people
	BecauseQuiet    Reason = "quiet"    // would open, but one was opened within the quiet period
	BecauseFired    Reason = "fired"    // opens: the detector fired and nothing is open
	BecauseGraver   Reason = "graver"   // grew: the level rose
	BecauseLasting  Reason = "lasting"  // continues: still above usual, time to write it down
	BecauseHigher   Reason = "higher"   // continues: a clearly higher peak
	BecauseAbsorbed Reason = "absorbed" // open already and nothing new to say
	BecauseCalming  Reason = "calming"  // below usual, but not for long enough to end it
	BecauseCalm     Reason = "calm"     // resolves: calm for ResolveAfter
	BecauseDisabled Reason = "disabled" // the rule is switched off: opens nothing, still ends what is open

	BecauseTopic   Reason = "same_topic"   // absorbed or merged: the rule's topic is what the other is about
	BecauseOverlap Reason = "overlap"      // … most of both is about the same topics
	BecausePost    Reason = "same_post"    // … both go back to the same post
	BecausePlace   Reason = "same_place"   // … both began at the same shop within hours
	BecauseBoth    Reason = "said_at_once" // … many name both in one breath
	BecauseAsked   Reason = "asked"        // somebody said so
	BecauseFalse   Reason = "false_alarm"  // resolves: somebody looked, and it was nothing
	BecauseGone    Reason = "rule_gone"    // resolves: no rule watches it any more, and it has been calm
)

// Decision is the verdict on one observation. Level and Points are set for Grew.
type Decision struct {
	Verdict Verdict
	Reason  Reason
	Level   voc.Level
	Points  []voc.LevelPoint
	History bool // opened by looking back: write it down, tell nobody
}

const (
	noteEvery  = 30 * time.Minute // an open incident is written down no more often …
	noteHigher = 1.25             // … unless its peak rises by so much
	lateLimit  = 3 * time.Hour    // what became known later than this is history, not news
	dwarfScore = 2.0              // a burst breaks the quiet period when it scores so much …
	dwarfPeak  = 3                // … and its hour is so many times the last incident's peak
	calmSigma  = 2.0              // below so many deviations an hour is usual again
)

// Decide is the one place where it is decided to speak or to stay silent. Last is the newest alert
// of the same rule and brand, open or resolved; nil when there never was one. Now is the time at
// which the decision is made, which is later than the observation by the time collecting took.
//
// Authors of a spike summed over buckets count somebody who posted in two of them twice. A caller
// who knows the true number of the hour sets it in the spike; the floor is checked here again.
func Decide(last *voc.Alert, spike voc.Spike, now time.Time, rule Rule) Decision {
	return DefaultWeights().Decide(last, spike, now, rule)
}

// Decide is Decide with levels by these weights. When it speaks does not depend on them.
func (w Weights) Decide(last *voc.Alert, spike voc.Spike, now time.Time, rule Rule) Decision {
	if spike.Unknown {
		return Decision{Verdict: Quiet, Reason: BecauseUnknown}
	}
	if last != nil && last.State == voc.AlertOpen {
		return w.decideOpen(last, spike, rule)
	}
	quiet := func(r Reason) Decision { return Decision{Verdict: Quiet, Reason: r} }
	switch {
	case !spike.Fired:
		return quiet(BecauseUsual)
	case rule.Disabled:
		return quiet(BecauseDisabled)
	case spike.Authors < rule.MinAuthors:
		return quiet(BecauseAuthors)
	case last != nil && !spike.At.After(last.OpenedAt):
		return quiet(BecauseSeen)
	case last != nil && spike.At.Sub(last.OpenedAt) < rule.Quiet && !dwarfs(spike, last):
		return quiet(BecauseQuiet)
	}
	return Decision{Verdict: Opened, Reason: BecauseFired, History: now.Sub(spike.At) > lateLimit}
}

// dwarfs tells whether a burst is so much more than the incident that began the quiet period that
// keeping still would be wrong: a small false alarm at noon must not silence the evening.
func dwarfs(spike voc.Spike, last *voc.Alert) bool {
	return spike.Score >= dwarfScore && spike.Hour >= dwarfPeak*last.Peak
}

func (w Weights) decideOpen(open *voc.Alert, spike voc.Spike, rule Rule) Decision {
	switch {
	case !spike.At.After(noted(open)):
		return Decision{Verdict: Quiet, Reason: BecauseSeen}
	case !above(spike, rule) && spike.At.Sub(open.LastAt) >= rule.ResolveAfter:
		return Decision{Verdict: Resolved, Reason: BecauseCalm}
	case !above(spike, rule):
		return Decision{Verdict: Quiet, Reason: BecauseCalming}
	}
	points, rose := w.rescore(open.Points, spike.Score)
	if level := w.level(points); level.Graver(open.Level) {
		return Decision{Verdict: Grew, Reason: BecauseGraver, Level: level, Points: points}
	}
	switch {
	case rose:
		return Decision{Verdict: Continued, Reason: BecauseHigher, Points: points}
	case float64(spike.Hour) >= noteHigher*float64(open.Peak):
		return Decision{Verdict: Continued, Reason: BecauseHigher}
	case spike.At.Sub(noted(open)) >= noteEvery:
		return Decision{Verdict: Continued, Reason: BecauseLasting}
	}
	return Decision{Verdict: Quiet, Reason: BecauseAbsorbed}
}

// noted is the last observation of the incident's own rule that was written down; those of rules it
// absorbed keep it open, and are noted with them.
func noted(a *voc.Alert) time.Time {
	if len(a.Rules) == 0 || a.Spike.At.IsZero() {
		return a.LastAt
	}
	return a.Spike.At
}

// DecidePart is what follows from an observation of a rule that is part of an open incident which
// another rule opened: it is written down when it is news to the incident, and never opens or ends
// it.
func (w Weights) DecidePart(part voc.AbsorbedRule, spike voc.Spike, rule Rule) Decision {
	quiet := func(r Reason) Decision { return Decision{Verdict: Quiet, Reason: r} }
	had, _ := w.score(part.Score)
	has, _ := w.score(spike.Score)
	switch {
	case spike.Unknown:
		return quiet(BecauseUnknown)
	case !spike.At.After(part.LastAt):
		return quiet(BecauseSeen)
	case !above(spike, rule):
		return quiet(BecauseCalming)
	case has > had, float64(spike.Hour) >= noteHigher*float64(part.Peak):
		return Decision{Verdict: Absorbed, Reason: BecauseHigher}
	case spike.At.Sub(part.LastAt) >= noteEvery:
		return Decision{Verdict: Absorbed, Reason: BecauseLasting}
	}
	return quiet(BecauseAbsorbed)
}

// above tells whether an hour still belongs to an incident: it fired, or it is well over the past
// week and not a handful of posts. The score itself falls within hours, because a new high stops
// being new; the incident has not ended by that.
func above(s voc.Spike, rule Rule) bool {
	return s.Fired || s.Hour >= rule.MinPosts && s.Sigma >= calmSigma
}
