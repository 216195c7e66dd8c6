package configs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/email"
	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// audiencesFile is audiences.yaml: to whom letters go.
type audiencesFile struct {
	Audiences []audienceEntry `yaml:"audiences"`
}

type audienceEntry struct {
	ID       string           `yaml:"id"`
	Title    string           `yaml:"title"`
	Kind     voc.AudienceKind `yaml:"kind"`     // what the letter dwells on; empty: founder
	Brands   []voc.BrandID    `yaml:"brands"`   // a letter each; empty: every own brand
	Cadence  string           `yaml:"cadence"`  // nightly, weekly, monthly; empty: nightly
	At       string           `yaml:"at"`       // cron; empty: the cadence's usual time
	Language string           `yaml:"language"` // zh, en; empty: zh
	Channels []string         `yaml:"channels"`
	To       []string         `yaml:"to"`       // people; manager: of the shop, with each: store
	Unit     voc.UnitID       `yaml:"unit"`     // of org.yaml: the letter tells of what it owns
	Each     string           `yaml:"each"`     // region, store: one letter for each
	Filter   audienceFilter   `yaml:"filter"`   //
	Empty    bool             `yaml:"empty"`    // sent also when there is nothing to tell
	Holidays string           `yaml:"holidays"` // send, skip; empty: send
}

// audienceFilter is what a letter is about besides the unit.
type audienceFilter struct {
	Topic   string         `yaml:"topic"` // a name, or a whole group: "卫生-"
	Aspect  string         `yaml:"aspect"`
	Sources []voc.SourceID `yaml:"sources"`
	Regions []string       `yaml:"regions"`
	Stores  []voc.StoreID  `yaml:"stores"`
}

// cadences are how often a letter can come, and when it usually does.
var cadences = map[string]struct {
	period voc.Period
	at     string
}{
	"nightly": {voc.PeriodDay, "30 21 * * *"}, "weekly": {voc.PeriodWeek, "0 9 * * 1"}, "monthly": {voc.PeriodMonth, "0 9 1 * *"},
}

var audienceKinds = []voc.AudienceKind{
	voc.AudienceFounder, voc.AudienceBrand, voc.AudiencePR, voc.AudienceRegion, voc.AudienceStore, voc.AudienceProduct,
}

// toManager stands in the place of a person for whoever leads a shop.
const toManager = "manager"

// mostAudiences bounds what one file can become.
const mostAudiences = 5000

// audiences checks to whom letters go. Nil: nobody wrote it down, the digest: block of tingfeng.yaml stands.
func (l *loader) audiences(entries []audienceEntry, c *Config) []voc.Audience {
	if entries == nil {
		return nil
	}
	all := []voc.Audience{}
	for i, e := range entries {
		path := fmt.Sprintf("$.audiences[%d]", i)
		if e.ID == "" || !plainID(e.ID) {
			l.at("audiences.yaml", path, fmt.Sprintf("audience id %q is empty or has other signs than letters, digits and dashes", e.ID), "give it one, e.g. id: founder; what people read goes under title:")
			continue
		}
		one := l.audience(path, e, c)
		for _, a := range l.eachOf(path, e, one, c) {
			if slices.ContainsFunc(all, func(o voc.Audience) bool { return o.ID == a.ID }) {
				l.at("audiences.yaml", path+".id", fmt.Sprintf("audience id %q stands twice", a.ID), "ids must differ: letters are filed by them")
				continue
			}
			all = append(all, a)
		}
	}
	if len(all) > mostAudiences {
		l.at("audiences.yaml", "$.audiences", fmt.Sprintf("there would be %d letters at a time", len(all)), fmt.Sprintf("at most %d: they are written one after the other", mostAudiences))
	}
	return all
}

