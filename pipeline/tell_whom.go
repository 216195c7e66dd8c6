package pipeline

import (
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/pipeline/alert"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// hushed is what keeps the incident from being told now: the id of a silence, or of a graver
// incident of the brand; "" nothing.
func (t *teller) hushed(a voc.Alert) string {
	if a.History {
		return ""
	}
	var others []voc.Alert
	for _, o := range t.state.Alerts {
		others = append(others, o)
	}
	slices.SortFunc(others, func(a, b voc.Alert) int { return strings.Compare(a.ID, b.ID) })
	return alert.HushedBy(a, t.state.silences(), others, t.now)
}

// kept writes down in a silence what it kept from being told.
func (t *teller) kept(by string) {
	if _, silence := t.state.Silences[by]; silence {
		t.events = append(t.events, alert.KeptEvent(by, t.told.ID, t.now))
	}
}

// unhush tells what had been kept from being told once nothing keeps it any more, or once it is too
// grave for that. It says whether the incident is to be told as new.
func (t *teller) unhush(before voc.Alert) (bool, error) {
	if before.Silenced == "" || t.told.State != voc.AlertOpen || t.hushed(t.told) != "" {
		return false, nil
	}
	if err := t.add(alert.UnhushedEvent(t.told.ID, t.now)); err != nil {
		return false, err
	}
	return true, t.raise()
}

// tell tells the incident on every channel of its rule and of those that are part of it.
func (t *teller) tell(kind string) { t.tellTo(kind, t.channels(t.told)) }

// tellTo tells the incident on some channels. The id of a message is the promise to say it once.
func (t *teller) tellTo(kind string, channels []string) {
	a := t.told
	if a.History || a.Silenced != "" || kind == kindGrew && alert.Muted(a, t.now) {
		return
	}
	for _, channel := range channels {
		m := voc.Message{
			ID:      strings.Join([]string{a.ID, kind, string(a.Level), channel}, "."),
			Channel: channel, Kind: kind, Subject: a.ID, Level: a.Level, Thread: a.ID,
			Title: a.Headline, Body: t.watch.body(t.rule, a, t.order, kind), CreatedAt: t.now,
			Links: alertLinks(t.watch.address, a),
		}
		if t.order.Assignee != "" && t.order.State.Open() {
			m.To = []string{t.order.Assignee}
		}
		t.queue(m)
	}
}

// queue sends a message, unless everybody it is for has been interrupted often enough today.
func (t *teller) queue(m voc.Message) {
	people, zone := t.watch.people(), t.watch.names.location
	mine := toldOf(m, t.now)
	counts := alert.Interruptions(append(t.state.Told, t.today()...), people, t.now, zone)
	if !t.watch.settings().Attention.Spares(mine, m.Level, counts, people) {
		t.events = append(t.events, notify.QueuedEvent(m, t.now))
		return
	}
	w := voc.Withheld{Kind: m.Kind, At: t.now, For: alert.Readers(m.Channel, nil, people)}
	e := alert.WithheldEvent(t.told.ID, w, t.now)
	if folded, err := alert.Fold(t.told, e); err == nil {
		t.told = folded
		t.events = append(t.events, e)
	}
}

// today are the messages this incident has queued just now.
func (t *teller) today() []alert.Told {
	s := State{}
	for _, e := range t.events {
		if e.Subject == voc.SubjectMessage {
			_ = s.tell(e) // written by us a moment ago
		}
	}
	return s.Told
}

// newcomers are the channels that hear of the incident only since a rule became part of it.
func (t *teller) newcomers(before voc.Alert) []string {
	had := t.channels(before)
	return slices.DeleteFunc(t.channels(t.told), func(c string) bool { return slices.Contains(had, c) })
}

// channels are where an incident is told: the channels of its rule, and of those it absorbed.
func (t *teller) channels(a voc.Alert) []string {
	channels := slices.Clone(t.rule.Channels)
	for _, part := range a.Rules {
		for _, r := range t.rules {
			if r.Name != part.Rule {
				continue
			}
			for _, c := range r.Channels {
				if !slices.Contains(channels, c) {
					channels = append(channels, c)
				}
			}
		}
	}
	return channels
}

// people are those who may be interrupted; none when nobody is written down.
func (w *Watch) people() []voc.Person {
	if w.office == nil {
		return nil
	}
	return w.office.readers()
}

// merge makes incidents one that turned out to be: the younger becomes part of the older.
func (j *judgement) merge() error {
	for i, older := range j.all {
		if older.alert.State != voc.AlertOpen || older.alert.Kind == voc.RuleSilence {
			continue
		}
		for _, younger := range j.all[i+1:] {
			if younger.alert.State != voc.AlertOpen || younger.alert.Kind == voc.RuleSilence || younger.opened || younger.alert.Brand != older.alert.Brand {
				continue
			}
			if len(older.changes) == 0 && len(younger.changes) == 0 || older.track == nil {
				continue
			}
			why, same := alert.Same(alert.MatterOf(older.alert), alert.MatterOf(younger.alert))
			if !same {
				continue
			}
			joined := younger.alert
			joined.Reason = string(why)
			older.joined = append(older.joined, joined)
			younger.changes, younger.alert.State = nil, voc.AlertMerged
		}
	}
	return nil
}
