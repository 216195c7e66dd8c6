//go:build unix

package engine

import (
	"os"
	"os/exec"
	"syscall"
)

// killSelf ends this process as nothing can prevent.
func killSelf() error { return syscall.Kill(os.Getpid(), syscall.SIGKILL) }

// apart gives the child a process group of its own, so that Ctrl-C in a terminal reaches only the
// parent.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// killAll kills a process that was started apart, with all of its group.
func killAll(p *os.Process) {
	if syscall.Kill(-p.Pid, syscall.SIGKILL) != nil {
		p.Kill()
	}
}
