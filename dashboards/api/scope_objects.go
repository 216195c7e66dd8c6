package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/tingfeng-voc/tingfeng/store"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// wholeHouse are the operations that concern everybody: whoever sees only a part of the house may not
// ask for them, whatever their role.
var wholeHouse = map[string]bool{
	"retag": true, "search-discoveries": true, "erase": true, "access-log": true,
	"test-channel": true, "jobs": true, "cancel-job": true, "resume-job": true,
	"users": true, "add-user": true, "change-user": true, "disable-user": true, "reset-user": true,
	"tokens": true, "make-token": true, "revoke-token": true,
	"push-posts": true, "bring-visits": true, "bring-observations": true,
}

// objects tells, for every kind of thing an address can name, whether it lies within the scope of who
// asks. What stands in the address is looked up by the start of the path, so that a new operation on
// an order is guarded without a word. The problem is the one for things that do not exist.
type object struct {
	path  string
	sees  func(a *door, ctx context.Context, param func(string) string) (bool, error)
	gone  func(param func(string) string) error
	fresh bool // PUT makes one that is not there yet
}

var objects = []object{
	{path: "/orders/{id}", sees: (*door).seesOrderID, gone: func(p func(string) string) error { return noOrder(p("id")) }},
	{path: "/alerts/{id}", sees: (*door).seesAlertID, gone: func(p func(string) string) error { return noAlert(p("id")) }},
	{path: "/deliveries/{id}", sees: (*door).seesMessageID, gone: func(p func(string) string) error { return noMessage(p("id")) }},
	{path: "/discoveries/{id}", sees: (*door).seesDiscoveryID, gone: func(p func(string) string) error {
		return notFound("There is no discovery "+cut(p("id"))+".", "没有编号为 "+cut(p("id"))+" 的发现。")
	}},
	{path: "/silences/{id}", sees: (*door).seesSilenceID, gone: func(p func(string) string) error {
		return notFound("There is no silence "+cut(p("id"))+".", "没有编号为 "+cut(p("id"))+" 的静默。")
	}},
	{path: "/rules/{name}", sees: (*door).seesRuleName, fresh: true, gone: func(p func(string) string) error { return noRule(p("name")) }},
	{path: "/plans/{title}", sees: (*door).seesPlanTitle, fresh: true, gone: func(p func(string) string) error {
		return notFound("There is no plan "+cut(p("title"))+".", "没有名为 "+cut(p("title"))+" 的计划。")
	}},
	{path: "/sources/{id}", sees: (*door).seesSourceID, gone: func(p func(string) string) error { return noSource(p("id")) }},
	{path: letterAt, sees: (*door).seesLetter, gone: func(p func(string) string) error {
		return noLetter(LetterPath{p("date"), p("brand"), p("audience")}.id())
	}},
	{path: "/questions/{id}", sees: (*door).seesQuestion, gone: func(p func(string) string) error { return noQuestion(p("id")) }},
	{path: "/audiences/{id}", sees: (*door).seesAudience, gone: func(p func(string) string) error { return noAudience(p("id")) }},
	{path: "/mentions/{post}/{brand}", sees: (*door).seesMention, gone: func(p func(string) string) error {
		what := fmt.Sprintf("%v: post %s under brand %q", store.ErrNotFound, p("post"), brandID(p("brand")))
		return notFound(what, "没有找到："+what)
	}},
}

// confine keeps everybody within their scope: operations that concern the whole house, and things
// named in the address. What lies outside answers as what does not exist.
func (a *door) confine(ctx huma.Context, next func(huma.Context)) {
	v := viewerOf(ctx.Context())
	if v.Scope.Whole() {
		next(ctx)
		return
	}
	_, w := humago.Unwrap(ctx)
	op := ctx.Operation()
	if wholeHouse[op.OperationID] {
		writeProblem(w, notWhole())
		return
	}
	path := strings.TrimPrefix(op.Path, base)
	for _, o := range objects {
		if path != o.path && !strings.HasPrefix(path, o.path+"/") {
			continue
		}
		seen, err := o.sees(a, ctx.Context(), ctx.Param)
		if err != nil {
			a.refuse(w, a.fail(ctx.Context(), "scope of "+path, err))
			return
		}
		if !seen && !(o.fresh && op.Method == http.MethodPut) {
			a.refuse(w, o.gone(ctx.Param))
			return
		}
	}
	next(ctx)
}

// refuse writes what fail or notFound made.
func (a *door) refuse(w http.ResponseWriter, err error) {
	var p *Problem
	if !errors.As(err, &p) {
		p = problem(http.StatusInternalServerError, "internal",
			"Something went wrong here; the log of the server says what.", "服务端出错，原因已写入服务日志。")
	}
	writeProblem(w, p)
}

// notWhole is what somebody is told who sees only a part of the house.
func notWhole() *Problem {
	return problem(http.StatusForbidden, "whole_house",
		"This concerns the whole house, and you see only a part of it.", "这项操作影响全公司，您的账号只负责其中一部分，请找全局管理员。")
}

