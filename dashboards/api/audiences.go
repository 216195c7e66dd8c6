package api

import (
	"context"
	"errors"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Audiences is to whom letters go, in the order they are configured.
type Audiences struct {
	Items []AudienceState `json:"items"`
}

func (a *door) audienceOperations() {
	get(a, "/audiences", "audiences", "To whom letters go, when the next is due, and what became of the last", a.audiences)
	post(a, huma.Operation{
		Path: "/audiences/{id}/send", OperationID: "send-audience", Summary: "Send an audience the letters that were due last and have not gone out",
	}, a.sendAudience)
}

// coversAudience tells whether an audience is told only of what lies within a scope.
func (a *door) coversAudience(s voc.Scope, to voc.Audience) bool {
	brands := to.Brands
	if len(brands) == 0 { // the brands of its shops, where it names shops
		brands = a.narrowed(voc.Viewer{Scope: to.Scope}).Scope.Brands
	}
	if len(brands) == 0 {
		return len(s.Brands) == 0 && a.coversLetter(s, voc.LetterRecord{Scope: to.Scope})
	}
	return !slices.ContainsFunc(brands, func(b voc.BrandID) bool {
		return !a.coversLetter(s, voc.LetterRecord{Brand: b, Scope: to.Scope})
	})
}

func (a *door) audiencesOf(ctx context.Context) []AudienceState {
	if a.Letters.Audiences == nil {
		return nil
	}
	s := viewerOf(ctx).Scope
	return visible(s.Whole(), a.Letters.Audiences(), func(one AudienceState) bool { return a.coversAudience(s, one.Audience) })
}

func (a *door) seesAudience(ctx context.Context, p func(string) string) (bool, error) {
	return a.presentAudience(ctx, p("id")) != nil, nil
}

// presentAudience finds one by its id, "-" the house's; nil: there is none.
func (a *door) presentAudience(ctx context.Context, id string) *AudienceState {
	all := a.audiencesOf(ctx)
	i := slices.IndexFunc(all, func(one AudienceState) bool { return one.Audience.ID == dashless(id) })
	if i < 0 {
		return nil
	}
	return &all[i]
}

func dashless(id string) string {
	if id == "-" {
		return ""
	}
	return id
}

func noAudience(id string) error {
	return notFound("There is no audience "+cut(id)+".", "没有编号为 "+cut(id)+" 的受众。")
}

func (a *door) audiences(ctx context.Context, _ *struct{}) (*answer[Audiences], error) {
	return &answer[Audiences]{Body: Audiences{Items: a.audiencesOf(ctx)}}, nil
}

type sendAudienceIn struct {
	ID   string `path:"id"`
	Body struct{}
}

func (a *door) sendAudience(ctx context.Context, in *sendAudienceIn) (*answer[Letters], error) {
	if a.presentAudience(ctx, in.ID) == nil {
		return nil, noAudience(in.ID)
	}
	sent, err := a.Letters.Send(ctx, dashless(in.ID))
	if errors.Is(err, ErrNotFound) {
		return nil, noAudience(in.ID)
	}
	if err != nil {
		return nil, a.fail(ctx, "send letters", err)
	}
	return &answer[Letters]{Body: Letters{Items: sent, Total: len(sent)}}, nil
}
