package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// archive packs parts as Excel does.
func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range parts {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	listOf = `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="x"><workbookPr date1904="%d"/><sheets><sheet name="评论" sheetId="1" r:id="rId1"/><sheet name="图" sheetId="2" r:id="rId2"/></sheets></workbook>`
	rels   = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="chartsheets/sheet1.xml"/></Relationships>`
	styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>`
)

// book is a workbook with one sheet; data is what stands between <sheetData> tags.
func book(t testing.TB, data, shared string, from1904 int) []byte {
	return archive(t, map[string]string{
		"[Content_Types].xml": "<Types/>", "xl/workbook.xml": fmt.Sprintf(listOf, from1904), "xl/_rels/workbook.xml.rels": rels, "xl/styles.xml": styles,
		"xl/sharedStrings.xml": "<sst>" + shared + "</sst>", "xl/chartsheets/sheet1.xml": "<chartsheet/>",
		"xl/worksheets/sheet1.xml": `<worksheet><dimension ref="A1"/><sheetData>` + data + `</sheetData></worksheet>`,
	})
}

// read returns all rows of the first sheet, by number.
func read(b []byte) (rows map[int][]Cell, uncomputed int, err error) {
	wb, err := Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, 0, err
	}
	defer wb.Close()
	r, err := wb.Rows(wb.Sheets()[0])
	if err != nil {
		return nil, 0, err
	}
	defer r.Close()
	rows = map[int][]Cell{}
	for {
		cells, n, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, r.Uncomputed, nil
		}
		if err != nil {
			return rows, 0, err
		}
		rows[n] = cells
	}
}

// Each row: what a cell is in the file, what it is to us.
func TestCells(t *testing.T) {
	shared := `<si><t>好喝</t></si><si><r><rPr><b/></rPr><t>排队</t></r><r><t xml:space="preserve"> 太久</t></r><rPh sb="0" eb="2"><t>はいたい</t></rPh></si><si><t>第一行_x000D_
第二行 &lt;不换&gt; &#20013;&#x6587;</t></si>`
	for why, tc := range map[string]struct {
		cell string
		want Cell
		old  int
	}{
		"a shared text": {`<c r="A1" t="s"><v>0</v></c>`, Cell{Text, "好喝"}, 0},
		"a shared text in two faces, no furigana": {`<c r="A1" t="s"><v>1</v></c>`, Cell{Text, "排队 太久"}, 0},
		"escapes":                    {`<c r="A1" t="s"><v>2</v></c>`, Cell{Text, "第一行\r\n第二行 <不换> 中文"}, 0},
		"a text of its own":          {`<c r="A1" t="inlineStr"><is><t>好喝</t></is></c>`, Cell{Text, "好喝"}, 0},
		"marked text":                {`<c r="A1" t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c>`, Cell{Text, "a<b"}, 0},
		"an id kept as text":         {`<c r="A1" t="inlineStr"><is><t>5012345678901234567</t></is></c>`, Cell{Text, "5012345678901234567"}, 0},
		"a number":                   {`<c r="A1"><v>4.5</v></c>`, Cell{Number, "4.5"}, 0},
		"a number with a kind":       {`<c r="A1" t="n"><v>12</v></c>`, Cell{Number, "12"}, 0},
		"a number that was rounded":  {`<c r="A1"><v>5.01234567890123E+18</v></c>`, Cell{Number, "5.01234567890123E+18"}, 0},
		"a date":                     {`<c r="A1" s="1"><v>46031</v></c>`, Cell{Date, "2026-01-09"}, 0},
		"a date and time":            {`<c r="A1" s="4"><v>46031.354166666664</v></c>`, Cell{Date, "2026-01-09 08:30:00"}, 0},
		"a date of one's own format": {`<c r="A1" s="2"><v>46031</v></c>`, Cell{Date, "2026-01-09"}, 0},
		"a date counted from 1904":   {`<c r="A1" s="1"><v>44569</v></c>`, Cell{Date, "2026-01-09"}, 1},
		"a time of day":              {`<c r="A1" s="4"><v>0.5</v></c>`, Cell{Date, "12:00:00"}, 0},
		"the last second of a day":   {`<c r="A1" s="4"><v>46031.9999999</v></c>`, Cell{Date, "2026-01-10 00:00:00"}, 0},
		"elapsed hours are a number": {`<c r="A1" s="3"><v>1.5</v></c>`, Cell{Number, "1.5"}, 0},
		"a style that is not there":  {`<c r="A1" s="99"><v>46031</v></c>`, Cell{Number, "46031"}, 0},
		"yes":                        {`<c r="A1" t="b"><v>1</v></c>`, Cell{Bool, "TRUE"}, 0},
		"an error":                   {`<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c>`, Cell{}, 0},
		"what a formula came to":     {`<c r="A1" t="str"><f>A2&amp;"x"</f><v>好喝x</v></c>`, Cell{Text, "好喝x"}, 0},
		"a number a formula came to": {`<c r="A1"><f>SUM(B1)</f><v>7</v></c>`, Cell{Number, "7"}, 0},
		"a date as text of ISO 8601": {`<c r="A1" t="d"><v>2026-01-09T08:30:00</v></c>`, Cell{Text, "2026-01-09T08:30:00"}, 0},
		"prefixes and quotes":        {`<x:c r='A1' t='inlineStr'><x:is><x:t>好 &gt; 坏</x:t></x:is></x:c>`, Cell{Text, "好 > 坏"}, 0},
		"no reference":               {`<c><v>3</v></c>`, Cell{Number, "3"}, 0},
	} {
		rows, _, err := read(book(t, `<row r="1">`+tc.cell+`</row>`, shared, tc.old))
		if err != nil || len(rows[1]) == 0 || rows[1][0] != tc.want {
			t.Errorf("%s: %+v, %v, want %+v", why, rows[1], err, tc.want)
		}
	}
}

