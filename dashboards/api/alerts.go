package api

import (
	"context"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Alerts is a list of incidents, newest first.
type Alerts struct {
	Items []voc.Alert `json:"items"`
	Open  int         `json:"open" doc:"How many of these brands are still running, whatever state was asked for"`
}

type alertsIn struct {
	Brand []string   `query:"brand,explode" doc:"Only these brands; repeat the parameter for several"`
	State alertParam `query:"state" doc:"Only running or only ended ones"`
	Limit limitParam `query:"limit" doc:"At most so many; default 100"`
}

func (a *door) alertOperations() {
	get(a, "/alerts", "alerts", "Incidents, newest first", a.alerts)
	get(a, "/alerts/{id}", "alert", "One incident", a.alert)
}

func (a *door) alerts(_ context.Context, in *alertsIn) (*answer[Alerts], error) {
	r := a.reader()
	brands := a.brandList(r, in.Brand)
	state := voc.AlertState(r.word("state", string(in.State), alertStates))
	limit := r.limit(in.Limit, 100)
	if err := r.done(); err != nil {
		return nil, err
	}
	var out Alerts
	for _, al := range a.Alerts() {
		if !ofBrands(brands, al.Brand) {
			continue
		}
		if al.State == voc.AlertOpen {
			out.Open++
		}
		if state == "" || al.State == state {
			out.Items = append(out.Items, al)
		}
	}
	slices.SortFunc(out.Items, func(a, b voc.Alert) int {
		if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	out.Items = out.Items[:min(limit, len(out.Items))]
	return &answer[Alerts]{Body: out}, nil
}

func (a *door) brandList(r *reader, given []string) []voc.BrandID {
	var list []voc.BrandID
	for _, b := range given {
		list = append(list, brandID(r.name("brand", b, a.names.brandOrNone)))
	}
	return list
}

type idIn struct {
	ID string `path:"id"`
}

func (a *door) alert(_ context.Context, in *idIn) (*answer[voc.Alert], error) {
	for _, al := range a.Alerts() {
		if al.ID == in.ID {
			return &answer[voc.Alert]{Body: al}, nil
		}
	}
	return nil, notFound("There is no alert "+cut(in.ID)+".", "没有编号为 "+cut(in.ID)+" 的预警。")
}
