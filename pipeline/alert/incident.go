package alert

import (
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Refusal says why a command to an incident cannot be obeyed, and what to do instead. Lacking tells
// that the command itself is at fault, not the incident's state.
type Refusal struct {
	Text    string // for the person who asked
	Lacking bool
}

// Error implements error.
func (r *Refusal) Error() string { return r.Text }

// longestMute bounds a mute: what must be kept still for longer is a silence, with its own end.
const longestMute = 7 * 24 * time.Hour

// Apply answers what somebody asks of an incident: the events it leads to. No events and no error:
// it is so already. Into is the incident to merge into; zero for every other command. What follows
// for work orders is for the caller, as is the command "order".
func Apply(a voc.Alert, cmd voc.AlertCommand, into voc.Alert, now time.Time) ([]voc.Event, error) {
	cmd.Actor, cmd.Text = strings.TrimSpace(cmd.Actor), strings.TrimSpace(cmd.Text)
	if cmd.Actor == "" {
		return nil, lacking("没有写明是谁操作的：请先填写您的姓名")
	}
	if a.State == voc.AlertMerged {
		return nil, refusal("%s 已并入 %s：请在那一件上操作", a.ID, a.Merged)
	}
	by := func(kind string, c Change) []voc.Event {
		e := event(a.ID, kind, now, c)
		e.Actor = cmd.Actor
		return []voc.Event{e}
	}
	switch cmd.Type {
	case voc.AlertCommandConfirm:
		if a.Verdict == voc.AlertConfirmed {
			return nil, nil
		}
		return by(TypeConfirmed, Change{Why: cmd.Text}), nil
	case voc.AlertCommandFalseAlarm:
		return dismiss(a, cmd, by)
	case voc.AlertCommandMute:
		return mute(a, cmd, now, by)
	case voc.AlertCommandUnmute:
		if a.MutedUntil.IsZero() {
			return nil, nil
		}
		return by(TypeUnmuted, Change{}), nil
	case voc.AlertCommandMerge:
		return mergeInto(a, cmd, into, by, now)
	}
	return nil, lacking("没有“%s”这个操作：可用的是 confirm、false_alarm、mute、unmute、merge、order", cmd.Type)
}

func dismiss(a voc.Alert, cmd voc.AlertCommand, by func(string, Change) []voc.Event) ([]voc.Event, error) {
	switch {
	case cmd.Text == "":
		return nil, lacking("没有写理由：请写明为什么是误报，规则要靠它改进")
	case a.Verdict == voc.AlertFalseAlarm:
		return nil, nil
	}
	return by(TypeDismissed, Change{Reason: string(BecauseFalse), Why: cmd.Text}), nil
}

func mute(a voc.Alert, cmd voc.AlertCommand, now time.Time, by func(string, Change) []voc.Event) ([]voc.Event, error) {
	switch {
	case a.State != voc.AlertOpen:
		return nil, refusal("%s 已经解除，没有什么可静音的", a.ID)
	case !cmd.Until.After(now):
		return nil, lacking("静音的截止时间已过：请选一个以后的时间")
	case cmd.Until.Sub(now) > longestMute:
		return nil, lacking("一件预警最多静音 7 天：更久的请改用静默")
	}
	return by(TypeMuted, Change{Until: cmd.Until, Why: cmd.Text}), nil
}

func mergeInto(a voc.Alert, cmd voc.AlertCommand, into voc.Alert, by func(string, Change) []voc.Event, now time.Time) ([]voc.Event, error) {
	switch {
	case cmd.Into == "" || into.ID == "":
		return nil, lacking("没有写明并入哪一件：请填写那一件预警的编号")
	case into.ID == a.ID:
		return nil, refusal("%s 不能并入自己", a.ID)
	case into.Brand != a.Brand:
		return nil, refusal("%s 与 %s 不是同一品牌的，不能合并", a.ID, into.ID)
	case into.State == voc.AlertMerged:
		return nil, refusal("%s 已并入 %s：请并入那一件", into.ID, into.Merged)
	}
	events := by(TypeMerged, Change{Into: into.ID, Reason: string(BecauseAsked), Why: cmd.Text})
	for _, part := range partsOf(a) {
		events = append(events, AbsorbedEvent(into.ID, Change{Reason: string(BecauseAsked), Part: &part}, now))
	}
	return events, nil
}

// partsOf is an incident as rules that another incident absorbs: its own, and those it absorbed.
func partsOf(a voc.Alert) []voc.AbsorbedRule {
	own := voc.AbsorbedRule{
		Rule: a.Rule, Key: a.Key, Version: a.RuleVersion, At: a.OpenedAt, Score: a.Spike.Score, LastAt: a.LastAt, Peak: a.Peak,
	}
	return append([]voc.AbsorbedRule{own}, a.Rules...)
}

// Merge makes the younger of two incidents part of the older.
func Merge(older, younger voc.Alert, why Reason, now time.Time) []voc.Event {
	events := []voc.Event{MergedEvent(younger.ID, older.ID, why, now)}
	for _, part := range partsOf(younger) {
		events = append(events, AbsorbedEvent(older.ID, Change{Reason: string(why), Part: &part}, now))
	}
	return events
}

// Muted tells whether somebody asked to hear nothing of an incident's growth for now. A rise to red
// is told all the same.
func Muted(a voc.Alert, now time.Time) bool {
	return now.Before(a.MutedUntil) && a.Level != voc.Red
}

func refusal(format string, args ...any) error { return &Refusal{Text: fmt.Sprintf(format, args...)} }

func lacking(format string, args ...any) error {
	return &Refusal{Text: fmt.Sprintf(format, args...), Lacking: true}
}
