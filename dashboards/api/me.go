package api

import (
	"context"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Me is what a page must know of who looks at it, and of the door: it is answered to anybody, also
// before the sign-in.
type Me struct {
	Name      string           `json:"name" doc:"What one signs in with; empty: nobody is signed in"`
	Title     string           `json:"title" doc:"How people call them"`
	Role      voc.UserRole     `json:"role"`
	Permits   []voc.Permission `json:"permits" doc:"What may be done"`
	Unit      voc.UnitID       `json:"unit" doc:"Place in the organisation; empty: the whole house"`
	UnitTitle string           `json:"unit_title"`
	Scope     voc.Scope        `json:"scope" doc:"Which voices are seen"`
	Token     string           `json:"token" doc:"Id of the token asked with; empty: a person"`
	MustSet   bool             `json:"must_set" doc:"A new password must be chosen before anything else"`
	House     bool             `json:"house" doc:"Nobody has to sign in here, or the house's own token was sent"`
	Password  bool             `json:"password" doc:"Signs in with a password of this house, and can change it"`
	Demo      bool             `json:"demo" doc:"The data are made up"`
	Setup     bool             `json:"setup" doc:"There is no administrator yet"`
	SetupHere bool             `json:"setup_here" doc:"The first administrator can be made from here"`
	Provider  string           `json:"provider" doc:"What people call the provider one can sign in through; empty: none"`
}

func (a *door) me(ctx context.Context, _ *struct{}) (*answer[Me], error) {
	return &answer[Me]{Body: a.meOf(ctx)}, nil
}

// meOf is what a viewer is told of themselves.
func (a *door) meOf(ctx context.Context) Me {
	v := viewerOf(ctx)
	m := Me{
		Name: v.Name, Title: v.Title, Role: v.Role, Permits: append([]voc.Permission{}, v.Permits...), Unit: v.Unit,
		Scope: scopeOut(v.Scope), Token: v.Token, MustSet: v.MustSet, House: v.Name == houseName, Demo: a.Demo,
	}
	if a.Access == nil {
		return m
	}
	m.Password = v.Token == "" && a.Access.HasPassword(v.Name)
	m.Setup = a.Access.Fresh() && !a.Demo
	m.SetupHere = m.Setup && a.setupHere(ctx)
	if a.Provider != nil {
		m.Provider = a.Provider.Title()
	}
	for _, u := range a.Access.Units() {
		if u.ID == v.Unit && v.Unit != "" {
			m.UnitTitle = u.Title
		}
	}
	return m
}

// scopeOut has lists where nothing is restricted, not nulls.
func scopeOut(s voc.Scope) voc.Scope {
	return voc.Scope{
		Brands: append([]voc.BrandID{}, s.Brands...), Regions: append([]string{}, s.Regions...),
		Stores: append([]voc.StoreID{}, s.Stores...), None: s.None,
	}
}
