package answers

import (
	"strings"
	"testing"
)

// cnHead is what stands above the posts of every page.
const cnHead = `<?xml version="1.0" encoding="UTF-8"?><html><head><title>听雨的微博</title></head><body><a href="https://weibo.cn/?tf=5_009">首页</a><a href="/attention/add?uid=42&amp;rl=0">加关注</a>`

// cnList is a list of two posts, the second of which passes one on.
const cnList = cnHead + `<div class="c" id="M_QlJjlcFmR"><div><span class="ctt">杯子漏了<img alt="[允悲]" src="x" /></span>真的<a href="/n/x">@清恒</a> </span>&nbsp;[<a href="https://weibo.cn/mblog/picAll/QlJjlcFmR?rl=1">组图共2张</a>]</div><div><a href="https://weibo.cn/attitude/QlJjlcFmR/add?uid=0">赞[12]</a>&nbsp;<a href="https://weibo.cn/repost/QlJjlcFmR?uid=42&amp;rl=0">转发[1000000]</a>&nbsp;<a href="https://weibo.cn/comment/QlJjlcFmR?uid=42#cmtfrm" class="cc">评论[3]</a>&nbsp;<span class="ct">01月05日 18:12&nbsp;来自手机</span></div></div><div class="s"></div>
<div class="c" id="M_Qlnipw8YC"><div><span class="cmt">转发了&nbsp;<a href="https://weibo.cn/u/7">清恒</a>&nbsp;的微博:</span><span class="ctt">新品上市</span>&nbsp;<span class="cmt">赞[9]</span>&nbsp;<span class="cmt">原文转发[8]</span>&nbsp;<a href="https://weibo.cn/comment/QldRUF6er?rl=0#cmtfrm" class="cc">原文评论[7]</a></div><div><span class="cmt">转发理由:</span>太甜&nbsp;&nbsp;<a href="https://weibo.cn/attitude/Qlnipw8YC/add?uid=0">赞[1]</a>&nbsp;<a href="https://weibo.cn/repost/Qlnipw8YC?uid=42">转发[0]</a>&nbsp;<a href="https://weibo.cn/comment/Qlnipw8YC?uid=42#cmtfrm" class="cc">评论[2]</a>&nbsp;<span class="ct">2026-01-03 10:09:00</span></div></div></body></html>`

// cnTalk is the page of one post with a comment.
const cnTalk = cnHead + `<a href="/comment/QlJjlcFmR?rand=1&amp;p=r">刷新</a><div class="c" id="M_"><div><a href="/42">听雨</a><span class="ctt">:杯子漏了</span>&nbsp;<span class="ct">01月05日 18:12</span></div></div><div><span>&nbsp;<a href="/repost/QlJjlcFmR?uid=42&amp;#rt">转发[4]</a></span><span class="pms">&nbsp;评论[3]&nbsp;</span><span><a href="/attitude/QlJjlcFmR?#a">赞[12]</a></span></div>
<div class="c" id="C_5251790924677200"><span class="kt">[热门]</span><a href="/u/7">阿木</a>:<span class="ctt">我的<span class="url-icon"><img alt=[泪] src="x" /></span>也漏</span>&nbsp;<a href="/spam/?cid=5251790924677200&amp;fuid=7&amp;type=2">举报</a>&nbsp;<span class="cc"><a href="/attitude/x/update">赞[5]</a></span>&nbsp;<span class="ct">刚刚&nbsp;来自网页</span></div></body></html>`

func TestWeiboCN(t *testing.T) {
	for why, tc := range map[string]struct {
		page string
		want []string
	}{
		"a list": {cnList, []string{
			"weibo|post|5251790673018957|||2026-01-05T10:12:13 minute|42 ||12 3 1000000 -1 approx||杯子漏了[允悲]真的@清恒|https://m.weibo.cn/detail/5251790673018957",
			"weibo|post|5250944417661006|5250582029795407|5250582029795407|2026-01-03T02:09:00 second|42 ||1 2 0 -1||太甜\n//@清恒:新品上市|https://m.weibo.cn/detail/5250944417661006"}},
		"a post and a comment": {cnTalk, []string{
			"weibo|post|5251790673018957|||2026-01-05T10:12:13 minute|42 听雨||12 3 4 -1||杯子漏了|https://m.weibo.cn/detail/5251790673018957",
			"weibo|comment|5251790924677200|5251790673018957|5251790673018957|2026-01-05T10:13:13 minute|7 阿木||5 -1 -1 -1||我的[泪]也漏|"}},
	} {
		if !IsWeiboCN([]byte(tc.page)) {
			t.Errorf("%s is not recognised", why)
		}
		items, err := ReadWeiboCN(page(tc.page))
		if err != nil || len(items) != len(tc.want) {
			t.Fatalf("%s: %d posts, %v", why, len(items), err)
		}
		for i := range items {
			if got := line(items[i]); got != tc.want[i] {
				t.Errorf("%s, post %d\n got %s\nwant %s", why, i+1, got, tc.want[i])
			}
		}
	}
	for _, other := range []string{"<html>weibo.cn</html>", `<div class="c" id="M_abc">`, ""} {
		if IsWeiboCN([]byte(other)) {
			t.Errorf("%q is taken for a page of it", other)
		}
	}
}

// The short name and the number of a post are one: pairs as the site's own addresses show them.
func TestNumberOf(t *testing.T) {
	for bid, want := range map[string]string{"QlJjlcFmR": "5251790673018957", "1C0000000c": "10000000000000012", "": "", "abcd": "", "QlJjlcFm_": "", strings.Repeat("a", 13): ""} {
		if got, ok := numberOf(bid); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", bid, got, want)
		}
	}
}

func FuzzWeiboCN(f *testing.F) {
	f.Add([]byte(cnList))
	f.Add([]byte(cnTalk))
	f.Fuzz(func(t *testing.T, body []byte) {
		items, err := ReadWeiboCN(Page{Body: body, Now: now, Zone: zone})
		if err == nil && len(items) == 0 {
			t.Error("neither posts nor a reason")
		}
		for _, i := range items {
			if i.Fault == "" && i.Post.Text == "" {
				t.Errorf("%+v", i.Post)
			}
		}
	})
}
