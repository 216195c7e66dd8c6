package normal

import (
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ in, want, why string }{
		{"好喝", "好喝", "plain text stays"},
		{"ＡＰＰ閃退，１２３！", "app闪退，123！", "full-width letters and digits become half-width, Chinese punctuation stays"},
		{"iPhone 15 Pro Max", "iphone 15 pro max", "case goes"},
		{"ÉCLAIR", "éclair", "also beyond ASCII"},
		{"這家店的服務態度真的很差，還賣變質飲料", "这家店的服务态度真的很差，还卖变质饮料", "traditional script becomes simplified"},
		{"妳們家的珍珠裡面有頭髮", "你们家的珍珠里面有头发", "Taiwan's own forms too"},
		{"地板很乾淨", "地板很干净", "乾 is dry here"},
		{"乾隆白菜，乾坤，康乾", "乾隆白菜，乾坤，康乾", "and a name there"},
		{"客服回覆很慢，反覆解釋，覆蓋一層保鮮膜", "客服回复很慢，反复解释，覆盖一层保鲜膜", "覆 to answer and to repeat, and to cover"},
		{"這家俱樂部的傢俱，一應俱全", "这家俱乐部的家具，一应俱全", "俱 of furniture and that of a club"},
		{"找藉口，憑藉運氣，桌上一片狼藉", "找借口，凭借运气，桌上一片狼藉", "藉 as a pretext and as a mess"},
		{"等著排隊", "等着排队", "著 written for 着"},
		{"著名品牌的原著，效果顯著", "著名品牌的原著，效果显著", "著 that means noted or a work"},
		{"哈哈哈哈哈哈哈", "哈哈哈", "runs of a character are cut to three"},
		{"！！！！！！", "！！！", "of punctuation too"},
		{"gooooood", "goood", "and of letters"},
		{"10000000元", "10000000元", "never of digits"},
		{"好\u200b吃\ufeff", "好吃", "zero-width characters go"},
		{"\u202e反\u202c", "反", "direction marks go"},
		{"👍🏻👍🏿", "👍👍", "skin tones go, the sign stays"},
		{"❤️", "❤", "variation selectors go"},
		{"[微笑]真好", "[微笑]真好", "names of drawn faces stay"},
		{"［微笑］", "[微笑]", "in half-width brackets"},
		{"  一　二 \t 三  ", "一 二 三", "white space is single, none at the ends"},
		{"一\r\n\r\n 二\n", "一\n二", "line breaks stay, one in a row"},
		{"\xff好\xfe", "好", "bytes that are not UTF-8 go"},
		{"a\x00b\x07c", "abc", "control characters go"},
		{"", "", "nothing stays nothing"},
		{" \n ", "", "white space alone is nothing"},
		{"喝……", "喝……", "an ellipsis is two runes"},
		{"İstanbul", "İstanbul", "a letter whose lower case is not stable stays"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.why, c.in, got, c.want)
		}
	}
}

func TestTheTableOfSimplifiedForms(t *testing.T) {
	n := 0
	for i, s := range simplified {
		if s == 0 {
			continue
		}
		n++
		if simplifyAlone(rune(s)) != rune(s) {
			t.Errorf("%c becomes %c, which is not simplified itself", rune(i+hanFirst), rune(s))
		}
	}
	if n < 2500 {
		t.Errorf("only %d pairs: the table was not read", n)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "好喝 [微笑]", "ＡＰＰ閃退", "乾著著乾", "\xff\x00", "a \n b", "著 著名", "著\u200b名", "İIıSſKå", "哈哈\u200b哈哈", "  "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Text(s)
		if !utf8.ValidString(once) {
			t.Fatalf("Text(%q) = %q is not UTF-8", s, once)
		}
		if twice := Text(once); twice != once {
			t.Fatalf("Text(%q) = %q, and again %q", s, once, twice)
		}
		if utf8.RuneCountInString(once) > utf8.RuneCountInString(s) {
			t.Fatalf("Text(%q) = %q grew", s, once)
		}
	})
}

func BenchmarkText(b *testing.B) {
	for name, s := range map[string]string{
		"plain":   "这家奶茶店的杨枝甘露喝出了头发，找客服半天没人理，以后再也不会来了真的很失望。",
		"changed": "這家奶茶店的杨枝甘露喝出了頭髮，APP老是閃退，找客服半天没人理，以后再也不会来了真的很失望！！！！",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Text(s)
			}
		})
	}
}
