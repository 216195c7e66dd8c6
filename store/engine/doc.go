// Package engine runs ClickHouse inside this process group: a child process that loads libchdb (or
// is a `clickhouse` binary), serves the native protocol on loopback, and lives exactly as long as
// its parent wants it to.
//
//	Start ── locks DIR, opens the gate, starts the child, waits until it answers
//	gate  ── the one stable loopback address; lets in who knows the password, holds callers while
//	         the child restarts
//	child ── main() called again with other arguments: RunChild loads the library and stays in it
//
// The gate exists because in this mode of the engine a failed login, an unknown database or a
// stray byte on its port ends the whole engine process: a dashboard tool with an old password must
// not be able to take the database down. It reads the client's greeting, answers wrong ones itself
// in the engine's own words, and joins only correct ones to the engine.
package engine
