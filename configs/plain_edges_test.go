package configs

import (
	"reflect"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp"
)

// What the quick reader is not sure of it must leave alone, target and all.
func TestWhatIsNotPlainIsLeftAlone(t *testing.T) {
	for why, text := range map[string]string{
		"nothing":                      "",
		"comments alone":               "# a\n\n  # b\n",
		"a quoted scalar":              "name: \"a\"\n",
		"an anchor":                    "name: &a b\n",
		"an alias":                     "name: *a\n",
		"a tag":                        "name: !!str a\n",
		"a block scalar":               "name: |\n  a\n",
		"a folded scalar":              "name: >\n  a\n",
		"a comment behind a value":     "name: a # b\n",
		"a tab":                        "name:\ta\n",
		"a carriage return":            "name: a\r\n",
		"a variable":                   "name: ${NAME}\n",
		"no UTF-8":                     "name: \xff\n",
		"two documents":                "name: a\n---\nname: b\n",
		"a key twice":                  "name: a\nname: b\n",
		"a key nobody knows":           "nome: a\n",
		"an empty value":               "name:\ntitle: b\n",
		"a list that is not closed":    "name: a\nwords: [\n",
		"a list closed twice":          "name: a\ndomain: [b]]\n",
		"a list over two lines":        "name: a\ndomain: [b,\n  c]\n",
		"an empty flow map":            "name: a\ngroups:\n  - {}\n",
		"a word that is a truth":       "name: true\n",
		"a word that is nothing":       "name: null\n",
		"a word that is a number":      "name: a\ndomain: [0x1f, 1e3]\n",
		"a leading zero":               "name: a\ntopics:\n  - name: f\n    severity: 03\n",
		"a number with a point":        "name: a\ntopics:\n  - name: f\n    severity: 3.0\n",
		"a value for a list":           "name: a\ndomain: b\n",
		"a list for a value":           "name: [a]\n",
		"less indented than the first": "  name: a\ntitle: b\n",
		"more indented than the first": "name: a\n  title: b\n",
		"a map where words stand":      "name: a\ndomain:\n  - b: c\n",
	} {
		before := nlp.Pack{Name: "as it was", Domain: []string{"x"}}
		after := before
		if readPlain([]byte(text), &after) {
			t.Errorf("%s is read as plain, as %+v", why, after)
		}
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s is refused, and changed the target to %+v", why, after)
		}
	}
}

func TestWhatIsPlainIsReadWhole(t *testing.T) {
	const text = `
# a taxonomy
name: tea
title: 茶饮
domain: [奶茶, 3分糖, a b,  c ]
groups:
  - {name: service, title: 服务}
aspects:
  - name: service.waiting
    title: 排队
    terms: [排队, 叫号]
    negative: []
  - name: dish.taste
    terms:
      - 味道
      - 口感
topics:
  - name: 卫生-异物
    severity: 3
    near:
      - {words: [吃出, 喝出], with: [虫子], within: 12}
`
	want := nlp.Pack{
		Name: "tea", Title: "茶饮", Domain: []string{"奶茶", "3分糖", "a b", "c"}, Groups: []nlp.Group{{Name: "service", Title: "服务"}},
		Aspects: []nlp.AspectRule{
			{Name: "service.waiting", Title: "排队", Terms: []string{"排队", "叫号"}, Negative: []string{}},
			{Name: "dish.taste", Terms: []string{"味道", "口感"}},
		},
		Topics: []nlp.TopicRule{{Name: "卫生-异物", Severity: 3, Near: []nlp.Near{{Words: []string{"吃出", "喝出"}, With: []string{"虫子"}, Within: 12}}}},
	}
	var got nlp.Pack
	if !readPlain([]byte(text), &got) || !reflect.DeepEqual(got, want) {
		t.Errorf("read as\n%+v\nwant\n%+v", got, want)
	}
	if !agree(t, "taxonomies/tea.yaml", []byte(text)) {
		t.Error("the same text is not plain the second time")
	}
}

func TestNumbersOfDictionaries(t *testing.T) {
	f := func(number string, want float64, ok bool) {
		t.Helper()
		var d nlp.Dictionary
		text := []byte("name: a\nwords:\n  - {word: b, weight: " + number + "}\n")
		if got := readPlain(text, &d); got != ok || ok && d.Words[0].Weight != want {
			t.Errorf("weight %s: read %v as %+v, want %v", number, got, d.Words, want)
		}
		agree(t, "dictionaries/a.yaml", text)
	}
	f("2", 2, true)
	f("-1.5", -1.5, true)
	f("0", 0, true)
	f("0.25", 0.25, true)
	f("123456789", 123456789, true)
	for _, odd := range []string{".5", "+1", "1.", "01", "1e3", "0x10", "1_000", "--1", "-", "~", ".inf", ".nan", "1,5", "一", "9999999999999", "1:30"} {
		f(odd, 0, false)
	}
}
