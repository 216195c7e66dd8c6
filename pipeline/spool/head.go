package spool

import (
	"encoding/binary"
	"hash/crc32"
	"os"
)

// headFile remembers the oldest entry still waiting. It is written in place and not synced: 12
// bytes need no free disk, and losing them to a power cut only delivers some entries once more.
type headFile struct{ f *os.File }

func openHead(path string) (*headFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	return &headFile{f}, nil
}

// read returns 0 when nothing trustworthy is written.
func (h *headFile) read() uint64 {
	var b [12]byte
	if n, _ := h.f.ReadAt(b[:], 0); n != len(b) || binary.LittleEndian.Uint32(b[8:]) != crc32.Checksum(b[:8], castagnoli) {
		return 0
	}
	return binary.LittleEndian.Uint64(b[:8])
}

func (h *headFile) write(first uint64) error {
	var b [12]byte
	binary.LittleEndian.PutUint64(b[:8], first)
	binary.LittleEndian.PutUint32(b[8:], crc32.Checksum(b[:8], castagnoli))
	_, err := h.f.WriteAt(b[:], 0)
	return err
}

func (h *headFile) close() error {
	if h == nil {
		return nil
	}
	return h.f.Close()
}
