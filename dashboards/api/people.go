package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// People is whom work orders can be given to.
type People struct {
	Items []PersonState `json:"items" doc:"Those who are here first, then by name"`
}

// PersonState is a person with how they stand now. What reaches them, an address or a number, is not
// in it: the page needs none of it.
type PersonState struct {
	Name       string `json:"name"`
	Title      string `json:"title"`
	Department string `json:"department"`
	Lead       string `json:"lead"`
	Here       bool   `json:"here" doc:"Can be given work now"`
	Left       bool   `json:"left" doc:"Works here no more"`
	Open       int    `json:"open" doc:"Open work orders in their hands"`
}

func (a *door) people(ctx context.Context, _ *struct{}) (*answer[People], error) {
	now := a.Now()
	open := map[string]int{}
	for _, o := range a.ordersOf(ctx) {
		if o.State.Open() {
			open[cmp.Or(o.Owner, o.Assignee)]++
		}
	}
	out := People{Items: []PersonState{}}
	s := viewerOf(ctx).Scope
	for _, p := range a.People() {
		if !seesSomeBrand(s, p.Brands) {
			continue
		}
		out.Items = append(out.Items, personOut(p, p.Here(now), open[p.Name]))
	}
	slices.SortStableFunc(out.Items, func(x, y PersonState) int {
		switch {
		case x.Here != y.Here && x.Here:
			return -1
		case x.Here != y.Here:
			return 1
		}
		return cmp.Compare(x.Name, y.Name)
	})
	return &answer[People]{Body: out}, nil
}

func personOut(p voc.Person, here bool, open int) PersonState {
	return PersonState{Name: p.Name, Title: p.Title, Department: p.Department, Lead: p.Lead, Here: here, Left: p.Left, Open: open}
}
