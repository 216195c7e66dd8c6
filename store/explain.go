package store

import (
	"errors"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// explain adds what to do to the server's errors that people can do something about.
func explain(err error) error {
	var e *clickhouse.Exception
	if !errors.As(err, &e) {
		return err
	}
	remedy := ""
	switch e.Code {
	case 60, 16, 47: // UNKNOWN_TABLE, NO_SUCH_COLUMN_IN_TABLE, UNKNOWN_IDENTIFIER
		remedy = "if tables are missing the database was never migrated: run `tingfeng check`, or start `tingfeng serve` once"
	case 81: // UNKNOWN_DATABASE
		remedy = "create it, or name another one at the end of store.dsn"
	case 164: // READONLY
		remedy = "this connection may only read"
	case 241: // MEMORY_LIMIT_EXCEEDED
		remedy = "narrow the time range, or raise engine.memory_limit"
	case 243: // NOT_ENOUGH_SPACE
		remedy = "the database's disk is full: free some space"
	case 497: // ACCESS_DENIED
		remedy = "this database user may not do that: ask about tables, or have the user granted what is named here"
	case 516: // AUTHENTICATION_FAILED
		remedy = "check user and password in store.dsn"
	default:
		return err
	}
	return fmt.Errorf("%w (%s)", err, remedy)
}
