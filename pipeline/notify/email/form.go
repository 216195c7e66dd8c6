package email

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// writeForm writes what a message looks like, nested as every mail program expects it: what is attached
// around the page with its pictures, and those beside the plain text, so that a program takes the richest
// it can show. A level that would hold one thing alone is left out.
func writeForm(b *bytes.Buffer, border string, f voc.MessageForm) {
	level := func(kind, name string, body func(inner string)) {
		inner := border + "-" + name
		fmt.Fprintf(b, "Content-Type: multipart/%s; boundary=\"%s\"\r\n\r\n", kind, inner)
		body(inner)
		b.WriteString("--" + inner + "--\r\n")
	}
	page := func() {
		level("alternative", "a", func(inner string) {
			part(b, inner, "text/plain", f.Text)
			if len(f.Inline) == 0 {
				part(b, inner, "text/html", f.HTML)
				return
			}
			b.WriteString("--" + inner + "\r\n")
			level("related", "r", func(inner string) {
				part(b, inner, "text/html", f.HTML)
				for _, e := range f.Inline {
					enclose(b, inner, e, "inline")
				}
			})
		})
	}
	if len(f.Files) == 0 {
		page()
		return
	}
	level("mixed", "m", func(inner string) {
		b.WriteString("--" + inner + "\r\n")
		page()
		for _, e := range f.Files {
			enclose(b, inner, e, "attachment")
		}
	})
}

// enclose writes a file: shown where the page names it, or attached.
func enclose(b *bytes.Buffer, border string, e voc.Enclosure, how string) {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == '<' || r == '>' {
			return '-'
		}
		return r
	}, e.Name)
	fmt.Fprintf(b, "--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: base64\r\n", border, mime.FormatMediaType(e.Type, map[string]string{"name": name}))
	fmt.Fprintf(b, "Content-Disposition: %s\r\n", mime.FormatMediaType(how, map[string]string{"filename": name}))
	if how == "inline" {
		fmt.Fprintf(b, "Content-ID: <%s>\r\n", name)
	}
	b.WriteString("\r\n")
	base64Lines(b, e.Body)
}
