package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// SignInOrder is who wants in.
type SignInOrder struct {
	Name     string `json:"name"`
	Password string `json:"password"`
}

// entered is the answer of a sign-in: who it is, and the cookies.
type entered struct {
	SetCookie []string `header:"Set-Cookie"`
	Body      Me
}

type signInIn struct{ Body SignInOrder }

func (a *door) signIn(ctx context.Context, in *signInIn) (*entered, error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	r := arrivalOf(ctx).request
	e, err := a.Access.SignIn(ctx, strings.TrimSpace(in.Body.Name), in.Body.Password, a.cameFrom(r))
	if err != nil {
		err = a.refused(ctx, "sign in", err)
		a.recordEntry(ctx, r, "sign-in", in.Body.Name, statusOf(err))
		return nil, err
	}
	// The session that asked, if there was one, ends: its secret may have been planted.
	if before, session, ok := a.Access.BySession(a.cookie(r, sessionCookie)); ok {
		if err := a.Access.EndSession(before.Name, session); err != nil {
			a.log.WarnContext(ctx, "api: the session before a sign-in did not end", "error", err)
		}
	}
	a.recordEntry(ctx, r, "sign-in", e.Viewer.Name, http.StatusOK)
	return a.entered(ctx, r, e), nil
}

func (a *door) entered(ctx context.Context, r *http.Request, e Entry) *entered {
	return &entered{SetCookie: a.welcome(r, e), Body: a.meOf(withViewer(ctx, e.Viewer))}
}

// SetupOrder is the first administrator.
type SetupOrder struct {
	Name     string `json:"name" doc:"What one signs in with"`
	Title    string `json:"title,omitempty" doc:"How people call them"`
	Password string `json:"password"`
}

type setupIn struct{ Body SetupOrder }

func (a *door) setup(ctx context.Context, in *setupIn) (*entered, error) {
	if err := a.noAccess(); err != nil {
		return nil, err
	}
	if !a.Access.Fresh() {
		return nil, problem(http.StatusConflict, "set_up", "There is an administrator already: sign in, or ask them.", "管理员已经设置过了，请登录，或联系管理员。")
	}
	if !a.setupHere(ctx) {
		return nil, problem(http.StatusForbidden, "setup_elsewhere",
			"The first administrator is made on the machine itself: tingfeng user add NAME --role admin.",
			"第一位管理员要在服务器本机上创建：tingfeng user add 名字 --role admin。")
	}
	r := arrivalOf(ctx).request
	e, err := a.Access.SetUp(ctx, strings.TrimSpace(in.Body.Name), strings.TrimSpace(in.Body.Title), in.Body.Password, a.cameFrom(r))
	if err != nil {
		err = a.refused(ctx, "set up", err)
		a.recordEntry(ctx, r, "setup", in.Body.Name, statusOf(err))
		return nil, err
	}
	a.recordEntry(ctx, r, "setup", e.Viewer.Name, http.StatusOK)
	return a.entered(ctx, r, e), nil
}

// setupHere tells whether who asks may make the first administrator: the house itself, by its token, or
// somebody on this machine of a house only this machine reaches. Anybody else could be the first stranger to
// come by.
func (a *door) setupHere(ctx context.Context) bool {
	if viewerOf(ctx).Name == houseName {
		return true
	}
	r := arrivalOf(ctx).request
	listen := hostOf(&http.Request{Host: a.Listen})
	return loopback(listen) && len(a.Hosts) == 0 && !a.Secure && loopback(hostOf(r)) && loopback(a.address(r)) && r.Header.Get("X-Forwarded-For") == ""
}

type left struct {
	SetCookie []string `header:"Set-Cookie"`
	Body      Me
}

func (a *door) signOut(ctx context.Context, _ *struct{}) (*left, error) {
	r := arrivalOf(ctx).request
	if v, session := viewerOf(ctx), arrivalOf(ctx).session; session != "" {
		if err := a.Access.EndSession(v.Name, session); err != nil {
			return nil, a.refused(ctx, "sign out", err)
		}
	}
	out := a.meOf(withViewer(ctx, nobody()))
	return &left{SetCookie: a.farewell(r), Body: out}, nil
}

// PasswordOrder is a change of one's password.
type PasswordOrder struct {
	Old string `json:"old"`
	New string `json:"new"`
}

type passwordIn struct{ Body PasswordOrder }

func (a *door) changePassword(ctx context.Context, in *passwordIn) (*entered, error) {
	name, err := a.self(ctx)
	if err != nil {
		return nil, err
	}
	r := arrivalOf(ctx).request
	e, err := a.Access.ChangePassword(ctx, name, in.Body.Old, in.Body.New, a.cameFrom(r))
	if err != nil {
		return nil, a.refused(ctx, "change a password", err)
	}
	return a.entered(ctx, r, e), nil
}

// self is the name of a signed-in person: programs and the house have no account of their own.
func (a *door) self(ctx context.Context) (string, error) {
	if err := a.noAccess(); err != nil {
		return "", err
	}
	if v := viewerOf(ctx); arrivalOf(ctx).session != "" && v.Token == "" {
		return v.Name, nil
	}
	return "", problem(http.StatusForbidden, "people_only", "This is about one's own account: sign in as a person.", "这是个人账号的操作，请先登录。")
}

// Sessions are the browsers somebody is signed in with.
type Sessions struct {
	Items []voc.Session `json:"items" doc:"The last seen first"`
}

func (a *door) sessions(ctx context.Context, _ *struct{}) (*answer[Sessions], error) {
	name, err := a.self(ctx)
	if err != nil {
		return nil, err
	}
	out := Sessions{Items: a.Access.Sessions(name)}
	for i := range out.Items {
		out.Items[i].Here = out.Items[i].ID == arrivalOf(ctx).session
	}
	return &answer[Sessions]{Body: out}, nil
}

type endSessionIn struct {
	ID   string `path:"id"`
	Body struct{}
}

func (a *door) endSession(ctx context.Context, in *endSessionIn) (*answer[Sessions], error) {
	name, err := a.self(ctx)
	if err != nil {
		return nil, err
	}
	if in.ID == "others" {
		err = a.Access.EndOthers(name, arrivalOf(ctx).session)
	} else {
		err = a.Access.EndSession(name, in.ID)
	}
	if err != nil {
		return nil, a.refused(ctx, "end a session", err)
	}
	return a.sessions(ctx, nil)
}

// statusOf is the HTTP status of an error's answer.
func statusOf(err error) int {
	if s, ok := err.(interface{ GetStatus() int }); ok {
		return s.GetStatus()
	}
	return http.StatusInternalServerError
}
