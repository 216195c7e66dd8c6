package alert

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to an alert.
const (
	TypeOpened    = "opened"    // data: the voc.Alert
	TypeGrew      = "grew"      // data: Change
	TypeContinued = "continued" // data: Change
	TypeResolved  = "resolved"  // data: Change
	TypeOrdered   = "ordered"   // data: Change with Order: a work order was opened for it
	TypeAbsorbed  = "absorbed"  // data: Change with Part: another rule speaks of the same matter
	TypeMerged    = "merged"    // data: Change with Into: it is part of another incident from now on
	TypeConfirmed = "confirmed" // data: Change with Why: somebody says that it is one
	TypeDismissed = "dismissed" // data: Change with Why: somebody says that it was nothing; it ends
	TypeMuted     = "muted"     // data: Change with Until: growth is not told before
	TypeUnmuted   = "unmuted"   // data: Change
	TypeHushed    = "hushed"    // data: Change with By: a silence or a graver incident keeps it from being told
	TypeUnhushed  = "unhushed"  // data: Change: it is told from now on
	TypeWithheld  = "withheld"  // data: Change with Withheld: the day's interruptions were used up
)

// actor signs what the program does by itself.
const actor = "tingfeng"

// Change is what an event after the first alters. A field at its zero value alters nothing, so that
// an event says exactly what it knows.
type Change struct {
	Reason   string           `json:"reason,omitempty"`
	Level    voc.Level        `json:"level,omitempty"`
	Points   []voc.LevelPoint `json:"points,omitempty"`
	Headline string           `json:"headline,omitempty"`
	Topic    string           `json:"topic,omitempty"`
	Spike    *voc.Spike       `json:"spike,omitempty"`
	Total    int              `json:"total,omitempty"`
	Evidence []voc.Evidence   `json:"evidence,omitempty"`
	Shares   []voc.Share      `json:"shares,omitempty"`
	Order    string           `json:"order,omitempty"`

	Topics    []string           `json:"topics,omitempty"`
	Similar   []voc.SimilarAlert `json:"similar,omitempty"`
	Authors   int                `json:"authors,omitempty"`
	Originals int                `json:"originals,omitempty"`
	Reposts   int                `json:"reposts,omitempty"`
	Suspects  int                `json:"suspects,omitempty"`
	Part      *voc.AbsorbedRule  `json:"part,omitempty"`
	Into      string             `json:"into,omitempty"`
	Until     time.Time          `json:"until,omitzero"`
	By        string             `json:"by,omitempty"`
	Why       string             `json:"why,omitempty"`
	Withheld  *voc.Withheld      `json:"withheld,omitempty"`
}

// NewID names the alert that a rule raises for a brand at the bucket that fired. The same bucket
// evaluated twice gives the same id, so it cannot open twice; the day in it is for people.
func NewID(rule Rule, brand voc.BrandID, at time.Time) string {
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%d", rule.Name, rule.Revision(), brand, rule.Topic, at.Unix())
	sum := sha256.Sum256([]byte(key))
	return "AL-" + at.Format("20060102") + "-" + hex.EncodeToString(sum[:4])
}

// New is the alert a spike opens, without what needs the mentions themselves (evidence, shares,
// total, headline), which the caller adds before it makes the event.
func New(rule Rule, brand voc.BrandID, spike voc.Spike, began time.Time) voc.Alert {
	return voc.Alert{
		ID:          NewID(rule, brand, spike.At),
		Rule:        rule.Name,
		RuleVersion: rule.Revision(),
		Brand:       brand,
		Topic:       rule.Topic,
		State:       voc.AlertOpen,
		StartedAt:   began,
		OpenedAt:    spike.At,
		LastAt:      spike.At,
		Reason:      string(BecauseFired),
		Spike:       spike,
		Peak:        spike.Hour,
	}
}

// OpenedEvent records that an alert was opened. Now is when that was decided.
func OpenedEvent(a voc.Alert, now time.Time) voc.Event {
	return event(a.ID, TypeOpened, now, a)
}

// GrewEvent records that an alert became graver; it is told to people.
func GrewEvent(id string, c Change, now time.Time) voc.Event { return event(id, TypeGrew, now, c) }

// ContinuedEvent records that an alert is still above usual; it is told to nobody.
func ContinuedEvent(id string, c Change, now time.Time) voc.Event {
	return event(id, TypeContinued, now, c)
}

// ResolvedEvent records that an alert has ended; the change's spike is the observation that ended it.
func ResolvedEvent(id string, c Change, now time.Time) voc.Event {
	return event(id, TypeResolved, now, c)
}

// OrderedEvent records which work order was opened for an alert.
func OrderedEvent(id, order string, now time.Time) voc.Event {
	return event(id, TypeOrdered, now, Change{Order: order})
}

// AbsorbedEvent records that another rule speaks of the matter of an incident, or still does.
func AbsorbedEvent(id string, c Change, now time.Time) voc.Event {
	return event(id, TypeAbsorbed, now, c)
}

// MergedEvent records that an incident is part of another one, an older one, from now on.
func MergedEvent(id, into string, why Reason, now time.Time) voc.Event {
	return event(id, TypeMerged, now, Change{Into: into, Reason: string(why)})
}

// HushedEvent records what keeps an incident from being told: the id of a silence, or of a graver
// incident that explains it.
func HushedEvent(id, by string, now time.Time) voc.Event {
	return event(id, TypeHushed, now, Change{By: by})
}

