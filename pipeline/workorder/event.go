package workorder

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The types of events that happen to a work order.
const (
	TypeOpened   = "opened"   // data: the voc.WorkOrder
	TypeClaimed  = "claimed"  // data: Claimed
	TypeNoted    = "noted"    // data: Noted
	TypeResolved = "resolved" // data: Resolved
	TypeClosed   = "closed"   // data: Closed
	TypeReopened = "reopened" // data: Reopened
	TypeRaised   = "raised"   // data: Raised; what it is about became graver
)

// Claimed is the data of a claim.
type Claimed struct {
	Owner string `json:"owner"`
	Text  string `json:"text,omitempty"` // why it was taken from somebody else
}

// Noted is the data of a note.
type Noted struct {
	Text string `json:"text"`
}

// Resolved is the data of a resolution.
type Resolved struct {
	Action string `json:"action"`
	Text   string `json:"text,omitempty"`
}

// Closed is the data of a closing.
type Closed struct {
	Cause string `json:"cause"`
	Text  string `json:"text,omitempty"`
}

// Reopened is the data of a reopening. The new due time stands in the event, so that a later
// change of policy does not rewrite history.
type Reopened struct {
	Text       string    `json:"text"`
	ResolveDue time.Time `json:"resolve_due"`
}

// Raised is the data of a rise in level. The new due times stand in the event, as in Reopened.
type Raised struct {
	Text       string    `json:"text"`
	Level      voc.Level `json:"level"`
	ClaimDue   time.Time `json:"claim_due"`
	ResolveDue time.Time `json:"resolve_due"`
}

// Draft is what is known of a work order before it is opened.
type Draft struct {
	ID       string        // from NewID
	Kind     voc.OrderKind // "" theme
	Title    string
	Brand    voc.BrandID
	Topic    string
	Level    voc.Level
	Store    voc.StoreID
	Alert    string // the alert that opens it; "" by hand
	Evidence []voc.Evidence
	Actor    string // "" the program itself
	Text     string // first line of its history, "" the title
}

// Open records a new work order, with its clocks running from now.
func Open(d Draft, now time.Time) (voc.Event, error) {
	switch {
	case d.ID == "":
		return voc.Event{}, errors.New("open work order: no id: take one from NewID")
	case d.Title == "":
		return voc.Event{}, fmt.Errorf("open work order %s: no title: say in one line what must be mended", d.ID)
	}
	if d.Kind == "" {
		d.Kind = voc.OrderTheme
	}
	if d.Level == "" {
		d.Level = voc.Blue
	}
	if d.Actor == "" {
		d.Actor = "tingfeng"
	}
	if d.Text == "" {
		d.Text = d.Title
	}
	due := clocksOf(d.Level)
	return event(d.ID, TypeOpened, d.Actor, now, voc.WorkOrder{
		ID: d.ID, Kind: d.Kind, Title: d.Title, Brand: d.Brand, Topic: d.Topic, Level: d.Level,
		State: voc.OrderNew, Store: d.Store, Alert: d.Alert, Evidence: d.Evidence,
		OpenedAt: now, ClaimDue: now.Add(due.claim), ResolveDue: now.Add(due.resolve), Cycle: 1,
		Notes: []voc.OrderNote{{At: now, Actor: d.Actor, Type: TypeOpened, Text: d.Text, State: voc.OrderNew}},
	}), nil
}

// NewID names the nth work order of a day, the day read in the given zone: "WO-20260131-0001".
func NewID(now time.Time, in *time.Location, n int) string {
	return fmt.Sprintf("WO-%s-%04d", now.In(in).Format("20060102"), n)
}

// NextID names the next work order of today, one above the highest number among those that exist.
func NextID(existing []voc.WorkOrder, now time.Time, in *time.Location) string {
	prefix := "WO-" + now.In(in).Format("20060102") + "-"
	highest := 0
	for _, o := range existing {
		var n int
		if len(o.ID) > len(prefix) && o.ID[:len(prefix)] == prefix {
			if _, err := fmt.Sscanf(o.ID[len(prefix):], "%d", &n); err == nil {
				highest = max(highest, n)
			}
		}
	}
	return NewID(now, in, highest+1)
}

func event(id, kind, actor string, now time.Time, data any) voc.Event {
	text, err := json.Marshal(data)
	if err != nil { // strings and times always marshal
		panic("workorder: event cannot be written as JSON: " + err.Error())
	}
	return voc.Event{At: now, Subject: voc.SubjectOrder, ID: id, Type: kind, Actor: actor, Data: text}
}
