package nlp

import "strings"

// Titles maps the names of aspects, groups of aspects, topics and reasons of severity to what people
// call them. Where two packs share a name the first one's title stands.
func (o Options) Titles() map[string]string {
	titles := map[string]string{}
	put := func(name, title string) {
		if _, ok := titles[name]; !ok && title != "" {
			titles[name] = title
		}
	}
	for _, p := range o.Packs {
		for _, a := range p.Aspects {
			put(a.Name, a.Title)
		}
		for _, g := range p.Groups {
			put(g.Name, g.Title)
		}
		for _, t := range p.Topics {
			put(t.Name, t.Title)
		}
	}
	for name, title := range reasons {
		put(name, title)
	}
	return titles
}

// Taxonomy is one pack as people see it: its groups and what hangs under them.
type Taxonomy struct {
	Name   string  `json:"name"`  // of the pack, "dining"
	Title  string  `json:"title"` // "餐饮与茶饮"
	Groups []Shelf `json:"groups"`
	Topics []Named `json:"topics"`
}

// Shelf is a group of aspects.
type Shelf struct {
	Named
	Aspects []Judged `json:"aspects"`
}

// Judged is an aspect with what it counts as.
type Judged struct {
	Named
	QSCV  string `json:"qscv"`  // quality, service, cleanliness, value; "" none of them
	Stage string `json:"stage"` // of the customer's journey
}

// Named is a name with what people call it.
type Named struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// Taxonomies gives the packs as hierarchies, in the order of the options: groups in the order the
// pack titles them, then those it does not, in the order of their first aspect.
func (o Options) Taxonomies() []Taxonomy {
	list := make([]Taxonomy, len(o.Packs))
	for i := range o.Packs {
		list[i] = o.Packs[i].taxonomy()
	}
	return list
}

func (p *Pack) taxonomy() Taxonomy {
	t := Taxonomy{Name: p.Name, Title: p.Title, Groups: []Shelf{}, Topics: []Named{}}
	at := map[string]int{}
	shelf := func(name, title string) int {
		i, ok := at[name]
		if !ok {
			i = len(t.Groups)
			at[name] = i
			t.Groups = append(t.Groups, Shelf{Named: Named{name, title}, Aspects: []Judged{}})
		}
		return i
	}
	for _, g := range p.Groups {
		shelf(g.Name, orName(g.Title, g.Name))
	}
	for _, a := range p.Aspects {
		g := groupOf(a.Name)
		s := &t.Groups[shelf(g, g)]
		s.Aspects = append(s.Aspects, Judged{Named{a.Name, orName(a.Title, a.Name)}, a.QSCV, a.Stage})
	}
	for _, topic := range p.Topics {
		t.Topics = append(t.Topics, Named{topic.Name, orName(topic.Title, topic.Name)})
	}
	return t
}

// groupOf gives the group an aspect hangs under: service of service.waiting, and an aspect without a
// point is a group of its own.
func groupOf(aspect string) string {
	group, _, _ := strings.Cut(aspect, ".")
	return group
}

func orName(title, name string) string {
	if title == "" {
		return name
	}
	return title
}

// Taxonomies gives the analyzer's packs as hierarchies.
func (a *Analyzer) Taxonomies() []Taxonomy { return a.opt.Taxonomies() }
