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

// nesting is the deepest nesting of tags. It need not be exact for broken markup, only never blind.
func nesting(text string) int {
	depth, deepest := 0, 0
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 || i+1 >= len(text) {
			return deepest
		}
		text = text[i+1:]
		end := ">"
		switch {
		case strings.HasPrefix(text, "!--"):
			end = "-->"
		case strings.HasPrefix(text, "![CDATA["):
			end = "]]>"
		}
		j := strings.Index(text, end)
		if j < 0 {
			return deepest
		}
		switch {
		case text[0] == '/':
			depth--
		case text[0] != '!' && text[0] != '?' && (j == 0 || text[j-1] != '/'):
			depth++
			deepest = max(deepest, depth)
		}
		text = text[j+len(end):]
	}
}
