// Package discover brings words and stories that nobody defined before people: it looks for them in
// what was stored, keeps what it found, and turns a decision about one into an event. What a decision
// would change is computed before anybody makes it.
package discover
