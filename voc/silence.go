package voc

import "time"

// Silence keeps incidents from being told for a while: a known fault, a shop that moves. They are
// still found and written down, and marked with the silence. Fields that are empty do not restrict.
type Silence struct {
	ID      string    `json:"id"`
	Brand   BrandID   `json:"brand"`
	Rule    string    `json:"rule"`
	Topic   string    `json:"topic"`
	Store   StoreID   `json:"store"`
	UpTo    Level     `json:"up_to"` // graver incidents are told all the same; "" orange: red always passes
	Reason  string    `json:"reason"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"` // the first moment after it
	Actor   string    `json:"actor"`
	At      time.Time `json:"at"`       // when it was written
	EndedAt time.Time `json:"ended_at"` // taken back before To; zero: not
	EndedBy string    `json:"ended_by"`
	Hushed  []string  `json:"hushed"` // ids of the incidents it kept quiet, oldest first
}
