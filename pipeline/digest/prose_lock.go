package digest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Bounds of a sentence, in characters.
const (
	shortestProse = 6
	longestProse  = 240
	mostNamed     = 4 // lines one sentence may rest on
)

// checkProse is the evidence lock for what a model wrote: a sentence stays when everything it claims
// stands in the lines it names. It is strict on purpose; a true sentence lost costs nothing.
func checkProse(p Prose, d voc.Digest, house household) (kept []voc.DigestLine, dropped []Dropped) {
	lines := map[string]proof{}
	for _, s := range d.Sections {
		for _, line := range s.Lines {
			lines[line.ID] = proof{section: s.Title, line: line}
		}
	}
	said := map[string]bool{}
	for _, s := range p.Sentences {
		text := strings.TrimSpace(s.Text)
		proofs, why := named(s, lines)
		if why == "" {
			why = falseOf(text, proofs, house, d.Language)
		}
		switch {
		case why == "" && said[text]:
			why = "it was said already"
		case why == "" && len(kept) == mostSentences:
			why = fmt.Sprintf("there are %d sentences already", mostSentences)
		}
		if why != "" {
			dropped = append(dropped, Dropped{"prose", text, why})
			continue
		}
		said[text] = true
		kept = append(kept, restsOn(text, len(kept)+1, proofs))
	}
	return kept, dropped
}

// proof is a line a sentence may rest on, with the section it stands in.
type proof struct {
	section string
	line    voc.DigestLine
}

// named finds the lines a sentence names.
func named(s ProseSentence, lines map[string]proof) (proofs []proof, why string) {
	if len(s.Lines) == 0 {
		return nil, "it names no line"
	}
	if len(s.Lines) > mostNamed {
		return nil, fmt.Sprintf("it names %d lines, more than %d", len(s.Lines), mostNamed)
	}
	for i, id := range s.Lines {
		p, ok := lines[id]
		switch {
		case !ok:
			return nil, fmt.Sprintf("line %q is not in the letter", cut(id))
		case slices.Contains(s.Lines[:i], id):
			return nil, fmt.Sprintf("it names line %s twice", id)
		}
		proofs = append(proofs, p)
	}
	return proofs, ""
}

// restsOn writes a sentence as a line with everything its proofs rest on.
func restsOn(text string, n int, proofs []proof) voc.DigestLine {
	line := voc.DigestLine{ID: fmt.Sprintf("prose-%d", n), Text: text}
	for _, p := range proofs {
		line.Posts = append(line.Posts, p.line.Posts...)
		line.Orders = append(line.Orders, p.line.Orders...)
		if line.Query == "" {
			line.Query = p.line.Query
		}
	}
	return line
}

// falseOf tells what of a sentence does not stand in its proofs; "" nothing.
func falseOf(text string, proofs []proof, house household, language string) string {
	support := supportOf(proofs)
	if why := misshapen(text, language); why != "" {
		return why
	}
	bare, why := quotesHold(text, proofs, support)
	if why != "" {
		return why
	}
	for _, check := range []func(bare, support string) string{marksHold, wordsHold, changesHold, standingHolds, shopsHold, sitesHold, handsHold, lettersHold} {
		if why := check(bare, support); why != "" {
			return why
		}
	}
	for _, n := range house.names {
		if utf8.RuneCountInString(n) > 1 && strings.Contains(bare, n) && !strings.Contains(support, n) {
			return fmt.Sprintf("%q is not named in its lines", n)
		}
	}
	if why := figuresHold(nameless(bare, proofs, house.names), proofs); why != "" {
		return why
	}
	return besideHolds(bare, proofs[0].line.Text, house.subjects)
}

// nameless takes out names and numbers of orders: their digits are no figures.
func nameless(bare string, proofs []proof, names []string) string {
	for _, p := range proofs {
		for _, id := range p.line.Orders {
			bare = strings.ReplaceAll(bare, id, "〇")
		}
	}
	for _, n := range names {
		if strings.ContainsFunc(n, unicode.IsDigit) {
			bare = strings.ReplaceAll(bare, n, "〇")
		}
	}
	return bare
}

// supportOf is all that the lines of a sentence say of themselves; what strangers say in them is not
// what the letter says.
func supportOf(proofs []proof) string {
	var b strings.Builder
	for _, p := range proofs {
		fmt.Fprintln(&b, p.section)
		fmt.Fprintln(&b, p.line.Text)
		for _, e := range p.line.Evidence {
			fmt.Fprintln(&b, e.Store)
		}
		for _, id := range p.line.Orders {
			fmt.Fprintln(&b, id)
		}
	}
	return b.String()
}

// misshapen tells what is wrong with a sentence before it is read: markup, addresses, control
// characters, the wrong length or language.
func misshapen(text, language string) string {
	n := utf8.RuneCountInString(text)
	if n < shortestProse || n > longestProse || !utf8.ValidString(text) {
		return fmt.Sprintf("it has %d characters, not between %d and %d", n, shortestProse, longestProse)
	}
	han := 0
	for _, r := range text {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return fmt.Sprintf("it holds the character %U", r)
		case strings.ContainsRune("<>[]{}`*#|\\_~@", r):
			return fmt.Sprintf("it holds %q, which is markup", r)
		case unicode.Is(unicode.Han, r):
			han++
		}
	}
	lower := strings.ToLower(text)
	for _, address := range []string{"http", "://", "www.", ".com", ".cn"} {
		if strings.Contains(lower, address) {
			return "it holds an address"
		}
	}
	if chinese := 3*han > n; chinese == (language == string(english)) {
		return "it is not in the letter's language"
	}
	return ""
}

// quotesHold takes the quotations out of a sentence; each must be word for word in a voice or a line it
// rests on.
func quotesHold(text string, proofs []proof, support string) (bare, why string) {
	for _, mark := range quoteMarks {
		for {
			from := strings.Index(text, mark[0])
			if from < 0 {
				break
			}
			inner := text[from+len(mark[0]):]
			to := strings.Index(inner, mark[1])
			if to < 0 {
				return "", "a quotation has no end"
			}
			said := inner[:to]
			if !verbatim(said, proofs, support) {
				return "", fmt.Sprintf("the quotation %q stands in none of its lines", said)
			}
			text = text[:from] + "〇" + inner[to+len(mark[1]):]
		}
		if mark[0] != mark[1] && strings.Contains(text, mark[1]) {
			return "", "a quotation has no beginning"
		}
	}
	return text, ""
}

var quoteMarks = [][2]string{{"“", "”"}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"\"", "\""}, {"‘", "’"}}

func verbatim(said string, proofs []proof, support string) bool {
	if strings.TrimSpace(said) == "" {
		return false
	}
	for _, p := range proofs {
		for _, e := range p.line.Evidence {
			if strings.Contains(e.Text, said) {
				return true
			}
		}
	}
	return strings.Contains(support, said)
}
