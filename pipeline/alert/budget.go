package alert

import (
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Attention says how often somebody may be interrupted. People who are called for everything look at
// nothing: what is over the budget waits for the nightly letter.
type Attention struct {
	PerDay int `yaml:"per_day"` // interruptions one person takes in a day; 0: as many as there are
}

// DefaultAttention is five interruptions a day.
func DefaultAttention() Attention { return Attention{PerDay: 5} }

// Validate refuses a budget that is none.
func (a Attention) Validate() error {
	if a.PerDay < 0 || a.PerDay > 1000 {
		return fmt.Errorf("attention: per_day is %d: write how many interruptions a person takes in a day, or 0 for any number", a.PerDay)
	}
	return nil
}

// Told is a message as far as it took somebody's attention.
type Told struct {
	At      time.Time
	Channel string
	To      []string // people it was for; empty: whoever reads the channel
	Free    bool     // takes no attention: the end of something, a letter
}

// Interruptions counts who was interrupted how often on the day of a moment, by name; a channel that
// nobody is known to read counts as a reader of its own. Days begin at midnight in the zone.
func Interruptions(told []Told, people []voc.Person, now time.Time, in *time.Location) map[string]int {
	y, m, d := now.In(in).Date()
	midnight := time.Date(y, m, d, 0, 0, 0, 0, in)
	next := time.Date(y, m, d+1, 0, 0, 0, 0, in)
	counts := map[string]int{}
	for _, t := range told {
		if t.Free || t.At.Before(midnight) || !t.At.Before(next) {
			continue
		}
		for _, reader := range Readers(t.Channel, t.To, people) {
			counts[reader]++
		}
	}
	return counts
}

// Readers are the people a message reaches: those it is for, or else those who read its channel, or
// else the channel itself.
func Readers(channel string, to []string, people []voc.Person) []string {
	if len(to) > 0 {
		return to
	}
	var readers []string
	for _, p := range people {
		if !p.Left && slices.Contains(p.Channels, channel) {
			readers = append(readers, p.Name)
		}
	}
	if len(readers) == 0 {
		return []string{channel}
	}
	return readers
}

// Spares tells whether a message must wait for the letter: everybody it would reach has been
// interrupted as often today as they take. One reader with attention left is enough to send it to a
// channel, and red is always sent.
func (a Attention) Spares(m Told, level voc.Level, counts map[string]int, people []voc.Person) bool {
	if m.Free || level == voc.Red {
		return false
	}
	for _, reader := range Readers(m.Channel, m.To, people) {
		if most := a.of(reader, people); most == 0 || counts[reader] < most {
			return false
		}
	}
	return true
}

// of is how many interruptions somebody takes in a day; 0 any number.
func (a Attention) of(name string, people []voc.Person) int {
	for _, p := range people {
		if p.Name == name && p.Budget > 0 {
			return p.Budget
		}
	}
	return a.PerDay
}
