package engine

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// childFlag as first argument makes a process of ours the engine.
const childFlag = "--engine-child"

// exitUnusable is the child's exit code when trying again cannot help: the library does not load.
const exitUnusable = 70

// IsChild tells whether this process was started to be the engine. main and TestMain ask before
// anything else, with os.Args.
func IsChild(args []string) bool { return len(args) > 2 && args[1] == childFlag }

// RunChild is the engine's whole life: it loads the library named by the arguments and returns the
// exit code when the engine has ended. Call it only when IsChild says so.
func RunChild(args []string) int {
	// A terminal's Ctrl-C belongs to the parent, who ends the engine in its own order.
	signal.Ignore(os.Interrupt, syscall.SIGHUP)
	if err := checkCPU(needed()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitUnusable
	}
	go outlive(os.Getppid(), 10*time.Second)
	code, err := runLibrary(args[2], append([]string{"clickhouse"}, args[3:]...))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

// outlive ends this process by force when the parent is gone and the end of standard input has not
// ended the engine within the grace, e.g. because it hangs in a merge. It ends with the process.
func outlive(parent int, grace time.Duration) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if os.Getppid() == parent {
			continue
		}
		time.AfterFunc(grace, func() {
			_ = killSelf()
		})
		return
	}
}
