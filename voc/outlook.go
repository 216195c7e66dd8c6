package voc

import "time"

// Outlook is what one sensitivity of a rule would have told people of a past.
type Outlook struct {
	Sensitivity float64       `json:"sensitivity"` // 0 for a rule that has none
	Title       string        `json:"title"`       // 敏感, 均衡, 平稳, 安静, or 自定 for another value
	Alerts      []Alert       `json:"alerts"`      // oldest first; the topic is the rule's, what each was about only the mentions tell
	N           int           `json:"n"`           // how many there were; Alerts may hold the newest of them only
	Heard       time.Duration `json:"heard"`       // how much of the past is known
	PerWeek     float64       `json:"per_week"`    // alerts in a week of what was heard
	Warning     string        `json:"warning"`     // why one would not want it; "" nothing speaks against it
}

// Outcome is what became of an incident of the past, however it was found.
type Outcome struct {
	From, To  time.Time
	Confirmed bool // false: somebody looked and said that it was nothing
}

// Against counts of an outlook's alerts those that fell into incidents people confirmed, and those
// that fell only into what people dismissed. The rest nobody ever judged.
func (o Outlook) Against(past []Outcome) (confirmed, dismissed int) {
	for _, a := range o.Alerts {
		var yes, no bool
		for _, p := range past {
			if !a.OpenedAt.Before(p.From) && !a.StartedAt.After(p.To) {
				yes, no = yes || p.Confirmed, no || !p.Confirmed
			}
		}
		switch {
		case yes:
			confirmed++
		case no:
			dismissed++
		}
	}
	return confirmed, dismissed
}
