package voc

import (
	"encoding/json"
	"time"
)

// OrderKind says what a work order must mend.
type OrderKind string

// Kinds of work order: one customer, one theme, one journey; each closes by a rule of its own.
const (
	OrderCase    OrderKind = "case"
	OrderTheme   OrderKind = "theme"
	OrderJourney OrderKind = "journey"
)

// OrderState is where a work order stands.
type OrderState string

// The states of a work order.
const (
	OrderNew        OrderState = "new"         // 待认领: nobody's yet
	OrderAssigned   OrderState = "assigned"    // 待认领: given to somebody who has not taken it up
	OrderInProgress OrderState = "in_progress" // 处理中
	OrderWaiting    OrderState = "waiting"     // 等待中: for somebody outside, until a day
	OrderResolved   OrderState = "resolved"    // 待回访: something was done; the customers are asked back
	OrderVerifying  OrderState = "verifying"   // 验证中: whether complaints really fall is being measured
	OrderClosed     OrderState = "closed"      // 已关闭
	OrderFalseAlarm OrderState = "false_alarm" // 误报: there was nothing
	OrderMerged     OrderState = "merged"      // 已合并 into another
	OrderCancelled  OrderState = "cancelled"   // 已取消
)

// OrderStates lists them in the order of a life.
func OrderStates() []OrderState {
	return []OrderState{
		OrderNew, OrderAssigned, OrderInProgress, OrderWaiting, OrderResolved, OrderVerifying,
		OrderClosed, OrderFalseAlarm, OrderMerged, OrderCancelled,
	}
}

// Open tells whether somebody still has to do something. A state nobody knows is still somebody's
// task.
func (s OrderState) Open() bool {
	switch s {
	case OrderClosed, OrderFalseAlarm, OrderMerged, OrderCancelled:
		return false
	}
	return true
}

// WaitFor is whom a waiting order waits for.
type WaitFor string

// Whom one may wait for.
const (
	WaitCustomer WaitFor = "customer"
	WaitLegal    WaitFor = "legal"
	WaitSupplier WaitFor = "supplier"
	WaitPlatform WaitFor = "platform"
)

// ClockName names one of the clocks of a work order.
type ClockName string

// The clocks.
const (
	ClockClaim   ClockName = "claim"   // until somebody takes it up
	ClockAnswer  ClockName = "answer"  // until the first public answer or holding statement
	ClockResolve ClockName = "resolve" // until something was done; stands still while waiting
	ClockVerify  ClockName = "verify"  // until the fix is shown to hold
)

// Clock is one clock of a work order in its present cycle, folded from its events.
type Clock struct {
	Name     ClockName     `json:"name"`
	Target   time.Duration `json:"target"` // of working time, nanoseconds
	Used     time.Duration `json:"used"`   // working time until now, or until it was stopped
	Due      time.Time     `json:"due"`    // when it runs out if nothing pauses it
	StopAt   time.Time     `json:"stop_at"`
	Running  bool          `json:"running"` // false: not begun, paused, or stopped
	Breached bool          `json:"breached"`
	Calendar string        `json:"calendar"` // name of the working hours it counts in; "" round the clock
	Cycle    int           `json:"cycle"`    // of the order, which it counts in
	Total    time.Duration `json:"total"`    // Used, and what clocks of this name used in earlier cycles
}

// Escalation is one step up that was taken because a clock ran on.
type Escalation struct {
	Clock   ClockName `json:"clock"`
	Cycle   int       `json:"cycle"`
	Percent int       `json:"percent"` // of the target: 50, 75, 100, 150
	To      []string  `json:"to"`
	At      time.Time `json:"at"`
	Day     int       `json:"day"` // 0 the first time, then one a day while it stays overrun
	Why     string    `json:"why"` // who was passed over, and why; "" nobody
}

// Attachment is something an order points at.
type Attachment struct {
	Title string    `json:"title"`
	URL   string    `json:"url"` // http or https
	Actor string    `json:"actor"`
	At    time.Time `json:"at"`
}

// RecoveryResult is what came of asking a customer back.
type RecoveryResult string

// The results of a callback.
const (
	RecoveryWon         RecoveryResult = "recovered"   // 已挽回
	RecoveryLost        RecoveryResult = "lost"        // 未挽回
	RecoveryUnreachable RecoveryResult = "unreachable" // 联系不上
)

// Callback is one time a customer was asked back.
type Callback struct {
	At     time.Time      `json:"at"`
	Actor  string         `json:"actor"`
	Post   PostID         `json:"post"` // whose writer was asked; "" not told
	Result RecoveryResult `json:"result"`
	Score  int            `json:"score"` // how content they are now, 1…5; 0: not asked
	Text   string         `json:"text"`
}

