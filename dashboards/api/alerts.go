package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Alerts is a list of incidents: running ones first, then the newest.
type Alerts struct {
	Items []voc.Alert `json:"items"`
	Open  int         `json:"open" doc:"How many of these brands are still running, whatever else was asked for"`
	Total int         `json:"total" doc:"How many match, on this page or not"`
	Next  string      `json:"next" doc:"What to give as after for the next page; empty on the last"`
}

type alertsIn struct {
	Brand   []string     `query:"brand,explode" doc:"Only these brands; repeat the parameter for several"`
	State   alertParam   `query:"state" doc:"Only running, only ended or only merged ones"`
	Level   levelParam   `query:"level" doc:"Only of this level"`
	Kind    kindParam    `query:"kind" doc:"Only those a rule of this kind opened"`
	Verdict verdictParam `query:"verdict" doc:"Only what people judged so; unjudged: nobody looked yet"`
	History historyParam `query:"history" doc:"only: found by replaying the past; without: those people were or could have been told of"`
	From    momentParam  `query:"from" doc:"Only those that ran after it"`
	To      momentParam  `query:"to" doc:"Only those that began before it"`
	After   string       `query:"after" doc:"The next of the page before"`
	Limit   limitParam   `query:"limit" doc:"At most so many; default 100"`
}

type (
	levelParam   string // a level
	kindParam    string // a kind of rule
	verdictParam string // what people made of an incident
	historyParam string // only or without replayed ones
)

var (
	ruleKinds     = textsOf(voc.RuleKinds())
	alertVerdicts = []string{string(voc.AlertConfirmed), string(voc.AlertFalseAlarm)}
	verdictsAsked = append(slices.Clone(alertVerdicts), "unjudged")
	historyWords  = []string{"only", "without"}
)

func (levelParam) Schema(huma.Registry) *huma.Schema   { return oneOf(levels) }
func (kindParam) Schema(huma.Registry) *huma.Schema    { return oneOf(ruleKinds) }
func (verdictParam) Schema(huma.Registry) *huma.Schema { return oneOf(verdictsAsked) }
func (historyParam) Schema(huma.Registry) *huma.Schema { return oneOf(historyWords) }

func (a *door) alertOperations() {
	get(a, "/alerts", "alerts", "Incidents, running ones first, then the newest", a.alerts)
	get(a, "/alerts/{id}", "alert", "One incident", a.alert)
	post(a, huma.Operation{
		Path: "/alerts/{id}/commands", OperationID: "command-alert",
		Summary: "Confirm an incident, call it a false alarm, mute it, merge it into another or open its work order",
	}, a.commandAlert)
}

// wanted is what of the incidents is asked for, whatever their brand.
type wanted struct {
	state   voc.AlertState
	level   voc.Level
	kind    voc.RuleKind
	verdict string
	history string
	from    time.Time
	to      time.Time
}

func (w wanted) has(al voc.Alert) bool {
	judged := string(al.Verdict)
	if judged == "" {
		judged = "unjudged"
	}
	switch {
	case w.state != "" && al.State != w.state,
		w.level != "" && al.Level != w.level,
		w.kind != "" && kindOf(al) != w.kind,
		w.verdict != "" && judged != w.verdict,
		w.history == "only" && !al.History,
		w.history == "without" && al.History,
		!w.to.IsZero() && !al.StartedAt.Before(w.to),
		!w.from.IsZero() && al.State != voc.AlertOpen && !al.ResolvedAt.After(w.from):
		return false
	}
	return true
}

// kindOf is the kind of the rule that opened an incident; those from before kinds were written down
// are bursts, the only ones there were.
func kindOf(al voc.Alert) voc.RuleKind {
	if al.Kind == "" {
		return voc.RuleBurst
	}
	return al.Kind
}

func (a *door) alerts(ctx context.Context, in *alertsIn) (*answer[Alerts], error) {
	r := a.reader()
	brands := a.brandList(ctx, r, in.Brand)
	w := wanted{
		state: voc.AlertState(r.word("state", string(in.State), alertStates)), level: voc.Level(r.word("level", string(in.Level), levels)),
		kind: voc.RuleKind(r.word("kind", string(in.Kind), ruleKinds)), verdict: r.word("verdict", string(in.Verdict), verdictsAsked),
		history: r.word("history", string(in.History), historyWords), from: r.moment("from", in.From, false), to: r.moment("to", in.To, true),
	}
	if !w.from.IsZero() && !w.to.IsZero() && !w.from.Before(w.to) {
		r.add("from", string(in.From), "must lie before to", "开始时间必须早于结束时间")
	}
	after := r.text("after", in.After, 200)
	limit := r.limit(in.Limit, 100)
	if err := r.done(); err != nil {
		return nil, err
	}
	var out Alerts
	for _, al := range a.alertsOf(ctx) {
		if !ofBrands(brands, al.Brand) {
			continue
		}
		if al.State == voc.AlertOpen {
			out.Open++
		}
		if w.has(al) {
			out.Items = append(out.Items, al)
		}
	}
	out.Total = len(out.Items)
	slices.SortFunc(out.Items, runningFirst)
	if after != "" {
		at := slices.IndexFunc(out.Items, func(al voc.Alert) bool { return al.ID == after })
		if at < 0 {
			r.add("after", after, "is no incident of this list any more: ask for the first page again", "已不在这个列表里，请从第一页重新取")
			return nil, r.done()
		}
		out.Items = out.Items[at+1:]
	}
	if len(out.Items) > limit {
		out.Items = out.Items[:limit]
		out.Next = out.Items[limit-1].ID
	}
	return &answer[Alerts]{Body: out}, nil
}

// runningFirst orders incidents: what still runs, then the newest, then by id so that a page does
// not dance.
func runningFirst(a, b voc.Alert) int {
	if x, y := a.State == voc.AlertOpen, b.State == voc.AlertOpen; x != y {
		if x {
			return -1
		}
		return 1
	}
	if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

func (a *door) brandList(ctx context.Context, r *reader, given []string) []voc.BrandID {
	var list []voc.BrandID
	for _, b := range given {
		list = append(list, brandID(r.name("brand", b, a.knownBrand(ctx))))
	}
	return list
}

type idIn struct {
	ID string `path:"id"`
}

func (a *door) alert(ctx context.Context, in *idIn) (*answer[voc.Alert], error) {
	for _, al := range a.alertsOf(ctx) {
		if al.ID == in.ID {
			return &answer[voc.Alert]{Body: al}, nil
		}
	}
	return nil, noAlert(in.ID)
}

func noAlert(id string) error {
	return notFound("There is no alert "+cut(id)+".", "没有编号为 "+cut(id)+" 的预警。")
}
