// Package notify gets messages out: each at least once, in order of gravity, no faster than a
// channel allows, and never for ever.
//
// Outbox is the pure core, folded from events: it knows which messages wait, which may go now and
// what follows from an attempt. Sender is the part that touches the world, one round at a time.
//
//	queued ──tried…──▶ sent
//	        ├────────▶ folded (another message says it)
//	        └────────▶ dead ──resent──▶ (queued again)
//
// The id of a message is its idempotency key: a receiver that has seen it may drop it. A message is
// sent before that is written down, so a crash in between repeats it and never loses it.
//
// Plan is what the outbox decides by the clock alone: what is given up, what waits in such numbers
// that one message must say it, which red message needs another way, which channel is due for a sign
// of life. Due is what may go at this moment.
package notify
