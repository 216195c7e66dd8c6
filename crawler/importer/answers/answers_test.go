package answers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

var (
	now   = time.Date(2026, 3, 1, 4, 0, 0, 0, time.UTC)
	zone  = time.FixedZone("Asia/Shanghai", 8*3600)
	newYe = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // 1767225600
)

// line is a post in one line, for tables: kind, id, parent, root, time, precision, author, region,
// counts, title and text.
func line(i Item) string {
	if i.Fault != "" {
		return "fault: " + i.Fault
	}
	p := i.Post
	at := "-"
	if p.Precision != voc.PrecisionNone {
		at = p.PublishedAt.Format("2006-01-02T15:04:05") + " " + string(p.Precision)
	}
	if p.RatingRaw != "" {
		at += fmt.Sprintf(" %g of %s", p.Rating, p.RatingRaw)
	}
	if !p.EditedAt.IsZero() {
		at += " edited"
	}
	who := p.Author.Hash + " " + p.Author.Name
	if p.Author.Followers >= 0 {
		who += fmt.Sprint(" ", p.Author.Followers)
	}
	if p.Author.Verified {
		who += " verified"
	}
	e := p.Engagement
	n := fmt.Sprint(e.Likes, e.Replies, e.Shares, e.Views)
	if e.Approx {
		n += " approx"
	}
	return strings.Join([]string{p.Platform, string(p.Kind), p.ExternalID, p.ParentID, p.RootID, at, who, p.Region, n, p.Title, p.Text, p.URL}, "|")
}

func page(body string) Page { return Page{Body: []byte(body), Now: now, At: now, Zone: zone} }

