package importer

import (
	"sort"
	"strings"
)

// field is what a column means.
type field string

// The fields a file may fill.
const (
	fID        field = "id"
	fText      field = "text"
	fTitle     field = "title"
	fTime      field = "time"
	fEdited    field = "edited"
	fFetched   field = "fetched"
	fAuthor    field = "author"
	fAuthorID  field = "author_id"
	fFollowers field = "followers"
	fVerified  field = "verified"
	fLikes     field = "likes"
	fReplies   field = "replies"
	fShares    field = "shares"
	fViews     field = "views"
	fRating    field = "rating"
	fURL       field = "url"
	fPlatform  field = "platform"
	fProduct   field = "product"
	fVersion   field = "version"
	fStore     field = "store"
	fRegion    field = "region"
	fKeyword   field = "keyword"
	fLanguage  field = "language"
	fParent    field = "parent"
	fRoot      field = "root"
	fOriginal  field = "original"     // the text a repost repeats
	fOriginBy  field = "original_by"  // who wrote it
	fDemand    field = "demand"       // what a complaint asks for
	fSort      field = "content_type" // what sort of writing it is, in a tool's own words
)

// aliases are the headers that people and tools give each field, best first, as norm leaves them.
var aliases = map[field]string{
	fText: `text content 正文 内容 评论内容 评价内容 评论正文 帖子内容 微博正文 微博内容 笔记内容 文章内容 投诉内容 反馈内容 回答内容 留言内容 发帖内容 评论 评价 文本 留言 反馈
		reviewtext reviewbody reviewcontent review comment commenttext commentcontent body message desc description contenttext raw cooked summary 摘要 意见 建议 原文 全文 贴文内容 贴文 内文 发文内容 fulltext tweettext posttext postmessage commentbody feedback feedbacktext hitsentence openingtext snippet`,
	fTitle: `title 标题 帖子标题 文章标题 微博标题 笔记标题 视频标题 评论标题 投诉标题 主题 subject headline reviewtitle reviewsubject 文章主题`,
	fID: `externalid id 编号 评论id 评价id 帖子id 微博id 笔记id 文章id 内容id 作品id 投诉编号 单号 reviewid commentid postid noteid weiboid
		contentid articleid tweetid messageid recommendationid uuid`,
	fTime: `publishedat 完整日期 发布时间 评论时间 评价时间 发表时间 发帖时间 投诉时间 创建时间 回复时间 时间 日期 发布日期 评论日期 date datetime time timestamp publishedtime publishtime
		pubdate pubtime createdat createtime created creationtime created_time ctime reviewdate posttime postdate fullcreatedat 贴文时间 发文时间 张贴时间 留言时间 发表日期 发文日期 reviewcreated reviewcreateddate reviewsubmitdateandtime submittedat submissiondate datepublished dateposted posted postedat postedon`,
	fEdited:    `editedat 编辑时间 修改时间 更新时间 updatedat updatetime updated lastupdatetime lastupdated reviewlastupdatedateandtime`,
	fFetched:   `fetchedat 采集时间 抓取时间 爬取时间 crawltime crawledat collectedat`,
	fAuthor:    `author authorname 用户名 昵称 作者 评论人 用户昵称 评论者 发布者 发布人 博主 会员名 买家 网名 姓名 用户 使用者 使用者名称 username nickname usernickname userscreenname screenname name reviewer displayname reviewername authordisplayname by 发文者 留言者 账号名称 用户名称 账号 profilename authorhandle`,
	fAuthorID:  `authorid 用户id 作者id userid uid authoruid useruid`,
	fFollowers: `followers 粉丝数 粉丝 followerscount followercount fans 追踪人数 userfollowers`,
	fVerified:  `verified 是否认证 认证`,
	fLikes:     `likes 点赞数 点赞 赞 赞数 按赞数 按赞 有用 有用数 获赞 顶 likecount likedcount likescount upvotes votes voteup attitudescount thumbsup digg 按赞次数 赞好数 favoritecount helpfulvotes helpfulcount`,
	fReplies:   `replies 评论数 回复数 评论量 回复 回复量 replycount repliescount commentcount commentscount numcomments 留言数 回文数`,
	fShares:    `shares 转发数 分享数 转发 分享 转发量 sharecount sharedcount repostscount reposts retweets 分享次数 retweetcount sharescount`,
	fViews:     `views 阅读数 浏览量 浏览数 阅读量 播放量 播放数 viewcount viewscount playcount reads 观看次数 观看数 点阅数 impressions`,
	fRating:    `rating 评分 星级 星等 打分 分数 评星 总评分 综合评分 用户评分 star stars score rate ratingvalue starrating reviewrating reviewstars overallrating`,
	fURL:       `url 链接 网址 页面网址 详情链接 原文链接 文章链接 帖子链接 评论链接 微博链接 地址链接 连结 link href permalink pageurl noteurl 贴文连结 reviewlink reviewurl postlink posturl commenturl sourceurl`,
	fPlatform:  `platform 平台 来源 来源平台 渠道 网站 站点 数据来源 source site channel`,
	fProduct:   `product 产品 商品名称 商品 品牌 产品名称 商品标题 车型 型号 应用 应用名称 游戏 productname itemname goodsname sku brand appname object 投诉对象 投诉商家 packagename`,
	fVersion:   `productversion 版本 版本号 应用版本 appversion version appversionname`,
	fStore:     `store 门店 店铺 门店名称 店铺名称 店名 商家 商户 分店 storename shop shopname poiname 门市 店家 店家名称`,
	fRegion:    `region ip属地 属地 ip地址归属 地区 省份 省 所在地 发布地 位置 iplocation province location area`,
	fKeyword:   `keyword 关键词 搜索词 搜索关键词 关键字 sourcekeyword query`,
	fLanguage:  `language 语言 lang reviewerlanguage reviewlanguage`,
	fParent:    `parentid 父id 上级id 父评论id 回复id parentcommentid replyto inreplytoid`,
	fRoot:      `rootid 主题id 根id threadid topicid`,
	fDemand:    `demand demands 诉求 投诉要求 投诉诉求 要求`,
}

