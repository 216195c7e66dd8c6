//go:build !unix

package engine

import (
	"errors"
	"os"
)

func lockDir(string) (*os.File, error) {
	return nil, errors.New("engine: there is no embedded engine for this operating system: run on Linux or macOS, or give a clickhouse:// address in store.dsn")
}
