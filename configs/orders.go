package configs

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// ordersFile is orders.yaml: how much time work orders have, whose they become, who hears of them.
type ordersFile struct {
	Policy   policyEntry           `yaml:"policy"`
	Rosters  []workorder.Roster    `yaml:"rosters"`
	Routes   []workorder.RouteRule `yaml:"routes"`
	Default  string                `yaml:"default"`  // person or roster asked when nothing else fits
	Director string                `yaml:"director"` // told when a clock has run out
	Channels []string              `yaml:"channels"` // where people without a channel of their own are told
	Sync     []string              `yaml:"sync"`     // channels other systems read every change of every order from
}

// policyEntry is a policy of which what is not written is the usual one.
type policyEntry struct {
	Name   string                     `yaml:"name"`
	Levels map[voc.Level]targetsEntry `yaml:"levels"`
}

type targetsEntry struct {
	Claim    *time.Duration `yaml:"claim"`
	Answer   *time.Duration `yaml:"answer"`
	Resolve  *time.Duration `yaml:"resolve"`
	Verify   *time.Duration `yaml:"verify"`
	Calendar *string        `yaml:"calendar"` // "" round the clock
}

// deskFiles are what the folder says of work orders and of who works on them.
type deskFiles struct {
	people    peopleFile
	orders    ordersFile
	calendars calendarsFile
}

// deskFiles reads the three files.
func (l *loader) deskFiles() deskFiles {
	var d deskFiles
	l.decode("people.yaml", &d.people, false)
	l.decode("orders.yaml", &d.orders, false)
	l.decode("calendars.yaml", &d.calendars, false)
	return d
}

// desk checks people, calendars, rosters and routes against each other and puts them together.
func (l *loader) desk(d deskFiles, c *Config) pipeline.Desk {
	calendars := l.calendars(d.calendars.Calendars, c.Location)
	house := workorder.House{People: l.people(d.people.People, c), Calendars: calendars, Managers: map[voc.StoreID]string{}}
	l.peoplesCalendars(d.people.People, calendars)
	for _, s := range c.Stores {
		if slices.ContainsFunc(house.People, func(p voc.Person) bool { return p.Name == s.Manager }) {
			house.Managers[s.ID] = s.Manager
		}
	}
	l.rosters(d.orders.Rosters, &house, c.Location)
	l.routes(d.orders.Routes, &house, c)
	house.Default, house.Director = d.orders.Default, d.orders.Director
	l.named("orders.yaml", "$.default", house.Default, house, true)
	l.named("orders.yaml", "$.director", house.Director, house, false)
	for i, r := range c.Rules {
		l.named("rules.yaml", fmt.Sprintf("$.rules[%d].owner", i), r.Owner, house, true)
	}
	l.channelsKnown("orders.yaml", "$.channels", d.orders.Channels, c.Channels)
	l.syncs(d.orders.Sync, c.Channels)
	return pipeline.Desk{
		House: house, Terms: l.terms(d.orders.Policy, calendars), Channels: d.orders.Channels, Sync: d.orders.Sync,
	}
}

// peoplesCalendars checks the calendars people name.
func (l *loader) peoplesCalendars(people []personEntry, calendars []workorder.Calendar) {
	for i, p := range people {
		l.calendarKnown("people.yaml", fmt.Sprintf("$.people[%d].calendar", i), p.Calendar, calendars)
	}
}

func (l *loader) calendarKnown(file, path, name string, calendars []workorder.Calendar) {
	if name == "" || l.broken["calendars.yaml"] || slices.ContainsFunc(calendars, func(c workorder.Calendar) bool { return c.Name == name }) {
		return
	}
	var known []string
	for _, c := range calendars {
		known = append(known, c.Name)
	}
	l.at(file, path, fmt.Sprintf("unknown calendar %q", name), "there are: "+strings.Join(known, ", ")+"; define others in calendars.yaml")
}

func (l *loader) rosters(rosters []workorder.Roster, house *workorder.House, zone *time.Location) {
	for i, r := range rosters {
		if r.Zone == "" {
			r.Zone = zone.String()
		}
		path := fmt.Sprintf("$.rosters[%d]", i)
		if taken := house.Rosters; slices.ContainsFunc(taken, func(o workorder.Roster) bool { return o.Name == r.Name }) {
			l.at("orders.yaml", path+".name", fmt.Sprintf("roster %q stands twice", r.Name), "names must differ")
			continue
		}
		alone := workorder.House{People: house.People, Rosters: []workorder.Roster{r}}
		if err := l.sound(alone); err != nil {
			l.at("orders.yaml", path, err.Error(), "")
			continue
		}
		house.Rosters = append(house.Rosters, r)
	}
}

