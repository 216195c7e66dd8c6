package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Sight is one observation of a rule at the end of a bucket, and of what.
type Sight struct {
	voc.Spike
	Key     string       // which matter it is about, within rule and brand; "" the whole series
	Topic   string       // what is spoken of, where that is known without reading the mentions
	Post    voc.PostID   // critical: the post that is grave
	Source  voc.SourceID // silence: the source that is not heard
	Named   []string     // critical: what grave the post speaks of
	History bool         // became known too late to be news: an alert of it is history, also while it is open
}

// Calm tells whether an observation is of nothing in particular: that at the end of this bucket
// nothing fires, or that nothing is known. Every alert of the rule that no other observation of the
// bucket is about is judged by it.
func (s Sight) Calm() bool { return s.Key == "" && !s.Fired }

// NewOf is the alert an observation opens: as New, with what the observation is about.
func NewOf(rule Rule, brand voc.BrandID, s Sight, began time.Time) voc.Alert {
	a := New(rule, brand, s.Spike, began)
	a.ID, a.Key, a.Kind, a.Source = sightID(rule, brand, s), s.Key, rule.Kind, s.Source
	if s.Topic != "" {
		a.Topic = s.Topic
	}
	return a
}

// sightID names the alert as NewID does; two matters of one bucket get two names.
func sightID(rule Rule, brand voc.BrandID, s Sight) string {
	if s.Key == "" {
		return NewID(rule, brand, s.At)
	}
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%d\x00%s", rule.Name, rule.Revision(), brand, rule.Topic, s.At.Unix(), s.Key)
	sum := sha256.Sum256([]byte(key))
	return "AL-" + s.At.Format("20060102") + "-" + hex.EncodeToString(sum[:4])
}
