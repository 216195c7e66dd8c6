// Package workorder decides what may be done with a work order, and folds its history.
//
// It is pure. Apply is the only way a work order changes, whoever asks: a page, the command line, a
// chat button or a timer.
//
//	new ──claim──▶ in_progress ──resolve──▶ resolved ──close──▶ closed
//	                    ▲                      │                  │
//	                    └──────── reopen ──────┴──────────────────┘   (cycle + 1)
//
// Notes may be left in every state. Resolving needs what was done, closing needs the root cause,
// reopening needs a reason: an order that can be closed without a cause will be opened again.
package workorder
