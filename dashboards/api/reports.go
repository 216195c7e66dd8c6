package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Causes is the tree of what complaints came from: departments, their processes, the causes in them.
type Causes struct {
	From  time.Time       `json:"from"`
	To    time.Time       `json:"to"`
	Items []voc.CauseNode `json:"items" doc:"Departments; most orders first"`
}

type (
	// ReportOrders reports on the chosen orders that were opened in [from, to), and the chosen incidents.
	ReportOrders func(from, to time.Time, orders func(voc.WorkOrder) bool, alerts func(voc.Alert) bool) voc.OrderReport
	// CountCauses counts the causes of the chosen orders that were opened in [from, to).
	CountCauses func(from, to time.Time, orders func(voc.WorkOrder) bool) []voc.CauseNode
)

type stretchIn struct {
	From momentParam `query:"from" doc:"Opened at it or later; default 30 days before to"`
	To   momentParam `query:"to" doc:"Opened before it; a date includes that day; default now"`

	Brand []string `query:"brand,explode" doc:"Only of these brands; repeat the parameter for several"`
}

// usualReport is how far back a report looks when nobody says.
const usualReport = 30 * 24 * time.Hour

func (a *door) reportOperations() {
	get(a, "/orders/report", "order-report", "How work orders were handled, by owner, level and rule", a.orderReport)
	get(a, "/orders/causes", "order-causes", "What complaints came from: department, process, cause, and how often it came back", a.causes)
	get(a, "/people", "people", "Whom work orders can be given to", a.people)
}

// stretch reads the two ends of a report, and which brands it is of.
func (a *door) stretch(ctx context.Context, in *stretchIn) (from, to time.Time, brands []voc.BrandID, err error) {
	r := a.reader()
	from, to = r.moment("from", in.From, false), r.moment("to", in.To, true)
	if to.IsZero() {
		to = a.Now()
	}
	if from.IsZero() {
		from = to.Add(-usualReport)
	}
	if len(r.errs) == 0 && !from.Before(to) {
		r.add("from", string(in.From), "must lie before to", "开始时间必须早于结束时间")
	}
	brands = a.brandList(ctx, r, in.Brand)
	return from, to, brands, r.done()
}

func (a *door) orderReport(ctx context.Context, in *stretchIn) (*answer[voc.OrderReport], error) {
	from, to, brands, err := a.stretch(ctx, in)
	if err != nil {
		return nil, err
	}
	return &answer[voc.OrderReport]{Body: a.OrderReport(from, to, a.reported(ctx, brands), func(al voc.Alert) bool {
		return ofBrands(brands, al.Brand) && a.seesAlert(viewerOf(ctx), al)
	})}, nil
}

func (a *door) causes(ctx context.Context, in *stretchIn) (*answer[Causes], error) {
	from, to, brands, err := a.stretch(ctx, in)
	if err != nil {
		return nil, err
	}
	return &answer[Causes]{Body: Causes{From: from, To: to, Items: a.Causes(from, to, a.reported(ctx, brands))}}, nil
}

// reported tells which work orders a report is of: those of the brands asked for, as far as who asks sees
// them.
func (a *door) reported(ctx context.Context, brands []voc.BrandID) func(voc.WorkOrder) bool {
	v := viewerOf(ctx)
	return func(o voc.WorkOrder) bool { return ofBrands(brands, o.Brand) && a.seesOrder(v, o) }
}
