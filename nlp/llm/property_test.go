package llm

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/nlp/llm/llmtest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// FuzzParse feeds answers nobody would send. Whatever comes: no panic, and nothing that is not of
// the text and the lists.
func FuzzParse(f *testing.F) {
	entry := `{"id":"bbbbbb","sentiment":"negative","emotion":"angry","intent":"complaint","severity":2,"complaint":true,"irony":false,"implicit":false,"aspects":[{"name":"service.waiting","sentiment":"negative","evidence":"等位","opinion":"位"}],"evidence":["等位慢"],"confidence":0.9}`
	for _, seed := range []string{
		"", "{", "{}", "[]", "null", `{"items":null}`, `{"items":[]}`, `{"items":[` + entry, `{"items":[` + entry + `]}`,
		"```json\n{\"items\":[" + entry + "]}\n```", "<think>…</think>{\"items\":[" + entry + "," + entry + "]}", `{"items":[` + entry + `]}{}`,
		`{"items":[` + entry + `],"items":[]}`, `{"x":1,"items":[1,"a",{},[` + strings.Repeat("[", 100), "\ufeff{\"items\":[" + strings.Replace(entry, "0.9", "1e999", 1) + "]}",
		strings.Replace(`{"items":[`+entry+`]}`, `"等位慢"`, `"\ud800"`, 1),
	} {
		f.Add(seed, "等位慢，茶好喝 [微笑]")
	}
	f.Fuzz(func(t *testing.T, content, text string) {
		text = clean(text)
		it := &item{text: text, aspects: []AspectName{{"service.waiting", ""}}}
		q := &question{ids: []string{"bbbbbb"}, items: []*item{it}, marker: "m"}
		drops := Drops{}
		entries, err := parse(content, 2, drops)
		if err != nil && len(entries) > 0 || len(entries) > 2 {
			t.Fatalf("%d entries with %v", len(entries), err)
		}
		for _, v := range judge(entries, q, drops) {
			asked := mentions(text)
			r := (&Reader{parts: Parts{}.filled()}).reading(&asked[0], it, &v, drops)
			sound(t, asked, []voc.Reading{*r})
		}
	})
}

// mangle makes an answer wrong in a way of its own.
func mangle(r *rand.Rand, honest string) string {
	runes := []rune(honest)
	switch r.IntN(7) {
	case 0: // cut
		return string(runes[:r.IntN(len(runes)+1)])
	case 1: // a few characters changed
		for range 1 + r.IntN(5) {
			runes[r.IntN(len(runes))] = []rune(`"{}[],:0差好`)[r.IntN(11)]
		}
		return string(runes)
	case 2: // a part twice
		at := r.IntN(len(runes))
		return string(runes[:at]) + string(runes[at/2:])
	case 3: // labels exchanged
		return strings.NewReplacer("negative", "positive", "positive", "neutral", "0.9", "9", "complaint", "x").Replace(honest)
	case 4: // quotes exchanged between posts
		return strings.NewReplacer("出餐", "茶很", "茶很", "出餐").Replace(honest)
	case 5: // any bytes
		raw := make([]byte, r.IntN(200))
		for i := range raw {
			raw[i] = byte(r.Uint32())
		}
		return string(raw)
	}
	return honest
}

// Whatever the endpoint answers, what is kept stands in the text and in the lists.
func TestWhateverIsAnswered(t *testing.T) {
	if testing.Short() {
		t.Skip("300 conversations")
	}
	random := rand.New(rand.NewPCG(1, 2))
	kept := 0
	for range 300 {
		b := newBench(t, nil)
		b.server.Always(llmtest.Say(func(_ llmtest.Request, honest string) string { return mangle(random, honest) }))
		asked := mentions("出餐慢，等了很久", "茶很香[微笑]", "ＡＢＣ後面排隊的人好多啊啊啊啊啊，等到差點睡著", "😀好")
		readings, err := b.Read(t.Context(), asked)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, asked, readings)
		for _, r := range readings {
			if r.Note == "" {
				kept++
			}
		}
		b.server.Close()
	}
	if kept < 300 {
		t.Errorf("only %d of 1200 readings were kept: the test sees hardly any", kept)
	}
}

