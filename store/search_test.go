package store

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/normal"
)

func TestReadSearch(t *testing.T) {
	type groups = [][]string
	for _, c := range []struct {
		sentence, text string
		groups         groups
		not            []string
	}{
		{"words are separated by white space of any kind", "a  b　c\td", groups{{"a"}, {"b"}, {"c"}, {"d"}}, nil},
		{"- excludes, also in full width", "a -b －\"c d\"", groups{{"a"}}, []string{"b", "c d"}},
		{"a - inside a word is part of it", "a-b", groups{{"a-b"}}, nil},
		{"quotes keep spaces", `"a b" c`, groups{{"a b"}, {"c"}}, nil},
		{"Chinese quotes are quotes", `“退款太慢”`, groups{{"退款太慢"}}, nil},
		{"a quote inside a word is part of it", `a"b c`, groups{{`a"b`}, {"c"}}, nil},
		{"an open quote runs to the end", `"a b`, groups{{"a b"}}, nil},
		{"signs alone mean nothing", `- "" -"" | OR`, groups{}, nil},
		{"case is folded", "App", groups{{"app"}}, nil},
		{"| joins alternatives", "退款 | 退货 慢", groups{{"退款", "退货"}, {"慢"}}, nil},
		{"so does OR, and ｜ without spaces", "退款 OR 退货｜换货", groups{{"退款", "退货", "换货"}}, nil},
		{"or in small letters is a word", "this or that", groups{{"this"}, {"or"}, {"that"}}, nil},
		{"a quoted OR is a word", `a "OR" b`, groups{{"a"}, {"or"}, {"b"}}, nil},
		{"what is excluded is no alternative", "-a | b", groups{{"b"}}, []string{"a"}},
		{"| before the first word joins nothing", "| a", groups{{"a"}}, nil},
		{"Chinese without spaces is cut into words", "退款慢", groups{{"退款"}, {"慢"}}, nil},
		{"a degree says nothing about what is looked for", "退款太慢", groups{{"退款"}, {"慢"}}, nil},
		{"a negation stays with its word", "不新鲜", groups{{"不新鲜"}}, nil},
		{"also a long one", "没有味道", groups{{"没有味道"}}, nil},
		{"two characters are one word", "差评", groups{{"差评"}}, nil},
		{"mixed with letters it is one word", "T恤起球了", groups{{"t恤起球了"}}, nil},
		{"alternatives are taken as they stand", "退款慢|退货慢", groups{{"退款慢", "退货慢"}}, nil},
		{"what is excluded is taken as it stands", "-退款太慢", groups{}, []string{"退款太慢"}},
		{"traditional script means the same, the original is looked for too", "服務", groups{{"服务", "服務"}}, nil},
		{"full width means the same", "ＡＰＰ", groups{{"app", "ａｐｐ"}}, nil},
		{"a word said twice is one", "慢 慢", groups{{"慢"}}, nil},
	} {
		got := ReadSearch(c.text)
		if c.not == nil {
			c.not = []string{}
		}
		if !reflect.DeepEqual(got, Search{c.groups, c.not}) {
			t.Errorf("%s: %q gives %q without %q, want %q without %q", c.sentence, c.text, got.Groups, got.Not, c.groups, c.not)
		}
	}
}

// Whatever is typed, no word is empty, and a single unquoted word finds the text it stands in.
func FuzzReadSearch(f *testing.F) {
	f.Add(`态度 -"四十 分钟" it's "x`)
	f.Add("退款太慢 | 服務 ＯＲ ｜")
	f.Fuzz(func(t *testing.T, text string) {
		s := ReadSearch(text)
		for _, g := range s.Groups {
			if len(g) == 0 || slices.Contains(g, "") {
				t.Fatalf("%q gives %q", text, s.Groups)
			}
		}
		if slices.Contains(s.Not, "") {
			t.Fatalf("%q excludes %q", text, s.Not)
		}
		if strings.ContainsAny(text, quotes+"|｜-－ ") || len(strings.Fields(text)) != 1 || len(s.Not) > 0 {
			return
		}
		hay := normal.Text(text) + "\n" + strings.ToLower(text)
		for _, g := range s.Groups {
			if !slices.ContainsFunc(g, func(w string) bool { return strings.Contains(hay, w) }) {
				t.Errorf("%q does not find itself: %q is not in %q", text, g, hay)
			}
		}
	})
}
