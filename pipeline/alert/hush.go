package alert

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a silence.
const (
	TypeBegun = "begun" // data: the voc.Silence
	TypeEnded = "ended" // taken back before its time
	TypeKept  = "kept"  // data: Kept: it kept an incident from being told
)

// Kept is the data of a TypeKept event.
type Kept struct {
	Alert string `json:"alert"`
}

// longestSilence bounds a silence: one without an end is how an alarm is lost.
const longestSilence = 92 * 24 * time.Hour

// NewSilence checks a silence somebody asks for and completes it: its id, when it was written. A
// beginning that is not told is now.
func NewSilence(s voc.Silence, number int, now time.Time, in *time.Location) (voc.Silence, error) {
	s.Reason, s.Actor = strings.TrimSpace(s.Reason), strings.TrimSpace(s.Actor)
	if s.From.IsZero() {
		s.From = now
	}
	switch {
	case s.Actor == "":
		return s, lacking("没有写明是谁设的静默：请先填写您的姓名")
	case s.Reason == "":
		return s, lacking("没有写理由：请写明为什么静默，别人看到时才放心")
	case s.Brand == "" && s.Rule == "" && s.Topic == "" && s.Store == "":
		return s, lacking("没有限定范围：请至少选一个品牌、规则、话题或门店，不能让所有预警都静默")
	case s.To.IsZero():
		return s, lacking("没有写截止时间：静默必须有个头")
	case !s.To.After(s.From):
		return s, lacking("截止时间不晚于开始时间：请对调或改正")
	case !s.To.After(now):
		return s, lacking("截止时间已过：请选一个以后的时间")
	case s.To.Sub(s.From) > longestSilence:
		return s, lacking("一次静默最多 92 天：到期再看要不要续")
	case s.UpTo != "" && s.UpTo.Rank() == 0:
		return s, lacking("“%s”不是预警级别：写 red、orange、yellow 或 blue", s.UpTo)
	}
	s.ID = fmt.Sprintf("SL-%s-%03d", now.In(in).Format("20060102"), number)
	s.At, s.EndedAt, s.EndedBy, s.Hushed = now, time.Time{}, "", []string{}
	return s, nil
}

// SilenceEvent records that a silence begins to hold.
func SilenceEvent(s voc.Silence, now time.Time) voc.Event {
	return silenceEvent(s.ID, TypeBegun, s.Actor, now, s)
}

// EndSilence ends a silence before its time. One that is over already gives a Refusal.
func EndSilence(s voc.Silence, by string, now time.Time) (voc.Event, error) {
	switch by = strings.TrimSpace(by); {
	case by == "":
		return voc.Event{}, lacking("没有写明是谁操作的：请先填写您的姓名")
	case !s.EndedAt.IsZero():
		return voc.Event{}, refusal("这条静默已由%s提前结束", s.EndedBy)
	case !now.Before(s.To):
		return voc.Event{}, refusal("这条静默已经到期")
	}
	return silenceEvent(s.ID, TypeEnded, by, now, struct{}{}), nil
}

// KeptEvent records that a silence kept an incident from being told.
func KeptEvent(silence, alert string, now time.Time) voc.Event {
	return silenceEvent(silence, TypeKept, actor, now, Kept{Alert: alert})
}

func silenceEvent(id, kind, by string, now time.Time, data any) voc.Event {
	e := event(id, kind, now, data)
	e.Subject, e.Actor = voc.SubjectSilence, by
	return e
}

// FoldSilence gives the silence after an event.
func FoldSilence(s voc.Silence, e voc.Event) (voc.Silence, error) {
	fail := func(err error) (voc.Silence, error) {
		return s, fmt.Errorf("event %d of silence %s (%s): %w", e.Seq, e.ID, e.Type, err)
	}
	if e.Type != TypeBegun && s.ID == "" {
		return fail(errors.New("the silence never began: the journal is incomplete"))
	}
	switch e.Type {
	case TypeBegun:
		var begun voc.Silence
		if err := json.Unmarshal(e.Data, &begun); err != nil {
			return fail(err)
		}
		return begun, nil
	case TypeEnded:
		s.EndedAt, s.EndedBy = e.At, e.Actor
	case TypeKept:
		var kept Kept
		if err := json.Unmarshal(e.Data, &kept); err != nil {
			return fail(err)
		}
		if !slices.Contains(s.Hushed, kept.Alert) {
			s.Hushed = append(slices.Clone(s.Hushed), kept.Alert)
		}
	default:
		return fail(errors.New("type is not known: it was written by a newer version"))
	}
	return s, nil
}

// Silences tells whether a silence holds for an incident at a moment. The shops of an incident are
// those that brought at least half of its increase.
func Silences(s voc.Silence, a voc.Alert, now time.Time) bool {
	switch {
	case now.Before(s.From) || !now.Before(s.To):
		return false
	case !s.EndedAt.IsZero() && !now.Before(s.EndedAt):
		return false
	case a.Level.Graver(passes(s)):
		return false
	case s.Brand != "" && s.Brand != a.Brand, s.Rule != "" && s.Rule != a.Rule:
		return false
	case s.Topic != "" && s.Topic != a.Topic && !slices.Contains(a.Topics, s.Topic):
		return false
	}
	return s.Store == "" || slices.Contains(shopsOf(a), string(s.Store))
}

// passes is the gravest level a silence still keeps quiet.
func passes(s voc.Silence) voc.Level {
	if s.UpTo == "" {
		return voc.Orange
	}
	return s.UpTo
}

func shopsOf(a voc.Alert) []string {
	var shops []string
	for _, s := range a.Shares {
		if s.Dimension == "store" && s.Part >= 0.5 {
			shops = append(shops, s.Element)
		}
	}
	return shops
}

// HushedBy is what keeps an incident from being told: the id of the first silence that holds for it,
// or else of a red incident of the brand that explains it; "" nothing does.
func HushedBy(a voc.Alert, silences []voc.Silence, others []voc.Alert, now time.Time) string {
	for _, s := range silences {
		if Silences(s, a, now) {
			return s.ID
		}
	}
	for _, o := range others {
		if explains(o, a) {
			return o.ID
		}
	}
	return ""
}

// explains tells whether a red incident of a brand makes one about a topic no news: the topic is
// among what the red one is about, or brought a part of its increase. A red one is always told.
func explains(red, a voc.Alert) bool {
	if red.ID == a.ID || red.Brand != a.Brand || red.Level != voc.Red || red.State != voc.AlertOpen || a.Level == voc.Red {
		return false
	}
	if a.Topic == "" || a.Kind == voc.RuleSilence || red.Kind == voc.RuleSilence || red.History || red.Silenced != "" {
		return false
	}
	return slices.Contains(red.Topics, a.Topic) || red.Topic == a.Topic ||
		slices.ContainsFunc(red.Shares, func(s voc.Share) bool { return s.Dimension == "topic" && s.Element == a.Topic })
}
