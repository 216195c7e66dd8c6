package alert

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Verdict is what follows from one observation.
type Verdict string

// The verdicts. Opened, Grew and Resolved are told to people; Continued is written into the
// journal and told to nobody; Quiet leaves no trace.
const (
	Quiet     Verdict = "quiet"
	Opened    Verdict = "opened"
	Grew      Verdict = "grew"
	Continued Verdict = "continued"
	Resolved  Verdict = "resolved"
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
	dwarfPeak  = 2                // … and its hour is so many times the last incident's peak
	calmSigma  = 2.0              // below so many deviations an hour is usual again
)

// Decide is the one place where it is decided to speak or to stay silent. Last is the newest alert
// of the same rule and brand, open or resolved; nil when there never was one. Now is the time at
// which the decision is made, which is later than the observation by the time collecting took.
//
// Authors of a spike summed over buckets count somebody who posted in two of them twice. A caller
// who knows the true number of the hour sets it in the spike; the floor is checked here again.
func Decide(last *voc.Alert, spike voc.Spike, now time.Time, rule Rule) Decision {
	if spike.Unknown {
		return Decision{Verdict: Quiet, Reason: BecauseUnknown}
	}
	if last != nil && last.State == voc.AlertOpen {
		return decideOpen(last, spike, rule)
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

func decideOpen(open *voc.Alert, spike voc.Spike, rule Rule) Decision {
	switch {
	case !spike.At.After(open.LastAt):
		return Decision{Verdict: Quiet, Reason: BecauseSeen}
	case !above(spike, rule) && spike.At.Sub(open.LastAt) >= rule.ResolveAfter:
		return Decision{Verdict: Resolved, Reason: BecauseCalm}
	case !above(spike, rule):
		return Decision{Verdict: Quiet, Reason: BecauseCalming}
	}
	points := rescore(open.Points, spike.Score)
	if level := levelOf(points); level.Graver(open.Level) {
		return Decision{Verdict: Grew, Reason: BecauseGraver, Level: level, Points: points}
	}
	switch {
	case float64(spike.Hour) >= noteHigher*float64(open.Peak):
		return Decision{Verdict: Continued, Reason: BecauseHigher}
	case spike.At.Sub(open.LastAt) >= noteEvery:
		return Decision{Verdict: Continued, Reason: BecauseLasting}
	}
	return Decision{Verdict: Quiet, Reason: BecauseAbsorbed}
}

// above tells whether an hour still belongs to an incident: it fired, or it is well over the past
// week and not a handful of posts. The score itself falls within hours, because a new high stops
// being new; the incident has not ended by that.
func above(s voc.Spike, rule Rule) bool {
	return s.Fired || s.Hour >= rule.MinPosts && s.Sigma >= calmSigma
}
