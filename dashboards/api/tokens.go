package api

import (
	"cmp"
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Tokens are with what programs enter.
type Tokens struct {
	Items   []TokenState     `json:"items" doc:"The newest first"`
	Next    string           `json:"next" doc:"What to give as after for the next page; empty on the last"`
	Permits []voc.Permission `json:"permits" doc:"What a token can hold"`
}

// TokenState is a token with how it stands. Its secret is not in it: nobody has it.
type TokenState struct {
	voc.Token
	State string `json:"state" enum:"valid,expired,revoked"`
}

// TokenOrder is a token to be made.
type TokenOrder struct {
	Title   string           `json:"title" doc:"What it is for"`
	Owner   string           `json:"owner,omitempty" doc:"User it never does more than; empty: who asks"`
	Permits []voc.Permission `json:"permits"`
	Unit    voc.UnitID       `json:"unit,omitempty" doc:"Empty: the owner's"`
	Days    int              `json:"days,omitempty" doc:"How long it is valid; 0: until it is revoked"`
}

// NewToken is a token with its secret, which is shown this once.
type NewToken struct {
	Token  TokenState `json:"token"`
	Secret string     `json:"secret" doc:"Send it as Authorization: Bearer"`
}

// maxTokenDays is the longest a token with an end is valid.
const maxTokenDays = 3650

func (a *door) tokenOperations() {
	get(a, "/tokens", "tokens", "With what programs enter", a.tokens)
	post(a, huma.Operation{Path: "/tokens", OperationID: "make-token", Summary: "Make a token; the answer holds its secret, which is shown this once"}, a.makeToken)
	post(a, huma.Operation{Path: "/tokens/{id}/revoke", OperationID: "revoke-token", Summary: "Take a token back for good"}, a.revokeToken)
}

func (a *door) tokenOut(t voc.Token) TokenState {
	out := TokenState{Token: t, State: "valid"}
	switch {
	case !t.Revoked.IsZero():
		out.State = "revoked"
	case !t.Expires.IsZero() && !a.Now().Before(t.Expires):
		out.State = "expired"
	}
	return out
}

func (a *door) tokens(_ context.Context, in *PageQuery) (*answer[Tokens], error) {
	out := Tokens{Items: []TokenState{}, Permits: tokenPermits()}
	if a.Access != nil {
		r := a.reader()
		page, next := onePage(r, *in, a.Access.Tokens(), func(t voc.Token) string { return t.ID })
		if err := r.done(); err != nil {
			return nil, err
		}
		out.Next = next
		for _, t := range page {
			out.Items = append(out.Items, a.tokenOut(t))
		}
	}
	return &answer[Tokens]{Body: out}, nil
}

func tokenPermits() []voc.Permission {
	var list []voc.Permission
	for _, p := range voc.Permissions() {
		if p != voc.PermitOpen && p != voc.PermitSelf {
			list = append(list, p)
		}
	}
	return list
}

type makeTokenIn struct{ Body TokenOrder }

func (a *door) makeToken(ctx context.Context, in *makeTokenIn) (*answer[NewToken], error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	r, v := a.reader(), viewerOf(ctx)
	t := voc.Token{
		Title: r.need("title", in.Body.Title, 100, "write what it is for", "请写用途"),
		Owner: cmp.Or(in.Body.Owner, v.Name), Permits: in.Body.Permits, Unit: in.Body.Unit,
	}
	if in.Body.Days < 0 || in.Body.Days > maxTokenDays {
		r.add("days", "", "write 1 to 3650 days, or 0 for one without an end", "请写 1 到 3650 天；0 表示一直有效")
	}
	if len(t.Permits) == 0 {
		r.add("permits", "", "choose what it permits", "请至少选一项权限")
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if in.Body.Days > 0 {
		t.Expires = a.Now().Add(time.Duration(in.Body.Days) * 24 * time.Hour)
	}
	made, secret, err := a.Access.MakeToken(ctx, t, v.Name)
	if err != nil {
		return nil, a.refused(ctx, "make a token", err)
	}
	return &answer[NewToken]{Body: NewToken{Token: a.tokenOut(made), Secret: secret}}, nil
}

type revokeTokenIn struct {
	ID   string `path:"id"`
	Body struct{}
}

func (a *door) revokeToken(ctx context.Context, in *revokeTokenIn) (*answer[TokenState], error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	t, err := a.Access.RevokeToken(ctx, in.ID, viewerOf(ctx).Name)
	if err != nil {
		return nil, a.refused(ctx, "revoke a token", err)
	}
	return &answer[TokenState]{Body: a.tokenOut(t)}, nil
}