// One answer of each interface in our own words, and the posts it must become.
var pages = []struct {
	what, format, body string
	want               []string
}{
	{"bilibili, an answer below an answer, ids beyond 2^53", "bilibili",
		`{"code":0,"data":{"cursor":{"all_count":3},"top_replies":[],"replies":[{"rpid":9007199254740993,"rpid_str":"9007199254740993","oid":114000000000001,"type":1,"root":0,"parent":0,"root_str":"0","parent_str":"0","ctime":1767225600,"like":12,"rcount":1,
		"member":{"mid":"42","uname":"听雨","official_verify":{"type":0}},"content":{"message":"这杯太甜了[笑哭]"},"reply_control":{"location":"IP属地：上海"},
		"replies":[{"rpid":9007199254740995,"rpid_str":"9007199254740995","oid":114000000000001,"type":1,"root_str":"9007199254740993","parent_str":"9007199254740993","ctime":1767225660,"like":0,"rcount":0,"member":{"mid":"43","uname":"阿木"},"content":{"message":"同感 &amp; 已退"},"replies":null}]}]}}`,
		[]string{"bilibili|comment|9007199254740993|114000000000001|114000000000001|2026-01-01T00:00:00 second|42 听雨 verified|上海|12 1 -1 -1||这杯太甜了[笑哭]|https://www.bilibili.com/video/av114000000000001#reply9007199254740993",
			"bilibili|comment|9007199254740995|9007199254740993|114000000000001|2026-01-01T00:01:00 second|43 阿木||0 0 -1 -1||同感 & 已退|https://www.bilibili.com/video/av114000000000001#reply9007199254740995"}},
	{"bilibili, a video found by search", "bilibili",
		`{"data":{"result":[{"type":"video","aid":77,"bvid":"BV1x","title":"<em class=\"keyword\">清恒</em>咖啡横评","description":"先说结论","pubdate":1767225600,"play":12000,"review":30,"like":9,"author":"阿木","mid":43}]}}`,
		[]string{"bilibili|post|77|||2026-01-01T00:00:00 second|43 阿木||9 30 -1 12000|清恒咖啡横评|先说结论|https://www.bilibili.com/video/BV1x"}},
	{"zhihu, comments of an answer", "zhihu",
		`{"data":[{"id":"11","type":"comment","content":"<p>说得对</p>","created_time":1767225600,"like_count":3,"reply_comment_id":"0","reply_root_comment_id":"11","author":{"id":"a1","name":"林"},"comment_tag":[{"type":"ip_info","text":"浙江"}],"child_comment_count":1,
		"child_comments":[{"id":"12","type":"comment","content":"<p>不对</p>","created_time":1767225700,"like_count":0,"reply_comment_id":"11","reply_root_comment_id":"11","author":{"id":"a2","name":"周"},"child_comment_count":0}]}],
		"paging":{"is_end":true,"next":"https://www.zhihu.com/api/v4/comment_v5/answers/1900000000000000001/root_comment?offset=2"}}`,
		[]string{"zhihu|comment|11|1900000000000000001|1900000000000000001|2026-01-01T00:00:00 second|a1 林|浙江|3 1 -1 -1||说得对|",
			"zhihu|comment|12|11|1900000000000000001|2026-01-01T00:01:40 second|a2 周||0 0 -1 -1||不对|"}},
	{"zhihu, an answer, an article, an idea, a topic", "zhihu",
		`{"data":[{"type":"search_result","object":{"id":"5","type":"answer","excerpt":"短","content":"<p>第一段</p><p>第二段</p>","url":"https://api.zhihu.com/answers/5","voteup_count":7,"comment_count":2,"created_time":1767225600,"updated_time":1767229200,"question":{"id":"4","name":"<em>清恒</em>怎么样？"},"author":{"id":"a1","name":"林","follower_count":120,"badge":[{"type":"identity"}]}}},
		{"target":{"id":"6","type":"article","title":"横评","content":"<p>三家</p>","excerpt":"三家","created":1767225600,"updated":1767225600,"voteup_count":1,"comment_count":0,"author":{"id":"a2","name":"周"}}},
		{"id":"7","type":"pin","created":1767225600,"content":[{"type":"text","content":"随手一记"},{"type":"image"}],"url":"https://www.zhihu.com/pin/7","like_count":2,"comment_count":0,"repin_count":1,"author":{"id":"a3","name":"吴"}},
		{"object":{"id":"8","type":"topic","url":"https://api.zhihu.com/topics/8","name":"咖啡","excerpt":"一种饮料"}}]}`,
		[]string{"zhihu|answer|5|4|4|2026-01-01T00:00:00 second edited|a1 林 120 verified||7 2 -1 -1|清恒怎么样？|第一段\n第二段|https://www.zhihu.com/question/4/answer/5",
			"zhihu|article|6|||2026-01-01T00:00:00 second|a2 周||1 0 -1 -1|横评|三家|https://zhuanlan.zhihu.com/p/6",
			"zhihu|post|7|||2026-01-01T00:00:00 second|a3 吴||2 0 1 -1||随手一记|https://www.zhihu.com/pin/7"}},
	{"xhs, comments and those below, numbers as text", "xhs",
		`{"success":true,"data":{"comments":[{"id":"695000000000000000000001","note_id":"694000000000000000000001","content":"等了四十分钟[哭惹R]","create_time":1767225600000,"like_count":"1.2万","sub_comment_count":"1","ip_location":"江苏","user_info":{"user_id":"u1","nickname":"小满"},
		"sub_comments":[{"id":"695000000000000000000002","note_id":"694000000000000000000001","content":"抱抱","create_time":1767225700000,"like_count":"0","user_info":{"user_id":"u2","nickname":"阿宁"},"target_comment":{"id":"695000000000000000000001","user_info":{"user_id":"u1"}}}]}],"has_more":false}}`,
		[]string{"xhs|comment|695000000000000000000001|694000000000000000000001|694000000000000000000001|2026-01-01T00:00:00 second|u1 小满|江苏|12000 1 -1 -1 approx||等了四十分钟[哭惹R]|",
			"xhs|comment|695000000000000000000002|695000000000000000000001|694000000000000000000001|2026-01-01T00:01:40 second|u2 阿宁||0 -1 -1 -1||抱抱|"}},
	{"xhs, a note of a feed, one of a search, one without words", "xhs",
		`{"data":{"items":[{"id":"6955b900000000000000000a","model_type":"note","note_card":{"note_id":"6955b900000000000000000a","title":"踩雷","desc":"别去 #探店[话题]#","time":1767225600000,"last_update_time":1767229200000,"ip_location":"上海","user":{"user_id":"u1","nickname":"小满"},"interact_info":{"liked_count":"2.3万","comment_count":"12","share_count":""}}},
		{"id":"6955b900000000000000000b","noteCard":{"displayTitle":"排队攻略","user":{"userId":"u2","nickName":"阿宁"},"interactInfo":{"likedCount":"45"}}},
		{"id":"6955b900000000000000000c","note_card":{"user":{"user_id":"u3"},"interact_info":{"liked_count":"1"}}}]}}`,
		[]string{"xhs|post|6955b900000000000000000a|||2026-01-01T00:00:00 second edited|u1 小满|上海|23000 12 -1 -1 approx|踩雷|别去 #探店#|https://www.xiaohongshu.com/explore/6955b900000000000000000a",
			"xhs|post|6955b900000000000000000b|||2026-01-01T00:00:00 day|u2 阿宁||45 -1 -1 -1|排队攻略||https://www.xiaohongshu.com/explore/6955b900000000000000000b",
			"fault: nobody said anything: text and title are empty"}},
	{"xhs of 2019", "xhs",
		`{"data":{"comments":[{"ats":[],"content":"好看","id":"5c5200000000000000000001","likes":2,"sub_comments":[{"content":"谢谢","id":"5c5200000000000000000002","likes":0,"target_comment":{"id":"5c5200000000000000000001"},"time":"2026-01-01 08:05","user":{"id":"u9","nickname":"店主"}}],"sub_comments_total":1,"time":"2026-01-01 08:00","user":{"id":"u8","nickname":"路人"}}],"target_note":{"id":"5c5100000000000000000001"}},"success":true}`,
		[]string{"xhs|comment|5c5200000000000000000001|5c5100000000000000000001|5c5100000000000000000001|2026-01-01T00:00:00 minute|u8 路人||2 1 -1 -1||好看|",
			"xhs|comment|5c5200000000000000000002|5c5200000000000000000001|5c5100000000000000000001|2026-01-01T00:05:00 minute|u9 店主||0 -1 -1 -1||谢谢|"}},
	{"m.weibo.cn, cards: a repost with what it repeats, a long text, a notice, a person", "weibo-m",
		`{"ok":1,"data":{"cardlistInfo":{"total":2},"cards":[{"card_type":9,"mblog":{"id":"5249861734268928","created_at":"Thu Jan 01 08:00:00 +0800 2026","text":"太难喝<br />真的<span class=\"url-icon\"><img alt=[笑cry] src=\"x\" /></span>","reposts_count":"100万+","comments_count":5,"attitudes_count":6,"user":{"id":42,"screen_name":"听雨","followers_count":"6335.7万","verified":true},
		"retweeted_status":{"id":5249861734268900,"created_at":"Thu Jan 01 07:00:00 +0800 2026","text":"新品...全文","isLongText":true,"longText":{"longTextContent":"新品上市，欢迎来喝"},"reposts_count":1,"comments_count":0,"attitudes_count":0,"user":{"id":43,"screen_name":"清恒"}}}},
		{"card_type":9,"mblog":{"id":"5249861734268929","created_at":"Thu Jan 01 08:00:00 +0800 2026","text":"转发微博","reposts_count":0,"comments_count":0,"attitudes_count":0,"user":{"id":44,"screen_name":"阿宁"},"retweeted_status":{"id":"1","created_at":"Thu Jan 01 08:00:00 +0800 2026","text":"抱歉，此微博已被作者删除","reposts_count":0,"attitudes_count":0,"user":null,"deleted":"1"}}}]}}`,
		[]string{"weibo|post|5249861734268928|5249861734268900|5249861734268900|2026-01-01T00:00:00 second|42 听雨 63357000 verified||6 5 1000000 -1 approx||太难喝\n真的[笑cry]\n//@清恒:新品上市，欢迎来喝|https://m.weibo.cn/detail/5249861734268928",
			"weibo|post|5249861734268900|||2025-12-31T23:00:00 second|43 清恒||0 0 1 -1||新品上市，欢迎来喝|https://m.weibo.cn/detail/5249861734268900",
			"weibo|post|5249861734268929|1|1|2026-01-01T00:00:00 second|44 阿宁||0 0 0 -1||转发微博|https://m.weibo.cn/detail/5249861734268929"}},
	{"m.weibo.cn, comments of both editions", "weibo-m",
		`{"ok":1,"data":{"data":[{"id":"5249861734268930","rootid":"5249861734268930","created_at":"Thu Jan 01 08:01:00 +0800 2026","text":"同意","user":{"id":42,"screen_name":"听雨","followers_count":9},"like_count":3,"total_number":1,"source":"来自浙江","comments":[{"id":"5249861734268931","rootid":"5249861734268930","created_at":"Thu Jan 01 08:02:00 +0800 2026","text":"不同意","user":{"id":43,"screen_name":"阿木"},"like_count":0}]}],"max_id":0},
		"hot_data":[{"id":5250187807162372,"created_at":"01-01","text":"第三条","user":{"id":44,"screen_name":"阿宁"},"like_counts":"2","reply_id":5249861734268930,"source":""}]}`,
		[]string{"weibo|comment|5249861734268930|||2026-01-01T00:01:00 second|42 听雨 9|浙江|3 1 -1 -1||同意|",
			"weibo|comment|5249861734268931|5249861734268930||2026-01-01T00:02:00 second|43 阿木||0 -1 -1 -1||不同意|",
			"weibo|comment|5250187807162372|5249861734268930||2026-01-01T00:03:00 day|44 阿宁||2 -1 -1 -1||第三条|"}},
	{"the official interface", "weibo-m",
		`{"comments":[{"created_at":"Thu Jan 01 08:00:00 +0800 2026","id":5100000000000009,"rootid":5100000000000009,"text":"涨得离谱","user":{"id":7,"idstr":"7","screen_name":"甲","followers_count":1},"status":{"id":5100000000000001,"idstr":"5100000000000001","text":"x"}}],"total_number":1}`,
		[]string{"weibo|comment|5100000000000009|5100000000000001|5100000000000001|2026-01-01T00:00:00 second|7 甲 1||-1 -1 -1 -1||涨得离谱|"}},
	{"douyin, comments with answers", "douyin",
		`{"comments":[{"cid":"7300000000000000009","aweme_id":"7300000000000000001","text":"杯子漏了","create_time":1767225600,"digg_count":4,"reply_comment_total":1,"reply_id":"0","ip_label":"四川","user":{"uid":"42","nickname":"听雨"},"reply_comment":[{"cid":"7300000000000000010","aweme_id":"7300000000000000001","text":"我也是","create_time":1767225660,"digg_count":0,"reply_id":"7300000000000000009","reply_to_reply_id":"0","user":{"uid":"43","nickname":"阿木"}}]}],"cursor":20,"has_more":0,"total":2}`,
		[]string{"douyin|comment|7300000000000000009|7300000000000000001|7300000000000000001|2026-01-01T00:00:00 second|42 听雨|四川|4 1 -1 -1||杯子漏了|",
			"douyin|comment|7300000000000000010|7300000000000000009|7300000000000000001|2026-01-01T00:01:00 second|43 阿木||0 -1 -1 -1||我也是|"}},
	{"tiktok, which answers alike", "douyin",
		`{"comments":[{"cid":"69","aweme_id":"68","text":"so sweet","create_time":1767225600,"digg_count":4,"reply_comment_total":0,"user":{"uid":"42","nickname":"rain"},"share_info":{"url":"https://m.tiktok.com/v/68"}}],"cursor":20,"has_more":0,"total":1}`,
		[]string{"tiktok|comment|69|68|68|2026-01-01T00:00:00 second|42 rain||4 0 -1 -1||so sweet|"}},
	{"kuaishou, comments of its page", "kuaishou",
		`{"data":{"visionCommentList":{"commentCount":2,"rootComments":[{"commentId":"800","authorId":"42","authorName":"听雨","content":"真甜","headurl":"x","timestamp":1767225600000,"likedCount":"3","subComments":[{"commentId":"801","authorId":"43","authorName":"阿木","content":"齁","timestamp":1767225660000,"likedCount":"0","replyTo":"800"}]}]}}}`,
		[]string{"kuaishou|comment|800|||2026-01-01T00:00:00 second|42 听雨||3 -1 -1 -1||真甜|",
			"kuaishou|comment|801|800||2026-01-01T00:01:00 second|43 阿木||0 -1 -1 -1||齁|"}},
	{"jd, a page of reviews inside a call", "jd",
		`fetchJSON_comment98({"productCommentSummary":{"commentCount":2},"comments":[{"id":15000000001,"guid":"g","content":"包装&hellip;漏了","creationTime":"2026-01-01 08:00:00","score":2,"usefulVoteCount":3,"replyCount":1,"nickname":"j***1","referenceId":"100","referenceName":"挂耳咖啡"}]});`,
		[]string{"jd|review|15000000001|||2026-01-01T00:00:00 second 2 of 2| j***1||3 1 -1 -1||包装…漏了|"}},
	{"reddit, a post and its comments", "reddit",
		`[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"name":"t3_abc","id":"abc","title":"Is it good?","selftext":"I wonder","author":"rain","created_utc":1767225600.0,"edited":false,"score":5,"num_comments":2,"permalink":"/r/tea/comments/abc/x/"}}]}},
		{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"name":"t1_d1","body":"Yes","author":"wood","created_utc":1767225660.0,"edited":1767229200.0,"score":1,"parent_id":"t3_abc","link_id":"t3_abc","replies":{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"name":"t1_d2","body":"[deleted]","author":"[deleted]","created_utc":1767225720.0,"parent_id":"t1_d1","link_id":"t3_abc","replies":{"data":{"children":[{"kind":"t1","data":{"name":"t1_d3","body":"No","author":"stone","created_utc":1767225780.0,"parent_id":"t1_d2","link_id":"t3_abc","score":-2}}]}}}},{"kind":"more","data":{"id":"_"}}]}}}}]}}]`,
		[]string{"reddit|post|abc|||2026-01-01T00:00:00 second|rain rain||5 2 -1 -1|Is it good?|I wonder|https://www.reddit.com/r/tea/comments/abc/x/",
			"reddit|comment|d1|abc|abc|2026-01-01T00:01:00 second edited|wood wood||1 -1 -1 -1||Yes|",
			"reddit|comment|d3|d2|abc|2026-01-01T00:03:00 second|stone stone||-1 -1 -1 -1||No|"}},
	{"askbot, a question and a comment", "askbot",
		`{"questions":[{"id":5,"title":"How?","url":"https://ask.example/q/5","answer_count":2,"view_count":30,"score":1,"added_at":"1767225600","author":{"id":9,"username":"rain"}}],"c":[{"comment_added_at":"2026-01-01 02:00:00 -0600","html":"<p>So</p>","id":6,"object_id":5,"score":0,"user_display_name":"wood","user_id":10}]}`,
		[]string{"askbot|comment|6|5|5|2026-01-01T08:00:00 second|10 wood||0 -1 -1 -1||So|",
			"askbot|post|5|||2026-01-01T00:00:00 second|9 rain||1 2 -1 30|How?||https://ask.example/q/5"}},
}

