package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// OrderCommand is what somebody asks of a work order; the order is named by the path. Each type has
// fields it needs and fields it may have; the others are not looked at.
type OrderCommand struct {
	Type    voc.CommandType `json:"type" doc:"assign: to · claim · note: text · attach: url, title · collaborate and leave: to · answer: text or url · wait: wait_for, until, text · resume · resolve: action · callback: result, score, text · verify · close: cause · reopen: text · regrade: level, text · false_alarm: text · merge: into · cancel: text"`
	Actor   string          `json:"actor" doc:"Who asks; becomes the owner on claim"`
	Text    string          `json:"text,omitempty" doc:"The note, the answer, the reason; claim and assign: why it is taken from somebody else"`
	Action  string          `json:"action,omitempty" doc:"resolve: what was done"`
	Cause   string          `json:"cause,omitempty" doc:"close: the root cause"`
	Version int             `json:"version,omitempty" doc:"Refuse with 409 if the order has moved on from this version; 0: do not care"`

	Channel    string             `json:"channel,omitempty" doc:"How it came: web, bot or api; empty: api"`
	To         string             `json:"to,omitempty" doc:"A person's name"`
	Level      voc.Level          `json:"level,omitempty"`
	WaitFor    voc.WaitFor        `json:"wait_for,omitempty"`
	Until      string             `json:"until,omitempty" doc:"RFC 3339 or a date, whose day is the last"`
	URL        string             `json:"url,omitempty" doc:"http or https"`
	Title      string             `json:"title,omitempty" doc:"attach: of what is linked"`
	Result     voc.RecoveryResult `json:"result,omitempty"`
	Score      int                `json:"score,omitempty" doc:"callback: how content they are, 1…5; 0: not asked"`
	Post       voc.PostID         `json:"post,omitempty" doc:"callback: whose writer was asked back"`
	Process    string             `json:"process,omitempty" doc:"close: the process the cause arises in"`
	Department string             `json:"department,omitempty" doc:"close: the department that owns it"`
	Into       string             `json:"into,omitempty" doc:"merge: id of the order it becomes part of"`
	Lead       bool               `json:"lead,omitempty" doc:"The actor answers for a lead's approval"`
}

// OrderConflict is the answer when an order refuses a command: nothing was changed.
type OrderConflict struct {
	*Problem
	Present *voc.WorkOrder `json:"present,omitempty" doc:"The order as it stands now"`
}

type commandIn struct {
	ID   string `path:"id"`
	Body OrderCommand
}

var (
	commandTypes    = textsOf(voc.CommandTypes())
	commandChannels = []string{"web", "bot", "api", "cli"}
	waitsFor        = []string{string(voc.WaitCustomer), string(voc.WaitLegal), string(voc.WaitSupplier), string(voc.WaitPlatform)}
	recoveryResults = []string{string(voc.RecoveryWon), string(voc.RecoveryLost), string(voc.RecoveryUnreachable)}
)

func (a *door) orderChanges() {
	conflict := a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[OrderConflict](), true, "OrderConflict")
	post(a, huma.Operation{
		Path: "/orders/{id}/commands", OperationID: "command-order", Summary: "Claim, answer, resolve, close or otherwise change a work order",
		Responses: map[string]*huma.Response{"409": {
			Description: "Changed by somebody else meanwhile, or its state forbids it", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: conflict}},
		}},
	}, a.command)
	post(a, huma.Operation{Path: "/orders", OperationID: "open-order", Summary: "Open a work order by hand"}, a.openOrder)
}

func (a *door) command(ctx context.Context, in *commandIn) (*answer[voc.WorkOrder], error) {
	r := a.reader()
	in.Body.Actor = a.actor(ctx, in.Body.Actor)
	c := r.command(in.ID, in.Body, a.Now())
	if err := r.done(); err != nil {
		return nil, err
	}
	if c.Into != "" && !viewerOf(ctx).Scope.Whole() && a.presentOrder(ctx, c.Into) == nil {
		return nil, noOrder(c.Into)
	}
	order, err := a.Command(ctx, c)
	if errors.Is(err, ErrConflict) {
		what, state := bare(err, ErrConflict), "gone"
		present := a.presentOrder(ctx, in.ID)
		if present != nil {
			state = string(present.State)
		}
		return nil, &OrderConflict{Present: present, Problem: problem(http.StatusConflict, "conflict",
			fmt.Sprintf("The order is %s now; %s was refused and nothing changed: %s", state, c.Type, what), what)}
	}
	if err != nil {
		return nil, a.orderFail(ctx, "command "+string(c.Type), in.ID, err)
	}
	return &answer[voc.WorkOrder]{Body: a.within(ctx, order)}, nil
}

