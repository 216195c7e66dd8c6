package feishu

import (
	"encoding/json"
	"strings"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Bytes of a body: the operator's limit is 20 KB, and signature and frame need some of it.
const (
	mostBody = 20 << 10
	frame    = 512
)

// card is version 1 of Feishu's cards.
type card struct {
	Config   map[string]bool `json:"config"`
	Header   header          `json:"header"`
	Elements []any           `json:"elements"`
}

type header struct {
	Title    text   `json:"title"`
	Template string `json:"template"`
}

type text struct {
	Tag     string `json:"tag"` // "plain_text": nothing in it is markup
	Content string `json:"content"`
}

type markdown struct {
	Tag     string `json:"tag"` // "markdown"
	Content string `json:"content"`
}

type note struct {
	Tag      string `json:"tag"` // "note"
	Elements []text `json:"elements"`
}

type actions struct {
	Tag     string   `json:"tag"` // "action"
	Actions []button `json:"actions"`
}

type button struct {
	Tag  string `json:"tag"` // "button"
	Text text   `json:"text"`
	URL  string `json:"url"`
	Type string `json:"type"`
}

// colours of the header, by level.
var colours = map[voc.Level]string{voc.Red: "red", voc.Orange: "orange", voc.Yellow: "yellow", voc.Blue: "blue"}

// cards are what a message becomes: one, or several when it is longer than a body may be.
func (c *Channel) cards(m voc.Message) []card {
	title, blocks := markup.Compose(m)
	write := func(part []markup.Block, name string, last bool) card {
		one := card{Config: map[string]bool{"wide_screen_mode": true}, Header: header{text{"plain_text", name}, "grey"}, Elements: elements(part)}
		if colour, ok := colours[m.Level]; ok {
			one.Header.Template = colour
		}
		if who := c.mentions(m); who != "" {
			one.Elements = append(one.Elements, markdown{"markdown", who})
		}
		if len(part) == 0 { // a card without elements is refused
			one.Elements = append(one.Elements, markdown{"markdown", "**" + markup.Tame(name) + "**"})
		}
		if links := markup.Links(m); last && len(links) > 0 {
			one.Elements = append(one.Elements, buttons(links))
		}
		return one
	}
	longest := markup.Numbered(title, markup.MostParts, markup.MostParts)
	parts, _ := markup.Split(blocks, mostBody-frame, markup.MostParts, func(part []markup.Block) int {
		body, err := json.Marshal(write(part, longest, true))
		if err != nil {
			return mostBody
		}
		return len(body)
	})
	if len(parts) == 0 {
		parts = [][]markup.Block{nil}
	}
	var list []card
	for i, part := range parts {
		list = append(list, write(part, markup.Numbered(title, i, len(parts)), i == len(parts)-1))
	}
	return list
}

// elements writes blocks: quotations as notes of plain text, what stands between them as Markdown.
func elements(blocks []markup.Block) []any {
	list := []any{}
	var run []markup.Block
	flush := func() {
		if len(run) > 0 {
			list = append(list, markdown{"markdown", markup.Chat(run, "\n")})
			run = nil
		}
	}
	for _, b := range blocks {
		switch b.Kind {
		case markup.Quote:
			flush()
			list = append(list, quotation(b))
		case markup.Rule:
			flush()
			list = append(list, map[string]string{"tag": "hr"})
		default:
			run = append(run, b)
		}
	}
	flush()
	return list
}

// quotation is what somebody wrote: plain text, and beside it only the links.
func quotation(b markup.Block) note {
	n := note{Tag: "note"}
	var words strings.Builder
	for _, s := range b.Spans {
		if s.URL == "" {
			words.WriteString(s.Text)
			continue
		}
		n.Elements = append(n.Elements, text{"lark_md", "[" + markup.Tame(s.Text) + "](" + s.URL + ")"})
	}
	if words.Len() > 0 {
		n.Elements = append([]text{{"plain_text", words.String()}}, n.Elements...)
	}
	return n
}

// mentions calls those a message is for by name, as far as their ids are known.
func (c *Channel) mentions(m voc.Message) string {
	if c.o.Person == nil {
		return ""
	}
	var b strings.Builder
	for _, name := range m.To {
		if id := c.o.Person(name).Feishu; plainID(id) {
			b.WriteString("<at id=" + id + "></at>")
		}
	}
	return b.String()
}

// plainID keeps an id from being more than an id: "all" would call everybody.
func plainID(id string) bool {
	return id != "" && id != "all" && !strings.ContainsFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
	})
}

func buttons(links []voc.MessageLink) actions {
	a := actions{Tag: "action"}
	for i, l := range links {
		kind := "default"
		if i == 0 {
			kind = "primary"
		}
		a.Actions = append(a.Actions, button{"button", text{"plain_text", l.Title}, l.URL, kind})
	}
	return a
}
