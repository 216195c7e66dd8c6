// Package workorder decides what may be done with a work order, and folds its history.
//
// It is pure. Apply is the only way people and timers change a work order, whoever asks: a page, the
// command line, a chat button. Raise, Escalate, Verified and Reopen give the events of the program
// itself.
//
//	new ──assign──▶ assigned ──claim──▶ in_progress ◀──wait/resume──▶ waiting
//	 └───────────claim──────────────────────▲  └──────resolve──┬────────┘
//	                                        │                  ▼
//	                                        │               resolved ──verify──▶ verifying
//	                                        │                  └──────close──┬──────┘
//	                                        └──reopen (cycle + 1)── … ◀── closed
//
// From every open state an order may end as false_alarm, merged or cancelled. Resolving needs what was
// done, closing the root cause and, by kind, a customer who was asked back (case) or what was made anew
// (journey); waiting needs a reason and a day. An order that can be closed without a cause will be
// opened again.
//
// # Clocks
//
// An order has four clocks in each cycle: claim, answer, resolve, verify. What they obey, a Policy and
// its Calendars, is written into the event that opens the order, so that a later change of configuration
// changes no order that exists. Whether a clock runs follows from the state alone (runs), so no way
// through the states can leave one running. At gives them at a moment; between two events nothing has
// to be written down.
//
// # Events
//
// Each event carries the hash of the one before it; Chain finds what was changed. Events of the first
// releases, with due times and without hashes, fold as they always did.
package workorder