// audience checks one entry.
func (l *loader) audience(path string, e audienceEntry, c *Config) voc.Audience {
	cadence, known := cadences[cmp.Or(e.Cadence, "nightly")]
	if !known {
		l.at("audiences.yaml", path+".cadence", fmt.Sprintf("%s: unknown cadence %q", e.ID, e.Cadence), "write nightly, weekly or monthly; the time goes under at:")
		cadence = cadences["nightly"]
	}
	a := voc.Audience{
		ID: e.ID, Title: cmp.Or(e.Title, e.ID), Kind: cmp.Or(e.Kind, voc.AudienceFounder), Brands: e.Brands, Period: cadence.period, At: cmp.Or(e.At, cadence.at),
		Language: cmp.Or(e.Language, "zh"), Channels: e.Channels, To: e.To, Unit: string(e.Unit), Empty: e.Empty, Holidays: e.Holidays != "skip",
		Filter: voc.Filter{Sources: e.Filter.Sources, Aspect: e.Filter.Aspect},
	}
	if strings.HasSuffix(e.Filter.Topic, "-") {
		a.Filter.Also = e.Filter.Topic
	} else {
		a.Filter.Topic = e.Filter.Topic
	}
	if e.At != "" {
		if err := pipeline.CheckLetterTime(e.At); err != nil {
			l.at("audiences.yaml", path+".at", fmt.Sprintf("%s: %v", e.ID, err), "")
		}
	}
	for _, word := range []struct {
		field, value string
		known        bool
		remedy       string
	}{
		{"kind", string(e.Kind), e.Kind == "" || slices.Contains(audienceKinds, e.Kind), "write founder, brand, pr, region, store or product"},
		{"language", e.Language, e.Language == "" || e.Language == "zh" || e.Language == "en", "write zh or en; what customers said is never translated"},
		{"holidays", e.Holidays, e.Holidays == "" || e.Holidays == "send" || e.Holidays == "skip", "write send, or skip: the next working day's letter tells of them"},
		{"each", e.Each, e.Each == "" || e.Each == "region" || e.Each == "store", "write region or store, or leave it out"},
	} {
		if !word.known {
			l.at("audiences.yaml", path+"."+word.field, fmt.Sprintf("%s: unknown %s %q", e.ID, word.field, word.value), word.remedy)
		}
	}
	l.audienceNames(path, e, c)
	l.audienceReached(path, e, c)
	a.Scope = l.audienceScope(path, e, c)
	return a
}

// audienceNames checks what an entry names elsewhere.
func (l *loader) audienceNames(path string, e audienceEntry, c *Config) {
	for n, b := range e.Brands {
		l.brand("audiences.yaml", fmt.Sprintf("%s.brands[%d]", path, n), b, c.Brands)
	}
	for n, s := range e.Filter.Sources {
		if !l.broken["sources.yaml"] && !slices.ContainsFunc(c.Sources, func(o Source) bool { return o.Source.ID == s }) {
			l.at("audiences.yaml", fmt.Sprintf("%s.filter.sources[%d]", path, n), fmt.Sprintf("%s: unknown source %q", e.ID, s), "write an id of sources.yaml")
		}
	}
	for n, s := range e.Filter.Stores {
		if !l.broken["stores.yaml"] && !slices.ContainsFunc(c.Stores, func(o voc.Store) bool { return o.ID == s }) {
			l.at("audiences.yaml", fmt.Sprintf("%s.filter.stores[%d]", path, n), fmt.Sprintf("%s: unknown shop %q", e.ID, s), "write an id of stores.yaml")
		}
	}
	titles := c.NLP.Titles()
	for field, name := range map[string]string{"topic": e.Filter.Topic, "aspect": e.Filter.Aspect} {
		_, known := titles[name]
		for title := range titles {
			known = known || field == "topic" && strings.HasSuffix(name, "-") && strings.HasPrefix(title, name)
		}
		if name != "" && !known && len(titles) > 0 {
			l.at("audiences.yaml", path+".filter."+field, fmt.Sprintf("%s: unknown %s %q", e.ID, field, name), "write a name of the taxonomy, such as those on the topics page; a topic that ends in a dash means its whole group")
		}
	}
}

// audienceReached checks that a letter arrives somewhere: what has neither channel nor people is shown on
// its page only, which is said by leaving both out.
func (l *loader) audienceReached(path string, e audienceEntry, c *Config) {
	l.channelsKnown("audiences.yaml", path+".channels", e.Channels, c.Channels)
	for n, name := range e.To {
		at := fmt.Sprintf("%s.to[%d]", path, n)
		if name == toManager && e.Each == "store" {
			continue
		}
		l.named("audiences.yaml", at, name, c.Desk.House, false)
		i := slices.IndexFunc(c.Desk.House.People, func(p voc.Person) bool { return p.Name == name })
		if i >= 0 && len(e.Channels) == 0 && len(c.Desk.House.People[i].Channels) == 0 && len(c.Desk.Channels) == 0 {
			l.at("audiences.yaml", at, fmt.Sprintf("%s: no channel reaches %s", e.ID, name), "write channels: here, or for them in people.yaml")
		}
	}
	for n, name := range e.Channels {
		i := slices.IndexFunc(c.Channels, func(o Channel) bool { return o.Name == name })
		if i < 0 || c.Channels[i].Kind != notify.Email || len(e.To) > 0 {
			continue
		}
		if !slices.ContainsFunc(c.Channels[i].To, func(to string) bool { return to != email.Owner }) {
			l.at("audiences.yaml", fmt.Sprintf("%s.channels[%d]", path, n), fmt.Sprintf("%s: channel %q writes only to owners, and this letter has none", e.ID, name), "say whom it is for under to:, or add an address to the channel")
		}
	}
}

