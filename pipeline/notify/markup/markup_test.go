package markup

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

func TestParse(t *testing.T) {
	text := func(s string) []Span { return []Span{{Text: s}} }
	for _, c := range []struct {
		why, body string
		want      []Block
	}{
		{"lines next to each other are one paragraph", "第一行\n第二行\n\n另一段", []Block{{Spans: text("第一行\n第二行")}, {Spans: text("另一段")}}},
		{"headings", "# 一\n### 三\n#无空格不是标题", []Block{{Kind: Heading, Level: 1, Spans: text("一")}, {Kind: Heading, Level: 3, Spans: text("三")}, {Spans: text("#无空格不是标题")}}},
		{"quotations go on over lines", "> 一\n> 二\n三", []Block{{Kind: Quote, Spans: text("一\n二")}, {Spans: text("三")}}},
		{"items, deeper ones and numbered ones", "- 一\n  - 二\n3. 三", []Block{{Kind: Item, Spans: text("一")}, {Kind: Item, Level: 1, Spans: text("二")}, {Kind: Item, Mark: "3.", Spans: text("三")}}},
		{"a rule", "一\n\n---\n二", []Block{{Spans: text("一")}, {Kind: Rule}, {Spans: text("二")}}},
		{"bold, code and a link", "**粗** `码` [链](https://a.example/x?y=1)", []Block{{Spans: []Span{{Text: "粗", Bold: true}, {Text: " "}, {Text: "码", Code: true}, {Text: " "}, {Text: "链", URL: "https://a.example/x?y=1"}}}}},
		{"bold that never ends is text", "**没有完", []Block{{Spans: text("**没有完")}}},
		{"bold that ends behind an escape only is text", `**没有\**完`, []Block{{Spans: text("**没有**完")}}},
		{"escaped signs are text", `\*\*不粗\*\* \[不是\](链接) \> \\`, []Block{{Spans: text(`**不粗** [不是](链接) > \`)}}},
		{"a backslash before a letter is one", `C:\tea`, []Block{{Spans: text(`C:\tea`)}}},
		{"a link that leads elsewhere than the web is text", "[点](javascript:alert(1)) [点](file:///etc/passwd)", []Block{{Spans: text("[点](javascript:alert(1)) [点](file:///etc/passwd)")}}},
		{"a link with room for tricks is text", `[点](https://a.example/"onclick="x) [点](https:///x)`, []Block{{Spans: text(`[点](https://a.example/"onclick="x) [点](https:///x)`)}}},
		{"signs that turn the direction of writing are gone", "正\u202e反\u2066写\u200f", []Block{{Spans: text("正反写")}}},
		{"control characters and broken bytes", "a\x00b\x1b[31m\xff", []Block{{Spans: text("ab[31m�")}}},
		{"nothing", " \n\n", []Block{}},
	} {
		if got := Parse(c.body); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q reads as %+v, want %+v", c.why, c.body, got, c.want)
		}
	}
}

// What somebody else wrote is text of one line wherever it stands.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{"**x** [点我](http://evil.example)", "- 1. # > `", "---", "\r\n# 标题", "1. 一", `\\*`, "😀\u202e<at id=all></at>", "+ x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := Line(s)
		if want == "" {
			return
		}
		for where, body := range map[string]string{"quotation": "> " + Escape(s), "item": "- " + Escape(s), "middle": "前" + Escape(s) + "后", "beginning": Escape(s)} {
			blocks := Parse(body)
			got := strings.TrimSuffix(strings.TrimPrefix(Text(blocks), "前"), "后")
			if len(blocks) > 1 || strings.TrimSpace(got) != want && !strings.HasPrefix(want, "前") && !strings.HasSuffix(want, "后") {
				t.Fatalf("%s: %q reads as %q in %d blocks", where, want, got, len(blocks))
			}
			for _, b := range blocks {
				for _, span := range b.Spans {
					if span.URL != "" || span.Bold || span.Code {
						t.Fatalf("%s: %q became markup: %+v", where, s, span)
					}
				}
				if where == "beginning" && b.Kind != Paragraph {
					t.Fatalf("%q became a block of kind %d", s, b.Kind)
				}
			}
		}
		link := Parse(Link(s, "https://a.example/(x)?q='\"<>"))
		if len(want) < 200 && (len(link) != 1 || Text(link) != want || link[0].Spans[0].URL == "") {
			t.Fatalf("a link called %q reads as %+v", want, link)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("**a** [b](https://c.example) `d`\n> e\n- f\n# g")
	f.Add(strings.Repeat("[", 2000) + strings.Repeat("**", 500))
	f.Fuzz(func(t *testing.T, body string) {
		blocks := Parse(body)
		for _, written := range []string{Chat(blocks, "\n"), Chat(blocks, "  \n")} {
			if strings.ContainsAny(written, "<@") && !strings.Contains(written, "](http") || !utf8.ValidString(written) {
				t.Fatalf("the chats' dialect holds %q", written)
			}
		}
		for _, b := range blocks {
			for _, s := range b.Spans {
				if s.URL != "" && !Web(s.URL) || s.Text == "" {
					t.Fatalf("span %+v", s)
				}
			}
		}
	})
}

// Every part costs no more than it may, no character is broken, and together they are the text.
func TestSplitLosesNothingAndPassesNoLimit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	pieces := []string{"顾客", "等了四十分钟", "。", "，", "！”", "👨‍👩‍👧‍👦", "e\u0301", "word ", "\n", "**重点**", "[链接](https://a.example/b)", "`WO-1`", "𠮷"}
	starts := []string{"", "> ", "- ", "# ", "1. "}
	for n := range 400 {
		var body strings.Builder
		for range random.IntN(30) {
			body.WriteString(starts[random.IntN(len(starts))])
			for range random.IntN(60) {
				body.WriteString(pieces[random.IntN(len(pieces))])
			}
			body.WriteString("\n\n")
		}
		blocks := Parse(body.String())
		room := 120 + random.IntN(2000)
		cost := func(part []Block) int { return len(Chat(part, "\n")) }
		parts, cut := Split(blocks, room, 10_000, cost)
		all := ""
		for _, p := range parts {
			if c := cost(p); c > room || len(p) == 0 {
				t.Fatalf("text %d: a part of %d bytes in %d blocks, %d are allowed", n, c, len(p), room)
			}
			if !utf8.ValidString(Text(p)) || strings.HasPrefix(Text(p), "\u200d") || strings.HasPrefix(Text(p), "\u0301") {
				t.Fatalf("text %d: a character was cut: %q", n, Text(p))
			}
			all += Text(p)
		}
		if cut || all != Text(blocks) {
			t.Fatalf("text %d: cut %v; lost something between %d parts", n, cut, len(parts))
		}
		few, cut := Split(blocks, room, 2, cost)
		if cut != (len(parts) > 2) || len(few) > 2 || cut && !strings.HasSuffix(Text(few[len(few)-1]), Notice) {
			t.Fatalf("text %d in two parts: %d parts, cut %v", n, len(few), cut)
		}
		for _, p := range few {
			if c := cost(p); c > room {
				t.Fatalf("text %d: %d bytes with the notice, %d are allowed", n, c, room)
			}
		}
	}
}

func TestSplitBreaksAtTheEndOfASentence(t *testing.T) {
	blocks := Parse("> 等了很久。店员说“马上好！”结果没有好。最后一句在这里")
	parts, _ := Split(blocks, len("> 等了很久。店员说“马上好！”结果没"), 10, func(p []Block) int { return len(Chat(p, "\n")) })
	var got []string
	for _, p := range parts {
		got = append(got, Text(p))
	}
	if want := "等了很久。店员说“马上好！”|结果没有好。|最后一句在这里"; strings.Join(got, "|") != want && strings.Join(got, "|") != "等了很久。店员说“马上好！”|结果没有好。最后一句在这里" {
		t.Errorf("parts are %q", got)
	}
}

func TestCompose(t *testing.T) {
	title, blocks := Compose(voc.Message{Title: " 青衡\n红色预警 ", Level: voc.Red, Body: "**青衡 红色预警**\n\n正文"})
	if title != "青衡 红色预警" || Text(blocks) != "正文" {
		t.Errorf("title %q over %q; want one line, and the body without it", title, Text(blocks))
	}
	if title, _ = Compose(voc.Message{Title: "工单逾期", Level: voc.Orange}); title != "【橙】工单逾期" {
		t.Errorf("title %q does not say how grave it is", title)
	}
	long := strings.Repeat("很长的标题", 40)
	title, blocks = Compose(voc.Message{Title: long, Body: "正文"})
	if utf8.RuneCountInString(title) != longestTitle || !strings.HasSuffix(title, "…") || Text(blocks) != long+"正文" {
		t.Errorf("title %q over %q; want it short, and whole below", title, Text(blocks))
	}
	if Numbered("题", 0, 1) != "题" || Numbered("题", 1, 3) != "题（2/3）" {
		t.Error("parts are not numbered")
	}
	links := Links(voc.Message{Links: []voc.MessageLink{{Title: "认领", URL: "https://a.example/x"}, {Title: "坏", URL: "javascript:x"}, {Title: " ", URL: "https://a.example"}}})
	if len(links) != 1 {
		t.Errorf("links %v", links)
	}
}

func TestPlain(t *testing.T) {
	got := Plain(Parse("# 题\n\n正文 [链](https://a.example)\n\n> 一\n> 二\n\n- 甲\n- 乙\n\n---"))
	if want := "题\n\n正文 链（https://a.example ）\n\n> 一\n> 二\n\n- 甲\n- 乙\n\n----------"; got != want {
		t.Errorf("plain text is %q, want %q", got, want)
	}
}

// What was made for a card is what robots show: the letter itself would come in many parts.
func TestACardStandsInThePlaceOfTheBody(t *testing.T) {
	m := voc.Message{Title: "日报", Body: "# 日报\n\n" + strings.Repeat("很长的信。\n\n", 2000), Form: &voc.MessageForm{Card: "今天很静。\n\n- 投诉指数 98"}}
	title, blocks := Compose(m)
	if text := Text(blocks); title != "日报" || !strings.Contains(text, "今天很静") || strings.Contains(text, "很长的信") {
		t.Errorf("the card says %q under %q", text, title)
	}
	m.Form = &voc.MessageForm{HTML: "<p>今天很静</p>"}
	if _, blocks := Compose(m); !strings.Contains(Text(blocks), "很长的信") {
		t.Error("without a card the body is lost")
	}
}