func noMessage(id string) error {
	return notFound("There is no message "+cut(id)+".", "没有编号为 "+cut(id)+" 的消息。")
}

func noSource(id string) error {
	return notFound("There is no source "+cut(id)+".", "没有编号为 "+cut(id)+" 的信源。")
}

func noRule(name string) error {
	return notFound("There is no rule "+cut(name)+".", "没有名为 "+cut(name)+" 的规则。")
}

func (a *door) seesOrderID(ctx context.Context, p func(string) string) (bool, error) {
	return a.presentOrder(ctx, p("id")) != nil, nil
}

func (a *door) seesAlertID(ctx context.Context, p func(string) string) (bool, error) {
	return a.hasAlert(ctx, p("id")), nil
}

func (a *door) hasAlert(ctx context.Context, id string) bool {
	return slices.ContainsFunc(a.alertsOf(ctx), func(al voc.Alert) bool { return al.ID == id })
}

func (a *door) seesMessageID(ctx context.Context, p func(string) string) (bool, error) {
	_, seen := a.presentMessage(ctx, p("id"))
	return seen, nil
}

func (a *door) seesDiscoveryID(ctx context.Context, p func(string) string) (bool, error) {
	all, err := a.discoveriesOf(ctx)
	return slices.ContainsFunc(all, func(d voc.Discovery) bool { return d.ID == p("id") }), err
}

func (a *door) seesSilenceID(ctx context.Context, p func(string) string) (bool, error) {
	return slices.ContainsFunc(a.silencesOf(ctx), func(q voc.Silence) bool { return q.ID == p("id") }), nil
}

func (a *door) seesRuleName(ctx context.Context, p func(string) string) (bool, error) {
	return a.presentRule(ctx, p("name")) != nil, nil
}

func (a *door) seesPlanTitle(ctx context.Context, p func(string) string) (bool, error) {
	return slices.ContainsFunc(a.plansOf(ctx), func(plan voc.Plan) bool { return plan.Title == p("title") }), nil
}

func (a *door) seesSourceID(ctx context.Context, p func(string) string) (bool, error) {
	return slices.ContainsFunc(a.sourcesOf(ctx), func(s voc.Source) bool { return string(s.ID) == p("id") }), nil
}

func (a *door) seesMention(ctx context.Context, p func(string) string) (bool, error) {
	if !postID.MatchString(p("post")) {
		return true, nil // the handler says what an id looks like
	}
	m, err := a.Store.Mention(ctx, voc.PostID(p("post")), brandID(p("brand")))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	at := spotOf(&m)
	return err == nil && viewerOf(ctx).Scope.Sees(m.Brand, at.region, at.store), err
}

// placeOf is where something was said as the lists count it: what the site tells, else what the text does.
func placeOf(site, text string) string {
	if site != "" {
		return site
	}
	return text
}

// mayChange tells whether a change to what concerns these brands stays within the scope of who asks;
// no brands mean all of them.
func mayChange(ctx context.Context, brands ...voc.BrandID) error {
	if !seesAllBrands(viewerOf(ctx).Scope, brands) {
		return notWhole()
	}
	return nil
}

// ownRule tells whether a rule may be changed by who asks: it watches nobody else's brands.
func (a *door) ownRule(ctx context.Context, name string) error {
	for _, r := range a.Rules() {
		if r.Rule.Name == name {
			return mayChange(ctx, r.Rule.Brands...)
		}
	}
	return nil
}

// ownPlan does the same for a plan.
func (a *door) ownPlan(ctx context.Context, title string) error {
	for _, p := range a.Plans() {
		if p.Title == title {
			return mayChange(ctx, p.Brands...)
		}
	}
	return nil
}

// ownSilence does the same for a silence.
func (a *door) ownSilence(ctx context.Context, id string) error {
	for _, q := range a.Silences() {
		if q.ID != id {
			continue
		}
		if q.Brand == "" {
			return mayChange(ctx)
		}
		return mayChange(ctx, q.Brand)
	}
	return nil
}

// seesPosts tells whether all mentions a draft rests on lie within the scope of who asks.
func (a *door) seesPosts(ctx context.Context, brand voc.BrandID, posts []voc.PostID) (bool, error) {
	if viewerOf(ctx).Scope.Whole() {
		return true, nil
	}
	for _, post := range posts {
		param := map[string]string{"post": string(post), "brand": string(brand)}
		if seen, err := a.seesMention(ctx, func(name string) string { return param[name] }); err != nil || !seen {
			return false, err
		}
	}
	return true, nil
}

// auditWithin is an order's event without data that name what lies outside; only whoever sees the whole
// house reads the event as it was written.
func auditWithin(ctx context.Context, data json.RawMessage) json.RawMessage {
	if viewerOf(ctx).Scope.Whole() {
		return data
	}
	return json.RawMessage(`{}`)
}
