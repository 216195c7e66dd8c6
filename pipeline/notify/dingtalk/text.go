package dingtalk

import (
	"encoding/json"
	"strings"

	"github.com/tingfeng-voc/tingfeng/pipeline/notify/markup"
	"github.com/tingfeng-voc/tingfeng/pipeline/notify/wire"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// mostBody is how many bytes a body may have: 20,000, whether the operator counts in thousands or not,
// less some room.
const mostBody = 19_000

type body struct {
	Type     string    `json:"msgtype"`
	Markdown *content  `json:"markdown,omitempty"`
	Card     *card     `json:"actionCard,omitempty"`
	At       *mentions `json:"at,omitempty"`
}

type content struct {
	Title string `json:"title"` // shown in the list of chats
	Text  string `json:"text"`
}

type card struct {
	Title       string   `json:"title"`
	Text        string   `json:"text"`
	Orientation string   `json:"btnOrientation"` // "0": one below the other
	Buttons     []button `json:"btns"`
}

type button struct {
	Title string `json:"title"`
	URL   string `json:"actionURL"`
}

type mentions struct {
	Mobiles []string `json:"atMobiles"`
	All     bool     `json:"isAtAll"`
}

// bodies are what a message becomes: one, or several when it is longer than a body may be.
func (c *Channel) bodies(m voc.Message) []body {
	title, blocks := markup.Compose(m)
	who := wire.Mobiles(m, c.o.Person)
	write := func(part []markup.Block, name string, last bool) body {
		return message(name, markup.Chat(part, "  \n"), who, markup.Links(m), last)
	}
	longest := markup.Numbered(title, markup.MostParts, markup.MostParts)
	parts, _ := markup.Split(blocks, mostBody, markup.MostParts, func(part []markup.Block) int {
		text, err := json.Marshal(write(part, longest, true))
		if err != nil {
			return mostBody
		}
		return len(text)
	})
	if len(parts) == 0 {
		parts = [][]markup.Block{nil}
	}
	var list []body
	for i, part := range parts {
		list = append(list, write(part, markup.Numbered(title, i, len(parts)), i == len(parts)-1))
	}
	return list
}

// message is one body: a card when there is something to press and nobody to be called.
func message(title, text string, who []string, links []voc.MessageLink, last bool) body {
	text = strings.TrimSpace("### " + markup.Tame(title) + "\n\n" + text)
	if last && len(links) > 0 && len(who) == 0 {
		c := &card{Title: title, Text: text, Orientation: "0"}
		for _, l := range links {
			c.Buttons = append(c.Buttons, button(l))
		}
		return body{Type: "actionCard", Card: c}
	}
	if last && len(links) > 0 {
		var words []string
		for _, l := range links {
			words = append(words, "["+markup.Tame(l.Title)+"]("+l.URL+")")
		}
		text += "\n\n" + strings.Join(words, " · ")
	}
	b := body{Type: "markdown", Markdown: &content{title, text}}
	if last && len(who) > 0 {
		// The number must stand in the text as well; clients show the name in its place.
		b.Markdown.Text += "\n\n@" + strings.Join(who, " @")
		b.At = &mentions{Mobiles: who}
	}
	return b
}
