package engine

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// hello is the first packet of ClickHouse's native protocol: who connects, and to what.
type hello struct {
	client                string
	major, minor, version uint64
	database, user, pass  string
}

// errNotHello means that whoever connected does not speak the native protocol.
var errNotHello = errors.New("engine: not a ClickHouse client")

// maxHelloField bounds each string of a greeting; a longer one is nobody's name or password.
const maxHelloField = 4 << 10

// readHello reads one greeting and nothing after it.
func readHello(r *bufio.Reader) (hello, error) {
	var h hello
	kind, err := binary.ReadUvarint(r)
	if err != nil {
		return h, err
	}
	if kind != 0 {
		return h, fmt.Errorf("%w: packet %d instead of a greeting", errNotHello, kind)
	}
	if h.client, err = readString(r); err != nil {
		return h, err
	}
	for _, n := range []*uint64{&h.major, &h.minor, &h.version} {
		if *n, err = binary.ReadUvarint(r); err != nil {
			return h, err
		}
	}
	for _, s := range []*string{&h.database, &h.user, &h.pass} {
		if *s, err = readString(r); err != nil {
			return h, err
		}
	}
	return h, nil
}

// append writes the greeting as readHello reads it.
func (h hello) append(b []byte) []byte {
	b = append(b, 0)
	b = appendString(b, h.client)
	for _, n := range []uint64{h.major, h.minor, h.version} {
		b = binary.AppendUvarint(b, n)
	}
	for _, s := range []string{h.database, h.user, h.pass} {
		b = appendString(b, s)
	}
	return b
}

// appendException writes a refusal the way the engine itself does, so that every client shows it.
func appendException(b []byte, code uint32, message string) []byte {
	b = append(b, 2) // packet: exception
	b = binary.LittleEndian.AppendUint32(b, code)
	b = appendString(b, "DB::Exception")
	b = appendString(b, "DB::Exception: "+message)
	b = appendString(b, "") // stack trace
	return append(b, 0)     // no nested exception
}

func readString(r *bufio.Reader) (string, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return "", err
	}
	if n > maxHelloField {
		return "", fmt.Errorf("%w: a name of %d bytes", errNotHello, n)
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, int64(n)); err != nil {
		return "", err
	}
	return b.String(), nil
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
