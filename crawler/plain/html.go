package plain

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text turns HTML, or text that may hold some HTML, into plain text as a reader sees it. Paragraphs
// and <br> become line breaks; scripts, styles and templates vanish; emoticon images leave their
// alt text ("[偷笑]"); a link of a short-link service that names its target in data-url leaves the
// target. The result is Clean.
func Text(markup string) string { return TextWithout(markup, nil) }

// Element is an opening tag as TextWithout shows it.
type Element struct {
	Name  string                   // "aside"
	Attr  func(name string) string // "" without the attribute
	Class func(name string) bool   // whether it is one of its classes
}

// TextWithout is Text without the elements for which leave is true, and all in them: what a writer
// quoted from somebody else is not this writer's words.
func TextWithout(markup string, leave func(Element) bool) string {
	if !strings.ContainsAny(markup, "<&") {
		return Clean(markup)
	}
	t := textWriter{z: html.NewTokenizer(strings.NewReader(markup)), leave: leave}
	for t.next() {
	}
	return Clean(t.b.String())
}

// textWriter walks over the tokens of one document.
type textWriter struct {
	z      *html.Tokenizer
	b      strings.Builder
	inked  bool      // the line being written has something to read
	mute   atom.Atom // element whose content is not text; 0 none
	nested int       // how many of it are open
	pre    int       // open <pre> elements

	leave func(Element) bool // nil: nothing is left out
}

// next handles one token; false at the end.
func (t *textWriter) next() bool {
	switch t.z.Next() {
	case html.ErrorToken:
		return false // io.EOF: a tokenizer over a string has no other error
	case html.TextToken:
		if t.mute == 0 {
			t.text(string(t.z.Text()))
		}
	case html.StartTagToken:
		t.open(t.z.Token())
	case html.SelfClosingTagToken:
		if token := t.z.Token(); t.mute == 0 {
			t.mark(token)
		}
	case html.EndTagToken:
		t.close(t.z.Token().DataAtom)
	}
	return true
}

// text writes a run of characters. A line break in the source is a blank to the reader, except in pre.
func (t *textWriter) text(s string) {
	if t.pre == 0 {
		s = strings.NewReplacer("\r", " ", "\n", " ").Replace(s)
	}
	t.write(s) // the tokenizer has undone its entities
}

func (t *textWriter) write(s string) {
	t.inked = t.inked || strings.TrimSpace(s) != ""
	t.b.WriteString(s)
}

// silent are the elements whose content nobody reads as text.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Object: true, atom.Svg: true, atom.Textarea: true, atom.Select: true,
}

func (t *textWriter) open(token html.Token) {
	switch {
	case t.mute == atom.Head && token.DataAtom == atom.Body, t.mute == atom.A && block[token.DataAtom]:
		t.mute = 0 // the end tag of head may be left out, that of a is forgotten
	case t.mute != 0:
		if token.DataAtom == t.mute {
			t.nested++
		}
		return
	case silent[token.DataAtom], t.left(token):
		if block[token.DataAtom] {
			t.endLine()
		}
		t.mute, t.nested = token.DataAtom, 1
		return
	case token.DataAtom == atom.A:
		if target := attribute(token, "data-url"); target != "" {
			t.write(target)
			t.mute, t.nested = atom.A, 1
			return
		}
	case token.DataAtom == atom.Pre:
		t.pre++
	}
	t.mark(token)
}

// left tells whether an element is to be left out. One without an end, or with a name nobody knows,
// cannot be: there would be no telling where it stops.
func (t *textWriter) left(token html.Token) bool {
	if t.leave == nil || token.DataAtom == 0 || void[token.DataAtom] {
		return false
	}
	return t.leave(Element{
		Name:  token.Data,
		Attr:  func(name string) string { return attribute(token, name) },
		Class: func(name string) bool { return slices.Contains(strings.Fields(attribute(token, "class")), name) },
	})
}

// void are the elements that have no end.
var void = map[atom.Atom]bool{
	atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Wbr: true, atom.Source: true,
	atom.Area: true, atom.Base: true, atom.Col: true, atom.Embed: true, atom.Track: true, atom.Param: true,
}

// mark writes what an element itself leaves in the text.
func (t *textWriter) mark(token html.Token) {
	switch a := token.DataAtom; {
	case a == atom.Img:
		t.write(emoticon(token))
	case a == atom.Br, a == atom.Hr:
		t.b.WriteByte('\n')
		t.inked = false
	case a == atom.Td, a == atom.Th:
		t.b.WriteByte(' ')
	case block[a]:
		t.endLine()
	}
}

func (t *textWriter) close(a atom.Atom) {
	switch {
	case t.mute != 0:
		if a == t.mute {
			t.nested--
		}
		if t.nested == 0 {
			t.mute = 0
		}
		return
	case a == atom.Pre && t.pre > 0:
		t.pre--
	}
	if block[a] {
		t.endLine()
	}
}

// endLine ends the line if there is one: blocks inside blocks, and the end of one before the
// beginning of the next, are one line break; only <br><br> leaves an empty line.
func (t *textWriter) endLine() {
	if t.inked {
		t.b.WriteByte('\n')
	}
	t.inked = false
}

// block are the elements that stand on lines of their own.
var block = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Tr: true, atom.Table: true,
	atom.Blockquote: true, atom.Pre: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Dl: true, atom.Dt: true,
	atom.Dd: true, atom.Figure: true, atom.Figcaption: true, atom.Title: true, atom.Body: true,
}

// emoticon is the text of an image that stands for a feeling: "[偷笑]", an emoji, or the alt of an
// image whose class says it is one. Other images leave nothing.
func emoticon(token html.Token) string {
	alt := attribute(token, "alt")
	switch {
	case alt == "" || utf8.RuneCountInString(alt) > 20:
		return ""
	case strings.HasPrefix(alt, "[") && strings.HasSuffix(alt, "]"):
		return alt
	case strings.IndexFunc(alt, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSpace(r) }) < 0:
		return alt
	}
	class := strings.ToLower(attribute(token, "class") + " " + attribute(token, "src"))
	if strings.Contains(class, "emoj") || strings.Contains(class, "emoticon") || strings.Contains(class, "smil") || strings.Contains(class, "face") {
		return "[" + alt + "]"
	}
	return ""
}

func attribute(token html.Token, name string) string {
	for _, a := range token.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
