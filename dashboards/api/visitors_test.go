package api

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// visitors stands in for the gate: whoever brings a name as their secret is the viewer of that name. What
// users and tokens are made of is tested where they are kept.
type visitors map[string]voc.Viewer

func (v visitors) Closed() bool { return true }
func (v visitors) Fresh() bool  { return false }

func (v visitors) BySession(secret string) (voc.Viewer, string, bool) {
	found, ok := v[secret]
	return found, "session of " + secret, ok
}

func (v visitors) ByToken(secret string) (voc.Viewer, bool) {
	found, ok := v[secret]
	return found, ok
}

var errNoVisitor = fmt.Errorf("%w: nobody of that name", ErrNotFound)

func (v visitors) SetUp(context.Context, string, string, string, Visit) (Entry, error) {
	return Entry{}, ErrConflict
}
func (v visitors) SignIn(_ context.Context, name, _ string, _ Visit) (Entry, error) {
	if found, ok := v[name]; ok {
		return Entry{Viewer: found, Secret: name, Device: "device"}, nil
	}
	return Entry{}, &Refusal{Status: 401, Code: "wrong", EN: "wrong", ZH: "不对"}
}
func (v visitors) SignInBy(context.Context, voc.Claims, Visit) (Entry, error) {
	return Entry{}, errNoVisitor
}
func (v visitors) ChangePassword(_ context.Context, name, _, _ string, _ Visit) (Entry, error) {
	return Entry{Viewer: v[name], Secret: name}, nil
}
func (v visitors) HasPassword(string) bool         { return true }
func (v visitors) Sessions(string) []voc.Session   { return []voc.Session{{ID: "s"}} }
func (v visitors) EndSession(string, string) error { return nil }
func (v visitors) EndOthers(string, string) error  { return nil }
func (v visitors) Units() []voc.Unit               { return []voc.Unit{{ID: "u", Title: "集团"}} }
func (v visitors) ScopeOf(voc.UnitID) voc.Scope    { return voc.Scope{} }
func (v visitors) ResetPassword(context.Context, string, string) (string, error) {
	return "a new one", nil
}

func (v visitors) Users() []voc.User {
	var all []voc.User
	for _, name := range slices.Sorted(maps.Keys(v)) {
		all = append(all, voc.User{Name: name, Role: v[name].Role})
	}
	return all
}
func (v visitors) AddUser(_ context.Context, u voc.User, _ string) (voc.User, string, error) {
	return u, "a password", nil
}
func (v visitors) ChangeUser(_ context.Context, u voc.User, _ string) (voc.User, error) {
	return u, nil
}
func (v visitors) DisableUser(_ context.Context, name string, _ bool, _ string) (voc.User, error) {
	return voc.User{Name: name, Role: voc.RoleViewer}, nil
}
func (v visitors) Tokens() []voc.Token { return nil }
func (v visitors) MakeToken(_ context.Context, t voc.Token, _ string) (voc.Token, string, error) {
	return t, "secret", nil
}
func (v visitors) RevokeToken(_ context.Context, id, _ string) (voc.Token, error) {
	return voc.Token{ID: id}, nil
}
