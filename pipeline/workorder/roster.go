package workorder

import (
	"fmt"
	"slices"
	"time"
)

// Roster says who is on duty when: by shifts of the week, by turns, or by shifts and then by turns.
type Roster struct {
	Name   string   `yaml:"name" json:"name"`
	Zone   string   `yaml:"zone" json:"zone"` // IANA name
	Duties []Duty   `yaml:"duties" json:"duties"`
	Turns  []string `yaml:"turns" json:"turns"` // people who follow each other
	Since  string   `yaml:"since" json:"since"` // date the first of them began: "2026-01-05"
	Every  int      `yaml:"every" json:"every"` // days of one turn; 0: seven
	At     string   `yaml:"at" json:"at"`       // time of day they hand over; "" midnight
}

// Duty is a shift with those who have it.
type Duty struct {
	Shift `yaml:",inline"`
	Who   []string `yaml:"who" json:"who"`
}

func (r Roster) validate(h House) error {
	fail := func(err error) error { return fmt.Errorf("roster %q: %w", r.Name, err) }
	if len(r.Duties) == 0 && len(r.Turns) == 0 {
		return fail(fmt.Errorf("nobody is on it: give it duties or turns"))
	}
	if _, err := time.LoadLocation(r.Zone); err != nil || r.Zone == "" {
		return fail(fmt.Errorf("zone %q is not known: write its IANA name, like Asia/Shanghai", r.Zone))
	}
	people := slices.Clone(r.Turns)
	for _, d := range r.Duties {
		if _, err := compile(Calendar{Name: r.Name, Zone: r.Zone, Shifts: []Shift{d.Shift}}); err != nil {
			return fail(err)
		}
		people = append(people, d.Who...)
	}
	for _, name := range people {
		if !h.knows(name) {
			return fail(fmt.Errorf("%q is not among the people: add them", name))
		}
	}
	if len(r.Turns) > 0 {
		if _, err := dateOf(r.Since); err != nil {
			return fail(fmt.Errorf("since: %w", err))
		}
		if _, err := r.handover(); err != nil {
			return fail(fmt.Errorf("at: %w", err))
		}
	}
	if r.Every < 0 {
		return fail(fmt.Errorf("every is %d days: write how many days one turn lasts", r.Every))
	}
	return nil
}

func (r Roster) handover() (int, error) {
	if r.At == "" {
		return 0, nil
	}
	return minuteOf(r.At)
}

// OnDuty lists who is to be asked at a moment, the first to be asked first: whose shift it is, then
// whose turn it is, then those whose turn comes next, who stand in.
func (r Roster) OnDuty(at time.Time) []string {
	var names []string
	add := func(who ...string) {
		for _, name := range who {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, d := range r.Duties {
		hours, err := compile(Calendar{Name: r.Name, Zone: r.Zone, Shifts: []Shift{d.Shift}})
		if err == nil && hours.open(at) {
			add(d.Who...)
		}
	}
	if n := len(r.Turns); n > 0 {
		turn := r.turn(at)
		add(r.Turns[turn:]...)
		add(r.Turns[:turn]...)
	}
	return names
}

// turn is the index of whose turn it is. Turns change by the clock on the wall, so that a change to
// summer time does not move the handover.
func (r Roster) turn(at time.Time) int {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		zone = time.UTC
	}
	local := at.In(zone)
	_, offset := local.Zone()
	minute, _ := r.handover()
	since, _ := dateOf(r.Since)
	days := floorDiv(at.Unix()+int64(offset)-int64(minute)*60, daySeconds) - since
	every := int64(r.Every)
	if every == 0 {
		every = 7
	}
	n := int64(len(r.Turns))
	return int((floorDiv(days, every)%n + n) % n)
}
