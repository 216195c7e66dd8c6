package answers

import (
	"strings"
	"testing"
)

// The last page of a list, as each interface sends it: no post and no error, and no kind of post
// made of what stands around the empty list.
func TestEmptyPages(t *testing.T) {
	for _, tc := range []struct{ format, body string }{
		{"bilibili", `{"code":0,"message":"0","data":{"cursor":{"is_end":true,"all_count":0},"replies":[],"top_replies":null}}`},
		{"bilibili", `{"code":0,"data":{"page":{"num":9,"size":20,"count":160},"replies":null}}`},
		{"zhihu", `{"data":[],"paging":{"is_end":true,"totals":0,"next":"https://www.zhihu.com/api/v4/comment_v5/answers/1/root_comment?offset=2"}}`},
		{"xhs", `{"success":true,"code":0,"msg":"成功","data":{"has_more":false,"cursor":"","comments":[]}}`},
		{"xhs", `{"code":0,"success":true,"data":{"has_more":false,"items":[]}}`},
		{"weibo-m", `{"ok":1,"data":{"cardlistInfo":{"total":0},"cards":[]}}`},
		{"weibo-m", `{"ok":1,"data":{"data":[],"max_id":0,"total_number":0}}`},
		{"douyin", `{"status_code":0,"comments":null,"cursor":0,"has_more":0,"total":0}`},
		{"douyin", `{"status_code":0,"aweme_list":[],"has_more":0}`},
		{"kuaishou", `{"data":{"visionCommentList":{"commentCount":0,"pcursor":"no_more","rootComments":[]}}}`},
		{"jd", `{"productCommentSummary":{"commentCount":0},"maxPage":0,"comments":[]}`},
		{"reddit", `{"kind":"Listing","data":{"after":null,"dist":0,"children":[]}}`},
		{"askbot", `{"count":0,"pages":0,"questions":[]}`},
	} {
		if items, err := Read(tc.format, page(tc.body)); err != nil || len(items) != 0 {
			t.Errorf("%s: %d posts, %v of %s", tc.format, len(items), err, tc.body)
		}
	}
}

// Refusals as each platform words them: an error that says a login or a refusal, and no post, also
// where the refusal still carries a list.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct{ format, body, want string }{
		{"bilibili", `{"code":-101,"message":"账号未登录","ttl":1}`, "login"},
		{"bilibili", `{"code":-352,"message":"-352","data":{"v_voucher":"v"}}`, "refused"},
		{"bilibili", `{"code":12002,"message":"评论区已经关闭"}`, "refused"},
		{"zhihu", `{"error":{"code":100,"name":"AuthenticationError","message":"请求头需要登录"}}`, "login"},
		{"zhihu", `{"error":{"need_login":true,"redirect":"https://www.zhihu.com/account/unhuman","code":40352,"message":"异常"}}`, "login"},
		{"xhs", `{"code":-100,"success":false,"msg":"登录已过期"}`, "login"},
		{"xhs", `{"code":300011,"success":false,"msg":"当前账号存在异常"}`, "refused"},
		{"weibo-m", `{"ok":-100,"url":"https://passport.weibo.com/sso"}`, "login"},
		{"weibo-m", `{"errno":"100005","msg":"请求过于频繁"}`, "refused"},
		{"douyin", `{"status_code":8,"status_msg":"用户未登录"}`, "login"},
		{"douyin", `{"status_code":2154,"status_msg":"","comments":[]}`, "refused"},
		{"reddit", `{"message":"Forbidden","error":403}`, ""},
	} {
		items, err := Read(tc.format, page(tc.body))
		if len(items) != 0 || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: %d posts, %v of %s; want %q", tc.format, len(items), err, tc.body, tc.want)
		}
	}
}
