package digest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

//go:embed letter.html.tmpl
var letterHTML string

// letter is parsed when the program starts: a broken template must not wait for the night.
var letter = template.Must(template.New("letter").Funcs(template.FuncMap{
	"link": safeLink, "flat": flat, "tone": tone, "colour": colour, "beside": (&view{}).beside,
}).Parse(letterHTML))

// Render writes a letter as "md", "text", "html" (a page that needs nothing else) or "json". Everything people wrote is escaped for the
// form it is put in; only http and https addresses become links.
func Render(d voc.Digest, format string) (string, error) {
	switch format {
	case "md":
		return viewOf(d, "").markdown(), nil
	case "text":
		return viewOf(d, "").text(), nil
	case "html":
		v := viewOf(d, "")
		v.pictures(inline)
		return v.page()
	case "json":
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(d); err != nil {
			return "", fmt.Errorf("render digest of %s: %w", d.Date, err)
		}
		return b.String(), nil
	}
	return "", fmt.Errorf("digest format %q is not known: use md, text, html or json", format)
}

func (v *view) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", escape(flat(v.Title)), escape(flat(v.Lead)))
	for i, f := range v.Figures {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "- %s\n", escape(v.figure(f)))
	}
	if len(v.Prose) > 0 {
		b.WriteString("\n")
		for _, line := range v.Prose {
			b.WriteString(escape(flat(line.Text)))
		}
		fmt.Fprintf(&b, "\n\n%s\n", escape(v.Byline()))
	}
	for _, c := range v.Charts {
		fmt.Fprintf(&b, "\n%s\n", escape(flat(c.Title)))
	}
	for _, s := range v.Sections {
		fmt.Fprintf(&b, "\n## %s\n\n", escape(flat(s.Title)))
		for i, line := range s.Lines {
			if i > 0 && s.Name == "voices" {
				b.WriteString("\n") // or the quotations run together
			}
			v.markdownLine(&b, s.Name, line)
		}
	}
	fmt.Fprintf(&b, "\n---\n%s\n", v.AsOfLine())
	return b.String()
}

func (v *view) markdownLine(b *strings.Builder, section string, line voc.DigestLine) {
	if section == "voices" { // the voice is the line, what we say of it comes after
		for _, e := range line.Evidence {
			fmt.Fprintf(b, "> “%s”\n> —— %s%s\n", escape(flat(e.Text)), escape(flat(line.Text)), v.markdownLink(e))
		}
		return
	}
	fmt.Fprintf(b, "- %s", escape(flat(line.Text)))
	for _, id := range line.Orders[:min(1, len(line.Orders))] {
		fmt.Fprintf(b, " `%s`", strings.ReplaceAll(flat(id), "`", ""))
	}
	b.WriteString("\n")
	for _, e := range line.Evidence {
		fmt.Fprintf(b, "  > “%s”%s\n", escape(flat(e.Text)), v.markdownLink(e))
	}
}

func (v *view) markdownLink(e voc.Evidence) string {
	u := safeLink(e.URL)
	if u == "" {
		return ""
	}
	return " [" + v.Words.Source + "](" + markdownAddress(u) + ")"
}

// markdownAddress keeps an address from ending the link it stands in.
var markdownAddress = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E").Replace

// escape keeps people's words from becoming markup. Addresses in them are broken up, so that no
// reader makes links of them by itself.
var escape = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`, `|`, `\|`, `#`, `\#`, `~`, `\~`, `&`, `\&`, "://", `:\//`, "www.", `www\.`,
).Replace

// flat puts words of several lines on one: a line break would begin a heading or an item of its own.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// safeLink lets only web addresses through.
func safeLink(u string) string {
	if strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
		return u
	}
	return ""
}
