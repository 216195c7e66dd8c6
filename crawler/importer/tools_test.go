package importer

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// One row of every file MediaCrawler writes: columns, values, and the post it must become. Values
// are in the order of the columns; "·" is an empty cell.
var mediaFiles = []struct {
	what, columns, values string
	want                  voc.Post // ID, Source and what is the same in all are filled in below
	classic               string   // replaces "creator_hash,nickname" in the columns of before July 2026
}{
	{"xhs contents",
		"note_id,type,title,desc,video_url,time,last_update_time,creator_hash,nickname,liked_count,collected_count,comment_count,share_count,image_list,tag_list,last_modify_ts,note_url,source_keyword,xsec_token",
		"66aa00112233445566778899|normal|咖啡踩雷|等了四十分钟 #探店[话题]#|·|1767225600000|1767229200000|0123456789abcdef|小***喵|2.3万|1万|12|·|·|·|1767312000000|https://www.xiaohongshu.com/explore/66aa00112233445566778899?xsec_token=AB&xsec_source=pc_search|清恒咖啡|AB",
		voc.Post{Platform: "xhs", Kind: voc.PostPost, ExternalID: "66aa00112233445566778899", Title: "咖啡踩雷", Text: "等了四十分钟 #探店#", URL: "https://www.xiaohongshu.com/explore/66aa00112233445566778899",
			EditedAt: time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC), Keyword: "清恒咖啡", Engagement: voc.Engagement{Likes: 23000, Replies: 12, Shares: -1, Views: -1, Approx: true}}, "user_id,nickname,avatar"},
	{"xhs comments",
		"comment_id,create_time,note_id,content,creator_hash,nickname,sub_comment_count,pictures,parent_comment_id,last_modify_ts,like_count",
		"66bb00112233445566778899|1767225600000|66aa00112233445566778899|我也踩过雷|0123456789abcdef|小***喵|3|·|0|1767312000000|7",
		voc.Post{Platform: "xhs", Kind: voc.PostComment, ExternalID: "66bb00112233445566778899", ParentID: "66aa00112233445566778899", RootID: "66aa00112233445566778899", Text: "我也踩过雷",
			Engagement: voc.Engagement{Likes: 7, Replies: 3, Shares: -1, Views: -1}}, "user_id,nickname,avatar"},
	{"douyin contents",
		"aweme_id,aweme_type,title,desc,create_time,creator_hash,nickname,liked_count,collected_count,comment_count,share_count,last_modify_ts,aweme_url,cover_url,video_download_url,music_download_url,note_download_url,source_keyword",
		"7300000000000000001|0|杯子漏了一路|杯子漏了一路|1767225600|0123456789abcdef|小***喵|5|·|2|1|1767312000000|https://www.douyin.com/video/7300000000000000001|·|·|·|·|清恒",
		voc.Post{Platform: "douyin", Kind: voc.PostPost, ExternalID: "7300000000000000001", Text: "杯子漏了一路", URL: "https://www.douyin.com/video/7300000000000000001", Keyword: "清恒",
			Engagement: voc.Engagement{Likes: 5, Replies: 2, Shares: 1, Views: -1}}, "user_id,sec_uid,nickname,avatar"},
	{"douyin comments",
		"comment_id,create_time,aweme_id,content,creator_hash,nickname,sub_comment_count,like_count,last_modify_ts,parent_comment_id,pictures",
		"7300000000000000009|1767225600|7300000000000000001|我这杯也漏|0123456789abcdef|小***喵|0|1|1767312000000|7300000000000000005|·",
		voc.Post{Platform: "douyin", Kind: voc.PostComment, ExternalID: "7300000000000000009", ParentID: "7300000000000000005", RootID: "7300000000000000001", Text: "我这杯也漏",
			Engagement: voc.Engagement{Likes: 1, Replies: 0, Shares: -1, Views: -1}}, "user_id,nickname,avatar"},
	{"kuaishou contents",
		"video_id,video_type,title,desc,create_time,creator_hash,nickname,liked_count,viewd_count,last_modify_ts,video_url,video_cover_url,video_play_url,source_keyword",
		"3xabc|0|甜得发齁|甜得发齁，喝两口就扔|1767225600000|0123456789abcdef|小***喵|9|1200|1767312000000|https://www.kuaishou.com/short-video/3xabc|·|·|清恒",
		voc.Post{Platform: "kuaishou", Kind: voc.PostPost, ExternalID: "3xabc", Title: "甜得发齁", Text: "甜得发齁，喝两口就扔", URL: "https://www.kuaishou.com/short-video/3xabc", Keyword: "清恒",
			Engagement: voc.Engagement{Likes: 9, Replies: -1, Shares: -1, Views: 1200}}, "user_id,nickname,avatar"},
	{"kuaishou comments",
		"comment_id,create_time,video_id,content,creator_hash,nickname,sub_comment_count,last_modify_ts",
		"800000000001|1767225600000|3xabc|同感|0123456789abcdef|小***喵|1|1767312000000",
		voc.Post{Platform: "kuaishou", Kind: voc.PostComment, ExternalID: "800000000001", ParentID: "3xabc", RootID: "3xabc", Text: "同感",
			Engagement: voc.Engagement{Likes: -1, Replies: 1, Shares: -1, Views: -1}}, "user_id,nickname,avatar"},
	{"bilibili contents",
		"video_id,video_type,title,desc,create_time,creator_hash,nickname,liked_count,disliked_count,video_play_count,video_favorite_count,video_share_count,video_coin_count,video_danmaku,video_comment,last_modify_ts,video_url,video_cover_url,source_keyword",
		"114000000000001|0|三家咖啡横评|先说结论|1767225600|0123456789abcdef|小***喵|30|0|4000|5|6|7|8|9|1767312000000|https://www.bilibili.com/video/av114000000000001|·|清恒",
		voc.Post{Platform: "bilibili", Kind: voc.PostPost, ExternalID: "114000000000001", Title: "三家咖啡横评", Text: "先说结论", URL: "https://www.bilibili.com/video/av114000000000001", Keyword: "清恒",
			Engagement: voc.Engagement{Likes: 30, Replies: 9, Shares: 6, Views: 4000}}, "user_id,nickname,avatar"},
	{"bilibili comments",
		"comment_id,parent_comment_id,create_time,video_id,content,creator_hash,nickname,sub_comment_count,like_count,last_modify_ts",
		"250000000001|0|1767225600|114000000000001|横评做得好|0123456789abcdef|小***喵|0|4|1767312000000",
		voc.Post{Platform: "bilibili", Kind: voc.PostComment, ExternalID: "250000000001", ParentID: "114000000000001", RootID: "114000000000001", Text: "横评做得好",
			Engagement: voc.Engagement{Likes: 4, Replies: 0, Shares: -1, Views: -1}}, "user_id,sex,sign,nickname,avatar"},
	{"bilibili dynamics",
		"dynamic_id,creator_hash,user_name,text,type,pub_ts,total_comments,total_forwards,total_liked,last_modify_ts",
		"900000000000000001|0123456789abcdef|小***喵|今天又排队了|1|1767225600|1|2|3|1767312000000",
		voc.Post{Platform: "bilibili", Kind: voc.PostPost, ExternalID: "900000000000000001", Text: "今天又排队了", Engagement: voc.Engagement{Likes: 3, Replies: 1, Shares: 2, Views: -1}}, ""},
	{"weibo contents",
		"note_id,content,create_time,create_date_time,liked_count,comments_count,shared_count,last_modify_ts,note_url,creator_hash,nickname,source_keyword",
		"5100000000000001|清恒又涨价|1767225600|2026-01-01 08:00:00|1|2|3|1767312000000|https://m.weibo.cn/detail/5100000000000001|0123456789abcdef|小***喵|清恒",
		voc.Post{Platform: "weibo", Kind: voc.PostPost, ExternalID: "5100000000000001", Text: "清恒又涨价", URL: "https://m.weibo.cn/detail/5100000000000001", Keyword: "清恒",
			Engagement: voc.Engagement{Likes: 1, Replies: 2, Shares: 3, Views: -1}}, "user_id,avatar,gender,profile_url,ip_location,nickname"},
	{"weibo comments, the comment is its own root",
		"comment_id,create_time,create_date_time,note_id,content,sub_comment_count,comment_like_count,last_modify_ts,parent_comment_id,creator_hash,nickname",
		"5100000000000009|1767225600|2026-01-01 08:00:00|5100000000000001|涨得离谱|0|6|1767312000000|5100000000000009|0123456789abcdef|小***喵",
		voc.Post{Platform: "weibo", Kind: voc.PostComment, ExternalID: "5100000000000009", ParentID: "5100000000000001", RootID: "5100000000000001", Text: "涨得离谱",
			Engagement: voc.Engagement{Likes: 6, Replies: 0, Shares: -1, Views: -1}}, "user_id,avatar,gender,profile_url,ip_location,nickname"},
	{"tieba contents",
		"note_id,title,desc,note_url,publish_time,creator_hash,user_nickname,tieba_name,tieba_link,total_replay_num,total_replay_page,source_keyword,last_modify_ts",
		"9100000001|求推荐豆子|预算一百|https://tieba.baidu.com/p/9100000001|2026-01-01 08:00|0123456789abcdef|小***喵|咖啡吧|·|15|1|清恒|1767312000000",
		voc.Post{Platform: "tieba", Kind: voc.PostPost, ExternalID: "9100000001", Title: "求推荐豆子", Text: "预算一百", URL: "https://tieba.baidu.com/p/9100000001", Keyword: "清恒", Precision: voc.PrecisionMinute,
			Engagement: voc.Engagement{Likes: -1, Replies: 15, Shares: -1, Views: -1}}, "user_link,user_nickname,user_avatar,ip_location"},
	{"tieba comments",
		"comment_id,parent_comment_id,content,creator_hash,user_nickname,publish_time,sub_comment_count,note_id,note_url,tieba_id,tieba_name,tieba_link,last_modify_ts",
		"150000000001|·|试试云南豆|0123456789abcdef|小***喵|2026-01-01 08:00|0|9100000001|https://tieba.baidu.com/p/9100000001|1|咖啡吧|·|1767312000000",
		voc.Post{Platform: "tieba", Kind: voc.PostComment, ExternalID: "150000000001", ParentID: "9100000001", RootID: "9100000001", Text: "试试云南豆", URL: "https://tieba.baidu.com/p/9100000001", Precision: voc.PrecisionMinute,
			Engagement: voc.Engagement{Likes: -1, Replies: 0, Shares: -1, Views: -1}}, ""},
	{"zhihu contents",
		"content_id,content_type,content_text,content_url,question_id,title,desc,created_time,updated_time,voteup_count,comment_count,source_keyword,creator_hash,user_nickname,last_modify_ts",
		"3500000001|answer|不值这个价|https://www.zhihu.com/question/6/answer/3500000001|600000001|如何评价清恒|摘要|1767225600|1767225600|8|1|清恒|0123456789abcdef|小***喵|1767312000000",
		voc.Post{Platform: "zhihu", Kind: voc.PostAnswer, ExternalID: "3500000001", RootID: "600000001", Title: "如何评价清恒", Text: "不值这个价", URL: "https://www.zhihu.com/question/6/answer/3500000001", Keyword: "清恒",
			Engagement: voc.Engagement{Likes: 8, Replies: 1, Shares: -1, Views: -1}}, ""},
	{"zhihu comments",
		"comment_id,parent_comment_id,content,publish_time,sub_comment_count,like_count,dislike_count,content_id,content_type,creator_hash,user_nickname,last_modify_ts",
		"11000000001|·|同意|1767225600|0|2|0|3500000001|answer|0123456789abcdef|小***喵|1767312000000",
		voc.Post{Platform: "zhihu", Kind: voc.PostComment, ExternalID: "11000000001", ParentID: "3500000001", RootID: "3500000001", Text: "同意",
			Engagement: voc.Engagement{Likes: 2, Replies: 0, Shares: -1, Views: -1}}, ""},
}

