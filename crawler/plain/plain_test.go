package plain

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ why, in, want string }{
		{"text without markup", "难喝 5 < 3", "难喝 5 < 3"},
		{"entities", "A&amp;B&nbsp;&lt;茶&gt;", "A&B <茶>"},
		{"br is a line break, two are a paragraph", "一<br>二<br/><br />三", "一\n二\n\n三"},
		{"blocks stand on lines of their own", "<div><p>一</p>\n<p>二</p></div><ul><li>三</li><li>四</li></ul>", "一\n二\n三\n四"},
		{"a line break in the source is a blank", "<p>一\n二</p>", "一 二"},
		{"pre keeps its lines", "<pre>a\nb</pre>", "a\nb"},
		{"scripts, styles and templates are not text", `<style>p{}</style>好<script>var a="<p>坏</p>"</script><template><b>x</b></template>喝`, "好喝"},
		{"an emoticon keeps its name", `哈<img class="face" alt=[偷笑] src="x.png">`, "哈[偷笑]"},
		{"an emoji image is the emoji", `好<img alt="👍" src="x.svg">`, "好👍"},
		{"an emoticon known by its class", `好<img class="emoji" alt="smile">`, "好[smile]"},
		{"a photograph leaves nothing", `好<img alt="photo of tea" src="x.jpg">喝`, "好喝"},
		{"a short link leaves its target", `看<a data-url="http://t.cn/x" href="https://weibo.cn/sinaurl?u=1"><span>网页链接</span></a>这`, "看http://t.cn/x这"},
		{"an ordinary link leaves its words", `<a href="/n/茶">@茶</a> 难喝`, "@茶 难喝"},
		{"a head that is not closed", "<html><head><title>题</title><body>文", "文"},
		{"a table's cells are apart", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"broken markup", "<p>a<b>b</p", "ab"},
		{"a Xiaohongshu topic", "#奶茶[话题]# 真香#测评[话题]#", "#奶茶# 真香#测评#"},
		{"invisible characters", "难\u200b喝\ufeff\x00", "难喝"},
		{"the joiner inside an emoji stays", "👨\u200d👩", "👨\u200d👩"},
		{"blank lines", "a\r\n\r\n\r\n\r\nb \u3000 c", "a\n\nb c"},
	} {
		t.Run(c.why, func(t *testing.T) {
			if got := Text(c.in); got != c.want {
				t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		in     string
		n      int64
		approx bool
		known  bool
	}{
		{"0", 0, false, true}, {"12", 12, false, true}, {"1,234", 1234, false, true}, {"1,234,567", 1234567, false, true},
		{"2.3万", 23000, true, true}, {"1万", 10000, true, true}, {"100万+", 1000000, true, true}, {"1.2w", 12000, true, true},
		{"1.2亿", 120000000, true, true}, {"3k", 3000, true, true}, {"5千", 5000, true, true}, {"999+", 999, true, true},
		{"１２", 12, false, true}, {" 7 ", 7, false, true}, {"赞", 0, false, true}, {"评论", 0, false, true}, {"转发", 0, false, true},
		{"赞[523801]", 523801, false, true}, {"回复(3)", 3, false, true}, {"12人觉得有用", 12, false, true}, {"评论 2.3万", 23000, true, true},
		{"3 likes", 3, false, true}, {"1 reply", 1, false, true}, {"32.4万人点赞", 324000, true, true},
		{"", 0, false, false}, {"-", 0, false, false}, {"4.5", 0, false, false}, {"很多", 0, false, false}, {"1,23", 0, false, false},
		{"99999999999999999999", 0, false, false}, {"第3楼于昨天", 0, false, false}, {"...万", 0, false, false},
	} {
		n, approx, known := Count(c.in)
		if known != c.known || known && (n != c.n || approx != c.approx) {
			t.Errorf("Count(%q) = %d, %v, %v; want %d, %v, %v", c.in, n, approx, known, c.n, c.approx, c.known)
		}
	}
}

func TestRating(t *testing.T) {
	for _, c := range []struct {
		in   string
		most float64
		want float64
		ok   bool
	}{
		{"4", 0, 4, true}, {"4.5分", 5, 4.5, true}, {"8", 10, 4, true}, {"1", 10, 1, true}, {"8/10", 5, 4, true}, {"4.5 out of 5", 0, 4.5, true},
		{"100", 100, 5, true}, {"width:80%", 0, 4, true}, {"★★★★☆", 0, 4, true}, {"★★", 0, 2, true}, {"rating allstar40", 0, 4, true},
		{"四星", 0, 4, true}, {"true", 0, 5, true}, {"false", 0, 1, true}, {"不推荐", 0, 1, true}, {"５", 0, 5, true},
		{"", 0, 0, false}, {"0", 0, 0, false}, {"无", 0, 0, false}, {"7", 5, 0, false}, {"allstar00", 0, 0, false},
	} {
		if got, ok := Rating(c.in, c.most); got != c.want || ok != c.ok {
			t.Errorf("Rating(%q, %v) = %v, %v; want %v, %v", c.in, c.most, got, ok, c.want, c.ok)
		}
	}
}

func TestProvince(t *testing.T) {
	for in, want := range map[string]string{
		"IP属地：上海": "上海", "发布于广东省深圳市": "广东", "中国 四川 成都": "四川", "IP属地：美国": "美国", "": "", "未知": "", "内蒙古": "内蒙古",
		"吉林省吉林市": "吉林", "来自 iPhone客户端的一条非常非常非常长的说明文字": "",
	} {
		if got := Province(in); got != want {
			t.Errorf("Province(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"a":1}`, `{"a":1}`}, {`cb({"a":"f(x)"});`, `{"a":"f(x)"}`}, {`try{cb({"a":1});}catch(e){};`, `{"a":1}`},
		{`/**/jQuery1_2([1])`, `[1]`}, {")]}'\n\n[1]", `[1]`}, {`for(;;);{"a":1}`, `{"a":1}`}, {"\ufeff [1] ", `[1]`}, {`cb(`, `cb(`}, {``, ``},
	} {
		if got := string(JSON([]byte(c.in))); got != c.want {
			t.Errorf("JSON(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("<p>a<br>b<img alt=[x]>")
	f.Add("<a data-url=x><div>#a[b]#")
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(s)
		if !utf8.ValidString(got) || strings.TrimSpace(got) != got || strings.Contains(got, "\n\n\n") {
			t.Errorf("Text(%q) = %q", s, got)
		}
		if again := Clean(got); again != got && !strings.Contains(got, "]#") {
			t.Errorf("Clean is not done in one go: %q → %q", got, again)
		}
		Count(s)
		Rating(s, 5)
		Province(s)
		JSON([]byte(s))
	})
}
