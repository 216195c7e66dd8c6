package api

import (
	"context"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// watching is the part of the house that rings the bell: what was asked of it is kept to be looked at.
type watching struct {
	alertCommands []voc.AlertCommand
	silences      []voc.Silence
	ended         []string
	plans         []voc.Plan
	rules         []voc.RuleState
	saved         []savedRule
	dropped       []string
	replay        voc.RuleReplay
	replayed      []voc.Rule
	days          []int
	brands        []voc.BrandID
	refused       error // what every change answers
}

type savedRule struct {
	rule             voc.Rule
	actor, why, base string
}

func (h *house) watched(o Options) Options {
	w := &h.watching
	o.AlertCommand = func(_ context.Context, c voc.AlertCommand) (voc.Alert, error) {
		w.alertCommands = append(w.alertCommands, c)
		return voc.Alert{ID: c.Alert, State: voc.AlertOpen, Level: voc.Red}, w.refused
	}
	o.Silences = func() []voc.Silence { return w.silences }
	o.Silence = func(_ context.Context, s voc.Silence) (voc.Silence, error) {
		s.ID = "SL-9"
		w.silences = append(w.silences, s)
		return s, w.refused
	}
	o.EndSilence = func(_ context.Context, id, actor string) (voc.Silence, error) {
		w.ended = append(w.ended, id+" "+actor)
		return voc.Silence{ID: id, EndedBy: actor, EndedAt: clock}, w.refused
	}
	o.Plans = func() []voc.Plan { return w.plans }
	o.SavePlan = func(_ context.Context, p voc.Plan, actor string) error {
		w.plans = append(w.plans, p)
		return w.refused
	}
	o.DropPlan = func(_ context.Context, title, actor string) error {
		w.dropped = append(w.dropped, title+" "+actor)
		return w.refused
	}
	o.Rules = func() []voc.RuleState { return w.rules }
	o.SaveRule = func(_ context.Context, r voc.Rule, actor, why, base string) (voc.RuleState, error) {
		w.saved = append(w.saved, savedRule{r, actor, why, base})
		return voc.RuleState{Rule: r, Revision: r.Revision(), Origin: voc.RuleFromPage, ChangedBy: actor, Why: why}, w.refused
	}
	o.DropRule = func(_ context.Context, name, actor, why string) error {
		w.dropped = append(w.dropped, name+" "+actor+" "+why)
		return w.refused
	}
	o.Backtest = func(_ context.Context, r voc.Rule, brand voc.BrandID, days int) (voc.RuleReplay, error) {
		w.replayed, w.brands, w.days = append(w.replayed, r), append(w.brands, brand), append(w.days, days)
		return w.replay, w.refused
	}
	return o
}

// watchSomething gives the house one of everything.
func (h *house) watchSomething() {
	rule := voc.DefaultRule()
	before := rule
	before.Sensitivity = voc.Sensitive
	h.replay = voc.RuleReplay{Rule: rule, Revision: "r2", Brand: "qingheng", From: clock.AddDate(0, 0, -90), To: clock, Took: 12 * time.Millisecond, Outlooks: []voc.Outlook{
		{Sensitivity: 0.8, Title: "敏感", Heard: 2160 * time.Hour, PerWeek: 3.5, Warning: "太多", Alerts: []voc.Alert{{StartedAt: clock.Add(-time.Hour), OpenedAt: clock, Topic: "卫生-异物", Peak: 40}}},
	}}
	h.rules = []voc.RuleState{{Rule: rule, Revision: "r2", Origin: voc.RuleFromFile, Fired: 4, Confirmed: 2, Dismissed: 1, Before: &before, Backtest: &h.replay}}
	h.silences = []voc.Silence{{ID: "SL-1", Brand: "qingheng", UpTo: voc.Orange, From: clock.Add(-time.Hour), To: clock.Add(time.Hour), Reason: "装修", Actor: "小周"}}
	h.plans = []voc.Plan{{Title: "双十一", From: clock, To: clock.Add(48 * time.Hour), Raise: 2}}
}
