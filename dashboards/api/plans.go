package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Plans is every window in which a surge is expected, by the time it begins.
type Plans struct {
	Items []PlanState `json:"items"`
}

// PlanState is a planned window with where it stands now.
type PlanState struct {
	Title string    `json:"title"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to" doc:"The first moment after it"`
	Raise float64   `json:"raise" doc:"How many times as high a burst must be to be told; 0: none is"`
	State string    `json:"state" enum:"running,planned,ended"`

	Brands []voc.BrandID `json:"brands" doc:"Whose bursts are expected; empty: all"`
	Origin string        `json:"origin" enum:"page,file,holiday" doc:"Where it stands; only what was made on a page can be taken away there"`
	Actor  string        `json:"actor" doc:"Who made it; empty: it stands in a file or is a holiday"`
}

// PlanOrder is a planned window to be saved under its title.
type PlanOrder struct {
	From  string  `json:"from" doc:"RFC 3339 or a date"`
	To    string  `json:"to" doc:"RFC 3339, or a date, whose day is the last"`
	Raise float64 `json:"raise" doc:"1 to 100 times as high, or 0: no burst opens an incident"`
	Actor string  `json:"actor" doc:"Who plans it"`

	Brands []voc.BrandID `json:"brands,omitempty" doc:"Whose bursts are expected; empty: all"`
}

func (a *door) planOperations() {
	get(a, "/plans", "plans", "When a surge is expected: campaigns and holidays", a.plans)
	put(a, huma.Operation{Path: "/plans/{title}", OperationID: "save-plan", Summary: "Plan a window in which a surge is expected"}, a.savePlan)
	del(a, huma.Operation{Path: "/plans/{title}", OperationID: "drop-plan", Summary: "Take a planned window away"}, a.dropPlan)
}

func (a *door) planOut(p voc.Plan) PlanState {
	out := PlanState{Title: p.Title, From: p.From, To: p.To, Raise: p.Raise, State: "running", Brands: p.Brands, Origin: p.Origin, Actor: p.Actor}
	if out.Origin == "" {
		out.Origin = "file"
	}
	switch now := a.Now(); {
	case !now.Before(p.To):
		out.State = "ended"
	case now.Before(p.From):
		out.State = "planned"
	}
	return out
}

func (a *door) plans(ctx context.Context, _ *struct{}) (*answer[Plans], error) {
	out := Plans{Items: []PlanState{}}
	for _, p := range a.plansOf(ctx) {
		out.Items = append(out.Items, a.planOut(p))
	}
	slices.SortFunc(out.Items, func(x, y PlanState) int {
		return cmp.Or(x.From.Compare(y.From), cmp.Compare(x.Title, y.Title))
	})
	return &answer[Plans]{Body: out}, nil
}

type titleIn struct {
	Title string `path:"title"`
	Body  ActorOrder
}

type planIn struct {
	Title string `path:"title"`
	Body  PlanOrder
}

func (a *door) savePlan(ctx context.Context, in *planIn) (*answer[PlanState], error) {
	r := a.reader()
	p := voc.Plan{
		Title: r.need("title", in.Title, 100, "write what is planned", "请写活动名称"), Raise: in.Body.Raise, Brands: in.Body.Brands, Origin: "page",
		From: r.moment("from", momentParam(r.need("from", in.Body.From, 50, "write when it begins", "请写开始时间")), false),
		To:   r.moment("to", momentParam(r.need("to", in.Body.To, 50, "write when it ends", "请写结束时间")), true),
	}
	for _, b := range p.Brands {
		r.name("brands", string(b), a.knownBrand(ctx))
	}
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who plans it", "请写操作人")
	p.Actor = actor
	if !p.From.IsZero() && !p.To.IsZero() && !p.To.After(p.From) {
		r.add("to", in.Body.To, "must lie after from", "结束时间必须晚于开始时间")
	}
	if p.Raise != 0 && !(p.Raise >= 1 && p.Raise <= 100) {
		r.add("raise", "", "write 1 to 100, or 0 for none at all", "请写 1 到 100 的倍数，或 0 表示期间不提醒激增")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := cmp.Or(mayChange(ctx, p.Brands...), a.ownPlan(ctx, p.Title)); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, a.fail(ctx, "save a plan", errors.Join(ErrInvalid, err))
	}
	if err := a.SavePlan(ctx, p, actor); err != nil {
		return nil, a.fail(ctx, "save a plan", err)
	}
	return &answer[PlanState]{Body: a.planOut(p)}, nil
}

func (a *door) dropPlan(ctx context.Context, in *titleIn) (*answer[Plans], error) {
	r := a.reader()
	actor := r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who takes it away", "请写操作人")
	if err := r.done(); err != nil {
		return nil, err
	}
	if err := a.ownPlan(ctx, in.Title); err != nil {
		return nil, err
	}
	if err := a.DropPlan(ctx, in.Title, actor); err != nil {
		return nil, a.fail(ctx, "take a plan away", err)
	}
	return a.plans(ctx, nil)
}
