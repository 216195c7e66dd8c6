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
	TypeOpened     = "opened"      // data: Opened
	TypeAssigned   = "assigned"    // data: Assigned
	TypeClaimed    = "claimed"     // data: Claimed
	TypeNoted      = "noted"       // data: Noted
	TypeAttached   = "attached"    // data: Attached
	TypeJoined     = "joined"      // data: Helped
	TypeLeft       = "left"        // data: Helped
	TypeAnswered   = "answered"    // data: Answered
	TypeWaiting    = "waiting"     // data: Waiting
	TypeResumed    = "resumed"     // data: Noted
	TypeResolved   = "resolved"    // data: Resolved
	TypeCalledBack = "called_back" // data: voc.Callback
	TypeVerifying  = "verifying"   // data: Closed, as far as the cause is known already
	TypeVerified   = "verified"    // data: voc.Verification
	TypeClosed     = "closed"      // data: Closed
	TypeReopened   = "reopened"    // data: Reopened
	TypeRaised     = "raised"      // data: Raised; what it is about became graver
	TypeRegraded   = "regraded"    // data: Regraded; somebody thinks otherwise of it
	TypeEscalated  = "escalated"   // data: voc.Escalation
	TypeWithheld   = "withheld"    // data: Noted; somebody was not told, having been interrupted often enough that day
	TypeFalseAlarm = "false_alarm" // data: Noted
	TypeMerged     = "merged"      // data: Merged
	TypeCancelled  = "cancelled"   // data: Noted
)

// programName is the actor of what nobody did.
const programName = "tingfeng"

// Opened is the data of an opening: the order, and what its clocks obey for good.
type Opened struct {
	voc.WorkOrder
	Terms json.RawMessage `json:"terms,omitempty"` // Terms; none: opened before there were any
}

// Assigned is the data of giving an order to somebody.
type Assigned struct {
	To    string `json:"to"`
	Lead  string `json:"lead,omitempty"`
	Route string `json:"route,omitempty"` // by which rule, and who was passed over
	Text  string `json:"text,omitempty"`
}

// Claimed is the data of a claim.
type Claimed struct {
	Owner string `json:"owner"`
	Text  string `json:"text,omitempty"` // why it was taken from somebody else
}

// Noted is the data of a note, and of all that carries nothing but words.
type Noted struct {
	Text string `json:"text"`
}

// Attached is the data of an attachment.
type Attached struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Helped is the data of somebody's joining or leaving an order that is another's.
type Helped struct {
	Who  string `json:"who"`
	Text string `json:"text,omitempty"`
}

// Answered is the data of a public answer.
type Answered struct {
	Text string `json:"text,omitempty"`
	URL  string `json:"url,omitempty"`
}

// Waiting is the data of a pause.
type Waiting struct {
	For      voc.WaitFor `json:"for"`
	Until    time.Time   `json:"until"`
	Text     string      `json:"text"`
	Approved bool        `json:"approved,omitempty"` // beyond what an owner may decide alone
}

// Resolved is the data of a resolution.
type Resolved struct {
	Action string `json:"action"`
	Text   string `json:"text,omitempty"`
	URL    string `json:"url,omitempty"` // where the customer was answered
}

// Closed is the data of a closing.
type Closed struct {
	Cause      string `json:"cause"`
	Process    string `json:"process,omitempty"`
	Department string `json:"department,omitempty"`
	Text       string `json:"text,omitempty"`
}

// Reopened is the data of a reopening. The due time is that of orders opened before there were
// terms.
type Reopened struct {
	Text       string    `json:"text"`
	Alert      string    `json:"alert,omitempty"` // the incident that brought it back
	ResolveDue time.Time `json:"resolve_due"`
}

// Raised is the data of a rise in level. The due times are for orders opened before there were terms,
// and for people who read the journal.
type Raised struct {
	Text       string    `json:"text"`
	Level      voc.Level `json:"level"`
	ClaimDue   time.Time `json:"claim_due"`
	ResolveDue time.Time `json:"resolve_due"`
}

// Regraded is the data of a change of level by hand.
type Regraded struct {
	Level voc.Level `json:"level"`
	Text  string    `json:"text"`
}

// Merged is the data of a merge.
type Merged struct {
	Into string `json:"into"`
	Text string `json:"text,omitempty"`
}

