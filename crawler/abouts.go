package crawler

import (
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// abouts are the facts of every kind. A kind without a line here is refused by the tests.
var abouts = append([]About{
	{
		Kind: voc.KindFeed, Title: Words{"订阅源", "Feeds"}, Basis: officially, Schedule: "@every 30m",
		How:   Words{"读取 RSS、Atom 或 JSON Feed，包括自建 RSSHub 的任何路由；带条件请求，站点说没变就不再下载。", "Reads RSS, Atom or JSON Feed, including any route of an RSSHub of one's own; asks conditionally and downloads nothing that has not changed."},
		Lacks: Words{"只有订阅源里还留着的条目；多数没有点赞、评论数。", "Only what the feed still holds; most have no likes or replies."},
	},
	{
		Kind: voc.KindAppStore, Title: Words{"App Store 评论", "App Store reviews"}, Basis: publicly, Pace: 2 * time.Second, Schedule: "@every 6h",
		How:   Words{"读取苹果按应用和地区公布的评论订阅，每页五十条，最多十页。", "Reads the feed of customer reviews Apple publishes per app and storefront: fifty a page, ten pages."},
		Lacks: Words{"每个地区只有最新五百条；没有开发者回复。", "The newest five hundred of a storefront only; no replies of the developer."},
	},
	{
		Kind: voc.KindSteam, Title: Words{"Steam 评测", "Steam reviews"}, Basis: officially, Pace: 2 * time.Second, Schedule: "@every 1h",
		How:   Words{"读取 Steam 文档中公布的 appreviews 接口，按更新时间倒序。", "Reads the documented appreviews interface of Steam, newest first."},
		Lacks: Words{"没有评测下的评论正文；评分只有推荐与不推荐。", "Not the comments under a review; a rating is a thumb up or down."},
	},
	{
		Kind: voc.KindDiscourse, Title: Words{"Discourse 论坛", "Discourse forums"}, Basis: officially, Pace: 2 * time.Second, Schedule: "@every 15m",
		How:   Words{"读取 Discourse 自带的 JSON：最新主题与其中的每一层。", "Reads the JSON every Discourse has: its latest topics and the posts in them."},
		Lacks: Words{"只有不登录可见的版块。", "Only what is shown without a login."},
	},
	{
		Kind: voc.KindV2EX, Title: Words{"V2EX", "V2EX"}, Pace: 30 * time.Second, Schedule: "@every 10m",
		How:   Words{"读取 V2EX 公布的 V1 接口：最新主题、节点主题与其回复。", "Reads the published V1 interface: latest topics, topics of a node, and their replies."},
		Basis: Words{"官方公开接口，每小时每个地址一百二十次；站方反对用于填充商业网站内容，因此只用于内部统计与少量引用，不得转载。", "A public interface of the site, 120 requests an hour and address. The site objects to filling other sites with it: count and quote, never republish."},
		Lacks: Words{"没有点赞数；接口里没有的旧主题无法回补。", "No likes; older topics than the interface shows cannot be filled in."},
	},
	{
		Kind: voc.KindHackerNews, Title: Words{"Hacker News", "Hacker News"}, Basis: officially, Pace: 2 * time.Second, Schedule: "@every 15m",
		How:   Words{"按关键词读取 Algolia 公布的搜索接口，按时间倒序。", "Searches the published Algolia interface for words, newest first."},
		Lacks: Words{"一次查询最多一千条；评论没有分数。", "At most a thousand hits of one query; comments have no score."},
	},
	{
		Kind: voc.KindMastodon, Title: Words{"Mastodon", "Mastodon"}, Basis: officially, Pace: 2 * time.Second, Schedule: "@every 10m",
		How:   Words{"读取实例公开的标签或本站时间线；只取公开嘟文，作者声明不愿被索引的跳过。", "Reads the public or hashtag timelines of an instance: public posts only, and not of authors who do not want to be indexed."},
		Lacks: Words{"只有该实例看得到的嘟文；有的实例要求令牌。", "Only what the instance sees; some instances ask for a token."},
	},
	{
		Kind: voc.KindStackExchange, Title: Words{"Stack Exchange", "Stack Exchange"}, Pace: 2 * time.Second, Schedule: "@every 1h",
		How:   Words{"读取官方 2.3 接口的问题、回答与评论，服从它的 backoff。", "Reads questions, answers and comments of the official interface 2.3 and obeys its backoff."},
		Basis: Words{"官方公开接口；内容按 CC BY-SA 许可，引用须保留链接。", "An official public interface; the content is licensed CC BY-SA: keep the link when quoting."},
		Lacks: Words{"没有自己的密钥时每天三百次请求。", "Three hundred requests a day without a key of one's own."},
	},
	{
		Kind: voc.KindHTML, Title: Words{"网页与站点地图", "Web pages and sitemaps"}, Basis: publicly, Schedule: "@every 1h",
		How:   Words{"按配置里的选择器读取公开网页，或先读站点地图再读其中的页面；遵守 robots.txt。", "Reads public pages by the selectors of the configuration, found by paging or in the sitemap; robots.txt is obeyed."},
		Lacks: Words{"页面上没有的就没有；改版后要改选择器。", "Only what the page shows; a new layout needs new selectors."},
	},
	{
		Kind: voc.KindJSON, Title: Words{"JSON 接口", "JSON interfaces"}, Schedule: "@every 1h",
		How:   Words{"按配置里的路径读取一个 JSON 接口。", "Reads a JSON interface by the paths of the configuration."},
		Basis: Words{"请确认该接口允许这样使用，或归您所有；请在 basis 里写明。", "Make sure that the interface may be used like this, or is yours; say so in basis."},
		Lacks: Words{"接口没有给出的就没有。", "Only what the interface tells."},
	},
}, append(optIn, afterwards...)...)

// afterwards are the kinds that are not fetched.
var afterwards = []About{
	{
		Kind: voc.KindImport, Title: Words{"文件导入", "Imported files"}, Basis: brought,
		How:   Words{"读取您给的文件：CSV、XLSX、JSON、JSONL 以及常见采集工具的导出。", "Reads a file you give: CSV, XLSX, JSON, JSONL and what common tools export."},
		Lacks: Words{"只有文件里有的；覆盖范围无从得知。", "Only what the file holds; how much of the whole that is, nobody knows."},
	},
	{
		Kind: voc.KindPush, Title: Words{"接口推送", "Pushed posts"}, Basis: brought,
		How:   Words{"由您的系统或另一台机器上的采集端推送到 POST /api/v1/posts。", "Your systems, or a crawler on another machine, send posts to POST /api/v1/posts."},
		Lacks: Words{"对方不送就没有。", "Only what is sent."},
	},
}
