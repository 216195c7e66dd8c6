package configs

import (
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// peopleFile is people.yaml: who can be given work, and how each is reached.
type peopleFile struct {
	People []personEntry `yaml:"people"`
}

type personEntry struct {
	Name       string        `yaml:"name"`
	Title      string        `yaml:"title"`
	Department string        `yaml:"department"`
	Lead       string        `yaml:"lead"` // name of whom escalations go to next
	Email      string        `yaml:"email"`
	Mobile     string        `yaml:"mobile"` // to be called by name in DingTalk and WeCom groups
	Feishu     string        `yaml:"feishu"` // open_id, to be called by name in Feishu groups
	Channels   []string      `yaml:"channels"`
	Brands     []voc.BrandID `yaml:"brands"`   // empty: all
	Calendar   string        `yaml:"calendar"` // of calendars.yaml; empty: the policy's
	Budget     int           `yaml:"budget"`   // interruptions a day; 0: as many as the house allows
	Away       []awayEntry   `yaml:"away"`
	Left       bool          `yaml:"left"` // works here no more; old work orders keep the name
}

// awayEntry is a holiday, first and last day both away.
type awayEntry struct {
	From string `yaml:"from"`
	To   string `yaml:"to"` // empty: the one day
}

// people checks who there is and gives them as the rest of the program knows them.
func (l *loader) people(entries []personEntry, c *Config) []voc.Person {
	people := make([]voc.Person, 0, len(entries))
	for i, e := range entries {
		path := fmt.Sprintf("$.people[%d]", i)
		switch {
		case strings.TrimSpace(e.Name) == "":
			l.at("people.yaml", path, "person without a name", "give one: work orders and messages name people by it")
			continue
		case slices.ContainsFunc(people, func(p voc.Person) bool { return p.Name == e.Name }):
			l.at("people.yaml", path+".name", fmt.Sprintf("%s stands twice", e.Name), "a work order would not know whose it is: tell the two apart, e.g. by department")
			continue
		}
		l.person(path, e, c)
		people = append(people, voc.Person{
			Name: e.Name, Title: e.Title, Department: e.Department, Lead: e.Lead, Email: e.Email, Mobile: e.Mobile, Feishu: e.Feishu,
			Channels: e.Channels, Brands: e.Brands, Calendar: e.Calendar, Budget: e.Budget, Away: l.away(path, e, c.Location), Left: e.Left,
		})
	}
	l.leads(entries, people)
	return people
}

func (l *loader) person(path string, e personEntry, c *Config) {
	if e.Email != "" {
		if a, err := mail.ParseAddress(e.Email); err != nil || a.Address != e.Email {
			l.at("people.yaml", path+".email", fmt.Sprintf("%s: %q is no e-mail address", e.Name, e.Email), "write it bare: name@example.com")
		}
	}
	if e.Mobile != "" && !plainNumber(e.Mobile) {
		l.at("people.yaml", path+".mobile", fmt.Sprintf("%s: %q is no mobile number", e.Name, e.Mobile), `digits only, in quotes, abroad with the country first: "13800000000", "+85260000000"`)
	}
	if e.Budget < 0 {
		l.at("people.yaml", path+".budget", fmt.Sprintf("%s: budget is %d", e.Name, e.Budget), "write how often a day they may be interrupted, or leave it out")
	}
	for n, b := range e.Brands {
		l.brand("people.yaml", fmt.Sprintf("%s.brands[%d]", path, n), b, c.Brands)
	}
	l.channelsKnown("people.yaml", path+".channels", e.Channels, c.Channels)
}

// plainNumber tells whether a text can be dialled as it stands.
func plainNumber(text string) bool {
	digits := strings.TrimPrefix(text, "+")
	return len(digits) >= 6 && len(digits) <= 15 && !strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
}

// away turns days into the moments between which somebody is not there.
func (l *loader) away(path string, e personEntry, zone *time.Location) []voc.Span {
	var spans []voc.Span
	for n, a := range e.Away {
		at := fmt.Sprintf("%s.away[%d]", path, n)
		if a.To == "" {
			a.To = a.From
		}
		from, err := time.ParseInLocation(time.DateOnly, a.From, zone)
		if err == nil {
			var to time.Time
			if to, err = time.ParseInLocation(time.DateOnly, a.To, zone); err == nil && !to.Before(from) {
				spans = append(spans, voc.Span{From: from, To: to.AddDate(0, 0, 1)})
				continue
			}
		}
		l.at("people.yaml", at, fmt.Sprintf("%s is away from %q to %q", e.Name, a.From, a.To), "write the first and the last day, like {from: 2026-10-01, to: 2026-10-07}")
	}
	return spans
}

// leads checks that escalations go up, to somebody, and come to an end.
func (l *loader) leads(entries []personEntry, people []voc.Person) {
	of := map[string]string{}
	for _, p := range people {
		of[p.Name] = p.Lead
	}
	for i, e := range entries {
		if e.Lead == "" {
			continue
		}
		path := fmt.Sprintf("$.people[%d].lead", i)
		lead := slices.IndexFunc(people, func(p voc.Person) bool { return p.Name == e.Lead })
		switch {
		case lead < 0:
			l.at("people.yaml", path, fmt.Sprintf("%s: there is no %s to lead", e.Name, e.Lead), "list everybody in people.yaml, or leave lead out")
		case people[lead].Left && !e.Left:
			l.at("people.yaml", path, fmt.Sprintf("%s: %s has left", e.Name, e.Lead), "name who leads now")
		case circular(of, e.Name):
			l.at("people.yaml", path, fmt.Sprintf("%s: following the leads up comes back to the same person", e.Name), "somebody at the top has no lead")
		}
	}
}

// circular tells whether following the leads from a person comes back to them.
func circular(lead map[string]string, name string) bool {
	at := lead[name]
	for range len(lead) {
		if at == name {
			return true
		}
		at = lead[at]
	}
	return false
}
