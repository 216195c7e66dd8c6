package plain

import (
	"fmt"
	"regexp"
	"strings"
)

// xmlDepth is how deep elements may nest. Feeds need ten; a parser that recurses dies of a million.
const xmlDepth = 200

var xmlProlog = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)

// XML makes an already decoded XML document fit for a parser: without its prolog, which still names
// the encoding it was in and would have it decoded twice; without the control characters XML
// forbids and feeds contain; and refused when elements nest deeper than any feed has reason to.
func XML(text string) (string, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	text = text[len(xmlProlog.FindString(text)):]
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
	if d := nesting(text); d > xmlDepth {
		return "", fmt.Errorf("elements nest over %d deep", xmlDepth)
	}
	return text, nil
}

// nesting is the deepest nesting of tags. It need not be exact for broken markup, only never blind:
// what stands in quotation marks, comments and directives opens and closes nothing.
func nesting(text string) int {
	depth, deepest := 0, 0
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 || i+1 >= len(text) {
			return deepest
		}
		text = text[i+1:]
		j, n := markupEnd(text)
		if j < 0 {
			return deepest
		}
		switch {
		case text[0] == '/':
			depth = max(0, depth-1)
		case text[0] != '!' && text[0] != '?':
			deepest = max(deepest, depth+1)
			if j == 0 || text[j-1] != '/' {
				depth++
			}
		}
		text = text[j+n:]
	}
}

// markupEnd is where the markup behind a "<" ends, and how long its end is; −1 when it does not.
func markupEnd(text string) (at, n int) {
	for begin, end := range map[string]string{"!--": "-->", "![CDATA[": "]]>", "?": "?>"} {
		if strings.HasPrefix(text, begin) {
			j := strings.Index(text[len(begin):], end)
			if j < 0 {
				return -1, 0
			}
			return len(begin) + j, len(end)
		}
	}
	var quote byte
	inner := 0 // brackets open inside a directive: a DOCTYPE holds declarations
	first := 0
	if text[0] == '!' {
		first = 2 // Go's parser takes what follows the mark for the directive's name, be it a quotation mark
	}
	for i := first; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<' && text[0] == '!':
			inner++
		case c == '>' && inner > 0:
			inner--
		case c == '>':
			return i, 1
		}
	}
	return -1, 0
}
