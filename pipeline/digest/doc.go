// Package digest writes the nightly letter: what is new, what got worse, what is still open and
// whose it is, what was mended or came back, what we were praised for, in people's own words.
//
//	Gather (SQL, alerts, orders) ──▶ facts ──compose──▶ voc.Digest ──Verify──▶ voc.Digest ──Render──▶ md, html, json
//
// Composing is pure. Verify is the evidence lock: a line whose quote is not in the stored text, or
// whose number its query did not give, is dropped and logged, and the letter goes out without it.
package digest