func TestPages(t *testing.T) {
	for _, tc := range pages {
		items, err := Read(tc.format, page(tc.body))
		if err != nil {
			t.Errorf("%s: %v", tc.what, err)
			continue
		}
		for i := range max(len(items), len(tc.want)) {
			got, want := "nothing", "nothing"
			if i < len(items) {
				got = line(items[i])
			}
			if i < len(tc.want) {
				want = tc.want[i]
			}
			if got != want {
				t.Errorf("%s, post %d\n got %s\nwant %s", tc.what, i+1, got, want)
			}
		}
	}
}

// The format is known by the answer alone, whole, in an array, behind other values, and cut off
// anywhere behind its first post.
func TestDetect(t *testing.T) {
	for _, tc := range pages {
		whole := strings.TrimSuffix(strings.TrimPrefix(tc.body, "fetchJSON_comment98("), ");")
		for how, sample := range map[string]string{
			"whole": tc.body, "in an array": "[" + whole + "]", "behind another answer": `{"ok":1}` + "\n" + whole, "cut off": tc.body[:len(tc.body)*9/10],
		} {
			if got := Detect([]byte(sample)); got != tc.format {
				t.Errorf("%s, %s: %q, want %q", tc.what, how, got, tc.format)
			}
		}
	}
}

// What other people's exports look like is none of ours: it would be read by the wrong rules.
func TestOthersAreLeftAlone(t *testing.T) {
	for _, sample := range []string{
		`[{"id":1,"text":"好喝","user":{"name":"林"}}]`,
		`[{"type":"article","id":1,"title":"标题","content":"正文"}]`,
		`[{"type":"topic","id":1,"title":"标题"}]`,
		`[{"type":"comment","id":1,"content":"正文","author":"林"}]`,
		`[{"comment_id":"1","content":"正文","author_name":"林","create_time":1767225600}]`,
		`{"note_id":"1","desc":"x","user_id":"u","nickname":"n","liked_count":"1","last_modify_ts":1767225600000}`,
		`{"user":{"id":"1","screen_name":"a","statuses_count":3},"weibo":[{"user_id":1,"screen_name":"a","id":2,"bid":"b","text":"x","created_at":"2026-01-01","reposts_count":1,"attitudes_count":2}]}`,
		`[{"cid":"1","text":"x"}]`, `{}`, `[]`, `[1,"a",null]`, ``, `not json`, `(`, `{"a":`,
	} {
		if got := Detect([]byte(sample)); got != "" {
			t.Errorf("%s is taken for %s", sample, got)
		}
	}
}

