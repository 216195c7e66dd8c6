package digest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/store/storetest"
	"github.com/tingfeng-voc/tingfeng/voc"
)

// hostile is what people write who hope that somebody's letter shows more than words.
var hostile = []string{
	`<script>alert(1)</script>`, `</td></table><h1>系统通知</h1>`, `<img src=x onerror=alert(1)>`, `<a href="javascript:alert(1)">点我</a>`,
	`<style>*{display:none}</style>`, `" onmouseover="alert(1)`, `{{.Lead}} {{template "x"}}`, `<!-- -->`, `<![CDATA[x]]>`,
	"[点我领奖](https://evil.example/x)", "![](https://evil.example/pixel.png)", "[x]: https://evil.example", "<https://evil.example>", "https://evil.example/?a=b", "www.evil.example",
	"# 大标题", "\n\n# 另起一段的大标题\n- 假的一行", "> 引用", "```\ncode\n```", "**加粗**和_斜体_和~~删除~~", "| a | b |\n|---|---|", "---", "1. 一\n2. 二",
	"&lt;script&gt;", "&#60;b&#62;", "\u202e反着写的字", "零\u200b宽", "\x00空字节", strings.Repeat("啊", 5000), "“引号”里的“引号”", `反斜\[杠\](x)`, "`代码`",
}

func hostileLetter() voc.Digest {
	d := voc.Digest{Date: "2026-01-31", Brand: "qingheng", Title: "青衡客诉日报", Lead: "今天听到 1 条声音。", AsOf: at(tonight, "21:30")}
	for _, name := range []string{"new", "worse", "voices", "open", "praise"} {
		s := voc.DigestSection{Name: name, Title: name}
		for i, h := range hostile {
			s.Lines = append(s.Lines, voc.DigestLine{Text: h, Orders: []string{"WO-`" + h}, Evidence: []voc.Evidence{
				{PostID: voc.PostID(fmt.Sprint(i)), Text: h, URL: "https://reviews.example.com/" + h},
				{PostID: "j", Text: h, URL: "javascript:alert(1)//" + h}, {PostID: "d", Text: h, URL: "data:text/html," + h},
			}})
		}
		d.Sections = append(d.Sections, s)
	}
	d.Title, d.Lead = d.Title+hostile[0]+hostile[9], d.Lead+hostile[2]+hostile[10]+hostile[13]
	return d
}

var (
	tags  = regexp.MustCompile(`<[!/]?[a-zA-Z\[-][^>]*>`)
	ours  = regexp.MustCompile(`^(<!DOCTYPE html>|</?(html|head|body|title|style|table|tr|td|span|a|br|meta|img)( [a-z-]+="[^"<>]*")*>)$`)
	hrefs = regexp.MustCompile(`href="([^"]*)"`)
)

func TestHTMLHoldsOnlyOurTags(t *testing.T) {
	html, err := Render(hostileLetter(), "html")
	if err != nil {
		t.Fatal(err)
	}
	found := tags.FindAllString(html, -1)
	for _, tag := range found {
		if !ours.MatchString(tag) || strings.Contains(tag, " on") {
			t.Errorf("a tag that is not ours: %s", tag)
		}
	}
	if len(found) < 500 {
		t.Errorf("%d tags: the letter was not rendered in full", len(found))
	}
	links := hrefs.FindAllStringSubmatch(html, -1)
	for _, l := range links {
		if !strings.HasPrefix(l[1], "https://reviews.example.com/") {
			t.Errorf("a link to %s", l[1])
		}
	}
	if want := 5 * len(hostile); len(links) != want {
		t.Errorf("%d links, want one for each of %d posts with an address of the web", len(links), want)
	}
}

// plainMarkdown is a text without what stands behind a backslash and without the links that we
// made ourselves: in what is left nothing may be markup.
func plainMarkdown(md string) string {
	md = regexp.MustCompile(` \[原文\]\(https://reviews\.example\.com/[^() <>]*\)`).ReplaceAllString(md, "")
	return regexp.MustCompile(`\\[\\*_\[\]<>|#~&/.`+"`"+`]`).ReplaceAllString(md, "")
}

