// Command share starts one embedded engine in a temporary folder, tells the command that follows
// where it is (TINGFENG_TEST_DSN), and ends it afterwards: the whole test suite then shares one
// engine instead of starting one for each package.
//
//	go run ./store/storetest/share go test ./...
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/tingfeng-voc/tingfeng/store/engine"
	"github.com/tingfeng-voc/tingfeng/store/storetest"
)

func main() {
	if engine.IsChild(os.Args) {
		os.Exit(engine.RunChild(os.Args))
	}
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "share:", err)
		if code == 0 {
			code = 1
		}
	}
	os.Exit(code)
}

func run(command []string) (int, error) {
	if len(command) == 0 {
		return 2, errors.New("no command given: write one behind it, such as go test")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "tingfeng-suite-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	e, err := engine.Start(ctx, engine.Options{Dir: dir, Search: storetest.Search()})
	if err != nil {
		return 1, err
	}
	defer e.Close()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), "TINGFENG_TEST_DSN="+e.DSN())
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return max(1, exit.ExitCode()), nil
	}
	return 0, err
}
