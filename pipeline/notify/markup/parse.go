package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is what a block is.
type Kind int

// The kinds of block.
const (
	Paragraph Kind = iota
	Heading
	Quote
	Item
	Rule
)

// Block is a stretch of text between two breaks.
type Block struct {
	Kind  Kind
	Level int    // of a heading: 1…6; of an item: how deep it lies, from 0
	Mark  string // of a numbered item: "1."
	Spans []Span
}

// Span is text of one look. It may hold line breaks.
type Span struct {
	Text string
	Bold bool
	Code bool
	URL  string // http or https; "" it leads nowhere
}

// Parse reads a message's body. Every text is some body: nothing is an error.
func Parse(body string) []Block {
	var blocks []Block
	for line := range strings.SplitSeq(Clean(body), "\n") {
		blocks = appendLine(blocks, line)
	}
	out := blocks[:0]
	for _, b := range blocks {
		if b.Kind == Rule || len(b.Spans) > 0 {
			b.Spans = spans(b.Spans)
			out = append(out, b)
		}
	}
	return out
}

// appendLine takes one more line in: into the last block when it goes on, else as a block of its own.
// Text is kept raw until its block is complete, because bold may reach over a line break.
func appendLine(blocks []Block, line string) []Block {
	bare := strings.TrimSpace(line)
	if bare == "" {
		return append(blocks, Block{}) // an empty block ends the one before
	}
	next, text := classify(line, bare)
	raw := []Span{{Text: text}}
	if n := len(blocks); n > 0 && len(blocks[n-1].Spans) > 0 && blocks[n-1].Kind == next.Kind && (next.Kind == Paragraph || next.Kind == Quote) {
		blocks[n-1].Spans[0].Text += "\n" + text
		return blocks
	}
	if next.Kind != Rule {
		next.Spans = raw
	}
	return append(blocks, next)
}

// classify tells what kind of block a line is of, and its text without the mark.
func classify(line, bare string) (Block, string) {
	if strings.Trim(bare, "-") == "" && len(bare) >= 3 {
		return Block{Kind: Rule}, ""
	}
	if rest, ok := strings.CutPrefix(bare, ">"); ok {
		return Block{Kind: Quote}, strings.TrimPrefix(rest, " ")
	}
	if level := len(bare) - len(strings.TrimLeft(bare, "#")); level > 0 && level <= 6 && strings.HasPrefix(bare[level:], " ") {
		return Block{Kind: Heading, Level: level}, strings.TrimSpace(bare[level:])
	}
	depth := min((len(line)-len(strings.TrimLeft(line, " ")))/2, 4)
	for _, mark := range []string{"- ", "* ", "+ "} {
		if rest, ok := strings.CutPrefix(bare, mark); ok && strings.TrimSpace(rest) != "" {
			return Block{Kind: Item, Level: depth}, strings.TrimSpace(rest)
		}
	}
	digits := len(bare) - len(strings.TrimLeft(bare, "0123456789"))
	if digits > 0 && digits < 4 && strings.HasPrefix(bare[digits:], ". ") {
		return Block{Kind: Item, Level: depth, Mark: bare[:digits+1]}, strings.TrimSpace(bare[digits+1:])
	}
	return Block{}, bare
}

// spans reads the looks within a block's text.
func spans(raw []Span) []Span {
	if len(raw) == 0 {
		return nil
	}
	p := &inline{rest: raw[0].Text}
	for p.rest != "" {
		p.step()
	}
	p.flush()
	return p.out
}

// inline reads text from left to right. Whatever does not close is text.
type inline struct {
	rest string
	text strings.Builder
	bold bool
	out  []Span
}

const (
	longestLabel = 600  // bytes of a link's text: an open bracket far away belongs to nobody
	longestURL   = 2048 // bytes
)

func (p *inline) step() {
	switch p.rest[0] {
	case '\\':
		if len(p.rest) > 1 && p.rest[1] < utf8.RuneSelf && (unicode.IsPunct(rune(p.rest[1])) || unicode.IsSymbol(rune(p.rest[1]))) {
			p.text.WriteByte(p.rest[1])
			p.rest = p.rest[2:]
			return
		}
	case '*':
		if strings.HasPrefix(p.rest, "**") && (p.bold || closes(p.rest[2:])) {
			p.flush()
			p.bold = !p.bold
			p.rest = p.rest[2:]
			return
		}
	case '`':
		if code, after, ok := strings.Cut(p.rest[1:], "`"); ok && code != "" && !strings.Contains(code, "\n") {
			p.flush()
			p.out = append(p.out, Span{Text: code, Code: true, Bold: p.bold})
			p.rest = after
			return
		}
	case '[':
		if label, url, n := link(p.rest); n > 0 {
			p.flush()
			p.out = append(p.out, Span{Text: label, URL: url, Bold: p.bold})
			p.rest = p.rest[n:]
			return
		}
	}
	_, size := utf8.DecodeRuneInString(p.rest)
	p.text.WriteString(p.rest[:size])
	p.rest = p.rest[size:]
}

func (p *inline) flush() {
	if p.text.Len() > 0 {
		p.out = append(p.out, Span{Text: p.text.String(), Bold: p.bold})
		p.text.Reset()
	}
}

// closes tells whether bold ends somewhere behind.
func closes(rest string) bool {
	for i := 0; i+1 < len(rest); i++ {
		switch {
		case rest[i] == '\\':
			i++
		case rest[i] == '*' && rest[i+1] == '*':
			return i > 0
		}
	}
	return false
}

// link reads "[label](url)" at the beginning of s: its parts and its length, 0 when it is none.
func link(s string) (label, url string, n int) {
	var b strings.Builder
	i := 1
	for ; i < len(s) && i < longestLabel && s[i] != ']'; i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '[' || s[i] == '\n':
			return "", "", 0
		default:
			b.WriteByte(s[i])
		}
	}
	if !strings.HasPrefix(s[min(i, len(s)):], "](") {
		return "", "", 0
	}
	rest := s[i+2:]
	end := strings.IndexAny(rest[:min(len(rest), longestURL)], ") \n<>\"")
	if end < 1 || rest[end] != ')' || b.Len() == 0 {
		return "", "", 0
	}
	url = strings.ReplaceAll(rest[:end], `\`, "")
	if !Web(url) {
		return "", "", 0
	}
	return b.String(), url, i + 2 + end + 1
}

// Web tells whether an address is one of the web, whole and without room for tricks.
func Web(url string) bool {
	rest, ok := strings.CutPrefix(url, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(url, "http://")
	}
	return ok && rest != "" && rest[0] != '/' && !strings.ContainsFunc(url, func(r rune) bool {
		return r <= ' ' || r == 0x7f || strings.ContainsRune("\"'<>()[]{}|\\^`", r) || r == utf8.RuneError
	})
}
