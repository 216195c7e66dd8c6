package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// tab is a sheet of a workbook to be: rows of cells. "=1.5" is a number, "@45000" a date, "'x" and
// anything else a text, "" no cell.
type tab struct {
	name string
	rows [][]string
}

// workbook packs sheets as Excel does, with texts of their own in the cells.
func workbook(t testing.TB, from1904 bool, tabs ...tab) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part := func(name, text string) {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var list, rels strings.Builder
	for i, s := range tabs {
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, s.name, i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		var rows strings.Builder
		for n, row := range s.rows {
			fmt.Fprintf(&rows, `<row r="%d">`, n+1)
			for _, c := range row {
				rows.WriteString(cellXML(c))
			}
			rows.WriteString(`</row>`)
		}
		part(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), `<worksheet><sheetData>`+rows.String()+`</sheetData></worksheet>`)
	}
	part("xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="`+strconv.FormatBool(from1904)+`"/><sheets>`+list.String()+`</sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships>`+rels.String()+`</Relationships>`)
	part("xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>`)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func cellXML(c string) string {
	switch {
	case c == "":
		return `<c/>`
	case c[0] == '=':
		return `<c><v>` + c[1:] + `</v></c>`
	case c[0] == '@':
		return `<c s="1"><v>` + c[1:] + `</v></c>`
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(strings.TrimPrefix(c, "'"))) // a buffer takes everything
	return `<c t="inlineStr"><is><t>` + b.String() + `</t></is></c>`
}

// Each row: a sheet as somebody may keep it, and what its rows become: text, author, time, likes.
func TestSheets(t *testing.T) {
	plain := [][]string{{"用户名", "评论内容", "发布时间", "点赞数"}, {"张三", "排队太久", "2026-01-09 08:30", "=3"}}
	want := "排队太久|张三|2026-01-09T00:30:00Z minute|3"
	for why, tc := range map[string]struct {
		rows     [][]string
		from1904 bool
		o        Options
		want     string
	}{
		"a table":                             {plain, false, Options{}, want},
		"titles and remarks above it":         {append([][]string{{"一月门店评论汇总"}, {"导出人：小王", "", "内部"}, {}}, plain...), false, Options{}, want},
		"a date":                              {[][]string{plain[0], {"张三", "排队太久", "@46031.354166666664", "=3"}}, false, Options{}, "排队太久|张三|2026-01-09T00:30:00Z second|3"},
		"a date as a bare number":             {[][]string{plain[0], {"张三", "排队太久", "=46031", "=3"}}, false, Options{}, "排队太久|张三|2026-01-08T16:00:00Z day|3"},
		"a date of the old Mac":               {[][]string{plain[0], {"张三", "排队太久", "@44569.354166666664", "=3"}}, true, Options{}, "排队太久|张三|2026-01-09T00:30:00Z second|3"},
		"a bare number of the old Mac":        {[][]string{plain[0], {"张三", "排队太久", "=44569", "=3"}}, true, Options{}, "排队太久|张三|2026-01-08T16:00:00Z day|3"},
		"a date as text":                      {[][]string{plain[0], {"张三", "排队太久", "2026年1月9日 08:30", "'3"}}, false, Options{}, want},
		"a header of two rows":                {[][]string{{"用户信息", "", "评论", ""}, {"用户名", "评论内容", "发布时间", "点赞数"}, plain[1]}, false, Options{}, want},
		"cells merged down and across":        {[][]string{{"用户名", "评论内容", "发布时间", "互动", ""}, {"", "", "", "点赞数", "回复数"}, {"张三", "排队太久", "2026-01-09 08:30", "=3", "=1"}}, false, Options{}, want},
		"the header once more, an empty row":  {append(append([][]string{}, plain...), plain[0], []string{}, []string{" "}), false, Options{}, want},
		"fewer cells than the header":         {[][]string{{"评论内容", "用户名", "点赞数"}, {"排队太久"}}, false, Options{}, "排队太久||- none|-1"},
		"columns by number, no header":        {[][]string{{"张三", "排队太久"}, {"李四", "好喝"}}, false, Options{Columns: map[string]string{"author": "1", "text": "2"}}, "排队太久|张三|- none|-1 好喝|李四|- none|-1"},
		"columns by name":                     {[][]string{{"谁", "说了啥"}, {"张三", "排队太久"}}, false, Options{Columns: map[string]string{"author": "谁", "text": "说了啥"}}, "排队太久|张三|- none|-1"},
		"no header: the longest column":       {[][]string{{"=1", "排队太久了真的不想再来"}, {"=2", "味道还可以就是有点贵"}}, false, Options{}, "排队太久了真的不想再来||- none|-1 味道还可以就是有点贵||- none|-1"},
		"a number for a text stays as typed":  {[][]string{{"评论内容", "点赞数"}, {"=4.4000000000000004", "=0"}}, false, Options{}, "4.4||- none|0"},
		"a number of milliseconds for a time": {[][]string{{"评论内容", "发布时间"}, {"好喝", "=1767225600000"}}, false, Options{}, "好喝||2026-01-01T00:00:00Z second|-1"},
	} {
		out, err := read(t, "表.xlsx", workbook(t, tc.from1904, tab{"Sheet1", tc.rows}), tc.o)
		if err != nil {
			t.Errorf("%s: %v", why, err)
			continue
		}
		var got []string
		for _, p := range out.posts {
			at := "-"
			if p.Precision != voc.PrecisionNone {
				at = p.PublishedAt.Format(time.RFC3339)
			}
			got = append(got, fmt.Sprintf("%s|%s|%s %s|%d", p.Text, p.Author.Name, at, p.Precision, p.Engagement.Likes))
		}
		if strings.Join(got, " ") != tc.want || out.Format != FormatXLSX || out.Rejected != 0 {
			t.Errorf("%s: %s, %q, rejects %+v\nwant %q", why, out.Format, got, out.rejects, tc.want)
		}
	}
}

// A number of 16 digits or more was rounded when it was typed; a text of as many was not.
func TestLongIDsOfSheets(t *testing.T) {
	out := must(t, "表.xlsx", workbook(t, false, tab{"Sheet1", [][]string{
		{"评论id", "评论内容", "用户id"},
		{"'5012345678901234567", "甲", "'7300000000000000001"},
		{"=5.01234567890123E+18", "乙"},
		{"=5012345678901234", "丙"},
		{"=501234567890123", "丁", "=5.01234567890123E+18"},
		{"=12345678.0", "戊"},
	}}), Options{Source: "desk"})
	if texts(out) != "甲|丁|戊" || out.Rejected != 2 {
		t.Fatalf("%q, rejects %+v", texts(out), out.rejects)
	}
	for i, want := range []string{"5012345678901234567", "501234567890123", "12345678"} {
		if got := out.posts[i].ExternalID; got != want {
			t.Errorf("id %q, want %q", got, want)
		}
	}
	for _, r := range out.rejects {
		if !strings.Contains(r.Reason, "rounded by a spreadsheet") || !strings.Contains(r.Reason, "as text") {
			t.Errorf("line %d: %s", r.Line, r.Reason)
		}
	}
	if out.posts[0].Author.Hash != "7300000000000000001" || out.posts[1].Author.Hash != "" || len(out.Notes) != 1 {
		t.Errorf("authors %q and %q, notes %q", out.posts[0].Author.Hash, out.posts[1].Author.Hash, out.Notes)
	}
}

func TestWhichSheet(t *testing.T) {
	cover, first, second := tab{"封面", [][]string{{"说明"}}}, tab{"好评", [][]string{{"评论内容", "评分"}, {"好喝", "=5"}}}, tab{"差评", [][]string{{"评论内容", "评分"}, {"难喝", "=1"}}}
	for sheet, want := range map[string]string{"": "好喝", "差评": "难喝", "3": "难喝", " 好评 ": "好喝"} {
		out := must(t, "表.xlsx", workbook(t, false, cover, first, second), Options{Sheet: sheet})
		if texts(out) != want {
			t.Errorf("sheet %q: %q, want %q", sheet, texts(out), want)
		}
		if told := strings.Contains(strings.Join(out.Notes, ""), "差评"); told != (sheet == "") {
			t.Errorf("sheet %q: notes %q", sheet, out.Notes)
		}
	}
	for sheet, want := range map[string]string{"中评": "封面, 好评, 差评", "4": "封面, 好评, 差评"} {
		if _, err := read(t, "表.xlsx", workbook(t, false, cover, first, second), Options{Sheet: sheet}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("sheet %q: %v", sheet, err)
		}
	}
	for why, tc := range map[string]struct {
		tab  tab
		want string
	}{
		"nothing":            {tab{"空", nil}, "empty"},
		"names none of ours": {tab{"表", [][]string{{"姓名", "价格"}, {"张三", "=3"}}}, "text=姓名"},
	} {
		if _, err := read(t, "表.xlsx", workbook(t, false, tc.tab), Options{}); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", why, err, tc.want)
		}
	}
}

