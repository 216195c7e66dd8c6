package xlsx

import (
	"fmt"
	"strings"
	"testing"
)

// A sheet that ends anywhere before its end is an error: half of the rows is never the whole. The
// same of the list of texts that its cells point to.
func TestSheetsThatEndEarly(t *testing.T) {
	var data, shared strings.Builder
	for n := range 20 {
		fmt.Fprintf(&data, `<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d"><v>%d</v></c></row>`, n+1, n+1, n, n+1, n)
		fmt.Fprintf(&shared, `<si><t>第%d句</t><phoneticPr fontId="1"/></si>`, n)
	}
	sheet := `<worksheet><sheetData>` + data.String() + `</sheetData></worksheet>`
	texts := `<sst>` + shared.String() + `</sst>`
	pack := func(sheet, texts string) []byte {
		return archive(t, map[string]string{"xl/workbook.xml": fmt.Sprintf(listOf, 0), "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": texts})
	}
	if rows, _, err := read(pack(sheet, texts)); err != nil || len(rows) != 20 || rows[20][0].Value != "第19句" {
		t.Fatalf("the whole: %d rows, %v", len(rows), err)
	}
	end := strings.LastIndex(sheet, "</sheetData>") // what stands behind it are no rows
	for n := range end {
		if rows, _, err := read(pack(sheet[:n], texts)); err == nil {
			t.Fatalf("a sheet of %d bytes instead of %d gave %d rows and no word", n, len(sheet), len(rows))
		}
	}
	for n := range len(texts) - len("</sst>") {
		if rows, _, err := read(pack(sheet, texts[:n])); err == nil {
			t.Fatalf("texts of %d bytes instead of %d gave %d rows and no word", n, len(texts), len(rows))
		}
	}
}

// A byte of the archive that changed is noticed by its checksum, or changes nothing that is read.
func TestBytesThatChanged(t *testing.T) {
	whole := book(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>珍珠太硬</t></is></c><c r="B1"><v>12</v></c></row>`, "", 0)
	for n := range whole {
		torn := append([]byte(nil), whole...)
		torn[n] ^= 0x20
		rows, _, err := read(torn)
		if err == nil && (len(rows) != 1 || rows[1][0].Value != "珍珠太硬" || rows[1][1].Value != "12") {
			t.Fatalf("byte %d changed and gave %+v without a word", n, rows)
		}
	}
}
