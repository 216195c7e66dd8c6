package voc

import "time"

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
	OrderNew        OrderState = "new"         // 待认领
	OrderInProgress OrderState = "in_progress" // 处理中
	OrderResolved   OrderState = "resolved"    // 待回访
	OrderClosed     OrderState = "closed"      // 已关闭
)

// Open tells whether somebody still has to do something.
func (s OrderState) Open() bool { return s != OrderClosed }

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
}

// OrderNote is one line of a work order's history.
type OrderNote struct {
	At    time.Time  `json:"at"`
	Actor string     `json:"actor"`
	Type  string     `json:"type"` // the event's type
	Text  string     `json:"text"`
	State OrderState `json:"state"` // the state after it
}

// CommandType is what somebody asks of a work order.
type CommandType string

// The commands of this release.
const (
	CommandClaim   CommandType = "claim"
	CommandNote    CommandType = "note"
	CommandResolve CommandType = "resolve"
	CommandClose   CommandType = "close"
	CommandReopen  CommandType = "reopen"
)

// Command asks a work order to change. Whether it may is decided by one pure function.
type Command struct {
	Order   string      `json:"order"`
	Type    CommandType `json:"type"`
	Actor   string      `json:"actor"`
	Text    string      `json:"text"`    // note, reason to reopen
	Action  string      `json:"action"`  // resolve: what was done
	Cause   string      `json:"cause"`   // close: root cause
	Version int         `json:"version"` // refuse if the order has moved on; 0: do not care
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
}
