package voc

import "time"

// Session is one browser somebody is signed in with.
type Session struct {
	ID      string    `json:"id"`
	Began   time.Time `json:"began"`
	Seen    time.Time `json:"seen"`    // last question, to the minute
	Ends    time.Time `json:"ends"`    // when it stops to count if nobody asks any more
	Address string    `json:"address"` // it was begun from
	Agent   string    `json:"agent"`   // what the browser calls itself
	Here    bool      `json:"here"`    // the one that asks
}

// Claims are what a provider says of somebody whose sign-in it vouches for.
type Claims struct {
	Subject  string // its own, lasting name for them
	Email    string // "" unless it has verified that it is theirs
	Name     string // what one could sign in with
	FullName string // how people call them
}
