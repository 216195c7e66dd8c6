package notify

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// channel is what attempts have told about one receiver.
type channel struct {
	attempts  []time.Time // oldest first, no older than its longest rate
	failures  int         // in a row
	rest      time.Time   // it is left alone until then
	recovered time.Time   // when it took something after it had been down
	sentAt    time.Time
	problem   string // of the last attempt; "" it was accepted
	gone      string // what the receiver said when it refused for good
	refused   map[string][]time.Time
}

const (
	mostRest    = 10 * time.Minute    // a channel that fails is asked again at least so often: 24 h of silence cost 150 attempts
	downAfter   = 3                   // failures in a row after which a channel counts as down, not as stumbling
	refusals    = 3                   // an address turned down so often is no longer asked
	refusalLife = 30 * 24 * time.Hour // and refusals are forgotten
)

func (o *Outbox) channel(name string) *channel {
	c, known := o.channels[name]
	if !known {
		c = &channel{}
		o.channels[name] = c
	}
	return c
}

// took folds an attempt. longest is how far back the channel's rates look.
func (c *channel) took(kind string, a Attempt, at time.Time, longest time.Duration) {
	c.count(at, longest)
	for _, address := range a.Refused {
		if c.refused == nil {
			c.refused = map[string][]time.Time{}
		}
		c.refused[address] = append(c.refused[address], at)
	}
	c.problem = a.Error
	switch {
	case a.Gone:
		c.gone = a.Error
	case kind == TypeSent || kind == TypeTried && a.Error == "":
		if c.failures >= downAfter {
			c.recovered = at
		}
		c.failures, c.rest, c.sentAt, c.gone = 0, time.Time{}, at, "" // gone, and took a test: it is back
	case kind == TypeTried:
		c.failures++
		pause := min(backoff[min(c.failures, len(backoff))-1], mostRest)
		c.rest = at.Add(max(pause, a.After))
	}
}

// count remembers an attempt for as long as any rate looks back.
func (c *channel) count(at time.Time, longest time.Duration) {
	if longest == 0 {
		return
	}
	kept := slices.DeleteFunc(c.attempts, func(t time.Time) bool { return at.Sub(t) >= longest })
	c.attempts = append(kept, at)
}

// disabled are the addresses that were turned down too often lately, sorted.
func (c *channel) disabled(now time.Time) []string {
	var list []string
	for _, address := range slices.Sorted(maps.Keys(c.refused)) {
		n := 0
		for _, t := range c.refused[address] {
			if now.Sub(t) < refusalLife {
				n++
			}
		}
		if n >= refusals {
			list = append(list, address)
		}
	}
	return list
}

// trouble says what is wrong with it, "" nothing.
func (c *channel) trouble() string {
	if off := c.disabled(c.latest()); len(off) > 0 {
		words := fmt.Sprintf("地址 %s 已被退回 %d 次，不再发送：改好通讯录后重发任意一条即恢复", strings.Join(off, "、"), refusals)
		if c.problem != "" {
			words += "；" + c.problem
		}
		return words
	}
	return c.problem
}

// latest is when anything was last refused: what was refused long before does not count then.
func (c *channel) latest() time.Time {
	var last time.Time
	for _, times := range c.refused {
		if t := times[len(times)-1]; t.After(last) {
			last = t
		}
	}
	return last
}
