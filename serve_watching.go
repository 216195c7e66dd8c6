package main

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// withWatching hands the door what it asks of incidents, silences, plans and rules.
func (a *app) withWatching(o api.Options) api.Options {
	p := a.pipeline
	o.AlertCommand = func(ctx context.Context, c voc.AlertCommand) (voc.Alert, error) {
		al, err := p.AlertCommand(ctx, c)
		return al, meaning(err)
	}
	o.Recount = func(ctx context.Context, al voc.Alert, language string) (voc.Digest, error) {
		d, err := p.RecountIncident(ctx, al, language)
		return d, meaning(err)
	}
	o.Silences = p.Silences
	o.Silence = func(ctx context.Context, s voc.Silence) (voc.Silence, error) {
		made, err := p.Silence(ctx, s)
		return made, meaning(err)
	}
	o.EndSilence = func(ctx context.Context, id, actor string) (voc.Silence, error) {
		ended, err := p.EndSilence(ctx, id, actor)
		return ended, meaning(err)
	}
	o.Plans = p.Plans
	o.SavePlan = func(ctx context.Context, plan voc.Plan, actor string) error {
		return meaning(p.SavePlan(ctx, plan, actor))
	}
	o.DropPlan = func(ctx context.Context, title, actor string) error {
		return meaning(p.DropPlan(ctx, title, actor))
	}
	o.Rules = p.Rules
	o.SaveRule = func(ctx context.Context, r voc.Rule, actor, why, base string) (voc.RuleState, error) {
		s, err := p.SaveRule(ctx, r, actor, why, base)
		return s, meaning(err)
	}
	o.DropRule = func(ctx context.Context, name, actor, why string) error {
		return meaning(p.DropRule(ctx, name, actor, why))
	}
	o.Backtest = func(ctx context.Context, r voc.Rule, brand voc.BrandID, days int) (voc.RuleReplay, error) {
		replay, err := p.Backtest(ctx, r, brand, days)
		return replay, meaning(err)
	}
	return o
}
