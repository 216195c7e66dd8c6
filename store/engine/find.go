package engine

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// program is what the child runs: our own binary with the library in it, or a clickhouse binary.
type program struct {
	path    string // of the library or the binary
	library bool
}

// libraryName is what the npm packages call the library, also on macOS.
const libraryName = "libchdb.so"

// find looks for the engine: the option, the search folders, then a clickhouse binary on PATH.
func find(o Options) (program, error) {
	if o.Library != "" {
		info, err := os.Stat(o.Library)
		if err != nil {
			return program{}, fmt.Errorf("engine: the library named by engine.library is not there: %w", err)
		}
		if info.IsDir() {
			return program{}, fmt.Errorf("engine: engine.library names the folder %s: name the file in it, %s or clickhouse", o.Library, libraryName)
		}
		path, err := filepath.Abs(o.Library)
		if err != nil {
			return program{}, err
		}
		return program{path: path, library: isLibrary(path)}, nil
	}
	for _, dir := range o.Search {
		path, err := filepath.Abs(filepath.Join(dir, libraryName))
		if err != nil {
			continue
		}
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return program{path: path, library: true}, nil
		}
	}
	if path, err := exec.LookPath("clickhouse"); err == nil {
		return program{path: path}, nil
	}
	return program{}, fmt.Errorf("engine: no ClickHouse engine found: %s is not in %s and no clickhouse binary is on PATH. "+
		"Run `make engine` (fetches it once, 180 MB), name it with engine.library, or give the address of a server in store.dsn%s",
		libraryName, strings.Join(o.Search, ", "), platformHint())
}

func isLibrary(path string) bool {
	name := filepath.Base(path)
	return strings.HasSuffix(name, ".so") || strings.HasSuffix(name, ".dylib") || strings.Contains(name, ".so.")
}

// platformHint says when no fetching will help: the library is built for four platforms only.
func platformHint() string {
	switch runtime.GOOS + "/" + runtime.GOARCH {
	case "linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64":
		return ""
	}
	return fmt.Sprintf(". The embedded engine is built for Linux (glibc) and macOS on amd64 and arm64; on %s/%s use a server", runtime.GOOS, runtime.GOARCH)
}