func TestRowsKeepTheirPlaces(t *testing.T) {
	rows, uncomputed, err := read(book(t, `<row r="2"><c r="C2"><v>1</v></c><c r="AA2"><v>2</v></c></row><row r="3"/><row><c><v>4</v></c><c r="D4"><f>A1</f></c></row>`, "", 0))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || len(rows[2]) != 27 || rows[2][2].Value != "1" || rows[2][26].Value != "2" || rows[4][0].Value != "4" || uncomputed != 1 {
		t.Errorf("%+v, %d uncomputed", rows, uncomputed)
	}
}

// Whatever is wrong is said: half a sheet is never taken for the whole.
func TestDamage(t *testing.T) {
	row := `<row r="1"><c r="A1"><v>1</v></c></row>`
	whole := book(t, row, "", 0)
	for why, tc := range map[string]struct {
		file []byte
		want string
	}{
		"cut off":               {whole[:len(whole)/2], "damaged"},
		"no archive":            {[]byte("PK\x03\x04 not really"), "damaged"},
		"another archive":       {archive(t, map[string]string{"a.txt": "x"}), "unpack it"},
		"OpenDocument":          {archive(t, map[string]string{"content.xml": "<x/>"}), "OpenDocument"},
		"binary":                {archive(t, map[string]string{"xl/workbook.bin": ""}), ".xlsb"},
		"Word":                  {archive(t, map[string]string{"word/document.xml": "<x/>"}), "Word"},
		"a row twice":           {book(t, row+row, "", 0), "does not follow"},
		"a row too far":         {book(t, `<row r="1048577"/>`, "", 0), "rows"},
		"a column too far":      {book(t, `<row r="1"><c r="XFE1"><v>1</v></c></row>`, "", 0), "column"},
		"a text that is not":    {book(t, `<row r="1"><c r="A1" t="s"><v>7</v></c></row>`, "", 0), "text 7"},
		"a text without number": {book(t, `<row r="1"><c r="A1" t="s"><v>x</v></c></row>`, "", 0), "text"},
		"the sheet ends early":  {archive(t, map[string]string{"xl/workbook.xml": fmt.Sprintf(listOf, 0), "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.xml": "<worksheet><sheetData>" + row}), "unexpected EOF"},
		"no sheet":              {archive(t, map[string]string{"xl/workbook.xml": fmt.Sprintf(listOf, 0), "xl/_rels/workbook.xml.rels": rels}), "has no"},
		"a document type":       {book(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+row, "", 0), "document type"},
		"too deep":              {book(t, strings.Repeat("<a>", 300), "", 0), "deeper"},
		"a huge tag":            {book(t, `<row r="1" x="`+strings.Repeat("y", 70_000)+`"/>`, "", 0), "tag"},
		"unpacks to very much":  {book(t, strings.Repeat(" ", freeRatio+1<<20), "", 0), "exhaust"},
	} {
		_, _, err := read(tc.file)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want something of %q", why, err, tc.want)
		}
	}
}

