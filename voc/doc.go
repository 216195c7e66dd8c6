// Package voc holds the nouns of tingfeng: what a customer said, what we understood of it,
// what we counted, and what somebody must do about it.
//
// It is the glossary. One word means one thing in the code, on the screen, in SQL and in the
// documentation, and that word is defined here. The package knows nothing but the standard
// library, so every other package may speak these words without knowing any other package.
//
// The walk of one voice through the nouns:
//
//	Source ──fetch──▶ Post (+ Visit) ──understand──▶ Mention (Post + Brand + Analysis)
//	Mentions ──count──▶ Count ──detect──▶ Spike ──decide──▶ Alert ──open──▶ WorkOrder
//	Event is one thing that happened to an Alert, a WorkOrder or a Message; their state is
//	folded from events. Digest is the nightly letter over all of it.
package voc
