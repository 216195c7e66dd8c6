package api

import (
	"context"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Users is who may enter, and the organisation they stand in.
type Users struct {
	Items []UserState `json:"items" doc:"By name"`
	Next  string      `json:"next" doc:"What to give as after for the next page; empty on the last"`
	Units []voc.Unit  `json:"units" doc:"Of the organisation, as org.yaml has them"`
	Roles []RoleState `json:"roles" doc:"From least to most"`
}

// UserState is a user as the page shows them.
type UserState struct {
	voc.User
	Scope    voc.Scope `json:"scope" doc:"Which voices they see"`
	Password bool      `json:"password" doc:"They have a password of this house"`
	Sessions int       `json:"sessions" doc:"Browsers they are signed in with now"`
}

// RoleState is a role with what it permits.
type RoleState struct {
	Role    voc.UserRole     `json:"role"`
	Permits []voc.Permission `json:"permits"`
}

// UserOrder is what can be said of a user.
type UserOrder struct {
	Title string       `json:"title,omitempty" doc:"How people call them"`
	Role  voc.UserRole `json:"role" doc:"viewer, agent, analyst or admin"`
	Unit  voc.UnitID   `json:"unit,omitempty" doc:"Place in the organisation; empty: the whole house"`
	Email string       `json:"email,omitempty"`
}

// NewUserOrder is a user to be made.
type NewUserOrder struct {
	Name string `json:"name" doc:"What one signs in with"`
	UserOrder
}

// NewUser is a user with the password for one use, which is shown this once.
type NewUser struct {
	User     UserState `json:"user"`
	Password string    `json:"password" doc:"For one use within 72 hours; a new one is chosen at the first sign-in"`
}

func (a *door) userOperations() {
	get(a, "/users", "users", "Who may enter, and the organisation", a.users)
	post(a, huma.Operation{Path: "/users", OperationID: "add-user", Summary: "Make a user; the answer holds a password for one use"}, a.addUser)
	put(a, huma.Operation{Path: "/users/{name}", OperationID: "change-user", Summary: "Change title, role, unit and mail; when role or unit changes, their sessions end"}, a.changeUser)
	post(a, huma.Operation{Path: "/users/{name}/disable", OperationID: "disable-user", Summary: "Shut a user out, or let them in again"}, a.disableUser)
	post(a, huma.Operation{Path: "/users/{name}/reset", OperationID: "reset-user", Summary: "Give a user a password for one use; their sessions end"}, a.resetUser)
}

func (a *door) userOut(u voc.User) UserState {
	return UserState{User: u, Scope: scopeOut(a.Access.ScopeOf(u.Unit)), Password: a.Access.HasPassword(u.Name), Sessions: len(a.Access.Sessions(u.Name))}
}

func (a *door) users(_ context.Context, in *PageQuery) (*answer[Users], error) {
	out := Users{Items: []UserState{}, Units: []voc.Unit{}}
	for _, role := range voc.Roles() {
		one := RoleState{Role: role, Permits: []voc.Permission{}}
		for _, p := range voc.Permissions() {
			if role.Permits(p) {
				one.Permits = append(one.Permits, p)
			}
		}
		out.Roles = append(out.Roles, one)
	}
	if a.Access == nil {
		return &answer[Users]{Body: out}, nil
	}
	r := a.reader()
	page, next := onePage(r, *in, a.Access.Users(), func(u voc.User) string { return u.Name })
	if err := r.done(); err != nil {
		return nil, err
	}
	out.Next = next
	for _, u := range page {
		out.Items = append(out.Items, a.userOut(u))
	}
	for _, u := range a.Access.Units() {
		u.Brands, u.Regions, u.Stores = slices.Concat([]voc.BrandID{}, u.Brands), slices.Concat([]string{}, u.Regions), slices.Concat([]voc.StoreID{}, u.Stores)
		out.Units = append(out.Units, u)
	}
	return &answer[Users]{Body: out}, nil
}

type addUserIn struct{ Body NewUserOrder }

func (o UserOrder) user(name string) voc.User {
	return voc.User{Name: name, Title: o.Title, Role: o.Role, Unit: o.Unit, Email: o.Email}
}

func (a *door) addUser(ctx context.Context, in *addUserIn) (*answer[NewUser], error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	u, once, err := a.Access.AddUser(ctx, in.Body.user(in.Body.Name), viewerOf(ctx).Name)
	if err != nil {
		return nil, a.refused(ctx, "add a user", err)
	}
	return &answer[NewUser]{Body: NewUser{User: a.userOut(u), Password: once}}, nil
}

type changeUserIn struct {
	Name string `path:"name"`
	Body UserOrder
}

func (a *door) changeUser(ctx context.Context, in *changeUserIn) (*answer[UserState], error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	u, err := a.Access.ChangeUser(ctx, in.Body.user(in.Name), viewerOf(ctx).Name)
	if err != nil {
		return nil, a.refused(ctx, "change a user", err)
	}
	return &answer[UserState]{Body: a.userOut(u)}, nil
}

// DisableOrder shuts a user out, or lets them in again.
type DisableOrder struct {
	Disabled bool `json:"disabled"`
}

type disableUserIn struct {
	Name string `path:"name"`
	Body DisableOrder
}

func (a *door) disableUser(ctx context.Context, in *disableUserIn) (*answer[UserState], error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	u, err := a.Access.DisableUser(ctx, in.Name, in.Body.Disabled, viewerOf(ctx).Name)
	if err != nil {
		return nil, a.refused(ctx, "disable a user", err)
	}
	return &answer[UserState]{Body: a.userOut(u)}, nil
}

type resetUserIn struct {
	Name string `path:"name"`
	Body struct{}
}

func (a *door) resetUser(ctx context.Context, in *resetUserIn) (*answer[NewUser], error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	once, err := a.Access.ResetPassword(ctx, in.Name, viewerOf(ctx).Name)
	if err != nil {
		return nil, a.refused(ctx, "reset a password", err)
	}
	out := NewUser{Password: once}
	for _, u := range a.Access.Users() {
		if u.Name == in.Name {
			out.User = a.userOut(u)
		}
	}
	return &answer[NewUser]{Body: out}, nil
}
