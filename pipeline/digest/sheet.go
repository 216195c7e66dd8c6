package digest

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/spreadsheet"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// Sheet writes a letter or report as a spreadsheet: its figures, every line with what proves it, and the
// tables of its appendix, a sheet each. What strangers wrote is disarmed.
func Sheet(d voc.Digest) ([]byte, error) {
	var out bytes.Buffer
	book := spreadsheet.New(&out)
	l := tongue(d.Language)
	write := func(s spreadsheet.Sheet, rows [][]string) error {
		if err := book.Begin(s); err != nil {
			return err
		}
		numbers := map[int]bool{}
		for _, i := range s.Numbers {
			numbers[i] = true
		}
		for _, row := range rows {
			safe := make([]string, len(row))
			for i, cell := range row {
				if safe[i] = cell; !numbers[i] || !plainNumber(cell) {
					safe[i] = spreadsheet.Safe(cell)
				}
			}
			if err := book.Add(safe); err != nil {
				return err
			}
		}
		return nil
	}
	err := write(figureSheet(l, d), figureRows(l, d))
	if err == nil {
		err = write(lineSheet(l), lineRows(l, d))
	}
	for _, c := range d.Charts {
		if err == nil {
			err = write(chartSheet(l, c), chartRows(c))
		}
	}
	for _, t := range d.Tables {
		if err == nil {
			err = write(spreadsheet.Sheet{Title: t.Title, Head: t.Head, Numbers: t.Numbers, Widths: widths(t)}, t.Rows)
		}
	}
	if err == nil {
		err = book.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("spreadsheet of %s: %w", d.Date, err)
	}
	return out.Bytes(), nil
}

// plainNumber tells whether a cell is a number and nothing else: "-0.5", "12%".
func plainNumber(cell string) bool {
	found := figure.FindString(cell)
	return found != "" && found == cell && !strings.Contains(cell, ":")
}

func figureSheet(l tongue, d voc.Digest) spreadsheet.Sheet {
	return spreadsheet.Sheet{
		Title: l.say("概览", "Overview"), Widths: []float64{24, 28, 28, 24},
		Head: []string{l.say("数字", "Figure"), l.say("现在", "Now"), l.say("此前", "Before"), l.say("变化", "Change")},
	}
}

func figureRows(l tongue, d voc.Digest) [][]string {
	var rows [][]string
	for _, f := range d.Figures {
		rows = append(rows, []string{f.Title, f.Text, f.Before, f.Change})
	}
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format("2006-01-02 15:04")
	}
	return append(rows, nil, []string{l.say("标题", "Title"), d.Title}, []string{l.say("概况", "In short"), d.Lead},
		[]string{l.say("从", "From"), moment(d.From)}, []string{l.say("数据截至", "Data until"), moment(d.AsOf)})
}

func lineSheet(l tongue) spreadsheet.Sheet {
	return spreadsheet.Sheet{
		Title: l.say("内容与证据", "Lines and evidence"), Widths: []float64{14, 16, 60, 60, 22, 36, 24},
		Head: []string{
			l.say("编号", "Id"), l.say("部分", "Section"), l.say("内容", "Line"), l.say("原声", "Voice"), l.say("工单", "Work order"), l.say("帖子", "Posts"), l.say("数字来源", "Query"),
		},
	}
}

func lineRows(l tongue, d voc.Digest) [][]string {
	var rows [][]string
	for _, p := range d.Prose {
		rows = append(rows, []string{p.ID, l.say("综述", "Summary"), p.Text})
	}
	for _, s := range d.Sections {
		for _, line := range s.Lines {
			var posts, voices []string
			for _, id := range line.Posts {
				posts = append(posts, string(id))
			}
			for _, e := range line.Evidence {
				voices = append(voices, e.Text+" "+e.URL)
			}
			rows = append(rows, []string{line.ID, s.Title, line.Text, strings.Join(voices, "\n"), strings.Join(line.Orders, " "), strings.Join(posts, " "), line.Query})
		}
	}
	return rows
}

func chartSheet(l tongue, c voc.DigestChart) spreadsheet.Sheet {
	s := spreadsheet.Sheet{Title: l.say("图·", "Chart ") + c.Name, Head: []string{c.Title}, Widths: []float64{36}}
	for i, x := range c.Series {
		s.Head = append(s.Head, x.Title)
		s.Numbers = append(s.Numbers, i+1)
	}
	return s
}

func chartRows(c voc.DigestChart) [][]string {
	var rows [][]string
	for i, label := range c.Labels {
		row := []string{label}
		for _, s := range c.Series {
			cell := ""
			if i < len(s.Values) && s.Values[i] != nil {
				cell = plain(*s.Values[i])
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows
}

// widths leaves room for the names in the first column.
func widths(t voc.DigestTable) []float64 {
	most := 8
	for _, row := range t.Rows {
		if len(row) > 0 {
			most = max(most, 2*len([]rune(row[0])))
		}
	}
	return []float64{float64(min(most, 40))}
}