// audienceScope is what of all voices a letter tells of: what its unit owns, and of that the places its
// filter names.
func (l *loader) audienceScope(path string, e audienceEntry, c *Config) voc.Scope {
	org := access.Org{Units: c.Access.Units, Stores: c.Stores}
	if _, known := org.Unit(e.Unit); e.Unit != "" && !known && !l.broken["org.yaml"] {
		l.at("audiences.yaml", path+".unit", fmt.Sprintf("%s: there is no unit %q", e.ID, e.Unit), "write an id of org.yaml, or leave it out for the whole house")
		return voc.Scope{}
	}
	if len(e.Filter.Regions) == 0 && len(e.Filter.Stores) == 0 {
		return org.Scope(e.Unit)
	}
	const filtered = "\x00filtered"
	org.Units = append(slices.Clone(org.Units), voc.Unit{ID: filtered, Parent: e.Unit, Regions: e.Filter.Regions, Stores: e.Filter.Stores})
	scope := org.Scope(filtered)
	if scope.None && !l.broken["org.yaml"] {
		l.at("audiences.yaml", path+".filter", fmt.Sprintf("%s: nothing of what %s owns lies there", e.ID, cmp.Or(string(e.Unit), "the house")), "write regions and shops of the unit, or leave one of the two out")
	}
	return scope
}

// eachOf are the audiences an entry stands for.
func (l *loader) eachOf(path string, e audienceEntry, a voc.Audience, c *Config) []voc.Audience {
	var all []voc.Audience
	switch e.Each {
	case "store":
		if e.Kind == "" {
			a.Kind = voc.AudienceStore
		}
		all = eachStore(e, a, c)
	case "region":
		if e.Kind == "" {
			a.Kind = voc.AudienceRegion
		}
		all = eachRegion(e, a, c)
	default:
		return []voc.Audience{a}
	}
	if len(all) == 0 && !l.broken["stores.yaml"] && !l.broken["org.yaml"] {
		l.at("audiences.yaml", path+".each", fmt.Sprintf("%s: there is no %s to write to", e.ID, e.Each), "list shops with their province in stores.yaml, or leave each out")
	}
	return all
}

// eachStore is an audience for each shop of the entry's brands and places.
func eachStore(e audienceEntry, a voc.Audience, c *Config) []voc.Audience {
	var all []voc.Audience
	for _, s := range c.Stores {
		if !concerns(e, s.Brand, c) || !a.Scope.Sees(s.Brand, s.Province, s.ID) {
			continue
		}
		one := a
		one.ID, one.Title = e.ID+"-"+string(s.ID), cmp.Or(s.Name, string(s.ID))
		one.Brands, one.Scope = []voc.BrandID{s.Brand}, voc.Scope{Brands: []voc.BrandID{s.Brand}, Stores: []voc.StoreID{s.ID}}
		one.To = addressees(e.To, s.Manager, c.Desk.House)
		all = append(all, one)
	}
	return all
}

// concerns tells whether an entry writes about a brand.
func concerns(e audienceEntry, brand voc.BrandID, c *Config) bool {
	if len(e.Brands) > 0 {
		return slices.Contains(e.Brands, brand)
	}
	return slices.ContainsFunc(c.Brands, func(b voc.Brand) bool { return b.ID == brand && b.Own })
}

// addressees puts a shop's manager in the place of the word for one; nobody where the shop has none.
func addressees(to []string, manager string, house workorder.House) []string {
	var names []string
	for _, name := range to {
		if name == toManager {
			name = manager
			if !slices.ContainsFunc(house.People, func(p voc.Person) bool { return p.Name == manager && !p.Left }) {
				continue
			}
		}
		names = append(names, name)
	}
	return names
}

// eachRegion is an audience for each unit under the entry's that owns provinces; where the organisation
// names none, for each province shops lie in.
func eachRegion(e audienceEntry, a voc.Audience, c *Config) []voc.Audience {
	org := access.Org{Units: c.Access.Units, Stores: c.Stores}
	var all []voc.Audience
	add := func(id, title string, scope voc.Scope) {
		one := a
		one.ID, one.Title, one.Scope = e.ID+"-"+id, title, scope
		if !scope.None {
			all = append(all, one)
		}
	}
	for _, u := range c.Access.Units {
		if len(u.Regions) > 0 && org.Within(u.ID, e.Unit) && u.ID != e.Unit {
			add(string(u.ID), u.Title, org.Scope(u.ID))
		}
	}
	if len(all) > 0 {
		return all
	}
	var provinces []string
	for _, s := range c.Stores {
		if s.Province != "" && !slices.Contains(provinces, s.Province) && concerns(e, s.Brand, c) && a.Scope.Sees(s.Brand, s.Province, s.ID) {
			provinces = append(provinces, s.Province)
		}
	}
	for _, p := range provinces {
		add(p, p, voc.Scope{Brands: a.Scope.Brands, Regions: []string{p}})
	}
	return all
}

// holidays are the dates the calendar of the office has off: public holidays, and those the house adds.
func holidays(calendars []workorder.Calendar) []string {
	for _, c := range calendars {
		if c.Name == OfficeCalendar {
			return c.Off
		}
	}
	return nil
}
