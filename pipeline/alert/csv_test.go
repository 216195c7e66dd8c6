package alert

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
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
		{"the hour that comes twice in October, without zones", "timestamp,count\n2026-10-25 02:50:00,1\n2026-10-25 02:55:00,1\n2026-10-25 02:00:00,1\n", "line 4: timestamp \"2026-10-25 02:00:00\" is not after the one before it: sort the rows by time and keep each time once; if clocks were set back"},
		{"no header: the first row is data", "2026-01-01 00:05:00,1\n", "line 1: header is"},
		{"semicolons for commas", "timestamp;count\n2026-01-01 00:05:00;1\n", "line 1: header is"},
		{"more than a billion", "timestamp,count\n2026-01-01 00:05:00,1000000001\n", "line 2: count"},
		{"not a number", "timestamp,count\n2026-01-01 00:05:00,NaN\n", `line 2: count "NaN"`},
		{"without end", "timestamp,count\n2026-01-01 00:05:00,Inf\n", `line 2: count "Inf"`},
		{"an empty count is not zero", "timestamp,count\n2026-01-01 00:05:00,\n", `line 2: count ""`},
		{"thousands set apart", "timestamp,count\n2026-01-01 00:05:00,\"1,200\"\n", `line 2: count "1,200"`},
		{"the 30th of February", "timestamp,count\n2026-02-30 00:05:00,1\n", "line 2: timestamp"},
		{"a quote left open", "timestamp,count\n\"2026-01-01 00:05:00,1\n", "line 2"},
		{"the wrong line is named below a row of several lines", "timestamp,count,note\n2026-01-01 00:05:00,1,\"a\nb\"\n2026-01-01 00:10:00,x,c\n", `line 4: count "x"`},
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

func TestDetectCSVTakesWhatItCan(t *testing.T) {
	for _, c := range []struct {
		why, in string
		want    []string // the counts that come out
	}{
		{"a gap is not collected, not zero", "timestamp,count\n2026-01-01 00:00:00,5\n2026-01-01 09:00:00,7\n", []string{"5", "7"}},
		{"a billion posts, also as a spreadsheet writes them", "timestamp,count\n2026-01-01 00:00:00,1000000000\n2026-01-01 00:05:00,1e9\n", []string{"1000000000", "1000000000"}},
		{"a mark of byte order, columns in another order, names in capitals", "\ufeffCOUNT,Timestamp\n3,2026-01-01 00:00:00\n", []string{"3"}},
		{"line ends of Windows and an empty last line", "timestamp,count\r\n2026-01-01 00:00:00,5\r\n\r\n", []string{"5"}},
		{"a header and nothing else", "timestamp,count\n", nil},
		{"the hour that comes twice, with zones", "timestamp,count\n2026-10-25T02:55:00+02:00,1\n2026-10-25T02:00:00+01:00,2\n", []string{"1", "2"}},
	} {
		var out bytes.Buffer
		if err := DetectCSV(strings.NewReader(c.in), &out, DefaultRule()); err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows[1:] {
			got = append(got, row[1])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: counts %v, want %v", c.why, got, c.want)
		}
	}
}

// TestDetectCSVNamesTheStep: a series of another step would be judged by a twelfth of its posts, or
// never. Saying so is better than a column of zeros.
func TestDetectCSVNamesTheStep(t *testing.T) {
	series := func(step time.Duration, rows int) string {
		var b strings.Builder
		b.WriteString("timestamp,count\n")
		for i := range rows {
			b.WriteString(monday.Add(time.Duration(i)*step).Format(time.DateTime) + ",3\n")
		}
		return b.String()
	}
	for _, c := range []struct {
		why, in string
		rule    time.Duration
		want    string
	}{
		{"by the minute, read as five", series(time.Minute, 60), 5 * time.Minute, "line 26: timestamp \"2026-01-05 00:24:00\": the rows up to here lie 1m0s apart"},
		{"by the hour, read as five minutes", series(time.Hour, 60), 5 * time.Minute, "1h0m0s apart, but buckets are 5m0s wide"},
		{"by the hour, and said so", series(time.Hour, 60), time.Hour, ""},
		{"by the minute, nothing said", series(time.Minute, 60), 0, ""},
		{"by the hour, nothing said", series(time.Hour, 60), 0, ""},
		{"by the day, nothing said", series(24*time.Hour, 60), 0, "line 3: rows lie 24h0m0s apart"},
		{"every seven minutes", series(7*time.Minute, 60), 0, "line 3: rows lie 7m0s apart"},
		{"two rows", series(24*time.Hour, 2), 0, ""},
		{"two rows a millionth of a second apart", "timestamp,count\n2026-01-01 00:00:00,5\n2026-01-01 00:00:00.000001,5\n", 0, ""},
		{"every millionth of a second, said so", series(time.Hour, 1), time.Microsecond, "between 1m and 1h"},
		{"by the second", series(time.Second, 60), 0, "between a minute and an hour"},
		{"nothing", series(time.Hour, 0), 0, ""},
		{"too few rows to tell", series(time.Hour, 20), 5 * time.Minute, ""},
		{"one row in its step is enough", "timestamp,count\n2025-12-01 00:00:00,1\n2025-12-01 00:05:00,1\n" + strings.TrimPrefix(series(time.Hour, 60), "timestamp,count\n"), 5 * time.Minute, ""},
	} {
		rule := with(func(r *Rule) { r.Step = c.rule })
		err := DetectCSV(strings.NewReader(c.in), &bytes.Buffer{}, rule)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error is %v, want %q", c.why, err, c.want)
		}
	}
}

