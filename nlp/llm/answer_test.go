package llm

import (
	"errors"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestParse(t *testing.T) {
	f := func(why, content string, want []string, wantErr error, drops ...string) {
		t.Helper()
		counted := Drops{}
		entries, err := parse(content, 2, counted)
		var got []string
		for _, e := range entries {
			got = append(got, string(e))
		}
		if !slices.Equal(got, want) || !errors.Is(err, wantErr) {
			t.Errorf("%s: %q, %v; want %q, %v", why, got, err, want, wantErr)
		}
		for _, d := range drops {
			if counted[d] == 0 {
				t.Errorf("%s: dropped %v, want %q counted", why, counted, d)
			}
		}
		if len(drops) == 0 && len(counted) > 0 {
			t.Errorf("%s: dropped %v, want nothing", why, counted)
		}
	}
	one, two := []string{`{"id":"a"}`}, []string{`{"id":"a"}`, `{"id":"b"}`}
	f("as asked", `{"items":[{"id":"a"},{"id":"b"}]}`, two, nil)
	f("with spaces around", " \n{\"items\": [ {\"id\":\"a\"} ] }\t", one, nil)
	f("with a byte order mark", "\ufeff{\"items\":[{\"id\":\"a\"}]}", one, nil)
	f("none", `{"items":[]}`, nil, nil)
	f("fenced", "```json\n{\"items\":[{\"id\":\"a\"}]}\n```", one, nil)
	f("fenced without a language", "```\n{\"items\":[{\"id\":\"a\"}]}\n```", one, nil)
	f("a fence that never ends", "```json\n{\"items\":[{\"id\":\"a\"}]}", nil, errProse, DropProse)
	f("a fence on one line", "```{\"items\":[]}```", nil, errProse, DropProse)
	f("thoughts before it", "<think>\n{\"items\":[]} 也许\n</think>\n{\"items\":[{\"id\":\"a\"}]}", one, nil)
	f("thoughts that never end", `<think>{"items":[{"id":"a"}]}`, nil, errProse, DropProse)
	f("a sentence", "都是正面的", nil, errProse, DropProse)
	f("a sentence before it", `结果：{"items":[{"id":"a"}]}`, nil, errProse, DropProse)
	f("a sentence behind it", `{"items":[{"id":"a"}]} 完毕`, nil, errProse, DropProse)
	f("two answers", `{"items":[{"id":"a"}]}{"items":[]}`, nil, errProse, DropProse)
	f("the list twice", `{"items":[{"id":"a"}],"items":[{"id":"b"}]}`, nil, errProse, DropProse)
	f("nothing", "", nil, errProse, DropProse)
	f("a list alone", `[{"id":"a"}]`, nil, errProse, DropProse)
	f("cut in an entry", `{"items":[{"id":"a"},{"id":"b`, one, nil, DropCut)
	f("cut behind an entry", `{"items":[{"id":"a"}`, one, nil, DropCut)
	f("cut behind the list", `{"items":[{"id":"a"}]`, one, nil, DropCut)
	f("no list where one must stand", `{"items":"a"}`, nil, nil, DropCut)
	f("a key nobody asked for", `{"note":"x","items":[{"id":"a"}],"more":{"a":[1]}}`, one, nil, DropKey)
	f("more than were asked about", `{"items":[{"id":"a"},{"id":"b"},{"id":"c"}]}`, two, nil, DropID)
	f("no items at all", `{"results":[]}`, nil, nil, DropKey)
}

func TestKeys(t *testing.T) {
	for raw, want := range map[string]bool{`{}`: true, `{"a":1,"b":[{}]}`: true, `{"a":1,"a":1}`: false, `[]`: false, `1`: false, `"a"`: false, `null`: false} {
		if _, ok := keys([]byte(raw)); ok != want {
			t.Errorf("%s is taken: %v", raw, ok)
		}
	}
}

func TestTextsAreMadeReady(t *testing.T) {
	f := func(in, want string) {
		t.Helper()
		if got := clean(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	f("  好\t喝\n", "好\t喝")
	f("a\x00b\u009fc\x7f", "abc")
	f("\xff\xfe好", "好")
	f("两\n\n行", "两\n\n行")
	f("👍🏽 e\u0301", "👍🏽 e\u0301")
	for _, most := range []int{0, 1, 3, 100} {
		if got := cut("好a👍 喝", most); utf8.RuneCountInString(got) > most || !utf8.ValidString(got) {
			t.Errorf("cut to %d: %q", most, got)
		}
	}
}

// The place of evidence counts runes of the normalised text, whatever the script of the post.
func TestPlacesCountRunesOfTheNormalisedText(t *testing.T) {
	v := verdict{confidence: 0.8, aspects: []judged{
		{"service.waiting", voc.Negative, "排隊ＴＷＯ個鐘", "ＴＷＯ"},
		{"dish.taste", voc.Positive, "👍", ""},
		{"price", voc.Neutral, "不在文中", ""},
	}}
	drops := Drops{}
	text := "👍今日排隊ＴＷＯ個鐘"
	norm := normalized(text)
	spans := v.spans(norm, drops)
	if len(spans) != 2 || drops[DropAspect] != 1 {
		t.Fatalf("%+v, dropped %v", spans, drops)
	}
	for _, a := range spans {
		if got := string([]rune(norm)[a.Start:a.End]); got != a.Text || a.Probability != 0.8 {
			t.Errorf("%+v points at %q", a, got)
		}
	}
	if a := spans[0]; a.Text != "排队two个钟" || a.Opinion != "two" || a.Start != 3 {
		t.Errorf("%+v", a)
	}
}
