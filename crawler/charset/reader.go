package charset

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// sampleSize is how much of a stream is looked at before its encoding is named.
const sampleSize = 64 << 10

// Reader turns a stream of unknown encoding into UTF-8 without holding more than a sample of it.
type Reader struct {
	in       *bufio.Reader
	out      io.Reader // set once the encoding is known
	name     string
	declared string
}

// NewReader reads from r. Undeclared text is passed on while it is pure ASCII and judged where its
// first other byte stands, so that a file whose first Chinese word comes late is still read right.
// contentType and override mean what they mean to Decode.
func NewReader(r io.Reader, contentType, override string) (*Reader, error) {
	in := bufio.NewReaderSize(r, sampleSize)
	sample, err := in.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) && len(sample) == 0 {
		return nil, fmt.Errorf("charset: reading the first bytes: %w", err)
	}
	name, err := Detect(sample, contentType, override)
	if err != nil {
		return nil, err
	}
	c := &Reader{in: in, declared: declaration(sample, contentType)}
	high := firstHigh(sample)
	late := high > len(sample)/2 && len(sample) == sampleSize // the sample may end inside the first character there is
	if override != "" || high >= 0 && !late || high < 0 && name != UTF8 {
		return c, c.settle(name)
	}
	return c, nil
}

// Encoding names the encoding found so far: "utf-8" until something else is seen.
func (c *Reader) Encoding() string {
	if c.name == "" {
		return UTF8
	}
	return c.name
}

// Read implements io.Reader.
func (c *Reader) Read(p []byte) (int, error) {
	if c.out != nil {
		return c.out.Read(p)
	}
	if len(p) == 0 {
		return 0, nil
	}
	sample, err := c.in.Peek(1)
	if len(sample) == 0 {
		return 0, err
	}
	sample, _ = c.in.Peek(c.in.Buffered())
	at := firstHigh(sample)
	if at < 0 {
		return c.in.Read(p[:min(len(p), len(sample))])
	}
	if at > 0 {
		return c.in.Read(p[:min(len(p), at)])
	}
	sample, _ = c.in.Peek(sampleSize)
	if err := c.settle(judge(sample, c.declared)); err != nil {
		return 0, err
	}
	return c.out.Read(p)
}

// settle decides on the encoding of all that is still to come.
func (c *Reader) settle(name string) error {
	c.name = name
	if mark, _ := c.in.Peek(3); byteOrderMark(mark) == name {
		n := len("\ufeff")
		if name != UTF8 {
			n = 2
		}
		if _, err := c.in.Discard(n); err != nil {
			return fmt.Errorf("charset: skipping the byte order mark: %w", err)
		}
	}
	if name == UTF8 {
		c.out = transform.NewReader(c.in, encoding.Replacement.NewEncoder()) // U+FFFD for invalid bytes
		return nil
	}
	enc, _ := lookup(name)
	c.out = transform.NewReader(c.in, enc.NewDecoder())
	return nil
}

// firstHigh is the offset of the first byte that is not ASCII, −1 without one.
func firstHigh(b []byte) int {
	return bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
}
