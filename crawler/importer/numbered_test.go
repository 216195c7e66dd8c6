package importer

import (
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// Two tables that both number their rows 1, 2, 3 are two tables: neither may overwrite the other.
func TestNumberedTablesDoNotMeet(t *testing.T) {
	read := func(text string, o Options) (ids []voc.PostID, r Result) {
		t.Helper()
		o.Now = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		r, err := Read(t.Context(), strings.NewReader(text), "表.csv", o, func(posts []voc.Post) error {
			for _, p := range posts {
				ids = append(ids, p.ID)
			}
			return nil
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return ids, r
	}
	monday := "编号,评论内容\n1,等了四十分钟\n2,店员很热情\n"
	tuesday := "编号,评论内容\n1,杯子漏了一路\n2,味道没变\n"

	first, r := read(monday, Options{})
	second, _ := read(tuesday, Options{})
	again, _ := read(monday, Options{})
	for i := range first {
		if first[i] == second[i] {
			t.Errorf("row %d of two files is one post", i+1)
		}
		if first[i] != again[i] {
			t.Errorf("row %d of the same file read twice is two posts", i+1)
		}
	}
	if len(r.Notes) == 0 {
		t.Error("nobody is told that the ids were joined with the text")
	}
	named, _ := read(monday, Options{Source: "desk"})
	if want := voc.NewPostID("desk", "1"); named[0] != want {
		t.Errorf("with a source the id is %s, want the table's own (%s)", named[0], want)
	}
	sites, _ := read("编号,评论内容\n5012345678901,等了四十分钟\n", Options{})
	if want := voc.NewPostID("import", "5012345678901"); sites[0] != want {
		t.Errorf("an id as sites give them became %s, want it kept (%s)", sites[0], want)
	}
}
