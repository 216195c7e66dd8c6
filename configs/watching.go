package configs

import (
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Watching is how incidents are judged and told, beside the rules.
type Watching struct {
	Plans     []voc.Plan
	Holidays  float64
	Attention alert.Attention
	Weights   alert.Weights
}

// watchingEntry is what rules.yaml says beside its rules.
type watchingEntry struct {
	Plans     []planEntry     `yaml:"plans"`     // campaigns and launches: bursts are expected
	Holidays  float64         `yaml:"holidays"`  // how many times as high a burst must be on public holidays; 0: as on any day
	Attention alert.Attention `yaml:"attention"` // how often somebody may be interrupted
	Weights   alert.Weights   `yaml:"weights"`   // points of each reason, and from how many on each level begins
}

// planEntry is a planned window as people write it: days, or days with a time, of the house's zone.
type planEntry struct {
	Title  string        `yaml:"title"`
	From   string        `yaml:"from"`
	To     string        `yaml:"to"` // a day is meant to its end
	Raise  float64       `yaml:"raise"`
	Brands []voc.BrandID `yaml:"brands"`
}

// holidaysRaise asks for calm on public holidays, when people go out more and talk more.
const holidaysRaise = alert.Calm

func defaultWatching() watchingEntry {
	return watchingEntry{Holidays: holidaysRaise, Attention: alert.DefaultAttention(), Weights: alert.DefaultWeights()}
}

// watching checks what rules.yaml says beside its rules.
func (l *loader) watching(e watchingEntry, c *Config) Watching {
	const file = "rules.yaml"
	w := Watching{Holidays: e.Holidays, Attention: e.Attention, Weights: e.Weights}
	if e.Holidays != 0 && !(e.Holidays >= 1 && e.Holidays <= 100) {
		l.at(file, "$.holidays", fmt.Sprintf("holidays is %v", e.Holidays), "write how many times as high a burst must be on public holidays, 1 to 100, or 0 for as on any day")
	}
	if err := e.Attention.Validate(); err != nil {
		l.at(file, "$.attention", err.Error(), "")
	}
	if err := e.Weights.Validate(); err != nil {
		l.at(file, "$.weights", err.Error(), "")
	}
	titles := map[string]bool{}
	for i, entry := range e.Plans {
		path := fmt.Sprintf("$.plans[%d]", i)
		plan := voc.Plan{Title: entry.Title, Raise: entry.Raise, Brands: entry.Brands}
		var fromOK, toOK bool
		plan.From, fromOK = l.moment(path+".from", entry.From, c.Location, 0)
		plan.To, toOK = l.moment(path+".to", entry.To, c.Location, 1)
		if err := plan.Validate(); err != nil && fromOK && toOK {
			l.at(file, path, err.Error(), "")
		}
		if titles[plan.Title] {
			l.at(file, path+".title", fmt.Sprintf("plan %q stands twice", plan.Title), "titles must differ")
		}
		titles[plan.Title] = true
		for n, b := range entry.Brands {
			l.brand(file, fmt.Sprintf("%s.brands[%d]", path, n), b, c.Brands)
		}
		w.Plans = append(w.Plans, plan)
	}
	return w
}

// moment reads a day or a time of the house's zone; of a day the given number of days later.
func (l *loader) moment(path, text string, in *time.Location, days int) (time.Time, bool) {
	if in == nil {
		in = time.UTC // the zone is a problem of its own
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, in); err == nil {
		return t.AddDate(0, 0, days), true
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, in); err == nil {
			return t, true
		}
	}
	l.at("rules.yaml", path, fmt.Sprintf("%q is no time", text), "write a day like 2026-11-11, or a time like 2026-11-10 20:00")
	return time.Time{}, false
}
