//go:build !linux && !darwin

package engine

import "errors"

func runLibrary(string, []string) (int, error) {
	return exitUnusable, errors.New("engine: there is no embedded engine for this operating system: run on Linux or macOS, or give a clickhouse:// address in store.dsn")
}
