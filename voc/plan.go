package voc

import (
	"fmt"
	"slices"
	"time"
)

// Plan is a window in which a surge is expected: a campaign, a launch, a holiday. While it lasts a
// burst must score Raise times the rule's sensitivity. What is loud by plan is also not learned as
// usual, for its first week: a crisis the morning after 双十一 must not look small beside it.
type Plan struct {
	Title string    `yaml:"title" json:"title"`
	From  time.Time `yaml:"from" json:"from"`
	To    time.Time `yaml:"to" json:"to"`       // the first moment after it
	Raise float64   `yaml:"raise" json:"raise"` // 1 or more; 0: no burst opens an alert, whatever it scores

	ID     string    `yaml:"-" json:"id"`          // names it for commands; "" when it stands in a file
	Brands []BrandID `yaml:"brands" json:"brands"` // whose bursts are expected; empty: all
	Actor  string    `yaml:"-" json:"actor"`       // who wrote it on a page
	Origin string    `yaml:"-" json:"origin"`      // where it stands: "page", "file", "holiday"
}

// For tells whether a plan is about a brand.
func (p Plan) For(brand BrandID) bool {
	return len(p.Brands) == 0 || slices.Contains(p.Brands, brand)
}

// Validate refuses a plan that would do something else than its writer thinks.
func (p Plan) Validate() error {
	switch {
	case p.Title == "":
		return fmt.Errorf("plan from %s: it has no title: say what is planned, alerts name it", p.From.Format(time.RFC3339))
	case p.From.IsZero() || p.To.IsZero():
		return fmt.Errorf("plan %q: from or to is missing: write both, like 2026-11-10T20:00:00+08:00", p.Title)
	case !p.To.After(p.From):
		return fmt.Errorf("plan %q: to (%s) is not after from (%s): exchange them", p.Title, p.To.Format(time.RFC3339), p.From.Format(time.RFC3339))
	case p.Raise != 0 && !(p.Raise >= 1 && p.Raise <= 100):
		return fmt.Errorf("plan %q: raise is %v: write how many times as high a burst must be, 1 to 100, or 0 for none at all", p.Title, p.Raise)
	}
	return nil
}