// MediaCrawler's workbooks have a sheet for contents, one for comments and one for people.
func TestMediaCrawlerWorkbook(t *testing.T) {
	sheet := func(name, columns, values string) tab {
		return tab{name, [][]string{strings.Split(columns, ","), strings.Split(strings.ReplaceAll(values, "·", ""), "|")}}
	}
	out := must(t, "xhs_search_20260101_080000.xlsx", workbook(t, false,
		sheet("Contents", mediaFiles[0].columns, mediaFiles[0].values), sheet("Comments", mediaFiles[1].columns, mediaFiles[1].values),
		sheet("Creators", "user_id,nickname,desc,gender,follows,fans,interaction,last_modify_ts", "u|n|d|f|1|2|3|1767312000000")), Options{})
	if out.Format != FormatMediaCrawler || out.Posts != 2 || out.posts[0].Kind != voc.PostPost || out.posts[1].Kind != voc.PostComment || len(out.Notes) != 1 || !strings.Contains(out.Notes[0], "people") {
		t.Errorf("%+v", out.Result)
	}
}

// A workbook that comes through a pipe, which can be read once only, is the same workbook.
func TestWorkbookThroughAPipe(t *testing.T) {
	file := workbook(t, false, tab{"Sheet1", [][]string{{"评论内容"}, {"好喝"}}})
	var got []voc.Post
	r, err := Read(context.Background(), io.MultiReader(strings.NewReader(file)), "-", Options{Now: now}, func(p []voc.Post) error { got = append(got, p...); return nil }, nil)
	if err != nil || r.Posts != 1 || got[0].Text != "好喝" {
		t.Errorf("%+v, %v", r, err)
	}
}

func FuzzImportWorkbook(f *testing.F) {
	f.Add([]byte(workbook(f, false, tab{"Sheet1", [][]string{{"标题"}, {"评论id", "评论内容", "发布时间"}, {"=12", "好喝", "@46031"}}})))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, _ = read(t, "a.xlsx", "PK\x03\x04"+string(file[min(len(file), 4):]), Options{})
	})
}

// Sheets of any cells, packed whole.
func FuzzSheetCells(f *testing.F) {
	f.Add("评论id\t评论内容\t发布时间", "=12\t好喝\t@46031", false)
	f.Fuzz(func(t *testing.T, head, line string, old bool) {
		out, err := read(t, "a.xlsx", workbook(t, old, tab{"S", [][]string{strings.Split(head, "\t"), strings.Split(line, "\t")}}), Options{})
		if err == nil && out.Rows > 1 {
			t.Errorf("%d rows of one", out.Rows)
		}
	})
}
