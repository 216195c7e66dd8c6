package nlp

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Spans and opinions lie inside the normalised text, on rune borders, and say what stands there.
func TestAspectsShowTheirWords(t *testing.T) {
	a := full(t)
	texts := []string{
		"这家火锅店👍环境很好，服务员態度特別熱情，就是上菜太慢，排了一個小時😡，味道还行，价格有点贵，下次不会再来",
		"　分量很足 \n 座位又少～～停车不方便！！", "一点都不好吃\u200b，难喝(╯°□°）╯", strings.Repeat("服务差，味道好，", 300),
	}
	for _, pack := range allPacksOwn {
		for _, r := range ownClauseTests(t, pack) {
			texts = append(texts, r.text)
		}
	}
	pairs, opinions := 0, 0
	for _, text := range texts {
		an := of(t, a, text)
		for _, x := range an.Aspects {
			pairs++
			if x.Start < 0 || x.End <= x.Start || x.End > utf8.RuneCountInString(an.Norm) {
				t.Fatalf("%q: span %d…%d of %d runes", an.Norm, x.Start, x.End, utf8.RuneCountInString(an.Norm))
			}
			if got := string([]rune(an.Norm)[x.Start:x.End]); got != x.Text || !strings.Contains(x.Text, x.Opinion) {
				t.Errorf("%q: the text there is %q, stated %q, opinion %q", an.Norm, got, x.Text, x.Opinion)
			}
			if x.Probability <= 0 || x.Probability > 1 {
				t.Errorf("%q: %s has probability %v", an.Norm, x.Name, x.Probability)
			}
			if x.Opinion != "" {
				opinions++
			}
		}
	}
	if pairs < 300 || opinions*4 < pairs {
		t.Errorf("%d pairs, %d with words of judgement: too few to tell anything", pairs, opinions)
	}
}

func TestACallForClosingIsNoClosing(t *testing.T) {
	a := full(t)
	closed := func(text string) bool {
		for _, topic := range of(t, a, text).Topics {
			if topic == "门店-闭店停业" {
				return true
			}
		}
		return false
	}
	for text, want := range map[string]bool{
		"喝出一只虫子，这种店必须停业整顿": false, "先停业再说，太恶心了": false,
		"到了发现店门关着，说是停业了，白跑一趟": true,
	} {
		if closed(text) != want {
			t.Errorf("%q: a closing %v, want %v", text, !want, want)
		}
	}
}
