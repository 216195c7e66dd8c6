package answers

import (
	"strings"
	"testing"
)

// The rarer shapes, each with the posts it must become.
func TestRarerPages(t *testing.T) {
	for _, tc := range []struct {
		what, format, body string
		want               []string
	}{
		{"zhihu, a column of 2016", "zhihu",
			`{"title":"三家横评","content":"<p>先说结论</p>","publishedTime":"2026-01-01T08:00:00+08:00","slug":20200001,"likesCount":9,"commentsCount":3,"author":{"hash":"h1","name":"林","slug":"lin"}}`,
			[]string{"zhihu|article|20200001|||2026-01-01T00:00:00 second|h1 林||9 3 -1 -1|三家横评|先说结论|https://zhuanlan.zhihu.com/p/20200001"}},
		{"zhihu, the stories of a day", "zhihu",
			`{"date":"20260101","stories":[{"title":"咖啡为什么会酸？","url":"https://daily.zhihu.com/story/9","ga_prefix":"010107","id":9}]}`,
			[]string{"zhihu|article|9|||2025-12-31T16:00:00 day| ||-1 -1 -1 -1|咖啡为什么会酸？||https://daily.zhihu.com/story/9"}},
		{"zhihu, a card of the app", "zhihu",
			`{"type":"ComponentCard","children":[{"type":"Text","text":"x"}],"extra":{"content_id":"28","content_type":"answer","business_ext_map":{"passthrough_info":{"author":{"id":"a1","name":"林"},"content":{"title":"清恒怎么样？","summary":"只喝过一次"},"reactions":{"vote":{"count":12},"comment":{"count":3},"like":{"count":1}}}}}}`,
			[]string{"zhihu|answer|28|||-|a1 林||12 3 -1 -1|清恒怎么样？|只喝过一次|https://www.zhihu.com/answer/28"}},
		{"zhihu, a question and a video", "zhihu",
			`[{"id":"4","type":"question","title":"清恒怎么样？","excerpt":"","detail":"<p>想买</p>","created":1767225600,"comment_count":1,"follower_count":99,"url":"https://www.zhihu.com/question/4","author":{"id":"a1","name":"林"}},
			{"id":"5","type":"zvideo","title":"开箱","excerpt":"第一次","published_at":1767225600,"voteup_count":3,"play_count":400,"comment_count":0,"author":{"id":"a2","name":"周"}}]`,
			[]string{"zhihu|post|4|||2026-01-01T00:00:00 second|a1 林||-1 1 -1 -1|清恒怎么样？|想买|https://www.zhihu.com/question/4",
				"zhihu|post|5|||2026-01-01T00:00:00 second|a2 周||3 0 -1 400|开箱|第一次|https://www.zhihu.com/zvideo/5"}},
		{"zhihu, comments of the older edition", "zhihu",
			`{"data":[{"id":31,"type":"comment","content":"<p>同意</p>","created_time":1767225600,"vote_count":4,"author":{"role":"normal","member":{"id":"a1","name":"林"}},"reply_to_author":{}}]}`,
			[]string{"zhihu|comment|31|||2026-01-01T00:00:00 second|a1 林||4 -1 -1 -1||同意|"}},
		{"weibo's own page: raw text, region, edits", "weibo-m",
			`{"ok":1,"data":{"list":[{"idstr":"5100000000000001","mblogid":"Qx","text":"<a>a</a>","text_raw":"清恒 <又>涨价","created_at":"Thu Jan 01 08:00:00 +0800 2026","edit_at":"Thu Jan 01 09:00:00 +0800 2026","region_name":"发布于 北京","reposts_count":1,"comments_count":2,"attitudes_count":3,"reads_count":400,"user":{"idstr":"7","screen_name":"甲"}}]}}`,
			[]string{"weibo|post|5100000000000001|||2026-01-01T00:00:00 second edited|7 甲|北京|3 2 1 400||清恒 <又>涨价|https://m.weibo.cn/detail/5100000000000001"}},
		{"weibo, favourites", "weibo-m",
			`{"favorites":[{"status":{"id":5100000000000001,"text":"好喝","created_at":"Thu Jan 01 08:00:00 +0800 2026","reposts_count":0,"comments_count":0,"attitudes_count":0,"user":{"id":7,"screen_name":"甲"}},"tags":[]}]}`,
			[]string{"weibo|post|5100000000000001|||2026-01-01T00:00:00 second|7 甲||0 0 0 -1||好喝|https://m.weibo.cn/detail/5100000000000001"}},
		{"xhs, a search that tells the day in a corner", "xhs",
			`{"data":{"items":[{"id":"6955b900000000000000000d","note_card":{"display_title":"排队攻略","user":{"user_id":"u","nick_name":"阿宁"},"interact_info":{"liked_count":"4","shared_count":"2"},"corner_tag_info":[{"type":"publish_time","text":"2天前"}]}}]}}`,
			[]string{"xhs|post|6955b900000000000000000d|||2026-02-27T04:00:00 day|u 阿宁||4 -1 2 -1|排队攻略||https://www.xiaohongshu.com/explore/6955b900000000000000000d"}},
		{"xhs, a note of the page's own data", "xhs",
			`{"noteDetailMap":{"x":{"note":{"noteId":"6955b900000000000000000e","title":"踩雷","desc":"别去","time":1767225600000,"user":{"userId":"u","nickname":"小满"},"interactInfo":{"likedCount":"1万+","commentCount":"12"},"ipLocation":"广东"}}}}`,
			[]string{"xhs|post|6955b900000000000000000e|||2026-01-01T00:00:00 second|u 小满|广东|10000 12 -1 -1 approx|踩雷|别去|https://www.xiaohongshu.com/explore/6955b900000000000000000e"}},
		{"bilibili, a video's own facts", "bilibili",
			`{"data":{"bvid":"BV1y","aid":78,"title":"横评","desc":"先说结论","pubdate":1767225600,"owner":{"mid":43,"name":"阿木"},"stat":{"view":9000,"reply":8,"share":7,"like":6}}}`,
			[]string{"bilibili|post|78|||2026-01-01T00:00:00 second|43 阿木||6 8 7 9000|横评|先说结论|https://www.bilibili.com/video/BV1y"}},
		{"douyin, a list of videos", "douyin",
			`{"aweme_list":[{"aweme_id":"7300000000000000001","desc":"杯子漏了一路","create_time":1767225600,"author":{"uid":"42","nickname":"听雨","follower_count":120},"statistics":{"digg_count":5,"comment_count":2,"share_count":1,"play_count":0}}]}`,
			[]string{"douyin|post|7300000000000000001|||2026-01-01T00:00:00 second|42 听雨 120||5 2 1 0||杯子漏了一路|https://www.douyin.com/video/7300000000000000001"}},
		{"kuaishou, a video and its comments", "kuaishou",
			`{"feeds":[{"author":{"id":"42","name":"听雨"},"photo":{"id":"3xabc","caption":"甜得发齁","timestamp":1767225600000,"likeCount":"2.1万","viewCount":"30万","commentCount":9}}]}`,
			[]string{"kuaishou|post|3xabc|||2026-01-01T00:00:00 second|42 听雨||21000 9 -1 300000 approx||甜得发齁|https://www.kuaishou.com/short-video/3xabc"}},
		{"jd, a review with what was added later", "jd",
			`{"comments":[{"id":1,"guid":"g","content":"好喝","creationTime":"2026-01-01 08:00:00","score":5,"afterUserComment":{"hAfterUserComment":{"content":"喝完拉肚子"}},"referenceName":"挂耳"}]}`,
			[]string{"jd|review|1|||2026-01-01T00:00:00 second 5 of 5| ||-1 -1 -1 -1||好喝\n追评：喝完拉肚子|"}},
	} {
		items, err := Read(tc.format, page(tc.body))
		if err != nil {
			t.Errorf("%s: %v", tc.what, err)
			continue
		}
		var got []string
		for _, i := range items {
			got = append(got, line(i))
		}
		if strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
			t.Errorf("%s:\n got %s\nwant %s", tc.what, strings.Join(got, "\n     "), strings.Join(tc.want, "\n     "))
		}
		if found := Detect([]byte(tc.body)); found != tc.format {
			t.Errorf("%s is taken for %q", tc.what, found)
		}
	}
}
