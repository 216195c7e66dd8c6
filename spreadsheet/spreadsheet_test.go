package spreadsheet

import (
	archive "archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// read gives the cells of a sheet as they are shown, by their XML.
func read(t *testing.T, body []byte, n int) [][]string {
	t.Helper()
	var doc struct {
		Rows []struct {
			Cells []struct {
				At     string `xml:"r,attr"`
				Style  string `xml:"s,attr"`
				Number string `xml:"v"`
				Text   string `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal(part(t, body, fmt.Sprintf("xl/worksheets/sheet%d.xml", n)), &doc); err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, r := range doc.Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, strings.TrimRight(c.At, "0123456789")+":"+c.Number+c.Text+map[string]string{stylePercent: "%"}[c.Style])
		}
		rows = append(rows, row)
	}
	return rows
}

func part(t *testing.T, body []byte, name string) []byte {
	t.Helper()
	z, err := archive.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// titles are the names of the sheets, in order.
func titles(t *testing.T, body []byte) []string {
	t.Helper()
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := xml.Unmarshal(part(t, body, "xl/workbook.xml"), &book); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range book.Sheets {
		names = append(names, s.Name)
	}
	return names
}

func write(t *testing.T, most int, fill func(*Book) error) []byte {
	t.Helper()
	var b bytes.Buffer
	book := New(&b)
	if most > 0 {
		book.most = most
	}
	if err := fill(book); err != nil {
		t.Fatal(err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"} {
		var any struct {
			XMLName xml.Name
		}
		if err := xml.Unmarshal(part(t, b.Bytes(), name), &any); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return b.Bytes()
}

func TestAFullSheetIsFollowedByAnother(t *testing.T) {
	body := write(t, 3, func(b *Book) error {
		if err := b.Begin(Sheet{Title: "提及", Head: []string{"a", "b"}, Numbers: []int{1}}); err != nil {
			return err
		}
		for i := range 5 {
			if err := b.Add([]string{fmt.Sprint("r", i), fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	for n, want := range []string{"[[A:a B:b] [A:r0 B:0] [A:r1 B:1]]", "[[A:a B:b] [A:r2 B:2] [A:r3 B:3]]", "[[A:a B:b] [A:r4 B:4]]"} {
		if got := fmt.Sprint(read(t, body, n+1)); got != want {
			t.Errorf("sheet %d holds %s, want %s", n+1, got, want)
		}
	}
	if got := fmt.Sprint(titles(t, body)); got != "[提及 提及 2 提及 3]" {
		t.Errorf("sheets are called %s", got)
	}
}

func TestNumbersAreCalculatedWith(t *testing.T) {
	for _, c := range []struct{ why, cell, want string }{
		{"a whole number", "12", "A:12"}, {"a fraction", "-0.5", "A:-0.5"}, {"with its sign", "+0.31", "A:0.31"}, {"a share of one", "12.5%", "A:0.125%"},
		{"nothing known", "—", "A:—"}, {"a number with words", "12 条", "A:12 条"}, {"no number a spreadsheet has", "NaN", "A:NaN"}, {"nor this", "Inf", "A:Inf"},
		{"as programmers write", "0x10", "A:0x10"}, {"and with lines", "1_000", "A:1_000"}, {"a per cent alone", "%", "A:%"}, {"not a formula", "=1+1", "A:=1+1"},
	} {
		body := write(t, 0, func(b *Book) error {
			if err := b.Begin(Sheet{Title: "x", Head: []string{"h"}, Numbers: []int{0}}); err != nil {
				return err
			}
			return b.Add([]string{c.cell})
		})
		if got := read(t, body, 1)[1][0]; got != c.want {
			t.Errorf("%s: %q is written as %q, want %q", c.why, c.cell, got, c.want)
		}
	}
}

func TestSheetsHaveNamesProgramsTake(t *testing.T) {
	given := []string{"门店", "门店", "a/b:c*?[d]\\e'", "", "Topics", "topics", strings.Repeat("长", 40), strings.Repeat("长", 40), strings.Repeat("😡", 20), "\x00\xff", "A&B <c>"}
	body := write(t, 0, func(b *Book) error {
		for _, title := range given {
			if err := b.Begin(Sheet{Title: title, Head: []string{"h"}}); err != nil {
				return err
			}
		}
		return nil
	})
	names := titles(t, body)
	if len(names) != len(given) {
		t.Fatalf("%d sheets, want %d", len(names), len(given))
	}
	for i, name := range names {
		units := len(utf16.Encode([]rune(name)))
		if name == "" || units > longestTitle || strings.ContainsAny(name, `[]:*?/\'`) || !utf8.ValidString(name) {
			t.Errorf("%q becomes %q of %d units", given[i], name, units)
		}
		for j := range i {
			if strings.EqualFold(name, names[j]) {
				t.Errorf("two sheets are called %q", name)
			}
		}
	}
}

func TestCellsFit(t *testing.T) {
	for _, row := range []struct{ why, in string }{
		{"100 kB of emoji", strings.Repeat("😡", 25_000)}, {"long Chinese", strings.Repeat("好", 40_000)}, {"just fitting", strings.Repeat("好", cellLimit)},
		{"one too many", strings.Repeat("a", cellLimit+1)}, {"short", "好"},
	} {
		got := fitting(row.in)
		units := len(utf16.Encode([]rune(got)))
		if units > cellLimit || got != row.in && !strings.HasSuffix(got, cutMark) || strings.ContainsRune(got, '\uFFFD') {
			t.Errorf("%s: %d units, ends with %q", row.why, units, got[max(0, len(got)-40):])
		}
		if row.why == "just fitting" && got != row.in {
			t.Error("what fits was cut")
		}
	}
	if column(0) != "A" || column(25) != "Z" || column(26) != "AA" || column(27) != "AB" {
		t.Error("columns are named wrongly")
	}
	if literal("a_x0041_b") != "a_x005F_x0041_b" {
		t.Error("an escape in a text would be read as its letter")
	}
}

func TestCellsThatWouldRunAreDisarmed(t *testing.T) {
	for given, want := range map[string]string{
		"=cmd": "'=cmd", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\t=1": "'\t=1", "＝1": "'＝1", "好": "好", "": "", " ": " ", "1-2": "1-2",
	} {
		if got := Safe(given); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}

// Memory of a spreadsheet does not grow with its length.
func TestABookForgetsWhatItWrote(t *testing.T) {
	book := New(io.Discard)
	row := make([]string, 28)
	for i := range row {
		row[i] = "1"
	}
	if err := book.Begin(Sheet{Title: "x", Head: row, Numbers: []int{1, 2, 3}}); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(1000, func() {
		if err := book.Add(row); err != nil {
			t.Fatal(err)
		}
	}); n > 150 {
		t.Errorf("%.0f allocations a row", n)
	}
}

func TestABookWithoutRowsIsStillOne(t *testing.T) {
	body := write(t, 0, func(*Book) error { return nil })
	if got := titles(t, body); len(got) != 1 {
		t.Errorf("sheets %q: a program refuses a file without any", got)
	}
	if err := New(io.Discard).Add([]string{"x"}); err == nil {
		t.Error("a row before any sheet was taken")
	}
}
