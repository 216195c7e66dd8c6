package pipeline

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/workorder"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// OrderReport tells how the orders opened in [from, to) were handled, by owner, level and rule.
func (p *Pipeline) OrderReport(from, to time.Time) voc.OrderReport {
	return workorder.Report(p.Orders(), p.Alerts(), from, to)
}

// Causes tells where the complaints of the orders opened in [from, to) arose: departments, their
// processes, the causes in them, the most orders first.
func (p *Pipeline) Causes(from, to time.Time) []voc.CauseNode {
	return workorder.Causes(p.Orders(), from, to)
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
