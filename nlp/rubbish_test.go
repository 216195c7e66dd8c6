package nlp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// rubbish is what people and machines put between words.
var rubbish = []string{
	"\x00", "\x1b[31m", "\xff", "\xe9\x9a", "\xed\xa0\x80", "\u202e", "\u2066", "\u200b", "\ufeff", "\ufffd", "\u0301\u0338\u0489", "\U0010ffff", "👨‍👩‍👧‍👦", "🇨🇳", "❤️",
	"<b>", "&amp;", `"`, `\`, "{}", "\r", "\t", "\u2028", "\u0085", "ß", "İ", "ﷺ", "㍿", "１２", "٣", "½", "零", "一万亿", "99999999999999999999", "等了", "小时", "分钟", "半", "人均", "元", "块", "¥", "-", "~", ".", ",", "5",
}

// stew mixes rubbish with pieces of posts.
func stew(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(60) {
		if rng.IntN(3) == 0 {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		} else {
			b.WriteString(rubbish[rng.IntN(len(rubbish))])
		}
	}
	return b.String()
}

// Whatever comes in, what comes out is one line of JSON a text, in order, whose spans lie in the
// text it gives, whose lists are lists and whose probabilities are probabilities.
func TestTagOfRubbishIsWhole(t *testing.T) {
	a := full(t)
	rng := rand.New(rand.NewPCG(13, 37))
	var in bytes.Buffer
	const n = 1500
	for i := range n {
		line, err := json.Marshal(map[string]any{"id": fmt.Sprint(i), "text": stew(rng), "title": []string{"", stew(rng)}[rng.IntN(2)], "rating": rng.IntN(9) - 2})
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	var out bytes.Buffer
	if res, err := Tag(context.Background(), &in, &out, a, TagOptions{Text: true}); err != nil || res.Tagged != n {
		t.Fatalf("%+v, %v", res, err)
	}
	facts, aspects := 0, 0
	for i := 0; ; i++ {
		line, err := out.ReadBytes('\n')
		if err != nil {
			if i != n {
				t.Errorf("%d lines came out, want %d", i, n)
			}
			break
		}
		if !utf8.Valid(line) || bytes.Contains(line, []byte(":null")) {
			t.Fatalf("line %d is not whole: %q", i, line)
		}
		var x Tagged
		if err := json.Unmarshal(line, &x); err != nil || x.ID != fmt.Sprint(i) {
			t.Fatalf("line %d is of %q (%v)", i, x.ID, err)
		}
		checkTagged(t, &x)
		facts, aspects = facts+len(x.Facts), aspects+len(x.Aspects)
	}
	if facts == 0 || aspects == 0 {
		t.Errorf("%d facts and %d aspects: nothing was tested", facts, aspects)
	}
}

func checkTagged(t *testing.T, x *Tagged) {
	t.Helper()
	text := []rune(*x.Text)
	inside := func(what string, start, end int, words string) {
		if start < 0 || end <= start || end > len(text) || string(text[start:end]) != words {
			t.Fatalf("%q: %s %d…%d %q", *x.Text, what, start, end, words)
		}
	}
	for _, f := range x.Facts {
		inside(string(f.Kind), f.Start, f.End, f.Text)
		if !(f.Value >= 0 && f.Value < 1e12) {
			t.Fatalf("%q: %s of %v", *x.Text, f.Kind, f.Value)
		}
	}
	for _, s := range x.Aspects {
		inside(s.Name, s.Start, s.End, s.Text)
		if !strings.Contains(s.Text, s.Opinion) {
			t.Fatalf("%q: opinion %q is not in %q", *x.Text, s.Opinion, s.Text)
		}
		probability(t, *x.Text, s.Probability)
	}
	for _, p := range []float64{x.Probability, x.Odds.Emotion, x.Odds.Intent, x.Odds.Severity, x.Odds.Implicit, x.Odds.Irony, x.Odds.Offensive} {
		probability(t, *x.Text, p)
	}
}

func probability(t *testing.T, text string, p float64) {
	t.Helper()
	if !(p >= 0 && p <= 1) {
		t.Fatalf("%q: a probability of %v", text, p)
	}
}

// A denial before a word of praise never makes a text better, whatever stands around the two.
func TestADenialBeforePraiseNeverRaisesTheScore(t *testing.T) {
	a := full(t)
	praise := strings.Fields("好喝 好吃 热情 干净 新鲜 方便 舒服 满意 划算 耐心 专业 及时 漂亮 精致 靠谱 实惠 入味 周到")
	thing := strings.Fields("奶茶 店员 环境 味道 服务 包装 位置 房间 菜品 客服")
	after := []string{"", "，下次再说", "，店在三楼", "，和朋友一起去的", "。"}
	before := []string{"", "今天去了，", "朋友推荐的，", "第一次来，"}
	worse := 0
	for _, w := range praise {
		for i, what := range thing {
			plain := before[i%len(before)] + what + w + after[i%len(after)]
			denied := before[i%len(before)] + what + "不" + w + after[i%len(after)]
			got := a.Analyze([]voc.Post{{Text: plain}, {Text: denied}})
			if got[1].Analysis.Score > got[0].Analysis.Score {
				t.Errorf("%q scores %.2f, %q %.2f", plain, got[0].Analysis.Score, denied, got[1].Analysis.Score)
			}
			if got[1].Analysis.Score < 0 {
				worse++
			} else {
				t.Logf("%q is not bad: %.2f", denied, got[1].Analysis.Score)
			}
		}
	}
	if all := len(praise) * len(thing); worse*10 < all*8 {
		t.Errorf("%d of %d denied praises are below zero, want eight in ten", worse, all)
	}
}
