package main

import (
	"path/filepath"
	"testing"
)

// TestImportOfNothing asks for files that give no post: each ends with a word and with 1, unless it
// is one of a folder's.
func TestImportOfNothing(t *testing.T) {
	p := newPlace(t)
	p.database()
	dir := t.TempDir()
	write(t, dir, "header.csv", "评论内容,昵称,发布时间\n")
	write(t, dir, "list.json", "[]")
	write(t, dir, "refused.csv", "id,text\n1.23457E+17,味道不对\n1.23458E+17,还可以\n")
	write(t, dir, "half.csv", "id,text\n1.23457E+17,味道不对\n123456789012345678,还可以\n")
	write(t, dir, "months.csv", "text,time\n太甜,3/4/2025\n")
	f := func(says string, code int, words ...string) {
		t.Helper()
		args := []string{"import"}
		for _, w := range words[1:] {
			if filepath.Ext(w) != "" {
				w = filepath.Join(dir, w)
			}
			args = append(args, w)
		}
		a := p.run("", args...)
		if a.code != code {
			t.Errorf("%s: exit %d, want %d: %s", says, a.code, code, a.errors)
		}
		holds(t, says, a.errors+a.out, words[0])
	}
	f("a header", exitFailed, "no row", "header.csv")
	f("an empty list", exitFailed, "no row", "list.json")
	f("every row refused", exitFailed, "none of its 2 rows", "refused.csv")
	f("one row taken", exitDone, "1 行未收", "half.csv")
	f("the second of two", exitFailed, "refused.csv", "half.csv", "refused.csv")
	f("a date nobody can tell", exitFailed, "none of its 1 rows", "months.csv")
	f("told which", exitDone, "1 条帖子", "--dates", "dmy", "months.csv")
	write(t, dir, "好.csv", "text\n好喝\n")
	if a := p.run("", "import", dir); a.code != exitDone {
		t.Errorf("a folder with a day nobody spoke: exit %d, %s", a.code, a.errors)
	}
}
