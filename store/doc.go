// Package store keeps what was said and what became of it in ClickHouse: mentions, visits and the
// journal. It is the only package that knows SQL.
//
// The same code serves the embedded engine and any server: Options.DSN says which. Every question
// is one file in query/, named after the method that asks it, with {name:Type} parameters that the
// server fills in; nothing is ever pasted into SQL. The schema is in schema/, numbered, append-only.
//
// Numbers are taken from deduplicated rows (FINAL), so saving a mention twice changes no count.
package store