// event is the next event of an order, chained to those before it.
func event(o voc.WorkOrder, kind, actor, channel string, now time.Time, data any) voc.Event {
	text, err := json.Marshal(data)
	if err != nil { // strings and times always marshal
		panic("workorder: event cannot be written as JSON: " + err.Error())
	}
	if channel != "" {
		text = withMember(text, "channel", channel)
	}
	// Whole microseconds are what the journal keeps: an order folded now and the same order read again
	// must not differ.
	e := voc.Event{At: now.Truncate(time.Microsecond), Subject: voc.SubjectOrder, ID: o.ID, Type: kind, Actor: actor, Data: text}
	e.Data = withMember(text, chainMember, link(o.Hash, e))
	return e
}

// Channel is how an event came: "web", "bot", "api", "cli", "timer"; "" not told.
func Channel(e voc.Event) string {
	var d struct {
		Channel string `json:"channel"`
	}
	if json.Unmarshal(e.Data, &d) != nil {
		return ""
	}
	return d.Channel
}

// Draft is what is known of a work order before it is opened.
type Draft struct {
	ID       string        // from NewID
	Kind     voc.OrderKind // "" theme
	Title    string
	Brand    voc.BrandID
	Topic    string
	Topics   []string // everything it is about; empty: the topic
	Level    voc.Level
	Store    voc.StoreID
	Region   string
	Stage    string     // journey: the stage to be made anew
	Post     voc.PostID // case: the one customer's words
	Alert    string     // the alert that opens it; "" by hand
	Evidence []voc.Evidence
	Linked   []string // earlier orders about the same matter
	Actor    string   // "" the program itself
	Channel  string
	Text     string // first line of its history, "" the title

	To    string // who shall take it up; "" nobody yet, or who Route finds
	Owner string // person or roster the alert's rule names, for Route; "" none
	Lead  string
	Route string // why it is theirs, for people
	Terms *Terms // what its clocks obey; nil: the usual targets, round the clock
}

// Open records a new work order, with its clocks running from now: whenever what it is about was
// written, it has its full time from the moment it was discovered.
func Open(d Draft, now time.Time) (voc.Event, error) {
	switch {
	case d.ID == "":
		return voc.Event{}, errors.New("open work order: no id: take one from NewID")
	case d.Title == "":
		return voc.Event{}, fmt.Errorf("open work order %s: no title: say in one line what must be mended", d.ID)
	}
	d = d.filled()
	if d.Level.Rank() == 0 {
		return voc.Event{}, fmt.Errorf("open work order %s: level is %q: use red, orange, yellow or blue", d.ID, d.Level)
	}
	now = now.Truncate(time.Microsecond)
	o := voc.WorkOrder{
		ID: d.ID, Kind: d.Kind, Title: d.Title, Brand: d.Brand, Topic: d.Topic, Topics: d.Topics, Level: d.Level,
		State: voc.OrderNew, Store: d.Store, Region: d.Region, Stage: d.Stage, Post: d.Post, Alert: d.Alert,
		Evidence: d.Evidence, Linked: d.Linked, OpenedAt: now, Cycle: 1, Lead: d.Lead, Route: d.Route,
		Policy: d.Terms.Revision(), Terms: d.Terms,
	}
	if d.To != "" {
		o.State, o.Assignee = voc.OrderAssigned, d.To
	}
	o.Notes = []voc.OrderNote{{At: now, Actor: d.Actor, Type: TypeOpened, Text: d.Text, State: o.State, Channel: d.Channel}}
	terms, err := json.Marshal(d.Terms)
	if err != nil {
		return voc.Event{}, fmt.Errorf("open work order %s: terms: %w", d.ID, err)
	}
	told := settle(begin(o, now)) // the due times are repeated for who reads the journal
	told.Clocks, told.ClocksAt = nil, time.Time{}
	return event(voc.WorkOrder{ID: d.ID}, TypeOpened, d.Actor, d.Channel, now, Opened{WorkOrder: told, Terms: terms}), nil
}

func (d Draft) filled() Draft {
	if d.Kind == "" {
		d.Kind = voc.OrderTheme
	}
	if d.Level == "" {
		d.Level = voc.Blue
	}
	if d.Actor == "" {
		d.Actor = programName
	}
	if d.Text == "" {
		d.Text = d.Title
	}
	if d.Terms == nil {
		d.Terms = roundTheClock
	}
	if len(d.Topics) == 0 && d.Topic != "" {
		d.Topics = []string{d.Topic}
	}
	return d
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
