package crawler

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/tingfeng-voc/tingfeng/voc"
)

// optIn are the kinds that are off until somebody has read why.
var optIn = []About{
	{
		Kind: voc.KindDiscuz, Title: Words{"Discuz! 论坛（手机接口）", "Discuz! forums (mobile interface)"}, Basis: publicly, Pace: 3 * time.Second, Schedule: "@every 30m", OptIn: true,
		How:   Words{"读取 Discuz! X 自带的手机接口：一个版块的主题列表与每个主题的楼层，只取游客可见的内容。", "Reads the mobile interface that comes with Discuz! X: the threads of one forum and their floors, as a guest sees them."},
		Lacks: Words{"没有分享数；需登录、付费或有阅读权限的主题读不到；旧页上后来改动的楼层不再重读。", "No shares; nothing of threads that need a login, a payment or a rank; floors of full pages are not read again."},
		Risk:  Words{"这个接口是给论坛自己的手机客户端用的，有的站点不希望别人使用。请先征得站方同意，或确认其规则允许。", "The interface is meant for the forum's own mobile client, and some sites do not want others to use it. Ask the site first, or make sure its rules allow it."},
	},
	{
		Kind: voc.KindGooglePlay, Title: Words{"Google Play 评论", "Google Play reviews"}, Basis: publicly, Pace: 5 * time.Second, Schedule: "@every 6h", OptIn: true,
		How:   Words{"调用 Google Play 网页版读取评论时所用的内部请求，不带任何账号。", "Makes the internal request by which the Google Play pages load reviews, without any account."},
		Lacks: Words{"没有总数；约六千条之后开始重复，到此为止；没有地区。", "No total; reviews repeat after some six thousand, where it ends; no region."},
		Risk:  Words{"这不是公开接口，Google Play 的服务条款禁止自动化访问，格式随时会变。自家应用请优先用 Play Console 导出后导入。", "It is no public interface: the terms of Google Play forbid automated access, and its shape changes without notice. For an app of your own, export from the Play Console and import that."},
	},
	{
		Kind: voc.KindDouban, Title: Words{"豆瓣短评", "Douban short comments"}, Basis: publicly, Pace: 10 * time.Second, Schedule: "@every 6h", OptIn: true,
		How:   Words{"读取一部作品公开的短评页，默认只读第一页；一被要求登录或验证就停。", "Reads the public page of short comments on one work, by default its first page only; stops at once when asked to log in or to prove to be human."},
		Lacks: Words{"不登录只有第一页（约二十条）；没有回复数与浏览数。", "Without a login the first page only (some twenty); no replies or views."},
		Risk:  Words{"没有公开接口，站方会拦截自动访问，其用户协议也不允许批量采集。只宜低频、少量。", "There is no public interface, the site blocks automated access, and its terms do not allow collecting at scale. Rarely and little, if at all."},
	},
	{
		Kind: voc.KindTieba, Title: Words{"百度贴吧", "Baidu Tieba"}, Basis: publicly, Pace: 10 * time.Second, Schedule: "@every 2h", OptIn: true,
		How:   Words{"读取一个吧公开的主题列表、楼层与楼中楼页面；遇到安全验证就停。", "Reads the public pages of one forum: threads, floors and the comments on floors; stops at the security check."},
		Lacks: Words{"没有点赞数与浏览数；时间只到分钟；很可能随时要求验证。", "No likes or views; times to the minute; a security check is likely at any time."},
		Risk:  Words{"没有公开接口，站方会拦截自动访问，其协议不允许未经同意的抓取。只宜低频、少量，最好先取得同意。", "There is no public interface, the site blocks automated access, and its terms do not allow crawling without consent. Rarely and little, best with consent."},
	},
	{
		Kind: voc.KindReddit, Title: Words{"Reddit", "Reddit"}, Pace: 2 * time.Second, Schedule: "@every 30m", OptIn: true,
		How:   Words{"用您自己申请的密钥调用官方接口：一个版块或一次搜索的帖子，以及其中的评论。", "Calls the official interface with a key of your own: the posts of a subreddit or a search, and the comments on them."},
		Basis: Words{"官方接口，以您与 Reddit 的协议为准。", "The official interface, under your own agreement with Reddit."},
		Lacks: Words{"列表最多一千条；没有浏览数与分享数。", "A listing holds a thousand posts at most; no views or shares."},
		Risk:  Words{"Reddit 要求商业用途另签合同。用自己的密钥，并确认您的用途被允许。", "Reddit asks for a contract for commercial use. Use a key of your own, and make sure your use is allowed."},
	},
}

