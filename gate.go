package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/tingfeng-voc/tingfeng/configs"
	"github.com/tingfeng-voc/tingfeng/crawler/transport"
	"github.com/tingfeng-voc/tingfeng/dashboards/api"
	"github.com/tingfeng-voc/tingfeng/pipeline"
	"github.com/tingfeng-voc/tingfeng/pipeline/access"
	"github.com/tingfeng-voc/tingfeng/pipeline/oidc"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// entrance is the gate as the dashboard knows it: the same questions, its refusals in two languages.
type entrance struct {
	*pipeline.Gate
	join voc.UserRole // of people a provider vouches for and nobody made a user for; "" they are turned away
}

// openGate opens the gate of a configuration. Only the process in control may.
func (a *app) openGate(demo bool) error {
	c := a.config
	mode := pipeline.GateMode(c.Access.Mode)
	if demo {
		mode = pipeline.GateOpen
	}
	gate, err := pipeline.OpenGate(a.pipeline.Journal, pipeline.GateOptions{
		Dir: c.Data, Mode: mode, Org: orgOf(c), Now: a.world.now,
		Lifetimes: access.Lifetimes{Idle: c.Access.Idle, Longest: c.Access.Longest},
	})
	if err != nil {
		return err
	}
	a.gate = &entrance{Gate: gate}
	if c.Access.OIDC != nil {
		a.gate.join = c.Access.OIDC.Join
	}
	a.atEnd(func(context.Context) error { return gate.Close() })
	if err := a.openProvider(); err != nil {
		return err
	}
	key := make([]byte, 32)
	rand.Read(key)
	a.local = base64.RawURLEncoding.EncodeToString(key)
	return nil
}

// openProvider makes the provider of a configuration, asked through the guarded transport alone.
func (a *app) openProvider() error {
	o := a.config.Access.OIDC
	if o == nil {
		return nil
	}
	client := &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{
		DialContext: transport.Dialer(o.AllowPrivate).DialContext, TLSHandshakeTimeout: 10 * time.Second, MaxIdleConns: 4, IdleConnTimeout: time.Minute,
		ResponseHeaderTimeout: 10 * time.Second, MaxResponseHeaderBytes: 64 << 10,
	}}
	var err error
	a.provider, err = oidc.New(oidc.Options{
		Title: o.Title, Issuer: o.Issuer, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Scopes: o.Scopes, NameClaim: o.NameClaim,
		Client: client, Random: rand.Reader, Now: a.world.now,
	})
	return err
}

func orgOf(c *configs.Config) access.Org { return access.Org{Units: c.Access.Units, Stores: c.Stores} }

// takeOrg puts the organisation of a new configuration into use.
func (a *app) takeOrg(c *configs.Config) error {
	if a.gate != nil {
		a.gate.SetOrg(orgOf(c))
		a.log.Info("the changed organisation is in use", "units", len(c.Access.Units))
	}
	return nil
}

func came(v api.Visit) pipeline.Visit { return pipeline.Visit(v) }

func entered(e pipeline.Entry, err error) (api.Entry, error) { return api.Entry(e), refusal(err) }

// SetUp implements api.Access.
func (g *entrance) SetUp(ctx context.Context, name, title, password string, from api.Visit) (api.Entry, error) {
	return entered(g.Gate.SetUp(ctx, name, title, password, came(from)))
}

// SignIn implements api.Access.
func (g *entrance) SignIn(ctx context.Context, name, password string, from api.Visit) (api.Entry, error) {
	return entered(g.Gate.SignIn(ctx, name, password, came(from)))
}

// SignInBy implements api.Access.
func (g *entrance) SignInBy(ctx context.Context, c voc.Claims, from api.Visit) (api.Entry, error) {
	return entered(g.Gate.SignInBy(ctx, c, g.join, came(from)))
}

// ChangePassword implements api.Access.
func (g *entrance) ChangePassword(ctx context.Context, name, old, password string, from api.Visit) (api.Entry, error) {
	return entered(g.Gate.ChangePassword(ctx, name, old, password, came(from)))
}

// EndSession implements api.Access.
func (g *entrance) EndSession(name, id string) error { return refusal(g.Gate.EndSession(name, id)) }

// EndOthers implements api.Access.
func (g *entrance) EndOthers(name, but string) error { return refusal(g.Gate.EndOthers(name, but)) }

// AddUser implements api.Access.
func (g *entrance) AddUser(ctx context.Context, u voc.User, actor string) (voc.User, string, error) {
	u, once, err := g.Gate.AddUser(ctx, u, actor)
	return u, once, refusal(err)
}

// ChangeUser implements api.Access.
func (g *entrance) ChangeUser(ctx context.Context, u voc.User, actor string) (voc.User, error) {
	u, err := g.Gate.ChangeUser(ctx, u, actor)
	return u, refusal(err)
}

