package xlsx

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// Any moment of both calendars comes back from its serial number, to the second.
func TestDatesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	for _, old := range []bool{false, true} {
		first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if old {
			first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		for range 3000 {
			days, second := 61+r.IntN(80_000), r.IntN(86_400)
			at := first.AddDate(0, 0, days).Add(time.Duration(second) * time.Second)
			want := at.Format(time.DateTime)
			if second == 0 {
				want = at.Format(time.DateOnly)
			}
			if got := day(float64(days)+float64(second)/86400, old); got != want {
				t.Fatalf("day %d second %d: %s, want %s", days, second, got, want)
			}
		}
	}
	for serial, want := range map[float64]string{-1: "", 2_958_466: "", 2_958_465: "9999-12-31", 0.25: "06:00:00", 61: "1900-03-01", 36526: "2000-01-01"} {
		if got := day(serial, false); got != want {
			t.Errorf("%v is %q, want %q", serial, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for reference, want := range map[string]int{"A1": 1, "Z9": 26, "AA10": 27, "AZ1": 52, "BA1": 53, "XFD1048576": 16_384, "": 7, "12": 7, "a1": 7} {
		if got, err := place(reference, 7); got != want || err != nil {
			t.Errorf("%q is column %d, %v; want %d", reference, got, err, want)
		}
	}
	for _, beyond := range []string{"XFE1", "AAAA1", "ZZZZZZZZZZZZZZZZ1"} {
		if _, err := place(beyond, 1); err == nil {
			t.Errorf("%q is a column", beyond)
		}
	}
	if _, err := place("", maxColumns+1); err == nil {
		t.Error("a row goes on for ever")
	}
}

// trace writes down what a scanner finds: <a x=1> text </a>.
func trace(doc string) (string, error) {
	s := newScanner(strings.NewReader(doc))
	var b strings.Builder
	for {
		k, err := s.next()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		if err != nil {
			return b.String(), err
		}
		switch k {
		case opens:
			fmt.Fprintf(&b, "<%s", s.name)
			for _, a := range s.attrs {
				fmt.Fprintf(&b, " %s=%s", a.name, a.value)
			}
			b.WriteString(">")
		case closes:
			fmt.Fprintf(&b, "</%s>", s.name)
		case chars:
			fmt.Fprintf(&b, "%q", s.text)
		}
	}
}

func TestScanner(t *testing.T) {
	for doc, want := range map[string]string{
		`<a/>`:                           `<a></a>`,
		`<a x="1" y='2'/>`:               `<a x=1 y=2></a>`,
		`<a x = "1"  />`:                 `<a x=1></a>`,
		`<a x="a>b">t</a>`:               `<a x=a>b>"t"</a>`,
		`<n:a n:x="1"></n:a>`:            `<a x=1></a>`,
		`<?xml version="1.0"?><a></a>`:   `<a></a>`,
		`<a><!-- <b> --></a>`:            `<a></a>`,
		`<a><![CDATA[<b>&amp;]]></a>`:    `<a>"<b>&amp;"</a>`,
		`<a><![CDATA[]]]]></a>`:          `<a>"]]"</a>`,
		`<a>&lt;&#65;&#x4e2d;&apos;</a>`: `<a>"<A中'"</a>`,
		`<a>&nbsp;&;&#;&#xD800;&amp</a>`: `<a>"&nbsp;&;&#;&#xD800;&amp"</a>`,
		`<a x="&quot;&amp;"/>`:           `<a x="&></a>`,
		"<a\n\tx='1'\n>\n</a >":          `<a x=1>"\n"</a>`,
		`<a><b><c/></b></a>`:             `<a><b><c></c></b></a>`,
	} {
		if got, err := trace(doc); got != want || err != nil {
			t.Errorf("%s: %s, %v; want %s", doc, got, err, want)
		}
	}
	for _, doc := range []string{`<a>`, `<a><b></a>`, `<`, `<a`, `<a x>`, `<a x=1>`, `<a x="1>`, `</a>`, `<!DOCTYPE a><a/>`, `<a><![CDATA[x</a>`, `<a><!-- x</a>`, `<>`, ``, `text only`, `<a/></a>`} {
		if got, err := trace(doc); err == nil {
			t.Errorf("%s is well-formed: %s", doc, got)
		}
	}
}

// A text longer than any cell may be is cut, and what stands behind it is still read.
func TestAHugeCell(t *testing.T) {
	long := strings.Repeat("长", maxCell/2)
	rows, _, err := read(book(t, `<row r="1"><c t="inlineStr"><is><t>`+long+`</t></is></c><c t="s"><v>0</v></c><c><v>7</v></c></row>`, `<si><t>`+long+`</t></si>`, 0))
	if err != nil || len(rows[1]) != 3 || len(rows[1][0].Value) > 2*maxCell || len(rows[1][1].Value) > 2*maxCell || rows[1][2].Value != "7" {
		t.Errorf("%d cells, %v", len(rows[1]), err)
	}
}

// A workbook whose list of sheets lies elsewhere is found by its own table of contents.
func TestWorkbookElsewhere(t *testing.T) {
	rows, _, err := read(archive(t, map[string]string{
		"_rels/.rels":              `<Relationships><Relationship Type="http://x/officeDocument" Target="/book/main.xml"/></Relationships>`,
		"book/main.xml":            `<workbook xmlns:r="r"><sheets><sheet name="a" r:id="x"/></sheets></workbook>`,
		"book/_rels/main.xml.rels": `<Relationships><Relationship Id="x" Target="../sheets/one.xml" Type="http://x/worksheet"/><Relationship Id="y" Target="styles.xml" Type="http://x/styles"/></Relationships>`,
		"sheets/one.xml":           `<worksheet><sheetData><row><c><v>3</v></c></row></sheetData></worksheet>`,
	}))
	if err != nil || len(rows[1]) != 1 || rows[1][0].Value != "3" {
		t.Errorf("%+v, %v", rows, err)
	}
}

// As many rows as one likes, with what is read of them in constant memory: only the scanner's own.
func BenchmarkRows(b *testing.B) {
	var data strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&data, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>a%d</t></is></c><c r="B%d" t="inlineStr"><is><t>第%d位客人说排队太久，杯子还漏了一路</t></is></c><c r="C%d" s="1"><v>46031.35</v></c><c r="D%d"><v>%d</v></c></row>`, i+1, i+1, i, i+1, i, i+1, i+1, i%9)
	}
	file := book(b, data.String(), "", 0)
	b.ReportAllocs()
	for b.Loop() {
		rows, _, err := read(file)
		if err != nil || len(rows) != 5000 {
			b.Fatal(len(rows), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/5000, "ns/row")
}
