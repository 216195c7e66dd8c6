package api

import (
	"context"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// AlertOrder is what somebody asks of an incident; the incident is named by the path.
type AlertOrder struct {
	Type  voc.AlertCommandType `json:"type" doc:"confirm: it was one · false_alarm: it was nothing, which ends it · mute and unmute: whether its growth is told · merge: it is part of another · order: open its work order"`
	Actor string               `json:"actor" doc:"Who asks"`
	Text  string               `json:"text,omitempty" doc:"false_alarm: why; required there"`
	Into  string               `json:"into,omitempty" doc:"merge: id of the incident it becomes part of"`
	Until string               `json:"until,omitempty" doc:"mute: until when, RFC 3339; empty: 24 hours from now"`
}

var alertCommands = []string{
	string(voc.AlertCommandConfirm), string(voc.AlertCommandFalseAlarm), string(voc.AlertCommandMute),
	string(voc.AlertCommandUnmute), string(voc.AlertCommandMerge), string(voc.AlertCommandOrder),
}

// Muting: what an empty until means, and the longest anybody may ask for. What must be quiet for
// longer is a silence, which has a reason.
const (
	usualMute   = 24 * time.Hour
	longestMute = 7 * 24 * time.Hour
)

type alertCommandIn struct {
	ID   string `path:"id"`
	Body AlertOrder
}

func (a *door) commandAlert(ctx context.Context, in *alertCommandIn) (*answer[voc.Alert], error) {
	r := a.reader()
	c := voc.AlertCommand{
		Alert: in.ID, Type: voc.AlertCommandType(r.word("type", string(in.Body.Type), alertCommands)),
		Actor: r.need("actor", a.actor(ctx, in.Body.Actor), 100, "write who asks", "请写操作人"),
		Text:  r.text("text", in.Body.Text, 10_000), Into: r.text("into", in.Body.Into, 200),
	}
	if in.Body.Type == "" {
		list := strings.Join(alertCommands, ", ")
		r.add("type", "", "is missing; write one of "+list, "缺少该字段，可选值："+list)
	}
	switch c.Type {
	case voc.AlertCommandFalseAlarm:
		r.need("text", in.Body.Text, 10_000, "write why it was a false alarm: the rule learns from it", "请写明为什么是误报，规则会据此调整")
	case voc.AlertCommandMerge:
		if r.need("into", in.Body.Into, 200, "write the id of the incident it is part of", "请写要并入的预警编号") == in.ID {
			r.add("into", in.ID, "is the incident itself: name another one", "不能并入自己，请写另一起预警")
		}
	case voc.AlertCommandMute:
		c.Until = a.muteUntil(r, in.Body.Until)
	}
	if err := r.done(); err != nil {
		return nil, err
	}
	if c.Into != "" && !viewerOf(ctx).Scope.Whole() && !a.hasAlert(ctx, c.Into) {
		return nil, noAlert(c.Into)
	}
	al, err := a.AlertCommand(ctx, c)
	if err != nil {
		return nil, a.fail(ctx, "command "+string(c.Type)+" of an alert", err)
	}
	return &answer[voc.Alert]{Body: al}, nil
}

func (a *door) muteUntil(r *reader, given string) time.Time {
	now := a.Now()
	if given == "" {
		return now.Add(usualMute)
	}
	until := r.moment("until", momentParam(given), true)
	if !until.IsZero() && (!until.After(now) || until.Sub(now) > longestMute) {
		r.add("until", given, "write a time within the next seven days; for longer, make a silence with its reason", "请写七天以内的时间；要更久，请新建一个写明原因的静默")
	}
	return until
}

// need accepts words that must not be missing.
func (r *reader) need(field, v string, most int, en, zh string) string {
	before := len(r.errs)
	got := r.text(field, v, most)
	if got == "" && len(r.errs) == before {
		r.add(field, "", "is missing; "+en, "缺少该字段，"+zh)
	}
	return got
}
