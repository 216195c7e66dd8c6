package digest

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// view is a letter on its way into a form: with links, in the words of its language.
type view struct {
	voc.Digest
	Words    words
	Pictures []shown
	address  string         // of the dashboard; "" no links to it
	left     map[string]int // lines left out of each section
}

// shown is a chart as a picture.
type shown struct {
	Title  string       // its conclusion
	Key    string       // which line is which, in words: pictures hold none
	Source template.URL // "cid:…" in a mail, the picture itself on a page
}

// words are what a form says besides the letter.
type words struct {
	Source, Reply, Whole, asOf, byline, left, before string
}

func wordsOf(language string) words {
	if language == "en" {
		return words{
			Source: "source", Reply: "reply", Whole: "Whole letter", asOf: "Data as of %s",
			byline: "Summed up by %s; every sentence was checked against the lines below.", left: "%d more in the whole letter.", before: "before: %s",
		}
	}
	return words{
		Source: "原文", Reply: "回复", Whole: "看全文、回复", asOf: "数据截至 %s",
		byline: "以上由 %s 概括，逐句与下文核对过。", left: "另有 %d 条，见全文。", before: "之前 %s",
	}
}

// unknownFigure stands in the place of a number nobody knows.
const unknownFigure = "—"

// viewOf prepares a letter for people; address is the dashboard's, "" for no links to it.
func viewOf(d voc.Digest, address string) *view {
	d.Figures = slices.DeleteFunc(slices.Clone(d.Figures), func(f voc.DigestFigure) bool { return f.Text == unknownFigure && f.Before == "" })
	return &view{Digest: d, Words: wordsOf(d.Language), address: strings.TrimRight(address, "/"), left: map[string]int{}}
}

// Lang is the language of the page.
func (v *view) Lang() string {
	if v.Language == "en" {
		return "en"
	}
	return "zh-CN"
}

// AsOfLine says up to when the letter knows.
func (v *view) AsOfLine() string { return fmt.Sprintf(v.Words.asOf, v.AsOf.Format("2006-01-02 15:04")) }

// Byline says who wrote the prose.
func (v *view) Byline() string { return fmt.Sprintf(v.Words.byline, v.Author) }

// Whole is the address of the letter itself.
func (v *view) Whole() string {
	if v.address == "" || v.ID == "" {
		return ""
	}
	parts := strings.Split(v.ID, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return v.address + "/letters/" + strings.Join(parts, "/")
}

// Reply is where a reader makes a line a work order or a question.
func (v *view) Reply(line voc.DigestLine) string {
	if line.ID == "" || v.Whole() == "" {
		return ""
	}
	return v.Whole() + "?line=" + url.QueryEscape(line.ID) + "#reply"
}

// OrderLink is where a work order stands.
func (v *view) OrderLink(id string) string {
	if v.address == "" {
		return ""
	}
	return v.address + "/orders/" + url.PathEscape(id)
}

// Left says how many lines of a section stand in the whole letter only.
func (v *view) Left(section string) string {
	if v.left[section] == 0 {
		return ""
	}
	return fmt.Sprintf(v.Words.left, v.left[section])
}

// cut leaves so many lines in each section, and so many voices under each line.
func (v *view) cut(lines, voices int) *view {
	short := *v
	short.left = map[string]int{}
	short.Sections = slices.Clone(v.Sections)
	for i, s := range short.Sections {
		short.left[s.Name] = v.left[s.Name] + max(0, len(s.Lines)-lines)
		s.Lines = slices.Clone(s.Lines[:min(lines, len(s.Lines))])
		for n := range s.Lines {
			if s.Name != "voices" {
				s.Lines[n].Evidence = s.Lines[n].Evidence[:min(voices, len(s.Lines[n].Evidence))]
			}
		}
		short.Sections[i] = s
	}
	return &short
}

// beside is what stands beside a figure: how it changed, else what it was.
func (v *view) beside(f voc.DigestFigure) string {
	switch {
	case f.Change != "":
		return f.Change
	case f.Before != "":
		return fmt.Sprintf(v.Words.before, f.Before)
	}
	return ""
}

// tone is the class of a change, and colour its colour where classes are not heeded. Neither says anything
// the words do not.
func tone(f voc.DigestFigure) string {
	switch {
	case f.Worse == nil:
		return "dim"
	case *f.Worse:
		return "worse"
	}
	return "better"
}

func colour(f voc.DigestFigure) string {
	return map[string]string{"dim": "#646a73", "worse": "#b42318", "better": "#1a7f4b"}[tone(f)]
}

// pictures draws the charts of a letter; of one that cannot be drawn the conclusion stands alone.
func (v *view) pictures(source func(name string, png []byte) template.URL) {
	for _, c := range v.Charts {
		png, err := Picture(c, false)
		if err != nil || len(png) == 0 {
			v.Pictures = append(v.Pictures, shown{Title: c.Title})
			continue
		}
		v.Pictures = append(v.Pictures, shown{Title: c.Title, Key: keyOf(c), Source: source(c.Name, png)})
	}
}

// keyOf names the lines of a chart where there are several, and what its bars stand for.
func keyOf(c voc.DigestChart) string {
	var names []string
	if c.Kind == "bars" {
		for i, label := range c.Labels {
			names = append(names, fmt.Sprintf("%d %s", i+1, label))
		}
	}
	for _, s := range c.Series {
		if len(c.Series) > 1 {
			names = append(names, s.Title)
		}
	}
	return strings.Join(names, " · ")
}

// inline is a picture as part of a page.
func inline(_ string, png []byte) template.URL {
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)) // #nosec: bytes of our own drawing
}
