package main

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// withOrders gives the door what is behind work orders and messages.
func (a *app) withOrders(o api.Options) api.Options {
	p := a.pipeline
	o.Command = func(ctx context.Context, c voc.Command) (voc.WorkOrder, error) {
		order, err := p.Command(ctx, c)
		return order, meaning(err)
	}
	o.OpenOrder = func(ctx context.Context, d voc.OrderDraft) (voc.WorkOrder, error) {
		order, err := p.OpenOrder(ctx, d)
		return order, meaning(err)
	}
	o.Reply = func(ctx context.Context, id string) (voc.ReplyDraft, error) {
		draft, err := p.Reply(ctx, id)
		return draft, meaning(err)
	}
	o.Audit = func(ctx context.Context, id string) ([]voc.AuditEntry, error) {
		entries, err := p.Audit(ctx, id)
		return entries, meaning(err)
	}
	o.Resend = func(ctx context.Context, id, actor string) error { return meaning(p.Resend(ctx, id, actor)) }
	o.TestChannel = func(ctx context.Context, name, actor string) (voc.Attempt, error) {
		attempt, err := p.TestChannel(ctx, name, actor)
		return attempt, meaning(err)
	}
	o.OrderReport, o.Causes, o.People, o.CheckTone, o.Channels = p.OrderReport, p.Causes, p.People, p.CheckTone, p.Channels
	return o
}
