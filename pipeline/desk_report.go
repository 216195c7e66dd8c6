package pipeline

import (
	"context"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// OrderReport tells how the orders opened in [from, to) were handled, by owner, level and rule: those
// of the brands, of all when none is named.
func (p *Pipeline) OrderReport(from, to time.Time, brands ...voc.BrandID) voc.OrderReport {
	alerts := ofBrands(brands, p.Alerts(), func(a voc.Alert) voc.BrandID { return a.Brand })
	return workorder.Report(p.ordersOf(brands), alerts, from, to)
}

func (p *Pipeline) ordersOf(brands []voc.BrandID) []voc.WorkOrder {
	return ofBrands(brands, p.Orders(), func(o voc.WorkOrder) voc.BrandID { return o.Brand })
}

// ofBrands keeps what belongs to one of the brands; no brands keep everything.
func ofBrands[T any](brands []voc.BrandID, all []T, brand func(T) voc.BrandID) []T {
	if len(brands) == 0 {
		return all
	}
	var kept []T
	for _, x := range all {
		if slices.Contains(brands, brand(x)) {
			kept = append(kept, x)
		}
	}
	return kept
}

// Causes tells where the complaints of the orders opened in [from, to) arose: departments, their
// processes, the causes in them, the most orders first; of the brands, of all when none is named.
func (p *Pipeline) Causes(from, to time.Time, brands ...voc.BrandID) []voc.CauseNode {
	return workorder.Causes(p.ordersOf(brands), from, to)
}

// Reply proposes a public answer to what an order is about, for a person to read and change. ErrNone:
// there is no such order.
func (p *Pipeline) Reply(_ context.Context, id string) (voc.ReplyDraft, error) {
	order, err := p.Order(id)
	if err != nil {
		return voc.ReplyDraft{}, err
	}
	return p.office.reply(order), nil
}

func (o *office) reply(order voc.WorkOrder) voc.ReplyDraft {
	facts := workorder.ReplyFacts{
		Brand: o.names.brand(order.Brand), Store: o.names.store(order.Store).Name, Stage: order.Stage,
		Location: o.names.location, Now: o.now(),
	}
	if order.Topic != "" {
		facts.Topic = o.names.title(order.Topic)
	}
	return workorder.Reply(order, facts)
}

// CheckTone lists what in a public answer makes an unhappy customer unhappier, in order of the text.
func (p *Pipeline) CheckTone(text string) []voc.ToneFlaw { return workorder.CheckTone(text) }
