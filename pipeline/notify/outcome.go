package notify

import (
	"errors"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// backoff is how long to wait after the first, second, … failure; the last one repeats until
// giveUp has passed since the message was queued (or asked for again).
var backoff = [...]time.Duration{
	10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour,
}

const spread = 0.2 // part of a wait that is random, so that what failed together does not return together

// What an error of a channel may say beyond its words.
type (
	// gone: the receiver asked never to be called again.
	gone interface {
		error
		Gone() bool
	}
	// unfinished: no failure; so many parts are accepted by now, and the next one may go later.
	unfinished interface {
		error
		Progress() (done, parts int)
	}
	// refusing: these addresses do not exist, those have the message. When nobody is left it is sent.
	refusing interface {
		error
		Refusals() (refused, reached []string)
	}
)

// Result is what a delivery returned.
type Result struct {
	Retry bool          // another attempt may help
	After time.Duration // how long the receiver asked to be left alone; 0: it did not
	Err   error         // nil: accepted
	Took  time.Duration // 0: not measured
}

// Outcome is the event that follows from an attempt to deliver a message at a time: sent, tried
// again later, or dead. Random is a number in [0, 1) that spreads the waits. The receiver's own wish
// is kept even when it is longer than our wait. An error that has a method Gone() bool answering true
// switches the message's channel off.
func Outcome(m voc.Message, now time.Time, r Result, random float64) voc.Event {
	a := Attempt{Channel: m.Channel, Took: r.Took, Done: m.Done, Parts: m.Parts}
	if p, ok := errors.AsType[unfinished](r.Err); ok {
		a.Done, a.Parts = p.Progress()
		if a.Done < a.Parts {
			return event(m.ID, TypeTried, actor, now, a)
		}
		r.Err = nil
	}
	if r.Err == nil {
		if a.Parts > 0 {
			a.Done = a.Parts
		}
		return event(m.ID, TypeSent, actor, now, a)
	}
	a.Error = r.Err.Error()
	if f, ok := errors.AsType[refusing](r.Err); ok {
		a.Refused, a.Reached = f.Refusals()
		if !r.Retry && len(a.Reached) > 0 {
			return event(m.ID, TypeSent, actor, now, a)
		}
	}
	if g, ok := errors.AsType[gone](r.Err); ok {
		a.Gone = g.Gone()
	}
	if !r.Retry {
		return event(m.ID, TypeDead, actor, now, a)
	}
	a.After = r.After
	a.NextAt = now.Add(max(wait(m.Tries, random), r.After))
	return event(m.ID, TypeTried, actor, now, a)
}

// DeadEvent gives up a message that has waited too long.
func DeadEvent(m voc.Message, now time.Time) voc.Event {
	why := "一天之内没有送达，已放弃"
	if m.LastError != "" {
		why += "；最近一次：" + m.LastError
	}
	return event(m.ID, TypeDead, actor, now, Attempt{Channel: m.Channel, Error: why, Unsent: true, Done: m.Done, Parts: m.Parts})
}

// wait is the pause after a message has failed once more than tries times.
func wait(tries int, random float64) time.Duration {
	d := backoff[min(tries, len(backoff)-1)]
	return time.Duration(float64(d) * (1 - spread/2 + spread*random))
}
