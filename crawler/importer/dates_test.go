package importer

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// stamps are the times of a file's posts in Chinese time, to the minute.
func stamps(out outcome) string {
	var all []string
	for _, p := range out.posts {
		all = append(all, p.PublishedAt.In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04"))
	}
	return strings.Join(all, "|")
}

func dated(cells ...string) string {
	var b strings.Builder
	b.WriteString("text;time\n")
	for i, c := range cells {
		b.WriteString("第" + string(rune('一'+i)) + "句;" + c + "\n")
	}
	return b.String()
}

// Dates of the shapes spreadsheets and people write. Where the year stands last the column tells
// which number is the month; where it does not, the row is not taken.
func TestDatesPeopleWrite(t *testing.T) {
	for _, tc := range []struct {
		why      string
		cells    []string
		o        Options
		want     string
		rejected int
	}{
		{"one tells by itself, half a day by its clock", []string{"11/20/2025 3:05 PM"}, Options{}, "2025-11-20 15:05", 0},
		{"seconds, and a morning at twelve", []string{"11/20/2025 12:05:33 AM"}, Options{}, "2025-11-20 00:05", 0},
		{"with points the day is first", []string{"01.11.2025"}, Options{}, "2025-11-01 00:00", 0},
		{"unless the column says otherwise", []string{"01.11.2025", "11.20.2025"}, Options{}, "2025-01-11 00:00|2025-11-20 00:00", 0},
		{"Chinese with half a day", []string{"2025年11月20日 下午3:05"}, Options{}, "2025-11-20 15:05", 0},
		{"eight digits", []string{"20251120"}, Options{}, "2025-11-20 00:00", 0},
		{"the year first", []string{"2025/11/20 15:05:33"}, Options{}, "2025-11-20 15:05", 0},
		{"a later row tells", []string{"3/4/2025", "11/20/2025 15:05"}, Options{}, "2025-03-04 00:00|2025-11-20 15:05", 0},
		{"an earlier row tells", []string{"20-11-2025 15:05", "3-4-2025 08:00"}, Options{}, "2025-11-20 15:05|2025-04-03 08:00", 0},
		{"nothing tells", []string{"3/4/2025", "5/6/2025 08:00"}, Options{}, "", 2},
		{"both are the same", []string{"3/3/2025"}, Options{}, "2025-03-03 00:00", 0},
		{"a date of two equal numbers tells nothing", []string{"3/3/2025", "3/4/2025"}, Options{}, "2025-03-03 00:00", 1},
		{"the rows disagree", []string{"3/4/2025", "11/20/2025", "20/11/2025"}, Options{}, "2025-11-20 00:00|2025-11-20 00:00", 1},
		{"somebody said it: months", []string{"3/4/2025"}, Options{Dates: DatesMonthFirst}, "2025-03-04 00:00", 0},
		{"somebody said it: days", []string{"3/4/2025"}, Options{Dates: DatesDayFirst}, "2025-04-03 00:00", 0},
		{"what cannot be the month is not, whatever was said", []string{"20/11/2025"}, Options{Dates: DatesMonthFirst}, "2025-11-20 00:00", 0},
		{"a year of two digits", []string{"11/20/25"}, Options{}, "", 1},
		{"no date", []string{"31/31/2025"}, Options{}, "", 1},
		{"a day that is none", []string{"30/02/2025"}, Options{}, "", 1},
		{"marks that differ", []string{"3/4-2025"}, Options{}, "", 1},
	} {
		out := must(t, "a.csv", dated(tc.cells...), tc.o)
		if stamps(out) != tc.want || out.Rejected != tc.rejected {
			t.Errorf("%s: %v are %q, want %q; rejects %+v", tc.why, tc.cells, stamps(out), tc.want, out.rejects)
		}
	}
	if _, err := read(t, "a.csv", dated("3/4/2025"), Options{Dates: "ymd"}); err == nil {
		t.Error("an order nobody knows was taken")
	}
}

// The row that tells may stand where no sample reaches, in any container; a date nobody can tell is
// refused with what to do.
func TestTheWholeFileTellsTheOrderOfDates(t *testing.T) {
	cells := make([]string, 4000)
	for i := range cells {
		cells[i] = "3/4/2025 10:00"
	}
	cells = append(cells, "11/20/2025 15:05")
	var lines, list []string
	table := [][]string{{"text", "time"}}
	for i, c := range cells {
		text := "说" + strings.Repeat("好", i%40) + string(rune('一'+i))
		lines = append(lines, `{"text":"`+text+`","time":"`+c+`"}`)
		list = append(list, text+","+c)
		table = append(table, []string{text, c})
	}
	for name, file := range map[string]string{
		"a.csv": "text,time\n" + strings.Join(list, "\n") + "\n", "a.jsonl": strings.Join(lines, "\n") + "\n", "a.json": "[" + strings.Join(lines, ",\n") + "]", "a.xlsx": workbook(t, false, tab{"Sheet1", table}),
	} {
		for _, from := range []int{0, 3000} {
			out := must(t, name, file, Options{From: from})
			if last := out.posts[len(out.posts)-2]; out.Posts != len(cells) || last.PublishedAt.Month() != time.March || last.Precision != voc.PrecisionMinute || !strings.Contains(strings.Join(out.Notes, " "), "month first") {
				t.Errorf("%s from %d: %+v, notes %q, %d rejects", name, from, last, out.Notes, out.Rejected)
			}
		}
		if strings.HasSuffix(name, ".xlsx") {
			continue // a pipe's workbook is put aside, and can be read twice
		}
		var refused []Reject
		if _, err := Read(context.Background(), io.MultiReader(strings.NewReader(file)), name, Options{Now: now}, func([]voc.Post) error { return nil },
			func(r Reject) error { refused = append(refused, r); return nil }); err != nil || len(refused) != len(cells)-1 || !strings.Contains(refused[0].Reason, "--dates") {
			t.Errorf("%s through a pipe: %d rejects, %v", name, len(refused), err)
		}
	}
}

// A template remembers what its dates begin with.
func TestAMappingKnowsItsDates(t *testing.T) {
	o := Options{Columns: map[string]string{"text": "说了啥", "time": "哪天"}, Dates: DatesDayFirst}
	first := must(t, "a.csv", "说了啥,哪天\n好喝,3/4/2025\n", o)
	m, err := Learn("周报", o, first.Result)
	if err != nil {
		t.Fatal(err)
	}
	if again := must(t, "b.csv", "说了啥,哪天\n难喝,5/4/2025\n", Options{Mappings: []Mapping{m}}); stamps(again) != "2025-04-05 00:00" {
		t.Errorf("%q, rejects %+v", stamps(again), again.rejects)
	}
}

func TestDestroyedTextIsTold(t *testing.T) {
	for file, told := range map[string]bool{
		"text\n这杯\ufffd\ufffd太甜\n好喝\n":                                                 true,
		"text\n好喝\n难喝\n":                                                               false,
		"text\n一个\ufffd\n" + strings.Repeat("好喝\n", 200):                               false,
		"text\n" + strings.Repeat("\ufffd\ufffd好\n", 20) + strings.Repeat("好喝\n", 200): true,
	} {
		out := must(t, "a.csv", file, Options{Encoding: "utf-8"})
		if got := strings.Contains(strings.Join(out.Notes, " "), "destroyed"); got != told {
			t.Errorf("%.40q: notes %q", file, out.Notes)
		}
	}
}
