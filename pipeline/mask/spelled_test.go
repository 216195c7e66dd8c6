package mask

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestSpelledAddresses(t *testing.T) {
	m := newMasker(t)
	for in, want := range map[string]string{
		"发到zhang.san(at)example.com谢谢":        "发到[邮箱]谢谢",
		"zhangsan [at] example [dot] com":     "[邮箱]",
		"zhangsan（at）qq.com":                  "[邮箱]",
		"zhangsan【at】qq。com":                  "[邮箱]",
		"邮箱 zhangsan at example dot com 等回复":  "邮箱 [邮箱] 等回复",
		"zhangsan AT example DOT com DOT cn。": "[邮箱]。",
		"zhang1987 at qq.com":                 "[邮箱]",
		"zhang_san at 163.com":                "[邮箱]",
		"我的zhangsan艾特qq点com":                  "我的[邮箱]",
		"zhangsan 艾特 qq.com":                  "[邮箱]",
	} {
		if got := m.Text(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
	for _, text := range []string{
		"look at qq.com", "at home", "他艾特了我三次", "艾特客服没人理", "可以艾特小编", "a cat at the door", "at", "meet at 8.30", "data at rest", "good at it.com on",
		"available at store (at any time)", "at example.com", "艾特qq.com", "see you at 12.cn", "chat.io", "that.me", "flat dot com", "x at y", "(at)", "a(at)b",
	} {
		if got := m.Text(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestSpelledInEveryWay does the same for mail addresses that hide their sign.
func TestSpelledInEveryWay(t *testing.T) {
	m := newMasker(t)
	r := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		local := []string{"zhangsan", "li.si", "wang_wu88", "zhao-liu"}[r.IntN(4)] + digits(r, r.IntN(4))
		at := []string{"(at)", "[at]", " (AT) ", "（at）", "【at】", "艾特", " 艾特 ", "[ at ]"}[r.IntN(8)]
		dot := []string{".", " dot ", "点", "(dot)", "。", " [dot] "}[r.IntN(6)]
		in := []string{"邮箱 ", "发到", "", "我的是："}[r.IntN(4)] + local + at + []string{"qq", "163", "mail" + dot + "example"}[r.IntN(3)] + dot + []string{"com", "cn", "net"}[r.IntN(3)] + []string{"", "，谢谢", "。", "找我"}[r.IntN(4)]
		out := m.Text(in)
		if !strings.Contains(out, tagEmail) || strings.Contains(out, local) || strings.Contains(out, "163") || m.Text(out) != out {
			t.Fatalf("%q became %q", in, out)
		}
	}
}