// byAlias is aliases turned round: the field of a header and how good a name for it that is.
var byAlias = func() map[string]alias {
	all := map[string]alias{}
	for f, words := range aliases {
		for i, w := range strings.Fields(words) {
			if w = norm(w); all[w].field == "" {
				all[w] = alias{f, i}
			}
		}
	}
	return all
}()

type alias struct {
	field field
	rank  int
}

// Fields lists the names Options.Columns knows.
func Fields() []string {
	var all []string
	for f := range aliases {
		all = append(all, string(f))
	}
	sort.Strings(all)
	return all
}

func knownField(f field) bool { _, ok := aliases[f]; return ok }

// norm makes headers comparable: case, blanks, underscores, full-width letters, a byte order mark
// and what stands in parentheses ("评分(5分制)") make no difference.
func norm(header string) string {
	if i := strings.IndexAny(header, "(（"); i > 0 {
		header = header[:i]
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '_' || r == '-' || r == '\t' || r == '\u3000' || r == '\u00a0' || r == '\ufeff' || r == '\u200b' || r == ':' || r == '：' || r == '*' || r == '"':
			return -1
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		}
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		if simple, ok := simplified[r]; ok {
			return simple
		}
		return r
	}, header)
}

// simplified are the traditional characters of headers.
var simplified = func() map[rune]rune {
	all := map[rune]rune{}
	pairs := []rune("評评論论內内暱昵稱称發发佈布時时間间標标題题鏈链連连結结網网點点讚赞贊赞數数價价級级產产門门戶户編编號号轉转瀏浏覽览閱阅讀读關关鍵键詞词來来覆复復复訴诉帳账買买區区屬属見见議议饋馈採采輯辑體体員员應应權权絲丝視视頻频貼贴筆笔記记訊讯認认證证總总類类張张觀观蹤踪單单購购會会寫写質质獲获車车戲戏場场語语滿满說说話话舖铺帐账")
	for i := 0; i+1 < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}()

// schema says which column fills which field, for one header or one set of a JSON object's names.
type schema struct {
	format   string // "" for the container's own
	platform string
	kind     string // a voc.PostKind, or "" to be judged by what is filled
	names    []string
	of       map[field][]int // places, best first
	original *schema         // of the post a repost repeats, which others wrote; may be nil
}

// generic maps names by their aliases and by what the user said.
func generic(names []string, chosen map[string]string) *schema {
	sc := &schema{names: names, of: map[field][]int{}}
	taken := map[int]bool{}
	for f, header := range chosen {
		for i, n := range names {
			if n == header || norm(n) == norm(header) {
				sc.of[field(f)] = append(sc.of[field(f)], i)
				taken[i] = true
			}
		}
	}
	rank := map[int]int{}
	for i, n := range names {
		a, ok := byAlias[norm(lastName(n))]
		if !ok && strings.Contains(n, ".") {
			a, ok = nested(n)
		}
		if !ok || taken[i] || chosen[string(a.field)] != "" {
			continue
		}
		rank[i] = a.rank
		sc.of[a.field] = append(sc.of[a.field], i)
	}
	for f, places := range sc.of {
		if chosen[string(f)] == "" {
			sort.SliceStable(places, func(a, b int) bool { return rank[places[a]] < rank[places[b]] })
		}
	}
	return sc
}

// lastName is a name without dots itself; of a nested one "", which nested judges.
func lastName(n string) string {
	if strings.Contains(n, ".") {
		return ""
	}
	return n
}

// nested knows what the dotted names of nested JSON objects mean: "user.name" is an author, while
// "product.id" is no id of a post.
func nested(n string) (alias, bool) {
	parts := strings.Split(n, ".")
	object, last := norm(parts[len(parts)-2]), norm(parts[len(parts)-1])
	switch object {
	case "user", "author", "member", "userinfo", "account", "owner":
		switch last {
		case "id", "userid", "uid", "mid":
			return alias{fAuthorID, 99}, true
		case "name", "nickname", "screenname", "username", "displayname", "uname", "login":
			return alias{fAuthor, 99}, true
		case "followers", "followerscount", "followercount":
			return alias{fFollowers, 99}, true
		case "verified":
			return alias{fVerified, 99}, true
		}
	case "content", "interactinfo", "stats", "statistics", "metrics":
		if a, ok := byAlias[last]; ok && (a.field == fText || a.field == fLikes || a.field == fReplies || a.field == fShares || a.field == fViews) {
			return alias{a.field, 99}, true
		}
	}
	return alias{}, false
}

// has tells whether any column fills f.
func (sc *schema) has(f field) bool { return len(sc.of[f]) > 0 }

// get returns the first value of f that is not blank.
func (sc *schema) get(r record, f field) string {
	for _, i := range sc.of[f] {
		if i < len(r.values) {
			if v := strings.TrimSpace(r.values[i]); v != "" {
				return v
			}
		}
	}
	return ""
}

// columns says what became of each column.
func (sc *schema) columns() []Column {
	all := make([]Column, len(sc.names))
	for i, n := range sc.names {
		all[i].Header = n
	}
	for f, places := range sc.of {
		for _, i := range places {
			all[i].Field = string(f)
		}
	}
	return all
}

// recognised counts the names that fill a field.
func (sc *schema) recognised() int {
	n := 0
	for _, places := range sc.of {
		n += len(places)
	}
	return n
}