// DisableUser implements api.Access.
func (g *entrance) DisableUser(ctx context.Context, name string, off bool, actor string) (voc.User, error) {
	u, err := g.Gate.DisableUser(ctx, name, off, actor)
	return u, refusal(err)
}

// ResetPassword implements api.Access.
func (g *entrance) ResetPassword(ctx context.Context, name, actor string) (string, error) {
	once, err := g.Gate.ResetPassword(ctx, name, actor)
	return once, refusal(err)
}

// MakeToken implements api.Access.
func (g *entrance) MakeToken(ctx context.Context, t voc.Token, actor string) (voc.Token, string, error) {
	t, secret, err := g.Gate.MakeToken(ctx, t, actor)
	return t, secret, refusal(err)
}

// RevokeToken implements api.Access.
func (g *entrance) RevokeToken(ctx context.Context, id, actor string) (voc.Token, error) {
	t, err := g.Gate.RevokeToken(ctx, id, actor)
	return t, refusal(err)
}

// refusals are the gate's own errors as people read them.
var refusals = []struct {
	is error
	api.Refusal
}{
	{pipeline.ErrSignIn, api.Refusal{Status: http.StatusUnauthorized, Code: "wrong_password", EN: "Name or password is wrong.", ZH: "用户名或密码不对。"}},
	{pipeline.ErrSetup, api.Refusal{Status: http.StatusConflict, Code: "set_up", EN: "There is an administrator already: sign in, or ask them.", ZH: "管理员已经设置过了，请登录，或联系管理员。"}},
	{pipeline.ErrTaken, api.Refusal{Status: http.StatusConflict, Code: "taken", EN: "Somebody has this name already.", ZH: "这个用户名已经有人用了。", Field: "name"}},
	{pipeline.ErrLastAdmin, api.Refusal{Status: http.StatusConflict, Code: "last_admin", EN: "This is the last administrator: make another one first.", ZH: "这是最后一位管理员，请先设置另一位。"}},
	{pipeline.ErrUnknown, api.Refusal{Status: http.StatusForbidden, Code: "no_account", EN: "You have no account here: ask the administrator for one.", ZH: "你还没有听风的账号，请联系管理员开通。"}},
	{access.ErrBusy, api.Refusal{Status: http.StatusServiceUnavailable, Code: "busy", EN: "Too many people sign in at this moment: try again.", ZH: "此刻登录的人太多，请稍后再试。", Retry: 2 * time.Second}},
	{access.ErrShort, api.Refusal{Status: http.StatusUnprocessableEntity, Code: "invalid", EN: fmt.Sprintf("A password needs at least %d characters.", access.MinPassword), ZH: fmt.Sprintf("密码至少 %d 个字符。", access.MinPassword), Field: "password"}},
	{access.ErrLong, api.Refusal{Status: http.StatusUnprocessableEntity, Code: "invalid", EN: fmt.Sprintf("A password has at most %d characters.", access.MaxPassword), ZH: fmt.Sprintf("密码最多 %d 个字符。", access.MaxPassword), Field: "password"}},
	{access.ErrGuessed, api.Refusal{Status: http.StatusUnprocessableEntity, Code: "invalid", EN: "This password is among the first that are tried: choose another, such as four words that have nothing to do with each other.", ZH: "这个密码太容易被猜到，换一个，比如把几个不相干的词连起来。", Field: "password"}},
	{access.ErrNamed, api.Refusal{Status: http.StatusUnprocessableEntity, Code: "invalid", EN: "The password must not hold the name one signs in with.", ZH: "密码里不能包含用户名。", Field: "password"}},
	{access.ErrSame, api.Refusal{Status: http.StatusUnprocessableEntity, Code: "invalid", EN: "The new password is the old one.", ZH: "新密码不能和旧密码一样。", Field: "password"}},
}

// refusal says an error of the gate to people, in both languages.
func refusal(err error) error {
	var wait *pipeline.ErrWait
	if errors.As(err, &wait) {
		seconds := int((wait.For + time.Second - 1) / time.Second)
		return &api.Refusal{Status: http.StatusTooManyRequests, Code: "locked", Retry: wait.For,
			EN: fmt.Sprintf("Too many wrong passwords: try again in %d seconds.", seconds),
			ZH: fmt.Sprintf("密码错误次数过多，请 %s后再试。", inChinese(wait.For))}
	}
	for _, r := range refusals {
		if errors.Is(err, r.is) {
			said := r.Refusal
			return &said
		}
	}
	return meaning(err)
}

// inChinese says how long, rounded up.
func inChinese(d time.Duration) string {
	if d <= time.Minute {
		return fmt.Sprintf("%d 秒", (d+time.Second-1)/time.Second)
	}
	return fmt.Sprintf("%d 分钟", (d+time.Minute-1)/time.Minute)
}
