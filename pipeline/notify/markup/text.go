package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Escape writes what somebody else wrote as text of one line, of which Parse makes no markup.
func Escape(s string) string {
	s = Line(s)
	number := len(s) - len(strings.TrimLeft(s, "0123456789")) // "1." begins an item
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune("\\`*_[]<>|#~&", r) || i == 0 && (r == '-' || r == '+') || i == number && r == '.' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Link writes a link in Markdown; without an address of the web it is its text.
func Link(text, url string) string {
	url = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E", `"`, "%22", "'", "%27", "[", "%5B", "]", "%5D").Replace(url)
	if !Web(url) {
		return Escape(text)
	}
	return "[" + Escape(text) + "](" + url + ")"
}

// Clean takes out what no text needs and some deceive with: control characters, marks that turn the
// direction of writing, bytes that are no UTF-8.
func Clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "�")
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u2028", "\n", "\u2029", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0xfeff:
			return -1
		}
		return r
	}, s)
}

// Line is text on one line, for titles.
func Line(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// Tame writes text for chats whose Markdown knows no reliable escape: every sign that could begin
// markup, a tag, an entity or a mention stands in its full-width form, which reads the same.
func Tame(s string) string { return tame.Replace(s) }

var tame = strings.NewReplacer(
	"*", "＊", "`", "｀", "[", "［", "]", "］", "<", "＜", ">", "＞", "@", "＠", "~", "～", "#", "＃", "&", "＆", `\`, "＼", "|", "｜",
)

// Plain is what blocks say, without looks: addresses stand behind their links.
func Plain(blocks []Block) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteString("\n")
			if block.Kind != Item || blocks[i-1].Kind != Item {
				b.WriteString("\n")
			}
		}
		b.WriteString(plainBlock(block))
	}
	return b.String()
}

func plainBlock(block Block) string {
	var b strings.Builder
	for _, s := range block.Spans {
		b.WriteString(s.Text)
		if s.URL != "" && s.URL != s.Text {
			b.WriteString("（" + s.URL + " ）") // a blank, or readers take the bracket for part of the address
		}
	}
	text := b.String()
	switch block.Kind {
	case Rule:
		return "----------"
	case Quote:
		return "> " + strings.ReplaceAll(text, "\n", "\n> ")
	case Item:
		mark := "- "
		if block.Mark != "" {
			mark = block.Mark + " "
		}
		return strings.Repeat("  ", block.Level) + mark + text
	}
	return text
}

// Text is the bare text of blocks, for comparing.
func Text(blocks []Block) string {
	var b strings.Builder
	for _, block := range blocks {
		for _, s := range block.Spans {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
