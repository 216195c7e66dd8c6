package workorder

import (
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// House is who there is to do the work.
type House struct {
	People    []voc.Person           `yaml:"people" json:"people"`
	Calendars []Calendar             `yaml:"calendars" json:"calendars"` // working hours people name
	Rosters   []Roster               `yaml:"rosters" json:"rosters"`
	Routes    []RouteRule            `yaml:"routes" json:"routes"`     // the first that fits decides
	Managers  map[voc.StoreID]string `yaml:"managers" json:"managers"` // who runs a shop
	Default   string                 `yaml:"default" json:"default"`   // person or roster asked when nothing else fits, and when an owner is off; "" nobody
	Director  string                 `yaml:"director" json:"director"` // told when a clock has run out; "" nobody
}

// Validate refuses a house in which work would be given to nobody.
func (h House) Validate() error {
	if err := h.checkNames(); err != nil {
		return err
	}
	for _, p := range h.People {
		if p.Lead != "" && !h.knows(p.Lead) {
			return fmt.Errorf("person %q: lead %q is not among the people: add them, or leave lead empty", p.Name, p.Lead)
		}
		if p.Calendar != "" && !slices.ContainsFunc(h.Calendars, func(c Calendar) bool { return c.Name == p.Calendar }) {
			return fmt.Errorf("person %q: there is no calendar %q: add it, or leave calendar empty", p.Name, p.Calendar)
		}
	}
	for _, r := range h.Rosters {
		if err := r.validate(h); err != nil {
			return err
		}
	}
	for _, r := range h.Routes {
		if err := r.validate(h); err != nil {
			return err
		}
	}
	for store, name := range h.Managers {
		if !h.knows(name) {
			return fmt.Errorf("managers: %q of store %q is not among the people: add them", name, store)
		}
	}
	if h.Default != "" && !h.knows(h.Default) && !h.hasRoster(h.Default) {
		return fmt.Errorf("default: %q is neither a person nor a roster: add it", h.Default)
	}
	if h.Director != "" && !h.knows(h.Director) {
		return fmt.Errorf("director: %q is not among the people: add them", h.Director)
	}
	return nil
}

func (h House) checkNames() error {
	seen := map[string]bool{}
	for _, p := range h.People {
		if p.Name == "" || seen[p.Name] {
			return fmt.Errorf("people: the name %q is empty or there twice: work orders know people by their names alone", p.Name)
		}
		seen[p.Name] = true
	}
	for _, r := range h.Rosters {
		if r.Name == "" || seen[r.Name] {
			return fmt.Errorf("rosters: the name %q is empty or taken: routes know people and rosters by their names alone", r.Name)
		}
		seen[r.Name] = true
	}
	for _, c := range h.Calendars {
		if err := c.Validate(); err != nil {
			return err
		}
	}
	return nil
}

func (h House) knows(name string) bool { _, ok := h.person(name); return ok }

func (h House) hasRoster(name string) bool { _, ok := h.roster(name); return ok }

func (h House) person(name string) (voc.Person, bool) {
	i := slices.IndexFunc(h.People, func(p voc.Person) bool { return p.Name == name })
	if i < 0 {
		return voc.Person{}, false
	}
	return h.People[i], true
}

func (h House) roster(name string) (Roster, bool) {
	i := slices.IndexFunc(h.Rosters, func(r Roster) bool { return r.Name == name })
	if i < 0 {
		return Roster{}, false
	}
	return h.Rosters[i], true
}

// absent says why somebody cannot take something up at a moment, "" they can. Whether they are at
// work in this very hour only counts for what cannot wait.
func (h House) absent(name string, urgent bool, now time.Time) string {
	p, known := h.person(name)
	switch {
	case !known && len(h.People) > 0:
		return name + "不在人员名单里"
	case p.Left:
		return name + "已离职"
	}
	for _, away := range p.Away {
		if !now.Before(away.From) && now.Before(away.To) {
			return name + "休假到 " + away.To.Format("01-02 15:04")
		}
	}
	if urgent && p.Calendar != "" {
		for _, c := range h.Calendars {
			if c.Name != p.Calendar {
				continue
			}
			if hours, err := compile(c); err == nil && !hours.open(now) {
				return name + "现在不在班"
			}
		}
	}
	return ""
}

// leadOf is whom somebody's troubles go to next: the first in the line of leads who is there.
func (h House) leadOf(name string, now time.Time) string {
	seen := map[string]bool{name: true}
	for {
		p, known := h.person(name)
		if !known || p.Lead == "" || seen[p.Lead] {
			return ""
		}
		name = p.Lead
		seen[name] = true
		if h.absent(name, false, now) == "" {
			return name
		}
	}
}

// expand gives the people behind a name: those on duty when it is a roster's.
func (h House) expand(name string, now time.Time) []string {
	if r, ok := h.roster(name); ok {
		return r.OnDuty(now)
	}
	if name == "" {
		return nil
	}
	return []string{name}
}

// urgent tells whether a matter of a level is worked on around the clock.
func urgent(level voc.Level) bool { return level == voc.Red || level == voc.Orange }
