package importer

import (
	"strings"
	"testing"

	"github.com/tingfeng-voc/tingfeng/voc"
)

const biliPage = `{"code":0,"data":{"replies":[{"rpid":1,"rpid_str":"9007199254740993","oid":5,"ctime":1767225600,"like":1,"member":{"mid":"42","uname":"听雨"},"content":{"message":"%s"},"replies":null}]}}`

func bili(text string) string { return strings.Replace(biliPage, "%s", text, 1) }

// One answer, an array of them, one a line, over lines, within a call, asked for by name: the same
// posts.
func TestAnswersInFiles(t *testing.T) {
	for why, tc := range map[string]struct {
		name, file string
		o          Options
		texts      string
		rejected   int
	}{
		"one":                       {"a.json", bili("好喝"), Options{}, "好喝", 0},
		"an array":                  {"a.json", "[" + bili("好喝") + ",\n" + strings.Replace(bili("难喝"), "740993", "740995", 1) + "]", Options{}, "好喝|难喝", 0},
		"one a line, one broken":    {"a.jsonl", bili("好喝") + "\n" + bili("坏")[:40] + "\n" + strings.Replace(bili("难喝"), "740993", "740995", 1) + "\n", Options{}, "好喝|难喝", 1},
		"over lines":                {"a.json", strings.ReplaceAll(bili("好喝"), ",", ",\n "), Options{}, "好喝", 0},
		"within a call":             {"a.js", "jsonp_123(" + bili("好喝") + ");", Options{}, "好喝", 0},
		"behind a guard":            {"a.json", ")]}'\n" + bili("好喝"), Options{}, "好喝", 0},
		"asked for":                 {"a.json", bili("好喝"), Options{Format: "bilibili"}, "好喝", 0},
		"the same comment twice":    {"a.json", "[" + bili("好喝") + "," + bili("好喝") + "]", Options{}, "好喝", 0},
		"edited since":              {"a.json", "[" + bili("好喝") + "," + bili("改了") + "]", Options{}, "好喝|改了", 0},
		"a refusal among answers":   {"a.jsonl", bili("好喝") + "\n" + `{"code":-412,"message":"request was banned"}` + "\n", Options{}, "好喝", 1},
		"torn off in the middle":    {"a.json", "[" + bili("好喝") + "," + bili("难喝")[:100], Options{}, "好喝", 1},
		"a source and a brand said": {"a.json", bili("好喝"), Options{Source: "s", Brand: "tea", Platform: "b站"}, "好喝", 0},
	} {
		out, err := read(t, tc.name, tc.file, tc.o)
		if err != nil || out.Format != "bilibili" || texts(out) != tc.texts || out.Rejected != tc.rejected {
			t.Errorf("%s: %s, %q, rejects %+v, %v", why, out.Format, texts(out), out.rejects, err)
			continue
		}
		p := out.posts[0]
		source := voc.SourceID("bilibili")
		if tc.o.Source != "" {
			source = tc.o.Source
		}
		if p.ID != voc.NewPostID(source, "9007199254740993") || p.Source != source || p.Brand != tc.o.Brand || p.FetchedAt.IsZero() {
			t.Errorf("%s: %+v", why, p)
		}
	}
}