// TestDetectCSVFindsTheStep: the same days counted by ten minutes and by the hour tell the same
// burst, without anybody saying how wide the buckets are.
func TestDetectCSVFindsTheStep(t *testing.T) {
	const start = 10 * 288
	fine := burst(made(67, 12, 20), start, 24, 30)
	for _, buckets := range []int{1, 2, 12} {
		var in, out strings.Builder
		in.WriteString("timestamp,count\n")
		for i := 0; i+buckets <= len(fine); i += buckets {
			n := 0
			for _, c := range fine[i : i+buckets] {
				n += c.N
			}
			in.WriteString(fine[i].At.Format(time.DateTime) + "," + itoa(n) + "\n")
		}
		rule := with(func(r *Rule) { r.Step = 0 })
		if err := (CSV{Rule: rule}).Run(strings.NewReader(in.String()), &out); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var told []int
		for i, row := range rows[1:] {
			if row[3] == "1" {
				told = append(told, i*buckets)
			}
		}
		if len(told) != 1 || told[0] < start-11 || told[0] > start+24 {
			t.Errorf("buckets of %d minutes: told at %v, want once, soon after %d", 5*buckets, told, start)
		}
	}
}

// TestABadRowAmongTheFirst: rows read ahead to find the step are judged before the bad one is told.
func TestABadRowAmongTheFirst(t *testing.T) {
	in := "timestamp,count\n2026-01-01 00:00:00,1\n2026-01-01 00:05:00,2\n2026-01-01 00:10:00,x\n"
	var out strings.Builder
	err := CSV{Rule: with(func(r *Rule) { r.Step = 0 })}.Run(strings.NewReader(in), &out)
	if err == nil || !strings.Contains(err.Error(), `line 4: count "x"`) {
		t.Errorf("error is %v", err)
	}
	if n := strings.Count(out.String(), "\n"); n != 3 {
		t.Errorf("%d lines out, want the header and the two rows before the bad one:\n%s", n, out.String())
	}
}

func TestDetectCSVWide(t *testing.T) {
	counts := burst(made(66, 12, 20), 10*288, 12, 40)
	var in, narrow, wide bytes.Buffer
	in.WriteString("timestamp,count,coverage\n")
	for i, c := range counts {
		coverage := "1"
		if i/100 == 5 {
			coverage = "0"
		}
		in.WriteString(c.At.Format(time.DateTime) + "," + itoa(c.N) + "," + coverage + "\n")
	}
	text := in.String()
	if err := DetectCSV(strings.NewReader(text), &narrow, DefaultRule()); err != nil {
		t.Fatal(err)
	}
	if err := (CSV{Rule: DefaultRule(), Wide: true}).Run(strings.NewReader(text), &wide); err != nil {
		t.Fatal(err)
	}
	a, err := csv.NewReader(&narrow).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	b, err := csv.NewReader(&wide).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(b[0], ","); got != "timestamp,count,score,fired,reason,hour,usual,low,high,sigma,authors,unknown" {
		t.Errorf("header is %q", got)
	}
	for i := range a {
		if !slices.Equal(a[i], b[i][:5]) {
			t.Fatalf("line %d: the first columns are %v wide and %v narrow", i+1, b[i][:5], a[i])
		}
		if unknown := b[i][11] == "1"; i > 0 && unknown != strings.HasPrefix(b[i][4], "数据不全") {
			t.Fatalf("line %d: unknown is %s and the reason %q", i+1, b[i][11], b[i][4])
		}
	}
	if last := b[len(b)-1]; last[8] == "0" || last[8] == "" {
		t.Errorf("the last row %v expects nothing", last)
	}
}

func TestDetectCSVOfAKindThatNeedsMoreThanCounts(t *testing.T) {
	rule := voc.DefaultRuleOf(voc.RuleSilence)
	rule.Name = "silence"
	if err := DetectCSV(strings.NewReader("timestamp,count\n"), &bytes.Buffer{}, rule); err == nil || !strings.Contains(err.Error(), "burst or count") {
		t.Errorf("error is %v, want it to name the kinds that counts are enough for", err)
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
	f.Add("timestamp,count\n2026-01-01 00:00:00,5\n2026-01-01 00:00:00.000001,5\n9999-01-01 00:00:00,5\n")
	f.Fuzz(func(t *testing.T, in string) {
		for _, step := range []time.Duration{0, 5 * time.Minute} {
			var out bytes.Buffer
			rule := with(func(r *Rule) { r.Step = step })
			if (CSV{Rule: rule}).Run(strings.NewReader(in), &out) == nil && !strings.HasPrefix(out.String(), "timestamp,count,score,fired,reason\n") {
				t.Errorf("accepted input without writing a header: %q", in)
			}
		}
	})
}
