package digest

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// The limits of what is sent. Gmail cuts a mail's page at 102 kB; the smallest robot takes 4,096 bytes with
// the title.
const (
	mostMail = 90_000
	mostCard = 3_000
)

// Form is what a letter looks like in a mail and on a card. address is the dashboard's, "" for a letter
// without links to it.
func Form(d voc.Digest, address string) (voc.MessageForm, error) {
	v := viewOf(d, address)
	var form voc.MessageForm
	v.pictures(func(name string, png []byte) template.URL {
		file := name + ".png"
		form.Inline = append(form.Inline, voc.Enclosure{Name: file, Type: "image/png", Body: png})
		return template.URL("cid:" + file) // #nosec: our own name
	})
	page, short, err := v.mail()
	if err != nil {
		return form, err
	}
	form.HTML, form.Text, form.Card = page, short.text(), v.card()
	if d.Period == voc.PeriodWeek || d.Period == voc.PeriodMonth {
		sheet, err := Sheet(d)
		if err != nil {
			return form, fmt.Errorf("appendix of letter %s: %w", d.ID, err)
		}
		form.Files = append(form.Files, voc.Enclosure{
			Name: strings.ReplaceAll(d.ID, "/", "-") + ".xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Body: sheet,
		})
	}
	return form, nil
}

// mail is the page of a mail, and what of the letter stands in it: as much as mail programs show whole.
func (v *view) mail() (string, *view, error) {
	short := v
	for _, most := range []struct{ lines, voices int }{{1000, 3}, {20, 1}, {8, 1}, {5, 0}, {2, 0}} {
		short = v.cut(most.lines, most.voices)
		page, err := short.page()
		if err != nil || len(page) <= mostMail {
			return page, short, err
		}
	}
	short.shorten(200) // a few lines that are too much are not sentences
	page, err := short.page()
	return page, short, err
}

// shorten cuts every text of a letter that was cut before to so many characters.
func (v *view) shorten(most int) {
	v.Title, v.Lead, v.Prose = shortened(flat(v.Title), most), shortened(flat(v.Lead), most), nil
	for _, s := range v.Sections {
		for n, line := range s.Lines {
			line.Text = shortened(flat(line.Text), most)
			line.Evidence = slices.Clone(line.Evidence)
			for i := range line.Evidence {
				line.Evidence[i].Text = shortened(flat(line.Evidence[i].Text), most)
			}
			s.Lines[n] = line
		}
	}
}

// page writes the HTML.
func (v *view) page() (string, error) {
	var b bytes.Buffer
	t, err := letter.Clone()
	if err != nil {
		return "", err
	}
	if err := t.Funcs(template.FuncMap{"beside": v.beside}).Execute(&b, v); err != nil {
		return "", fmt.Errorf("render digest of %s: %w", v.Date, err)
	}
	return b.String(), nil
}

// text is the letter in plain words, for mail programs that show nothing else.
func (v *view) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", flat(v.Title), flat(v.Lead))
	for i, f := range v.Figures {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString(v.figure(f) + "\n")
	}
	if len(v.Prose) > 0 {
		b.WriteString("\n")
		for _, line := range v.Prose {
			b.WriteString(flat(line.Text))
		}
		b.WriteString("\n" + v.Byline() + "\n")
	}
	for _, c := range v.Charts {
		b.WriteString("\n" + flat(c.Title) + "\n")
		if key := keyOf(c); key != "" {
			b.WriteString(flat(key) + "\n")
		}
	}
	for _, s := range v.Sections {
		fmt.Fprintf(&b, "\n【%s】\n", flat(s.Title))
		for _, line := range s.Lines {
			v.textLine(&b, s.Name, line)
		}
		if left := v.Left(s.Name); left != "" {
			b.WriteString(left + "\n")
		}
	}
	b.WriteString("\n" + v.AsOfLine() + "\n")
	if whole := v.Whole(); whole != "" {
		b.WriteString(v.Words.Whole + "：" + whole + "\n")
	}
	return b.String()
}

func (v *view) textLine(b *strings.Builder, section string, line voc.DigestLine) {
	if section != "voices" {
		b.WriteString("· " + flat(line.Text))
		for _, id := range line.Orders[:min(1, len(line.Orders))] {
			b.WriteString("（" + flat(id) + "）")
		}
		b.WriteString("\n")
	}
	for _, e := range line.Evidence {
		b.WriteString("  “" + flat(e.Text) + "”\n")
		if section == "voices" {
			b.WriteString("  —— " + flat(line.Text) + "\n")
		}
		if u := safeLink(e.URL); u != "" {
			b.WriteString("  " + u + "\n")
		}
	}
}

// figure is one number in words: "投诉指数 132，多 12%".
func (v *view) figure(f voc.DigestFigure) string {
	text := flat(f.Title) + " " + flat(f.Text)
	if more := v.beside(f); more != "" {
		comma := "，"
		if v.Language == "en" {
			comma = ", "
		}
		text += comma + flat(more)
	}
	return text
}

// card is the letter on one card of a robot: the picture, the numbers, the first lines, and a link for the
// rest. It is Markdown of at most mostCard bytes.
func (v *view) card() string {
	var b strings.Builder
	end := "\n\n" + v.AsOfLine()
	if whole := v.Whole(); whole != "" {
		end += "\n\n[" + v.Words.Whole + "](" + markdownAddress(whole) + ")"
	}
	room := mostCard - len(end) - len(fmt.Sprintf(v.Words.left, 100_000)) - 2
	add := func(text string) bool {
		if b.Len()+len(text) > room {
			return false
		}
		b.WriteString(text)
		return true
	}
	lead := escape(flat(v.Lead))
	for !add(lead) { // a lead is a sentence; one that fills a card is not ours
		lead = shortened(lead, len([]rune(lead))/2)
	}
	for i, f := range v.Figures {
		if i == 0 {
			add("\n")
		}
		add("\n- " + escape(v.figure(f)))
	}
	left, full := 0, false
	for _, s := range v.Sections {
		head := "\n\n**" + escape(flat(s.Title)) + "**\n"
		for _, line := range s.Lines {
			text := head + v.cardLine(s.Name, line)
			if full = full || !add(text); full {
				left++
				continue
			}
			head = ""
		}
	}
	if left > 0 {
		b.WriteString("\n\n" + fmt.Sprintf(v.Words.left, left))
	}
	return b.String() + end
}

// cardLine is a line on a card: without the voices under it, but for those that are the line.
func (v *view) cardLine(section string, line voc.DigestLine) string {
	if section != "voices" {
		return "\n- " + escape(flat(line.Text))
	}
	text := ""
	for _, e := range line.Evidence {
		text += "\n> “" + escape(shortened(flat(e.Text), 80)) + "”\n> —— " + escape(flat(line.Text)) + "\n"
	}
	return text
}