// walled are the hosts of platforms that show what we want only to those who log in, or who compute a
// signature. We do neither: their posts are imported or pushed. Their subdomains are meant too.
var walled = map[string]string{
	"weibo.com": "微博", "weibo.cn": "微博", "xiaohongshu.com": "小红书", "xhslink.com": "小红书", "douyin.com": "抖音", "iesdouyin.com": "抖音",
	"kuaishou.com": "快手", "bilibili.com": "哔哩哔哩", "b23.tv": "哔哩哔哩", "zhihu.com": "知乎", "jd.com": "京东", "taobao.com": "淘宝", "tmall.com": "天猫",
	"yangkeduo.com": "拼多多", "pinduoduo.com": "拼多多", "dianping.com": "大众点评", "meituan.com": "美团", "tousu.sina.com.cn": "黑猫投诉",
	"xueqiu.com": "雪球", "weixin.qq.com": "微信",
}

// guarded are the hosts of platforms that have an opt-in kind of their own. Reading their pages by
// selectors or paths takes the same consent; their public feeds do not.
var guarded = map[string]voc.SourceKind{
	"douban.com": voc.KindDouban, "tieba.baidu.com": voc.KindTieba, "play.google.com": voc.KindGooglePlay, "reddit.com": voc.KindReddit,
}

// consent refuses a source that needs a word from the user which is not there, or that no word makes
// right. The errors say why, and what to write or to do instead.
func consent(src SourceOptions) error {
	hosts := append([]string{hostOf(src.Address)}, src.Hosts...)
	for _, host := range hosts {
		if name, ok := under(walled, host); ok {
			return fmt.Errorf("%s (%s) shows its posts only behind a login or a signature, and neither is worked around here: import an export of it (tingfeng import), or push posts to POST /api/v1/posts", name, host)
		}
	}
	if src.AcceptRisk {
		return nil
	}
	about, _ := AboutOf(src.Kind)
	if about.OptIn {
		return riskError(about)
	}
	if src.Kind == voc.KindHTML || src.Kind == voc.KindJSON {
		for _, host := range hosts {
			if kind, ok := under(guarded, host); ok {
				about, _ := AboutOf(kind)
				return riskError(about)
			}
		}
	}
	for name := range src.Headers {
		if strings.EqualFold(name, "Cookie") {
			return fmt.Errorf("headers: a Cookie makes every request in the name of the account it belongs to, and the account answers for it: " +
				"send only one of your own, where the site's terms allow it, and write accept_risk: true")
		}
	}
	return nil
}

func riskError(about About) error {
	return fmt.Errorf("%s is off until you have read why: %s If that is right for you, write accept_risk: true in the source", about.Title.EN, about.Risk.EN)
}

// hostOf is the host of an address, "" when it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// under finds the entry for a host or for the domain it lies in.
func under[T any](table map[string]T, host string) (value T, ok bool) {
	labels := strings.Split(strings.TrimSuffix(strings.ToLower(host), "."), ".")
	for i := range labels {
		if value, ok = table[strings.Join(labels[i:], ".")]; ok {
			return value, true
		}
	}
	return value, false
}

// OptInKinds are the kinds that are off until a source of theirs says accept_risk: true.
func OptInKinds() []voc.SourceKind {
	var kinds []voc.SourceKind
	for _, a := range abouts {
		if a.OptIn {
			kinds = append(kinds, a.Kind)
		}
	}
	return slices.Clip(kinds)
}
