package voc

import "time"

// Person is somebody work orders and messages are for.
type Person struct {
	Name       string    `json:"name"`  // also the owner's name of a work order
	Title      string    `json:"title"` // what they do: "华东区经理"
	Department string    `json:"department"`
	Lead       string    `json:"lead"`  // name of whom escalations go to next; "" nobody
	Email      string    `json:"email"` // "" none
	Mobile     string    `json:"-"`     // to be called by name in DingTalk and WeCom groups; never shown
	Feishu     string    `json:"-"`     // open_id, to be called by name in Feishu groups; never shown
	Channels   []string  `json:"channels"`
	Brands     []BrandID `json:"brands"`   // empty: all
	Calendar   string    `json:"calendar"` // name of their working hours; "" the policy's
	Budget     int       `json:"budget"`   // interruptions a day; 0: as many as the house allows. Red always passes
	Away       []Span    `json:"away"`     // holidays of their own: they are passed over
	Left       bool      `json:"left"`     // works here no more
}

// Here tells whether somebody can be given work at a moment.
func (p Person) Here(at time.Time) bool {
	for _, a := range p.Away {
		if !at.Before(a.From) && at.Before(a.To) {
			return false
		}
	}
	return !p.Left
}
