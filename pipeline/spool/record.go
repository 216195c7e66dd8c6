package spool

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// A record is what the log keeps of an entry:
//
//	4 bytes  CRC-32C of all that follows, little endian
//	1 byte   length of the kind
//	n bytes  kind
//	rest     data
//
// On disk the log puts the record's length before it, as a uvarint. An empty record stands for an
// entry that was lost, so that the entries after it keep their numbers.
const recordHead = 5

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errDamaged = errors.New("record is damaged")

// check refuses what Append never takes, however often it is asked.
func check(e Entry, maxData int) error {
	if len(e.Kind) == 0 || len(e.Kind) > 255 {
		return fmt.Errorf("spool: kind %q is %d bytes long: must be 1 to 255", e.Kind, len(e.Kind))
	}
	if len(e.Data) > maxData {
		return fmt.Errorf("spool: a %s of %d bytes: more than max_entry (%d)", e.Kind, len(e.Data), maxData)
	}
	return nil
}

func encode(e Entry, maxData int) ([]byte, error) {
	if err := check(e, maxData); err != nil {
		return nil, err
	}
	rec := make([]byte, recordHead, recordHead+len(e.Kind)+len(e.Data))
	rec[4] = byte(len(e.Kind))
	rec = append(rec, e.Kind...)
	rec = append(rec, e.Data...)
	binary.LittleEndian.PutUint32(rec, crc32.Checksum(rec[4:], castagnoli))
	return rec, nil
}

func intact(rec []byte) bool {
	return len(rec) >= recordHead+int(at(rec, 4)) && at(rec, 4) > 0 &&
		binary.LittleEndian.Uint32(rec) == crc32.Checksum(rec[4:], castagnoli)
}

func at(b []byte, i int) byte {
	if i < len(b) {
		return b[i]
	}
	return 0
}

// decode copies: rec belongs to the log.
func decode(rec []byte) (Entry, error) {
	if !intact(rec) {
		return Entry{}, errDamaged
	}
	n := int(rec[4])
	return Entry{
		Kind: string(rec[recordHead : recordHead+n]),
		Data: append([]byte(nil), rec[recordHead+n:]...),
	}, nil
}

// diskSize is what a record of n bytes takes in a segment file.
func diskSize(n int) int64 {
	size := int64(n) + 1
	for v := n; v >= 0x80; v >>= 7 {
		size++
	}
	return size
}

// walk calls f for each record of a segment file as the log itself would read it, and returns the
// offset at which the bytes stop making sense; len(data) when all of them do.
func walk(data []byte, f func(rec []byte, end int)) int {
	pos := 0
	for pos < len(data) {
		size, n := binary.Uvarint(data[pos:])
		if n <= 0 || uint64(len(data)-pos-n) < size {
			return pos
		}
		start := pos + n
		pos = start + int(size)
		f(data[start:pos], pos)
	}
	return pos
}
