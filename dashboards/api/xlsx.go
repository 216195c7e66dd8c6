package api

import (
	archive "archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// sheetRows is how many rows a sheet of a spreadsheet holds, the head included; cellLimit how many UTF-16 units a cell does.
const (
	sheetRows = 1_048_576
	cellLimit = 32_767
)

// cutMark ends a cell that holds less than was written.
const cutMark = "……[单元格放不下，全文见 CSV]"

// workbook writes a spreadsheet row by row: what was written is gone from memory. Rows beyond what a sheet
// holds go on in the next one, under the same head.
type workbook struct {
	zip     *archive.Writer
	out     *bufio.Writer // of the sheet being written
	head    []string
	numbers map[int]bool // columns that are numbers
	sheets  int
	row     int // in this sheet
	most    int // rows a sheet holds
}

// newWorkbook begins a spreadsheet whose sheets all have head as their first row.
func newWorkbook(w io.Writer, head []string, numbers map[int]bool) *workbook {
	return &workbook{zip: archive.NewWriter(w), head: head, numbers: numbers, most: sheetRows}
}

// add writes one row.
func (b *workbook) add(cells []string) error {
	if b.sheets == 0 || b.row >= b.most {
		if err := b.next(); err != nil {
			return err
		}
	}
	return b.write(cells, true)
}

// next ends the sheet being written and begins another.
func (b *workbook) next() error {
	if err := b.end(); err != nil {
		return err
	}
	b.sheets++
	b.row = 0
	to, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", b.sheets))
	if err != nil {
		return err
	}
	b.out = bufio.NewWriterSize(to, 64<<10)
	b.out.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`)
	return b.write(b.head, false)
}

func (b *workbook) end() error {
	if b.out == nil {
		return nil
	}
	b.out.WriteString(`</sheetData></worksheet>`)
	return b.out.Flush()
}

func (b *workbook) write(cells []string, typed bool) error {
	b.row++
	b.out.WriteString(`<row r="` + strconv.Itoa(b.row) + `">`)
	for i, cell := range cells {
		at := column(i) + strconv.Itoa(b.row)
		switch {
		case cell == "":
		case typed && b.numbers[i]:
			b.out.WriteString(`<c r="` + at + `"><v>` + cell + `</v></c>`)
		default:
			b.out.WriteString(`<c r="` + at + `" t="inlineStr"><is><t xml:space="preserve">`)
			if err := xml.EscapeText(b.out, []byte(literal(fitting(cell)))); err != nil {
				return err
			}
			b.out.WriteString(`</t></is></c>`)
		}
	}
	_, err := b.out.WriteString(`</row>`)
	return err
}

// literal keeps _x0041_ in a text from being read as the letter it is the escape of.
func literal(cell string) string {
	if !strings.Contains(cell, "_x") && !strings.Contains(cell, "_X") {
		return cell
	}
	return strings.NewReplacer("_x", "_x005F_x", "_X", "_x005F_X").Replace(cell)
}

// fitting cuts a cell to what a spreadsheet can hold, and says so.
func fitting(cell string) string {
	if len(cell) <= cellLimit { // bytes are never fewer than UTF-16 units
		return cell
	}
	room, units := cellLimit-len(utf16.Encode([]rune(cutMark))), 0
	cut := -1
	for i, r := range cell {
		if units <= room {
			cut = i
		}
		if units += max(1, utf16.RuneLen(r)); units > cellLimit {
			return cell[:cut] + cutMark
		}
	}
	return cell
}

// column is the letters of a column: A, B, … Z, AA.
func column(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return column(i/26-1) + column(i%26)
}

// close writes what names the sheets.
func (b *workbook) close() error {
	if b.sheets == 0 {
		if err := b.next(); err != nil {
			return err
		}
	}
	if err := b.end(); err != nil {
		return err
	}
	var types, sheets, relations bytes.Buffer
	for n := 1; n <= b.sheets; n++ {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		fmt.Fprintf(&sheets, `<sheet name="提及 %d" sheetId="%d" r:id="rId%d"/>`, n, n, n)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, n, n)
	}
	const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	for _, part := range []struct{ name, body string }{
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relations.String() + `</Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` + types.String() + `</Types>`},
	} {
		to, err := b.zip.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, xml.Header+part.body); err != nil {
			return err
		}
	}
	return b.zip.Close()
}
