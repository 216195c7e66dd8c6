package xlsx

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// kinds of what a scanner finds
type token uint8

const (
	opens token = iota
	closes
	chars
)

// scanner reads the little of XML that spreadsheets are written in: elements, attributes, text and
// the five entities. Unlike a full parser it bounds every piece it keeps, and it is several times
// faster. Prefixes of names are left out. A document type, which Excel never writes, is refused:
// entities of one's own are how small files become large.
type scanner struct {
	in    *bufio.Reader
	name  string // of the element that opens or closes
	attrs []attribute
	text  []byte // of chars
	depth int
	self  bool // the element closes where it opens
	begun bool
}

type attribute struct{ name, value string }

func newScanner(r io.Reader) *scanner { return &scanner{in: bufio.NewReaderSize(r, 64<<10)} }

// maxTag bounds the bytes of one tag, maxDepth how deep elements lie.
const maxTag, maxDepth = 64 << 10, 256

var errXML = errors.New("not well-formed XML")

// next returns what comes next; io.EOF at the end of a document whose elements are all closed.
func (s *scanner) next() (token, error) {
	if s.self {
		s.self = false
		s.depth--
		return closes, nil
	}
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			if errors.Is(err, io.EOF) && (s.depth > 0 || !s.begun) {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		if c != '<' {
			if err := s.in.UnreadByte(); err != nil {
				return 0, err
			}
			return chars, s.readText()
		}
		k, skip, err := s.tag()
		if err != nil || !skip {
			return k, err
		}
	}
}

// readText takes what stands up to the next tag. More than maxCell bytes of it are left out.
func (s *scanner) readText() error {
	s.text = s.text[:0]
	for {
		b, err := s.in.ReadSlice('<')
		if err == nil {
			b = b[:len(b)-1]
			if uerr := s.in.UnreadByte(); uerr != nil {
				return uerr
			}
		}
		if len(s.text) < maxCell {
			s.text = append(s.text, b...)
		}
		switch {
		case err == nil, errors.Is(err, io.EOF):
			s.text = unescape(s.text)
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// tag reads what stands behind "<"; skip says that it was nothing of interest.
func (s *scanner) tag() (k token, skip bool, err error) {
	next, err := s.in.Peek(1)
	if err != nil {
		return 0, false, unexpected(err)
	}
	switch next[0] {
	case '?':
		return 0, true, s.until([]byte("?>"), nil)
	case '!':
		return s.declaration()
	}
	raw, err := s.tagText()
	if err != nil {
		return 0, false, err
	}
	if raw[0] == '/' {
		s.name = local(bytes.TrimSpace(raw[1:]))
		if s.depth--; s.depth < 0 {
			return 0, false, errXML
		}
		return closes, false, nil
	}
	if raw[len(raw)-1] == '/' {
		s.self = true
		raw = raw[:len(raw)-1]
	}
	s.begun = true
	if s.depth++; s.depth > maxDepth {
		return 0, false, fmt.Errorf("%w: deeper than %d elements", errXML, maxDepth)
	}
	return opens, false, s.attributes(raw)
}

// tagText takes a tag up to its ">", which may stand inside quotes, too.
func (s *scanner) tagText() ([]byte, error) {
	var raw []byte
	quote := byte(0)
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return nil, unexpected(err)
		}
		switch {
		case quote == 0 && c == '>':
			if len(raw) == 0 {
				return nil, errXML
			}
			return raw, nil
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
		if raw = append(raw, c); len(raw) > maxTag {
			return nil, fmt.Errorf("%w: a tag of more than %d bytes", errXML, maxTag)
		}
	}
}

func (s *scanner) attributes(raw []byte) error {
	i := 0
	for i < len(raw) && !blank(raw[i]) {
		i++
	}
	s.name, s.attrs = local(raw[:i]), s.attrs[:0]
	for {
		for i < len(raw) && blank(raw[i]) {
			i++
		}
		if i == len(raw) {
			return nil
		}
		from := i
		for i < len(raw) && raw[i] != '=' {
			i++
		}
		name := local(bytes.TrimSpace(raw[from:i]))
		for i++; i < len(raw) && blank(raw[i]); i++ {
		}
		if i >= len(raw) || raw[i] != '"' && raw[i] != '\'' {
			return fmt.Errorf("%w: attribute %.40q has no value", errXML, name)
		}
		end := bytes.IndexByte(raw[i+1:], raw[i])
		if end < 0 {
			return errXML
		}
		s.attrs = append(s.attrs, attribute{name, string(unescape(bytes.Clone(raw[i+1 : i+1+end])))})
		i += end + 2
	}
}

// attr is the value of an attribute of the element that opens; "" when it has none.
func (s *scanner) attr(name string) string {
	for _, a := range s.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// declaration reads a comment or marked text; anything else is refused.
func (s *scanner) declaration() (token, bool, error) {
	head, err := s.in.Peek(3)
	if err != nil {
		return 0, false, unexpected(err)
	}
	if string(head) == "!--" {
		return 0, true, s.until([]byte("-->"), nil)
	}
	const marked = "![CDATA["
	if head, err = s.in.Peek(len(marked)); err != nil || string(head) != marked {
		return 0, false, fmt.Errorf("%w: it declares a document type", errXML)
	}
	_, _ = s.in.Discard(len(marked))
	s.text = s.text[:0]
	err = s.until([]byte("]]>"), &s.text)
	return chars, false, err
}

// until skips up to and with end, keeping at most maxCell bytes of it when keep is given.
func (s *scanner) until(end []byte, keep *[]byte) error {
	var last []byte
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return unexpected(err)
		}
		if keep != nil && len(*keep) < maxCell+len(end) {
			*keep = append(*keep, c)
		}
		if last = append(last, c); len(last) > len(end) {
			last = last[1:]
		}
		if bytes.Equal(last, end) {
			if keep != nil && bytes.HasSuffix(*keep, end) {
				*keep = (*keep)[:len(*keep)-len(end)]
			}
			return nil
		}
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// local is a name without its prefix.
func local(name []byte) string {
	if i := bytes.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return string(name)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// unescape replaces entities in place; what is none stays.
func unescape(b []byte) []byte {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return b
	}
	out := b[:i]
	for i < len(b) {
		if b[i] != '&' {
			out = append(out, b[i])
			i++
			continue
		}
		end := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
		r, ok := rune(0), false
		if end > 1 {
			r, ok = entity(string(b[i+1 : i+end]))
		}
		if !ok {
			out = append(out, '&')
			i++
			continue
		}
		i += end + 1 // an entity is never shorter than what it stands for
		out = utf8.AppendRune(out, r)
	}
	return out
}

func entity(name string) (rune, bool) {
	if r, ok := entities[name]; ok {
		return r, true
	}
	if name[0] != '#' || len(name) < 2 {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if err != nil || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
