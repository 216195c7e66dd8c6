package voc

// ReplyDraft is a proposal for a public answer, to be read and changed by a person before it is used.
type ReplyDraft struct {
	Text  string     `json:"text"`
	Flaws []ToneFlaw `json:"flaws"`
}

// ToneFlaw is something in an answer that makes an unhappy customer unhappier.
type ToneFlaw struct {
	Start  int    `json:"start"` // rune offset
	End    int    `json:"end"`   // one past the last rune; equal to Start: something is missing
	Text   string `json:"text"`
	Kind   string `json:"kind"`   // "policy", "blame", "robot", "empty", "promise", "private", …
	Why    string `json:"why"`    // what the reader hears
	Better string `json:"better"` // what to write instead; "" leave it out
}

// OrderDraft is what somebody who opens a work order by hand says of it.
type OrderDraft struct {
	Kind   OrderKind `json:"kind"`
	Title  string    `json:"title"`
	Brand  BrandID   `json:"brand"`
	Topic  string    `json:"topic"`
	Level  Level     `json:"level"`
	Store  StoreID   `json:"store"`
	Region string    `json:"region"`
	Stage  string    `json:"stage"` // journey
	Alert  string    `json:"alert"` // the incident it is for; "" none
	Posts  []PostID  `json:"posts"` // mentions it is about; a case has one
	To     string    `json:"to"`    // a person's name; "" the routes decide
	Text   string    `json:"text"`
	Actor  string    `json:"actor"`
}

// AuditEntry is one link of a work order's chain of events.
type AuditEntry struct {
	Event  Event  `json:"event"`
	Before string `json:"before"` // state before
	After  string `json:"after"`
	Hash   string `json:"hash"`  // hex SHA-256 over the hash before it and the event
	Sound  bool   `json:"sound"` // the hash written with the event is the hash it must have
}
