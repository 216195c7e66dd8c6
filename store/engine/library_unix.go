//go:build linux || darwin

package engine

import (
	"fmt"
	"runtime"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
)

// runLibrary loads libchdb and hands the process to its clickhouse-local entry point:
//
//	chdb_result *chdb_query_cmdline(int argc, char **argv);
//	const char  *chdb_result_error(chdb_result *);
func runLibrary(path string, args []string) (int, error) {
	// The engine keeps thread-local state on the thread it starts on.
	runtime.LockOSThread()
	lib, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return exitUnusable, explainLoad(path, err)
	}
	var run func(argc int32, argv **byte) uintptr
	var failure func(result uintptr) string
	for name, fn := range map[string]any{"chdb_query_cmdline": &run, "chdb_result_error": &failure} {
		symbol, err := purego.Dlsym(lib, name)
		if err != nil {
			return exitUnusable, fmt.Errorf("engine: %s has no function %s: it is not libchdb, or another release; run `make engine` for the right one: %w", path, name, err)
		}
		purego.RegisterFunc(fn, symbol)
	}
	argv := make([]*byte, 0, len(args)+1)
	for _, a := range args {
		argv = append(argv, unsafe.SliceData(append([]byte(a), 0)))
	}
	argv = append(argv, nil)
	result := run(int32(len(args)), unsafe.SliceData(argv))
	runtime.KeepAlive(argv)
	if result == 0 {
		return 1, fmt.Errorf("engine: ClickHouse gave no result")
	}
	if text := failure(result); text != "" {
		return 1, fmt.Errorf("engine: ClickHouse ended with: %s", text)
	}
	return 0, nil
}

// explainLoad turns the loader's words into what to do.
func explainLoad(path string, err error) error {
	text := err.Error()
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(text, p) {
				return true
			}
		}
		return false
	}
	here := runtime.GOOS + "/" + runtime.GOARCH
	switch {
	case has("GLIBC_", "GLIBCXX_"):
		return fmt.Errorf("engine: the C library of this system is too old for %s: update the system (glibc 2.27 or newer), or give the address of a server in store.dsn: %w", path, err)
	case has("ld-linux", "musl", "symbol not found"):
		return fmt.Errorf("engine: %s needs glibc, which this system (musl, e.g. Alpine) does not have: use a Debian-based image, or give the address of a server in store.dsn: %w", path, err)
	case has("wrong ELF class", "incompatible architecture", "cannot open shared object file: No such file", "mach-o", "slice is not valid"):
		return fmt.Errorf("engine: %s is not built for %s: run `make engine` on this machine to fetch the right one: %w", path, here, err)
	case has("invalid ELF header", "file too short", "cannot read file data", "failed to map segment"):
		return fmt.Errorf("engine: %s is damaged or half downloaded: delete it and run `make engine` again: %w", path, err)
	}
	return fmt.Errorf("engine: cannot load %s: %w", path, err)
}