func TestAnswersWithoutPosts(t *testing.T) {
	for body, want := range map[string]string{
		`{"ok":-100,"url":"https://passport.weibo.com/x"}`: "asked for a login",
		`{"code":-101,"message":"账号未登录"}`:                  "asked for a login",
		`{"code":-412,"message":"request was banned"}`:     "refused",
		`{"ok":1,"data":{"cards":[]}}`:                     "",
		`{"code":0,"data":{"replies":null}}`:               "",
		`{"code":0`:                                        "ends in the middle",
		`nonsense`:                                         "not valid JSON",
		strings.Repeat("[", 1000):                          "deeper",
	} {
		items, err := Read("weibo-m", page(body))
		if len(items) != 0 || want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%.60s: %d posts, %v; want %q", body, len(items), err, want)
		}
	}
	if _, err := Read("myspace", page(`{}`)); err == nil || !strings.Contains(err.Error(), "bilibili") {
		t.Errorf("an unknown platform: %v", err)
	}
}

// Nobody invents a time: without one of the answer's own a relative one is left out, unless the id
// tells it.
func TestRelativeTimes(t *testing.T) {
	comment := func(told string) string {
		return `{"data":{"comments":[{"id":"c1","note_id":"n1","content":"x","time":"` + told + `","likes":1,"user":{"id":"u"},"sub_comments":[]}]}}`
	}
	for why, tc := range map[string]struct {
		p    Page
		want string
	}{
		"the answer's time is known":        {Page{Body: []byte(comment("3天前")), At: newYe, Now: now, Zone: zone}, "2025-12-29 day"},
		"nobody knows it":                   {Page{Body: []byte(comment("3天前")), Now: now, Zone: zone}, "0001-01-01 none"},
		"its day is known":                  {Page{Body: []byte(comment("5分钟前")), At: newYe, Rough: true, Now: now, Zone: zone}, "2025-12-31 day"},
		"a month and day have their year":   {Page{Body: []byte(comment("12-30")), At: newYe, Now: now, Zone: zone}, "2025-12-29 day"},
		"the answer carries its clock":      {Page{Body: []byte(strings.Replace(comment("昨天"), `{"comments"`, `{"time":1767225600123,"comments"`, 1)), Now: now, Zone: zone}, "2025-12-30 day"},
		"a clock that is ahead is no clock": {Page{Body: []byte(strings.Replace(comment("昨天"), `{"comments"`, `{"time":1999999999999,"comments"`, 1)), Now: now, Zone: zone}, "0001-01-01 none"},
		"a whole time needs nothing":        {Page{Body: []byte(comment("2026-01-01 08:00")), Now: now, Zone: zone}, "2026-01-01 minute"},
	} {
		items, err := Read("xhs", tc.p)
		if err != nil || len(items) != 1 {
			t.Fatalf("%s: %+v, %v", why, items, err)
		}
		if got := items[0].Post.PublishedAt.Format(time.DateOnly) + " " + string(items[0].Post.Precision); got != tc.want {
			t.Errorf("%s: %s, want %s", why, got, tc.want)
		}
	}
	for _, told := range []string{"not a time", "2031-01-01 08:00"} {
		if items, _ := Read("xhs", page(comment(told))); len(items) != 1 || items[0].Fault == "" {
			t.Errorf("time %q: %+v", told, items)
		}
	}
}

