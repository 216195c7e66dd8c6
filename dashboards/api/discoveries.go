package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Discoveries is what rose without anybody having defined it: first what waits for a decision, the
// best first, then what was decided, the latest first.
type Discoveries struct {
	Items []voc.Discovery `json:"items"`
	Next  string          `json:"next" doc:"What to give as after for the next page; empty on the last"`
	Open  int             `json:"open" doc:"How many wait for a decision, whatever was asked for"`
}

type discoveriesIn struct {
	Brand []string       `query:"brand,explode" doc:"Only these brands; repeat the parameter for several"`
	State discoveryParam `query:"state" doc:"Only in this state"`
	PageQuery
}

// discoveryParam is a state of a discovery.
type discoveryParam string

var discoveryStates = []string{string(voc.DiscoveryProposed), string(voc.DiscoveryAccepted), string(voc.DiscoveryRejected)}

func (discoveryParam) Schema(huma.Registry) *huma.Schema { return oneOf(discoveryStates) }

func (a *door) discoveryOperations() {
	get(a, "/discoveries", "discoveries", "Words and stories nobody has defined", a.discoveries)
	get(a, "/discoveries/{id}/effect", "discovery-effect", "What accepting a discovery would change; nothing is changed", a.effect)
	post(a, huma.Operation{
		Path: "/discoveries/{id}/decision", OperationID: "decide-discovery", Summary: "Accept or reject a discovery, or take the decision back",
	}, a.decide)
	post(a, huma.Operation{Path: "/discoveries/search", OperationID: "search-discoveries", Summary: "Look for discoveries now"}, a.search)
	get(a, "/retag", "retagging", "How far understanding anew has come", a.retagging)
	post(a, huma.Operation{
		Path: "/retag", OperationID: "retag", Summary: "Understand anew, in the background, what an older version understood",
	}, a.retag)
}

func (a *door) discoveries(ctx context.Context, in *discoveriesIn) (*answer[Discoveries], error) {
	r := a.reader()
	brands := a.brandList(ctx, r, in.Brand)
	state := r.word("state", string(in.State), discoveryStates)
	if err := r.done(); err != nil {
		return nil, err
	}
	all, err := a.discoveriesOf(ctx)
	if err != nil {
		return nil, a.fail(ctx, "discoveries", err)
	}
	out := Discoveries{Items: []voc.Discovery{}}
	for _, d := range all {
		if !ofBrands(brands, d.Brand) {
			continue
		}
		if d.State == voc.DiscoveryProposed {
			out.Open++
		}
		if state == "" || string(d.State) == state {
			out.Items = append(out.Items, d)
		}
	}
	out.Items, out.Next = onePage(r, in.PageQuery, out.Items, func(d voc.Discovery) string { return d.ID })
	if err := r.done(); err != nil {
		return nil, err
	}
	return &answer[Discoveries]{Body: out}, nil
}

type effectIn struct {
	ID     string      `path:"id"`
	Topic  string      `query:"topic" doc:"Name of the topic it would be accepted as; empty: a plain word"`
	Weight weightParam `query:"weight" doc:"Judgement of the word, −3…3; 0: it judges nothing"`
}

// weightParam is a judgement, −3…3.
type weightParam string

func (weightParam) Schema(huma.Registry) *huma.Schema {
	low, high := -3.0, 3.0
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &low, Maximum: &high}
}

func (a *door) effect(ctx context.Context, in *effectIn) (*answer[voc.Effect], error) {
	r := a.reader()
	decision := voc.Decision{State: voc.DiscoveryAccepted, Topic: r.text("topic", in.Topic, 100)}
	if in.Weight != "" {
		w, err := strconv.ParseFloat(string(in.Weight), 64)
		if err != nil || !(w >= -3 && w <= 3) {
			r.add("weight", string(in.Weight), "write a number from −3 to 3", "请写 −3 到 3 之间的数")
		}
		decision.Weight = w
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	effect, err := a.Effect(ctx, in.ID, decision)
	if err != nil {
		return nil, a.fail(ctx, "effect of a discovery", err)
	}
	return &answer[voc.Effect]{Body: effect}, nil
}

type decisionIn struct {
	ID   string `path:"id"`
	Body voc.Decision
}

func (a *door) decide(ctx context.Context, in *decisionIn) (*answer[voc.Discovery], error) {
	r := a.reader()
	r.word("state", string(in.Body.State), discoveryStates)
	decision := voc.Decision{
		State: in.Body.State, Actor: r.text("actor", a.actor(ctx, in.Body.Actor), 100), Topic: r.text("topic", in.Body.Topic, 100), Weight: in.Body.Weight,
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	d, err := a.Decide(ctx, in.ID, decision)
	if err != nil {
		return nil, a.fail(ctx, "decide a discovery", err)
	}
	return &answer[voc.Discovery]{Body: d}, nil
}

// Searched is what a search found.
type Searched struct {
	Found int `json:"found" doc:"Words and stories on the rise; those that were known before count too"`
}

func (a *door) search(ctx context.Context, _ *struct{}) (*answer[Searched], error) {
	n, err := a.Discover(ctx, viewerOf(ctx).Name)
	if err != nil {
		return nil, a.fail(ctx, "look for discoveries", err)
	}
	return &answer[Searched]{Body: Searched{Found: n}}, nil
}

// Retagging is how far understanding anew has come.
type Retagging struct {
	Version string `json:"version" doc:"Of the understanding at work now"`
	Running bool   `json:"running"`
	Done    int    `json:"done" doc:"Posts understood anew in this run, or in the last"`
	All     int    `json:"all" doc:"Posts there were to do"`
}

func (a *door) retag(ctx context.Context, _ *struct{}) (*answer[Retagging], error) {
	return &answer[Retagging]{Body: a.Retag(viewerOf(ctx).Name)}, nil
}

func (a *door) retagging(context.Context, *struct{}) (*answer[Retagging], error) {
	return &answer[Retagging]{Body: a.Retagged()}, nil
}