// CausePath places a root cause in the house: the cause, the process it arises in, the department
// that owns the process. 投诉追溯 counts along it.
type CausePath struct {
	Cause      string `json:"cause"`
	Process    string `json:"process"`
	Department string `json:"department"`
}

// WorkOrder is somebody's task: an owner, clocks and a history. It is folded from its events.
type WorkOrder struct {
	ID         string      `json:"id"` // "WO-20260101-0001"
	Kind       OrderKind   `json:"kind"`
	Title      string      `json:"title"`
	Brand      BrandID     `json:"brand"`
	Topic      string      `json:"topic"`
	Level      Level       `json:"level"`
	State      OrderState  `json:"state"`
	Owner      string      `json:"owner"` // "" nobody yet
	Store      StoreID     `json:"store"`
	Alert      string      `json:"alert"` // id of the alert that opened it; "" by hand
	Evidence   []Evidence  `json:"evidence"`
	OpenedAt   time.Time   `json:"opened_at"`
	ClaimedAt  time.Time   `json:"claimed_at"`
	ResolvedAt time.Time   `json:"resolved_at"`
	ClosedAt   time.Time   `json:"closed_at"`
	ClaimDue   time.Time   `json:"claim_due"`   // acknowledge by
	ResolveDue time.Time   `json:"resolve_due"` // resolve by
	Cycle      int         `json:"cycle"`       // 1, and one more for each reopening
	Cause      string      `json:"cause"`       // root cause, required to close
	Action     string      `json:"action"`      // what was done, required to resolve
	Notes      []OrderNote `json:"notes"`       // oldest first; every transition leaves one
	Version    int         `json:"version"`     // events folded so far; a command may insist on it

	Assignee      string       `json:"assignee"` // given to, not taken up yet; "" nobody
	Lead          string       `json:"lead"`     // asked when the owner does not get on
	Collaborators []string     `json:"collaborators"`
	Region        string       `json:"region"`
	Post          PostID       `json:"post"`   // case: the one customer's words
	Topics        []string     `json:"topics"` // theme: everything it is about
	Stage         string       `json:"stage"`  // journey: the stage to be made anew
	Route         string       `json:"route"`  // which routing rule gave it to whom, for people
	Clocks        []Clock      `json:"clocks"` // of this cycle, as of the last event; see workorder.At for now
	Escalations   []Escalation `json:"escalations"`
	WaitFor       WaitFor      `json:"wait_for"`
	WaitUntil     time.Time    `json:"wait_until"`
	Waits         int          `json:"waits"` // times it was made to wait in this cycle
	AnsweredAt    time.Time    `json:"answered_at"`
	AnsweredURL   string       `json:"answered_url"`
	AnswerDue     time.Time    `json:"answer_due"`
	VerifyDue     time.Time    `json:"verify_due"`
	CausePath     CausePath    `json:"cause_path"`
	Attachments   []Attachment `json:"attachments"`
	Callbacks     []Callback   `json:"callbacks"`
	Verification  Verification `json:"verification"`
	MergedInto    string       `json:"merged_into"`
	Linked        []string     `json:"linked"` // earlier orders about the same matter
	Policy        string       `json:"policy"` // name and version of the clocks' policy when it was opened
	Hash          string       `json:"hash"`   // of the chain of its events, hex SHA-256

	PastClocks []Clock       `json:"past_clocks"` // of earlier cycles, oldest first
	ClocksAt   time.Time     `json:"clocks_at"`   // Clocks are as of this moment
	Waited     time.Duration `json:"waited"`      // working time it stood still in this cycle
	Terms      any           `json:"-"`           // what its clocks obey, agreed when it was opened; package workorder's alone
}

// OrderNote is one line of a work order's history.
type OrderNote struct {
	At    time.Time  `json:"at"`
	Actor string     `json:"actor"`
	Type  string     `json:"type"` // the event's type
	Text  string     `json:"text"`
	State OrderState `json:"state"` // the state after it

	Channel string `json:"channel"` // how it came: "web", "bot", "api", "cli", "timer"; "" not told
}

// CommandType is what somebody asks of a work order.
type CommandType string

// The commands.
const (
	CommandAssign      CommandType = "assign"      // To: given to somebody
	CommandClaim       CommandType = "claim"       // taken up by the actor
	CommandNote        CommandType = "note"        // Text
	CommandAttach      CommandType = "attach"      // Title, URL
	CommandCollaborate CommandType = "collaborate" // To: another pair of hands
	CommandLeave       CommandType = "leave"       // To: no more
	CommandAnswer      CommandType = "answer"      // Text, URL: the first public answer
	CommandWait        CommandType = "wait"        // WaitFor, Until, Text: for somebody outside
	CommandResume      CommandType = "resume"      // the wait is over
	CommandResolve     CommandType = "resolve"     // Action
	CommandCallback    CommandType = "callback"    // Result, Score, Text: a customer was asked back
	CommandVerify      CommandType = "verify"      // begin to measure whether it holds
	CommandClose       CommandType = "close"       // Cause, perhaps Process and Department
	CommandReopen      CommandType = "reopen"      // Text: why
	CommandRegrade     CommandType = "regrade"     // Level, Text: why
	CommandFalseAlarm  CommandType = "false_alarm" // Text: why
	CommandMerge       CommandType = "merge"       // Into
	CommandCancel      CommandType = "cancel"      // Text: why
)

