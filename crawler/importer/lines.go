package importer

import (
	"bufio"
	"errors"
	"io"
)

// lines reads a text byte by byte, counts its lines and leaves out NUL bytes, which no text has a
// use for.
type lines struct {
	in   *bufio.Reader
	max  int          // bytes of one row
	line int          // of the next byte, from 1
	tick func() error // asked now and then whether to go on
	back []byte       // bytes put back, read before in
	seen int
}

// next returns the next byte; io.EOF at the end.
func (l *lines) next() (byte, error) {
	for {
		c, err := l.raw()
		if err != nil {
			return 0, err
		}
		if c == '\n' {
			l.line++
		}
		if c != 0 {
			return c, nil
		}
	}
}

func (l *lines) raw() (byte, error) {
	if l.seen++; l.seen&0xffff == 0 {
		if err := l.tick(); err != nil {
			return 0, err
		}
	}
	if len(l.back) > 0 {
		c := l.back[0]
		l.back = l.back[1:]
		return c, nil
	}
	return l.in.ReadByte()
}

// peek returns the next byte without taking it.
func (l *lines) peek() (byte, error) {
	for {
		if len(l.back) > 0 {
			if l.back[0] != 0 {
				return l.back[0], nil
			}
			l.back = l.back[1:]
			continue
		}
		b, err := l.in.Peek(1)
		if len(b) == 0 {
			return 0, err
		}
		if b[0] != 0 {
			return b[0], nil
		}
		_, _ = l.in.Discard(1)
	}
}

// unread puts bytes back that were read last, and the line count with them.
func (l *lines) unread(b []byte) {
	for _, c := range b {
		if c == '\n' {
			l.line--
		}
	}
	l.back = append(append(make([]byte, 0, len(b)+len(l.back)), b...), l.back...)
}

// text is one line.
type text struct {
	line int
	b    []byte // without its end; the first max bytes of it
	long bool   // there were more
}

// readLine returns the next line; io.EOF when there is none.
func (l *lines) readLine() (text, error) {
	t := text{line: l.line}
	any := false
	for {
		c, err := l.next()
		if err != nil {
			if errors.Is(err, io.EOF) && any {
				err = nil
			}
			return t, err
		}
		any = true
		if c == '\n' {
			if n := len(t.b); n > 0 && t.b[n-1] == '\r' && !t.long {
				t.b = t.b[:n-1]
			}
			return t, nil
		}
		if len(t.b) >= l.max {
			t.long = true
			continue
		}
		t.b = append(t.b, c)
	}
}
