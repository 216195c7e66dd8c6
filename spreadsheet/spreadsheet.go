// Package spreadsheet writes files Excel, WPS and LibreOffice open, row by row: what was written is gone
// from memory, however long it becomes.
package spreadsheet

import (
	archive "archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// sheetRows is how many rows a sheet of a spreadsheet holds, the head included; cellLimit how many UTF-16 units a cell does.
const (
	sheetRows = 1_048_576
	cellLimit = 32_767
)

// cutMark ends a cell that holds less than was written.
const cutMark = "……[单元格放不下，全文见 CSV]"

// Sheet is what one sheet is called, and how its columns are meant.
type Sheet struct {
	Title   string
	Head    []string  // its first row, which stays in sight
	Numbers []int     // columns to calculate with: numbers and per cents; what is neither in them stays text
	Widths  []float64 // of columns, in characters; nil, 0: as the program likes
}

// Book writes a spreadsheet. It is not safe for concurrent use.
type Book struct {
	zip     *archive.Writer
	out     *bufio.Writer // of the sheet being written
	sheet   Sheet
	numbers map[int]bool
	part    int // how many sheets this one has filled already
	titles  []string
	row     int // in this sheet
	most    int // rows a sheet holds
	begun   bool
}

// New begins a spreadsheet. Nothing is whole before Close.
func New(w io.Writer) *Book { return &Book{zip: archive.NewWriter(w), most: sheetRows} }

// Begin begins a sheet; the one before is ended. Rows beyond what a sheet holds go on in the next one, under
// the same head.
func (b *Book) Begin(s Sheet) error {
	b.sheet, b.part, b.begun = s, 0, true
	b.numbers = map[int]bool{}
	for _, i := range s.Numbers {
		b.numbers[i] = true
	}
	return b.next()
}

// Add writes one row.
func (b *Book) Add(cells []string) error {
	if !b.begun {
		return fmt.Errorf("spreadsheet: a row before any sheet: call Begin first")
	}
	if b.row >= b.most {
		if err := b.next(); err != nil {
			return err
		}
	}
	return b.write(cells, true)
}

// next ends the sheet being written and begins another.
func (b *Book) next() error {
	if err := b.end(); err != nil {
		return err
	}
	b.part++
	title := b.sheet.Title
	if b.part > 1 {
		title += " " + strconv.Itoa(b.part)
	}
	b.titles = append(b.titles, b.titled(title))
	b.row = 0
	to, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.titles)))
	if err != nil {
		return err
	}
	b.out = bufio.NewWriterSize(to, 64<<10)
	b.out.WriteString(xml.Header + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` + b.columns() + `<sheetData>`)
	return b.write(b.sheet.Head, false)
}

func (b *Book) columns() string {
	text := ""
	for i, width := range b.sheet.Widths {
		if width > 0 {
			text += fmt.Sprintf(`<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
		}
	}
	if text == "" {
		return ""
	}
	return "<cols>" + text + "</cols>"
}

// longestTitle is how many UTF-16 units the name of a sheet may have.
const longestTitle = 31

// titled makes a name every program takes, and that no sheet before has: programs do not tell letters by case.
func (b *Book) titled(title string) string {
	title = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, strings.ToValidUTF8(title, ""))
	title = strings.TrimSpace(title)
	if title == "" {
		title = "Sheet"
	}
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = " (" + strconv.Itoa(n) + ")"
		}
		name := short(title, longestTitle-len(end)) + end
		taken := false
		for _, t := range b.titles {
			taken = taken || strings.EqualFold(t, name)
		}
		if !taken {
			return name
		}
	}
}

// short cuts a text to so many UTF-16 units.
func short(text string, most int) string {
	units := 0
	for i, r := range text {
		if units += max(1, utf16.RuneLen(r)); units > most {
			return text[:i]
		}
	}
	return text
}

func (b *Book) end() error {
	if b.out == nil {
		return nil
	}
	b.out.WriteString(`</sheetData></worksheet>`)
	return b.out.Flush()
}

// The formats of styles.xml, by their places there.
const (
	styleBold    = "1"
	stylePercent = "2"
)

func (b *Book) write(cells []string, typed bool) error {
	b.row++
	b.out.WriteString(`<row r="` + strconv.Itoa(b.row) + `">`)
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		at := column(i) + strconv.Itoa(b.row)
		if typed && b.numbers[i] {
			if value, style, ok := number(cell); ok {
				b.out.WriteString(`<c r="` + at + `"` + style + `><v>` + value + `</v></c>`)
				continue
			}
		}
		style := ""
		if !typed {
			style = ` s="` + styleBold + `"`
		}
		b.out.WriteString(`<c r="` + at + `"` + style + ` t="inlineStr"><is><t xml:space="preserve">`)
		if err := xml.EscapeText(b.out, []byte(literal(fitting(cell)))); err != nil {
			return err
		}
		b.out.WriteString(`</t></is></c>`)
	}
	_, err := b.out.WriteString(`</row>`)
	return err
}

// number reads a cell of a column of numbers: "12", "-0.5", "+0.31", "12.5%".
func number(cell string) (value, style string, ok bool) {
	text, percent := strings.CutSuffix(cell, "%")
	text = strings.TrimPrefix(text, "+")
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) || strings.ContainsAny(text, "xXpP_") {
		return "", "", false
	}
	if percent {
		return strconv.FormatFloat(x/100, 'g', 15, 64), ` s="` + stylePercent + `"`, true
	}
	if text == cell {
		return cell, "", true
	}
	return strconv.FormatFloat(x, 'g', -1, 64), "", true
}

// Safe disarms a cell that a spreadsheet would run as a formula: what strangers wrote must not
// compute on the reader's machine. Tab and carriage return count too, they are stripped before the
// cell is judged; the full-width signs are folded to ASCII by some readers.
func Safe(cell string) string {
	bare := strings.TrimLeft(cell, " \t\r\n\u00a0\u3000\ufeff\u200b")
	if bare == "" {
		return cell
	}
	if first, _ := utf8.DecodeRuneInString(bare); strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + cell
	}
	return cell
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

// Close writes what names the sheets. A spreadsheet has at least one.
func (b *Book) Close() error {
	if !b.begun {
		if err := b.Begin(Sheet{Title: "Sheet"}); err != nil {
			return err
		}
	}
	if err := b.end(); err != nil {
		return err
	}
	var types, sheets, relations bytes.Buffer
	for i, title := range b.titles {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, n)
		sheets.WriteString(`<sheet name="`)
		if err := xml.EscapeText(&sheets, []byte(title)); err != nil {
			return err
		}
		fmt.Fprintf(&sheets, `" sheetId="%d" r:id="rId%d"/>`, n, n)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="`+office+`/worksheet" Target="worksheets/sheet%d.xml"/>`, n, n)
	}
	fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="`+office+`/styles" Target="styles.xml"/>`, len(b.titles)+1)
	for _, part := range []struct{ name, body string }{
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + office + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/styles.xml", styles},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + relations.String() + `</Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
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

const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`

// styles are the three ways cells look: as they are, bold, per cent with a decimal.
const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`
