package pipeline

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// OrderReport tells how the orders opened in [from, to) were handled, by owner, level and rule: the
// chosen orders and incidents alone. nil chooses all.
func (p *Pipeline) OrderReport(from, to time.Time, orders func(voc.WorkOrder) bool, alerts func(voc.Alert) bool) voc.OrderReport {
	return workorder.Report(chosen(p.Orders(), orders), chosen(p.Alerts(), alerts), from, to)
}

// chosen keeps what a question is about; nil keeps everything.
func chosen[T any](all []T, is func(T) bool) []T {
	if is == nil {
		return all
	}
	var kept []T
	for _, x := range all {
		if is(x) {
			kept = append(kept, x)
		}
	}
	return kept
}

// Causes tells where the complaints of the chosen orders opened in [from, to) arose: departments, their
// processes, the causes in them, the most orders first. nil chooses all.
func (p *Pipeline) Causes(from, to time.Time, orders func(voc.WorkOrder) bool) []voc.CauseNode {
	return workorder.Causes(chosen(p.Orders(), orders), from, to)
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
