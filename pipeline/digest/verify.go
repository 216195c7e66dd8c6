package digest

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Dropped is a line that did not hold against the ledger, and why.
type Dropped struct {
	Section string
	Text    string
	Why     string
}

// plainLead stands in for a lead that did not hold: the letter goes out, and claims nothing.
const plainLead = "今天的概况没有通过核对，请看下面各项。"

const plainLeadEnglish = "The day's summary did not hold against its sources; please read what stands below."

// Verify is the evidence lock. Every line must rest on posts, orders or a query; every quote must
// be verbatim in what is stored; every number must have been given by the line's own query. What
// fails is taken out and told; sections left empty go with it. Whoever wrote the sentence, a
// template or a model, it is held to the same.
func Verify(d voc.Digest, l Ledger) (voc.Digest, []Dropped) {
	var dropped []Dropped
	if why := l.wrongFigure(d.Lead, queryOverview); why != "" {
		dropped = append(dropped, Dropped{"lead", d.Lead, why})
		if d.Lead = plainLead; d.Language == string(english) {
			d.Lead = plainLeadEnglish
		}
	}
	figures := []voc.DigestFigure{}
	for _, g := range d.Figures {
		text := strings.Join([]string{g.Text, g.Before, g.Change}, "\n")
		if why := l.wrongFigure(text, g.Query); why != "" {
			dropped = append(dropped, Dropped{"figures", g.Title + " " + text, why})
			continue
		}
		figures = append(figures, g)
	}
	d.Figures = figures
	kept := []voc.DigestSection{}
	for _, s := range d.Sections {
		var lines []voc.DigestLine
		for _, line := range s.Lines {
			if why := l.wrong(line); why != "" {
				dropped = append(dropped, Dropped{s.Name, line.Text, why})
				continue
			}
			lines = append(lines, line)
		}
		if len(lines) > 0 {
			s.Lines = lines
			kept = append(kept, s)
		}
	}
	d.Sections = kept
	return d, dropped
}

// hold holds a letter or report to its ledger: what does not hold is logged and left out, the rest goes.
func hold(log *slog.Logger, d voc.Digest, l Ledger) voc.Digest {
	d, dropped := verifyReport(d, l)
	for _, x := range dropped {
		log.Warn("part of a letter did not hold and was left out", "date", d.Date, "brand", d.Brand, "period", d.Period, "section", x.Section, "text", x.Text, "why", x.Why)
	}
	return d
}

// wrong says what is wrong with a line; "" nothing.
func (l *Ledger) wrong(line voc.DigestLine) string {
	query := line.Query
	switch {
	case query != "":
	case len(line.Orders) > 0:
		query = orderQuery(line.Orders[0])
		if !strings.Contains(line.Text, l.Called[line.Orders[0]]) {
			return fmt.Sprintf("it rests on work order %s and does not speak of it", line.Orders[0])
		}
	case len(line.Posts) > 0:
		query = postQuery(line.Posts[0])
	default:
		return "it rests on nothing: no post, no order, no query"
	}
	for _, id := range line.Posts {
		if _, ok := l.Texts[id]; !ok {
			return fmt.Sprintf("post %s was not found in the store", id)
		}
	}
	if about := l.About[query]; about != "" && !slices.Contains(line.Orders, about) {
		return fmt.Sprintf("%s tells of work order %s, and the line does not name it", query, about)
	}
	for _, id := range line.Orders {
		if !l.Orders[id] {
			return fmt.Sprintf("work order %s does not exist", id)
		}
	}
	for _, e := range line.Evidence {
		if text, ok := l.Texts[e.PostID]; !ok || e.Text == "" || !strings.Contains(text, e.Text) {
			return fmt.Sprintf("the quotation of post %s is not in its text", e.PostID)
		}
	}
	return l.wrongFigure(line.Text, query)
}

// wrongFigure says what of a sentence was given by nobody: a number, or words in quotation marks.
func (l *Ledger) wrongFigure(text, query string) string {
	if words := l.unheard(text); words != "" {
		return fmt.Sprintf("nobody is called or has said %s", words)
	}
	for _, f := range l.figures(text) {
		if !l.Figures[query][f] {
			return fmt.Sprintf("the number %s was not given by %s", f, query)
		}
	}
	return ""
}
