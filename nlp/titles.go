package nlp

// Titles maps the names of aspects, topics and reasons of severity to what people call them. Where
// two packs share a name the first one's title stands.
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
		for _, t := range p.Topics {
			put(t.Name, t.Title)
		}
	}
	for name, title := range reasons {
		put(name, title)
	}
	return titles
}
