package api

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Facet is one thing mentions can be told apart by, with what could be chosen.
type Facet struct {
	Name   string        `json:"name" doc:"brand, sentiment, complaint, severity, topic, aspect, intent, emotion, source, platform, region, city, store, tier or noise: the parameter it sets"`
	Values []FacetChoice `json:"values" doc:"Most first"`
}

// FacetChoice is one value of a facet and how many mentions choosing it would show.
type FacetChoice struct {
	Value    string `json:"value" doc:"What to send; of severity, exactly this one, while the parameter means at least"`
	Title    string `json:"title" doc:"What people call it"`
	N        int    `json:"n"`
	Negative int    `json:"negative"`
}

// Facets is every facet that has a value.
type Facets struct {
	Items []Facet `json:"items"`
}

type facetsIn struct {
	FilterQuery
	Limit limitParam `query:"limit" doc:"At most so many values of each facet; default 50"`
}

func (a *door) facets(ctx context.Context, in *facetsIn) (*answer[Facets], error) {
	r := a.reader()
	f := a.filter(ctx, r, in.FilterQuery)
	limit := r.limit(in.Limit, 50)
	if err := r.done(); err != nil {
		return nil, err
	}
	counted, err := a.Store.Facets(ctx, f, limit)
	if err != nil {
		return nil, a.fail(ctx, "facets", err)
	}
	out := Facets{Items: []Facet{}}
	for _, name := range store.FacetNames() {
		facet := Facet{Name: name, Values: []FacetChoice{}}
		for _, v := range counted[name] {
			facet.Values = append(facet.Values, FacetChoice{v.Value, a.facetTitle(name, v.Value), v.N, v.Negative})
		}
		if len(facet.Values) > 0 {
			out.Items = append(out.Items, facet)
		}
	}
	return &answer[Facets]{Body: out}, nil
}

// facetTitle is what the configuration calls a value; the value itself where it has no other name.
func (a *door) facetTitle(facet, value string) string {
	switch facet {
	case "brand":
		if b, ok := a.names.brands[value]; ok {
			return b.Name
		}
	case "store":
		if s, ok := a.names.stores[value]; ok {
			return s.Name
		}
	case "source":
		if title := a.sourceTitle(voc.SourceID(value)); title != "" {
			return title
		}
	case "topic", "aspect":
		if title := a.names.titles[value]; title != "" {
			return title
		}
	}
	return value
}

// sourceTitle is what people call a source; "" when the configuration does not know it.
func (a *door) sourceTitle(id voc.SourceID) string {
	for _, s := range a.Sources() {
		if s.ID == id {
			return s.Title
		}
	}
	return ""
}
