package voc

import "time"

// OrderReport tells how work orders were handled in a stretch of time.
type OrderReport struct {
	From  time.Time        `json:"from"`
	To    time.Time        `json:"to"`
	All   OrderReportRow   `json:"all"`
	Owner []OrderReportRow `json:"owner"` // most orders first
	Level []OrderReportRow `json:"level"` // gravest first
	Rule  []OrderReportRow `json:"rule"`  // most false alarms first

	AlertsPerWeek float64 `json:"alerts_per_week"`
}

// OrderReportRow is one line of it: of an owner, a level, a rule, or all.
type OrderReportRow struct {
	Name       string        `json:"name"`
	Orders     int           `json:"orders"` // opened in the time
	Open       int           `json:"open"`   // of them, still
	Claim      time.Duration `json:"claim"`  // median working time, nanoseconds; 0: none yet
	Answer     time.Duration `json:"answer"`
	Resolve    time.Duration `json:"resolve"`
	Breached   int           `json:"breached"` // orders with any clock overrun
	Reopened   int           `json:"reopened"`
	FalseAlarm int           `json:"false_alarm"`
	Closed     int           `json:"closed"`
	Verified   int           `json:"verified"`
	Asked      int           `json:"asked"` // customers asked back and reached
	Recovered  int           `json:"recovered"`

	Claimed  int `json:"claimed"`  // orders Claim is the median of
	Answered int `json:"answered"` // orders Answer is the median of
	Resolved int `json:"resolved"` // orders Resolve is the median of
}

// CauseNode is one node of the 投诉追溯 tree: a department, a process in it, a cause in that.
type CauseNode struct {
	Name     string      `json:"name"`
	Kind     string      `json:"kind"`     // "department", "process", "cause"
	Orders   []string    `json:"orders"`   // ids, newest first
	Mentions int         `json:"mentions"` // behind them
	Last30   int         `json:"last_30"`  // orders in the last 30 days: "third time in 30 days"
	LastAt   time.Time   `json:"last_at"`
	Reopened int         `json:"reopened"`
	Children []CauseNode `json:"children"`
}