func TestMediaCrawler(t *testing.T) {
	for _, f := range mediaFiles {
		columns, values := strings.Split(f.columns, ","), strings.Split(strings.ReplaceAll(f.values, "·", ""), "|")
		if len(columns) != len(values) {
			t.Fatalf("%s: %d columns, %d values", f.what, len(columns), len(values))
		}
		want := f.want
		want.Source, want.ID = voc.SourceID(want.Platform), voc.NewPostID(voc.SourceID(want.Platform), want.ExternalID)
		want.PublishedAt, want.FetchedAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
		if want.Precision == "" {
			want.Precision = voc.PrecisionSecond
		}
		want.Author = voc.Author{Hash: "0123456789abcdef", Name: "小***喵", Followers: voc.Unknown}

		one := func(how, name, file string, want voc.Post) {
			t.Helper()
			out := must(t, name, file, Options{})
			if out.Format != FormatMediaCrawler || out.Platform != want.Platform || len(out.posts) != 1 {
				t.Errorf("%s, %s: %+v, rejects %+v", f.what, how, out.Result, out.rejects)
				return
			}
			got := out.posts[0]
			got.PublishedAt, got.EditedAt, got.FetchedAt = got.PublishedAt.UTC(), got.EditedAt.UTC(), got.FetchedAt.UTC()
			if got != want {
				t.Errorf("%s, %s\n got %+v\nwant %+v", f.what, how, got, want)
			}
		}
		one("csv", "search_contents.csv", "\ufeff"+strings.Join(columns, ",")+"\n"+strings.Join(values, ",")+"\n", want)
		object := jsonObject(columns, values)
		one("jsonl", "search_contents.jsonl", object+"\n", want)
		one("json", "search_contents.json", "[\n    "+object+"\n]", want)
		if f.classic == "" {
			continue
		}
		old, oldValues := classic(columns, values, f.classic)
		want.Author = voc.Author{Hash: "5c0000000000000000000001", Name: "小喵喵", Followers: voc.Unknown}
		if strings.Contains(f.classic, "ip_location") || f.what == "xhs contents" {
			old, oldValues = append(old, "ip_location"), append(oldValues, "上海")
			want.Region = "上海"
		}
		one("classic csv", "search_contents.csv", "\ufeff"+strings.Join(old, ",")+"\n"+strings.Join(oldValues, ",")+"\n", want)
	}
}