// UnhushedEvent records that nothing keeps an incident from being told any more.
func UnhushedEvent(id string, now time.Time) voc.Event {
	return event(id, TypeUnhushed, now, Change{})
}

// WithheldEvent records a message that was not sent because the day's interruptions were used up.
func WithheldEvent(id string, w voc.Withheld, now time.Time) voc.Event {
	return event(id, TypeWithheld, now, Change{Withheld: &w})
}

func event(id, kind string, now time.Time, data any) voc.Event {
	text, err := json.Marshal(data)
	if err != nil { // the structs hold nothing JSON cannot say, but a NaN score would be a bug here
		panic("alert: event cannot be written as JSON: " + err.Error())
	}
	return voc.Event{At: now, Subject: voc.SubjectAlert, ID: id, Type: kind, Actor: actor, Data: text}
}

// Fold gives the alert after an event. Folding all events of one alert in order of Seq, starting
// from the zero Alert, gives its present state. An event of an unknown type or with data that
// cannot be read is an error: a journal must not be half understood.
func Fold(a voc.Alert, e voc.Event) (voc.Alert, error) {
	fail := func(err error) (voc.Alert, error) {
		return a, fmt.Errorf("event %d of alert %s (%s): %w", e.Seq, e.ID, e.Type, err)
	}
	if e.Type == TypeOpened {
		var opened voc.Alert
		if err := json.Unmarshal(e.Data, &opened); err != nil {
			return fail(err)
		}
		return opened, nil
	}
	if a.ID == "" {
		return fail(errors.New("the alert was never opened: the journal is incomplete"))
	}
	var c Change
	if err := json.Unmarshal(e.Data, &c); err != nil {
		return fail(err)
	}
	if err := c.happen(&a, e); err != nil {
		return fail(err)
	}
	return c.on(a), nil
}

// happen does what the type of an event means, beside what its change says.
func (c Change) happen(a *voc.Alert, e voc.Event) error {
	switch e.Type {
	case TypeGrew, TypeContinued:
		if c.Spike != nil {
			a.Spike, a.Peak = *c.Spike, max(a.Peak, c.Spike.Hour)
			if c.Spike.At.After(a.LastAt) {
				a.LastAt = c.Spike.At
			}
		}
	case TypeResolved:
		a.State, a.ResolvedAt = voc.AlertResolved, e.At
		if c.Spike != nil {
			a.ResolvedAt = c.Spike.At // event time, so that a replayed past ends when it ended
		}
	case TypeAbsorbed:
		c.absorb(a)
	case TypeMerged:
		a.State, a.Merged, a.ResolvedAt = voc.AlertMerged, c.Into, e.At
	case TypeConfirmed, TypeDismissed:
		a.Verdict, a.VerdictBy, a.VerdictAt, a.VerdictWhy = voc.AlertConfirmed, e.Actor, e.At, c.Why
		if e.Type == TypeDismissed {
			a.Verdict = voc.AlertFalseAlarm
			if a.State == voc.AlertOpen {
				a.State, a.ResolvedAt = voc.AlertResolved, e.At
			}
		}
	case TypeMuted:
		a.MutedUntil = c.Until
	case TypeUnmuted:
		a.MutedUntil = time.Time{}
	case TypeHushed:
		a.Silenced = c.By
	case TypeUnhushed:
		a.Silenced = ""
	case TypeWithheld:
		if c.Withheld != nil {
			a.Withheld = append(slices.Clone(a.Withheld), *c.Withheld)
		}
	case TypeOrdered:
	default:
		return errors.New("type is not known: it was written by a newer version")
	}
	return nil
}

// absorb enters a rule into the incident, or what it has seen since.
func (c Change) absorb(a *voc.Alert) {
	if c.Part == nil {
		return
	}
	if c.Part.LastAt.After(a.LastAt) {
		a.LastAt = c.Part.LastAt
	}
	a.Rules = slices.Clone(a.Rules)
	i := slices.IndexFunc(a.Rules, func(p voc.AbsorbedRule) bool { return p.Rule == c.Part.Rule && p.Key == c.Part.Key })
	if i < 0 {
		a.Rules = append(a.Rules, *c.Part)
		return
	}
	part := *c.Part
	part.At = a.Rules[i].At
	part.Score, part.Peak = max(part.Score, a.Rules[i].Score), max(part.Peak, a.Rules[i].Peak)
	a.Rules[i] = part
}

// on lays what the change says over the alert.
func (c Change) on(a voc.Alert) voc.Alert {
	set(&a.Reason, c.Reason)
	set(&a.Level, c.Level)
	set(&a.Headline, c.Headline)
	set(&a.Topic, c.Topic)
	set(&a.Total, c.Total)
	set(&a.Order, c.Order)
	set(&a.Authors, c.Authors)
	set(&a.Originals, c.Originals)
	set(&a.Reposts, c.Reposts)
	set(&a.Suspects, c.Suspects)
	if c.Topics != nil {
		a.Topics = c.Topics
	}
	if c.Similar != nil {
		a.Similar = c.Similar
	}
	if c.Points != nil {
		a.Points = c.Points
	}
	if c.Evidence != nil {
		a.Evidence = c.Evidence
	}
	if c.Shares != nil {
		a.Shares = c.Shares
	}
	return a
}

func set[T comparable](field *T, to T) {
	var zero T
	if to != zero {
		*field = to
	}
}
