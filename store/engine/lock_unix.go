//go:build unix

package engine

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// lockDir takes DIR for this process. The kernel gives the lock back when the process ends, however
// it ends, so a lock left behind by kill -9 never needs a human.
func lockDir(dir string) (*os.File, error) {
	path := filepath.Join(dir, "engine.lock")
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explainDisk(err, dir)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, fmt.Errorf("engine: cannot lock %s (%w): put the data on a local disk, network file systems often cannot lock", path, err)
		}
		held, _ := io.ReadAll(io.LimitReader(f, 64))
		pid := strings.TrimSpace(string(held))
		if pid == "" {
			return nil, fmt.Errorf("engine: %s is in use by another process, which has just begun: stop it, or give this one another data directory", dir)
		}
		return nil, fmt.Errorf("engine: %s is in use by process %s: stop that process (kill %s), or give this one another data directory", dir, pid, pid)
	}
	if err := writePID(f); err != nil {
		f.Close()
		return nil, explainDisk(err, dir)
	}
	return f, nil
}

func writePID(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(fmt.Sprintf("%d\n", os.Getpid())), 0)
	return err
}
