package markup

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// longestTitle is what the headers of cards show, in characters.
const longestTitle = 90

// MostParts bounds how many messages one becomes: a robot that sends seven in a row is muted by people.
const MostParts = 6

// Compose gives a message's title, short enough for every header, and what stands under it. A title
// that is too long stands under itself whole; a body that repeats its title does not. What was made for a
// card stands in the place of the body.
func Compose(m voc.Message) (title string, blocks []Block) {
	body := m.Body
	if m.Form != nil && m.Form.Card != "" {
		body = m.Form.Card
	}
	title, blocks = Line(m.Title), Parse(body)
	if len(blocks) > 0 && blocks[0].Kind != Quote && Line(Text(blocks[:1])) == title {
		blocks = blocks[1:]
	}
	if m.Level != "" && !strings.Contains(title, m.Level.Title()+"色") && !strings.HasPrefix(title, "【") {
		title = "【" + m.Level.Title() + "】" + title
	}
	if utf8.RuneCountInString(title) > longestTitle {
		blocks = append([]Block{{Spans: []Span{{Text: title, Bold: true}}}}, blocks...)
		title = string([]rune(title)[:longestTitle-1]) + "…"
	}
	return title, blocks
}

// Numbered is a title with the number of its part, when there are several.
func Numbered(title string, part, of int) string {
	if of < 2 {
		return title
	}
	return fmt.Sprintf("%s（%d/%d）", title, part+1, of)
}

// Links are those of a message that lead to the web.
func Links(m voc.Message) []voc.MessageLink {
	var links []voc.MessageLink
	for _, l := range m.Links {
		if Web(l.URL) && strings.TrimSpace(l.Title) != "" {
			links = append(links, voc.MessageLink{Title: Line(l.Title), URL: l.URL})
		}
	}
	return links
}

// Chat writes blocks in the Markdown that the chats have in common: bold, links, quotations, and text
// that is tame. Lines are broken by newline.
func Chat(blocks []Block, newline string) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteString("\n")
			if block.Kind != Item || blocks[i-1].Kind != Item {
				b.WriteString("\n")
			}
		}
		text := strings.ReplaceAll(chatSpans(block), "\n", newline)
		switch block.Kind {
		case Quote:
			text = "> " + strings.ReplaceAll(text, newline, newline+"> ")
		case Item:
			mark := "- "
			if block.Mark != "" {
				mark = block.Mark + " "
			}
			text = strings.Repeat("  ", block.Level) + mark + text
		case Rule:
			text = "---"
		}
		b.WriteString(text)
	}
	return b.String()
}

func chatSpans(block Block) string {
	var b strings.Builder
	for _, s := range block.Spans {
		text := Tame(s.Text)
		if s.URL != "" {
			text = "[" + text + "](" + s.URL + ")"
		}
		if (s.Bold || block.Kind == Heading) && strings.TrimSpace(text) != "" && !strings.Contains(text, "\n") {
			text = "**" + text + "**"
		}
		b.WriteString(text)
	}
	return b.String()
}