// classic turns a row of the new schema into one of the old.
func classic(columns, values []string, extra string) (c, v []string) {
	say := map[string]string{"user_id": "5c0000000000000000000001", "user_link": "5c0000000000000000000001", "nickname": "小喵喵", "user_nickname": "小喵喵", "avatar": "https://a.example/1.jpg", "gender": "f"}
	for i, name := range columns {
		switch name {
		case "creator_hash":
			for _, e := range strings.Split(extra, ",") {
				if e != "ip_location" {
					c, v = append(c, e), append(v, say[e])
				}
			}
		case "nickname", "user_nickname":
		default:
			c, v = append(c, name), append(v, values[i])
		}
	}
	return c, v
}

// jsonObject writes counts and times as numbers where the tool does, the rest as text.
func jsonObject(columns, values []string) string {
	m := map[string]any{}
	for i, c := range columns {
		m[c] = values[i]
		if (strings.HasSuffix(c, "_time") || c == "time" || c == "last_modify_ts" || c == "pub_ts") && millisOrSeconds(values[i]) {
			m[c] = json.Number(values[i])
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func millisOrSeconds(s string) bool { return strings.Trim(s, "0123456789") == "" && s != "" }

// The tool was updated in the middle of a day: the header is the old one, or comes again.
func TestMediaCrawlerChangesInsideAFile(t *testing.T) {
	oldHeader := "note_id,type,title,desc,video_url,time,last_update_time,user_id,nickname,avatar,liked_count,collected_count,comment_count,share_count,ip_location,image_list,tag_list,last_modify_ts,note_url,source_keyword,xsec_token"
	newHeader := mediaFiles[0].columns
	oldRow := "66aa00112233445566778891,normal,旧,旧版一行,,1767225600000,1767225600000,5c0000000000000000000001,喵,,1,1,1,1,上海,,,1767312000000,https://www.xiaohongshu.com/explore/1,清恒,AB"
	newRow := "66aa00112233445566778892,normal,新,新版一行,,1767225600000,1767225600000,0123456789abcdef,喵,1,1,1,1,,,1767312000000,https://www.xiaohongshu.com/explore/2,清恒,AB"
	broken := "66aa00112233445566778893,normal,断,断掉的一行,,1767225600000"
	shifted := strings.Replace(newRow, "0123456789abcdef", "不是哈希", 1)
	for why, tc := range map[string]struct {
		lines    []string
		texts    string
		rejected int
	}{
		"new rows under the old header":     {[]string{oldHeader, oldRow, newRow}, "旧版一行|新版一行", 0},
		"old rows under the new header":     {[]string{newHeader, newRow, oldRow}, "新版一行|旧版一行", 0},
		"the new header in between":         {[]string{oldHeader, oldRow, newHeader, newRow}, "旧版一行|新版一行", 0},
		"a row cut off":                     {[]string{oldHeader, broken, oldRow}, "旧版一行", 1},
		"a row that only looks like theirs": {[]string{oldHeader, shifted, oldRow}, "旧版一行", 1},
	} {
		out := must(t, "a.csv", strings.Join(tc.lines, "\n")+"\n", Options{})
		if texts(out) != tc.texts || out.Rejected != tc.rejected {
			t.Errorf("%s: %q, rejects %+v", why, texts(out), out.rejects)
		}
	}
}

func TestWeiboCrawler(t *testing.T) {
	want := voc.Post{
		ID: voc.NewPostID("weibo", "5100000000000001"), Source: "weibo", Platform: "weibo", Kind: voc.PostPost, ExternalID: "5100000000000001",
		URL: "https://m.weibo.cn/detail/5100000000000001", Text: "清恒的新品翻车了", Precision: voc.PrecisionSecond, PublishedAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), FetchedAt: now,
		Author:     voc.Author{Hash: "1234567890", Followers: voc.Unknown},
		Engagement: voc.Engagement{Likes: 5, Replies: 6, Shares: 1000000, Views: -1, Approx: true},
	}
	with := func(f func(*voc.Post)) voc.Post { p := want; f(&p); return p }
	for why, tc := range map[string]struct {
		name, file string
		want       voc.Post
	}{
		"CSV of weibo-crawler": {"1234567890.csv", "\ufeffid,bid,正文,头条文章url,原始图片url,视频url,位置,日期,工具,点赞数,评论数,转发数,话题,@用户,完整日期\n" +
			"5100000000000001,ABC,清恒的新品翻车了,,,,,2026-01-01,手机,5,6,1000000,,,2026-01-01 08:00:00\n", want},
		"CSV with a repost": {"1234567890.csv", "id,bid,正文,位置,日期,工具,点赞数,评论数,转发数,完整日期,是否原创,源用户id,源用户昵称,源微博id,源微博正文\n" +
			"5100000000000001,ABC,清恒的新品翻车了,,2026-01-01,,5,6,1000000,2026-01-01 08:00:00,False,1,咖啡日报,4100000000000001,新品上市\n",
			with(func(p *voc.Post) {
				p.Text += "\n//@咖啡日报:新品上市"
				p.RootID, p.ParentID = "4100000000000001", "4100000000000001"
			})},
		"CSV of weiboSpider": {"1234567890.csv", "微博id,微博正文,头条文章url,原始图片url,微博视频url,发布位置,发布时间,发布工具,点赞数,转发数,评论数\n" +
			"5100000000000001,清恒的新品翻车了,无,无,无,无,2026-01-01 08:00:00,手机,5,1000000,6\n", want},
		"JSON of weibo-crawler": {"x.json", `{"user":{"id":"1234567890","screen_name":"咖啡控","followers_count":1200,"verified":true},"weibo":[{"user_id":1234567890,"screen_name":"咖啡控","id":5100000000000001,"bid":"ABC",
			"text":"清恒的新品翻车了","created_at":"2026-01-01","full_created_at":"2026-01-01 08:00:00","source":"手机","attitudes_count":5,"comments_count":6,"reposts_count":1000000,
			"retweet":{"id":4100000000000001,"screen_name":"咖啡日报","text":"新品上市"}}]}`,
			with(func(p *voc.Post) {
				p.Text += "\n//@咖啡日报:新品上市"
				p.RootID, p.ParentID = "4100000000000001", "4100000000000001"
				p.Author = voc.Author{Hash: "1234567890", Name: "咖啡控", Followers: 1200, Verified: true}
			})},
		"JSON of weiboSpider": {"x.json", `{"user":{"id":"1234567890","nickname":"咖啡控","followers":1200},"weibo":[{"id":"5100000000000001","content":"清恒的新品翻车了","publish_place":"无","publish_time":"2026-01-01 08:00:00","publish_tool":"手机","up_num":5,"retweet_num":1000000,"comment_num":6}]}`,
			with(func(p *voc.Post) { p.Author = voc.Author{Hash: "1234567890", Name: "咖啡控", Followers: 1200} })},
		"comments of weibo-crawler": {"comments.csv", "id,weibo_id,created_at,user_screen_name,text,pic_url,like_count\n5100000000000009,5100000000000001,2026-01-01 08:00:00,咖啡控,清恒的新品翻车了,,5\n",
			with(func(p *voc.Post) {
				p.Kind, p.ExternalID, p.ID, p.URL = voc.PostComment, "5100000000000009", voc.NewPostID("weibo", "5100000000000009"), ""
				p.ParentID, p.RootID, p.Author = "5100000000000001", "5100000000000001", voc.Author{Name: "咖啡控", Followers: -1}
				p.Engagement = voc.Engagement{Likes: 5, Replies: -1, Shares: -1, Views: -1}
			})},
	} {
		out := must(t, tc.name, tc.file, Options{})
		if tc.want.ParentID != "" && tc.want.Kind == voc.PostPost {
			// What is passed on is a post of its own, by whoever wrote it.
			if last := out.posts[len(out.posts)-1]; len(out.posts) != 2 || last.ExternalID != tc.want.ParentID || last.Text != "新品上市" || last.Author.Name != "咖啡日报" || last.Author.Hash == "1234567890" {
				t.Errorf("%s: what was passed on is %+v", why, out.posts)
			}
			out.posts = out.posts[:1]
		}
		if out.Format != FormatWeiboCrawler || len(out.posts) != 1 || out.posts[0] != tc.want {
			t.Errorf("%s: %s, rejects %+v\n got %+v\nwant %+v", why, out.Format, out.rejects, out.posts, tc.want)
		}
	}
}

func TestComplaintsOfTheBlackCat(t *testing.T) {
	title := `2026-01-01 于黑猫投诉平台发起\n清*恒\n\n杯子里有异物，客服不理\n\n[投诉对象]清恒App\n[投诉要求]退款,道歉`
	fromJSON := must(t, "a.json", `[{"title":"`+title+`","content":"杯子里有异物，客服不理","time":"","href":"https://tousu.sina.com.cn/complaint/view/17300000001/?sld=abc","keyword":"清恒"}]`, Options{})
	fromCSV := must(t, "a.csv", "date,title,summary,object,demands,href\n2026-01-01,清*恒,杯子里有异物，客服不理,清恒App,\"退款,道歉\",https://tousu.sina.com.cn/complaint/view/17300000001/?sld=def\n", Options{})
	for how, out := range map[string]outcome{"json": fromJSON, "csv": fromCSV} {
		p := out.posts[0]
		if p.Platform != "heimao" || p.Kind != voc.PostComplaint || p.ExternalID != "17300000001" || p.Title != "清*恒" || p.Product != "清恒App" ||
			p.Text != "杯子里有异物，客服不理\n投诉要求：退款,道歉" || p.URL != "https://tousu.sina.com.cn/complaint/view/17300000001/" ||
			!p.PublishedAt.Equal(time.Date(2025, 12, 31, 16, 0, 0, 0, time.UTC)) || p.Precision != voc.PrecisionDay {
			t.Errorf("%s: %+v", how, p)
		}
	}
	if fromJSON.posts[0].ID != fromCSV.posts[0].ID {
		t.Error("the same complaint has two ids")
	}
}