func (l *loader) routes(routes []workorder.RouteRule, house *workorder.House, c *Config) {
	for i, r := range routes {
		path := fmt.Sprintf("$.routes[%d]", i)
		alone := workorder.House{People: house.People, Rosters: house.Rosters, Routes: []workorder.RouteRule{r}}
		if err := l.sound(alone); err != nil {
			l.at("orders.yaml", path, err.Error(), "")
			continue
		}
		for n, b := range r.Brands {
			l.brand("orders.yaml", fmt.Sprintf("%s.brands[%d]", path, n), b, c.Brands)
		}
		for n, s := range r.Stores {
			if !l.broken["stores.yaml"] && !slices.ContainsFunc(c.Stores, func(o voc.Store) bool { return o.ID == s }) {
				l.at("orders.yaml", fmt.Sprintf("%s.stores[%d]", path, n), fmt.Sprintf("unknown store %q", s), "stores.yaml lists them")
			}
		}
		for n, k := range r.Kinds {
			if k != voc.OrderCase && k != voc.OrderTheme && k != voc.OrderJourney {
				l.at("orders.yaml", fmt.Sprintf("%s.kinds[%d]", path, n), fmt.Sprintf("unknown kind %q", k), "write case, theme or journey")
			}
		}
		house.Routes = append(house.Routes, r)
	}
}

// sound is what is wrong with a part of the house, nothing when the people themselves could not be read:
// then everybody would be missing.
func (l *loader) sound(h workorder.House) error {
	if l.broken["people.yaml"] {
		return nil
	}
	h.People = slices.Clone(h.People)
	for i := range h.People {
		h.People[i].Lead, h.People[i].Calendar = "", "" // checked on their own
	}
	return h.Validate()
}

// named checks a person, or a roster where one may stand, that is named somewhere.
func (l *loader) named(file, path, name string, house workorder.House, rosterToo bool) {
	isPerson := slices.ContainsFunc(house.People, func(p voc.Person) bool { return p.Name == name && !p.Left })
	isRoster := rosterToo && slices.ContainsFunc(house.Rosters, func(r workorder.Roster) bool { return r.Name == name })
	switch {
	case name == "" || isPerson || isRoster || l.broken["people.yaml"] || l.broken["orders.yaml"]:
		return
	case file == "rules.yaml" && len(house.People) == 0:
		return // nobody is written down: any name is somebody
	}
	l.at(file, path, fmt.Sprintf("there is no %s", name), "name somebody of people.yaml who works here, or a roster of orders.yaml")
}

// syncs checks the channels other systems read from.
func (l *loader) syncs(names []string, channels []Channel) {
	l.channelsKnown("orders.yaml", "$.sync", names, channels)
	for i, name := range names {
		n := slices.IndexFunc(channels, func(c Channel) bool { return c.Name == name })
		if n < 0 {
			continue
		}
		if kind := channels[n].Kind; kind != "webhook" && kind != "email" {
			l.at("orders.yaml", fmt.Sprintf("$.sync[%d]", i), fmt.Sprintf("channel %q is a %s: every change of every order would go there", name, kind), "hand orders to other systems through a webhook or by email")
		}
	}
}

// terms are what the clocks of new orders obey.
func (l *loader) terms(e policyEntry, calendars []workorder.Calendar) *workorder.Terms {
	p := workorder.DefaultPolicy(OfficeCalendar)
	if e.Name != "" {
		p.Name = e.Name
	}
	for level, t := range e.Levels {
		path := "$.policy.levels." + string(level)
		if level.Rank() == 0 {
			l.at("orders.yaml", path, fmt.Sprintf("there is no level %q", level), "use red, orange, yellow and blue")
			return nil
		}
		if t.Calendar != nil {
			l.calendarKnown("orders.yaml", path+".calendar", *t.Calendar, calendars)
		}
		p.Levels[level] = t.over(p.Levels[level])
	}
	terms, err := workorder.NewTerms(p, calendars)
	if err != nil && len(l.problems) == 0 {
		l.at("orders.yaml", "$.policy", err.Error(), "")
	}
	return terms
}

// over gives targets with what is written in the place of the usual.
func (e targetsEntry) over(t workorder.Targets) workorder.Targets {
	for _, one := range []struct {
		said *time.Duration
		is   *time.Duration
	}{{e.Claim, &t.Claim}, {e.Answer, &t.Answer}, {e.Resolve, &t.Resolve}, {e.Verify, &t.Verify}} {
		if one.said != nil {
			*one.is = *one.said
		}
	}
	if e.Calendar != nil {
		t.Calendar = *e.Calendar
	}
	return t
}
