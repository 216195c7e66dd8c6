package alert

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestDetectCSVTellsOnceWithinTheQuietPeriod(t *testing.T) {
	const start = 10 * 288
	counts := burst(burst(made(21, 14, 12), start, 18, 12), start+40, 18, 14)
	var in strings.Builder
	in.WriteString("\ufefftimestamp,value,authors\n")
	for _, c := range counts {
		in.WriteString(c.At.Format(time.DateTime) + "," + itoa(c.N) + ".0," + itoa(c.Authors) + "\n")
	}
	var out bytes.Buffer
	if err := DetectCSV(strings.NewReader(in.String()), &out, DefaultRule()); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "timestamp,count,score,fired,reason" {
		t.Errorf("header is %q", got)
	}
	if len(rows) != len(counts)+1 {
		t.Fatalf("%d rows out, want one for each of %d rows in", len(rows)-1, len(counts))
	}
	var fired []int
	reasons := map[string]bool{}
	for i, row := range rows[1:] {
		if row[3] == "1" {
			fired = append(fired, i)
		}
		reasons[row[4]] = true
	}
	if len(fired) != 1 || fired[0] < start || fired[0] > start+12 {
		t.Errorf("told at rows %v, want once, soon after row %d", fired, start)
	}
	if !reasons["已在预警中，不再提醒"] {
		t.Errorf("the reasons %v do not say why the later bursts were not told", reasons)
	}
}

func TestDetectCSVRefusesBadInputByLine(t *testing.T) {
	for _, c := range []struct{ why, in, want string }{
		{"nothing at all", "", "line 1: no header"},
		{"a header that names no count", "time,n\n", "timestamp and count"},
		{"a word where a number belongs", "timestamp,count\n2026-01-01 00:00:00,5\n2026-01-01 00:05:00,many\n", `line 3: count "many"`},
		{"a negative count", "timestamp,count\n2026-01-01 00:00:00,-1\n", "line 2"},
		{"half a post", "timestamp,count\n2026-01-01 00:00:00,1.5\n", "line 2"},
		{"a date nobody can read", "timestamp,count\nyesterday,1\n", `line 2: timestamp "yesterday"`},
		{"rows out of order", "timestamp,count\n2026-01-01 00:05:00,1\n2026-01-01 00:00:00,1\n", "line 3"},
		{"the same time twice", "timestamp,count\n2026-01-01 00:05:00,1\n2026-01-01 00:05:00,1\n", "line 3"},
		{"a row with a field missing", "timestamp,count\n2026-01-01 00:05:00\n", "line 2: 1 fields"},
		{"coverage over one", "timestamp,count,coverage\n2026-01-01 00:05:00,1,2\n", "line 2: coverage"},
		{"coverage that is no number", "timestamp,count,coverage\n2026-01-01 00:05:00,1,NaN\n", "line 2: coverage"},
	} {
		err := DetectCSV(strings.NewReader(c.in), &bytes.Buffer{}, DefaultRule())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want it to say %q", c.why, err, c.want)
		}
	}
}

func TestDetectCSVReadsEveryUsualTime(t *testing.T) {
	in := "count,timestamp\n1,2026-01-01 00:00\n2,2026-01-01T00:05:00\n3,2026-01-01T00:10:00Z\n4,2026-01-01 00:15:00\n"
	var out bytes.Buffer
	if err := DetectCSV(strings.NewReader(in), &out, DefaultRule()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 5 {
		t.Errorf("%d lines out, want 5:\n%s", n, out.String())
	}
}

func FuzzDetectCSV(f *testing.F) {
	f.Add("timestamp,count\n2026-01-01 00:00:00,5\n")
	f.Add("timestamp,value,coverage\n2026-01-01 00:00:00,5,0.5\n2030-01-01 00:00:00,5,1\n")
	f.Add("timestamp,count\n\"\n")
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		if DetectCSV(strings.NewReader(in), &out, DefaultRule()) == nil && !strings.HasPrefix(out.String(), "timestamp,count,score,fired,reason\n") {
			t.Errorf("accepted input without writing a header: %q", in)
		}
	})
}
