package workorder

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Fold gives the work order after an event. Folding all events of one order in order of Seq,
// starting from the zero WorkOrder, gives its present state; Version counts them. An event of an
// unknown type or with data that cannot be read is an error: a journal must not be half understood.
func Fold(o voc.WorkOrder, e voc.Event) (voc.WorkOrder, error) {
	if e.Type == TypeOpened {
		opened, err := foldOpened(e)
		if err != nil {
			return o, foldError(e, err)
		}
		opened.Version, opened.Hash = o.Version+1, hashOf(e)
		return opened, nil
	}
	if o.ID == "" {
		return o, foldError(e, errors.New("the work order was never opened: the journal is incomplete"))
	}
	folder, known := folders[e.Type]
	if !known {
		return o, foldError(e, errors.New("type is not known: it was written by a newer version"))
	}
	folded, text, err := folder(advance(o, e.At), e)
	if err != nil {
		return o, foldError(e, err)
	}
	folded = settle(folded)
	folded.Version = o.Version + 1
	if hash := hashOf(e); hash != "" {
		folded.Hash = hash
	}
	// Clipped, so that appending never writes into the notes of the order folded from.
	note := voc.OrderNote{At: e.At, Actor: e.Actor, Type: e.Type, Text: text, State: folded.State, Channel: Channel(e)}
	folded.Notes = append(slices.Clip(o.Notes), note)
	return folded, nil
}

func foldError(e voc.Event, err error) error {
	return fmt.Errorf("event %d of work order %s (%s): %w", e.Seq, e.ID, e.Type, err)
}

// foldOpened gives a new order. Its clocks come from its terms; an order from before there were any
// has them from the due times it was opened with.
func foldOpened(e voc.Event) (voc.WorkOrder, error) {
	var d Opened
	if err := json.Unmarshal(e.Data, &d); err != nil {
		return voc.WorkOrder{}, err
	}
	o := d.WorkOrder
	o.Clocks, o.PastClocks = nil, nil
	if len(d.Terms) > 0 {
		terms, err := readTerms(d.Terms)
		if err != nil {
			return voc.WorkOrder{}, err
		}
		o.Terms = terms
		return settle(begin(o, o.OpenedAt)), nil
	}
	claim, solve := o.ClaimDue, o.ResolveDue
	o = settle(begin(o, o.OpenedAt))
	o = dated(o, voc.ClockClaim, claim)
	return withDue(dated(o, voc.ClockResolve, solve)), nil
}

// dated gives a clock that counts round the clock the due time an old event tells.
func dated(o voc.WorkOrder, name voc.ClockName, due time.Time) voc.WorkOrder {
	for i, c := range o.Clocks {
		if c.Name == name && !due.IsZero() {
			o.Clocks[i].Due, o.Clocks[i].Target = due, c.Used+max(0, due.Sub(o.ClocksAt))
		}
	}
	return o
}

// folder gives the order after an event of one type and the text of the note it leaves.
type folder func(voc.WorkOrder, voc.Event) (voc.WorkOrder, string, error)

// folding makes a folder of a function on the event's data.
func folding[D any](apply func(o voc.WorkOrder, d D, e voc.Event) (voc.WorkOrder, string)) folder {
	return func(o voc.WorkOrder, e voc.Event) (voc.WorkOrder, string, error) {
		var d D
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return o, "", err
		}
		o, text := apply(o, d, e)
		return o, text, nil
	}
}

var folders = map[string]folder{
	TypeAssigned:   folding(foldAssigned),
	TypeClaimed:    folding(foldClaimed),
	TypeNoted:      folding(func(o voc.WorkOrder, d Noted, _ voc.Event) (voc.WorkOrder, string) { return o, d.Text }),
	TypeAttached:   folding(foldAttached),
	TypeJoined:     folding(foldJoined),
	TypeLeft:       folding(foldLeft),
	TypeAnswered:   folding(foldAnswered),
	TypeWaiting:    folding(foldWaiting),
	TypeResumed:    folding(foldResumed),
	TypeResolved:   folding(foldResolved),
	TypeCalledBack: folding(foldCalledBack),
	TypeVerifying:  folding(foldVerifying),
	TypeVerified:   folding(foldVerified),
	TypeClosed:     folding(foldClosed),
	TypeReopened:   folding(foldReopened),
	TypeRaised:     folding(foldRaised),
	TypeRegraded:   folding(foldRegraded),
	TypeEscalated:  folding(foldEscalated),
	TypeWithheld:   folding(func(o voc.WorkOrder, d Noted, _ voc.Event) (voc.WorkOrder, string) { return o, d.Text }),
	TypeFalseAlarm: folding(foldFalseAlarm),
	TypeMerged:     folding(foldMerged),
	TypeCancelled:  folding(foldCancelled),
}

func joined(parts ...string) string {
	text := ""
	for _, p := range parts {
		if p != "" && text != "" {
			text += "\n"
		}
		text += p
	}
	return text
}
