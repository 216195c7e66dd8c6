package voc

import (
	"fmt"
	"time"
)

// Sampled is a mention drawn to be read by a person for the audit of a week, as it was on the day of
// the draw: understanding history anew changes neither who was drawn nor what was said of them then.
type Sampled struct {
	Week        string    `json:"week"` // of publication: "2026-W47"
	Brand       BrandID   `json:"brand"`
	PostID      PostID    `json:"post_id"`
	Place       int       `json:"place"`       // in which order the sample is read, from 1
	Sentiment   Sentiment `json:"sentiment"`   // what the analysis said when it was drawn
	Probability float64   `json:"probability"` // of that, as the analysis stated it
	Stratum     string    `json:"stratum"`     // "negative/sure"
	Population  int       `json:"population"`  // mentions of the stratum when it was drawn
	Local       string    `json:"local"`       // Version of the analysis when it was drawn
	Drawn       time.Time `json:"drawn"`
}

// WeekOf names the ISO week a moment lies in, as its zone has it: "2026-W47".
func WeekOf(at time.Time) string {
	year, week := at.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// ParseWeek gives the Monday on which a week begins in a zone. Weeks that do not exist are errors.
func ParseWeek(name string, zone *time.Location) (time.Time, error) {
	var year, week int
	if n, err := fmt.Sscanf(name, "%4d-W%2d", &year, &week); err != nil || n != 2 || len(name) != len("2006-W01") {
		return time.Time{}, fmt.Errorf("%q is not a week: write 2026-W47", name)
	}
	// The fourth of January always lies in the first week.
	first := time.Date(year, time.January, 4, 0, 0, 0, 0, zone)
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7+7*(week-1))
	if WeekOf(monday) != name {
		return time.Time{}, fmt.Errorf("%q is not a week: its year has fewer", name)
	}
	return monday, nil
}
