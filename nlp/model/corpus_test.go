package model

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestReadTable(t *testing.T) {
	for name, text := range map[string]string{
		"a.csv":   "\ufefftext,label\n\"好喝, 真的\",1\n难喝\n",
		"a.tsv":   "text\tlabel\n好喝, 真的\t1\n难喝\t\n",
		"a.jsonl": `{"label":1,"text":"好喝, 真的"}` + "\n\n" + `{"text":"难喝"}`,
	} {
		table, err := ReadTable(name, strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(table.Rows) != 2 {
			t.Errorf("%s: %d rows, want 2", name, len(table.Rows))
			continue
		}
		first, second := table.Rows[0], table.Rows[1]
		if table.Cell(first, "text") != "好喝, 真的" || table.Cell(first, "label") != "1" || table.Cell(second, "label") != "" || table.Cell(first, "none") != "" {
			t.Errorf("%s: rows %v under %v", name, table.Rows, table.Head)
		}
	}
	for name, text := range map[string]string{"a.txt": "text\n", "a.csv": "", "a.jsonl": "{\n"} {
		if _, err := ReadTable(name, strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s was read with the error %v, want one that names it", name, err)
		}
	}
}

// A quotation mark nobody closes must not swallow the rest of a file without a word.
func TestQuotesNobodyCloses(t *testing.T) {
	for _, c := range []struct {
		name, file string
		line       string // "": the file is read
		rows       int
	}{
		{"all closed", "text,label\n\"第一行\n第二行\",1\n不错,1\n", "", 2},
		{"a mark of inches", "text,label\n屏幕6.7\"够大,1\n不错,1\n", "", 2},
		{"the last row is open on its own line", "text,label\n不错,1\n\"难喝,0", "", 2},
		{"a row opens and never closes", "text,label\n不错,1\n\"这家好喝,1\n难喝死了,0\n一般,0\n", "line 3", 0},
	} {
		table, err := ReadTable("a.csv", strings.NewReader(c.file))
		switch {
		case c.line == "" && (err != nil || len(table.Rows) != c.rows):
			t.Errorf("%s: %d rows, %v", c.name, len(table.Rows), err)
		case c.line != "" && (err == nil || !strings.Contains(err.Error(), c.line)):
			t.Errorf("%s: %v, want it to name %s", c.name, err, c.line)
		}
	}
}

func TestManifestReadsItsSets(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"reviews.csv": "cat,label,text\n书籍,1,好看\n手机,0,坏了\n", "more.csv": "text\n好看\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	spec := Spec{
		Name: "reviews", Path: "reviews.csv", Task: TaskPolarity, Tier: TierPublic, Licence: "none stated", Family: "shop",
		FamilyColumn: "cat", Families: map[string]string{"书籍": "books"}, Labels: map[string]string{"1": "positive"},
	}
	m := Manifest{Name: "m", Tiers: []Tier{TierPublic, TierOwn}, Sets: []Spec{spec, {Name: "own", Path: "own:*.csv", Task: TaskOwn, Tier: TierOwn}}}
	sets, err := m.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := &sets[0]
	if got := []string{s.FamilyOf(s.Rows[0]), s.FamilyOf(s.Rows[1]), s.LabelOf("1"), s.LabelOf("0")}; !slices.Equal(got, []string{"books", "shop", "positive", ""}) {
		t.Errorf("families and labels %q", got)
	}
	if s.Weight != 1 || len(sets[1].Rows) == 0 {
		t.Errorf("weight %v, %d of our own sentences", s.Weight, len(sets[1].Rows))
	}
	for says, change := range map[string]func(*Spec){
		"gone.csv":     func(s *Spec) { s.Path = "gone.csv" },
		`"label"`:      func(s *Spec) { s.Path = "more.csv" },
		"give 0 to":    func(s *Spec) { s.Weight = -1 },
		"poetry":       func(s *Spec) { s.Task = "poetry" },
		"may hold":     func(s *Spec) { s.Tier = TierResearch },
		"stands there": func(s *Spec) { s.Name = "own" },
	} {
		bad := m
		bad.Sets = slices.Clone(m.Sets)
		change(&bad.Sets[0])
		if _, err := bad.Read(dir); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want an error that says %s, got %v", says, err)
		}
	}
}

func TestFeaturesStandOnce(t *testing.T) {
	var e Extractor
	once := len(e.Features([]rune("好喝")))
	if got := len(e.Features([]rune("好喝好喝好喝好喝"))); got > once+10 {
		t.Errorf("%d features of one pair said four times, %d of it once", got, once)
	}
	a := slices.Clone(e.Features([]rune("不好喝")))
	if b := e.Features([]rune("好喝不")); slices.Equal(a, b) {
		t.Error("a denial before and behind give the same features")
	}
	long := []rune(strings.Repeat("天地玄黄宇宙洪荒日月盈昃辰宿列张", 1000))
	if got := len(e.Features(long)); got == 0 || got > slots/2 {
		t.Errorf("%d features of a long text", got)
	}
}
