package email

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"mime"
	"net/mail"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// compose writes the mail: headers, then the same in text and in HTML.
func (c *Channel) compose(m voc.Message, to []string) []byte {
	title, blocks := markup.Compose(m)
	links := markup.Links(m)
	border := "tingfeng-" + digest("border", m.ID)
	var b bytes.Buffer
	head := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	_, domain, _ := strings.Cut(c.from.Address, "@")
	head("From", c.from.String())
	head("To", addresses(to))
	head("Subject", mime.BEncoding.Encode("utf-8", title))
	head("Date", c.o.Now().Format(time.RFC1123Z))
	head("Message-ID", "<"+digest("message", m.ID)+"@"+domain+">")
	if m.Thread != "" {
		root := "<thread." + digest("thread", m.Thread) + "@" + domain + ">"
		head("In-Reply-To", root)
		head("References", root)
	}
	head("List-Id", "tingfeng <tingfeng."+domain+">")
	head("Auto-Submitted", "auto-generated") // so that no holiday notice answers it
	if m.Level == voc.Red {
		head("X-Priority", "1")
	}
	head("MIME-Version", "1.0")
	if m.Form != nil && m.Form.HTML != "" {
		writeForm(&b, border, *m.Form)
		return b.Bytes()
	}
	head("Content-Type", `multipart/alternative; boundary="`+border+`"`)
	b.WriteString("\r\n")
	part(&b, border, "text/plain", plain(title, blocks, links))
	part(&b, border, "text/html", page(m.Level, title, blocks, links))
	b.WriteString("--" + border + "--\r\n")
	return b.Bytes()
}

// addresses writes a To header, folded: a list of many is longer than a line may be.
func addresses(to []string) string {
	list := make([]string, len(to))
	for i, a := range to {
		list[i] = (&mail.Address{Address: a}).String()
	}
	return strings.Join(list, ",\r\n ")
}

// digest makes of an id something that may stand in a header.
func digest(what, id string) string {
	sum := sha256.Sum256([]byte(what + "\x00" + id))
	return hex.EncodeToString(sum[:16])
}

// part writes one of the two bodies in base64: no line of it can be too long, begin with a dot or be
// taken for a border.
func part(b *bytes.Buffer, border, kind, text string) {
	fmt.Fprintf(b, "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", border, kind)
	base64Lines(b, []byte(text))
}

// base64Lines writes base64 in lines.
func base64Lines(b *bytes.Buffer, body []byte) {
	for code := base64.StdEncoding.EncodeToString(body); code != ""; {
		n := min(76, len(code))
		b.WriteString(code[:n] + "\r\n")
		code = code[n:]
	}
}

func plain(title string, blocks []markup.Block, links []voc.MessageLink) string {
	text := title + "\n\n" + markup.Plain(blocks) + "\n"
	for i, l := range links {
		if i == 0 {
			text += "\n"
		}
		text += l.Title + "：" + l.URL + "\n"
	}
	return text
}

// colours of the line above the title, by level.
var colours = map[voc.Level]string{voc.Red: "#c62828", voc.Orange: "#e65100", voc.Yellow: "#b58900", voc.Blue: "#1565c0"}

// page writes the HTML. Everything that is text is escaped here and nowhere else.
func page(level voc.Level, title string, blocks []markup.Block, links []voc.MessageLink) string {
	colour := colours[level]
	if colour == "" {
		colour = "#666666"
	}
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="zh-CN"><body style="font:15px/1.7 sans-serif;color:#222">`)
	fmt.Fprintf(&b, `<h2 style="font-size:18px;border-left:4px solid %s;padding-left:10px">%s</h2>`, colour, html.EscapeString(title))
	for _, block := range blocks {
		b.WriteString(htmlBlock(block))
	}
	if len(links) > 0 {
		b.WriteString("<p>")
		for i, l := range links {
			if i > 0 {
				b.WriteString(" · ")
			}
			fmt.Fprintf(&b, `<a href="%s">%s</a>`, html.EscapeString(l.URL), html.EscapeString(l.Title))
		}
		b.WriteString("</p>")
	}
	b.WriteString("</body></html>\r\n")
	return b.String()
}

func htmlBlock(block markup.Block) string {
	var b strings.Builder
	for _, s := range block.Spans {
		text := strings.ReplaceAll(html.EscapeString(s.Text), "\n", "<br>")
		switch {
		case s.Code:
			text = "<code>" + text + "</code>"
		case s.URL != "":
			text = `<a href="` + html.EscapeString(s.URL) + `">` + text + "</a>"
		}
		if s.Bold {
			text = "<strong>" + text + "</strong>"
		}
		b.WriteString(text)
	}
	switch block.Kind {
	case markup.Heading:
		return `<h3 style="font-size:16px">` + b.String() + "</h3>"
	case markup.Quote:
		return `<blockquote style="margin:8px 0;padding:4px 12px;border-left:3px solid #ccc;color:#555">` + b.String() + "</blockquote>"
	case markup.Item:
		mark := "•"
		if block.Mark != "" {
			mark = block.Mark
		}
		return fmt.Sprintf(`<p style="margin:4px 0 4px %dpx">%s %s</p>`, 16*(block.Level+1), mark, b.String())
	case markup.Rule:
		return "<hr>"
	}
	return "<p>" + b.String() + "</p>"
}
