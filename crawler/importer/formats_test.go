package importer

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// everyContainer writes one table in every way a tool might.
func everyContainer(t *testing.T, names []string, rows [][]string) map[string]string {
	t.Helper()
	var table bytes.Buffer
	w := csv.NewWriter(&table)
	if err := w.WriteAll(append([][]string{names}, rows...)); err != nil {
		t.Fatal(err)
	}
	var objects []map[string]string
	var lines bytes.Buffer
	for _, r := range rows {
		o := map[string]string{}
		for i, n := range names {
			o[n] = r[i]
		}
		objects = append(objects, o)
		b, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(b, '\n'))
	}
	array, err := json.MarshalIndent(objects, "", "    ")
	if err != nil {
		t.Fatal(err)
	}
	var quoted [][]string
	for _, r := range append([][]string{names}, rows...) {
		q := make([]string, len(r))
		for i, c := range r {
			if c != "" {
				q[i] = "'" + c
			}
		}
		quoted = append(quoted, q)
	}
	return map[string]string{
		"a.csv": "\ufeff" + table.String(), "a.json": string(array), "a.jsonl": lines.String(),
		"a.xlsx": workbook(t, false, tab{"Contents", quoted}), "a.tsv": tabbed(names, rows),
	}
}

func tabbed(names []string, rows [][]string) string {
	var b strings.Builder
	for _, r := range append([][]string{names}, rows...) {
		for i, c := range r {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// A file of MediaCrawler says the same as CSV, JSON, JSON lines and workbook, in both its schemas.
func TestMediaCrawlerInEveryContainer(t *testing.T) {
	for _, f := range mediaFiles {
		for _, schema := range []string{"", f.classic} {
			columns := f.columns
			if schema != "" {
				columns = strings.Replace(columns, "creator_hash", "user_id", 1)
			}
			names, values := strings.Split(columns, ","), strings.Split(strings.ReplaceAll(f.values, "·", ""), "|")
			if len(names) != len(values) {
				continue // a table whose values the other test splits in its own way
			}
			var first *voc.Post
			for name, file := range everyContainer(t, names, [][]string{values}) {
				out, err := read(t, name, file, Options{})
				if err != nil || out.Format != FormatMediaCrawler || len(out.posts) != 1 {
					t.Errorf("%s in %s: %s, %d posts, rejects %+v, %v", f.what, name, out.Format, len(out.posts), out.rejects, err)
					continue
				}
				if first == nil {
					first = &out.posts[0]
				}
				if out.posts[0] != *first {
					t.Errorf("%s in %s: %+v, elsewhere %+v", f.what, name, out.posts[0], *first)
				}
			}
		}
	}
}

// Any table says the same in every container.
func TestTablesInEveryContainer(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for round := range 40 {
		var table [][]string
		for _, row := range rows(r, 1+r.IntN(6)) {
			cells := row.cells()
			for i := range cells {
				cells[i] = strings.TrimSpace(strings.NewReplacer("\r", "", "_x", "x").Replace(cells[i]))
			}
			table = append(table, cells)
		}
		var first []voc.Post
		where := ""
		for name, file := range everyContainer(t, head1, table) {
			out, err := read(t, name, file, Options{Source: "s"})
			if err != nil {
				t.Fatalf("round %d, %s: %v\n%q", round, name, err, table)
			}
			if where == "" {
				first, where = out.posts, name
			}
			if !slices.Equal(out.posts, first) {
				t.Fatalf("round %d: %s has %+v\n%s has %+v\n%q", round, name, out.posts, where, first, table)
			}
		}
	}
}
