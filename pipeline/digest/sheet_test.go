package digest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// sheets reads a spreadsheet back: of each sheet its rows of cells, numbers marked with #.
func sheets(t *testing.T, body []byte) map[string][][]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	parse := func(name string, into any) {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	parse("xl/workbook.xml", &book)
	all := map[string][][]string{}
	for i, s := range book.Sheets {
		var doc struct {
			Rows []struct {
				Cells []struct {
					Number string `xml:"v"`
					Text   string `xml:"is>t"`
				} `xml:"c"`
			} `xml:"sheetData>row"`
		}
		parse(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), &doc)
		for _, r := range doc.Rows {
			var row []string
			for _, c := range r.Cells {
				if c.Number != "" {
					c.Number = "#" + c.Number
				}
				row = append(row, c.Number+c.Text)
			}
			all[s.Name] = append(all[s.Name], row)
		}
	}
	return all
}

func TestTheAppendixHoldsEverything(t *testing.T) {
	one, two := 12.0, 5.5
	d := voc.Digest{
		Date: "2026-11-16", Title: "周报", Lead: "=HYPERLINK(1)", AsOf: at("2026-11-23", "00:00"),
		Figures: []voc.DigestFigure{{Title: "投诉", Text: "79", Before: "39", Change: "是原来的 2 倍"}},
		Sections: []voc.DigestSection{{Title: "变差的", Lines: []voc.DigestLine{
			{ID: "worse-1", Text: "等待太久。", Orders: []string{"WO-1"}, Posts: []voc.PostID{"p1", "p2"}, Query: "q", Evidence: []voc.Evidence{{Text: "@等了很久", URL: "https://reviews.example.com/1"}}},
		}}},
		Charts: []voc.DigestChart{{Name: "days", Title: "每天", Labels: []string{"11-16", "11-17"}, Series: []voc.DigestSeries{{Title: "投诉", Values: []*float64{&one, nil}}, {Title: "往常", Values: []*float64{&two, &two}}}}},
		Tables: []voc.DigestTable{{Name: "shops", Title: "门店", Head: []string{"门店", "负面", "占比"}, Numbers: []int{1, 2}, Rows: [][]string{{"+好店", "63", "52.9%"}, {"新店", "-cmd", "—"}}}},
	}
	body, err := Sheet(d)
	if err != nil {
		t.Fatal(err)
	}
	got := sheets(t, body)
	for sheet, want := range map[string]string{
		"概览":     "[[数字 现在 此前 变化] [投诉 79 39 是原来的 2 倍] [] [标题 周报] [概况 '=HYPERLINK(1)] [从] [数据截至 2026-11-23 00:00]]",
		"内容与证据":  "[[编号 部分 内容 原声 工单 帖子 数字来源] [worse-1 变差的 等待太久。 '@等了很久 https://reviews.example.com/1 WO-1 p1 p2 q]]",
		"图·days": "[[每天 投诉 往常] [11-16 #12 #5.5] [11-17 #5.5]]",
		"门店":     "[[门店 负面 占比] ['+好店 #63 #0.529] [新店 '-cmd —]]",
	} {
		if text := fmt.Sprint(got[sheet]); text != want {
			t.Errorf("%s holds\n%s, want\n%s", sheet, text, want)
		}
	}
}

func TestTheAppendixOfAWholeReport(t *testing.T) {
	in := wednesday(t)
	d := recounted(t, in)
	body, err := Sheet(d)
	if err != nil {
		t.Fatal(err)
	}
	got := sheets(t, body)
	lines := 0
	for _, s := range d.Sections {
		lines += len(s.Lines)
	}
	if n := len(got["内容与证据"]) - 1; n != lines {
		t.Errorf("%d lines in the appendix, %d in the report", n, lines)
	}
	for _, table := range d.Tables {
		if n := len(got[table.Title]) - 1; n != len(table.Rows) {
			t.Errorf("%s: %d rows in the appendix, %d in the report", table.Title, n, len(table.Rows))
		}
	}
	for name, rows := range got {
		for _, row := range rows {
			for _, cell := range row {
				if strings.HasPrefix(cell, "=") {
					t.Errorf("%s: %q would be run", name, cell)
				}
			}
		}
	}
}