// command reads a command and says what it lacks for its type. What an order's state forbids is not
// decided here.
func (r *reader) command(id string, b OrderCommand, now time.Time) voc.Command {
	c := voc.Command{
		Order: id, Type: voc.CommandType(r.word("type", string(b.Type), commandTypes)),
		Actor: r.need("actor", b.Actor, 100, "write who asks", "请写操作人"),
		Text:  r.text("text", b.Text, 10_000), Action: r.text("action", b.Action, 10_000), Cause: r.text("cause", b.Cause, 10_000),
		Process: r.text("process", b.Process, 200), Department: r.text("department", b.Department, 200),
		Version: b.Version, Channel: r.word("channel", b.Channel, commandChannels), To: r.text("to", b.To, 100), Title: r.text("title", b.Title, 200),
		Level: voc.Level(r.word("level", string(b.Level), levels)), WaitFor: voc.WaitFor(r.word("wait_for", string(b.WaitFor), waitsFor)),
		Until: r.moment("until", momentParam(b.Until), true), URL: r.webAddress("url", b.URL),
		Result: voc.RecoveryResult(r.word("result", string(b.Result), recoveryResults)), Score: b.Score,
		Post: voc.PostID(r.text("post", string(b.Post), 100)), Into: r.text("into", b.Into, 100), Lead: b.Lead,
	}
	if c.Channel == "" {
		c.Channel = "api"
	}
	if b.Type == "" {
		list := strings.Join(commandTypes, ", ")
		r.add("type", "", "is missing; write one of "+list, "缺少该字段，可选值："+list)
	}
	if len(r.errs) == 0 {
		r.lacking(c, now)
	}
	return c
}

// lack is a field a command cannot do without, and what to write into it.
type lack struct {
	field, en, zh string
	has           func(voc.Command) bool
}

var (
	lackText = func(en, zh string) lack {
		return lack{"text", en, zh, func(c voc.Command) bool { return c.Text != "" }}
	}
	lackPerson = lack{"to", "write a person's name", "请写一个人的姓名", func(c voc.Command) bool { return c.To != "" }}
)

// lacks lists what each type of command needs. Types that are not in it need nothing but an actor.
var lacks = map[voc.CommandType][]lack{
	voc.CommandAssign:      {lackPerson},
	voc.CommandCollaborate: {lackPerson},
	voc.CommandNote:        {lackText("write the note", "请写备注")},
	voc.CommandAttach:      {{"url", "write an address that begins with http:// or https://", "请写以 http:// 或 https:// 开头的地址", func(c voc.Command) bool { return c.URL != "" }}},
	voc.CommandAnswer:      {{"text", "write what was answered, or give its address as url", "请写答复原文，或在 url 里给出它的链接", func(c voc.Command) bool { return c.Text != "" || c.URL != "" }}},
	voc.CommandWait: {
		{"wait_for", "write one of " + strings.Join(waitsFor, ", "), "请写在等谁：" + strings.Join(waitsFor, "、"), func(c voc.Command) bool { return c.WaitFor != "" }},
		{"until", "write a time to come: the order returns by itself then", "请写一个将来的时间，到时工单会自动恢复", func(c voc.Command) bool { return !c.Until.IsZero() }},
		lackText("write what is waited for", "请写在等什么"),
	},
	voc.CommandResolve:    {{"action", "write what was done", "请写做了什么", func(c voc.Command) bool { return c.Action != "" }}},
	voc.CommandCallback:   {{"result", "write one of " + strings.Join(recoveryResults, ", "), "请写回访结果：" + strings.Join(recoveryResults, "、"), func(c voc.Command) bool { return c.Result != "" }}},
	voc.CommandClose:      {{"cause", "write the root cause", "请写根本原因", func(c voc.Command) bool { return c.Cause != "" }}},
	voc.CommandReopen:     {lackText("write why it is not mended", "请写问题怎样又出现了")},
	voc.CommandRegrade:    {{"level", "write red, orange, yellow or blue", "请写 red、orange、yellow 或 blue", func(c voc.Command) bool { return c.Level != "" }}, lackText("write why the level changes", "请写为什么改级")},
	voc.CommandFalseAlarm: {lackText("write why it was a false alarm: the rule learns from it", "请写为什么是误报，规则会据此调整")},
	voc.CommandMerge:      {{"into", "write the id of the order it becomes part of", "请写要并入的工单编号", func(c voc.Command) bool { return c.Into != "" }}},
	voc.CommandCancel:     {lackText("write why nothing more is done", "请写为什么不再处理")},
}

func (r *reader) lacking(c voc.Command, now time.Time) {
	for _, l := range lacks[c.Type] {
		if !l.has(c) {
			r.add(l.field, "", "is missing; "+l.en, "缺少该字段，"+l.zh)
		}
	}
	switch {
	case c.Type == voc.CommandWait && !c.Until.IsZero() && !c.Until.After(now):
		r.add("until", c.Until.Format(time.RFC3339), "is past; write a time to come", "已经过去，请写一个将来的时间")
	case c.Type == voc.CommandCallback && (c.Score < 0 || c.Score > 5):
		r.add("score", fmt.Sprint(c.Score), "write a whole number, 1 … 5, or leave it out", "请写 1 到 5 的整数，没有问到就不写")
	case c.Type == voc.CommandCallback && c.Result == voc.RecoveryUnreachable && c.Score != 0:
		r.add("score", fmt.Sprint(c.Score), "who was not reached has no score: leave it out", "联系不上就没有满意度，请不要写")
	case c.Type == voc.CommandMerge && c.Into == c.Order && c.Into != "":
		r.add("into", c.Into, "is the order itself: name another one", "不能并入自己，请写另一张工单")
	}
}

// webAddress accepts an address people can open.
func (r *reader) webAddress(field, v string) string {
	v = r.text(field, v, 2000)
	if v == "" {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		r.add(field, v, "write an address that begins with http:// or https://", "请写以 http:// 或 https:// 开头的地址")
		return ""
	}
	return v
}