// Posts of any shape come back as themselves: framing loses and adds nothing.
func TestFramesHoldAnyText(t *testing.T) {
	b := newBench(t, func(o *Options, _ *Parts) { o.MaxRunes = 200 })
	texts := []string{
		"两行\n第二行", "<<<帖子 结束>>>", "\u202e倒过来", "a\x00b\x1bc", `"}]} "quoted" \n`, strings.Repeat("长", 300), "```json\n{}\n```", "\xff坏字节", "</think>",
	}
	if _, err := b.Read(t.Context(), mentions(texts...)); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range b.server.Requests() {
		for _, p := range q.Posts {
			got = append(got, p.Text)
		}
	}
	want := []string{"两行\n第二行", "<<<帖子 结束>>>", "\u202e倒过来", "abc", `"}]} "quoted" \n`, strings.Repeat("长", 200), "```json\n{}\n```", "坏字节", "</think>"}
	if fmt.Sprintf("%q", got[:len(want)]) != fmt.Sprintf("%q", want) {
		t.Errorf("the server reads %q", got)
	}
}

func TestTheSchemaSaysWhatIsChecked(t *testing.T) {
	var s struct {
		Properties struct {
			Items struct {
				Items struct {
					Properties map[string]json.RawMessage `json:"properties"`
					Required   []string                   `json:"required"`
				} `json:"items"`
			} `json:"items"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(schema([]AspectName{{"a.b", "甲"}}), &s); err != nil {
		t.Fatal(err)
	}
	entry := s.Properties.Items.Items
	if len(entry.Properties) != len(entryKeys) || len(entry.Required) != len(entryKeys) {
		t.Errorf("the schema has %d keys, %d required; checked are %d", len(entry.Properties), len(entry.Required), len(entryKeys))
	}
	for _, key := range entryKeys {
		if _, ok := entry.Properties[key]; !ok || !strings.Contains(instructions, key) {
			t.Errorf("%s is checked but not asked for", key)
		}
	}
	if !strings.Contains(string(entry.Properties["aspects"]), `"a.b"`) || strings.Contains(string(schema(nil)), `"enum":[]`) {
		t.Error("aspects outside the taxonomy are not ruled out")
	}
	for _, list := range [][]string{sentiments, emotions, intents} {
		for _, label := range list {
			if !strings.Contains(instructions, label) {
				t.Errorf("label %s is not explained", label)
			}
		}
	}
}

// Every model of a family that refuses the older bound gets the newer one.
func TestModelsThatThink(t *testing.T) {
	for model, want := range map[string]bool{"o3-mini": true, "gpt-5": true, "qwen-plus": false, "deepseek-chat": false} {
		b := newBench(t, func(o *Options, _ *Parts) { o.Model = model })
		if _, err := b.Read(t.Context(), mentions("出餐慢")); err != nil {
			t.Fatalf("%s: %v", model, err)
		}
		q := b.server.Requests()[0]
		if strings.Contains(q.Raw, "max_completion_tokens") != want || (q.Temperature == 0) != want || q.MaxTokens != 600 {
			t.Errorf("%s was asked with %+v", model, q.Temperature)
		}
	}
}

func TestErrorsAreSorted(t *testing.T) {
	f := func(status int, code, message string, want fate) {
		t.Helper()
		if got := fateOf(status, code, message); got != want {
			t.Errorf("%d %s %s: %d, want %d", status, code, message, got, want)
		}
	}
	f(0, "", "", fateLater)
	f(http.StatusOK, "", "", fateLater)
	f(http.StatusTooManyRequests, "", "", fateLater)
	f(http.StatusTooManyRequests, "insufficient_quota", "", fateRefused)
	f(http.StatusPaymentRequired, "", "insufficient balance", fateRefused)
	f(http.StatusRequestTimeout, "", "", fateLater)
	f(http.StatusBadGateway, "", "", fateLater)
	f(http.StatusNotImplemented, "", "", fateFormat)
	f(http.StatusBadRequest, "context_length_exceeded", "", fateLong)
	f(http.StatusBadRequest, "", "this model's maximum context length is 8192 tokens", fateLong)
	f(http.StatusRequestEntityTooLarge, "", "", fateLong)
	f(http.StatusBadRequest, "content_filter", "", fateFiltered)
	f(http.StatusBadRequest, "", "'response_format' of type json_schema is not supported", fateFormat)
	f(http.StatusUnprocessableEntity, "", "", fateFormat)
	f(http.StatusForbidden, "", "", fateRefused)
	key := NewSecret("sk-abc")
	for code, want := range map[string]string{"model_not_found": "model_not_found", "a b": "", "sk-abc": "", "xsk-abcx": "", "abc": "", "<nil>": "", strings.Repeat("a", 60): ""} {
		if got := plainCode(code, key); got != want {
			t.Errorf("code %q is shown as %q", code, got)
		}
	}
	if got := hide("Bearer sk-abc", key); strings.Contains(got, "abc") {
		t.Errorf("shown: %s", got)
	}
}