func TestMarkdownHoldsOnlyOurMarks(t *testing.T) {
	md, err := Render(hostileLetter(), "md")
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(plainMarkdown(md), "\n") {
		ours := regexp.MustCompile("^(# |## |- |> |  > |---$)").FindString(line)
		if ours == "---" {
			continue
		}
		rest := regexp.MustCompile("^(> “|> —— |  > “|- |# |## )").ReplaceAllString(line, "")
		rest = regexp.MustCompile("`[^`]*`$").ReplaceAllString(rest, "") // an order's number
		for _, bad := range []string{"<", "](", "[", "://", "www.", "**", "~~", "`", "&lt;", "|"} {
			if strings.Contains(rest, bad) {
				t.Errorf("line %d holds %q: %s", i, bad, line)
			}
		}
		if ours == "" && strings.HasPrefix(line, "    ") {
			t.Errorf("line %d became code: %q", i, line)
		}
	}
	if n := strings.Count(md, "\n## "); n != 5 {
		t.Errorf("%d headings, want those of five sections", n)
	}
}

func TestJSONComesBackAsItWas(t *testing.T) {
	d := hostileLetter()
	text, err := Render(d, "json")
	if err != nil {
		t.Fatal(err)
	}
	var back voc.Digest
	if err := json.Unmarshal([]byte(text), &back); err != nil {
		t.Fatal(err)
	}
	if !back.AsOf.Equal(d.AsOf) {
		t.Errorf("as of %s came back as %s", d.AsOf, back.AsOf)
	}
	back.AsOf = d.AsOf
	if !reflect.DeepEqual(back, d) {
		t.Error("the letter read back is another one")
	}
}

func TestALetterOfNothingHasAnEmptyListOfSections(t *testing.T) {
	f := quietDay()
	f.sources = nil
	d, dropped := Verify(compose(f), ledgerOf(f))
	text, err := Render(d, "json")
	if err != nil || len(dropped) > 0 || !strings.Contains(text, `"sections": []`) {
		t.Errorf("dropped %+v, error %v, JSON %s", dropped, err, text)
	}
}

func quotedIn(d voc.Digest) (texts []string) {
	for _, s := range d.Sections {
		for _, l := range s.Lines {
			for _, e := range l.Evidence {
				texts = append(texts, e.Text)
			}
		}
	}
	return texts
}

// TestALetterIsAsLongAsADayIsInteresting writes letters of no, ten and ten thousand complaints: none
// grows beyond what a phone and a chat bot take.
func TestALetterIsAsLongAsADayIsInteresting(t *testing.T) {
	s := storetest.Open(t)
	for _, n := range []int{0, 10, 10_000} {
		in := chainInputs(voc.BrandID(fmt.Sprint("loud-", n)))
		in.Store = s
		var w town
		for _, date := range pastSaturdays {
			w.ordinaryDay(in.Brand.ID, date)
		}
		for i := range n {
			topic := []string{"卫生-异物", "服务-等待", "产品-漏液", "价格-涨价", "", "服务-态度"}[i%6]
			shop := in.Stores[i%len(in.Stores)].ID
			text := fmt.Sprintf("第%d位顾客：%s，从头到尾没有人管，再也不来了。", i, strings.Repeat("等了又等", i%40))
			w.say(in.Brand.ID, at(tonight, "08:00").Add(time.Duration(i)*4*time.Second), voc.Negative, topic, shop, text)
			in.Orders = append(in.Orders, voc.WorkOrder{ID: fmt.Sprintf("WO-%05d", i), Brand: in.Brand.ID, Title: fmt.Sprintf("第 %d 件事", i), Level: voc.Yellow, State: voc.OrderInProgress, Owner: "王芳", OpenedAt: at(tonight, "08:00"), Cycle: 1})
		}
		if n > 10 { // one among them, early in the day, is graver than all
			w.mentions[len(w.mentions)-n+4].Analysis.Severity = 4
		}
		if _, err := s.SaveMentions(t.Context(), w.mentions); err != nil {
			t.Fatal(err)
		}
		d := gathered(t, in)
		if want := fmt.Sprintf("今天听到 %d 条声音", n); n > 0 && !strings.HasPrefix(d.Lead, want) {
			t.Errorf("%d complaints: lead %q", n, d.Lead)
		}
		for form, most := range map[string]int{"md": 6_000, "html": 24_000} {
			text, err := Render(d, form)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) > most {
				t.Errorf("%d complaints: %d bytes of %s, want %d at most", n, len(text), form, most)
			}
		}
		if n > 10 && !strings.Contains(fmt.Sprint(quotedIn(d)), "第4位顾客") {
			t.Errorf("the one grave voice among %d is not quoted: %q", n, quotedIn(d))
		}
		if n > 10 && !strings.Contains(fmt.Sprint(lines(d, "open")), fmt.Sprintf("另有 %d 张没有了结", n-mostOpen)) {
			t.Errorf("%d open orders are told as %q", n, lines(d, "open"))
		}
	}
}