func TestFormats(t *testing.T) {
	for code, want := range map[string]bool{
		"yyyy-mm-dd": true, "m/d/yy h:mm": true, `yyyy"年"m"月"d"日"`: true, "[$-804]yyyy/m/d;@": true, "h:mm:ss": true, "mmm": true,
		"General": false, "0.00": false, "#,##0": false, `0"d"`: false, `"¥"#,##0.00`: false, "[h]:mm:ss": false, `\d0`: false, "[Red]0": false, "@": false, "0%": false, "": false, `"open`: false,
	} {
		if got := showsDate(code); got != want {
			t.Errorf("%q shows a date: %t, want %t", code, got, want)
		}
	}
}

// What is shared lies on disk beyond a size; it comes back the same from there.
func TestSharedTextsBeyondMemory(t *testing.T) {
	texts := &texts{}
	line := bytes.Repeat([]byte("好"), 100_000)
	for n := range 150 { // 45 MB
		if err := texts.add(append(fmt.Appendf(nil, "%d:", n), line...)); err != nil {
			t.Fatal(err)
		}
	}
	if texts.file == nil {
		t.Fatal("45 MB stay in memory")
	}
	for n := range 150 {
		if text, ok, err := texts.get(n); err != nil || !ok || !strings.HasPrefix(text, fmt.Sprint(n, ":好")) || len(text) != len(line)+len(fmt.Sprint(n, ":")) {
			t.Fatalf("text %d: %d bytes, %t, %v", n, len(text), ok, err)
		}
	}
	if err := texts.close(); err != nil {
		t.Error(err)
	}
}

// Any text written into a cell as XML demands comes back.
func TestTextsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	letters := []rune("好难 茶<>&\"'_x;:/#0aZ😡\n\t]")
	for range 300 {
		text := make([]rune, 1+r.IntN(30))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		want := string(text)
		if unwritten(want) != want {
			continue // looks like one of Excel's own escapes
		}
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(want)); err != nil {
			t.Fatal(err)
		}
		rows, _, err := read(book(t, `<row><c t="inlineStr"><is><t>`+b.String()+`</t></is></c><c t="s"><v>0</v></c></row>`, `<si><t>`+b.String()+`</t></si>`, 0))
		if err != nil || len(rows[1]) != 2 || rows[1][0].Value != want || rows[1][1].Value != want {
			t.Fatalf("%q became %+v, %v", want, rows, err)
		}
	}
}

// The scanner agrees with encoding/xml on what the texts of a document are.
func FuzzScanner(f *testing.F) {
	f.Add([]byte(`<a x="1">t<b/>u&amp;<![CDATA[<v>]]><!-- c --></a>`))
	f.Add([]byte(`<?xml version="1.0"?><sst><si><t>好</t></si></sst>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		s := newScanner(bytes.NewReader(doc))
		var ours []byte
		for {
			k, err := s.next()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					return // the other may be more patient
				}
				break
			}
			if k == chars && s.depth > 0 {
				ours = append(ours, s.text...)
			}
		}
		var theirs []byte
		d := xml.NewDecoder(bytes.NewReader(doc))
		for depth := 0; ; {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return
			}
			switch tok := tok.(type) {
			case xml.StartElement:
				depth++
			case xml.EndElement:
				depth--
			case xml.CharData:
				if depth > 0 {
					theirs = append(theirs, tok...)
				}
			}
		}
		if flat := bytes.ReplaceAll(bytes.ReplaceAll(ours, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n")); !bytes.Equal(flat, bytes.ReplaceAll(theirs, []byte("\r"), []byte("\n"))) {
			t.Errorf("%q: %q, encoding/xml has %q", doc, ours, theirs)
		}
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Add(book(f, `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46031</v></c></row>`, `<si><t>好喝</t></si>`, 0))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, _, _ = read(file)
	})
}

// Cells of any bytes, in an archive that is whole.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>46031</v></c></row>`, `<si><t>好喝</t></si>`)
	f.Fuzz(func(t *testing.T, data, shared string) {
		rows, _, err := read(book(t, data, shared, 0))
		for n, cells := range rows {
			if n < 1 || n > maxRows || len(cells) == 0 || len(cells) > maxColumns {
				t.Errorf("row %d has %d cells; %v", n, len(cells), err)
			}
		}
	})
}