func TestAnswersThatHoldNothing(t *testing.T) {
	for why, tc := range map[string]struct {
		file string
		o    Options
		want string
	}{
		"a profile":                 {`{"ok":1,"data":{"userInfo":{"id":1,"screen_name":"a"},"tabsInfo":{"tabs":[{"id":1,"title":"主页"}]}}}`, Options{}, "no post was found"},
		"not what was asked for":    {`[{"text":"好喝"}]`, Options{Format: "zhihu"}, "no post was found"},
		"a page of some site":       {"<!DOCTYPE html><html><body>weibo.cn</body></html>", Options{}, "web page"},
		"a back office's .xls":      {"\ufeff<html xmlns:x=\"urn:x\"><table><tr><td>评论</td></tr></table></html>", Options{}, "saved as .xlsx"},
		"a page of XML's own sort":  {"<?xml version=\"1.0\"?><!DOCTYPE html><html></html>", Options{}, "web page"},
		"a feed":                    {"<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>新闻</title>\n<item><title>一</title></item>\n</channel></rss>", Options{}, "kind feed"},
		"a feed without prolog":     {"<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>1</id>\n</feed>", Options{}, "kind feed"},
		"a workbook of 2003":        {"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook>\n</Workbook>", Options{}, "save it as .xlsx"},
		"XML":                       {"<?xml version=\"1.0\"?>\n<posts>\n<post>好喝</post>\n</posts>", Options{}, "this is XML"},
		"a part of a page":          {"<li class=\"c\"><p>好喝</p>\n<p>不好喝</p></li>", Options{}, "part of a web page"},
		"an error page":             {"<center><h1>502 Bad Gateway</h1></center>\n", Options{}, "part of a web page"},
		"a script that leads away":  {"<script>location.href='/login'</script>", Options{}, "part of a web page"},
		"a guarded answer":          {")]}'\n\n[[\"wrb.fr\",\"x\",\"[]\"]]", Options{}, "Play Console"},
		"a pickle":                  {"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x05title\x94\x8c\x03abc\x94s.", Options{}, "pickle"},
		"a login instead of a page": {`{"ok":-100,"url":"https://passport.weibo.com/"}`, Options{Format: "weibo-m"}, ""},
	} {
		out, err := read(t, "a", tc.file, tc.o)
		if tc.want == "" {
			if out.Rejected != 1 || !strings.Contains(out.rejects[0].Reason, "login") {
				t.Errorf("%s: %+v, %v", why, out, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tc.want) || len(out.posts) > 0 {
			t.Errorf("%s: %q, %v; want %q", why, texts(out), err, tc.want)
		}
	}
}

// What an interface says of itself is nobody's voice: neither its refusals nor its "0".
func TestNoticesAreNoPosts(t *testing.T) {
	for file, want := range map[string]string{
		`{"code":-403,"message":"访问权限不足","ttl":1}`:                           "refused",
		`{"code":-352,"message":"风控校验失败","data":{"v_voucher":"v1"}}`:         "refused",
		`{"code":0,"message":"0","data":{"replies":null}}`:                   "nobody's words",
		`{"ok":0,"msg":"还没有人评论"}`:                                            "nobody's words",
		`{"status_code":8,"status_msg":"用户未登录","comments":null}`:             "login",
		`{"error":{"code":40352,"need_login":true,"message":"请验证"}}`:         "login",
		`{"success":false,"code":300012,"msg":"网络异常"}`:                       "refused",
		`{"code":12061,"message":"评论区已关闭"}` + "\n" + `{"code":-1,"msg":"x"}`: "refused",
	} {
		out := must(t, "a.json", file, Options{})
		if len(out.posts) != 0 || out.Rejected == 0 || !strings.Contains(out.rejects[0].Reason, want) {
			t.Errorf("%s: %q, %+v; want %q", file, texts(out), out.rejects, want)
		}
	}
	for _, file := range []string{
		`{"code":"A-17","message":"杯子漏了"}`,                    // a code of the writer's own
		`{"ok":1,"message":"杯子漏了","time":"2026-01-02 03:04"}`, // somebody said it, at some time
		`{"message":"杯子漏了"}`,
		`{"no":3,"content":"杯子漏了"}`,
	} {
		if out := must(t, "a.json", file, Options{}); texts(out) != "杯子漏了" {
			t.Errorf("%s: %q, %+v", file, texts(out), out.rejects)
		}
	}
	call := `try{jQuery1({"result":{"status":{"code":0,"msg":"succ"},"data":{"lists":[{"main":{"sn":"1"},"text":"杯子漏了"}],"pager":{"current":1}}}});}catch(e){};`
	if out := must(t, "a.txt", call, Options{}); texts(out) != "杯子漏了" {
		t.Errorf("a call around JSON: %q, %+v", texts(out), out.rejects)
	}
	if out := must(t, "a.txt", "笑死(我)\nhaha({)\n", Options{}); len(out.posts) != 2 {
		t.Errorf("texts with brackets: %q", texts(out))
	}
	if out := must(t, "a.txt", "<b>杯子漏了</b>\n<3 好喝\n", Options{}); len(out.posts) != 2 {
		t.Errorf("a list of texts with markup: %q", texts(out))
	}
}

// A page of weibo.cn is read, with the ids other interfaces of the site know its posts by.
func TestPageOfWeiboCN(t *testing.T) {
	page := `<?xml version="1.0" encoding="UTF-8"?><html><body><a href="https://weibo.cn/">首页</a><div class="c" id="M_QlJjlcFmR"><div><span class="ctt">杯子漏了</span>&nbsp;<span class="ct">01月05日 18:12</span></div></div></body></html>`
	out := must(t, "页.html", page, Options{})
	if out.Format != "weibo-cn" || texts(out) != "杯子漏了" || out.posts[0].ID != voc.NewPostID("weibo", "5251790673018957") || out.Platform != "weibo" {
		t.Errorf("%+v", out)
	}
}
