package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Visit is where a sign-in comes from.
type Visit struct {
	Address string // network address, without port
	Agent   string // what the browser calls itself
	Device  string // mark of an earlier sign-in, as the browser sent it
}

// Entry is what a sign-in gives: who it is, the session's secret, a mark of the browser.
type Entry struct {
	Viewer voc.Viewer
	Secret string
	Device string
}

// Access is who may enter. Errors for people are [Refusal]s, or wrap the sentinels of options.go.
type Access interface {
	Closed() bool // who asks has to say who they are
	Fresh() bool  // the first administrator is still to be made

	BySession(secret string) (v voc.Viewer, session string, ok bool)
	ByToken(secret string) (voc.Viewer, bool)

	SetUp(ctx context.Context, name, title, password string, from Visit) (Entry, error)
	SignIn(ctx context.Context, name, password string, from Visit) (Entry, error)
	SignInBy(ctx context.Context, c voc.Claims, from Visit) (Entry, error)
	ChangePassword(ctx context.Context, name, old, password string, from Visit) (Entry, error)
	HasPassword(name string) bool
	Sessions(name string) []voc.Session
	EndSession(name, id string) error
	EndOthers(name, but string) error

	Units() []voc.Unit
	ScopeOf(unit voc.UnitID) voc.Scope
	Users() []voc.User
	AddUser(ctx context.Context, u voc.User, actor string) (voc.User, string, error)
	ChangeUser(ctx context.Context, u voc.User, actor string) (voc.User, error)
	DisableUser(ctx context.Context, name string, off bool, actor string) (voc.User, error)
	ResetPassword(ctx context.Context, name, actor string) (string, error)

	Tokens() []voc.Token
	MakeToken(ctx context.Context, t voc.Token, actor string) (voc.Token, string, error)
	RevokeToken(ctx context.Context, id, actor string) (voc.Token, error)
}

// Provider is an OpenID provider people can sign in through.
type Provider interface {
	Title() string
	// Begin is where the browser goes, and what it must bring back in a cookie. back is a path of ours.
	Begin(ctx context.Context, home, back string) (address, kept string, err error)
	// End takes what came back: who it is, and the path they came from.
	End(ctx context.Context, home, kept, state, code string) (c voc.Claims, back string, err error)
}

// Refusal is why somebody is not let in or something about users is not changed, in both languages.
type Refusal struct {
	Status int
	Code   string
	EN, ZH string
	Field  string        // the field it is about; "" none
	Retry  time.Duration // when to try again; 0: not a matter of time
}

// Error is the English sentence.
func (r *Refusal) Error() string { return r.EN }

// problem is a refusal as the answer.
func (r *Refusal) problem() error {
	var fields []FieldError
	if r.Field != "" {
		fields = append(fields, wrong(r.Field, "", r.EN, r.ZH))
	}
	p := problem(r.Status, r.Code, r.EN, r.ZH, fields...)
	if r.Retry > 0 {
		return withRetry(p, int((r.Retry+time.Second-1)/time.Second))
	}
	return p
}

// accessOperations are those of the door itself: who is there, who may enter.
func (a *door) accessOperations() {
	get(a, "/me", "me", "Who asks, and what they may see and do", a.me)
	post(a, huma.Operation{Path: "/sign-in", OperationID: "sign-in", Summary: "Sign in with name and password"}, a.signIn)
	post(a, huma.Operation{Path: "/sign-out", OperationID: "sign-out", Summary: "End the session that asks"}, a.signOut)
	post(a, huma.Operation{Path: "/setup", OperationID: "setup", Summary: "Make the first administrator"}, a.setup)
	post(a, huma.Operation{Path: "/me/password", OperationID: "change-password", Summary: "Choose a new password; every other session ends"}, a.changePassword)
	get(a, "/me/sessions", "sessions", "The browsers one is signed in with", a.sessions)
	post(a, huma.Operation{Path: "/me/sessions/{id}/end", OperationID: "end-session", Summary: "End one of one's sessions; the id others ends all but this one"}, a.endSession)
	a.userOperations()
	a.tokenOperations()
}

// noAccess is the answer of operations about users where the program was started without any.
func (a *door) noAccess() error {
	if a.Access != nil {
		return nil
	}
	return problem(http.StatusConflict, "no_users", "Nobody has to sign in here: there are no users.", "这里不需要登录，没有用户。")
}

// refused turns an error of Access into the answer.
func (a *door) refused(ctx context.Context, asked string, err error) error {
	if r, ok := asRefusal(err); ok {
		return r.problem()
	}
	return a.fail(ctx, asked, err)
}

// cookies are the session's secret and the browser's mark as the browser keeps them.
const (
	sessionCookie = "tingfeng_session"
	deviceCookie  = "tingfeng_device"
	deviceDays    = 180
	sessionDays   = 90 // the session itself ends sooner, by the server's clock
)

// cookieName has the prefix by which a browser itself refuses a cookie that another host or plain HTTP set.
func cookieName(name string, secure bool) string {
	if secure {
		return "__Host-" + name
	}
	return name
}

// secured tells whether the browser reached us over TLS: here, or at the proxy whose address the
// configuration gives. A browser on this machine may come past the proxy.
func (a *door) secured(r *http.Request) bool {
	return r.TLS != nil || a.Secure && !loopback(hostOf(r))
}

func (a *door) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(cookieName(name, a.secured(r)))
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie writes a cookie no script reads and no other site sends. days below 0: gone.
func (a *door) setCookie(r *http.Request, name, value string, days int, site http.SameSite) string {
	secure := a.secured(r)
	c := &http.Cookie{Name: cookieName(name, secure), Value: value, Path: "/", HttpOnly: true, Secure: secure, SameSite: site, MaxAge: days * 86400}
	return c.String()
}

// welcome are the cookies of somebody who was let in.
func (a *door) welcome(r *http.Request, e Entry) []string {
	return []string{
		a.setCookie(r, sessionCookie, e.Secret, sessionDays, http.SameSiteStrictMode),
		a.setCookie(r, deviceCookie, e.Device, deviceDays, http.SameSiteStrictMode),
	}
}

// farewell takes the session's cookie away.
func (a *door) farewell(r *http.Request) []string {
	return []string{a.setCookie(r, sessionCookie, "", -1, http.SameSiteStrictMode)}
}

// cameFrom is where a request comes from.
func (a *door) cameFrom(r *http.Request) Visit {
	return Visit{Address: a.address(r), Agent: r.UserAgent(), Device: a.cookie(r, deviceCookie)}
}

// recordEntry writes a sign-in down, allowed or refused; what cannot be written is told in the log and stops
// nobody: a full disk must not lock the house.
func (a *door) recordEntry(ctx context.Context, r *http.Request, action, name string, status int) {
	if a.Record == nil {
		return
	}
	rec := voc.AccessRecord{At: a.Now(), Actor: cut(name), Action: action, Status: status, Address: a.address(r)}
	if err := a.Record(ctx, rec); err != nil {
		a.log.ErrorContext(ctx, "api: a sign-in was not written into the audit log", "error", fmt.Sprint(err))
	}
}
