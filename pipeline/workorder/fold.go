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
	if e.Type != TypeOpened && o.ID == "" {
		return o, foldError(e, errors.New("the work order was never opened: the journal is incomplete"))
	}
	folded, text, err := fold(o, e)
	if err != nil {
		return o, foldError(e, err)
	}
	folded.Version = o.Version + 1
	if e.Type != TypeOpened { // which brings its own first note
		note := voc.OrderNote{At: e.At, Actor: e.Actor, Type: e.Type, Text: text, State: folded.State}
		// Clipped, so that appending never writes into the notes of the order folded from.
		folded.Notes = append(slices.Clip(o.Notes), note)
	}
	return folded, nil
}

func foldError(e voc.Event, err error) error {
	return fmt.Errorf("event %d of work order %s (%s): %w", e.Seq, e.ID, e.Type, err)
}

// fold gives the order after the event and the text of the note it leaves.
func fold(o voc.WorkOrder, e voc.Event) (voc.WorkOrder, string, error) {
	switch e.Type {
	case TypeOpened:
		o = voc.WorkOrder{}
		err := json.Unmarshal(e.Data, &o)
		return o, "", err
	case TypeClaimed:
		var d Claimed
		err := json.Unmarshal(e.Data, &d)
		o.State, o.Owner = voc.OrderInProgress, d.Owner
		if o.ClaimedAt.IsZero() { // a takeover does not claim again: the clock was stopped by the first
			o.ClaimedAt = e.At
		}
		return o, d.Text, err
	case TypeNoted:
		var d Noted
		err := json.Unmarshal(e.Data, &d)
		return o, d.Text, err
	case TypeResolved:
		var d Resolved
		err := json.Unmarshal(e.Data, &d)
		o.State, o.Action, o.ResolvedAt = voc.OrderResolved, d.Action, e.At
		return o, joined(d.Action, d.Text), err
	case TypeClosed:
		var d Closed
		err := json.Unmarshal(e.Data, &d)
		o.State, o.Cause, o.ClosedAt = voc.OrderClosed, d.Cause, e.At
		return o, joined(d.Cause, d.Text), err
	case TypeReopened:
		var d Reopened
		err := json.Unmarshal(e.Data, &d)
		// What was done did not help and the cause was not the cause: both must be given anew. The
		// notes keep the old ones.
		o.State, o.Action, o.Cause = voc.OrderInProgress, "", ""
		o.ResolvedAt, o.ClosedAt = time.Time{}, time.Time{}
		o.ResolveDue = d.ResolveDue
		o.Cycle++
		return o, d.Text, err
	case TypeRaised:
		var d Raised
		err := json.Unmarshal(e.Data, &d)
		o.Level, o.ClaimDue, o.ResolveDue = d.Level, d.ClaimDue, d.ResolveDue
		return o, d.Text, err
	}
	return o, "", errors.New("type is not known: it was written by a newer version")
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + "\n" + b
}
