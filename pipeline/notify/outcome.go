package notify

import (
	"errors"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// gone is what a channel's error says when the receiver asked never to be called again.
type gone interface {
	error
	Gone() bool
}

// Outcome is the event that follows from an attempt to deliver a message at a time: sent, tried
// again later, or dead. Random is a number in [0, 1) that spreads the waits. RetryAfter is the
// receiver's own wish and is kept even when it is longer than ours. An error that has a method
// Gone() bool answering true switches the message's channel off.
func Outcome(m voc.Message, now time.Time, retry bool, retryAfter time.Duration, err error, random float64) voc.Event {
	if err == nil {
		return event(m.ID, TypeSent, actor, now, Attempt{Channel: m.Channel})
	}
	a := Attempt{Channel: m.Channel, Error: err.Error()}
	if g, ok := errors.AsType[gone](err); ok {
		a.Gone = g.Gone()
	}
	if !retry {
		return event(m.ID, TypeDead, actor, now, a)
	}
	a.NextAt = now.Add(max(wait(m.Tries, random), retryAfter))
	return event(m.ID, TypeTried, actor, now, a)
}

// DeadEvent gives up a message that has waited too long.
func DeadEvent(m voc.Message, now time.Time) voc.Event {
	why := "一天之内没有送达，已放弃"
	if m.LastError != "" {
		why += "；最近一次：" + m.LastError
	}
	return event(m.ID, TypeDead, actor, now, Attempt{Channel: m.Channel, Error: why, Unsent: true})
}

// wait is the pause after a message has failed once more than tries times.
func wait(tries int, random float64) time.Duration {
	d := backoff[min(tries, len(backoff)-1)]
	return time.Duration(float64(d) * (1 - spread/2 + spread*random))
}
