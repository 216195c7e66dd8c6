package notify

import (
	"fmt"
	"strings"
	"time"
)

// The kinds of channel.
const (
	Feishu   = "feishu"
	DingTalk = "dingtalk"
	WeCom    = "wecom"
	Slack    = "slack"
	Email    = "email"
	Webhook  = "webhook"
)

// Kinds lists them as people are offered them.
func Kinds() []string { return []string{Feishu, DingTalk, WeCom, Slack, Email, Webhook} }

// Rate is how many messages a channel takes in any stretch of so long.
type Rate struct {
	Count int           `yaml:"count"`
	Per   time.Duration `yaml:"per"`
}

// String says it in words: "每分钟 18 条".
func (r Rate) String() string {
	switch r.Per {
	case time.Second:
		return fmt.Sprintf("每秒 %d 条", r.Count)
	case time.Minute:
		return fmt.Sprintf("每分钟 %d 条", r.Count)
	case time.Hour:
		return fmt.Sprintf("每小时 %d 条", r.Count)
	}
	return fmt.Sprintf("每 %s %d 条", r.Per, r.Count)
}

// Place is what the outbox must know of a channel.
type Place struct {
	Name      string
	Kind      string
	Host      string // of its address, for people
	Rates     []Rate // none: it has no limit of its own
	Fold      int    // when more than so many messages wait, one says the mild ones; 0: never
	Personal  bool   // it reaches only the people a message is for: those for the same people are folded, no others
	Rush      bool   // overcrowded at the full and the half hour: mild messages let that minute pass
	Heartbeat bool   // says once a week that it works
	Fallback  []string
}

// foldAbove is how many messages people read one by one.
const foldAbove = 5

// Standard is a channel of a kind with nine tenths of what its operator allows: Feishu 100 a minute
// and 5 a second, DingTalk and WeCom 20 a minute, Slack one a second. A relay for mail states no
// limit that all share, so ours is moderate; a webhook's is 5 a second.
func Standard(name, kind string) Place {
	p := Place{Name: name, Kind: kind, Fold: foldAbove, Heartbeat: true}
	switch kind {
	case Feishu:
		p.Rates, p.Rush = []Rate{{90, time.Minute}, {4, time.Second}}, true
	case DingTalk, WeCom:
		p.Rates = []Rate{{18, time.Minute}}
	case Slack:
		p.Rates = []Rate{{1, time.Second}}
	case Email:
		p.Rates, p.Personal = []Rate{{60, time.Minute}}, true
	default: // a program reads it: it wants every message by itself
		p.Rates, p.Fold, p.Heartbeat = []Rate{{5, time.Second}}, 0, false
	}
	return p
}

// limit says a place's rates in words.
func (p Place) limit() string {
	if len(p.Rates) == 0 {
		return "不限"
	}
	words := make([]string, len(p.Rates))
	for i, r := range p.Rates {
		words[i] = r.String()
	}
	return strings.Join(words, "，")
}

// longest is how far back the rates look.
func (p Place) longest() time.Duration {
	var d time.Duration
	for _, r := range p.Rates {
		d = max(d, r.Per)
	}
	return d
}

// Options say which channels there are and what each can take.
type Options struct {
	Places   []Place        // in the order people configured them
	Location *time.Location // of the times told to people; nil: UTC
}

func (o Options) validate() error {
	seen := map[string]bool{}
	for _, p := range o.Places {
		if p.Name == "" || seen[p.Name] {
			return fmt.Errorf("channel %q: a channel needs a name of its own", p.Name)
		}
		seen[p.Name] = true
		for _, r := range p.Rates {
			if r.Count < 1 || r.Per <= 0 {
				return fmt.Errorf("channel %q: rate of %d in %s: both must be positive", p.Name, r.Count, r.Per)
			}
		}
	}
	return nil
}

func (o Options) location() *time.Location {
	if o.Location == nil {
		return time.UTC
	}
	return o.Location
}
