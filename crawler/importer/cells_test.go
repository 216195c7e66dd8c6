package importer

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// records are the rows of a table as the reader gives them, with a mark where one was refused.
func records(t *testing.T, file string, max int) [][]string {
	t.Helper()
	table := &table{text: over(file, max), comma: ','}
	var all [][]string
	for {
		r, err := table.read()
		if err != nil {
			return all
		}
		if r.fault != "" {
			r.value = []string{"fault"}
		}
		all = append(all, r.value)
		if len(all) > 10_000 {
			t.Fatalf("%.80q has no end", file)
		}
	}
}

// Each row: a file, and the cells it must become.
func TestCellsOfRecords(t *testing.T) {
	for file, want := range map[string][][]string{
		"a,b\nc,d\n":                        {{"a", "b"}, {"c", "d"}},
		"a,b":                               {{"a", "b"}},
		"a,\n,b\n":                          {{"a", ""}, {"", "b"}},
		"\"a,b\",c\n":                       {{"a,b", "c"}},
		"\"a\"\"b\",c\n":                    {{`a"b`, "c"}},
		"\"a\nb\",c\n":                      {{"a\nb", "c"}},
		"\"\",\"\"\n":                       {{"", ""}},
		"\"a\"b,c\n":                        {{"ab", "c"}}, // behind the quotes the cell goes on
		"a\"b\",c\n":                        {{`a"b"`, "c"}},
		"\"a\" ,b\n":                        {{"a ", "b"}},
		"\"a,b\nc,d\ne,f\n":                 {{"fault"}, {"c", "d"}, {"e", "f"}}, // costs its own line only
		"a,\"b\nc,d\n":                      {{"fault"}, {"c", "d"}},
		"a,b\n\"c,d":                        {{"a", "b"}, {"fault"}},
		"\n\n\na,b\n\n":                     {{"a", "b"}},
		strings.Repeat("x", 99):             {{"fault"}},
		strings.Repeat("x", 99) + "\na,b\n": {{"fault"}, {"a", "b"}},
		"\"" + strings.Repeat("x", 99) + "\na,b\n":    {{"fault"}, {"a", "b"}},
		"a,\"" + strings.Repeat("x\n", 60) + "\",b\n": append([][]string{{"fault"}}, slices.Concat(slices.Repeat([][]string{{"x"}}, 59), [][]string{{"fault"}})...),
	} {
		if got := records(t, file, 64); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%.40q:\n got %q\nwant %q", file, got, want)
		}
	}
}

// Cells of any letters, quoted as the standard has it, come back; and whatever a file holds, each of
// its records is read once and the reader comes to its end.
func TestCellsComeBack(t *testing.T) {
	letters := []rune("甲乙a,\"\n ;")
	r := rand.New(rand.NewPCG(11, 11))
	word := func(n int) string {
		w := make([]rune, r.IntN(n))
		for i := range w {
			w[i] = letters[r.IntN(len(letters))]
		}
		return string(w)
	}
	for range 3000 {
		var want [][]string
		var b strings.Builder
		for range 1 + r.IntN(5) {
			row := []string{"一", word(9), word(9)}
			for i, c := range row {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
			}
			b.WriteByte('\n')
			want = append(want, row)
		}
		if got := records(t, b.String(), 1<<10); !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q:\n got %q\nwant %q", b.String(), got, want)
		}
		records(t, word(80), 1+r.IntN(40))
	}
}
