package importer

import "github.com/tingfeng-voc/tingfeng/voc"

// weiboCrawler are the files of weibo-crawler and weiboSpider. Their columns have grown over the
// years, so names decide, not places. Neither says in its rows who wrote them: a JSON file has the
// user around the posts, a CSV file is named after the user's number.
var weiboCrawler = []family{
	{format: FormatWeiboCrawler, platform: "weibo", kind: voc.PostPost, must: []string{"id", "bid", "正文"}, of: map[field]string{
		fID: "id", fText: "正文", fTime: "完整日期 日期", fLikes: "点赞数", fReplies: "评论数", fShares: "转发数", fRegion: "位置",
		fOriginal: "源微博正文", fOriginBy: "源用户昵称", fRoot: "源微博id", fParent: "源微博id"},
		original: map[field]string{fID: "源微博id", fText: "源微博正文", fTime: "源微博完整日期 源微博日期", fAuthor: "源用户昵称", fAuthorID: "源用户id",
			fLikes: "源微博点赞数", fReplies: "源微博评论数", fShares: "源微博转发数", fRegion: "源微博位置"}},
	{format: FormatWeiboCrawler, platform: "weibo", kind: voc.PostPost, must: []string{"微博id", "微博正文"}, of: map[field]string{
		fID: "微博id", fText: "微博正文", fTime: "发布时间", fLikes: "点赞数", fReplies: "评论数", fShares: "转发数", fRegion: "发布位置"}},
	// What others wrote below a post, or when they passed it on.
	{format: FormatWeiboCrawler, platform: "weibo", kind: voc.PostPost, must: []string{"id", "weibo_id", "created_at", "text"}, not: []string{"pic_url", "root_id"}, of: map[field]string{
		fID: "id", fText: "text", fTime: "created_at", fAuthor: "user_screen_name", fAuthorID: "user_id", fLikes: "like_count", fParent: "weibo_id", fRoot: "weibo_id"}},
	{format: FormatWeiboCrawler, platform: "weibo", kind: voc.PostComment, must: []string{"id", "weibo_id", "created_at", "text"}, of: map[field]string{
		fID: "id", fText: "text", fTime: "created_at", fAuthor: "user_screen_name", fAuthorID: "user_id", fLikes: "like_count", fParent: "root_id weibo_id", fRoot: "weibo_id"}},
	{format: FormatWeiboCrawler, platform: "weibo", kind: voc.PostPost, must: []string{"id", "bid", "text", "created_at"}, of: map[field]string{
		fID: "id", fText: "text", fTime: "full_created_at created_at", fAuthor: "screen_name", fAuthorID: "user_id",
		fLikes: "attitudes_count", fReplies: "comments_count", fShares: "reposts_count", fRegion: "location ip_location",
		fOriginal: "retweet.text", fOriginBy: "retweet.screen_name", fRoot: "retweet.id retweet_id", fParent: "retweet.id retweet_id"},
		original: map[field]string{fID: "retweet.id", fText: "retweet.text", fTime: "retweet.full_created_at retweet.created_at", fAuthor: "retweet.screen_name", fAuthorID: "retweet.user_id",
			fLikes: "retweet.attitudes_count", fReplies: "retweet.comments_count", fShares: "retweet.reposts_count", fRegion: "retweet.location"}},
	{format: FormatWeiboCrawler, platform: "weibo", kind: voc.PostPost, must: []string{"id", "content", "publish_time", "up_num"}, of: map[field]string{
		fID: "id", fText: "content", fTime: "publish_time", fLikes: "up_num", fReplies: "comment_num", fShares: "retweet_num", fRegion: "publish_place"}},
}

// repostsCap is where weibo's own count of reposts stops.
const repostsCap = 1_000_000

// none is how weiboSpider writes that there is nothing.
const none = "无"

// weiboURL is the address of a post without naming its author.
func weiboURL(id string) string { return "https://m.weibo.cn/detail/" + id }
