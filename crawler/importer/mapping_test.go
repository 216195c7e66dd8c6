package importer

import (
	"strings"
	"testing"
)

func TestMappings(t *testing.T) {
	file := "谁写的,说了啥,链接\n张三,排队太久,https://a.example/1\n"
	said := Options{Columns: map[string]string{"author": "谁写的", "text": "说了啥"}, Platform: "dianping"}
	taught := must(t, "a.csv", file, said)
	m, err := Learn("八爪鱼-点评", said, taught.Result)
	if err != nil || len(m.Headers) != 3 {
		t.Fatalf("%+v, %v", m, err)
	}
	other := Mapping{Name: "narrow", Headers: []string{"说了啥"}, Columns: map[string]string{"title": "说了啥"}}
	for why, tc := range map[string]struct {
		file string
		used string
		want string
	}{
		"the next file of the template":        {file, "八爪鱼-点评", "排队太久"},
		"with a column more, in another order": {"链接,新列,说了啥,谁写的\nhttps://a.example/1,x,排队太久,张三\n", "八爪鱼-点评", "排队太久"},
		"as JSON":                              {`[{"谁写的":"张三","说了啥":"排队太久","链接":"https://a.example/1"}]`, "八爪鱼-点评", "排队太久"},
		"one of its columns is missing":        {"谁写的,说了啥\n张三,排队太久\n", "narrow", "排队太久"},
		"another file altogether":              {"text\n好喝\n", "", "好喝"},
	} {
		out := must(t, "b", tc.file, Options{Mappings: []Mapping{other, m}})
		told := strings.Contains(strings.Join(out.Notes, ""), "mapping "+tc.used)
		if out.Mapping != tc.used || texts(out) != tc.want || told != (tc.used != "") {
			t.Errorf("%s: mapping %q, %q, notes %q", why, out.Mapping, texts(out), out.Notes)
		}
		if tc.used == m.Name && (out.posts[0].Platform != "dianping" || out.posts[0].Author.Name != "张三") {
			t.Errorf("%s: %+v", why, out.posts[0])
		}
	}
	out := must(t, "c.csv", file, Options{Mappings: []Mapping{m}, Columns: map[string]string{"text": "谁写的"}})
	if out.Mapping != "" || texts(out) != "张三" {
		t.Errorf("what is said now does not overrule the mapping: %+v", out.Result)
	}
	wb := workbook(t, false, tab{"S", [][]string{{"月报"}, {"谁写的", "说了啥", "链接"}, {"张三", "排队太久", "x"}}})
	if out := must(t, "c.xlsx", wb, Options{Mappings: []Mapping{m}}); out.Mapping != m.Name || texts(out) != "排队太久" {
		t.Errorf("a workbook: %+v", out.Result)
	}
}

func TestMappingsThatAreRefused(t *testing.T) {
	for why, tc := range map[string]struct {
		m    Mapping
		want string
	}{
		"a name that is a path":  {Mapping{Name: "../x", Columns: map[string]string{"text": "a"}}, "letters"},
		"no name":                {Mapping{Columns: map[string]string{"text": "a"}}, "letters"},
		"no columns":             {Mapping{Name: "a"}, "--column"},
		"an unknown field":       {Mapping{Name: "a", Columns: map[string]string{"wording": "a"}}, "wording"},
		"a field without header": {Mapping{Name: "a", Columns: map[string]string{"text": ""}}, "header"},
	} {
		if err := tc.m.Check(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", why, err, tc.want)
		}
	}
	if _, err := Learn("a", Options{Columns: map[string]string{"text": "1"}}, Result{Columns: []Column{{Field: "text"}}}); err == nil {
		t.Error("a file without headers taught a mapping")
	}
}

func TestDelimiterAndEncodingAsTold(t *testing.T) {
	for d, file := range map[string]string{"tab": "a,b\ttext\n1\t好喝\n", ";": "a,b;text\n1;好喝\n", "^": "a^text\n1^好喝\n", "|": "a|text\n1|好喝\n"} {
		if out := must(t, "a.csv", file, Options{Delimiter: d}); texts(out) != "好喝" {
			t.Errorf("%q: %q", d, texts(out))
		}
	}
	for _, d := range []string{"ab", `"`, "\n"} {
		if _, err := read(t, "a.csv", "text\n好喝\n", Options{Delimiter: d}); err == nil || !strings.Contains(err.Error(), "delimiter") {
			t.Errorf("delimiter %q: %v", d, err)
		}
	}
}
