package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// explainDisk says what to do about a file that could not be written below dir.
func explainDisk(err error, dir string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("engine: the disk of %s is full: free some space or move the data directory: %w", dir, err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("engine: %s is on a read-only file system: name a data directory that can be written: %w", dir, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("engine: %s cannot be written by this user: change its owner (chown) or name another data directory: %w", dir, err)
	}
	return fmt.Errorf("engine: cannot write to %s: %w", dir, err)
}