// CommandTypes lists them as people meet them.
func CommandTypes() []CommandType {
	return []CommandType{
		CommandAssign, CommandClaim, CommandNote, CommandAttach, CommandCollaborate, CommandLeave, CommandAnswer,
		CommandWait, CommandResume, CommandResolve, CommandCallback, CommandVerify, CommandClose, CommandReopen,
		CommandRegrade, CommandFalseAlarm, CommandMerge, CommandCancel,
	}
}

// Command asks a work order to change. Whether it may is decided by one pure function.
type Command struct {
	Order   string      `json:"order"`
	Type    CommandType `json:"type"`
	Actor   string      `json:"actor"`
	Text    string      `json:"text"`    // note, reason to reopen
	Action  string      `json:"action"`  // resolve: what was done
	Cause   string      `json:"cause"`   // close: root cause
	Version int         `json:"version"` // refuse if the order has moved on; 0: do not care

	Channel    string         `json:"channel"` // how it came: "web", "bot", "api", "cli", "timer"
	To         string         `json:"to"`      // a person's name
	Level      Level          `json:"level"`
	WaitFor    WaitFor        `json:"wait_for"`
	Until      time.Time      `json:"until"`
	URL        string         `json:"url"`
	Title      string         `json:"title"`
	Result     RecoveryResult `json:"result"`
	Score      int            `json:"score"`
	Post       PostID         `json:"post"`
	Process    string         `json:"process"`
	Department string         `json:"department"`
	Into       string         `json:"into"`
	Lead       bool           `json:"lead"` // the actor answers for a lead's approval
}

// Message is something to be sent to somebody through a channel, once.
type Message struct {
	ID        string    `json:"id"`      // also the idempotency key
	Channel   string    `json:"channel"` // name in the configuration
	Kind      string    `json:"kind"`    // "alert.opened", "alert.grew", "alert.resolved", "digest"
	Subject   string    `json:"subject"` // id of the alert or order it speaks of
	Level     Level     `json:"level"`   // red overtakes
	Title     string    `json:"title"`
	Body      string    `json:"body"` // Markdown
	CreatedAt time.Time `json:"created_at"`

	Tries     int       `json:"tries"`
	NextTryAt time.Time `json:"next_try_at"`
	SentAt    time.Time `json:"sent_at"` // zero: not yet
	Dead      bool      `json:"dead"`    // given up; may be resent by hand
	LastError string    `json:"last_error"`

	Thread   string        `json:"thread"`    // messages about one matter share it: mail threads hold by it
	To       []string      `json:"to"`        // names of the people it is for; empty: whoever reads the channel
	Links    []MessageLink `json:"links"`     // what can be done about it, the most likely first
	Fallback []string      `json:"fallback"`  // channels tried next when this one does not take a red message in time
	FoldedIn string        `json:"folded_in"` // id of the message that says it instead, when too many waited; "" none
	Attempts []Attempt     `json:"attempts"`  // oldest first

	Origin  string   `json:"origin"` // id of the red message this one stands in for, on another channel; "" none
	Done    int      `json:"done"`   // parts of it accepted already, when a channel takes it only in several
	Parts   int      `json:"parts"`  // how many; 0: not known yet, or one
	Refused []string `json:"-"`      // addresses of its channel that turned down so much that they are no longer asked
	Reached []string `json:"-"`      // addresses that have it already, when others must be tried again

	// Data is what another program reads of it, JSON; nil: it is for people only. A message with data is
	// never folded into another. What is queued names the subject and its version, what goes out is whole.
	Data json.RawMessage `json:"data,omitempty"`

	// Form is how it looks where a channel shows more than Markdown; nil: Body is all there is.
	Form *MessageForm `json:"-"`
}

// MessageLink is one thing a reader can do, by opening a page with the action ready.
type MessageLink struct {
	Title string `json:"title"` // "认领"
	URL   string `json:"url"`
}

// Attempt is one try to deliver a message.
type Attempt struct {
	At    time.Time     `json:"at"`
	Error string        `json:"error"` // "" accepted
	Took  time.Duration `json:"took"`  // nanoseconds; 0: not measured
}