// An id that was a floating-point number on its way names another post than its own.
func TestRoundedIDs(t *testing.T) {
	for _, id := range []string{"9.007199254740992e15", "9007199254740992.0"} {
		items, err := Read("bilibili", page(`{"replies":[{"rpid":`+id+`,"oid":1,"ctime":1767225600,"content":{"message":"x"}}]}`))
		if err != nil || len(items) != 1 || !strings.Contains(items[0].Fault, "rounded") {
			t.Errorf("%s: %+v, %v", id, items, err)
		}
	}
}

// The name of the file tells what comments are about when the answer does not.
func TestThreadOfTheName(t *testing.T) {
	p := page(`{"data":{"data":[{"id":"5249861734268930","rootid":"0","created_at":"Thu Jan 01 08:01:00 +0800 2026","text":"同意","user":{"id":42,"screen_name":"听雨"},"like_count":3}]}}`)
	p.Name = "hotflow_5249861734268928.json"
	items, err := Read("weibo-m", p)
	if err != nil || items[0].Post.ParentID != "5249861734268928" || items[0].Post.RootID != "5249861734268928" {
		t.Errorf("%+v, %v", items, err)
	}
	p = page(`{"ok":1,"data":{"longTextContent":"很长的话"}}`)
	p.Name = "extend 5249861734268928.json"
	if items, err = Read("weibo-m", p); err != nil || items[0].Post.ExternalID != "5249861734268928" || items[0].Post.Precision != voc.PrecisionDay {
		t.Errorf("%+v, %v", items, err)
	}
}

// Any bytes give posts or an error; every post says something, and a fault has its reason.
func FuzzRead(f *testing.F) {
	for i, tc := range pages {
		f.Add(uint8(i), []byte(tc.body))
	}
	f.Fuzz(func(t *testing.T, which uint8, body []byte) {
		format := Formats()[int(which)%len(Formats())]
		items, err := Read(format, Page{Body: body, Name: "5250000000000001.json", Now: now, Zone: zone})
		if err != nil && len(items) > 0 {
			t.Errorf("an error and %d posts", len(items))
		}
		for _, i := range items {
			p := i.Post
			if i.Fault == "" && (p.Title == "" && p.Text == "" || p.Kind == "" || p.Platform == "" || p.PublishedAt.After(now.Add(48*time.Hour))) {
				t.Errorf("%s: %+v", format, p)
			}
			if !json.Valid(i.Raw) {
				t.Errorf("raw %q", i.Raw)
			}
		}
		_ = Detect(body)
	})
}
