package mask

import "testing"

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
