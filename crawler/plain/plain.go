// Package plain turns what sites write for eyes into facts: HTML into text, "2.3万" into a number,
// "昨天 22:14" into a time, four stars out of five into a rating, "IP属地：上海" into a province.
// It is shared by every kind of source and by the importers, so that one notation means one thing.
package plain

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// xhsTopic is how Xiaohongshu stores a hashtag: "#奶茶[话题]#".
var xhsTopic = regexp.MustCompile(`#([^#\[\]\n]{1,60})\[[^\[\]#\n]{1,8}\]#`)

// Clean makes text that is already free of markup fit for reading: line ends become \n, runs of
// blanks one blank, more than one empty line one empty line; invisible characters go (the joiner
// inside emoji stays); bytes that are not UTF-8 become U+FFFD; "#奶茶[话题]#" becomes "#奶茶#".
func Clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.Contains(text, "]#") {
		text = xhsTopic.ReplaceAllString(text, "#$1#")
	}
	var b strings.Builder
	b.Grow(len(text))
	breaks, blank := 0, false
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case r == '\r' && i < len(text) && text[i] == '\n':
			continue
		case r == '\n', r == '\r', r == '\u2028', r == '\u2029':
			breaks++
			blank = false
			continue
		case r == '\u3000', unicode.IsSpace(r), r == '\u00a0':
			blank = true
			continue
		case invisible(r):
			continue
		}
		if b.Len() > 0 {
			switch {
			case breaks > 0:
				b.WriteString("\n\n"[:min(breaks, 2)])
			case blank:
				b.WriteByte(' ')
			}
		}
		breaks, blank = 0, false
		b.WriteRune(r)
	}
	return b.String()
}

// invisible tells characters nobody sees: controls, zero-width spaces, byte order marks, and the
// direction marks some sites sprinkle in against copying.
func invisible(r rune) bool {
	switch r {
	case '\u200b', '\ufeff', '\u2060', '\u00ad', '\u180e', '\u200e', '\u200f', '\u061c', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e',
		'\u2066', '\u2067', '\u2068', '\u2069':
		return true
	}
	return unicode.IsControl(r)
}

var (
	jsonpCall = regexp.MustCompile(`^(?:try\s*\{\s*)?(?:/\*.*?\*/)?\s*[A-Za-z_$][\w$.]*\s*\(`)
	guards    = [][]byte{[]byte(")]}',"), []byte(")]}'"), []byte("for(;;);"), []byte("for (;;);"), []byte("while(1);"), []byte("{}&&")}
)

// JSON takes the JSON document out of what surrounds it on the wire: a JSONP call
// ("cb({…});", "try{cb({…});}catch(e){};"), or a guard against inclusion (")]}'", "for(;;);").
// A body without either comes back as it is.
func JSON(body []byte) []byte {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	for _, guard := range guards {
		if rest, ok := bytes.CutPrefix(body, guard); ok {
			return bytes.TrimSpace(rest)
		}
	}
	call := jsonpCall.Find(body[:min(len(body), 512)])
	if call == nil {
		return body
	}
	end := bytes.LastIndexByte(body, ')')
	if catch := bytes.LastIndex(body, []byte("catch")); bytes.HasPrefix(call, []byte("try")) && catch > 0 {
		end = bytes.LastIndexByte(body[:catch], ')')
	}
	if end < len(call) {
		return body
	}
	return bytes.TrimSpace(body[len(call):end])
}
